//! Whose patient it is: two doctors call, one gives another a patient.

use crate::both;
use crate::desk::{in_room, keyed, post, texts_of, waiting};
use crate::harness::Clinic;
use crate::races::{at_once, with_own_keys, won};
use kham::bench::forms::PageForm;
use kham::bench::http::Posted;

both!(two_doctors_call_one_patient_and_one_gets_through, two_doctors);
both!(a_patient_is_given_to_another_doctor_whose_queue_moves, handed_over);

async fn two_doctors(clinic: Clinic) {
    let (first, visit) = waiting(&clinic, "Phạm Văn Hai Người Gọi").await;
    let second = clinic.browser("bacsi2").await;
    let call = PageForm { action: format!("/visits/{visit}/call"), fields: Vec::new() };
    let (ours, theirs) = tokio::join!(at_once(&first, with_own_keys(&call)), at_once(&second, with_own_keys(&call)));
    assert_eq!(won(&ours) + won(&theirs), 1, "{ours:?} {theirs:?}");
    clinic.prove().await;
}

async fn handed_over(clinic: Clinic) {
    let (mut doctor, visit) = in_room(&clinic, "Phạm Thị Chuyển Giao").await;
    let mut other = clinic.browser("bacsi2").await;
    let found = doctor.get("/doctors/search?q=").await.unwrap().body;
    let ids = kham::bench::forms::all_with_prefix(&found, "data-value", "");
    let staff: Vec<String> = texts_of(
        &clinic,
        "SELECT CAST(r.id AS TEXT) FROM resource r JOIN staff s ON s.id = r.staff_id WHERE s.login = 'bacsi2'",
    )
    .await;
    assert!(ids.contains(&staff[0].as_str()), "{ids:?} {staff:?}");
    let path = format!("/visits/{visit}/hand-over");
    let bare = keyed(&path, &[("doctor", &staff[0]), ("hand_reason", " "), ("seen_state", "in_room")]);
    assert!(doctor.post(&path, &bare.fields).await.is_err(), "a reason is needed");
    let late = keyed(&path, &[("doctor", &staff[0]), ("hand_reason", "nhi khoa"), ("seen_state", "waiting")]);
    assert_eq!(doctor.post(&path, &late.fields).await.unwrap(), Posted::Conflict);
    let mut heard = clinic.house.db.hear();
    post(&mut doctor, &path, &[("doctor", &staff[0]), ("hand_reason", "nhi khoa"), ("seen_state", "in_room")]).await;
    assert!(heard.recv().await.unwrap().topics.contains(&"queue".to_owned()), "the other's queue moves by itself");
    let parts = doctor.get(&format!("/visits/{visit}/parts")).await.unwrap().body;
    assert!(parts.contains("Đã chuyển cho "), "whoever has the page open still is told: {parts}");
    let own = other.get(&format!("/visits/{visit}/parts")).await.unwrap().body;
    assert!(!own.contains("Đã chuyển cho "), "not who takes over");
    let queue = other.get("/consultation").await.unwrap().body;
    assert!(queue.contains("Phạm Thị Chuyển Giao") && queue.contains("Bác sĩ khác chuyển sang"), "{queue}");
    post(&mut other, &format!("/visits/{visit}/call"), &[]).await;
    let page = other.get(&format!("/visits/{visit}/chart")).await.unwrap().body;
    assert!(page.contains("J20.9"), "what was written stays");
    clinic.prove().await;
}

both!(a_patient_given_away_is_not_called_by_the_doctor_who_gave, call_against_hand_over);

async fn call_against_hand_over(clinic: Clinic) {
    let to = texts_of(
        &clinic,
        "SELECT CAST(r.id AS TEXT) FROM resource r JOIN staff s ON s.id = r.staff_id WHERE s.login = 'bacsi2'",
    )
    .await
    .remove(0);
    for n in 0..6 {
        let (doctor, visit) = waiting(&clinic, &format!("Phạm Văn Giữa Chừng {n}")).await;
        let call = PageForm { action: "/consultation/next".to_owned(), fields: Vec::new() };
        let given = [("doctor", to.as_str()), ("hand_reason", "nhi khoa"), ("seen_state", "waiting")];
        let given = keyed(&format!("/visits/{visit}/hand-over"), &given);
        let (calls, _) =
            tokio::join!(at_once(&doctor, vec![with_own_keys(&call).remove(n)]), at_once(&doctor, vec![given]));
        assert!(calls.iter().all(Result::is_ok), "{calls:?}");
    }
    let wrong = texts_of(
        &clinic,
        "SELECT CAST(c.visit_id AS TEXT) FROM call c JOIN resource r ON r.id = c.doctor_id JOIN visit v ON v.id = c.visit_id \
         JOIN patient p ON p.id = v.patient_id WHERE c.called_by <> r.staff_id AND p.name LIKE 'Phạm Văn Giữa Chừng%'",
    )
    .await;
    assert!(wrong.is_empty(), "called by a doctor who had given them away: {wrong:?}");
    clinic.prove().await;
}
