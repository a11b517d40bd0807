//! The doctor's desk over HTTP, on both databases: what is signed, what two hands do at once.

use crate::both;
use crate::harness::Clinic;
use crate::races::{at_once, booked, with_own_keys, won};
use kham::bench::forms::PageForm;
use kham::bench::http::{Browser, Posted};

both!(a_note_is_signed_once_while_many_save_it, sign_against_save);
both!(one_signed_note_is_amended_by_one_of_many, amend_race);

/// A patient who waits for the first doctor, and that doctor's browser.
pub async fn waiting(clinic: &Clinic, name: &str) -> (Browser, String) {
    let (mut desk, appointment) = booked(clinic, name).await;
    let page = desk.get(&format!("/appointments/{appointment}")).await.unwrap().body;
    let form = PageForm::find(&page, &format!("/appointments/{appointment}/arrival")).unwrap();
    let form = form.with("no_allergies", "on");
    let location = desk.post(&form.action, &form.fields).await.unwrap().done().unwrap();
    let visit = location.split("visit=").nth(1).unwrap().chars().take_while(char::is_ascii_digit).collect();
    (clinic.browser("bacsi1").await, visit)
}

/// The same, called in, with a diagnosis.
pub async fn in_room(clinic: &Clinic, name: &str) -> (Browser, String) {
    let (mut doctor, visit) = waiting(clinic, name).await;
    post(&mut doctor, &format!("/visits/{visit}/call"), &[]).await;
    post(&mut doctor, &format!("/visits/{visit}/diagnoses"), &[("diagnosis", "J20.9")]).await;
    (doctor, visit)
}

/// A post with a key of its own that is done.
pub async fn post(browser: &mut Browser, path: &str, fields: &[(&str, &str)]) -> String {
    let form = keyed(path, fields);
    browser.post(path, &form.fields).await.unwrap().done().unwrap()
}

pub fn keyed(path: &str, fields: &[(&str, &str)]) -> PageForm {
    use std::sync::atomic::{AtomicU64, Ordering};
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let key = format!("desk-key-{:06}", NEXT.fetch_add(1, Ordering::Relaxed));
    let form = PageForm { action: path.to_owned(), fields: vec![("key".to_owned(), key)] };
    fields.iter().fold(form, |form, (name, value)| form.with(name, *value))
}

pub async fn texts(clinic: &Clinic, sql: &'static str, visit: &str) -> Vec<String> {
    let visit: i64 = visit.parse().unwrap();
    clinic.house.db.read(move |tx| Ok(tx.all::<String>(sql, &[&visit])?)).await.unwrap()
}

async fn sign_against_save(clinic: Clinic) {
    let (mut doctor, visit) = in_room(&clinic, "Lê Thị Ký Tên").await;
    let page = doctor.get(&format!("/visits/{visit}/chart")).await.unwrap().body;
    let note = PageForm::find(&page, &format!("/visits/{visit}/note")).unwrap();
    let mut forms = Vec::new();
    for (n, form) in with_own_keys(&note).into_iter().enumerate() {
        let form = form.with("symptoms", format!("bản {n}")).with("page", "one-page").with("turn", (n + 1).to_string());
        let action = match n % 5 {
            0 => format!("/visits/{visit}/closure"),
            1 => format!("/visits/{visit}/draft"),
            _ => format!("/visits/{visit}/note"),
        };
        forms.push(PageForm { action, ..form });
    }
    let results = at_once(&doctor, forms).await;
    let closed = results.iter().step_by(5).filter(|r| matches!(r, Ok(Posted::Done(_)))).count();
    assert_eq!(closed, 1, "{results:?}");
    let signed = texts(&clinic, "SELECT symptoms FROM note_version WHERE visit_id = $1", &visit).await;
    assert_eq!(signed, texts(&clinic, "SELECT symptoms FROM note WHERE visit_id = $1", &visit).await);
    assert_eq!(signed.len(), 1);
    clinic.prove().await;
}

async fn amend_race(clinic: Clinic) {
    let (mut doctor, visit) = in_room(&clinic, "Lê Văn Đính Chính").await;
    let page = doctor.get(&format!("/visits/{visit}/chart")).await.unwrap().body;
    let note = PageForm::find(&page, &format!("/visits/{visit}/note")).unwrap().with("symptoms", "Ho ba ngày");
    doctor.post(&format!("/visits/{visit}/closure"), &note.fields).await.unwrap().done().unwrap();
    let page = doctor.get(&format!("/visits/{visit}/chart")).await.unwrap().body;
    assert!(page.contains("id=\"signed\""), "the page says who signed");
    let amend = PageForm::find(&page, &format!("/visits/{visit}/amendment")).unwrap();
    let amend = amend.with("symptoms", "Ho bốn ngày").with("why", "nhầm số ngày");
    let results = at_once(&doctor, with_own_keys(&amend)).await;
    assert_eq!(won(&results), 1, "{results:?}");
    let said = texts(&clinic, "SELECT symptoms FROM note_version WHERE visit_id = $1 ORDER BY number", &visit).await;
    assert_eq!(said, ["Ho ba ngày", "Ho bốn ngày"]);
    let page = doctor.get(&format!("/visits/{visit}/chart")).await.unwrap().body;
    assert!(page.contains("Ho ba ngày") && page.contains("nhầm số ngày"), "every version can be read");
    clinic.prove().await;
}

both!(a_text_beyond_every_bound_is_refused_in_words, endless);

async fn endless(clinic: Clinic) {
    let (mut doctor, visit) = in_room(&clinic, "Lê Văn Dán Dài").await;
    let body = format!("key=endless-key-1&symptoms={}", "a".repeat(1_000_000));
    let page = doctor.post_raw(&format!("/visits/{visit}/note"), body).await.unwrap();
    assert_eq!(page.status, 413);
    assert!(page.body.contains("Nội dung quá lớn") && page.body.contains("Chưa lưu gì cả"), "{}", page.body);
}

pub async fn texts_of(clinic: &Clinic, sql: &'static str) -> Vec<String> {
    clinic.house.db.read(move |tx| Ok(tx.all::<String>(sql, &[])?)).await.unwrap()
}

both!(what_is_paid_first_is_started_only_when_it_is_paid, pay_first);
both!(a_list_of_diagnoses_is_taken_in_whole_or_not_at_all, import);

async fn pay_first(clinic: Clinic) {
    let mut manager = clinic.browser("quanly").await;
    let page = manager.get("/services").await.unwrap().body;
    let service = texts_of(&clinic, "SELECT CAST(id AS TEXT) FROM service WHERE code = 'XN02'").await.remove(0);
    let form = PageForm::find(&page, "/services").unwrap().with(&format!("first-{service}"), "yes");
    manager.post("/services", &form.fields).await.unwrap().done().unwrap();
    let (mut doctor, visit) = in_room(&clinic, "Phạm Văn Thu Trước").await;
    let shown = doctor.get("/services/search?q=ctm%2C%20gm").await.unwrap().body;
    assert!(shown.contains("line-ctm, gm") && shown.contains("Thu trước"), "the line is previewed: {shown}");
    post(&mut doctor, &format!("/visits/{visit}/orders"), &[("service", "line-ctm, gm")]).await;
    let order = texts(
        &clinic,
        "SELECT CAST(o.id AS TEXT) FROM clinical_order o JOIN service s ON s.id = o.service_id WHERE o.visit_id = $1 AND s.code = 'XN02'",
        &visit,
    )
    .await
    .remove(0);
    let mut technician = clinic.browser("ktv").await;
    let page = technician.get(&format!("/orders/{order}")).await.unwrap().body;
    assert!(page.contains("Chưa thu tiền"), "the technician sees it");
    let start = format!("/orders/{order}/start");
    let early = keyed(&start, &[]);
    assert_eq!(technician.post(&start, &early.fields).await.unwrap(), Posted::Conflict);
    let (mut desk, urgency) = (clinic.browser("letan").await, format!("/visits/{visit}/urgency"));
    for (kind, waits) in [("emergency", false), ("usual", true)] {
        post(&mut desk, &urgency, &[("as", kind), ("why", "Khó thở")]).await;
        let page = technician.get(&format!("/orders/{order}")).await.unwrap().body;
        assert_eq!(page.contains("Chưa thu tiền"), waits, "an emergency waits for no payment");
    }
    let mut cashier = clinic.browser("thungan").await;
    let bill = cashier.get(&format!("/visits/{visit}/bill")).await.unwrap().body;
    let pay = PageForm::find(&bill, &format!("/visits/{visit}/payment")).unwrap();
    let pay = pay.with("method", "cash").with("tendered", "9.000.000");
    cashier.post(&pay.action, &pay.fields).await.unwrap().done().unwrap();
    post(&mut technician, &start, &[]).await;
    let page = technician.get(&format!("/orders/{order}")).await.unwrap().body;
    assert!(!page.contains("Chưa thu tiền"));
    clinic.prove().await;
}

async fn import(clinic: Clinic) {
    let mut manager = clinic.browser("quanly").await;
    let count = "SELECT CAST(COUNT(*) AS TEXT) FROM diagnosis";
    let before = texts_of(&clinic, count).await;
    let send = |key: &str, list: &str| {
        format!(
            "--cut\r\nContent-Disposition: form-data; name=\"key\"\r\n\r\n{key}\r\n--cut\r\nContent-Disposition: form-data; \
             name=\"list\"; filename=\"icd.tsv\"\r\nContent-Type: text/plain\r\n\r\n{list}\r\n--cut--\r\n"
        )
    };
    let wrong = send("icd-key-1", "code\ttitle_vi\nQ99.1\tMột\nQ99.2\t\nQ99.1\tHai\n");
    let page = manager.post_multipart("/diagnoses", "cut", wrong).await.unwrap();
    assert_eq!(page.status, 422);
    assert!(
        page.body.contains("Dòng 3") && page.body.contains("Dòng 4") && page.body.contains("dòng 2"),
        "{}",
        page.body
    );
    assert_eq!(texts_of(&clinic, count).await, before, "nothing half imported");
    let right = send("icd-key-2", "code\ttitle_vi\ttitle_en\nQ99.81\tBệnh thử nghiệm\tTest disease\n");
    let page = manager.post_multipart("/diagnoses", "cut", right).await.unwrap();
    assert_eq!(page.location.as_deref(), Some("/diagnoses?new=1&renamed=0"), "{}", page.body);
    let mut doctor = clinic.browser("bacsi1").await;
    assert!(doctor.get("/diagnoses/search?q=benh%20thu").await.unwrap().body.contains("Q99.81"));
    clinic.prove().await;
}

both!(certificates_have_no_gap_however_many_are_issued_at_once, certificates);
both!(an_earlier_note_is_copied_and_templates_are_offered, templates);

async fn certificates(clinic: Clinic) {
    let (mut doctor, visit) = in_room(&clinic, "Lê Thị Chứng Nhận").await;
    let path = format!("/visits/{visit}/certificates");
    let page = doctor.get(&path).await.unwrap().body;
    let form = PageForm { action: path.clone(), fields: Vec::new() };
    let form = form.with("kind", "health").with("reason", "xin việc").with("conclusion", "Đủ sức khoẻ");
    assert!(page.contains("Giấy chứng nhận nghỉ ốm"), "{page}");
    let results = at_once(&doctor, with_own_keys(&form)).await;
    let issued = won(&results);
    assert!(issued > 0, "{results:?}");
    let numbers = texts(
        &clinic,
        "SELECT CAST(c.number AS TEXT) FROM certificate c WHERE c.visit_id = $1 ORDER BY c.number",
        &visit,
    )
    .await;
    let first: i64 = numbers[0].parse().unwrap();
    let expected: Vec<String> = (first..first + issued as i64).map(|n| n.to_string()).collect();
    assert_eq!(numbers, expected);
    let id =
        texts(&clinic, "SELECT CAST(MIN(id) AS TEXT) FROM certificate WHERE visit_id = $1", &visit).await.remove(0);
    let paper = doctor.get(&format!("/certificates/{id}")).await.unwrap();
    assert!(paper.body.starts_with("%PDF"), "the paper is drawn");
    let leave = [("kind", "sick_leave"), ("from_day", "2026-11-25"), ("to_day", "2026-11-27")];
    let there = post(&mut doctor, &path, &leave).await;
    let page = doctor.get(&there).await.unwrap().body;
    assert!(page.contains("Đã cấp NO26-") && page.contains("25/11/2026"), "what was issued is said, with its days");
    let over = keyed(&path, &[("kind", "sick_leave"), ("from_day", "2026-11-27"), ("to_day", "2026-11-28")]);
    assert!(
        doctor.post(&path, &over.fields).await.unwrap_err().contains("422"),
        "two papers for one day are asked about"
    );
    post(&mut doctor, &format!("/certificates/{id}/void"), &[("why", "nhầm"), ("visit", &visit)]).await;
    assert!(doctor.get(&path).await.unwrap().body.contains("Đã huỷ"));
    clinic.prove().await;
}

async fn templates(clinic: Clinic) {
    let (mut doctor, visit) = in_room(&clinic, "Lê Văn Mẫu").await;
    let fields = [
        ("shortcut", "zhc"),
        ("title", "Khám hô hấp"),
        ("part", "findings"),
        ("body", "Phổi trong"),
        ("clinic", "yes"),
    ];
    let there = post(&mut doctor, "/note-templates", &fields).await;
    let page = doctor.get(&there).await.unwrap().body;
    assert!(page.contains("data-toast") && page.contains("Đã lưu /zhc Khám hô hấp."), "what was done is said");
    let again = keyed("/note-templates", &fields);
    assert!(
        doctor.post("/note-templates", &again.fields).await.unwrap_err().contains("422"),
        "asked to change that one"
    );
    let found = doctor.get("/note-templates/search?part=findings&q=zh").await.unwrap().body;
    assert!(found.contains("data-insert=\"Phổi trong\""), "{found}");
    let mut other = clinic.browser("bacsi2").await;
    assert!(other.get("/note-templates/search?part=findings&q=zh").await.unwrap().body.contains("Phổi trong"));
    assert!(!other.get("/note-templates/search?part=advice&q=zh").await.unwrap().body.contains("Phổi trong"));
    let page = doctor.get(&format!("/visits/{visit}/chart")).await.unwrap().body;
    assert!(page.contains("data-macros=\"/note-templates/search\""));
    kept(&mut doctor, &visit).await;
}

/// From the chart to what is kept, changing it, and back to the patient.
async fn kept(doctor: &mut Browser, visit: &str) {
    let chart = format!("/visits/{visit}/chart");
    let page = doctor.get(&chart).await.unwrap().body;
    for shelf in ["/note-templates", "/order-sets"] {
        assert!(page.contains(&format!("href=\"{shelf}?visit={visit}\"")), "{shelf} knows the patient");
    }
    let list = doctor.get(&format!("/note-templates?visit={visit}")).await.unwrap().body;
    assert!(list.contains(&format!("href=\"{chart}\"")), "the way back");
    let mine = kham::bench::forms::all_with_prefix(&list, "href", "/note-templates/");
    let one = doctor.get(mine.last().unwrap()).await.unwrap().body;
    let form = PageForm::find(&one, "/note-templates").unwrap();
    let value = |name: &str| form.fields.iter().find(|(n, _)| n == name).map(|(_, v)| v.clone()).unwrap_or_default();
    assert!(!value("body").is_empty() && !value("shortcut").is_empty(), "it stands in the form");
    let changed = form.clone().with("title", "Tên khác");
    let there = doctor.post(&changed.action, &changed.fields).await.unwrap().done().unwrap();
    assert!(there.contains(&format!("visit={visit}")), "{there}");
    let page = doctor.get(&there).await.unwrap().body;
    assert!(page.contains(&format!("Đã lưu /{} Tên khác.", value("shortcut"))) && page.contains("data-confirm"));
    let stale = form.clone().with("title", "Cũ").with("key", "stale-template-1");
    assert_eq!(doctor.post(&stale.action, &stale.fields).await.unwrap(), Posted::Conflict);
    let removal = PageForm::find(&page, &format!("/note-templates/{}/removal", value("id"))).unwrap();
    let there = doctor.post(&removal.action, &removal.fields).await.unwrap().done().unwrap();
    assert!(doctor.get(&there).await.unwrap().body.contains("Đã xoá."));

    let set = [("name", "Gói thử"), ("services", "ctm, gm"), ("visit", visit)];
    let there = post(doctor, "/order-sets", &set).await;
    let page = doctor.get(&there).await.unwrap().body;
    assert!(page.contains("Đã lưu Gói thử.") && page.contains(&format!("href=\"{chart}\"")), "{there}");
    let twice = keyed("/order-sets", &set);
    assert!(doctor.post("/order-sets", &twice.fields).await.unwrap_err().contains("422"), "one name is one set");
    let id = there.split("done=").nth(1).unwrap().split('&').next().unwrap();
    let one = doctor.get(&format!("/order-sets/{id}")).await.unwrap().body;
    assert!(one.contains("name=\"keep\"") && one.contains("value=\"Gói thử\""), "{one}");
}

both!(five_hundred_visits_are_one_small_page_and_the_older_ones_follow, long_history);

/// Visits of years, each with its note, diagnosis and signature, written beneath the acts.
const PAST: &str = "INSERT INTO visit (id, branch_id, patient_id, service_id, doctor_id, room_id, day, ticket_prefix, ticket_number, state, reason, \
     arrived_at, arrived_by, called_at, called_by, finished_at, finished_by, due_vnd, priority) \
     SELECT v.id - $2, v.branch_id, v.patient_id, v.service_id, v.doctor_id, v.room_id, v.day, 'ZZ', CAST($3 AS BIGINT), 'finished', 'Ho', v.arrived_at - $4, v.arrived_by, \
     v.arrived_at - $4, v.called_by, v.arrived_at - $4, v.called_by, 0, v.priority FROM visit v WHERE v.id = $1";

/// Five hundred earlier visits with notes and diagnoses for the patient of a visit.
pub async fn five_hundred_visits(clinic: &Clinic, visit: &str) {
    let id: i64 = visit.parse().unwrap();
    clinic
        .house
        .db
        .write(move |tx| {
            for n in 1..=500_i64 {
                let other = n * 86_400_000;
                tx.run_one(PAST, &[&id, &other, &n, &other])?;
                tx.run_one(
                    "INSERT INTO note (visit_id, reason, symptoms, findings, advice, version, saved_at, saved_by) \
                     SELECT $1, 'Ho', 'Ho ba ngày', 'Phổi trong', 'Uống nước', 1, saved_at, saved_by FROM note WHERE visit_id = $2",
                    &[&(id - other), &id],
                )?;
                tx.run_one("INSERT INTO visit_diagnosis (visit_id, position, code) VALUES ($1, 1, 'J20.9')", &[&(id - other)])?;
            }
            Ok(())
        })
        .await
        .unwrap();
}

async fn long_history(clinic: Clinic) {
    let (mut doctor, visit) = in_room(&clinic, "Lê Thị Năm Trăm").await;
    let alone = doctor.get(&format!("/visits/{visit}/chart")).await.unwrap().body.len();
    five_hundred_visits(&clinic, &visit).await;
    let page = doctor.get(&format!("/visits/{visit}/chart")).await.unwrap().body;
    let gzipped = {
        use std::io::Write as _;
        let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        out.write_all(page.as_bytes()).unwrap();
        out.finish().unwrap().len()
    };
    println!("chart: {alone} bytes with no past, {} with 500 visits, {gzipped} gzipped", page.len());
    assert!(gzipped <= 80 * 1024, "{gzipped} bytes gzipped");
    let (mut next, mut seen) = (
        kham::bench::forms::first_with_prefix(&page, "href", &format!("/visits/{visit}/history")).map(str::to_owned),
        12,
    );
    while let Some(path) = next {
        let page = doctor.get(&path).await.unwrap().body;
        seen += page.matches("class=\"k-ok\"").count();
        next = kham::bench::forms::first_with_prefix(&page, "href", &format!("/visits/{visit}/history"))
            .map(str::to_owned);
    }
    assert_eq!(seen, 500, "every older visit follows, none twice");
}

both!(an_act_is_answered_with_the_parts_that_it_changes, parts);

async fn parts(clinic: Clinic) {
    let (mut doctor, visit) = in_room(&clinic, "Lê Thị Một Phần").await;
    let path = format!("/visits/{visit}/chart");
    let whole = doctor.get(&path).await.unwrap().body;
    doctor.target("#dx #finish");
    let part = doctor.get(&path).await.unwrap().body;
    for id in [
        "id=\"draft\"",
        "id=\"dx\"",
        "id=\"orders\"",
        "id=\"order-form\"",
        "id=\"finish\"",
        "id=\"follow-up\"",
        "id=\"dx-add\"",
    ] {
        assert!(whole.contains(id) && part.contains(id), "{id}");
    }
    assert!(!part.contains("class=\"app\"") && !part.contains("id=\"tl-h\""), "neither the shell nor the history");
    assert!(part.len() < whole.len(), "{} of {} bytes", part.len(), whole.len());
    println!("chart: {} bytes, its parts {}", whole.len(), part.len());
}
