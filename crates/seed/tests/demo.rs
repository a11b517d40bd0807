//! A small demonstration clinic on SQLite: everything stored agrees with everything else.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use bricks::clock::{FixedClock, Instant, Zone, parse_day};
use ground::db::{Db, Place};
use seed::{DemoOptions, DemoReport, demo};
use std::sync::Arc;

const PATIENTS: usize = 200;
const VISITS: usize = 600;

struct Made {
    db: Db,
    report: DemoReport,
    _folder: tempfile::TempDir,
}

fn zone() -> Zone {
    Zone::named("Asia/Ho_Chi_Minh").unwrap()
}

fn at(day: &str, minute: i64) -> Instant {
    zone().instant_of(parse_day(day).unwrap(), minute)
}

async fn made_at(now: Instant, seed: u64) -> Made {
    let folder = tempfile::tempdir().unwrap();
    let clock = Arc::new(FixedClock::new(now));
    let db = Db::open(&Place::Sqlite(folder.path().join("demo.db")), clock).unwrap();
    let today = zone().day_of(now);
    let options =
        DemoOptions { seed, patients: PATIENTS, visits: VISITS, today, zone: zone(), password_hash: "x".to_owned() };
    let report = demo(&db, options).await.unwrap();
    Made { db, report, _folder: folder }
}

impl Made {
    /// A single number.
    async fn count(&self, sql: &'static str) -> i64 {
        self.db.read(move |tx| Ok(tx.one::<i64>(sql, &[])?)).await.unwrap().unwrap_or(-1)
    }

    async fn none(&self, what: &str, sql: &'static str) {
        assert_eq!(self.count(sql).await, 0, "{what}");
    }
}

/// Every sum and state that the house proves of its own books, and what it does not; each counts what is wrong.
const PROOFS: &[(&str, &str)] = &[
    (
        "a card of the national insurance that pays is its patient's",
        "SELECT COUNT(*) FROM visit_payer y JOIN visit v ON v.id = y.visit_id JOIN payer_plan p ON p.id = y.plan_id \
             JOIN insurer i ON i.id = p.insurer_id LEFT JOIN national_card c ON c.number = y.card AND c.patient_id = v.patient_id \
             WHERE i.kind = 'national' AND y.card <> '' AND c.number IS NULL",
    ),
    (
        "a batch holds the sum of its movements",
        "SELECT COUNT(*) FROM batch b WHERE b.quantity_milli <> (SELECT COALESCE(SUM(m.quantity_milli), 0) FROM movement m WHERE m.batch_id = b.id)",
    ),
    (
        "a dispensed line was taken from batches in full",
        "SELECT COUNT(*) FROM prescription_line l JOIN prescription p ON p.id = l.prescription_id AND p.state = 'dispensed' \
             WHERE l.quantity_milli <> (SELECT COALESCE(SUM(d.quantity_milli), 0) FROM dispense_line d WHERE d.prescription_line_id = l.id)",
    ),
    (
        "nothing expired is dispensed",
        "SELECT COUNT(*) FROM dispense_line d JOIN batch b ON b.id = d.batch_id JOIN dispense s ON s.id = d.dispense_id \
             JOIN visit v ON v.id = s.visit_id WHERE b.expires_on < v.day",
    ),
    (
        "what is due is what is charged and on no invoice",
        "SELECT COUNT(*) FROM visit v WHERE v.due_vnd <> (SELECT COALESCE(SUM(c.amount_vnd - c.first_vnd), 0) FROM charge c WHERE c.visit_id = v.id AND c.invoice_id IS NULL)",
    ),
    (
        "an invoice holds its charges",
        "SELECT COUNT(*) FROM invoice i WHERE i.charged_vnd + i.insured_vnd <> (SELECT COALESCE(SUM(c.amount_vnd), 0) FROM charge c WHERE c.invoice_id = i.id)",
    ),
    (
        "an invoice is paid and has its receipt",
        "SELECT COUNT(*) FROM invoice i WHERE NOT EXISTS (SELECT 1 FROM payment p JOIN receipt r ON r.id = p.receipt_id \
             WHERE p.invoice_id = i.id AND p.amount_vnd = i.total_vnd AND r.total_vnd = i.total_vnd)",
    ),
    (
        "nobody is expected or seen twice on one day",
        "SELECT (SELECT COUNT(*) FROM (SELECT patient_id FROM appointment WHERE state IN ('booked', 'arrived') \
         GROUP BY patient_id, day HAVING COUNT(*) > 1) a) + (SELECT COUNT(*) FROM (SELECT patient_id FROM visit WHERE kind = 'consultation' \
         GROUP BY patient_id, day HAVING COUNT(*) > 1) v)",
    ),
    (
        "a charge is quantity times price",
        "SELECT COUNT(*) FROM charge WHERE amount_vnd <> (quantity_milli * unit_price_vnd + 500) / 1000",
    ),
    (
        "a done order is charged",
        "SELECT COUNT(*) FROM clinical_order o WHERE o.state = 'done' AND NOT EXISTS (SELECT 1 FROM charge c WHERE c.source_kind = 'order' AND c.source_id = o.id)",
    ),
    (
        "a done laboratory order has values",
        "SELECT COUNT(*) FROM clinical_order o WHERE o.state = 'done' AND o.kind = 'lab' AND NOT EXISTS (SELECT 1 FROM result_value r WHERE r.order_id = o.id)",
    ),
    (
        "receipts of a series have no gap",
        "SELECT COUNT(*) FROM (SELECT series, COUNT(*) AS n, MAX(number) AS top FROM receipt GROUP BY series) s \
             WHERE s.n <> s.top OR s.top <> (SELECT last FROM counter WHERE name = 'receipt:' || s.series)",
    ),
    (
        "receipts are numbered in the order of time",
        "SELECT COUNT(*) FROM receipt a JOIN receipt b ON b.series = a.series AND b.number = a.number + 1 WHERE b.issued_at < a.issued_at",
    ),
    (
        "who holds an appointment holds its slots, who gave it up none",
        "SELECT COUNT(*) FROM appointment a WHERE (SELECT COUNT(*) FROM slot s WHERE s.appointment_id = a.id) <> \
             CASE WHEN a.state IN ('booked', 'arrived') AND NOT a.overbooked THEN 2 * ((a.duration_minutes + 4) / 5) ELSE 0 END",
    ),
    (
        "slots lie inside their appointment and are its doctor's or room's",
        "SELECT COUNT(*) FROM slot s JOIN appointment a ON a.id = s.appointment_id WHERE s.starts_at < a.starts_at \
             OR s.starts_at >= a.starts_at + a.duration_minutes * 60000 OR s.resource_id NOT IN (a.doctor_id, a.room_id)",
    ),
    (
        "an appointment has arrived when and only when a visit came of it",
        "SELECT COUNT(*) FROM appointment a WHERE (a.state = 'arrived') <> EXISTS (SELECT 1 FROM visit v WHERE v.appointment_id = a.id)",
    ),
    (
        "a visit's appointment is the patient's own, of the same doctor and day",
        "SELECT COUNT(*) FROM visit v JOIN appointment a ON a.id = v.appointment_id WHERE a.patient_id <> v.patient_id OR a.doctor_id <> v.doctor_id OR a.day <> v.day",
    ),
    (
        "a finished consultation has a note and a diagnosis",
        "SELECT COUNT(*) FROM visit v WHERE v.kind = 'consultation' AND v.state = 'finished' AND (NOT EXISTS (SELECT 1 FROM note n WHERE n.visit_id = v.id) \
             OR NOT EXISTS (SELECT 1 FROM visit_diagnosis d WHERE d.visit_id = v.id))",
    ),
    (
        "things happen one after another",
        "SELECT COUNT(*) FROM visit v LEFT JOIN dispense d ON d.visit_id = v.id LEFT JOIN receipt r ON r.visit_id = v.id \
             WHERE v.called_at < v.arrived_at OR v.finished_at < v.called_at OR d.dispensed_at < v.finished_at OR r.issued_at < d.dispensed_at \
             OR r.issued_at < v.finished_at",
    ),
    (
        "an order is done between the call and the end",
        "SELECT COUNT(*) FROM clinical_order o JOIN visit v ON v.id = o.visit_id WHERE o.ordered_at < v.called_at OR o.started_at < o.ordered_at \
             OR o.done_at < o.started_at OR o.done_at > v.finished_at",
    ),
    (
        "nobody is booked or seen before being known",
        "SELECT COUNT(*) FROM patient p WHERE p.created_at > (SELECT MIN(v.arrived_at) FROM visit v WHERE v.patient_id = p.id) \
             OR p.created_at > (SELECT MIN(a.created_at) FROM appointment a WHERE a.patient_id = p.id)",
    ),
    (
        "a name has its search words, but for the unnamed buyer's, whom nobody looks for",
        "SELECT COUNT(*) FROM patient p WHERE p.id NOT IN (SELECT buyer_id FROM retail_counter) \
             AND NOT EXISTS (SELECT 1 FROM patient_word w WHERE w.patient_id = p.id AND w.word = p.name_fold || ' ' || p.birth_year)",
    ),
    (
        "the patient counter goes on",
        "SELECT COUNT(*) FROM patient WHERE NOT EXISTS (SELECT 1 FROM counter WHERE name = 'patient' AND last = (SELECT COUNT(*) FROM patient WHERE id NOT IN (SELECT buyer_id FROM retail_counter)))",
    ),
    (
        "the ticket counters go on",
        "SELECT COUNT(*) FROM (SELECT branch_id, day, ticket_prefix, MAX(ticket_number) AS top FROM visit \
             WHERE day = (SELECT MAX(day) FROM visit) GROUP BY branch_id, day, ticket_prefix) t \
             WHERE NOT EXISTS (SELECT 1 FROM counter c WHERE c.name = 'ticket:' || t.branch_id || ':' || t.day || ':' || t.ticket_prefix AND c.last = t.top)",
    ),
];

async fn proves(made: &Made) {
    for (what, sql) in PROOFS {
        made.none(what, sql).await;
    }
}

/// Nothing has a time after now but bookings.
async fn nothing_is_later_than(made: &Made, now: Instant) {
    let later = made
        .db
        .read(move |tx| {
            let sql = "SELECT (SELECT COUNT(*) FROM visit WHERE arrived_at > $1 OR called_at > $1 OR finished_at > $1) \
                 + (SELECT COUNT(*) FROM vitals WHERE taken_at > $1) + (SELECT COUNT(*) FROM note WHERE saved_at > $1) \
                 + (SELECT COUNT(*) FROM clinical_order WHERE ordered_at > $1 OR started_at > $1 OR done_at > $1) \
                 + (SELECT COUNT(*) FROM dispense WHERE dispensed_at > $1) + (SELECT COUNT(*) FROM receipt WHERE issued_at > $1) \
                 + (SELECT COUNT(*) FROM movement WHERE moved_at > $1) + (SELECT COUNT(*) FROM appointment WHERE created_at > $1 OR ended_at > $1) \
                 + (SELECT COUNT(*) FROM patient WHERE created_at > $1) + (SELECT COUNT(*) FROM charge WHERE charged_at > $1)";
            Ok(tx.one::<i64>(sql, &[&now])?)
        })
        .await
        .unwrap();
    assert_eq!(later, Some(0));
}

/// What is to be seen on Monday 23 November 2026 at twenty past ten.
const STAGES: &[(&str, &str)] = &[
    (
        "waits for the nurse",
        "SELECT COUNT(*) FROM visit v WHERE v.state = 'waiting' AND NOT EXISTS (SELECT 1 FROM vitals t WHERE t.visit_id = v.id)",
    ),
    (
        "waits for the doctor",
        "SELECT COUNT(*) FROM visit v WHERE v.state = 'waiting' AND EXISTS (SELECT 1 FROM vitals t WHERE t.visit_id = v.id)",
    ),
    (
        "is in the room",
        "SELECT COUNT(*) FROM visit v WHERE v.state = 'in_room' AND NOT EXISTS (SELECT 1 FROM clinical_order o WHERE o.visit_id = v.id)",
    ),
    (
        "is in the tests",
        "SELECT COUNT(*) FROM visit v WHERE v.state = 'in_room' AND EXISTS (SELECT 1 FROM clinical_order o WHERE o.visit_id = v.id AND o.state IN ('ordered', 'started'))",
    ),
    (
        "has results",
        "SELECT COUNT(*) FROM visit v WHERE v.state = 'in_room' AND EXISTS (SELECT 1 FROM clinical_order o WHERE o.visit_id = v.id AND o.state = 'done') \
             AND NOT EXISTS (SELECT 1 FROM clinical_order o WHERE o.visit_id = v.id AND o.state <> 'done')",
    ),
    ("is at the pharmacy", "SELECT COUNT(*) FROM prescription WHERE state = 'issued'"),
    (
        "is at the cashier",
        "SELECT COUNT(*) FROM visit v WHERE v.state = 'finished' AND v.due_vnd > 0 AND NOT EXISTS (SELECT 1 FROM prescription p WHERE p.visit_id = v.id AND p.state = 'issued')",
    ),
    (
        "has paid today",
        "SELECT COUNT(*) FROM visit v WHERE v.day = '2026-11-23' AND v.state = 'finished' AND v.due_vnd = 0",
    ),
    (
        "is late",
        "SELECT COUNT(*) FROM appointment WHERE day = '2026-11-23' AND state = 'booked' AND starts_at < 1795404000000 - 420000",
    ),
    (
        "is yet to come",
        "SELECT COUNT(*) FROM appointment WHERE day = '2026-11-23' AND state = 'booked' AND starts_at > 1795404000000",
    ),
    ("did not come", "SELECT COUNT(*) FROM appointment WHERE day = '2026-11-23' AND state = 'no_show'"),
    (
        "comes in the next days",
        "SELECT COUNT(*) FROM appointment WHERE day > '2026-11-24' AND day < '2026-12-08' AND state = 'booked'",
    ),
    ("comes again", "SELECT COUNT(*) FROM appointment WHERE source = 'follow_up' AND day > '2026-11-23'"),
    ("has expired", "SELECT COUNT(*) FROM batch WHERE quantity_milli > 0 AND expires_on < '2026-11-23'"),
    (
        "expires soon",
        "SELECT COUNT(*) FROM batch WHERE quantity_milli > 0 AND expires_on >= '2026-11-23' AND expires_on < '2026-12-23'",
    ),
    (
        "runs low",
        "SELECT COUNT(*) FROM medicine m WHERE m.stocked AND m.reorder_level_milli > (SELECT SUM(b.quantity_milli) FROM batch b WHERE b.medicine_id = m.id AND b.expires_on >= '2026-11-23')",
    ),
    ("waits for a time", "SELECT COUNT(*) FROM wish WHERE state = 'waiting'"),
    ("came free", "SELECT COUNT(*) FROM freed_time"),
    ("comes every week", "SELECT COUNT(*) FROM appointment WHERE series_id IS NOT NULL"),
    ("stands beside another", "SELECT COUNT(*) FROM appointment WHERE overbooked"),
    ("is away", "SELECT COUNT(*) FROM resource_leave WHERE kind = 'training'"),
    ("is in maintenance", "SELECT COUNT(*) FROM resource_leave WHERE kind = 'maintenance'"),
    ("waits for the desk", "SELECT COUNT(*) FROM appointment WHERE awaits_desk"),
    ("does not bear a medicine", "SELECT COUNT(*) FROM patient_allergy"),
    ("has a picture", "SELECT COUNT(*) FROM attachment"),
    ("is told in the audit", "SELECT COUNT(*) FROM audit WHERE act = 'demo_made' AND seq = 1"),
];

#[tokio::test(flavor = "multi_thread")]
async fn on_an_ordinary_morning_everything_agrees_and_every_stage_occurs() {
    let now = at("2026-11-23", 620);
    let made = made_at(now, 7).await;
    proves(&made).await;
    nothing_is_later_than(&made, now).await;
    for (stage, sql) in STAGES {
        assert!(made.count(sql).await > 0, "nobody or nothing {stage}");
    }
    assert_eq!(made.report.patients, PATIENTS);
    assert!(made.report.visits > VISITS);
    assert_eq!(made.report.images.len(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn on_any_day_and_at_any_hour_everything_agrees() {
    for (day, minute) in
        [("2026-11-22", 640), ("2026-11-23", 2), ("2026-11-24", 455), ("2026-11-25", 905), ("2027-02-08", 1_290)]
    {
        let now = at(day, minute);
        let made = made_at(now, 3).await;
        proves(&made).await;
        nothing_is_later_than(&made, now).await;
        assert!(made.count("SELECT COUNT(*) FROM visit WHERE state = 'waiting'").await > 0, "{day} {minute}");
        assert!(made.count("SELECT COUNT(*) FROM visit WHERE state = 'in_room'").await > 0, "{day} {minute}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_seed_makes_the_same_clinic_and_another_one_another() {
    let now = at("2026-11-23", 620);
    let sums = "SELECT COALESCE(SUM(total_vnd), 0) + (SELECT SUM(quantity_milli) FROM batch) + (SELECT SUM(birth_year) FROM patient) \
         + (SELECT MAX(id) FROM charge) FROM receipt";
    let (first, second, other) = (made_at(now, 7).await, made_at(now, 7).await, made_at(now, 8).await);
    assert_eq!(first.report.rows, second.report.rows);
    assert_eq!(first.count(sums).await, second.count(sums).await);
    assert_ne!(first.count(sums).await, other.count(sums).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_searched_is_found() {
    let made = made_at(at("2026-11-23", 620), 7).await;
    let found = made
        .db
        .read(|tx| {
            let day = parse_day("2026-11-23").map_err(|_| ground::db::Stop::Missing)?;
            Ok((
                ground::catalog::find_services(tx, "cong thuc mau", day)?.len(),
                ground::catalog::find_diagnoses(tx, "tieu duong")?.len(),
                ground::catalog::find_diagnoses(tx, "J20.9")?.len(),
                ground::catalog::find_medicines(
                    tx,
                    "acid clav",
                    ground::db::Column::read(ground::db::Cell::Int(1)).ok_or(ground::db::Stop::Missing)?,
                    day,
                )?
                .len(),
                ground::people::search(tx, "BN-000123")?.len(),
            ))
        })
        .await
        .unwrap();
    assert!(found.0 > 0 && found.1 > 0 && found.2 > 0 && found.3 > 0 && found.4 == 1, "{found:?}");
}
