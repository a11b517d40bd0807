//! The story of a patient's day, over HTTP, by the forms of the pages, on both databases.

use crate::both;
use crate::harness::{Clinic, On};
use bricks::id::{PatientId, VisitId};
use kham::bench::visit::{Staff, Visit};
use kham::bench::walked::Walked;

both!(a_patients_day_from_the_phone_call_to_the_next_appointment, day);

#[tokio::test(flavor = "multi_thread")]
async fn the_same_day_is_walked_in_english() {
    let clinic = Clinic::open(On::Sqlite).await.unwrap();
    let walked = walk(&clinic, "en").await;
    let mut doctor = clinic.browser("bacsi1").await;
    doctor.speak("en");
    let record = doctor.get(&format!("/patients/{}", walked.patient)).await.unwrap().body;
    assert!(record.contains("Paracetamol") && record.contains("lang=\"en\""), "the record is not read in English");
    clinic.prove().await;
}

async fn walk(clinic: &Clinic, lang: &str) -> Walked {
    let mut staff = Staff::sign_in(&clinic.host).await.unwrap();
    staff.speak(lang);
    let mut steps = Vec::new();
    let walked = Visit::new(&staff).walk(1, &mut |step, _| steps.push(step)).await.unwrap();
    assert!(steps.len() >= 28, "{steps:?}");
    walked
}

async fn day(clinic: Clinic) {
    let walked = walk(&clinic, "vi").await;
    let visit: VisitId = walked.visit.parse().unwrap();
    let patient: PatientId = walked.patient.parse().unwrap();
    let facts = clinic
        .house
        .db
        .read(move |tx| {
            let state: Option<(String, i64, bool)> =
                tx.one("SELECT state, due_vnd, follow_up_id IS NOT NULL FROM visit WHERE id = $1", &[&visit])?;
            let dispensed: Option<String> = tx.one("SELECT state FROM prescription WHERE visit_id = $1", &[&visit])?;
            let receipts: Option<i64> = tx.one("SELECT COUNT(*) FROM receipt WHERE visit_id = $1", &[&visit])?;
            let follow_up: Option<String> = tx.one(
                "SELECT a.state FROM appointment a JOIN visit v ON v.follow_up_id = a.id WHERE v.patient_id = $1",
                &[&patient],
            )?;
            let acts: Vec<String> = tx.all("SELECT act FROM audit WHERE patient_id = $1 ORDER BY id", &[&patient])?;
            Ok((state, dispensed, receipts, follow_up, acts))
        })
        .await
        .unwrap();
    let (state, dispensed, receipts, follow_up, acts) = facts;
    assert_eq!(state, Some(("finished".to_owned(), 0, true)));
    assert_eq!(dispensed.as_deref(), Some("dispensed"));
    assert_eq!(receipts, Some(1));
    assert_eq!(follow_up.as_deref(), Some("booked"));
    assert!(acts.len() >= 12, "every act is in the log: {acts:?}");
    record_shows_it_all(&clinic, &walked).await;
    clinic.prove().await;
}

async fn record_shows_it_all(clinic: &Clinic, walked: &Walked) {
    let mut doctor = clinic.browser("bacsi1").await;
    let record = doctor.get(&format!("/patients/{}", walked.patient)).await.unwrap().body;
    for wanted in ["Đau họng, sốt nhẹ 2 ngày", "Paracetamol", "PT26-"] {
        assert!(record.contains(wanted), "the record does not show {wanted}");
    }
    let paper = format!("/receipts/{}/paper", walked.receipt);
    let mut cashier = clinic.browser("thungan").await;
    let pdf = cashier.get(&paper).await.unwrap().body;
    assert!(pdf.starts_with("%PDF"), "the receipt is no PDF");
}
