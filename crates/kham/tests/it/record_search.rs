//! Words looked for inside one record: every kind of paper is found, and the hit leads to the paper itself.

use crate::both;
use crate::desk::{in_room, post, texts};
use crate::harness::Clinic;
use kham::bench::forms::PageForm;
use kham::bench::http::Browser;

both!(a_restricted_record_is_searched_by_nobody_before_it_is_opened_for_a_reason, restricted);
both!(a_record_is_searched_whole_and_each_hit_leads_to_its_own_paper, whole);

/// Text for an address.
fn escaped(words: &str) -> String {
    words
        .bytes()
        .map(|b| if b.is_ascii_alphanumeric() { (b as char).to_string() } else { format!("%{b:02X}") })
        .collect()
}

/// Looks for the words in a record, follows the hit that leads to `anchor`, and wants the anchor on the page it leads to.
async fn leads_to(person: &mut Browser, patient: &str, typed: &str, anchor: &str) {
    let page = person.get(&format!("/patients/{patient}?q={}", escaped(typed))).await.unwrap().body;
    let end = format!("#{anchor}\"");
    let at = page.find(&end).unwrap_or_else(|| panic!("{typed}: no way to {anchor}: {page}"));
    let from = page[..at].rfind("href=\"").unwrap() + "href=\"".len();
    let way = page[from..at].replace("&amp;", "&");
    let there = person.get(&way).await.unwrap().body;
    assert!(there.contains(&format!("id=\"{anchor}\"")), "{typed}: {way} does not show {anchor}");
}

/// One paper of a kind: whose it is, its number, and what is typed to find it.
async fn one(clinic: &Clinic, sql: &'static str) -> (String, i64, String) {
    let found = clinic.house.db.read(move |tx| Ok(tx.one::<(i64, i64, String)>(sql, &[])?));
    let (patient, id, typed) = found.await.unwrap().expect(sql);
    (patient.to_string(), id, typed)
}

const VALUE: &str = "SELECT v.patient_id, o.id, a.name_vi FROM visit v JOIN clinical_order o ON o.visit_id = v.id AND o.state = 'done' \
     AND o.kind <> 'vaccine' JOIN result_value q ON q.order_id = o.id JOIN analyte a ON a.id = q.analyte_id WHERE v.due_vnd = 0 ORDER BY o.done_at DESC LIMIT 1";
const MEDICINE: &str = "SELECT v.patient_id, l.id, m.generic_vi || ' ' || p.number FROM visit v JOIN prescription p ON p.visit_id = v.id \
     AND p.state = 'dispensed' JOIN prescription_line l ON l.prescription_id = p.id JOIN medicine m ON m.id = l.medicine_id ORDER BY l.id DESC LIMIT 1";
const BATCH: &str = "SELECT v.patient_id, g.prescription_line_id, b.number FROM visit v JOIN dispense d ON d.visit_id = v.id AND d.undone_at IS NULL \
     JOIN dispense_line g ON g.dispense_id = d.id JOIN batch b ON b.id = g.batch_id JOIN prescription_line l ON l.id = g.prescription_line_id ORDER BY g.id DESC LIMIT 1";
const RECEIPT: &str = "SELECT v.patient_id, r.id, r.series || ' ' || r.number FROM visit v JOIN receipt r ON r.visit_id = v.id \
     WHERE v.kind = 'consultation' ORDER BY r.id DESC LIMIT 1";
const COMING: &str = "SELECT a.patient_id, a.id, s.name_vi FROM appointment a JOIN service s ON s.id = a.service_id \
     WHERE a.state = 'booked' AND a.starts_at > (SELECT MAX(arrived_at) FROM visit) + 86400000 ORDER BY a.starts_at LIMIT 1";
const PAST: &str = "SELECT a.patient_id, a.id, s.name_vi FROM appointment a JOIN service s ON s.id = a.service_id WHERE a.state = 'arrived' \
     ORDER BY a.starts_at, a.id LIMIT 1";

async fn whole(clinic: Clinic) {
    let (mut doctor, visit) = in_room(&clinic, "Lê Thị Tìm Giấy").await;
    for (sql, anchor) in [(VALUE, "order"), (MEDICINE, "line"), (BATCH, "line"), (COMING, "coming"), (PAST, "row")] {
        let (patient, id, typed) = one(&clinic, sql).await;
        leads_to(&mut doctor, &patient, &typed, &format!("{anchor}-{id}")).await;
    }
    let (patient, id, number) = one(&clinic, RECEIPT).await;
    let (series, number) = number.split_once(' ').unwrap();
    let number: i64 = number.parse().unwrap();
    leads_to(&mut doctor, &patient, &format!("{series}-{number:06}"), &format!("receipt-{id}")).await;

    let fields = [("kind", "health"), ("reason", "xin việc"), ("conclusion", "Đủ sức khoẻ làm thợ lặn")];
    post(&mut doctor, &format!("/visits/{visit}/certificates"), &fields).await;
    const IDS: &str = "SELECT CAST(v.patient_id AS TEXT) || ' ' || CAST(c.id AS TEXT) FROM visit v JOIN certificate c ON c.visit_id = v.id WHERE v.id = $1";
    let ids = texts(&clinic, IDS, &visit).await.remove(0);
    let (patient, certificate) = ids.split_once(' ').unwrap();
    leads_to(&mut doctor, patient, "tho LAN", &format!("certificate-{certificate}")).await;
    leads_to(&mut doctor, patient, "J20.9", &format!("visit-{visit}")).await;
    clinic.prove().await;
    beside(&clinic, &mut doctor, patient, &visit).await;
}

/// A vaccine, a message, an order taken back, and what is known beyond the visits; the papers alone, which no bill follows.
async fn beside(clinic: &Clinic, doctor: &mut Browser, patient: &str, visit: &str) {
    let (of, at): (i64, i64) = (patient.parse().unwrap(), visit.parse().unwrap());
    let written = clinic.house.db.write(move |tx| {
        let (vaccine, undone, message, now) = (tx.new_id(), tx.new_id(), tx.new_id(), tx.now());
        const ORDER: &str = "INSERT INTO clinical_order (id, branch_id, visit_id, patient_id, service_id, kind, state, urgent, question, ordered_at, \
             ordered_by, done_at, done_by, reviewed_at, finding, conclusion, cancelled_reason) \
             SELECT CAST($1 AS BIGINT), v.branch_id, v.id, v.patient_id, v.service_id, CAST($3 AS TEXT), CAST($4 AS TEXT), FALSE, '', v.arrived_at, v.arrived_by, \
             v.arrived_at, v.arrived_by, v.arrived_at, CAST($5 AS TEXT), '', CAST($6 AS TEXT) FROM visit v WHERE v.id = $2";
        tx.run_one(ORDER, &[&vaccine, &at, &"vaccine", &"done", &"Mũi thứ hai, cánh tay trái", &None::<String>])?;
        tx.run_one(ORDER, &[&undone, &at, &"procedure", &"cancelled", &"", &Some("Người bệnh sợ kim".to_owned())])?;
        tx.run_one(
            "INSERT INTO outbox (id, branch_id, kind, channel, occurrence_id, patient_id, address, lang, subject, body, due_at, state, attempts, created_at) \
             SELECT CAST($1 AS BIGINT), p.branch_id, 'reminder', 'email', CAST($1 AS BIGINT), p.id, 'a@b.vn', 'vi', 'Nhắc hẹn', 'Nhớ mang sổ khám cũ', CAST($3 AS BIGINT), 'sent', 1, \
             CAST($3 AS BIGINT) FROM patient p WHERE p.id = $2",
            &[&message, &of, &now],
        )?;
        Ok((vaccine, undone, message))
    });
    let (vaccine, undone, message) = written.await.unwrap();
    leads_to(doctor, patient, "mui thu hai", &format!("order-{vaccine}")).await;
    leads_to(doctor, patient, "so kim", &format!("order-{undone}")).await;
    leads_to(doctor, patient, "so kham cu", &format!("row-{message}")).await;
    let page = format!("/patients/{patient}/background");
    post(doctor, &format!("/patients/{patient}/problems"), &[("problem", "J45.9"), ("onset", "3/2019")]).await;
    post(
        doctor,
        &format!("/patients/{patient}/allergies"),
        &[("allergen", "class:penicillin"), ("severity", "severe"), ("reaction", "mề đay")],
    )
    .await;
    for typed in ["j45", "penicillin me day"] {
        let found = doctor.get(&format!("/patients/{patient}?q={}", escaped(typed))).await.unwrap().body;
        assert!(found.contains(&format!("class=\"li at\" href=\"{page}\"")), "{typed}: {found}");
    }
}

const RESTRICT: &str = "INSERT INTO record_restriction (id, branch_id, patient_id, reason, restricted_at, restricted_by) \
     SELECT CAST($1 AS BIGINT), p.branch_id, p.id, 'Người bệnh yêu cầu', CAST($3 AS BIGINT), p.created_by FROM patient p WHERE p.id = $2";
const SEARCHED: &str = "SELECT CAST(COUNT(*) AS TEXT) FROM audit WHERE patient_id = $1 AND act = 'read_record'";

async fn restricted(clinic: Clinic) {
    let (mut doctor, visit) = in_room(&clinic, "Lê Thị Hạn Chế").await;
    let patient = texts(&clinic, "SELECT CAST(patient_id AS TEXT) FROM visit WHERE id = $1", &visit).await.remove(0);
    let page = doctor.get(&format!("/visits/{visit}/chart")).await.unwrap().body;
    let note = PageForm::find(&page, &format!("/visits/{visit}/note")).unwrap().with("symptoms", "Ngứa bí mật");
    doctor.post(&note.action, &note.fields).await.unwrap().done().unwrap();
    let of: i64 = patient.parse().unwrap();
    let closed = clinic.house.db.write(move |tx| {
        let (id, now) = (tx.new_id(), tx.now());
        Ok(tx.run_one(RESTRICT, &[&id, &of, &now])?)
    });
    closed.await.unwrap();
    let search = format!("/patients/{patient}?q=bi%20mat");
    let mut nurse = clinic.browser("dieuduong").await;
    for who in [&mut nurse, &mut clinic.browser("bacsi2").await] {
        let answer = who.open(&search).await.unwrap();
        assert_eq!(answer.status.as_u16(), 403);
        assert!(!answer.body.contains("Ngứa"), "nothing of it is told: {}", answer.body);
    }
    let readings = texts(&clinic, SEARCHED, &patient).await;
    let opening = format!("/patients/{patient}/opening");
    let mut other = clinic.browser("bacsi2").await;
    let form = PageForm::find(&other.get(&opening).await.unwrap().body, &opening).unwrap();
    let form = form.with("reason", "Hội chẩn theo yêu cầu của bác sĩ điều trị");
    other.post(&form.action, &form.fields).await.unwrap().done().unwrap();
    let found = other.get(&search).await.unwrap().body;
    assert!(found.contains("<mark>bí</mark>") && found.contains(&format!("#visit-{visit}\"")), "{found}");
    assert_ne!(texts(&clinic, SEARCHED, &patient).await, readings, "and the search is a reading of the record");
    clinic.prove().await;
}
