//! The patient's record over HTTP: who may open it, who saw it, and what is known beyond one visit.

use crate::arrival::{merge_form, pair};
use crate::both;
use crate::harness::Clinic;
use crate::races::{at_once, won};
use bricks::id::PatientId;
use kham::bench::forms::PageForm;
use kham::bench::http::{Browser, Posted};

both!(a_record_without_access_opens_for_a_reason_and_is_reviewed, broken_glass);
both!(a_record_is_one_timeline_that_can_be_searched, timeline);
both!(a_request_is_answered_once_and_a_restriction_is_honoured, requests);
both!(the_record_is_shown_as_it_was, as_it_was);
both!(who_saw_a_record_is_told_whole_and_true, readers);
both!(every_number_has_its_chart_and_its_table, charts);
both!(a_record_is_printed_and_exported_by_those_who_may, papers);
both!(what_is_known_beyond_a_visit_is_written_in_the_record, background);

const REASON: &str = "Bệnh nhân ngất tại sảnh, cần biết dị ứng";

/// Somebody with a finished visit.
pub async fn somebody(clinic: &Clinic) -> PatientId {
    const SEEN: &str = "SELECT v.patient_id FROM visit v WHERE v.state = 'finished' AND EXISTS \
         (SELECT 1 FROM prescription p WHERE p.visit_id = v.id AND p.state = 'dispensed') ORDER BY v.arrived_at DESC LIMIT 1";
    clinic.house.db.read(|tx| Ok(tx.one::<PatientId>(SEEN, &[])?.unwrap())).await.unwrap()
}

/// Posts a form of a page as it stands, with some fields filled in; gives where it leads.
pub async fn post(person: &mut Browser, page: &str, action: &str, fields: &[(&str, &str)]) -> Result<String, String> {
    let body = person.get(page).await?.body;
    let mut form = PageForm::find(&body, action)?;
    for (name, value) in fields {
        form = form.with(name, *value);
    }
    person.post(&form.action, &form.fields).await?.done()
}

async fn broken_glass(clinic: Clinic) {
    let patient = somebody(&clinic).await;
    let (record, opening) = (format!("/patients/{patient}"), format!("/patients/{patient}/opening"));
    let mut manager = clinic.browser("quanly").await;
    let closed = manager.open(&record).await.unwrap();
    assert_eq!(closed.status, 403);
    assert!(closed.body.contains(&opening), "the way to open it is told");
    let bare = post(&mut manager, &opening, &opening, &[("reason", " ")]).await;
    assert!(bare.unwrap_err().contains("422"));
    assert_eq!(manager.open(&record).await.unwrap().status, 403);
    assert_eq!(post(&mut manager, &opening, &opening, &[("reason", REASON)]).await.unwrap(), record);
    for path in [record.clone(), format!("{record}/background")] {
        let page = manager.get(&path).await.unwrap().body;
        assert!(
            page.contains("Hồ sơ đang được mở ngoài quyền") && page.contains(REASON),
            "the banner stands on {path}"
        );
    }
    let mut cashier = clinic.browser("thungan").await;
    assert_eq!(cashier.open(&opening).await.unwrap().status, 403, "the till has no reason");

    let readers = manager.get(&format!("{record}/privacy")).await.unwrap().body;
    assert!(readers.contains(REASON) && readers.contains("Mở ngoài quyền"));
    let list = manager.get("/privacy").await.unwrap().body;
    assert!(list.contains(REASON) && list.contains("Chờ người khác xem xét"), "nobody reviews their own");
    let mut owner = clinic.browser("chu").await;
    let list = owner.get("/privacy").await.unwrap().body;
    let action = kham::bench::forms::first_with_prefix(&list, "action", "/privacy/openings/").unwrap().to_owned();
    let both = [("twice-review-01", "đúng"), ("twice-review-02", "đúng")];
    let forms = both.map(|(key, words)| PageForm::find(&list, &action).unwrap().with("key", key).with("review", words));
    assert_eq!(won(&at_once(&owner, forms.to_vec()).await), 1, "reviewed once");
    assert!(owner.get("/privacy").await.unwrap().body.contains("Đã xem xét"));

    post(&mut manager, &record, &format!("{record}/opening/end"), &[]).await.unwrap();
    assert_eq!(manager.open(&record).await.unwrap().status, 403, "closed again");
    clinic.prove().await;
}

async fn background(clinic: Clinic) {
    let patient = somebody(&clinic).await;
    let (record, page) = (format!("/patients/{patient}"), format!("/patients/{patient}/background"));
    let mut doctor = clinic.browser("bacsi1").await;
    let to = |part: &str| format!("{record}/{part}");
    let wrong = post(&mut doctor, &page, &to("problems"), &[("problem", "J45.9"), ("onset", "13/2019")]).await;
    assert!(wrong.unwrap_err().contains("422"));
    let body = doctor.get(&page).await.unwrap().body;
    let form = PageForm::find(&body, &to("problems")).unwrap().with("problem", "J45.9").with("onset", "3/2019");
    let forms = (0..8).map(|n| form.clone().with("key", format!("problem-race-{n:02}"))).collect();
    let results = at_once(&doctor, forms).await;
    assert_eq!(won(&results), 1, "one illness is followed once: {results:?}");
    post(&mut doctor, &page, &to("family"), &[("relative", "mother"), ("illness", "Đái tháo đường"), ("age", "51")])
        .await
        .unwrap();
    let allergy = [("allergen", "class:penicillin"), ("severity", "severe"), ("reaction", "mề đay")];
    post(&mut doctor, &page, &to("allergies"), &allergy).await.unwrap();
    let seen = doctor.get(&record).await.unwrap().body;
    for words in ["J45.9", "từ 03/2019", "Mẹ: Đái tháo đường, 51 tuổi", "Penicillin"] {
        assert!(seen.contains(words), "{words} is not on the record");
    }
    let body = doctor.get(&page).await.unwrap().body;
    let end = kham::bench::forms::all_with_prefix(&body, "action", &format!("{record}/problems/"));
    let form = PageForm::find(&body, end.first().unwrap()).unwrap();
    doctor.post(&form.action, &form.fields).await.unwrap().done().unwrap();
    assert!(doctor.get(&page).await.unwrap().body.contains("Đã khỏi"));
    let mut nurse = clinic.browser("dieuduong").await;
    let old = nurse.get(&page).await.unwrap().body;
    post(&mut nurse, &page, &to("safety-facts"), &[("egfr", "58")]).await.unwrap();
    let stale = PageForm::find(&old, &to("safety-facts")).unwrap().with("egfr", "80");
    assert!(
        matches!(nurse.post(&stale.action, &stale.fields).await.unwrap(), Posted::Conflict),
        "nothing is overwritten unseen"
    );
    let mut pharmacist = clinic.browser("duocsi").await;
    assert!(!pharmacist.get(&page).await.unwrap().body.contains("<form method=\"post\" action=\"/patients"));
    clinic.prove().await;
}

/// Two hundred more visits, as a long life at the clinic leaves them.
pub async fn long_life(clinic: &Clinic, patient: PatientId) {
    const COPY: &str = "INSERT INTO visit (id, branch_id, patient_id, service_id, doctor_id, room_id, day, ticket_prefix, ticket_number, state, \
         reason, arrived_at, arrived_by, called_at, called_by, finished_at, finished_by, due_vnd) \
         SELECT CAST($2 AS BIGINT), branch_id, patient_id, service_id, doctor_id, room_id, day, 'Z', CAST($2 AS BIGINT), 'left', \
         'Ho kéo dài lần ' || CAST($2 AS BIGINT), arrived_at - CAST($2 AS BIGINT) * 86400000, arrived_by, called_at, called_by, finished_at, finished_by, 0 \
         FROM visit WHERE id = (SELECT MAX(id) FROM visit WHERE patient_id = $1)";
    let written = clinic.house.db.write(move |tx| {
        for number in 1..=500_i64 {
            tx.run_one(COPY, &[&patient, &number])?;
        }
        Ok(())
    });
    written.await.unwrap();
}

/// How many bytes of a page travel.
fn packed(page: &str) -> usize {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    std::io::Write::write_all(&mut packed, page.as_bytes()).unwrap();
    packed.finish().unwrap().len()
}

async fn timeline(clinic: Clinic) {
    let patient = somebody(&clinic).await;
    long_life(&clinic, patient).await;
    let record = format!("/patients/{patient}");
    let mut doctor = clinic.browser("bacsi1").await;
    let first = doctor.get(&record).await.unwrap().body;
    assert_eq!(first.matches("<article").count(), 20);
    let sent = packed(&first);
    assert!(sent <= 80_000, "{sent} bytes are sent for the first view");
    let (mut page, mut pages) = (first, 1);
    while let Some(older) =
        kham::bench::forms::first_with_prefix(&page, "href", &format!("{record}?show=all&amp;before="))
    {
        let older = older.replace("&amp;", "&");
        page = doctor.get(&older).await.unwrap().body;
        pages += 1;
    }
    assert!(pages >= 26, "every visit is reached by links: {pages}");
    let found = doctor.get(&format!("{record}?q=ho%20keo%20DAI%20499")).await.unwrap().body;
    assert!(found.contains("1 chỗ") && found.contains("<mark>kéo</mark>"), "found without diacritics");
    let way = kham::bench::forms::first_with_prefix(&found, "href", &format!("{record}?from=")).unwrap();
    let there = doctor.get(way.split('#').next().unwrap()).await.unwrap().body;
    assert!(there.contains("Ho kéo dài lần 499") && there.contains("Về lượt mới nhất"));
    let nothing = doctor.get(&format!("{record}?q=%3Cscript%3Exyzzy")).await.unwrap().body;
    assert!(nothing.contains("Không có chỗ nào") && !nothing.contains("<script>xyzzy"));
    for show in ["messages", "appointments"] {
        doctor.get(&format!("{record}?show={show}")).await.unwrap();
    }
    clinic.prove().await;
}

async fn requests(clinic: Clinic) {
    let patient = somebody(&clinic).await;
    let (record, privacy) = (format!("/patients/{patient}"), format!("/patients/{patient}/privacy"));
    let mut owner = clinic.browser("chu").await;
    let to = format!("{record}/requests");
    let erase = [("kind", "erase"), ("asked_by", "Người bệnh"), ("words", "<b>Xoá hết</b>")];
    let late =
        post(&mut owner, &privacy, &to, &[("kind", "erase"), ("asked_by", "x"), ("received_on", "2027-01-01")]).await;
    assert!(late.unwrap_err().contains("422"), "not received yet");
    post(&mut owner, &privacy, &to, &erase).await.unwrap();
    let list = owner.get("/privacy").await.unwrap().body;
    assert!(list.contains("&lt;b&gt;Xoá hết") && list.contains("04/12/2026"), "due after ten days");
    let of_patient = list.rfind("&lt;b&gt;Xoá hết").unwrap();
    let action =
        kham::bench::forms::first_with_prefix(&list[of_patient..], "action", "/privacy/requests/").unwrap().to_owned();
    let granted = post(&mut owner, "/privacy", &action, &[("decision", "granted"), ("reason", "theo yêu cầu")]).await;
    assert!(granted.unwrap_err().contains("Luật buộc lưu giữ"), "what the law wants kept is not erased");
    let body = owner.get("/privacy").await.unwrap().body;
    let form =
        PageForm::find(&body, &action).unwrap().with("decision", "restricted").with("reason", "Lưu 10 năm theo luật");
    let forms = (0..6).map(|n| form.clone().with("key", format!("decide-race-{n:03}"))).collect();
    let results = at_once(&owner, forms).await;
    assert_eq!(won(&results), 1, "answered once: {results:?}");

    let mut nurse = clinic.browser("dieuduong").await;
    assert_eq!(nurse.open(&record).await.unwrap().status, 403, "a restricted record is closed");
    let opening = format!("{record}/opening");
    assert!(nurse.get(&opening).await.unwrap().body.contains("hạn chế xử lý"));
    let mut doctor = clinic.browser("bacsi1").await;
    assert_eq!(doctor.open(&record).await.unwrap().status, 403);
    post(&mut doctor, &opening, &opening, &[("reason", REASON)]).await.unwrap();
    assert!(doctor.get(&record).await.unwrap().body.contains(REASON));
    post(&mut owner, &privacy, &format!("{record}/restriction/lift"), &[("lift_reason", "Người bệnh khám lại")])
        .await
        .unwrap();
    assert_eq!(nurse.open(&record).await.unwrap().status, 200);
    post(&mut owner, "/privacy", "/privacy/days", &[("days", "3")]).await.unwrap();
    assert!(post(&mut owner, "/privacy", "/privacy/days", &[("days", "0")]).await.unwrap_err().contains("422"));
    clinic.prove().await;
}

async fn readers(clinic: Clinic) {
    const READINGS: &str =
        "SELECT COUNT(*) FROM audit WHERE patient_id = $1 AND act IN ('read_record', 'knock_record')";
    let readings = async |id: &str| {
        let id: i64 = id.parse().unwrap();
        clinic.house.db.read(move |tx| Ok(tx.one::<i64>(READINGS, &[&id])?.unwrap_or(0))).await.unwrap()
    };
    let mut desk = clinic.browser("letan").await;
    let (one, other) = pair(&mut desk, "Lê Thị Hai Hồ Sơ").await;
    let mut doctor = clinic.browser("bacsi1").await;
    doctor.background(true);
    doctor.get(&format!("/patients/{other}")).await.unwrap();
    assert_eq!(readings(&other).await, 1, "what nobody opened is read, whatever the request says");
    doctor.background(false);
    doctor.get(&format!("/patients/{other}")).await.unwrap();
    doctor.background(true);
    for _ in 0..3 {
        doctor.get(&format!("/patients/{other}")).await.unwrap();
    }
    assert_eq!(readings(&other).await, 2, "a page that keeps up by itself is not read again");
    let mut manager = clinic.browser("quanly").await;
    assert_eq!(manager.open(&format!("/patients/{other}")).await.unwrap().status, 403);
    assert_eq!(readings(&other).await, 3, "who stood before the closed record is written down");

    let seen_by_doctor = async |id: &str| {
        let mut owner = clinic.browser("chu").await;
        let page = owner.get(&format!("/patients/{id}/privacy")).await.unwrap().body;
        page.matches("Hồ sơ bệnh án</td>").count()
    };
    assert_eq!((seen_by_doctor(&one).await, seen_by_doctor(&other).await), (0, 2));
    let form = merge_form(&mut manager, &one, &other).await;
    manager.post(&form.action, &form.fields).await.unwrap().done().unwrap();
    assert_eq!(seen_by_doctor(&one).await, 2, "who saw the other profile saw this person");
    doctor.background(false);
    doctor.get(&format!("/patients/{one}")).await.unwrap();
    let list = manager.get("/merges").await.unwrap().body;
    let undo = kham::bench::forms::first_with_prefix(&list, "action", "/merges/").unwrap().to_owned();
    let form = PageForm::find(&list, &undo).unwrap();
    manager.post(&form.action, &form.fields).await.unwrap().done().unwrap();
    assert_eq!(seen_by_doctor(&one).await, 1, "two people again: each has its own readers");
    assert_eq!(seen_by_doctor(&other).await, 3, "who saw both while they were one saw this one too");
    clinic.prove().await;
}

async fn as_it_was(clinic: Clinic) {
    let patient = somebody(&clinic).await;
    let (record, page) = (format!("/patients/{patient}"), format!("/patients/{patient}/background"));
    let mut doctor = clinic.browser("bacsi1").await;
    let allergy = [("allergen", "class:penicillin"), ("severity", "severe"), ("reaction", "mề đay")];
    post(&mut doctor, &page, &format!("{record}/allergies"), &allergy).await.unwrap();
    let now = doctor.get(&format!("{record}/at?day=2026-11-24")).await.unwrap().body;
    assert!(now.contains("Penicillin") && now.contains("Đã phát thuốc"));
    let yesterday = doctor.get(&format!("{record}/at?day=2025-01-01&time=08:00")).await.unwrap().body;
    assert!(!yesterday.contains("mề đay · Nặng"), "not known then");
    let future = doctor.get(&format!("{record}/at?day=2030-01-01&time=08:00")).await.unwrap().body;
    assert!(future.contains("Hãy chọn một thời điểm đã qua"));
    clinic.prove().await;
}

async fn charts(clinic: Clinic) {
    let patient = somebody(&clinic).await;
    let mut doctor = clinic.browser("bacsi1").await;
    let page = doctor.get(&format!("/patients/{patient}/charts")).await.unwrap().body;
    assert!(page.contains("<svg class=\"chart\"") && page.contains("mmHg") && page.contains("role=\"img\""));
    assert!(page.contains("<table class=\"tbl\""), "the same for those who read with ears");
    for of in kham::bench::forms::all_with_prefix(&page, "href", &format!("/patients/{patient}/charts?of=")) {
        doctor.get(of).await.unwrap();
    }
    let nothing = doctor.get(&format!("/patients/{patient}/charts?of=99")).await.unwrap().body;
    assert!(nothing.contains("Chưa có số đo nào"));
    clinic.prove().await;
}

async fn papers(clinic: Clinic) {
    let patient = somebody(&clinic).await;
    let (summary, export) = (format!("/patients/{patient}/summary"), format!("/patients/{patient}/export"));
    let mut doctor = clinic.browser("bacsi1").await;
    assert_eq!(doctor.knock("GET", &summary).await.unwrap(), 200);
    assert_eq!(doctor.knock("GET", &export).await.unwrap(), 200);
    // A statement that one engine does not know breaks the file off before its last part.
    let whole = doctor.get(&export).await.unwrap().body;
    assert!(["\"certificate_void\":[", "log.json", "summary.pdf"].iter().all(|part| whole.contains(part)));
    let mut nurse = clinic.browser("dieuduong").await;
    assert_eq!(nurse.knock("GET", &export).await.unwrap(), 403, "a permission of its own");
    let mut owner = clinic.browser("chu").await;
    assert_eq!(owner.knock("GET", &export).await.unwrap(), 403, "the record is closed to the owner");
    let readers = doctor.get(&format!("/patients/{patient}/privacy")).await.unwrap().body;
    assert!(readers.contains("Xuất toàn bộ hồ sơ") && readers.contains("In tóm tắt hồ sơ"), "both are told");
    clinic.prove().await;
}
