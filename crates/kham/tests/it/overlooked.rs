//! What must not be overlooked: whether somebody asked about allergies, the coded ones everywhere, an alarming result.

use crate::both;
use crate::desk::{in_room, post, texts};
use crate::harness::Clinic;
use crate::races::{at_once, with_own_keys, won};
use crate::replaced::decline;
use kham::bench::forms::PageForm;
use kham::bench::http::Browser;
use kham::bench::visit::{Staff, Visit};

both!(whether_allergies_were_asked_is_told_in_one_wording_everywhere, asked);
both!(the_overview_of_a_record_tells_clinical_events_first, overview);
both!(an_allergy_in_words_is_coded_once_and_told_once, in_words);
both!(a_result_is_never_seen_as_it_was_before_its_correction, corrected);
both!(what_the_pharmacy_does_not_give_is_told_to_the_doctor_until_it_is_seen, not_given);
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
    let seen = note.clone().with("seen", format!("{order}.0"));
    assert!(doctor.post(&closure, &seen.fields).await.unwrap_err().contains("422"), "asked, not finished");
    let state = texts(&clinic, "SELECT state FROM visit WHERE id = $1", &visit).await;
    assert_eq!(state, ["in_room"], "nothing was finished");
    let ticked = seen.with("alarm", format!("{order}.0")).with("key", "alarm-ticked-01");
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

/// Finishing with the tick of the page against a correction that the page does not show.
async fn corrected(clinic: Clinic) {
    const VALUE: &str = "INSERT INTO result_value (order_id, analyte_id, value_milli, value_text, flag) \
         SELECT o.id, (SELECT MIN(a.id) FROM analyte a WHERE a.service_id = o.service_id), 126000, '', 'HH' FROM clinical_order o WHERE o.id = $1";
    let technician = clinic.browser("ktv").await;
    for n in 0..4 {
        let (mut doctor, visit) = in_room(&clinic, &format!("Lê Thị Đính Chính Kết Quả {n}")).await;
        let order = ordered(&clinic, &visit, "done").await;
        clinic.house.db.write(move |tx| Ok(tx.run_one(VALUE, &[&order])?)).await.unwrap();
        let page = doctor.get(&format!("/visits/{visit}/chart")).await.unwrap().body;
        let note = PageForm::find(&page, &format!("/visits/{visit}/note")).unwrap().with("symptoms", "Sốt");
        let shown = format!("{order}.0");
        assert!(page.contains(&format!("name=\"alarm\" value=\"{shown}\"")), "the tick says which result it is for");
        let finishing =
            PageForm { action: format!("/visits/{visit}/closure"), ..note }.with("alarm", &shown).with("seen", &shown);
        let correction = PageForm { action: format!("/orders/{order}/correction"), fields: Vec::new() };
        let correction = correction.with("reason", "nhầm máu").with("seen", "0").with("conclusion", "Đo lại");
        let key = |form: &PageForm, count| with_own_keys(form).into_iter().skip(n * 10).take(count).collect::<Vec<_>>();
        let (finished, corrections) =
            tokio::join!(at_once(&doctor, key(&finishing, 5)), at_once(&technician, key(&correction, 5)));
        assert_eq!(won(&corrections), 1, "{corrections:?} {finished:?}");
        let reviewed =
            "SELECT CAST(COUNT(*) AS TEXT) FROM clinical_order WHERE visit_id = $1 AND reviewed_at IS NOT NULL";
        assert_eq!(texts(&clinic, reviewed, &visit).await, ["0"], "the corrected result waits for a doctor");
    }
}

async fn in_words(clinic: Clinic) {
    let (mut doctor, visit) = in_room(&clinic, "Lê Thị Ghi Bằng Lời").await;
    let patient = texts(&clinic, "SELECT CAST(patient_id AS TEXT) FROM visit WHERE id = $1", &visit).await.remove(0);
    let of: i64 = patient.parse().unwrap();
    const WORDS: &str =
        "UPDATE patient SET allergies = 'Penicillin: nổi mề đay, tôm', allergies_none = FALSE WHERE id = $1";
    clinic.house.db.write(move |tx| Ok(tx.run_one(WORDS, &[&of])?)).await.unwrap();
    let page = format!("/patients/{patient}/background");
    let body = doctor.get(&page).await.unwrap().body;
    let coding = PageForm::find(&body, &format!("/patients/{patient}/allergies/coding")).unwrap();
    assert_eq!(won(&at_once(&doctor, with_own_keys(&coding)).await), 1, "one of many");
    let body = doctor.get(&page).await.unwrap().body;
    assert!(!body.contains("/allergies/coding") && body.contains("nổi mề đay"), "the reaction is kept");
    for path in [format!("/patients/{patient}"), format!("/visits/{visit}/chart"), format!("/visits/{visit}/vitals")] {
        let body = doctor.get(&path).await.unwrap().body;
        assert!(body.contains("Penicillin (nổi mề đay); tôm") && !body.contains("; Penicillin"), "{path}");
    }
    let removal = PageForm::find(&body, &format!("/patients/{patient}/allergies/words")).unwrap();
    doctor.post(&removal.action, &removal.fields).await.unwrap().done().unwrap();
    assert!(!doctor.get(&page).await.unwrap().body.contains("/allergies/words"), "nothing is left in words");
    clinic.prove().await;
}

async fn overview(clinic: Clinic) {
    const VALUE: &str = "INSERT INTO result_value (order_id, analyte_id, value_milli, value_text, flag) \
         SELECT o.id, (SELECT MIN(a.id) FROM analyte a WHERE a.service_id = o.service_id), 126000, '', 'HH' FROM clinical_order o WHERE o.id = $1";
    const MESSAGE: &str = "INSERT INTO outbox (id, branch_id, kind, channel, occurrence_id, patient_id, address, lang, subject, body, due_at, state, attempts, created_at) \
         SELECT CAST($1 AS BIGINT), v.branch_id, 'reminder', 'email', CAST($1 AS BIGINT), v.patient_id, 'a@b.vn', 'vi', 'Nhắc hẹn', 'Mời khám', CAST($3 AS BIGINT), CAST($4 AS TEXT), 1, \
         CAST($3 AS BIGINT) FROM visit v WHERE v.id = $2";
    let (mut doctor, visit) = in_room(&clinic, "Lê Thị Tổng Quan").await;
    let patient = texts(&clinic, "SELECT CAST(patient_id AS TEXT) FROM visit WHERE id = $1", &visit).await.remove(0);
    let order = ordered(&clinic, &visit, "done").await;
    let at: i64 = visit.parse().unwrap();
    let written = clinic.house.db.write(move |tx| {
        tx.run_one(VALUE, &[&order])?;
        for state in ["sent", "sent", "waiting", "cancelled"] {
            let (id, now) = (tx.new_id(), tx.now());
            tx.run_one(MESSAGE, &[&id, &at, &now, &state])?;
        }
        Ok(())
    });
    written.await.unwrap();
    let follow_up = format!("/visits/{visit}/follow-up");
    for days in ["7", "8", "9"] {
        let form = crate::desk::keyed(&follow_up, &[("in_days", days)]);
        if doctor.post(&follow_up, &form.fields).await.is_ok() {
            break;
        }
    }
    let page = doctor.get(&format!("/patients/{patient}")).await.unwrap().body;
    let place = |id: &str| page.find(&format!("id=\"{id}\"")).unwrap_or_else(|| panic!("{id} is not on the page"));
    assert!(place("latest") < place("appointments"), "results stand before what is to come");
    let rows = &page[place("rows")..place("beside")];
    assert!(rows.contains("2 tin nhắn") && !rows.contains("Nhắc hẹn"), "messages that were sent are one line");
    assert!(!page.contains("Chờ gửi"), "what was not sent is no past");
    let list = doctor.get(&format!("/patients/{patient}?show=messages")).await.unwrap().body;
    assert!(list.contains("Chờ gửi") && list.matches("Nhắc hẹn").count() >= 4, "all of them stand in their own list");
}

async fn not_given(clinic: Clinic) {
    let staff = Staff::sign_in(&clinic.host).await.unwrap();
    let prescription = Visit::new(&staff).walk_to_pharmacy(0).await.unwrap();
    let id: i64 = prescription.to_string().parse().unwrap();
    let visit = texts(&clinic, "SELECT CAST(visit_id AS TEXT) FROM prescription WHERE id = $1", &id.to_string()).await;
    decline(&mut clinic.browser("duocsi").await, &prescription, ("unsafe", "liều quá cao")).await;
    let mut doctor = clinic.browser("bacsi1").await;
    let queue = doctor.get("/consultation?all=1").await.unwrap().body;
    assert!(
        queue.contains("Nhà thuốc không cấp") && queue.contains("không an toàn: liều quá cao"),
        "the list tells it"
    );
    assert!(queue.contains("Nhà thuốc không cấp: "), "and the patient's row bears a mark");
    let chart = format!("/visits/{}/chart", visit[0]);
    let body = doctor.get(&chart).await.unwrap().body;
    let seen = PageForm::find(&body, &format!("/visits/{}/refusals", visit[0])).unwrap();
    let before = seen.clone().with("shown", "0").with("key", "before-any-handing");
    doctor.post(&before.action, &before.fields).await.unwrap().done().unwrap();
    let open = "SELECT CAST(COUNT(*) AS TEXT) FROM dispense_refusal WHERE seen_at IS NULL AND $1 > 0";
    assert_ne!(texts(&clinic, open, "1").await, ["0"], "what came after the page was drawn stays open");
    let _ = at_once(&doctor, with_own_keys(&seen)).await;
    assert_eq!(texts(&clinic, open, "1").await, ["0"]);
    let noted = "SELECT CAST(COUNT(*) AS TEXT) FROM audit WHERE act = 'see_refusals' AND $1 > 0";
    assert_eq!(texts(&clinic, noted, "1").await, ["1"], "seen once by one of fifty");
    let queue = doctor.get("/consultation?all=1").await.unwrap().body;
    assert!(!queue.contains("Nhà thuốc không cấp"), "nothing is open");
    let body = doctor.get(&chart).await.unwrap().body;
    assert!(!body.contains("/refusals") && body.contains("không an toàn: liều quá cao"), "the line says it for good");
    clinic.prove().await;
}
