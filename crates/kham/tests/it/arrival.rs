//! How a visit begins: scanning, the check-in and its way back, two profiles made one, on both databases.

use crate::both;
use crate::harness::Clinic;
use crate::last_units::act;
use crate::month::Facts;
use crate::races::{at_once, booked, booking, new_patient, with_own_keys, won};
use bricks::id::{PatientId, VisitId};
use kham::bench::forms::{PageForm, all_with_prefix};
use kham::bench::http::{Browser, Posted};
use papers::charge::{self, Source, SourceKind};
use papers::order::{self, NewOrder};
use papers::visit::{self, CheckIn, Priority};

both!(a_scanned_code_leads_to_the_check_in_of_today, scanned);
both!(a_booking_is_used_by_one_of_many_check_ins, one_arrival);
both!(who_is_in_the_house_is_let_in_once_more_by_a_tick_and_once, in_again);
both!(a_check_in_is_taken_back_or_called_in_but_not_both, taken_back_or_called);
both!(of_two_merges_at_once_one_wins, two_merges);
both!(a_merge_while_somebody_checks_in_leaves_no_visit_behind, merge_and_check_in);
both!(a_merge_while_somebody_is_put_on_the_waiting_list_or_decides_leaves_nothing_behind, merge_and_wish);
both!(the_address_and_the_code_of_a_merged_profile_lead_to_the_other, old_links);
both!(a_ticket_is_a_pdf, ticket);
both!(a_restricted_patient_is_let_in_and_no_allergy_is_told_at_the_desk_or_the_counter, restricted);
both!(who_is_picked_at_the_walk_in_is_shown_before_anybody_is_let_in, picked);

fn digits_after(text: &str, mark: &str) -> String {
    text.split(mark).nth(1).unwrap_or_default().chars().take_while(char::is_ascii_digit).collect()
}

async fn count(clinic: &Clinic, sql: &'static str) -> i64 {
    clinic.house.db.read(move |tx| Ok(tx.one::<i64>(sql, &[])?.unwrap())).await.unwrap()
}

/// A booking of today for a new patient: the patient and the appointment.
async fn booked_today(desk: &mut Browser, name: &str) -> (String, String) {
    let patient = new_patient(desk, name).await;
    let form = booking(desk, &patient).await;
    let value = |name: &str| form.fields.iter().find(|(n, _)| n == name).map(|(_, v)| v.clone()).unwrap();
    let path = format!("/reception/times?service={}&doctor={}&day=2026-11-24", value("service"), value("doctor"));
    let page = desk.get(&path).await.unwrap().body;
    let tag = page.split("<input").find(|t| t.contains("name=\"starts_at\"") && !t.contains("disabled")).unwrap();
    let time = all_with_prefix(tag, "value", "")[0].to_owned();
    let form = form.with("day", "2026-11-24").with("starts_at", time);
    let Posted::Done(location) = desk.post("/appointments", &form.fields).await.unwrap() else { panic!("not booked") };
    (patient, digits_after(&location, "appointment="))
}

async fn scan(desk: &mut Browser, text: &str) -> kham::bench::http::Page {
    let key = format!("scan-{}", text.len());
    desk.post_raw("/scan", format!("key={key}&scan={}", ground::web::percent(text))).await.unwrap()
}

async fn scanned(clinic: Clinic) {
    let mut desk = clinic.browser("letan").await;
    let (patient, appointment) = booked_today(&mut desk, "Nguyễn Thị Quét Mã").await;
    let profile = desk.get(&format!("/patients/{patient}/profile")).await.unwrap().body;
    let code = profile.split("BN-").nth(1).unwrap()[..6].to_owned();
    for text in [
        format!("BN-{code}"),
        code.trim_start_matches('0').to_owned(),
        appointment.clone(),
        format!("https://kham.example/a/{appointment}/00ff"),
        "nguyen thi quet ma".to_owned(),
    ] {
        let answer = scan(&mut desk, &text).await;
        assert_eq!(answer.status, 303, "{text}: {}", answer.body);
        assert_eq!(answer.location.as_deref(), Some(format!("/appointments/{appointment}").as_str()), "{text}");
    }
    for nothing in ["BN-999999", "001199999999", "zzzzqq", "7999999999999999", "x", ""] {
        let answer = scan(&mut desk, nothing).await;
        assert_eq!(answer.status, 422, "{nothing}");
        assert!(answer.body.contains("f-scan-again-error") || answer.body.contains("scan-again-error"), "{nothing}");
    }
    let card = "001172003456||Trần Thị Thẻ Mới|12031972|Nữ|5 Lê Lợi, Phường Thuận Hoá, Huế|25042021";
    let filled = scan(&mut desk, card).await;
    assert_eq!(filled.status, 200);
    for part in ["Trần Thị Thẻ Mới", "001172003456", "value=\"12/03/1972\"", "<option value=\"46\" selected>"] {
        assert!(filled.body.contains(part), "{part}");
    }
    clinic.prove().await;
}

async fn one_arrival(clinic: Clinic) {
    let (mut desk, appointment) = booked(&clinic, "Phạm Văn Một Lần").await;
    let page = desk.get(&format!("/appointments/{appointment}")).await.unwrap().body;
    let form = PageForm::find(&page, &format!("/appointments/{appointment}/arrival")).unwrap();
    let results = at_once(&desk, with_own_keys(&form.with("no_allergies", "yes"))).await;
    assert_eq!(won(&results), 1, "{results:?}");
    assert_eq!(
        count(
            &clinic,
            "SELECT COUNT(*) FROM visit v JOIN patient p ON p.id = v.patient_id WHERE p.name = 'Phạm Văn Một Lần'"
        )
        .await,
        1
    );
    clinic.prove().await;
}

/// A patient in a doctor's room, with a test to be made.
pub async fn in_room(clinic: &Clinic, patient: PatientId) -> VisitId {
    let facts = Facts::of(clinic).await;
    act(&clinic.house, move |tx, who| {
        let ((doctor, room), service) = (facts.doctors[0], facts.consultations[0]);
        let (reason, priority) = (String::new(), Priority::Ordinary);
        let new = CheckIn { patient, appointment: None, service, doctor, room, reason, priority, beside: None };
        let (visit, _) = visit::check_in(tx, who, &new)?;
        visit::call_in(tx, who, visit)?;
        let consultation = Source { kind: SourceKind::Consultation, id: visit.raw() };
        charge::post_service(tx, who, (visit, patient), consultation, service)?;
        let test = NewOrder { service: facts.labs[0], urgent: false, question: String::new(), fasting: false };
        let of = Source { kind: SourceKind::Order, id: order::place(tx, who, visit, &test)?.raw() };
        charge::post_service(tx, who, (visit, patient), of, facts.labs[0])?;
        Ok(visit)
    })
    .await
    .unwrap()
}

/// Many desks at once, while the doctor finishes: without the tick nobody is let in beside the open test, with it one is.
async fn in_again(clinic: Clinic) {
    let mut desk = clinic.browser("letan").await;
    let patient = new_patient(&mut desk, "Phạm Thị Còn Đây").await;
    let number: i64 = patient.parse().unwrap();
    let visit = in_room(&clinic, PatientId::from_raw(number)).await;
    let page = desk.get(&format!("/walk-in?patient={patient}")).await.unwrap().body;
    let doctor = all_with_prefix(page.split("name=\"doctor\"").nth(1).unwrap(), "value", "")[0].to_owned();
    let form = PageForm::find(&page, "/visits").unwrap().with("doctor", doctor.as_str());
    let finish = act(&clinic.house, move |tx, who| visit::finish(tx, who, visit));
    let (results, finished) = tokio::join!(at_once(&desk, with_own_keys(&form)), finish);
    finished.unwrap();
    assert_eq!(won(&results), 0, "{results:?}");
    let page = desk.get(&format!("/walk-in?patient={patient}")).await.unwrap().body;
    assert!(page.contains("name=\"beside_visit\""), "the tick is offered once the doctor has finished");
    let form = PageForm::find(&page, "/visits").unwrap().with("doctor", doctor).with("beside_visit", visit.to_string());
    assert_eq!(won(&at_once(&desk, with_own_keys(&form)).await), 1);
    const VISITS: &str =
        "SELECT COUNT(*) FROM visit v JOIN patient p ON p.id = v.patient_id WHERE p.name = 'Phạm Thị Còn Đây'";
    assert_eq!(count(&clinic, VISITS).await, 2);
    clinic.prove().await;
}

async fn taken_back_or_called(clinic: Clinic) {
    for number in 0..4 {
        let (mut desk, appointment) = booked(&clinic, &format!("Lê Thị Đổi Ý {}", ["A", "B", "C", "D"][number])).await;
        let page = desk.get(&format!("/appointments/{appointment}")).await.unwrap().body;
        let form = PageForm::find(&page, &format!("/appointments/{appointment}/arrival")).unwrap();
        let form = form.with("no_allergies", "yes");
        let Posted::Done(location) = desk.post(&form.action.clone(), &form.fields).await.unwrap() else { panic!() };
        let visit = digits_after(&location, "visit=");
        let doctor = clinic.browser("bacsi1").await;
        let back = PageForm { action: format!("/visits/{visit}/retraction"), fields: Vec::new() };
        let call = PageForm { action: format!("/visits/{visit}/call"), fields: Vec::new() };
        let one =
            |form: &PageForm, n: usize| vec![form.clone().with("key", format!("{}-{number}-{n}", "undo-or-call"))];
        let (backs, calls) = tokio::join!(at_once(&desk, one(&back, 1)), at_once(&doctor, one(&call, 2)));
        assert_eq!(won(&backs) + won(&calls), 1, "{backs:?} {calls:?}");
        let state = if won(&backs) == 1 { "booked" } else { "arrived" };
        let page = desk.get(&format!("/appointments/{appointment}")).await.unwrap().body;
        assert_eq!(page.contains("/arrival\""), state == "booked", "{state}");
    }
    clinic.prove().await;
}

pub async fn pair(desk: &mut Browser, name: &str) -> (String, String) {
    let one = new_patient(desk, name).await;
    let page = desk.get("/patients/new").await.unwrap().body;
    let form = PageForm::find(&page, "/patients").unwrap();
    let form = form.with("name", name).with("sex", "male").with("birth", "1975").with("duplicates_seen", "1");
    let form = form.with("no_allergies", "on");
    let Posted::Done(location) = desk.post("/patients", &form.fields).await.unwrap() else { panic!("refused") };
    (one, digits_after(&location, "patient="))
}

pub async fn merge_form(manager: &mut Browser, winner: &str, loser: &str) -> PageForm {
    let page = manager.get(&format!("/patients/{winner}/merge?with={loser}")).await.unwrap().body;
    PageForm::find(&page, &format!("/patients/{winner}/merge")).unwrap()
}

async fn two_merges(clinic: Clinic) {
    let mut desk = clinic.browser("letan").await;
    let mut manager = clinic.browser("quanly").await;
    let (one, other) = pair(&mut desk, "Trần Văn Hai Lần").await;
    let there = merge_form(&mut manager, &one, &other).await;
    let back = merge_form(&mut manager, &other, &one).await;
    let forms = (0..6).map(|n| if n % 2 == 0 { &there } else { &back }.clone().with("key", format!("merging-{n:04}")));
    let results = at_once(&manager, forms.collect()).await;
    assert_eq!(won(&results), 1, "{results:?}");
    assert_eq!(count(&clinic, "SELECT COUNT(*) FROM patient_merge").await, 1);
    let list = manager.get("/merges").await.unwrap().body;
    let undo = all_with_prefix(&list, "action", "/merges/")[0].to_owned();
    let forms = with_own_keys(&PageForm { action: undo, fields: Vec::new() }).into_iter().take(6).collect();
    assert_eq!(won(&at_once(&manager, forms).await), 1);
    assert_eq!(count(&clinic, "SELECT COUNT(*) FROM patient WHERE merged_into IS NOT NULL").await, 0);
    clinic.prove().await;
}

async fn old_links(clinic: Clinic) {
    let mut desk = clinic.browser("letan").await;
    let mut manager = clinic.browser("quanly").await;
    let (one, other) = pair(&mut desk, "Mai Văn Liên Kết Cũ").await;
    let page = desk.get(&format!("/walk-in?patient={other}")).await.unwrap().body;
    let doctor = all_with_prefix(page.split("name=\"doctor\"").nth(1).unwrap(), "value", "")[0].to_owned();
    let walk_in = PageForm::find(&page, "/visits").unwrap().with("doctor", doctor);
    desk.post("/visits", &walk_in.fields).await.unwrap().done().unwrap();
    let profile = desk.get(&format!("/patients/{other}/profile")).await.unwrap().body;
    let old_code = format!("BN-{}", &profile.split("BN-").nth(1).unwrap()[..6]);
    let merge = merge_form(&mut manager, &one, &other).await;
    manager.post(&merge.action, &merge.fields).await.unwrap().done().unwrap();

    let mut doctor = clinic.browser("bacsi1").await;
    let old = doctor.open(&format!("/patients/{other}")).await.unwrap();
    assert_eq!((old.status.as_u16(), old.location), (303, Some(format!("/patients/{one}"))));
    let found = doctor.get(&format!("/patients?q={old_code}")).await.unwrap().body;
    assert!(found.contains(&format!("/patients/{one}\"")), "the old code finds the other profile");
    assert!(!found.contains(&format!("/patients/{other}\"")));
    let read = "SELECT COUNT(*) FROM visit v JOIN patient p ON p.id = v.patient_id WHERE p.merged_into IS NULL \
         AND EXISTS (SELECT 1 FROM patient l WHERE l.merged_into = p.id)";
    assert_eq!(count(&clinic, read).await, 1, "the visit is in the history of the profile that stays");
    clinic.prove().await;
}

async fn merge_and_check_in(clinic: Clinic) {
    let mut desk = clinic.browser("letan").await;
    let mut manager = clinic.browser("quanly").await;
    for name in ["Đỗ Văn Cùng Lúc A", "Đỗ Văn Cùng Lúc B", "Đỗ Văn Cùng Lúc C"] {
        let (one, other) = pair(&mut desk, name).await;
        let merge = merge_form(&mut manager, &one, &other).await;
        let page = desk.get(&format!("/walk-in?patient={other}")).await.unwrap().body;
        let doctor = all_with_prefix(page.split("name=\"doctor\"").nth(1).unwrap(), "value", "")[0].to_owned();
        let walk_in = PageForm::find(&page, "/visits").unwrap().with("doctor", doctor);
        let (_, _) = tokio::join!(at_once(&manager, vec![merge]), at_once(&desk, vec![walk_in]));
    }
    let astray = "SELECT COUNT(*) FROM visit v JOIN patient p ON p.id = v.patient_id WHERE p.merged_into IS NOT NULL";
    assert_eq!(count(&clinic, astray).await, 0);
    clinic.prove().await;
}

async fn merge_and_wish(clinic: Clinic) {
    let mut desk = clinic.browser("letan").await;
    let mut manager = clinic.browser("quanly").await;
    for name in ["Đỗ Văn Đang Chờ A", "Đỗ Văn Đang Chờ B", "Đỗ Văn Đang Chờ C"] {
        let (one, other) = pair(&mut desk, name).await;
        let merge = merge_form(&mut manager, &one, &other).await;
        let page = desk.get(&format!("/waiting-list?patient={other}")).await.unwrap().body;
        let service = all_with_prefix(page.split("name=\"service\"").nth(1).unwrap(), "value", "")[0].to_owned();
        let wish =
            PageForm::find(&page, "/waiting-list").unwrap().with("patient", other.clone()).with("service", service);
        let profile = desk.get(&format!("/patients/{other}/profile")).await.unwrap().body;
        let decision = PageForm::find(&profile, &format!("/patients/{other}/profile")).unwrap();
        let decision = decision.with("consent_messages", "refused");
        let (_, _) = tokio::join!(at_once(&manager, vec![merge]), at_once(&desk, vec![wish, decision]));
    }
    for table in [
        "SELECT COUNT(*) FROM wish w JOIN patient p ON p.id = w.patient_id WHERE p.merged_into IS NOT NULL",
        "SELECT COUNT(*) FROM consent w JOIN patient p ON p.id = w.patient_id WHERE p.merged_into IS NOT NULL",
    ] {
        assert_eq!(count(&clinic, table).await, 0, "{table}");
    }
    clinic.prove().await;
}

async fn ticket(clinic: Clinic) {
    let mut desk = clinic.browser("letan").await;
    let patient = new_patient(&mut desk, "Võ Thị In Phiếu").await;
    let page = desk.get(&format!("/walk-in?patient={patient}")).await.unwrap().body;
    let doctor = all_with_prefix(page.split("name=\"doctor\"").nth(1).unwrap(), "value", "")[0].to_owned();
    let form = PageForm::find(&page, "/visits").unwrap().with("doctor", doctor).with("emergency", "yes");
    let Posted::Done(location) = desk.post("/visits", &form.fields).await.unwrap() else { panic!("not in") };
    let queue = desk.get(&location).await.unwrap().body;
    let visit = digits_after(&location, "visit=");
    assert!(queue.contains(&format!("/visits/{visit}/ticket")) && queue.contains("#i-siren"), "badge and button");
    let answer = desk.knock("GET", &format!("/visits/{visit}/ticket")).await.unwrap();
    assert_eq!(answer, 200);
    clinic.prove().await;
}

/// Writes down an allergy in words, as the desk asks for it.
async fn allergic(desk: &mut Browser, patient: &str) {
    let path = format!("/patients/{patient}/profile");
    let profile = desk.get(&path).await.unwrap().body;
    let mut form = PageForm::find(&profile, &path).unwrap().with("allergies", "Tôm cua").with("sex", "female");
    form.fields.retain(|(name, _)| name != "no_allergies");
    desk.post(&path, &form.fields).await.unwrap().done().unwrap();
}

const NOT_ASKED: &str = "UPDATE patient SET allergies_none = FALSE WHERE id = $1";

async fn picked(clinic: Clinic) {
    let mut desk = clinic.browser("letan").await;
    let patient = new_patient(&mut desk, "Đỗ Thị Chọn Đúng").await;
    let card = format!("/walk-in/patient?patient={patient}");
    let id: i64 = patient.parse().unwrap();
    clinic.house.db.write(move |tx| Ok(tx.run_one(NOT_ASKED, &[&id])?)).await.unwrap();
    assert!(desk.get(&card).await.unwrap().body.contains("chưa hỏi dị ứng"), "told before the form is sent");
    allergic(&mut desk, &patient).await;
    let card = desk.get(&card).await.unwrap().body;
    for told in ["Đỗ Thị Chọn Đúng", "Tôm cua", "name=\"pregnant\"", "name=\"emergency\"", "name=\"seen\""] {
        assert!(card.contains(told), "{told} stands on the card");
    }
    assert!(!desk.get("/walk-in/patient?patient=").await.unwrap().body.contains("name=\"seen\""));
    let page = desk.get(&format!("/walk-in?patient={patient}")).await.unwrap().body;
    let doctor = all_with_prefix(page.split("name=\"doctor\"").nth(1).unwrap(), "value", "")[0].to_owned();
    let form = PageForm::find(&page, "/visits").unwrap();
    let pairs: Vec<String> = form.fields.iter().map(|(n, v)| format!("{n}={}", ground::web::percent(v))).collect();
    let again = desk.post_raw("/visits", pairs.join("&")).await.unwrap();
    assert_eq!(again.status, 422);
    assert!(again.body.contains("f-doctor-error"), "the choice of the doctor says that it is missing");
    desk.post("/visits", &form.with("doctor", doctor).fields).await.unwrap().done().unwrap();
    let here = desk.get(&format!("/walk-in/patient?patient={patient}")).await.unwrap().body;
    assert!(here.contains("đang có mặt tại phòng khám"));
    clinic.prove().await;
}

const RESTRICT: &str = "INSERT INTO record_restriction (id, branch_id, patient_id, reason, restricted_at, restricted_by) \
     SELECT p.id, p.branch_id, p.id, 'yêu cầu', 0, p.created_by FROM patient p WHERE p.id = $1";

async fn restricted(clinic: Clinic) {
    let mut desk = clinic.browser("letan").await;
    let (patient, appointment) = booked_today(&mut desk, "Lâm Thị Hạn Chế").await;
    allergic(&mut desk, &patient).await;
    let mut pharmacist = clinic.browser("duocsi").await;
    let counter = format!("/pharmacy/retail?patient={patient}");
    assert!(pharmacist.get(&counter).await.unwrap().body.contains("Tôm cua"));
    let id: i64 = patient.parse().unwrap();
    clinic.house.db.write(move |tx| Ok(tx.run_one(RESTRICT, &[&id])?)).await.unwrap();
    let (page, card) = (format!("/walk-in?patient={patient}"), format!("/walk-in/patient?patient={patient}"));
    let booked = format!("/appointments/{appointment}");
    for path in [&page, &card, &booked] {
        let body = desk.get(path).await.unwrap().body;
        assert!(!body.contains("Tôm cua"), "{path} tells the allergy");
        assert!(!body.contains("chưa ghi nhận"), "{path} denies that anything is known");
        assert!(body.contains("ạn chế"), "{path} says why");
    }
    assert_eq!(pharmacist.open(&counter).await.unwrap().status, 403, "the counter's buyer is closed like the record");
    let arrival = desk.get(&booked).await.unwrap().body;
    let form = PageForm::find(&arrival, &format!("{booked}/arrival")).unwrap();
    desk.post(&format!("{booked}/arrival"), &form.fields).await.unwrap().done().unwrap();
    let kept = "SELECT COUNT(*) FROM patient WHERE name = 'Lâm Thị Hạn Chế' AND allergies = 'Tôm cua'";
    assert_eq!(count(&clinic, kept).await, 1, "what nobody saw was not written over");
    clinic.prove().await;
}
