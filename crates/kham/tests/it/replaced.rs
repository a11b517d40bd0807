//! A prescription after the visit, on both databases: in place of one that the pharmacy declined, or where nothing was
//! prescribed; and what follows a patient whose two profiles were made one.

use crate::arrival::merge_form;
use crate::both;
use crate::desk::{in_room, keyed, post, texts, waiting};
use crate::harness::Clinic;
use crate::races::{at_once, with_own_keys, won};
use kham::bench::forms::PageForm;
use kham::bench::http::{Browser, Posted};
use kham::bench::visit::{Staff, Visit};

both!(what_the_pharmacy_declined_is_replaced_by_one_of_many, replaced_once);
both!(a_prescription_that_was_begun_in_vain_gives_its_place_back, dropped);
both!(what_was_given_in_part_is_told_when_it_is_prescribed_again, given_in_part);
both!(what_was_forgotten_is_prescribed_after_the_visit_once, forgotten);
both!(a_second_medicine_of_one_ingredient_is_asked_about_at_its_line, twice);
both!(what_is_known_of_a_merged_profile_stands_on_the_page_of_the_other, merged);

const LIVING: &str = "SELECT CAST(id AS TEXT) FROM prescription WHERE visit_id = $1 AND replaced_at IS NULL";

/// The pharmacist gives nothing of a prescription, for one reason, in words where it asks for them.
pub async fn decline(pharmacist: &mut Browser, prescription: &str, (reason, words): (&str, &str)) {
    let page = pharmacist.get(&format!("/prescriptions/{prescription}")).await.unwrap().body;
    let mut form = PageForm::find(&page, &format!("/prescriptions/{prescription}/dispensing")).unwrap();
    for (name, value) in &mut form.fields {
        if name.starts_with("take-") {
            value.clear();
        }
        if name.starts_with("rest-") {
            *value = reason.into();
        }
        if name.starts_with("note-") {
            *value = words.into();
        }
    }
    let form = form.with("explained", "on");
    pharmacist.post(&form.action, &form.fields).await.unwrap().done().unwrap();
}

/// A visit whose prescription was declined: the visit, the prescription, and the doctor's form for another one.
async fn declined(clinic: &Clinic) -> (String, String, Browser, PageForm) {
    let staff = Staff::sign_in(&clinic.host).await.unwrap();
    let prescription = Visit::new(&staff).walk_to_pharmacy(0).await.unwrap();
    let visit = texts(clinic, "SELECT CAST(visit_id AS TEXT) FROM prescription WHERE id = $1", &prescription).await;
    let visit = visit.into_iter().next().unwrap();
    let mut doctor = clinic.browser("bacsi1").await;
    let replacement = format!("/visits/{visit}/prescription/replacement");
    let chart = doctor.get(&format!("/visits/{visit}/chart")).await.unwrap().body;
    assert!(!chart.contains(&replacement), "while the pharmacy has it, nothing is replaced");
    let early = keyed(&replacement, &[("prescription", &prescription), ("version", "1")]);
    assert!(matches!(doctor.post(&early.action, &early.fields).await, Ok(Posted::Conflict)));
    decline(&mut clinic.browser("duocsi").await, &prescription, ("out_of_stock", "")).await;
    let chart = doctor.get(&format!("/visits/{visit}/chart")).await.unwrap().body;
    let form = PageForm::find(&chart, &replacement).unwrap();
    (visit, prescription, doctor, form)
}

async fn state(clinic: &Clinic, prescription: &str) -> String {
    texts(clinic, "SELECT state FROM prescription WHERE id = $1", prescription).await.remove(0)
}

async fn line(doctor: &mut Browser, visit: &str, line: &str) {
    let chart = doctor.get(&format!("/visits/{visit}/chart")).await.unwrap().body;
    let put = PageForm::find(&chart, &format!("/visits/{visit}/prescription")).unwrap().with("line", line);
    doctor.post(&put.action, &put.fields).await.unwrap().done().unwrap();
}

/// Signs what is written after the visit; what is asked about it is answered.
async fn sign(doctor: &mut Browser, visit: &str) {
    let path = format!("/visits/{visit}/prescription/issue");
    let chart = doctor.get(&format!("/visits/{visit}/chart")).await.unwrap().body;
    let form = PageForm::find(&chart, &path).unwrap();
    let fields = form.fields.iter().map(|(n, v)| format!("{n}={}", ground::web::percent(v))).collect::<Vec<_>>();
    let answer = doctor.post_raw(&path, fields.join("&")).await.unwrap();
    if answer.status.as_u16() == 303 {
        return;
    }
    let asked = answer.body.split("name=\"sure_finish\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    let asked = asked.replace("&quot;", "\"").replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">");
    let form = PageForm::find(&answer.body, &path).unwrap().with("sure_finish", asked);
    doctor.post(&form.action, &form.fields).await.unwrap().done().unwrap();
}

async fn replaced_once(clinic: Clinic) {
    let (visit, old, mut doctor, form) = declined(&clinic).await;
    let results = at_once(&doctor, with_own_keys(&form)).await;
    assert_eq!(won(&results), 1, "{results:?}");
    assert!(results.iter().all(|r| r.is_ok()), "the others are told who was first: {results:?}");
    let living = texts(&clinic, LIVING, &visit).await;
    assert!(living.len() == 1 && living[0] != old, "one of the visit counts: {living:?}");
    let new = living[0].clone();
    let open = "SELECT CAST(COUNT(*) AS TEXT) FROM dispense_refusal WHERE seen_at IS NULL AND CAST($1 AS BIGINT) > 0";
    assert_eq!(texts(&clinic, open, &visit).await, ["0"], "who replaces it has seen what was declined");
    let queue = doctor.get("/consultation").await.unwrap().body;
    assert!(queue.contains("Đơn đang kê, chưa gửi nhà thuốc"), "the doctor is reminded of it");
    line(&mut doctor, &visit, "loratadine_10_tab 1-0-0 3n").await;
    sign(&mut doctor, &visit).await;
    assert_eq!((state(&clinic, &old).await, state(&clinic, &new).await), ("dispensed".into(), "issued".into()));

    let mut pharmacist = clinic.browser("duocsi").await;
    let page = pharmacist.get(&format!("/prescriptions/{new}")).await.unwrap().body;
    assert!(page.contains("Kê thay phần chưa cấp của đơn") && page.contains(&format!("/prescriptions/{old}\"")));
    let before = pharmacist.get(&format!("/prescriptions/{old}")).await.unwrap().body;
    assert!(before.contains("Bác sĩ đã kê đơn khác thay đơn này"), "the old one stays readable and says it");
    let handing = texts(&clinic, "SELECT CAST(id AS TEXT) FROM dispense WHERE prescription_id = $1", &old).await;
    let undo = format!("/dispenses/{}/undo", handing[0]);
    let undone = keyed(&undo, &[("reason", "Nhập nhầm lý do")]);
    let refused = pharmacist.post(&undone.action, &undone.fields).await;
    assert!(!matches!(refused, Ok(Posted::Done(_))), "what was replaced is not opened again: {refused:?}");
    assert_eq!(state(&clinic, &old).await, "dispensed");
    let both_open = "UPDATE prescription SET replaced_at = NULL WHERE replaced_at IS NOT NULL";
    assert!(clinic.house.db.write(move |tx| Ok(tx.run(both_open, &[])?)).await.is_err(), "the database keeps it so");

    let give = PageForm::find(&page, &format!("/prescriptions/{new}/dispensing")).unwrap().with("explained", "on");
    pharmacist.post(&give.action, &give.fields).await.unwrap().done().unwrap();
    let chart = doctor.get(&format!("/visits/{visit}/chart")).await.unwrap().body;
    assert!(chart.contains("đã được thay bằng đơn này") && !chart.contains("/prescription/replacement"));
    let patient = texts(&clinic, "SELECT CAST(patient_id AS TEXT) FROM visit WHERE id = $1", &visit).await.remove(0);
    let record = doctor.get(&format!("/patients/{patient}")).await.unwrap().body;
    assert!(record.contains("thay bằng đơn"), "both stand on the timeline");
    clinic.prove().await;
}

/// The first line of a prescription of which a part can be given: its number, and the code of its medicine.
const FIRST: &str = "SELECT l.id || ' ' || m.code FROM prescription_line l JOIN medicine m ON m.id = l.medicine_id WHERE l.prescription_id = $1 \
     AND l.quantity_milli >= 2000 ORDER BY l.position LIMIT 1";

async fn given_in_part(clinic: Clinic) {
    let staff = Staff::sign_in(&clinic.host).await.unwrap();
    let old = Visit::new(&staff).walk_to_pharmacy(0).await.unwrap();
    let visit = texts(&clinic, "SELECT CAST(visit_id AS TEXT) FROM prescription WHERE id = $1", &old).await.remove(0);
    let first = texts(&clinic, FIRST, &old).await.remove(0);
    let (id, code) = first.split_once(' ').unwrap();
    let mut pharmacist = clinic.browser("duocsi").await;
    let page = pharmacist.get(&format!("/prescriptions/{old}")).await.unwrap().body;
    let mut part = PageForm::find(&page, &format!("/prescriptions/{old}/dispensing")).unwrap();
    let mut one = Some("1");
    let own = |name: &str| name.starts_with(&format!("take-{id}-"));
    for (_, value) in part.fields.iter_mut().filter(|(name, value)| own(name) && !value.is_empty()) {
        *value = one.take().unwrap_or_default().to_owned();
    }
    let part = part.with(&format!("rest-{id}"), "out_of_stock").with("explained", "on");
    pharmacist.post(&part.action, &part.fields).await.unwrap().done().unwrap();

    let mut doctor = clinic.browser("bacsi1").await;
    let chart = doctor.get(&format!("/visits/{visit}/chart")).await.unwrap().body;
    let begin = PageForm::find(&chart, &format!("/visits/{visit}/prescription/replacement")).unwrap();
    doctor.post(&begin.action, &begin.fields).await.unwrap().done().unwrap();
    line(&mut doctor, &visit, &format!("{code} 1-0-0 3n")).await;
    let chart = doctor.get(&format!("/visits/{visit}/chart")).await.unwrap().body;
    assert!(chart.contains("Đã có thuốc này") && chart.contains("đã phát 1 "), "told at its line: {chart}");
    assert!(chart.contains("đã cấp một phần rồi được thay"), "what became of the one before");
    sign(&mut doctor, &visit).await;
    let new = texts(&clinic, LIVING, &visit).await.remove(0);
    let page = pharmacist.get(&format!("/prescriptions/{new}")).await.unwrap().body;
    assert!(page.contains("Đã có thuốc này") && page.contains("đã phát 1 "), "and to whoever hands it over: {page}");
    let before = pharmacist.get(&format!("/prescriptions/{old}")).await.unwrap().body;
    assert!(!before.contains("Đã có thuốc này"), "what was given before is not spoken against");
    clinic.prove().await;
}

async fn dropped(clinic: Clinic) {
    let (visit, old, mut doctor, form) = declined(&clinic).await;
    doctor.post(&form.action, &form.fields).await.unwrap().done().unwrap();
    let mut other = clinic.browser("bacsi2").await;
    let foreign = keyed(&format!("/visits/{visit}/prescription"), &[("line", "loratadine_10_tab 1-0-0 3n")]);
    let refused = other.post(&foreign.action, &foreign.fields).await;
    assert!(matches!(refused, Ok(Posted::Conflict)), "it is its doctor's alone: {refused:?}");
    let chart = other.get(&format!("/visits/{visit}/chart")).await.unwrap().body;
    assert!(chart.contains("Kê tiếp đơn chưa ký"), "a colleague may go on with it");
    let take = PageForm::find(&chart, &form.action).unwrap();
    other.post(&take.action, &take.fields).await.unwrap().done().unwrap();
    let late = keyed(&format!("/visits/{visit}/prescription"), &[("line", "loratadine_10_tab 1-0-0 3n")]);
    let refused = doctor.post(&late.action, &late.fields).await;
    assert!(matches!(refused, Ok(Posted::Conflict)), "one writes at a time: {refused:?}");
    for (lang, told) in [("vi", "đang kê đơn này"), ("en", "is writing this prescription")] {
        doctor.speak(lang);
        let parts = doctor.get(&format!("/visits/{visit}/parts")).await.unwrap().body;
        assert!(parts.contains(told), "the first doctor's page hears who writes now: {parts}");
    }
    doctor.speak("vi");
    sign(&mut other, &visit).await;
    assert_eq!(texts(&clinic, LIVING, &visit).await, std::slice::from_ref(&old), "the one before counts again");
    let chart = doctor.get(&format!("/visits/{visit}/chart")).await.unwrap().body;
    let again = PageForm::find(&chart, &form.action).unwrap();
    doctor.post(&again.action, &again.fields).await.unwrap().done().unwrap();
    assert_ne!(texts(&clinic, LIVING, &visit).await, [old], "and can be replaced again");
    line(&mut doctor, &visit, "loratadine_10_tab 1-0-0 3n").await;
    let chart = other.get(&format!("/visits/{visit}/chart")).await.unwrap().body;
    let take = PageForm::find(&chart, &form.action).unwrap();
    other.post(&take.action, &take.fields).await.unwrap().done().unwrap();
    let parts = doctor.get(&format!("/visits/{visit}/parts")).await.unwrap().body;
    assert!(parts.contains("đã nhận kê tiếp đơn này"), "who wrote a line is told that it was taken over: {parts}");
    let own = other.get(&format!("/visits/{visit}/parts")).await.unwrap().body;
    assert!(!own.contains("đã nhận kê tiếp"), "the other one knows");
    clinic.prove().await;
}

async fn forgotten(clinic: Clinic) {
    let (mut doctor, visit) = in_room(&clinic, "Lê Thị Quên Đơn").await;
    let path = format!("/visits/{visit}/chart");
    let begin = format!("/visits/{visit}/prescription/replacement");
    let early = keyed(&begin, &[]);
    assert!(matches!(doctor.post(&early.action, &early.fields).await, Ok(Posted::Conflict)), "there is a draft still");
    let page = doctor.get(&path).await.unwrap().body;
    let note = PageForm::find(&page, &format!("/visits/{visit}/note")).unwrap().with("symptoms", "Ho ba ngày");
    doctor.post(&format!("/visits/{visit}/closure"), &note.fields).await.unwrap().done().unwrap();
    let page = doctor.get(&path).await.unwrap().body;
    let form = PageForm::find(&page, &begin).unwrap();
    let results = at_once(&doctor, with_own_keys(&form)).await;
    assert_eq!(won(&results), 1, "{results:?}");
    line(&mut doctor, &visit, "loratadine_10_tab 1-0-0 3n").await;
    sign(&mut doctor, &visit).await;
    assert_eq!(texts(&clinic, "SELECT state FROM prescription WHERE visit_id = $1", &visit).await, ["issued"]);
    clinic.prove().await;
}

async fn twice(clinic: Clinic) {
    let (mut doctor, visit) = in_room(&clinic, "Lê Thị Hai Lần Thuốc").await;
    let path = format!("/visits/{visit}/prescription");
    post(&mut doctor, &path, &[("line", "paracetamol_500_tab 1-1-1 3n")]).await;
    let count = "SELECT CAST(COUNT(*) AS TEXT) FROM prescription_line l JOIN prescription p ON p.id = l.prescription_id WHERE p.visit_id = $1";
    let second = keyed(&path, &[("line", "paracetamol_650_tab 1-0-1 3n")]);
    let pairs: Vec<String> = second.fields.iter().map(|(n, v)| format!("{n}={}", ground::web::percent(v))).collect();
    let asked = doctor.post_raw(&path, pairs.join("&")).await.unwrap();
    assert_eq!(asked.status.as_u16(), 422);
    assert!(asked.body.contains("Đơn đã có cùng hoạt chất: Paracetamol"), "{}", asked.body);
    assert_eq!(texts(&clinic, count, &visit).await, ["1"], "asked before it is written");
    let sure = asked.body.split("name=\"sure_twice\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let form = PageForm::find(&asked.body, &path).unwrap();
    assert!(
        form.fields.iter().any(|(name, value)| name == "line" && value.starts_with("paracetamol_650")),
        "what was typed stays"
    );
    let form = form.with("sure_twice", sure);
    doctor.post(&form.action, &form.fields).await.unwrap().done().unwrap();
    assert_eq!(texts(&clinic, count, &visit).await, ["2"]);
    clinic.prove().await;
}

/// The desk makes two profiles one while the second one is in the doctor's room.
async fn merged(clinic: Clinic) {
    let (mut doctor, visit) = waiting(&clinic, "Phan Thị Một Người").await;
    let part = texts(&clinic, "SELECT CAST(patient_id AS TEXT) FROM visit WHERE id = $1", &visit).await.remove(0);
    post(&mut doctor, &format!("/visits/{visit}/call"), &[]).await;
    post(&mut doctor, &format!("/visits/{visit}/diagnoses"), &[("diagnosis", "N18.3")]).await;
    let allergy = [("allergen", "ingredient:amoxicillin"), ("severity", "severe"), ("reaction", "Phù môi")];
    post(&mut doctor, &format!("/visits/{visit}/allergies"), &allergy).await;
    post(&mut doctor, &format!("/visits/{visit}/prescription"), &[("line", "loratadine_10_tab 1-0-0 30n")]).await;
    let page = doctor.get(&format!("/visits/{visit}/chart")).await.unwrap().body;
    let note = PageForm::find(&page, &format!("/visits/{visit}/note")).unwrap().with("symptoms", "Ngứa từ hôm qua");
    let fields: Vec<String> = note.fields.iter().map(|(n, v)| format!("{n}={}", ground::web::percent(v))).collect();
    let closure = format!("/visits/{visit}/closure");
    let answer = doctor.post_raw(&closure, fields.join("&")).await.unwrap();
    if answer.status.as_u16() != 303 {
        let asked = answer.body.split("name=\"sure_finish\" value=\"").nth(1).unwrap().split('"').next().unwrap();
        let note = PageForm::find(&answer.body, &format!("/visits/{visit}/note")).unwrap();
        let note = note.with("sure_finish", asked.replace("&quot;", "\"").replace("&amp;", "&"));
        doctor.post(&closure, &note.fields).await.unwrap().done().unwrap();
    }

    let (_, second) = waiting(&clinic, "Phan Thị Hai Hồ Sơ").await;
    let whole = texts(&clinic, "SELECT CAST(patient_id AS TEXT) FROM visit WHERE id = $1", &second).await.remove(0);
    let mut manager = clinic.browser("quanly").await;
    let merge = merge_form(&mut manager, &whole, &part).await;
    manager.post(&merge.action, &merge.fields).await.unwrap().done().unwrap();

    let own = texts(&clinic, "SELECT CAST(patient_id AS TEXT) FROM visit WHERE id = $1", &visit).await;
    assert_eq!(own, std::slice::from_ref(&whole), "the visit and its note follow");
    post(&mut doctor, &format!("/visits/{second}/call"), &[]).await;
    let path = format!("/visits/{second}/chart");
    let page = doctor.get(&path).await.unwrap().body;
    for (told, what) in [("Phù môi", "the allergy"), ("Loratadin", "what is taken"), ("N18.3", "the diagnosis")] {
        assert!(page.contains(told), "{what} of the part stands on the page: {page}");
    }
    let history = doctor.get(&format!("/patients/{whole}")).await.unwrap().body;
    assert!(history.contains("Ngứa từ hôm qua"), "so does its note in the record");
    let found = doctor.get(&format!("/patients/{whole}?q=ngua%20tu%20hom%20qua")).await.unwrap().body;
    assert!(found.contains("<mark>Ngứa</mark>") && found.contains(&format!("#visit-{visit}\"")), "and is found there");
    let old = doctor.open(&format!("/patients/{part}?q=ngua")).await.unwrap();
    assert_eq!(
        (old.status.as_u16(), old.location),
        (303, Some(format!("/patients/{whole}"))),
        "the old address leads on"
    );
    let prescription = format!("/visits/{second}/prescription");
    post(&mut doctor, &prescription, &[("line", "amoxicillin_500_cap 1-0-1 5n")]).await;
    let page = doctor.get(&path).await.unwrap().body;
    assert!(page.contains("/override\""), "the allergy of the part stops it");
    clinic.prove().await;
}
