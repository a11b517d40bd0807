//! Who may use which route: a reviewed text file, and the proof over HTTP that the house keeps to it.

use crate::both;
use crate::harness::Clinic;
use ground::access::{Permission, Role, Roles};
use ground::web::{Access, RouteRow};
use kham::bench::http::Browser;
use kham::router;
use std::fmt::Write as _;

const REVIEWED: &str = include_str!("matrix.txt");
const LOGINS: [(Role, &str); 9] = [
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

both!(every_route_lets_in_whom_the_matrix_names_and_nobody_else, everyone_at_every_door);

fn may(role: Role, access: Access) -> bool {
    match access {
        Access::Public | Access::Staff => true,
        Access::May(permission) => Roles::of([role]).may(permission),
        Access::Record => {
            let roles = Roles::of([role]);
            roles.may(Permission::SeeRecord) || roles.may(Permission::OpenRecord)
        }
    }
}

fn table() -> Vec<RouteRow> {
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
        let _ = writeln!(out, "{:<4} {:<40} {who}", row.method, row.path);
    }
    out
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
fn somewhere(path: &str) -> String {
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
