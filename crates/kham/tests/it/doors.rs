//! What is asked before the first thing is read: whether somebody is signed in, and may.

use crate::both;
use crate::harness::Clinic;
use crate::races::{at_once, booking_with, new_patient, with_own_keys};
use kham::bench::forms::PageForm;
use kham::bench::http::{Browser, Posted};

both!(an_impossible_id_is_missing_for_those_who_may_ask, impossible_ids);
both!(a_retired_doctor_has_no_appointments_to_come, retiring_races_booking);

const PATHS: [&str; 6] = [
    "/visits/0/chart",
    "/visits/abc/chart",
    "/visits/-1/chart",
    "/visits/99999999999999999999/chart",
    "/visits/1%2F2/chart",
    "/visits/%00/chart",
];

async fn impossible_ids(clinic: Clinic) {
    let mut stranger = Browser::new(&clinic.host);
    let mut desk = clinic.browser("letan").await;
    let mut doctor = clinic.browser("bacsi1").await;
    for path in PATHS {
        let sent_on = stranger.open(path).await.unwrap();
        let to_sign_in = sent_on.location.is_some_and(|at| at.starts_with("/sign-in"));
        assert!(sent_on.status == 303 && to_sign_in, "{path}: a stranger is asked to sign in");
        assert_eq!(status(&mut desk, path).await, 403, "{path} for reception");
        assert_eq!(status(&mut doctor, path).await, 404, "{path} for a doctor");
    }
}

async fn status(browser: &mut Browser, path: &str) -> u16 {
    browser.open(path).await.unwrap().status.as_u16()
}

/// A doctor nobody has booked yet: the person and the place in the diary.
async fn new_doctor(clinic: &Clinic, manager: &mut Browser, number: usize) -> (i64, i64) {
    let page = manager.get("/office/staff").await.unwrap().body;
    let login = format!("moi{number}");
    let (room, prefix) = (format!("30{number}"), char::from(b'W' + u8::try_from(number).unwrap()).to_string());
    let form = PageForm::find(&page, "/office/staff").unwrap();
    let form = [("name", "Bác Sĩ Mới"), ("login", &login), ("role", "doctor"), ("room", &room), ("prefix", &prefix)]
        .into_iter()
        .chain([("password", "mat-khau-dai-9"), ("again", "mat-khau-dai-9")])
        .fold(form, |form, (name, value)| form.with(name, value));
    manager.post("/office/staff", &form.fields).await.unwrap().done().unwrap();
    let found = clinic.house.db.read(move |tx| {
        Ok(tx.one::<(i64, i64)>(
            "SELECT s.id, r.id FROM staff s JOIN resource r ON r.staff_id = s.id WHERE s.login = $1",
            &[&login.as_str()],
        )?)
    });
    found.await.unwrap().unwrap()
}

/// Whoever is first decides: the booking keeps the doctor in the diary, or the retired doctor takes no booking.
async fn retiring_races_booking(clinic: Clinic) {
    let mut manager = clinic.browser("quanly").await;
    let mut desk = clinic.browser("letan").await;
    let patient = new_patient(&mut desk, "Lê Văn Hẹn").await;
    for number in 0..3 {
        let (staff, doctor) = new_doctor(&clinic, &mut manager, number).await;
        let form = booking_with(&mut desk, &patient, Some(doctor)).await;
        let disabling = PageForm {
            action: format!("/office/staff/{staff}/disabling"),
            fields: vec![("key".into(), format!("retire-{number:04}"))],
        };
        let bookings = at_once(&desk, with_own_keys(&form).into_iter().take(8).collect());
        let (_, retired) = tokio::join!(bookings, at_once(&manager, vec![disabling]));
        assert!(matches!(retired[0], Ok(Posted::Done(_))), "{retired:?}");
    }
    let lost = clinic.house.db.read(|tx| {
        Ok(tx.one::<i64>(
            "SELECT COUNT(*) FROM appointment a JOIN resource d ON d.id = a.doctor_id WHERE a.state = 'booked' AND NOT d.active",
            &[],
        )?)
    });
    assert_eq!(lost.await.unwrap(), Some(0));
    clinic.prove().await;
}
