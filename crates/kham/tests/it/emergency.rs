//! Emergencies beyond the waiting room, on both databases: after the doctor, and what they leave behind.

use crate::both;
use crate::desk::{in_room, keyed, post, texts, texts_of, waiting};
use crate::harness::Clinic;
use crate::last_units::act;
use crate::races::{at_once, with_own_keys, won};
use bricks::id::OrderId;
use kham::bench::forms::PageForm;
use kham::bench::visit::{Staff, Visit};
use papers::order;

both!(who_waits_after_the_doctor_becomes_an_emergency_too, after_the_doctor);
both!(an_alarm_that_the_program_wrote_is_told_in_the_readers_language, alarm_words);
both!(what_an_emergency_began_is_gone_on_with_after_it, gone_on_with);
both!(who_is_in_the_house_is_gone_on_with_or_let_in_again_afterwards, second_visit);

const LEFT_BEHIND: &str = "SELECT CAST(COUNT(*) AS TEXT) FROM visit WHERE id = $1 AND (priority = 'emergency' OR priority_before IS NOT NULL \
     OR emergency_reason <> '' OR emergency_reason_en <> '')";

async fn after_the_doctor(clinic: Clinic) {
    let staff = Staff::sign_in(&clinic.host).await.unwrap();
    let prescription = Visit::new(&staff).walk_to_pharmacy(0).await.unwrap();
    let visit = texts(&clinic, "SELECT CAST(visit_id AS TEXT) FROM prescription WHERE id = $1", &prescription).await;
    let visit = visit.into_iter().next().unwrap();
    let (mut desk, urgency) = (clinic.browser("letan").await, format!("/visits/{visit}/urgency"));
    let page = desk.get(&format!("/reception?visit={visit}")).await.unwrap().body;
    assert!(!page.contains(&format!("/visits/{visit}/departure")), "nobody leaves unseen after the doctor");
    let form = PageForm::find(&page, &urgency).unwrap().with("as", "emergency").with("why", "Ngất ở quầy thuốc");
    let results = at_once(&desk, with_own_keys(&form)).await;
    assert_eq!(won(&results), 1, "{results:?}");
    let mut pharmacist = clinic.browser("duocsi").await;
    let list = pharmacist.get("/pharmacy").await.unwrap().body;
    let first = list.find(&format!("/prescriptions/{prescription}")).expect("it waits in the list");
    assert!(list[first..].contains("siren"), "and bears the sign");
    let mut doctor = clinic.browser("bacsi1").await;
    let chart = doctor.get(&format!("/visits/{visit}/chart")).await.unwrap().body;
    assert!(chart.contains("Ngất ở quầy thuốc"), "the doctor reads why");
    post(&mut desk, &urgency, &[("as", "usual"), ("why", "Đã tỉnh, bác sĩ đã khám")]).await;
    assert_eq!(texts(&clinic, LEFT_BEHIND, &visit).await, ["0"]);
    const OVER: &str = "SELECT CAST(MAX(v.id) AS TEXT) FROM visit v WHERE v.state = 'finished' AND v.due_vnd = 0 \
         AND v.day < (SELECT MAX(day) FROM visit)";
    let over = texts_of(&clinic, OVER).await.remove(0);
    let late = keyed(&format!("/visits/{over}/urgency"), &[("as", "emergency"), ("why", "Ngất ở nhà")]);
    assert_eq!(desk.post(&late.action, &late.fields).await.unwrap(), kham::bench::http::Posted::Conflict);
    clinic.prove().await;
}

const VITALS: &str = "INSERT INTO vitals (id, visit_id, patient_id, taken_at, taken_by, systolic_mmhg, diastolic_mmhg) \
     SELECT CAST($2 AS BIGINT), v.id, v.patient_id, v.arrived_at, v.arrived_by, 250, 150 FROM visit v WHERE v.id = $1";

async fn alarm_words(clinic: Clinic) {
    let (mut doctor, visit) = waiting(&clinic, "Lê Văn Huyết Áp").await;
    let of: i64 = visit.parse().unwrap();
    let measured = clinic.house.db.write(move |tx| {
        let id = tx.new_id();
        Ok(tx.run_one(VITALS, &[&of, &id])?)
    });
    measured.await.unwrap();
    let mut nurse = clinic.browser("dieuduong").await;
    post(&mut nurse, &format!("/visits/{visit}/emergency"), &[]).await;
    let mut desk = clinic.browser("letan").await;
    for (lang, told, other) in [("vi", "HA 250/150", "BP 250/150"), ("en", "BP 250/150", "HA 250/150")] {
        for (who, path) in
            [(&mut desk, "/reception?tab=waiting".to_owned()), (&mut doctor, format!("/visits/{visit}/chart"))]
        {
            who.speak(lang);
            let page = who.get(&path).await.unwrap().body;
            assert!(page.contains(told) && !page.contains(other), "{path} in {lang}");
        }
    }
    desk.speak("vi");
    post(&mut desk, &format!("/visits/{visit}/urgency"), &[("as", "usual"), ("why", "Đo nhầm người")]).await;
    assert_eq!(texts(&clinic, LEFT_BEHIND, &visit).await, ["0"]);
    let kept = "UPDATE visit SET emergency_reason_en = 'BP' WHERE id = (SELECT MAX(id) FROM visit)";
    assert!(clinic.house.db.write(move |tx| Ok(tx.run(kept, &[])?)).await.is_err(), "no reason without an emergency");
    clinic.prove().await;
}

async fn gone_on_with(clinic: Clinic) {
    let first = "UPDATE service SET pay_first = TRUE WHERE code = 'XN02'";
    clinic.house.db.write(move |tx| Ok(tx.run_one(first, &[])?)).await.unwrap();
    let (mut doctor, visit) = in_room(&clinic, "Phạm Văn Đang Làm").await;
    post(&mut doctor, &format!("/visits/{visit}/orders"), &[("service", "line-gm")]).await;
    let order =
        texts(&clinic, "SELECT CAST(id AS TEXT) FROM clinical_order WHERE visit_id = $1", &visit).await.remove(0);
    let (mut desk, urgency) = (clinic.browser("letan").await, format!("/visits/{visit}/urgency"));
    let mut technician = clinic.browser("ktv").await;
    post(&mut desk, &urgency, &[("as", "emergency"), ("why", "Khó thở")]).await;
    post(&mut technician, &format!("/orders/{order}/start"), &[]).await;
    post(&mut desk, &urgency, &[("as", "usual"), ("why", "Đã đỡ nhiều")]).await;
    let page = technician.get(&format!("/orders/{order}")).await.unwrap().body;
    assert!(!page.contains("Chưa thu tiền"), "what was begun waits for no payment");
    let id = OrderId::from_raw(order.parse().unwrap());
    let done = act(&clinic.house, move |tx, who| order::complete(tx, who, id, "", "Bình thường", &[]).map(|_| ()));
    done.await.unwrap();
    assert_eq!(texts(&clinic, "SELECT state FROM clinical_order WHERE visit_id = $1", &visit).await, ["done"]);
    let due = texts(&clinic, "SELECT CAST(due_vnd AS TEXT) FROM visit WHERE id = $1", &visit).await;
    assert_ne!(due, ["0"], "and is paid all the same");
    clinic.prove().await;
}

/// Somebody with an open visit comes to the desk once more: it tells of the visit, and where another one is booked.
async fn second_visit(clinic: Clinic) {
    let (_, visit) = waiting(&clinic, "Phạm Thị Hai Lượt").await;
    let patient = texts(&clinic, "SELECT CAST(patient_id AS TEXT) FROM visit WHERE id = $1", &visit).await.remove(0);
    let mut desk = clinic.browser("letan").await;
    for (lang, open, another) in [
        ("vi", "Tiếp tục lượt đang mở", "Đặt lịch sau lượt này"),
        ("en", "Go on with the open visit", "Book a time after it"),
    ] {
        desk.speak(lang);
        let page = desk.get(&format!("/walk-in?patient={patient}")).await.unwrap().body;
        assert!(page.contains(open) && page.contains(&format!("/reception?visit={visit}\"")), "{page}");
        assert!(page.contains(another) && page.contains(&format!("/reception?patient={patient}\"")), "{page}");
        let there = desk.get(&format!("/reception?visit={visit}")).await.unwrap().body;
        assert!(there.contains(&format!("/visits/{visit}/urgency")), "the way leads to the visit itself");
    }
}
