use super::house::*;
use crate::acts::account::{self, Change};
use crate::acts::password_link;
use crate::acts::people::{self, Asked};
use crate::acts::person::{self, Asked as Changed};
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
    Who { roles: Roles::of([Role::Manager]), staff: MANAGER, ..who() }
}

const MANAGER: StaffId = StaffId::from_raw(900);

/// The clinic of the papers' tests, in which the one who acts is its owner, and a manager works besides.
async fn open_house() -> House {
    let house = House::open().await;
    house
        .done(|tx, _| {
            tx.run(
                "INSERT INTO staff (id, branch_id, login, name, title, speciality, password_hash, active, created_at) \
                 VALUES (900, 1, 'quan', 'Quản', '', '', '', TRUE, 0)",
                &[],
            )?;
            tx.run("INSERT INTO staff_role (staff_id, role) VALUES (11, 'owner'), (900, 'manager')", &[])?;
            Ok(())
        })
        .await;
    house
}

fn changed(body: &str) -> Changed {
    Changed::read(&Form::parse(body.as_bytes()).unwrap(), Lang::Vi).unwrap()
}

async fn added(house: &House, body: &'static str) -> StaffId {
    house.done(move |tx, who| people::add(tx, who, &asked(body), "phc")).await
}

fn sign_in(tx: &mut Tx<'_>, staff: StaffId, token: &str) -> Result<(), Stop> {
    Ok(open(tx, &token_hash(token), staff)?)
}

#[tokio::test]
async fn a_doctor_comes_with_a_place_in_the_diary() {
    let house = open_house().await;
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
    let house = open_house().await;
    let before = house.count("SELECT COUNT(*) FROM resource WHERE kind = 'room'").await;
    added(&house, "name=A&login=abc&role=doctor&room=P.101&prefix=Z&password=mot+mat+khau&again=mot+mat+khau").await;
    assert_eq!(house.count("SELECT COUNT(*) FROM resource WHERE kind = 'room'").await, before);
}

#[tokio::test]
async fn a_taken_login_or_prefix_is_told_at_its_field() {
    let house = open_house().await;
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
    assert_eq!(house.count("SELECT COUNT(*) FROM staff").await, 2);
    let nobody =
        Asked::read(&Form::parse(b"name=A&login=aaa&password=mot+mat+khau&again=mot+mat+khau").unwrap(), Lang::Vi);
    assert_eq!(nobody.unwrap_err().fields[0].field, "roles");
}

#[tokio::test]
async fn a_manager_makes_no_owner_and_locks_none_out() {
    let house = open_house().await;
    let typed = "name=A&login=chu&role=owner&password=mot+mat+khau&again=mot+mat+khau";
    let refused = house.db.write_locked(move |tx| people::add(tx, &manager(), &asked(typed), "phc")).await;
    assert!(matches!(refused, Err(Stop::Refused(_))));
    let owner = added(&house, typed).await;
    let refused = house.db.write_locked(move |tx| person::disable(tx, &manager(), owner)).await;
    assert!(matches!(refused, Err(Stop::Refused(_))));
    let myself = house.act(|tx, who| person::disable(tx, who, who.staff)).await;
    assert!(matches!(myself, Err(Stop::Refused(_) | Stop::Missing)));
}

#[tokio::test]
async fn who_is_disabled_is_out_everywhere_at_once() {
    let house = open_house().await;
    let lan = added(&house, DOCTOR_TYPED).await;
    house.done(move |tx, _| sign_in(tx, lan, "pc")).await;
    house.done(move |tx, _| sign_in(tx, lan, "phone")).await;
    house.done(move |tx, who| person::disable(tx, who, lan)).await;
    assert_eq!(house.count("SELECT COUNT(*) FROM session").await, 0);
    assert_eq!(house.count("SELECT COUNT(*) FROM resource WHERE ticket_prefix = 'L' AND active").await, 0);
    house.refused(move |tx, who| person::disable(tx, who, lan)).await;
    let elsewhere = house.db.write_locked(move |tx| person::disable(tx, &who_of(OTHER_BRANCH), lan)).await;
    assert!(matches!(elsewhere, Err(Stop::Missing)));
}

#[tokio::test]
async fn name_roles_room_and_prefix_are_changed_and_told_in_the_diary() {
    let house = open_house().await;
    let lan = added(&house, DOCTOR_TYPED).await;
    house
        .done(move |tx, who| {
            let typed =
                "name=L%C3%AA+Th%E1%BB%8B+Lan&title=ThS.&speciality=N%E1%BB%99i&role=doctor&role=manager&version=0";
            person::change(tx, who, lan, &changed(typed))?;
            let place = Form::parse(b"room=305&prefix=k").unwrap();
            person::set_practice(tx, who, lan, &place, Lang::Vi)
        })
        .await;
    let all = gathered(house.done(|tx, who| Ok(store::people(tx, who.branch)?)).await);
    let shown = all.iter().find(|p| p.id == lan).unwrap();
    assert_eq!((shown.name.as_str(), shown.roles.len()), ("ThS. Lê Thị Lan", 2));
    assert!(shown.roles.contains(&Role::Manager) && !shown.roles.contains(&Role::Nurse));
    assert_eq!(shown.practice, Some(("K".to_owned(), "305".to_owned(), true)));
    let named =
        "SELECT COUNT(*) FROM resource WHERE ticket_prefix = 'K' AND name = 'ThS. Lê Thị Lan' AND department = 'Nội'";
    assert_eq!(house.count(named).await, 1);
    let again =
        house.refused(move |tx, who| person::change(tx, who, lan, &changed("name=X&role=nurse&version=0"))).await;
    assert!(again.0.contains("just changed"), "{again:?}");
    let place = || Form::parse(b"room=305&prefix=A").unwrap();
    let taken = house.refused(move |tx, who| person::set_practice(tx, who, lan, &place(), Lang::Vi)).await;
    assert_eq!(taken.1, "prefix");
}

#[tokio::test]
async fn a_doctors_role_goes_only_with_nobody_to_come_and_comes_back_with_a_place() {
    let house = open_house().await;
    let lan = added(&house, DOCTOR_TYPED).await;
    house.done(move |tx, _| Ok(tx.run_one("UPDATE resource SET staff_id = NULL WHERE staff_id = $1", &[&lan])?)).await;
    house.done(move |tx, _| Ok(tx.run_one("UPDATE resource SET staff_id = $1 WHERE id = 21", &[&lan])?)).await;
    let appointment = house.booked(HUONG, 600).await;
    let nurse = |version: i64| changed(&format!("name=Lan&role=nurse&version={version}"));
    let refused = house.refused(move |tx, who| person::change(tx, who, lan, &nurse(0))).await;
    assert_eq!(refused.1, "roles");
    house.refused(move |tx, who| person::close_practice(tx, who, lan)).await;
    house.done(move |tx, who| papers::appointment::cancel(tx, who, appointment, "đổi bác sĩ").map(|_| ())).await;
    house.done(move |tx, who| person::change(tx, who, lan, &nurse(0))).await;
    assert_eq!(house.count("SELECT COUNT(*) FROM resource WHERE id = 21 AND active").await, 0);
    let place = || Form::parse(b"room=P.101&prefix=A").unwrap();
    house.refused(move |tx, who| person::set_practice(tx, who, lan, &place(), Lang::Vi)).await;
    house
        .done(move |tx, who| {
            person::change(tx, who, lan, &changed("name=Lan&role=doctor&version=1"))?;
            person::set_practice(tx, who, lan, &place(), Lang::Vi)
        })
        .await;
    assert_eq!(house.count("SELECT COUNT(*) FROM resource WHERE id = 21 AND active").await, 1);
}

#[tokio::test]
async fn the_last_owner_stays_and_nobody_rises_above_the_giver() {
    let house = open_house().await;
    let owner = |role: &str| changed(&format!("name=B&role={role}&version=0"));
    let last = house.refused(move |tx, who| person::change(tx, who, who.staff, &owner("manager"))).await;
    assert_eq!(last.1, "roles");
    let above = house.db.write_locked(move |tx| person::change(tx, &manager(), STAFF, &owner("owner"))).await;
    assert!(matches!(above, Err(Stop::Refused(_))));
    let risen = house.db.write_locked(move |tx| person::change(tx, &manager(), MANAGER, &owner("owner"))).await;
    assert!(matches!(risen, Err(Stop::Refused(_))));
    house.done(move |tx, who| person::change(tx, who, MANAGER, &owner("owner"))).await;
    house.done(move |tx, who| person::change(tx, who, who.staff, &owner("manager"))).await;
    let lost = house.act(|tx, who| person::disable(tx, who, MANAGER)).await;
    assert!(matches!(lost, Err(Stop::Refused(_))), "who is an owner no more disables no owner");
}

#[tokio::test]
async fn a_forgotten_password_is_set_anew_by_a_link_that_works_once() {
    let house = open_house().await;
    let lan = added(&house, DOCTOR_TYPED).await;
    house.done(|tx, _| ground::access::proof::keep_secret(tx)).await;
    house.done(move |tx, _| sign_in(tx, lan, "phone")).await;
    house.done(move |tx, who| person::make_link(tx, who, lan, "unknown")).await;
    assert_eq!(house.count("SELECT COUNT(*) FROM session").await, 0);
    assert_eq!(house.count("SELECT COUNT(*) FROM staff WHERE password_hash = 'unknown'").await, 1);
    let first = link_of(&house, lan).await;
    house.done(move |tx, who| person::make_link(tx, who, lan, "unknown")).await;
    let second = link_of(&house, lan).await;
    let (old, proof) = first.clone();
    let over = house.refused(move |tx, _| password_link::set(tx, old, &proof, "new", "")).await;
    assert!(over.0.contains("used or has ended"), "{over:?}");
    let (link, proof) = second.clone();
    let tampered = house.act(move |tx, _| password_link::set(tx, link, &first.1, "new", "")).await;
    assert!(matches!(tampered, Err(Stop::Missing)));
    house.done(move |tx, _| password_link::set(tx, link, &proof, "new", "")).await;
    assert_eq!(house.count("SELECT COUNT(*) FROM staff WHERE password_hash = 'new'").await, 1);
    house.refused(move |tx, _| password_link::set(tx, link, &second.1, "again", "")).await;
    house.refused(|tx, who| person::make_link(tx, who, who.staff, "unknown")).await;
}

async fn link_of(house: &House, of: StaffId) -> (i64, String) {
    house
        .done(move |tx, _| {
            let link = crate::store::person::link(tx, of)?.unwrap();
            let proof =
                ground::access::proof::prove(tx, ground::access::proof::Purpose::PasswordPage, &link.id.to_string())?;
            Ok((link.id, proof))
        })
        .await
}

#[tokio::test]
async fn who_is_enabled_again_signs_in_with_the_password_of_before() {
    let house = open_house().await;
    let lan = added(&house, DOCTOR_TYPED).await;
    house.done(move |tx, who| person::disable(tx, who, lan)).await;
    house.done(move |tx, who| person::enable(tx, who, lan)).await;
    assert_eq!(
        house.count("SELECT COUNT(*) FROM staff WHERE login = 'lan' AND active AND password_hash = 'phc'").await,
        1
    );
    house.refused(move |tx, who| person::enable(tx, who, lan)).await;
}

#[tokio::test]
async fn a_doctor_with_patients_to_come_stays_in_the_diary() {
    let house = open_house().await;
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
    house.done(move |tx, who| person::disable(tx, who, bao)).await;
    assert_eq!(house.count("SELECT COUNT(*) FROM resource WHERE id = 21 AND active").await, 1);
    assert_eq!(house.count("SELECT COUNT(*) FROM staff WHERE id = 12 AND active").await, 0);
}

#[tokio::test]
async fn a_change_of_password_ends_every_other_session() {
    let house = open_house().await;
    let old = password::hash("mật khẩu cũ".to_owned(), [1; 16]).await.unwrap();
    let new = password::hash("mật khẩu mới".to_owned(), [2; 16]).await.unwrap();
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
    assert!(password::fits("mật khẩu mới".to_owned(), Some(kept.clone())).await);
    assert!(!password::fits("mật khẩu cũ".to_owned(), Some(kept)).await);
    house.refused(move |tx, who| account::change_password(tx, who, &token_hash("mine"), &again)).await;
}
