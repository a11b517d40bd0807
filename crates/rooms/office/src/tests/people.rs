use super::house::*;
use crate::acts::account::{self, Change};
use crate::acts::people::{self, Asked};
use crate::store::people as store;
use crate::views::people::gathered;
use bricks::id::StaffId;
use bricks::lang::Lang;
use ground::access::session::{open, token_hash};
use ground::access::{Role, Roles, Who, password};
use ground::db::{Stop, Tx};
use ground::web::Form;

const DOCTOR_TYPED: &str = "name=L%C3%AA+Lan&title=BS.&speciality=Nhi&login=lan&role=doctor&role=nurse&room=201&prefix=l\
     &password=mot+mat+khau&again=mot+mat+khau";

fn asked(body: &str) -> Asked {
    Asked::read(&Form::parse(body.as_bytes()).unwrap(), Lang::Vi).unwrap()
}

fn manager() -> Who {
    Who { roles: Roles::of([Role::Manager]), staff: StaffId::from_raw(900), ..who() }
}

async fn added(house: &House, body: &'static str) -> StaffId {
    house.done(move |tx, who| people::add(tx, who, &asked(body), "phc")).await
}

fn sign_in(tx: &mut Tx<'_>, staff: StaffId, token: &str) -> Result<(), Stop> {
    Ok(open(tx, &token_hash(token), staff)?)
}

#[tokio::test]
async fn a_doctor_comes_with_a_place_in_the_diary() {
    let house = House::open().await;
    let lan = added(&house, DOCTOR_TYPED).await;
    let rows = house.done(|tx, who| Ok(store::people(tx, who.branch)?)).await;
    let all = gathered(rows);
    let shown = all.iter().find(|p| p.id == lan).unwrap();
    assert_eq!((shown.name.as_str(), shown.login.as_str(), shown.active), ("BS. Lê Lan", "lan", true));
    assert_eq!(shown.roles.len(), 2);
    assert_eq!(shown.practice, Some(("L".to_owned(), "201".to_owned(), true)));
    let hours =
        "SELECT COUNT(*) FROM working_hours w JOIN resource d ON d.id = w.resource_id WHERE d.ticket_prefix = 'L'";
    assert_eq!(house.count(hours).await, 6);
}

#[tokio::test]
async fn a_room_of_that_name_is_used_again() {
    let house = House::open().await;
    let before = house.count("SELECT COUNT(*) FROM resource WHERE kind = 'room'").await;
    added(&house, "name=A&login=abc&role=doctor&room=P.101&prefix=Z&password=mot+mat+khau&again=mot+mat+khau").await;
    assert_eq!(house.count("SELECT COUNT(*) FROM resource WHERE kind = 'room'").await, before);
}

#[tokio::test]
async fn a_taken_login_or_prefix_is_told_at_its_field() {
    let house = House::open().await;
    let taken = house
        .refused(|tx, who| {
            people::add(
                tx,
                who,
                &asked("name=A&login=bao&role=cashier&password=mot+mat+khau&again=mot+mat+khau"),
                "phc",
            )
        })
        .await;
    assert_eq!(taken.1, "login");
    let taken = house
        .refused(|tx, who| {
            people::add(
                tx,
                who,
                &asked("name=A&login=aaa&role=doctor&room=9&prefix=A&password=mot+mat+khau&again=mot+mat+khau"),
                "phc",
            )
        })
        .await;
    assert_eq!(taken.1, "prefix");
    assert_eq!(house.count("SELECT COUNT(*) FROM staff").await, 1);
    let nobody =
        Asked::read(&Form::parse(b"name=A&login=aaa&password=mot+mat+khau&again=mot+mat+khau").unwrap(), Lang::Vi);
    assert_eq!(nobody.unwrap_err().fields[0].field, "roles");
}

#[tokio::test]
async fn a_manager_makes_no_owner_and_locks_none_out() {
    let house = House::open().await;
    let typed = "name=A&login=chu&role=owner&password=mot+mat+khau&again=mot+mat+khau";
    let refused = house.db.write_locked(move |tx| people::add(tx, &manager(), &asked(typed), "phc")).await;
    assert!(matches!(refused, Err(Stop::Refused(_))));
    let owner = added(&house, typed).await;
    let refused = house.db.write_locked(move |tx| people::disable(tx, &manager(), owner)).await;
    assert!(matches!(refused, Err(Stop::Refused(_))));
    let myself = house.act(|tx, who| people::disable(tx, who, who.staff)).await;
    assert!(matches!(myself, Err(Stop::Refused(_) | Stop::Missing)));
}

#[tokio::test]
async fn who_is_disabled_is_out_everywhere_at_once() {
    let house = House::open().await;
    let lan = added(&house, DOCTOR_TYPED).await;
    house.done(move |tx, _| sign_in(tx, lan, "pc")).await;
    house.done(move |tx, _| sign_in(tx, lan, "phone")).await;
    house.done(move |tx, who| people::disable(tx, who, lan)).await;
    assert_eq!(house.count("SELECT COUNT(*) FROM session").await, 0);
    assert_eq!(house.count("SELECT COUNT(*) FROM resource WHERE ticket_prefix = 'L' AND active").await, 0);
    house.refused(move |tx, who| people::disable(tx, who, lan)).await;
    let elsewhere = house.db.write_locked(move |tx| people::disable(tx, &who_of(OTHER_BRANCH), lan)).await;
    assert!(matches!(elsewhere, Err(Stop::Missing)));
}

#[tokio::test]
async fn a_doctor_with_patients_to_come_stays_in_the_diary() {
    let house = House::open().await;
    let bao = house
        .done(|tx, _| {
            let lan = StaffId::from_raw(12);
            tx.run(
                "INSERT INTO staff (id, branch_id, login, name, title, speciality, password_hash, active, created_at) \
                 VALUES (12, 1, 'lan', 'Lan', 'BS.', 'Nhi', '', TRUE, 0)",
                &[],
            )?;
            tx.run("INSERT INTO staff_role (staff_id, role) VALUES (12, 'doctor')", &[])?;
            tx.run("UPDATE resource SET staff_id = 12 WHERE id = 21", &[])?;
            Ok(lan)
        })
        .await;
    house.booked(HUONG, 600).await;
    house.done(move |tx, who| people::disable(tx, who, bao)).await;
    assert_eq!(house.count("SELECT COUNT(*) FROM resource WHERE id = 21 AND active").await, 1);
    assert_eq!(house.count("SELECT COUNT(*) FROM staff WHERE id = 12 AND active").await, 0);
}

#[tokio::test]
async fn a_change_of_password_ends_every_other_session() {
    let house = House::open().await;
    let old = password::hash("mật khẩu cũ", [1; 16]).unwrap();
    let new = password::hash("mật khẩu mới", [2; 16]).unwrap();
    let stored = old.clone();
    house
        .done(move |tx, who| {
            tx.run_one("UPDATE staff SET password_hash = $2 WHERE id = $1", &[&who.staff, &stored])?;
            for token in ["mine", "pc", "phone"] {
                sign_in(tx, who.staff, token)?;
            }
            Ok(())
        })
        .await;
    let change = Change { verified: old.clone(), fits: true, hash: new.clone() };
    let wrong = Change { fits: false, ..change.clone() };
    let refused = house.refused(move |tx, who| account::change_password(tx, who, &token_hash("mine"), &wrong)).await;
    assert_eq!(refused.1, "current");
    assert_eq!(house.count("SELECT COUNT(*) FROM session").await, 3);

    let again = change.clone();
    house.done(move |tx, who| account::change_password(tx, who, &token_hash("mine"), &change)).await;
    assert_eq!(house.count("SELECT COUNT(*) FROM session").await, 1);
    let mine = house.done(|tx, who| Ok(store::sessions(tx, who.staff, tx.now())?)).await;
    let (_, kept) = house.done(|tx, who| Ok(store::login_of(tx, who.staff)?.unwrap())).await;
    assert_eq!(mine, 1);
    assert!(password::fits("mật khẩu mới", &kept) && !password::fits("mật khẩu cũ", &kept));
    house.refused(move |tx, who| account::change_password(tx, who, &token_hash("mine"), &again)).await;
}
