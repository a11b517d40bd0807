//! People who work here and what is booked with them, changed by many at once, on both databases.

use crate::both;
use crate::desk::keyed;
use crate::harness::Clinic;
use crate::races::{at_once, booking_with, new_patient, with_own_keys, won};
use bricks::id::{ResourceId, StaffId};
use kham::bench::forms::PageForm;
use kham::bench::http::Browser;

both!(of_two_owners_who_disable_each_other_one_stays, owners_disable);
both!(of_two_owners_who_take_each_others_role_one_keeps_it, owners_take);
both!(a_person_is_changed_by_one_of_many, one_change);
both!(a_link_for_a_new_password_works_once, one_link);
both!(who_is_disabled_is_booked_no_more_in_the_same_moment, disabled_while_booked);
both!(a_room_is_retired_or_booked_never_both, retired_while_booked);

async fn staff_id(clinic: &Clinic, login: &'static str) -> StaffId {
    let found = clinic.house.db.read(move |tx| Ok(tx.one("SELECT id FROM staff WHERE login = $1", &[&login])?));
    found.await.unwrap().unwrap()
}

async fn number(clinic: &Clinic, sql: &'static str) -> i64 {
    clinic.house.db.read(move |tx| Ok(tx.one::<i64>(sql, &[])?)).await.unwrap().unwrap()
}

/// The demonstration's manager becomes an owner too, so that there are two.
async fn two_owners(clinic: &Clinic) -> [(Browser, StaffId); 2] {
    const RISE: &str = "INSERT INTO staff_role (staff_id, role) SELECT id, 'owner' FROM staff WHERE login = 'quanly'";
    clinic.house.db.write_locked(|tx| Ok(tx.run_one(RISE, &[])?)).await.unwrap();
    let (first, second) = (staff_id(clinic, "chu").await, staff_id(clinic, "quanly").await);
    [(clinic.browser("chu").await, first), (clinic.browser("quanly").await, second)]
}

const OWNERS: &str =
    "SELECT COUNT(*) FROM staff s JOIN staff_role r ON r.staff_id = s.id WHERE s.active AND r.role = 'owner'";

async fn owners_disable(clinic: Clinic) {
    let [(chu, first), (quanly, second)] = two_owners(&clinic).await;
    let (mut one, mut other) = (chu.again(), quanly.again());
    let (against_second, against_first) = (
        keyed(&format!("/office/staff/{second}/disabling"), &[]),
        keyed(&format!("/office/staff/{first}/disabling"), &[]),
    );
    let (a, b) = tokio::join!(
        one.post(&against_second.action, &against_second.fields),
        other.post(&against_first.action, &against_first.fields)
    );
    assert_eq!(won(&[a, b]), 1, "exactly one of them is out");
    assert_eq!(number(&clinic, OWNERS).await, 1);
    clinic.prove().await;
}

async fn owners_take(clinic: Clinic) {
    let [(mut chu, first), (mut quanly, second)] = two_owners(&clinic).await;
    let mut form_against = Vec::new();
    for (browser, id) in [(&mut chu, second), (&mut quanly, first)] {
        let path = format!("/office/staff/{id}");
        let page = browser.get(&path).await.unwrap().body;
        let form = PageForm::find(&page, &path).unwrap();
        let fields = form.fields.into_iter().filter(|(name, _)| name != "role");
        let form = PageForm { action: path, fields: fields.chain([("role".into(), "manager".into())]).collect() };
        form_against.push(form);
    }
    let (a, b) = tokio::join!(
        chu.post(&form_against[0].action, &form_against[0].fields),
        quanly.post(&form_against[1].action, &form_against[1].fields)
    );
    assert_eq!(won(&[a, b]), 1, "exactly one of them is an owner no more");
    assert_eq!(number(&clinic, OWNERS).await, 1);
    clinic.prove().await;
}

async fn one_change(clinic: Clinic) {
    let id = staff_id(&clinic, "letan").await;
    let mut manager = clinic.browser("quanly").await;
    let path = format!("/office/staff/{id}");
    let page = manager.get(&path).await.unwrap().body;
    let form = PageForm::find(&page, &path).unwrap();
    let forms =
        with_own_keys(&form).into_iter().enumerate().map(|(n, form)| form.with("speciality", format!("quầy {n}")));
    let results = at_once(&manager, forms.collect()).await;
    assert_eq!(won(&results), 1, "{results:?}");
    let page = manager.get(&path).await.unwrap().body;
    assert!(page.contains("name=\"version\" value=\"1\""), "one change is one version");
}

async fn one_link(clinic: Clinic) {
    let id = staff_id(&clinic, "letan").await;
    let mut desk = clinic.browser("letan").await;
    let mut manager = clinic.browser("quanly").await;
    let make = keyed(&format!("/office/staff/{id}/password-link"), &[]);
    manager.post(&make.action, &make.fields).await.unwrap().done().unwrap();
    assert!(desk.get("/reception").await.is_err(), "every session of the person has ended");
    let mut old = Browser::new(&clinic.host);
    assert!(old.sign_in("letan", kham::demo::PASSWORD).await.is_err(), "the old password fits no more");
    let page = manager.get(&format!("/office/staff/{id}")).await.unwrap().body;
    let link = page.split("/password/").nth(1).unwrap().split('"').next().unwrap();
    let action = format!("/password/{link}");
    let form =
        PageForm { action, fields: Vec::new() }.with("password", "mot mat khau moi").with("again", "mot mat khau moi");
    let results = at_once(&Browser::new(&clinic.host), vec![form; 8]).await;
    assert_eq!(won(&results), 1, "{results:?}");
    let mut new = Browser::new(&clinic.host);
    new.sign_in("letan", "mot mat khau moi").await.unwrap();
    let audited = "SELECT COUNT(*) FROM audit WHERE act IN ('make_password_link', 'set_password')";
    assert_eq!(number(&clinic, audited).await, 2);
}

/// Bookings of one doctor at different times, and the act that ends the doctor's work, at once: whatever was booked was
/// booked before, and afterwards nothing can be.
async fn disabled_while_booked(clinic: Clinic) {
    let mut desk = clinic.browser("letan").await;
    let doctor = doctor_of(&clinic, "bacsi2").await;
    let patient = new_patient(&mut desk, "Trần Văn Cùng Lúc").await;
    let form = booking_with(&mut desk, &patient, Some(doctor.raw())).await;
    let id = staff_id(&clinic, "bacsi2").await;
    let out = keyed(&format!("/office/staff/{id}/disabling"), &[]);
    let mut manager = clinic.browser("quanly").await;
    let (results, disabled) =
        tokio::join!(at_once(&desk, with_own_keys(&form)), manager.post(&out.action, &out.fields));
    disabled.unwrap().done().unwrap();
    assert!(won(&results) <= 1, "{results:?}");
    let again = at_once(&desk, vec![form.with("key", "after-the-doctor-left")]).await;
    assert_eq!(won(&again), 0, "nobody is booked with who does not work here");
    clinic.prove().await;
}

async fn doctor_of(clinic: &Clinic, login: &'static str) -> ResourceId {
    const OF: &str = "SELECT d.id FROM resource d JOIN staff s ON s.id = d.staff_id WHERE s.login = $1";
    clinic.house.db.read(move |tx| Ok(tx.one(OF, &[&login])?)).await.unwrap().unwrap()
}

/// A room that a service needs is booked by fifty and retired at the same moment: either the room goes and nothing stands
/// in it, or it stays.
async fn retired_while_booked(clinic: Clinic) {
    const NEED: &str = "INSERT INTO service_resource (service_id, resource_id) VALUES ($1, $2)";
    let mut desk = clinic.browser("letan").await;
    let mut manager = clinic.browser("quanly").await;
    let add = keyed("/office/places", &[("kind", "room"), ("name", "P. Đua"), ("department", "")]);
    let location = manager.post(&add.action, &add.fields).await.unwrap().done().unwrap();
    let room: i64 = location.rsplit('/').next().unwrap().parse().unwrap();
    let patient = new_patient(&mut desk, "Trần Văn Đua Phòng").await;
    let form = booking_with(&mut desk, &patient, None).await;
    let service: i64 = form.fields.iter().find(|(n, _)| n == "service").unwrap().1.parse().unwrap();
    clinic.house.db.write_locked(move |tx| Ok(tx.run_one(NEED, &[&service, &room])?)).await.unwrap();
    let out = keyed(&format!("/office/places/{room}/use"), &[("in_use", "no")]);
    let (results, retired) = tokio::join!(at_once(&desk, with_own_keys(&form)), manager.post(&out.action, &out.fields));
    let is_retired = matches!(&retired, Ok(kham::bench::http::Posted::Done(_)));
    assert!(won(&results) <= 1, "{results:?}");
    const LOST: &str = "SELECT COUNT(*) FROM appointment a JOIN resource r ON r.id = a.room_id WHERE a.state = 'booked' AND NOT r.active";
    assert_eq!(number(&clinic, LOST).await, 0, "nothing stands in a room that is out of use (retired: {is_retired})");
    let booked_there = "SELECT COUNT(*) FROM appointment a JOIN resource r ON r.id = a.room_id WHERE r.name = 'P. Đua'";
    assert!(!(is_retired && number(&clinic, booked_there).await > 0), "never both");
    clinic.prove().await;
}
