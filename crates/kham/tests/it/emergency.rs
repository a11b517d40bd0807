//! Emergencies beyond the waiting room, on both databases: after the doctor, and what they leave behind.

use crate::arrival;
use crate::both;
use crate::desk::{in_room, keyed, post, texts, texts_of, waiting};
use crate::harness::Clinic;
use crate::last_units::act;
use crate::races::{at_once, new_patient, with_own_keys, won};
use bricks::id::{OrderId, PatientId, VisitId};
use kham::bench::forms::{PageForm, all_with_prefix};
use kham::bench::http::{Browser, Posted};
use kham::bench::visit::{Staff, Visit};
use papers::{order, queue, visit};

both!(who_waits_after_the_doctor_becomes_an_emergency_too, after_the_doctor);
both!(an_alarm_that_the_program_wrote_is_told_in_the_readers_language, alarm_words);
both!(what_an_emergency_began_is_gone_on_with_after_it, gone_on_with);
both!(an_emergency_goes_on_with_the_next_visit_of_the_day_and_ends_with_both, carried);
both!(who_becomes_an_emergency_while_being_let_in_once_more_is_one_at_both_visits, let_in_meanwhile);
both!(who_got_worse_after_the_doctor_is_measured_and_seen_again_once, seen_again);
both!(a_doctor_takes_an_emergency_of_another_one_and_every_doctor_sees_it, taken);
both!(an_emergency_who_waits_already_is_put_first_and_not_let_in_twice, put_first);
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

/// A patient whom the doctor has finished with, and whose test is open.
async fn after_doctor(clinic: &Clinic, desk: &mut Browser, name: &str) -> (String, String) {
    let patient = new_patient(desk, name).await;
    let visit = arrival::in_room(clinic, PatientId::from_raw(patient.parse().unwrap())).await;
    act(&clinic.house, move |tx, who| visit::finish(tx, who, visit)).await.unwrap();
    (patient, visit.to_string())
}

/// The form that lets the patient in once more beside that visit.
async fn once_more(desk: &mut Browser, patient: &str, visit: &str) -> (PageForm, String) {
    let page = desk.get(&format!("/walk-in?patient={patient}")).await.unwrap().body;
    let doctor = all_with_prefix(page.split("name=\"doctor\"").nth(1).unwrap(), "value", "")[0].to_owned();
    let form = PageForm::find(&page, "/visits").unwrap().with("doctor", doctor).with("beside_visit", visit);
    (form, page)
}

const OF_PATIENT: &str = "SELECT CASE WHEN priority = 'emergency' THEN emergency_reason ELSE priority END FROM visit WHERE patient_id = $1 ORDER BY id";

async fn carried(clinic: Clinic) {
    let mut desk = clinic.browser("letan").await;
    let (patient, first) = after_doctor(&clinic, &mut desk, "Trần Văn Trở Nặng").await;
    post(&mut desk, &format!("/visits/{first}/urgency"), &[("as", "emergency"), ("why", "Ngất ở quầy thuốc")]).await;
    for (lang, told) in
        [("en", "goes on with every further visit of today"), ("vi", "được giữ cho mọi lượt khám tiếp theo")]
    {
        desk.speak(lang);
        let (_, page) = once_more(&mut desk, &patient, &first).await;
        assert!(page.contains("Ngất ở quầy thuốc") && page.contains(told), "{page}");
        assert!(!page.contains("name=\"emergency\""), "what is known is not asked");
    }
    let (form, _) = once_more(&mut desk, &patient, &first).await;
    let unmeant =
        PageForm { fields: form.fields.iter().filter(|(n, _)| n != "beside_visit").cloned().collect(), ..form.clone() };
    let pairs = unmeant.fields.iter().map(|(n, v)| format!("{n}={}", ground::web::percent(v)));
    let refused = desk.post_raw("/visits", pairs.collect::<Vec<_>>().join("&")).await.unwrap();
    assert!(refused.status == 409 && refused.body.contains("Cấp cứu: Ngất ở quầy thuốc."), "the warning names it");
    assert_eq!(won(&at_once(&desk, with_own_keys(&form)).await), 1);
    assert_eq!(texts(&clinic, OF_PATIENT, &patient).await, ["Ngất ở quầy thuốc", "Ngất ở quầy thuốc"]);
    let second = "SELECT CAST(MAX(id) AS TEXT) FROM visit WHERE patient_id = $1";
    let second = texts(&clinic, second, &patient).await.remove(0);
    post(&mut desk, &format!("/visits/{second}/urgency"), &[("as", "usual"), ("why", "Bác sĩ đã khám, ổn định")]).await;
    assert_eq!(texts(&clinic, OF_PATIENT, &patient).await, ["ordinary", "ordinary"], "the patient is none any more");
    clinic.prove().await;
}

async fn let_in_meanwhile(clinic: Clinic) {
    let mut desk = clinic.browser("letan").await;
    for name in ["Lý Văn Cùng Lúc A", "Lý Văn Cùng Lúc B", "Lý Văn Cùng Lúc C", "Lý Văn Cùng Lúc D"] {
        let (patient, first) = after_doctor(&clinic, &mut desk, name).await;
        let (form, _) = once_more(&mut desk, &patient, &first).await;
        let worse = keyed(&format!("/visits/{first}/urgency"), &[("as", "emergency"), ("why", "Co giật")]);
        let (let_in, set) = tokio::join!(at_once(&desk, vec![form]), at_once(&desk, vec![worse]));
        assert_eq!((won(&let_in), won(&set)), (1, 1), "{let_in:?} {set:?}");
        assert_eq!(texts(&clinic, OF_PATIENT, &patient).await, ["Co giật", "Co giật"], "{name}");
    }
    clinic.prove().await;
}

async fn seen_again(clinic: Clinic) {
    let (mut desk, mut nurse) = (clinic.browser("letan").await, clinic.browser("dieuduong").await);
    let (patient, first) = after_doctor(&clinic, &mut desk, "Võ Thị Khám Lại").await;
    let (vitals, recall) = (format!("/visits/{first}/vitals"), format!("/visits/{first}/recall"));
    let measured = [("systolic", "92"), ("diastolic", "60"), ("pulse", "118"), ("saturation", "95")];
    for form in [keyed(&vitals, &measured), keyed(&recall, &[]), keyed(&format!("/visits/{first}/again"), &[])] {
        let browser = if form.action.ends_with("again") { &mut desk } else { &mut nurse };
        assert_eq!(browser.post(&form.action, &form.fields).await.unwrap(), Posted::Conflict, "{}", form.action);
    }
    post(&mut desk, &format!("/visits/{first}/urgency"), &[("as", "emergency"), ("why", "Khó thở")]).await;
    let list = nurse.get("/consultation").await.unwrap().body;
    assert!(list.contains(&vitals), "the nurse measures again from the list");
    post(&mut nurse, &vitals, &measured).await;
    assert_eq!(
        texts(&clinic, "SELECT CAST(pulse_per_minute AS TEXT) FROM vitals WHERE visit_id = $1", &first).await,
        ["118"]
    );
    let room = desk.get("/reception?tab=room").await.unwrap().body;
    assert!(
        room.contains("Khó thở") && room.contains(&format!("visit={first}\"")),
        "the desk finds the emergency in its list"
    );
    let own = desk.get(&format!("/reception?visit={first}")).await.unwrap().body;
    let again = PageForm::find(&own, &format!("/visits/{first}/again")).unwrap();
    let form = PageForm::find(&list, &recall).unwrap();
    let mut forms = with_own_keys(&form);
    forms.truncate(20);
    let (nurses, desks) = tokio::join!(at_once(&nurse, forms), at_once(&desk, vec![again]));
    assert_eq!(won(&nurses) + won(&desks), 1, "{nurses:?} {desks:?}");
    assert_eq!(texts(&clinic, OF_PATIENT, &patient).await, ["Khó thở", "Khó thở"]);
    let second = "SELECT CAST(MAX(id) AS TEXT) FROM visit WHERE patient_id = $1 AND state = 'waiting'";
    let second = VisitId::from_raw(texts(&clinic, second, &patient).await.remove(0).parse().unwrap());
    let place =
        act(&clinic.house, move |tx, who| Ok(queue::load(tx, who.branch)?.place_of(second).map(|at| at.number)));
    assert_eq!(place.await.unwrap(), Some(1), "first in the line of the doctor who saw them");
    let own = desk.get(&format!("/reception?visit={first}")).await.unwrap().body;
    assert!(PageForm::find(&own, &format!("/visits/{first}/again")).is_err(), "who is back is not offered it again");
    assert!(!nurse.get("/consultation").await.unwrap().body.contains(&recall));
    clinic.prove().await;
}

const SEEN_BY: &str = "SELECT s.login FROM visit v JOIN resource d ON d.id = v.doctor_id JOIN staff s ON s.id = d.staff_id \
     WHERE v.patient_id = $1 ORDER BY v.id";

async fn taken(clinic: Clinic) {
    let mut desk = clinic.browser("letan").await;
    let (patient, first) = after_doctor(&clinic, &mut desk, "Bùi Văn Bác Sĩ Khác").await;
    post(&mut desk, &format!("/visits/{first}/urgency"), &[("as", "emergency"), ("why", "Tím tái")]).await;
    let before = texts(&clinic, SEEN_BY, &patient).await.remove(0);
    let other = if before == "bacsi3" { "bacsi2" } else { "bacsi3" };
    let mut doctor = clinic.browser(other).await;
    let chart = doctor.get(&format!("/visits/{first}/chart")).await.unwrap().body;
    let recall = PageForm::find(&chart, &format!("/visits/{first}/recall")).unwrap();
    let led = doctor.post(&recall.action, &recall.fields).await.unwrap().done().unwrap();
    assert_eq!(led, "/consultation");
    assert_eq!(texts(&clinic, SEEN_BY, &patient).await, [before.as_str(), other], "for the doctor who asked");
    let mut colleague = clinic.browser(&before).await;
    let list = colleague.get("/consultation").await.unwrap().body;
    let second = "SELECT CAST(MAX(id) AS TEXT) FROM visit WHERE patient_id = $1";
    let second = texts(&clinic, second, &patient).await.remove(0);
    assert!(list.contains(&format!("/visits/{second}/call\"")), "a colleague sees and may call the emergency");
    clinic.prove().await;
}

async fn put_first(clinic: Clinic) {
    let (_, visit) = waiting(&clinic, "Hồ Văn Chờ Sẵn").await;
    let patient = texts(&clinic, "SELECT CAST(patient_id AS TEXT) FROM visit WHERE id = $1", &visit).await.remove(0);
    let mut desk = clinic.browser("letan").await;
    let page = desk.get(&format!("/walk-in?patient={patient}")).await.unwrap().body;
    assert!(page.contains("lượt đang mở lên đầu mọi hàng chờ"), "where an emergency is marked is told");
    let form = PageForm::find(&page, "/visits").unwrap().with("emergency", "yes").with("reason", "Đau ngực");
    let led = desk.post("/visits", &form.fields).await.unwrap().done().unwrap();
    assert_eq!(led, format!("/reception?visit={visit}&first=yes"));
    for (lang, told) in [("vi", "không mở thêm lượt mới"), ("en", "no second visit was begun")] {
        desk.speak(lang);
        assert!(desk.get(&led).await.unwrap().body.contains(told), "{lang}");
    }
    assert_eq!(texts(&clinic, OF_PATIENT, &patient).await, ["Đau ngực"]);
    clinic.prove().await;
}
