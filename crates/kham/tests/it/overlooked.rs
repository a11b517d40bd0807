//! What must not be overlooked: whether somebody asked about allergies, the coded ones everywhere, an alarming result.

use crate::both;
use crate::desk::{in_room, post, texts};
use crate::harness::Clinic;
use kham::bench::forms::PageForm;
use kham::bench::http::Browser;

both!(whether_allergies_were_asked_is_told_in_one_wording_everywhere, asked);
both!(an_alarming_result_is_ticked_before_the_visit_is_finished, alarm);

const WORDS: [(&str, &str, &str); 2] = [
    ("vi", "Đã hỏi: không dị ứng", "Chưa hỏi dị ứng"),
    ("en", "No known allergies (asked)", "Allergies not asked yet"),
];
const ORDER: &str = "INSERT INTO clinical_order (id, branch_id, visit_id, patient_id, service_id, kind, state, urgent, question, ordered_at, ordered_by, \
     done_at, done_by, finding, conclusion) SELECT CAST($1 AS BIGINT), v.branch_id, v.id, v.patient_id, s.id, s.kind, CAST($3 AS TEXT), FALSE, '', \
     v.arrived_at, v.arrived_by, v.arrived_at, v.arrived_by, '', '' FROM visit v JOIN service s ON s.id = (SELECT MIN(a.service_id) FROM analyte a) WHERE v.id = $2";

/// An order of the visit in a state, without a bill.
async fn ordered(clinic: &Clinic, visit: &str, state: &'static str) -> i64 {
    let visit: i64 = visit.parse().unwrap();
    let written = clinic.house.db.write(move |tx| {
        let id = tx.new_id();
        tx.run_one(ORDER, &[&id, &visit, &state])?;
        Ok(id)
    });
    written.await.unwrap()
}

/// Whether every page says the one, the other, or neither, in both languages.
async fn all_say(person: &mut Browser, pages: &[String], asked: bool, unasked: bool) {
    for (lang, yes, no) in WORDS {
        person.speak(lang);
        for path in pages {
            let page = person.get(path).await.unwrap().body;
            assert_eq!((page.contains(yes), page.contains(no)), (asked, unasked), "{path} in {lang}");
        }
    }
    person.speak("vi");
}

async fn asked(clinic: Clinic) {
    let (mut doctor, visit) = in_room(&clinic, "Lê Thị Hỏi Dị Ứng").await;
    let patient = texts(&clinic, "SELECT CAST(patient_id AS TEXT) FROM visit WHERE id = $1", &visit).await.remove(0);
    let order = ordered(&clinic, &visit, "ordered").await;
    let mut nurse = clinic.browser("dieuduong").await;
    let pages = [
        format!("/patients/{patient}"),
        format!("/patients/{patient}/background"),
        format!("/visits/{visit}/chart"),
        format!("/visits/{visit}/vitals"),
        format!("/orders/{order}"),
    ];
    all_say(&mut nurse, &pages, true, false).await;
    let of: i64 = patient.parse().unwrap();
    let unasked = clinic
        .house
        .db
        .write(move |tx| Ok(tx.run_one("UPDATE patient SET allergies_none = FALSE WHERE id = $1", &[&of])?));
    unasked.await.unwrap();
    all_say(&mut nurse, &pages, false, true).await;
    let allergy = [("allergen", "class:penicillin"), ("severity", "severe"), ("reaction", "mề đay")];
    post(&mut doctor, &format!("/patients/{patient}/allergies"), &allergy).await;
    for path in &pages {
        let page = nurse.get(path).await.unwrap().body;
        assert!(page.contains("Penicillin"), "{path}: what the doctor coded stands there");
    }
    all_say(&mut nurse, &pages, false, false).await;
}

async fn alarm(clinic: Clinic) {
    let (mut doctor, visit) = in_room(&clinic, "Lê Văn Báo Động").await;
    let order = ordered(&clinic, &visit, "done").await;
    const VALUE: &str = "INSERT INTO result_value (order_id, analyte_id, value_milli, value_text, flag) \
         SELECT o.id, (SELECT MIN(a.id) FROM analyte a WHERE a.service_id = o.service_id), 126000, '', 'HH' FROM clinical_order o WHERE o.id = $1";
    clinic.house.db.write(move |tx| Ok(tx.run_one(VALUE, &[&order])?)).await.unwrap();
    let page = doctor.get(&format!("/visits/{visit}/chart")).await.unwrap().body;
    assert!(page.contains("Đã xem kết quả báo động"), "the page asks");
    let note = PageForm::find(&page, &format!("/visits/{visit}/note")).unwrap().with("symptoms", "Sốt ba ngày");
    let closure = format!("/visits/{visit}/closure");
    let seen = note.clone().with("seen", order.to_string());
    assert!(doctor.post(&closure, &seen.fields).await.unwrap_err().contains("422"), "asked, not finished");
    let state = texts(&clinic, "SELECT state FROM visit WHERE id = $1", &visit).await;
    assert_eq!(state, ["in_room"], "nothing was finished");
    let ticked = seen.with("alarm", order.to_string()).with("key", "alarm-ticked-01");
    let there = doctor.post(&closure, &ticked.fields).await.unwrap().done().unwrap();
    assert_eq!(there, format!("/consultation?done={visit}"));
    let page = doctor.get(&there).await.unwrap().body;
    assert!(
        page.contains("data-toast") && page.contains("Lê Văn Báo Động · tiếp theo:"),
        "where the patient goes is told"
    );
    let seen = texts(
        &clinic,
        "SELECT CAST(COUNT(*) AS TEXT) FROM clinical_order WHERE visit_id = $1 AND reviewed_at IS NOT NULL",
        &visit,
    )
    .await;
    assert_eq!(seen, ["1"]);
}
