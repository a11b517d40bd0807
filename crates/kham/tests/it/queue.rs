//! One fair queue over HTTP, on both databases: calling is race-safe, the television is paired by a code and shows no
//! name, and a ticket's own page tells a place and nobody's person.

use crate::both;
use crate::harness::Clinic;
use crate::live::heard;
use bricks::id::VisitId;
use ground::access::proof::{self, Purpose};
use kham::bench::forms::{PageForm, first_with_prefix};
use kham::bench::http::{Browser, Posted};
use std::time::Duration;

const AT_ONCE: usize = 20;

both!(twenty_who_call_the_next_call_one_patient_each_or_are_refused, call_next_race);
both!(twenty_calls_again_at_once_are_one, call_again_race);
both!(a_screen_is_paired_by_its_code_and_shows_no_full_name, pairing);
both!(codes_are_not_tried_out, guessing);
both!(a_tickets_page_shows_a_place_and_nobodys_person_and_ends_with_the_day, ticket_page);
both!(a_patient_who_does_not_come_is_put_back_and_called_later, put_back);
both!(the_rule_is_read_by_all_and_set_by_who_manages, rule);
both!(who_gets_worse_while_waiting_goes_first_everywhere_and_can_be_put_back, urgency);

async fn count(clinic: &Clinic, sql: &'static str) -> i64 {
    clinic.house.db.read(move |tx| Ok(tx.one::<i64>(sql, &[])?)).await.unwrap().unwrap()
}

async fn run(clinic: &Clinic, sql: &'static str) {
    clinic.house.db.write(move |tx| Ok(tx.run(sql, &[]).map(|_| ())?)).await.unwrap();
}

async fn at_once(browser: &Browser, action: &str, fields: &[(&str, &str)]) -> Vec<Result<Posted, String>> {
    let posts = (0..AT_ONCE).map(|n| {
        let (mut browser, action) = (browser.again(), action.to_owned());
        let mut fields: Vec<(String, String)> =
            fields.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
        fields.push(("key".to_owned(), format!("queue-race-{n:04}-{}", fields.len())));
        tokio::spawn(async move { browser.post(&action, &fields).await })
    });
    let posts: Vec<_> = posts.collect();
    let mut out = Vec::new();
    for post in posts {
        out.push(post.await.unwrap());
    }
    out
}

fn done(results: &[Result<Posted, String>]) -> Vec<String> {
    let place = |result: &Result<Posted, String>| match result {
        Ok(Posted::Done(location)) => Some(location.clone()),
        Ok(Posted::Conflict) => None,
        Err(wrong) => panic!("{wrong}"),
    };
    results.iter().filter_map(place).collect()
}

async fn call_next_race(clinic: Clinic) {
    let mut doctor = clinic.browser("bacsi1").await;
    let page = doctor.get("/consultation").await.unwrap().body;
    let form = PageForm::find(&page, "/consultation/next").unwrap();
    let first = form.fields.iter().find(|(n, _)| n == "visit").unwrap().1.clone();
    // All saw the same patient as the next one: one of them calls.
    let won = done(&at_once(&doctor, "/consultation/next", &[("visit", &first)]).await);
    assert_eq!(won, [format!("/visits/{first}/chart")]);
    // Nobody says whom they saw: each call takes another patient, until nobody waits.
    let waiting = count(
        &clinic,
        "SELECT COUNT(*) FROM visit v JOIN resource d ON d.id = v.doctor_id \
         WHERE v.state = 'waiting' AND d.ticket_prefix = 'A'",
    )
    .await;
    let before = count(&clinic, "SELECT COUNT(*) FROM call WHERE number = 1").await;
    let mut won = done(&at_once(&doctor, "/consultation/next", &[]).await);
    let calls = won.len();
    won.sort();
    won.dedup();
    assert_eq!(won.len(), calls, "nobody is called twice: {won:?}");
    assert!(i64::try_from(calls).unwrap() >= waiting, "{calls} of {waiting}");
    let after = count(&clinic, "SELECT COUNT(*) FROM call WHERE number = 1").await;
    assert_eq!(after - before, i64::try_from(calls).unwrap());
    clinic.prove().await;
}

/// Calls the first patient of the first doctor in, and gives the visit.
async fn called(doctor: &mut Browser) -> String {
    let page = doctor.get("/consultation").await.unwrap().body;
    let form = PageForm::find(&page, "/consultation/next").unwrap();
    let location = doctor.post("/consultation/next", &form.fields).await.unwrap().done().unwrap();
    location.chars().filter(char::is_ascii_digit).collect()
}

async fn call_again_race(clinic: Clinic) {
    let mut doctor = clinic.browser("bacsi1").await;
    let visit = called(&mut doctor).await;
    run(&clinic, "UPDATE visit SET last_call_at = last_call_at - 60000 WHERE last_call_at = (SELECT MAX(last_call_at) FROM visit)").await;
    let won = done(&at_once(&doctor, &format!("/visits/{visit}/calls"), &[]).await);
    assert_eq!(won.len(), 1, "{won:?}");
    assert_eq!(count(&clinic, "SELECT MAX(number) FROM call").await, 2);
}

async fn put_back(clinic: Clinic) {
    let mut doctor = clinic.browser("bacsi1").await;
    let waits = "SELECT MIN(v.id) FROM visit v JOIN resource d ON d.id = v.doctor_id WHERE v.state = 'waiting' AND d.ticket_prefix = 'A'";
    let visit = count(&clinic, waits).await;
    let call = [("key".to_owned(), "first-call-0001".to_owned())];
    doctor.post(&format!("/visits/{visit}/call"), &call).await.unwrap().done().unwrap();
    let due = "SELECT CAST(COALESCE(SUM(due_vnd), 0) AS BIGINT) FROM visit WHERE state = 'in_room'";
    let owed = count(&clinic, due).await;
    let chart = doctor.get(&format!("/visits/{visit}/chart")).await.unwrap().body;
    assert!(PageForm::find(&chart, &format!("/visits/{visit}/calls")).is_ok(), "the chart offers to call again");
    let early = doctor.post(&format!("/visits/{visit}/put-back"), &[("key".into(), "put-back-early".into())]).await;
    assert_eq!(early, Ok(Posted::Conflict));
    for n in 2..=3 {
        run(&clinic, "UPDATE visit SET last_call_at = last_call_at - 60000 WHERE last_call_at = (SELECT MAX(last_call_at) FROM visit)").await;
        let key = format!("call-again-{n:04}");
        let again =
            doctor.post(&format!("/visits/{visit}/calls"), &[("key".into(), key), ("list".into(), "1".into())]).await;
        assert_eq!(again, Ok(Posted::Done("/consultation".to_owned())));
    }
    let list = doctor.get("/consultation").await.unwrap().body;
    let form = PageForm::find(&list, &format!("/visits/{visit}/put-back")).unwrap();
    doctor.post(&form.action, &form.fields).await.unwrap().done().unwrap();
    assert!(count(&clinic, due).await < owed, "what the call charged is taken back");
    let list = doctor.get("/consultation").await.unwrap().body;
    assert!(list.contains("Vắng khi gọi, xếp lại"));
    assert!(PageForm::find(&list, &format!("/visits/{visit}/call")).is_ok(), "the patient waits again");
    clinic.prove().await;
}

/// A television that shows a code, and the code.
pub async fn television(clinic: &Clinic) -> (Browser, String) {
    let mut tv = Browser::new(&clinic.host);
    assert!(tv.open("/tv").await.unwrap().cookie.is_none(), "looking sets no cookie");
    let page = tv.post_raw("/tv/code", String::new()).await.unwrap();
    let cookie = page.cookie.unwrap();
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{cookie}");
    tv.carry(&cookie);
    let page = tv.get("/tv").await.unwrap().body;
    let code = page.split("<p class=\"code\">").nth(1).unwrap().split('<').next().unwrap().to_owned();
    (tv, code)
}

async fn enter(desk: &mut Browser, code: &str, key: &str) -> u16 {
    let body = format!("key={key}&code={code}&name=S%E1%BA%A3nh&names=on");
    desk.post_raw("/office/screens", body).await.unwrap().status.as_u16()
}

async fn pairing(clinic: Clinic) {
    let (mut tv, code) = television(&clinic).await;
    assert_eq!(tv.open("/tv/live").await.unwrap().status.as_u16(), 404, "no stream before the pairing");
    let mut desk = clinic.browser("letan").await;
    assert_eq!(enter(&mut desk, &code.to_lowercase(), "pair-0001").await, 303);
    let again = enter(&mut desk, &code, "pair-0002").await;
    assert_eq!(again, 422, "a code pairs one screen");
    let mut doctor = clinic.browser("bacsi1").await;
    called(&mut doctor).await;
    let board = tv.get("/tv").await.unwrap().body;
    assert!(board.contains("data-state=\"board\"") && board.contains("***") && board.contains("data-call="), "{board}");
    let names =
        clinic.house.db.read(|tx| Ok(tx.all::<String>("SELECT DISTINCT name FROM patient", &[])?)).await.unwrap();
    for name in names {
        assert!(!board.contains(&name), "{name} stands on the board");
    }
    let screens = desk.get("/office/screens").await.unwrap().body;
    let action = first_with_prefix(&screens, "action", "/office/screens/").unwrap().to_owned();
    let form = PageForm::find(&screens, &action).unwrap();
    desk.post(&action, &form.fields).await.unwrap().done().unwrap();
    let board = tv.get("/tv").await.unwrap().body;
    assert!(board.contains("data-state=\"wish\""), "an unpaired screen shows nothing any more");
    assert_eq!(count(&clinic, "SELECT COUNT(*) FROM audit WHERE act IN ('pair_screen', 'unpair_screen')").await, 2);
}

async fn guessing(clinic: Clinic) {
    let (_, code) = television(&clinic).await;
    let mut desk = clinic.browser("letan").await;
    for n in 0..10 {
        let status = enter(&mut desk, "AAAAAA", &format!("guess-{n:04}")).await;
        assert_eq!(status, 422);
    }
    let page = desk.post_raw("/office/screens", format!("key=guess-last&code={code}&name=X")).await.unwrap();
    assert_eq!(page.status.as_u16(), 422);
    assert!(page.body.contains("15 phút"), "even the right code waits now");
    assert!(page.body.contains(&code), "what was typed stays");
    for _ in 0..40 {
        Browser::new(&clinic.host).post_raw("/tv/code", String::new()).await.unwrap();
    }
    assert!(count(&clinic, "SELECT COUNT(*) FROM pairing").await <= 30);
}

async fn link(clinic: &Clinic, visit: i64) -> String {
    let id = VisitId::from_raw(visit).to_string();
    let about = id.clone();
    let proof = clinic.house.db.read(move |tx| proof::prove(tx, Purpose::VisitPage, &about)).await.unwrap();
    format!("/t/{id}/{proof}")
}

async fn ticket_page(clinic: Clinic) {
    let visit = count(&clinic, "SELECT MAX(id) FROM visit WHERE state = 'waiting'").await;
    let path = link(&clinic, visit).await;
    let mut patient = Browser::new(&clinic.host);
    let page = patient.open(&path).await.unwrap();
    assert_eq!((page.status.as_u16(), page.cookie), (200, None));
    assert!(page.body.contains("Người chờ trước bạn"), "{}", page.body);
    let english = patient.get(&format!("{path}?lang=en")).await.unwrap().body;
    assert!(english.contains("People before you") && english.contains("lang=\"en\""));
    let of = "SELECT p.name, p.code, COALESCE(p.phone, p.code) FROM visit v JOIN patient p ON p.id = v.patient_id WHERE v.id = $1";
    let person =
        clinic.house.db.read(move |tx| Ok(tx.one::<(String, String, String)>(of, &[&visit])?)).await.unwrap().unwrap();
    for secret in [&person.0, &person.1, &person.2] {
        assert!(!page.body.contains(secret.as_str()), "{secret} stands on the page");
    }
    let cut = &path[..path.len() - 1];
    let changed = [
        format!("{cut}{}", if path.ends_with('0') { '1' } else { '0' }),
        cut.to_owned(),
        path.replacen("/t/", "/t/1", 1),
    ];
    for wrong in changed {
        assert_eq!(patient.open(&wrong).await.unwrap().status.as_u16(), 404, "{wrong}");
    }
    run(&clinic, "UPDATE visit SET day = '2026-11-23', ticket_prefix = 'Z' WHERE id = (SELECT MAX(id) FROM visit WHERE state = 'waiting')").await;
    let over = patient.get(&path).await.unwrap().body;
    assert!(over.contains("đã hết hạn") && !over.contains("Người chờ trước bạn"));
}

/// Of the first doctor's line, the visit that came last.
const LAST: &str = "SELECT MAX(v.id) FROM visit v JOIN resource d ON d.id = v.doctor_id WHERE v.state = 'waiting' AND d.ticket_prefix = 'A'";
const EMERGENCIES: &str = "SELECT COUNT(*) FROM audit a WHERE a.act = 'set_emergency' AND a.detail = 'Khó thở'";
const TAKEN_BACK: &str = "SELECT COUNT(*) FROM visit WHERE priority = 'emergency' OR emergency_reason <> ''";

/// Whom the first doctor calls next.
async fn next(doctor: &mut Browser) -> String {
    let page = doctor.get("/consultation").await.unwrap().body;
    let form = PageForm::find(&page, "/consultation/next").unwrap();
    form.fields.iter().find(|(n, _)| n == "visit").unwrap().1.clone()
}

async fn urgency(clinic: Clinic) {
    let (mut doctor, mut desk) = (clinic.browser("bacsi1").await, clinic.browser("letan").await);
    let visit = VisitId::from_raw(count(&clinic, LAST).await).to_string();
    let usual = next(&mut doctor).await;
    assert_ne!(usual, visit, "two wait for the doctor");
    let action = format!("/visits/{visit}/urgency");
    let page = desk.get(&format!("/reception?visit={visit}")).await.unwrap().body;
    let form = PageForm::find(&page, &action).unwrap().with("as", "emergency");
    let silent = desk.post_raw(&action, format!("key=urgency-0001&as=emergency&why={}", "x".repeat(20))).await.unwrap();
    assert!(silent.status.as_u16() == 422 && silent.body.contains("f-urgency-error"), "one key held down is no reason");
    assert_eq!(next(&mut doctor).await, usual, "nothing was done");
    let mut screen = doctor.again().listen("/live").await.unwrap();
    heard(&mut screen, "hello").await;
    let led = desk.post(&action, &form.with("why", "Khó thở").fields).await.unwrap().done().unwrap();
    assert!(led.contains(&visit), "{led}");
    tokio::time::timeout(Duration::from_secs(5), heard(&mut screen, "queue"))
        .await
        .expect("the doctor's list hears of it");
    assert_eq!(next(&mut doctor).await, visit, "before who waited longer");
    let panel = doctor.get("/consultation").await.unwrap().body.split("id=\"next-h\"").nth(1).unwrap().to_owned();
    assert!(panel.contains("Khó thở") && panel.contains("siren"), "the panel of the next one says why");
    for (mut who, list) in [(doctor.again(), "/consultation"), (desk.again(), "/reception?tab=waiting")] {
        assert!(who.get(list).await.unwrap().body.contains("Khó thở"), "{list} says why");
    }
    assert_eq!(count(&clinic, EMERGENCIES).await, 1, "the log says why");

    let again = at_once(&desk, &action, &[("as", "emergency"), ("why", "Khó thở")]).await;
    assert!(done(&again).is_empty(), "an emergency is one already");
    let ends = at_once(&desk, &action, &[("as", "usual"), ("why", "Bấm nhầm người")]).await;
    assert_eq!(done(&ends).len(), 1, "of many who take it back at once one does");
    assert_eq!((next(&mut doctor).await, count(&clinic, TAKEN_BACK).await), (usual, 0));
    clinic.prove().await;
}

async fn rule(clinic: Clinic) {
    let mut doctor = clinic.browser("bacsi1").await;
    let page = doctor.get("/queue-rule").await.unwrap().body;
    assert!(page.contains("không ai bị quá 5 người") && !page.contains("name=\"passes\""));
    let mut manager = clinic.browser("quanly").await;
    let page = manager.get("/queue-rule").await.unwrap().body;
    let form = PageForm::find(&page, "/queue-rule").unwrap();
    let wrong = form.clone().with("too_long", "5");
    assert!(manager.post("/queue-rule", &wrong.fields).await.unwrap_err().contains("422"));
    manager.post("/queue-rule", &form.with("passes", "7").fields).await.unwrap().done().unwrap();
    assert!(doctor.get("/queue-rule").await.unwrap().body.contains("không ai bị quá 7 người"));
}
