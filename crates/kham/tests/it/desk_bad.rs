//! What must not happen at the doctor's desk, on both databases: markup in any of its fields, a follow-up in the past, two
//! people who save one note.

use crate::both;
use crate::desk::{in_room, keyed, texts};
use crate::harness::Clinic;
use crate::races::{at_once, with_own_keys, won};
use ground::web::percent;
use kham::bench::forms::PageForm;
use kham::bench::http::{Browser, Page};

both!(markup_in_any_field_of_the_desk_and_the_record_stays_text, markup);
both!(a_follow_up_in_the_past_is_refused_at_its_field, in_the_past);
both!(two_people_who_save_one_note_lose_nothing, two_savers);

const MARKUP: &str = "<img src=x onerror=alert(1)>";
const ESCAPED: &str = "&lt;img src=x";

fn encoded(form: &PageForm) -> String {
    form.fields.iter().map(|(n, v)| format!("{}={}", percent(n), percent(v))).collect::<Vec<_>>().join("&")
}

/// Sends a form whose empty values are the markup; gives the answer, which is no fault and holds no markup.
async fn send(browser: &mut Browser, path: &str, fields: &[(&str, &str)]) -> Page {
    let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (*n, if v.is_empty() { MARKUP } else { *v })).collect();
    let answer = browser.post_raw(path, encoded(&keyed(path, &fields))).await.unwrap();
    assert!(!answer.status.is_server_error(), "{path} answers {}", answer.status);
    assert!(!answer.body.contains("<img src=x"), "{path} draws markup");
    answer
}

/// What is typed at a visit, with its address behind that of the visit; an empty value is the markup.
const AT_VISIT: &[(&str, &[(&str, &str)])] = &[
    ("diagnoses", &[("diagnosis_text", "")]),
    ("diagnoses", &[("diagnosis", "")]),
    ("orders", &[("service", "line-ctm"), ("question", "")]),
    ("orders", &[("service_text", "")]),
    ("prescription", &[("line", "para500 1-1-1 3n <img src=x onerror=alert(1)>")]),
    ("prescription", &[("line", "")]),
    ("prescription", &[("medicine_text", ""), ("morning", ""), ("days", ""), ("instruction", "")]),
    ("allergies", &[("allergen", "class:penicillin"), ("severity", "mild"), ("reaction", "")]),
    ("allergies", &[("allergen", ""), ("severity", "")]),
    ("safety-facts", &[("pregnancy_week", ""), ("egfr", ""), ("seen", "-")]),
    ("follow-up", &[("follow_day", ""), ("follow_time", "")]),
    ("hand-over", &[("doctor", ""), ("hand_reason", ""), ("seen_state", "in_room")]),
    ("certificates", &[("kind", "health"), ("reason", ""), ("summary", ""), ("conclusion", "")]),
    ("certificates", &[("kind", "transfer"), ("place", ""), ("reason", ""), ("summary", "")]),
    ("certificates", &[("kind", "sick_leave"), ("from_day", ""), ("to_day", ""), ("summary", "")]),
    ("prescription/templates", &[("template_title", "")]),
    ("prescription/child", &[("guardian", ""), ("weight", "")]),
    ("copy", &[("from", "")]),
];

/// The same of what a doctor keeps.
const SHELVES: &[(&str, &[(&str, &str)])] = &[
    ("/note-templates", &[("shortcut", "zimg"), ("title", ""), ("part", "findings"), ("body", "")]),
    ("/order-sets", &[("name", ""), ("services", "ctm")]),
    ("/order-sets", &[("name", ""), ("services", "")]),
    ("/prescription-templates", &[("title", ""), ("codes", "J20.9"), ("lines", "para500 1-1-1 3n <img src=x>")]),
];

/// The same of what is known beyond a visit.
const OF_PATIENT: &[(&str, &[(&str, &str)])] = &[
    ("problems", &[("problem_text", ""), ("words", ""), ("onset", "")]),
    ("problems", &[("problem_text", ""), ("words", "")]),
    ("family", &[("relative", "mother"), ("illness", ""), ("age", "50")]),
    ("allergies", &[("allergen", "class:nsaid"), ("severity", "mild"), ("reaction", "")]),
];

async fn markup(clinic: Clinic) {
    let (mut doctor, visit) = in_room(&clinic, "Lê Thị Đánh Dấu").await;
    let patient = texts(&clinic, "SELECT CAST(patient_id AS TEXT) FROM visit WHERE id = $1", &visit).await.remove(0);
    let (at, of) = (format!("/visits/{visit}"), format!("/patients/{patient}"));
    let page = doctor.get(&format!("{at}/chart")).await.unwrap().body;
    let note = PageForm::find(&page, &format!("{at}/note")).unwrap();
    let value = |name: &str| note.fields.iter().find(|(n, _)| n == name).map(|(_, v)| v.clone()).unwrap();
    let (version, staff) = (value("version"), value("staff"));
    let texts_of_note =
        [("reason", ""), ("symptoms", ""), ("findings", ""), ("advice", ""), ("version", &version), ("staff", &staff)];
    assert_eq!(send(&mut doctor, &format!("{at}/note"), &texts_of_note).await.status, 303, "a note may say anything");
    let mut nurse = clinic.browser("dieuduong").await;
    for (path, fields) in AT_VISIT {
        send(&mut doctor, &format!("{at}/{path}"), fields).await;
    }
    send(&mut nurse, &format!("{at}/vitals"), &[("pulse", ""), ("weight", ""), ("systolic", ""), ("diastolic", "")])
        .await;
    for (path, fields) in SHELVES {
        send(&mut doctor, path, fields).await;
    }
    for (path, fields) in OF_PATIENT {
        send(&mut doctor, &format!("{of}/{path}"), fields).await;
    }
    let order =
        texts(&clinic, "SELECT CAST(MIN(id) AS TEXT) FROM clinical_order WHERE visit_id = $1", &visit).await.remove(0);
    send(&mut doctor, &format!("/orders/{order}/cancellation"), &[("cancel_reason", ""), ("visit", &visit)]).await;
    let paper =
        texts(&clinic, "SELECT CAST(MIN(id) AS TEXT) FROM certificate WHERE visit_id = $1", &visit).await.remove(0);
    send(&mut doctor, &format!("/certificates/{paper}/void"), &[("why", ""), ("visit", &visit)]).await;
    let mut manager = clinic.browser("quanly").await;
    send(&mut manager, &format!("{of}/opening"), &[("reason", "")]).await;
    seen_as_text(&mut doctor, &at, &of).await;
    let readers = manager.get(&format!("{of}/privacy")).await.unwrap().body;
    assert!(readers.contains(ESCAPED) && !readers.contains("<img src=x"), "the reason of an opening");
    signed_and_amended(&mut doctor, &at).await;
    clinic.prove().await;
}

/// The note is signed with what it says, and amended for a reason.
async fn signed_and_amended(doctor: &mut Browser, at: &str) {
    let page = doctor.get(&format!("{at}/chart")).await.unwrap().body;
    let note = PageForm::find(&page, &format!("{at}/note")).unwrap();
    send_form(doctor, &PageForm { action: format!("{at}/closure"), ..note }).await;
    let page = doctor.get(&format!("{at}/chart")).await.unwrap().body;
    let amend = PageForm::find(&page, &format!("{at}/amendment"))
        .unwrap()
        .with("why", MARKUP)
        .with("findings", format!("Khác {MARKUP}"));
    send_form(doctor, &amend).await;
    let signed = doctor.get(&format!("{at}/chart")).await.unwrap().body;
    assert!(signed.matches(ESCAPED).count() > 4 && !signed.contains("<img src=x"), "two versions with their reason");
}

async fn send_form(browser: &mut Browser, form: &PageForm) {
    let answer = browser.post_raw(&form.action, encoded(form)).await.unwrap();
    assert_eq!(answer.status, 303, "{}", form.action);
}

/// Every page that shows what was typed shows it, as text.
async fn seen_as_text(doctor: &mut Browser, at: &str, of: &str) {
    let typed = percent(MARKUP);
    let shown = [
        format!("{at}/chart"),
        format!("{at}/certificates"),
        "/note-templates".to_owned(),
        "/order-sets".to_owned(),
        "/prescription-templates".to_owned(),
        of.to_owned(),
        format!("{of}/background"),
        format!("{of}?q={typed}"),
    ];
    let besides = [
        format!("{of}/privacy"),
        format!("{of}/charts"),
        format!("{of}/at"),
        "/consultation".to_owned(),
        format!("/diagnoses/search?q={typed}"),
        format!("/services/search?q={typed}"),
        format!("/services/search?q={}", percent("ctm, <img src=x>")),
        format!("/medicines/search?q={typed}"),
        format!("/allergens/search?q={typed}"),
        format!("/doctors/search?q={typed}"),
        "/note-templates/search?part=findings&q=zimg".to_owned(),
        format!("/note-templates/search?part=findings&q={typed}"),
        format!("{at}/prescription/line?line={}", percent("para500 1-1-1 3n <img src=x>")),
    ];
    for path in &shown {
        assert!(doctor.get(path).await.unwrap().body.contains(ESCAPED), "{path} shows what was typed");
    }
    for path in shown.iter().chain(&besides) {
        let page = doctor.open(path).await.unwrap();
        assert!(!page.status.is_server_error() && !page.body.contains("<img src=x"), "{path} answers {}", page.status);
    }
}

async fn in_the_past(clinic: Clinic) {
    let (mut doctor, visit) = in_room(&clinic, "Lê Văn Hẹn Hôm Qua").await;
    let path = format!("/visits/{visit}/follow-up");
    for (field, value) in [
        ("follow_day", "2020-02-02"),
        ("follow_day", "01/01/2020"),
        ("follow_day", "2026-11-24"),
        ("in_days", "-3"),
        ("in_days", "0"),
    ] {
        let answer = doctor.post_raw(&path, encoded(&keyed(&path, &[(field, value), ("by", "day")]))).await.unwrap();
        assert_eq!(answer.status, 422, "{field}={value}");
    }
    let booked = texts(
        &clinic,
        "SELECT CAST(follow_up_id AS TEXT) FROM visit WHERE id = $1 AND follow_up_id IS NOT NULL",
        &visit,
    )
    .await;
    assert!(booked.is_empty(), "{booked:?}");
    clinic.prove().await;
}

async fn two_savers(clinic: Clinic) {
    const TURNS: usize = 25;
    let (mut first, visit) = in_room(&clinic, "Lê Thị Hai Người Ghi").await;
    let mut second = clinic.browser("bacsi2").await;
    let action = format!("/visits/{visit}/note");
    let mut pages = Vec::new();
    for (name, browser) in [("a", &mut first), ("b", &mut second)] {
        let page = browser.get(&format!("/visits/{visit}/chart")).await.unwrap().body;
        let form = PageForm::find(&page, &action).unwrap().with("page", format!("page-{name}"));
        pages.push((name, browser.again(), form));
    }
    let typing = pages.into_iter().map(|(name, mut browser, form)| {
        let draft = format!("/visits/{visit}/draft");
        tokio::spawn(async move {
            for turn in 1..=TURNS {
                let typed = form.clone().with("turn", turn.to_string()).with("symptoms", format!("{name} gõ {turn}"));
                let answer = browser.post_raw(&draft, encoded(&typed)).await.unwrap();
                assert!(!answer.status.is_server_error(), "{}", answer.status);
            }
        })
    });
    for task in typing.collect::<Vec<_>>() {
        task.await.unwrap();
    }
    let stands = texts(&clinic, "SELECT symptoms FROM note WHERE visit_id = $1", &visit).await;
    let aside = texts(&clinic, "SELECT symptoms FROM note_aside WHERE visit_id = $1", &visit).await;
    for last in [format!("a gõ {TURNS}"), format!("b gõ {TURNS}")] {
        assert!(stands.contains(&last) || aside.contains(&last), "{last} is in neither {stands:?} nor {aside:?}");
    }
    assert_eq!(stands.len(), 1);
    clinic.prove().await;
}

both!(what_must_not_be_overlooked_stands_in_the_banner_and_beside_an_order, banner);

/// An earlier visit of which something is owed, with its vitals.
const EARLIER: &str = "INSERT INTO visit (id, branch_id, patient_id, service_id, doctor_id, room_id, day, ticket_prefix, ticket_number, state, reason, \
     arrived_at, arrived_by, called_at, called_by, finished_at, finished_by, due_vnd, priority) \
     SELECT v.id - 1, v.branch_id, v.patient_id, v.service_id, v.doctor_id, v.room_id, v.day, 'ZZ', 1, 'finished', 'Ho', v.arrived_at - 86400000, v.arrived_by, \
     v.arrived_at - 86400000, v.called_by, v.arrived_at - 86400000, v.called_by, 50000, v.priority FROM visit v WHERE v.id = $1";
const VITALS: &str = "INSERT INTO vitals (id, visit_id, patient_id, taken_at, taken_by, systolic_mmhg, diastolic_mmhg, weight_milli, height_milli) \
     SELECT CAST($2 AS BIGINT), v.id, v.patient_id, v.arrived_at, v.arrived_by, CAST($3 AS BIGINT), 80, CAST($4 AS BIGINT), 1600 FROM visit v WHERE v.id = $1";
const KNOWN: &str = "UPDATE patient SET sex = 'female', birth_year = 1990, birth_day = NULL, conditions = 'Hen phế quản', insurer_id = (SELECT MIN(id) FROM insurer WHERE kind = 'national'), \
     insurance_number = 'DN401', insurance_until = '2026-01-31' WHERE id = (SELECT patient_id FROM visit WHERE id = $1)";

async fn banner(clinic: Clinic) {
    let (mut doctor, visit) = in_room(&clinic, "Lê Thị Đầu Trang").await;
    let id: i64 = visit.parse().unwrap();
    let written = clinic.house.db.write(move |tx| {
        tx.run_one(KNOWN, &[&id])?;
        tx.run_one(EARLIER, &[&id])?;
        for (at, pressure, weight) in [(id - 1, 118_i64, 52_000_i64), (id, 132, 55_500)] {
            let new = tx.new_id();
            tx.run_one(VITALS, &[&at, &new, &pressure, &weight])?;
        }
        Ok(())
    });
    written.await.unwrap();
    let facts = [("pregnancy_week", "12"), ("egfr", "25"), ("seen", "-")];
    send(&mut doctor, &format!("/visits/{visit}/safety-facts"), &facts).await;
    let page = doctor.get(&format!("/visits/{visit}/chart")).await.unwrap().body;
    for told in ["Thai 12 tuần", "eGFR 25", "Hen phế quản", "hết hạn 31/01/2026", "Còn nợ", "50.000", "36 tuổi"]
    {
        assert!(page.contains(told), "the banner says {told}");
    }
    let trends = page.split("id=\"trends\"").nth(1).unwrap().split("</section>").next().unwrap();
    assert!(trends.contains("class=\"spark\"") && trends.contains("55,5") && trends.contains("118"), "{trends:.1500}");
    let set = clinic
        .house
        .db
        .write(|tx| Ok(tx.run_one("UPDATE service SET insured = TRUE, pay_first = TRUE WHERE code = 'XN02'", &[])?));
    set.await.unwrap();
    let offered = doctor.get("/services/search?q=gm").await.unwrap().body;
    assert!(offered.contains("30.000") && offered.contains("BHYT") && offered.contains("Thu trước"), "{offered}");
    send(&mut doctor, &format!("/visits/{visit}/orders"), &[("service", "line-gm")]).await;
    let orders = |page: &str| page.split("id=\"orders\"").nth(1).unwrap().split("</table>").next().unwrap().to_owned();
    for (lang, insured, lapsed) in [("vi", "BHYT", "hết hạn 31/01/2026"), ("en", "Insured", "lapsed 31/01/2026")] {
        doctor.speak(lang);
        let page = doctor.get(&format!("/visits/{visit}/chart")).await.unwrap().body;
        let order = orders(&page);
        assert!(order.contains("30") && !order.contains(insured), "a card that is over pays nothing: {order}");
        assert!(page.contains(lapsed), "a card that is over is told as such in {lang}");
    }
    let valid =
        "UPDATE patient SET insurance_until = '2027-01-31' WHERE id = (SELECT patient_id FROM visit WHERE id = $1)";
    clinic.house.db.write(move |tx| Ok(tx.run_one(valid, &[&id])?)).await.unwrap();
    doctor.speak("vi");
    let page = doctor.get(&format!("/visits/{visit}/chart")).await.unwrap().body;
    assert!(page.contains("đến 31/01/2027") && !page.contains("hết hạn"), "one that holds until when it does");
    assert!(orders(&page).contains("BHYT"), "what insurance pays is said beside the order");
}

both!(one_name_is_one_set_and_one_shortcut_one_text_however_many_make_it, one_name);

async fn one_name(clinic: Clinic) {
    let (doctor, _) = in_room(&clinic, "Lê Thị Một Tên").await;
    for (path, fields) in [
        ("/order-sets", &[("name", "Gói đua"), ("services", "ctm, gm"), ("clinic", "yes")][..]),
        ("/order-sets", &[("name", "Gói riêng"), ("services", "ctm")]),
        ("/note-templates", &[("shortcut", "zdua"), ("title", "Đua"), ("part", ""), ("body", "a"), ("clinic", "yes")]),
        ("/note-templates", &[("shortcut", "zrieng"), ("title", "Riêng"), ("part", ""), ("body", "a")]),
    ] {
        let own = with_own_keys(&keyed(path, fields)).into_iter().enumerate();
        let forms = own.map(|(n, form)| form.with("key", format!("{}-{}-{n:04}", &path[1..], fields[0].1.len())));
        let results = at_once(&doctor, forms.collect()).await;
        assert_eq!(won(&results), 1, "{path}: {results:?}");
    }
    clinic.prove().await;
}
