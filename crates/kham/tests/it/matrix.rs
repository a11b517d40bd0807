//! Who may use which route: a reviewed text file, and the proof over HTTP that the house keeps to it.

use crate::both;
use crate::harness::Clinic;
use ground::access::{Permission, Role, Roles};
use ground::people::opening::Depth;
use ground::web::{Access, RouteRow, depth_of};
use kham::bench::http::Browser;
use kham::router;
use std::fmt::Write as _;

const REVIEWED: &str = include_str!("matrix.txt");
pub const LOGINS: [(Role, &str); 9] = [
    (Role::Receptionist, "letan"),
    (Role::Nurse, "dieuduong"),
    (Role::Doctor, "bacsi1"),
    (Role::Technician, "ktv"),
    (Role::Pharmacist, "duocsi"),
    (Role::Cashier, "thungan"),
    (Role::Storekeeper, "thukho"),
    (Role::Manager, "quanly"),
    (Role::Owner, "chu"),
];

both!(a_restricted_patient_is_closed_but_for_work_in_hand, restricted_patient);
both!(every_route_lets_in_whom_the_matrix_names_and_nobody_else, everyone_at_every_door);

pub fn may(role: Role, access: Access) -> bool {
    match access {
        Access::Public | Access::Staff => true,
        Access::May(permission) => Roles::of([role]).may(permission),
        Access::Record => {
            let roles = Roles::of([role]);
            roles.may(Permission::SeeRecord) || roles.may(Permission::OpenRecord)
        }
    }
}

pub fn table() -> Vec<RouteRow> {
    let mut rows = router::routes().table().to_vec();
    rows.sort_by_key(|row| (row.path, row.method));
    rows
}

fn written() -> String {
    let mut out = String::new();
    for row in table() {
        let who = match row.access {
            Access::Public => "anybody".to_owned(),
            Access::Staff => "anybody signed in".to_owned(),
            Access::Record => {
                let see = |role: &Role| Roles::of([*role]).may(Permission::SeeRecord);
                let (free, opened): (Vec<Role>, Vec<Role>) =
                    Role::ALL.into_iter().filter(|role| may(*role, row.access)).partition(see);
                let codes = |roles: Vec<Role>| roles.into_iter().map(Role::code).collect::<Vec<_>>().join(" ");
                format!("Record: {}; opened for a reason: {}", codes(free), codes(opened))
            }
            Access::May(permission) => {
                let roles = Role::ALL.into_iter().filter(|role| may(*role, row.access)).map(Role::code);
                format!("{permission:?}: {}", roles.collect::<Vec<_>>().join(" "))
            }
        };
        let _ = writeln!(out, "{:<4} {:<40} {who}{}", row.method, row.path, restricted(&row));
    }
    out
}

/// What a route answers about a patient whose data are restricted.
fn restricted(row: &RouteRow) -> &'static str {
    match depth_of(row.access) {
        _ if !names_a_paper(row) => "",
        Some(Depth::Record | Depth::Chart) => " | restricted: closed",
        Some(Depth::Work) => " | restricted: work in hand",
        None => " | restricted: open",
    }
}

pub fn names_a_paper(row: &RouteRow) -> bool {
    row.path.contains('{') && papers::whose::HEADS.contains(&row.head())
}

/// Addresses with an id that is no patient's paper, or tell nothing of anybody's health; each with its reason.
const NO_PAPERS: [(&str, &str); 12] = [
    ("office", "what the clinic is made of"),
    ("order-sets", "a doctor's own lists"),
    ("note-templates", "a doctor's own words"),
    ("prescription-templates", "a doctor's own lists"),
    ("merges", "two profiles become two again; nothing of them is shown"),
    ("cashier", "a drawer's session: sums and numbers of receipts"),
    ("refunds", "money: a sum that was asked for, which its receipt shows"),
    ("transfers", "money that came to the bank"),
    ("schedule", "a doctor's hours"),
    ("closing-wishes", "a drawer's count: sums"),
    ("stock-wishes", "goods: a document that waits names no patient"),
    ("retail-basket", "what a pharmacist puts together for whoever stands at the counter"),
];
/// As above, and a patient's name with a day and a service: what the diary shows as well.
const DIARY: [&str; 3] = ["series", "waiting-list", "website"];

#[test]
fn every_address_that_goes_to_health_data_says_whose_they_are() {
    let mut forgotten = Vec::new();
    for row in table().iter().filter(|row| depth_of(row.access).is_some() && row.path.contains('{')) {
        let reviewed = NO_PAPERS.iter().any(|(head, _)| *head == row.head()) || DIARY.contains(&row.head());
        if !names_a_paper(row) && !reviewed {
            forgotten.push(format!("{} {}", row.method, row.path));
        }
    }
    assert!(forgotten.is_empty(), "name their patient in papers::whose: {forgotten:#?}");
}

#[test]
fn the_matrix_of_roles_and_routes_is_the_reviewed_one() {
    let now = written();
    if std::env::var("KHAM_BLESS").is_ok() {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/matrix.txt");
        std::fs::write(file, &now).unwrap();
        return;
    }
    assert_eq!(now, REVIEWED, "review the change, then run this test with KHAM_BLESS=1");
}

/// A path with something in each of its places that exists nowhere.
pub fn somewhere(path: &str) -> String {
    path.split('/').map(|part| if part.starts_with('{') { "1" } else { part }).collect::<Vec<_>>().join("/")
}

async fn everyone_at_every_door(clinic: Clinic) {
    let mut stranger = Browser::new(&clinic.host);
    let rows = table();
    let (mut wrong, mut tried) = (Vec::new(), 0);
    for row in rows.iter().filter(|row| row.access != Access::Public && row.path != "/live") {
        let status = stranger.knock(row.method, &somewhere(row.path)).await.unwrap();
        if !matches!(status, 303 | 401 | 415 | 422) {
            wrong.push(format!("signed out: {} {} answers {status}", row.method, row.path));
        }
    }
    for (role, login) in LOGINS {
        let mut browser = clinic.browser(login).await;
        for row in rows.iter().filter(|row| row.access != Access::Public && row.path != "/live") {
            let status = browser.knock(row.method, &somewhere(row.path)).await.unwrap();
            tried += 1;
            // 415: a route that takes files hears no plain form.
            if status != 415 && (status == 403) == may(role, row.access) {
                wrong.push(format!("{role:?}: {} {} answers {status}", row.method, row.path));
            }
            if status >= 500 {
                wrong.push(format!("{role:?}: {} {} fails with {status}", row.method, row.path));
            }
        }
    }
    assert!(tried > 300, "{tried}");
    assert!(wrong.is_empty(), "{wrong:#?}");
    clinic.prove().await;
}

/// A patient whose visits are long over, with a paper of each kind.
const PAST: &str = "SELECT v.patient_id, v.id, MIN(o.id), MIN(p.id), MIN(d.id), MIN(r.id), MIN(l.id) FROM visit v \
     JOIN clinical_order o ON o.visit_id = v.id AND o.state = 'done' JOIN prescription p ON p.visit_id = v.id \
     JOIN prescription_line l ON l.prescription_id = p.id JOIN dispense d ON d.visit_id = v.id JOIN receipt r ON r.visit_id = v.id \
     WHERE v.day < '2026-11-10' AND v.state = 'finished' AND v.due_vnd = 0 \
     AND NOT EXISTS (SELECT 1 FROM visit w WHERE w.patient_id = v.patient_id AND w.state IN ('waiting', 'in_room')) \
     GROUP BY v.patient_id, v.id ORDER BY v.id LIMIT 1";
const RESTRICT: &str = "INSERT INTO record_restriction (id, branch_id, patient_id, reason, restricted_at, restricted_by) \
     SELECT $1, p.branch_id, p.id, 'yêu cầu', 0, (SELECT MIN(id) FROM staff) FROM patient p WHERE p.id = $1";
const PICTURE: &str = "INSERT INTO attachment (id, order_id, patient_id, name, mime, sha256, bytes, width, height, added_at, added_by) \
     SELECT o.id, o.id, o.patient_id, 'x.jpg', 'image/jpeg', $2, 1, 1, 1, 0, (SELECT MIN(id) FROM staff) FROM clinical_order o WHERE o.id = $1";
const CERTIFICATE: &str = "INSERT INTO certificate (id, branch_id, visit_id, patient_id, kind, series, number, printed, issued_at, issued_by) \
     SELECT v.id, v.branch_id, v.id, v.patient_id, 'health', 'Z', 1, '{}', 0, (SELECT MIN(id) FROM staff) FROM visit v WHERE v.id = $1";
/// Used up: nothing of it is in hand.
const DEPOSIT: &str = "INSERT INTO deposit (id, branch_id, patient_id, series, number, amount_vnd, held_vnd, purpose, printed, taken_at, taken_by) \
     SELECT v.id, v.branch_id, v.patient_id, 'Z', 1, 1, 0, 'x', '{}', 0, v.arrived_by FROM visit v WHERE v.id = $1";
const SALE: &str = "INSERT INTO retail_sale (id, branch_id, visit_id, override_reason, sold_at, sold_by) \
     SELECT v.id, v.branch_id, v.id, '', 0, v.arrived_by FROM visit v WHERE v.id = $1";
const VISITED: &str =
    "SELECT a.id FROM appointment a WHERE a.patient_id = $1 AND a.starts_at < $2 ORDER BY a.starts_at LIMIT 1";
const BOOKED: &str = "INSERT INTO appointment (id, branch_id, patient_id, doctor_id, room_id, service_id, day, starts_at, duration_minutes, state, source, note, created_at, created_by) \
     SELECT v.id, v.branch_id, v.patient_id, v.doctor_id, v.room_id, v.service_id, v.day, v.arrived_at, 15, 'no_show', 'phone', '', 0, v.arrived_by \
     FROM visit v WHERE v.id = $1";

/// A patient whose visits are over, with a paper of every kind by its id.
pub struct Papers {
    pub patient: i64,
    pub visit: i64,
    order: i64,
    prescription: i64,
    line: i64,
    dispense: i64,
    receipt: i64,
    appointment: i64,
}

impl Papers {
    pub fn id_of(&self, head: &str) -> Option<i64> {
        match head {
            "patients" => Some(self.patient),
            "appointments" => Some(self.appointment),
            "visits" | "certificates" | "retail-sales" | "deposits" => Some(self.visit),
            "orders" | "attachments" => Some(self.order),
            "prescriptions" => Some(self.prescription),
            "prescription-lines" => Some(self.line),
            "dispenses" => Some(self.dispense),
            "receipts" => Some(self.receipt),
            _ => None,
        }
    }

    /// The address of a route for the paper that it names.
    pub fn path(&self, row: &RouteRow) -> String {
        let id = self.id_of(row.head()).expect("a paper of every kind").to_string();
        somewhere(&row.path.replacen(first_place(row.path), &id, 1))
    }
}

pub async fn papers(clinic: &Clinic) -> Papers {
    let found = clinic.house.db.write(|tx| {
        let past: (i64, i64, i64, i64, i64, i64, i64) = tx.one(PAST, &[])?.expect("a finished visit");
        let (patient, visit, order, prescription, dispense, receipt, line) = past;
        tx.run_one(PICTURE, &[&order, &[7_u8; 32]])?;
        tx.run_one(CERTIFICATE, &[&visit])?;
        tx.run_one(SALE, &[&visit])?;
        tx.run_one(DEPOSIT, &[&visit])?;
        let seen: Option<i64> = tx.one(VISITED, &[&patient, &tx.now()])?;
        if seen.is_none() {
            tx.run_one(BOOKED, &[&visit])?;
        }
        let appointment = seen.unwrap_or(visit);
        Ok(Papers { patient, visit, order, prescription, line, dispense, receipt, appointment })
    });
    found.await.unwrap()
}

async fn restricted_patient(clinic: Clinic) {
    let papers = papers(&clinic).await;
    let Papers { patient, visit, order, prescription, receipt, .. } = papers;
    clinic.house.db.write(move |tx| Ok(tx.run_one(RESTRICT, &[&patient])?)).await.unwrap();
    let (mut wrong, mut tried) = (Vec::new(), 0);
    for (role, login) in LOGINS {
        let mut browser = clinic.browser(login).await;
        for row in table().iter().filter(|row| depth_of(row.access).is_some() && names_a_paper(row)) {
            let path = papers.path(row);
            let status = browser.knock(row.method, &path).await.unwrap();
            tried += 1;
            if !matches!(status, 403 | 415) {
                wrong.push(format!("{role:?}: {} {path} answers {status}", row.method));
            }
        }
    }
    assert!(tried > 500, "{tried}");
    assert!(wrong.is_empty(), "{wrong:#?}");

    let mut owner = clinic.browser("chu").await;
    let readers = owner.get(&format!("/patients/{patient}/privacy")).await.unwrap().body;
    assert!(readers.contains("Bị từ chối"), "who stood before the closed record is told");
    comes_again(&clinic, (patient, visit), (order, prescription, receipt)).await;
}

/// The patient comes again: what is in hand is done by those at work, and the doctor's chart opens for a reason.
async fn comes_again(clinic: &Clinic, (patient, visit): (i64, i64), (order, prescription, receipt): (i64, i64, i64)) {
    clinic.house.db.write(move |tx| Ok(tx.run_one(TODAY, &[&visit])?)).await.unwrap();
    let at_work = [
        ("thungan", format!("/visits/{visit}/bill")),
        ("thungan", format!("/receipts/{receipt}")),
        ("ktv", format!("/orders/{order}")),
        ("duocsi", format!("/prescriptions/{prescription}")),
        ("dieuduong", format!("/visits/{visit}/vitals")),
    ];
    for (login, path) in at_work {
        let status = clinic.browser(login).await.open(&path).await.unwrap().status;
        assert_eq!(status, 200, "{login} works on {path}");
    }
    let mut doctor = clinic.browser("bacsi1").await;
    let chart = format!("/visits/{visit}/chart");
    assert_eq!(doctor.open(&chart).await.unwrap().status, 403);
    let opening = format!("/patients/{patient}/opening");
    crate::record::post(&mut doctor, &opening, &opening, &[("reason", "Người bệnh khám lại")]).await.unwrap();
    assert!(doctor.get(&chart).await.unwrap().body.contains("Người bệnh khám lại"));
}

const TODAY: &str = "UPDATE visit SET day = '2026-11-24', ticket_prefix = 'Z', ticket_number = 999 WHERE id = $1";

/// `{id}`, the first of an address.
pub fn first_place(path: &'static str) -> &'static str {
    path.split('/').find(|part| part.starts_with('{')).unwrap()
}
