//! Typing as people type: with an input method that composes Vietnamese, over a server that is killed, into an amendment
//! whose tab is closed.

use crate::browser::{Person, WAIT, driver};
use crate::browser_desk::{kept, press, run, saved, text, type_on, until};
use crate::crash::start_at;
use crate::desk::{in_room, texts};
use crate::harness::{Clinic, On};
use fantoccini::Locator;
use fantoccini::wd::WebDriverCompatibleCommand;
use serde_json::{Value, json};
use std::time::{Duration, Instant};
use url::{ParseError, Url};

const SYMPTOMS: &str = "main #note textarea[name=symptoms]";

/// A command of the browser's own protocol.
#[derive(Debug)]
struct Own(&'static str, Value);

impl WebDriverCompatibleCommand for Own {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, ParseError> {
        base.join(&format!("session/{}/goog/cdp/execute", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &Url) -> (axum::http::Method, Option<String>) {
        (axum::http::Method::POST, Some(json!({ "cmd": self.0, "params": self.1 }).to_string()))
    }
}

/// The word as it stands while it is composed.
async fn compose(p: &Person, word: &str) {
    let end = word.chars().count();
    let how = json!({ "text": word, "selectionStart": end, "selectionEnd": end });
    p.browser.issue_cmd(Own("Input.imeSetComposition", how)).await.unwrap();
}

/// The word is whole.
async fn commit(p: &Person, word: &str) {
    p.browser.issue_cmd(Own("Input.insertText", json!({ "text": word }))).await.unwrap();
}

async fn pause(milliseconds: u64) {
    tokio::time::sleep(Duration::from_millis(milliseconds)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn vietnamese_that_an_input_method_composes_is_neither_lost_nor_doubled() {
    let Some(driver) = driver() else { return };
    let clinic = Clinic::open(On::Sqlite).await.unwrap();
    let (_, visit) = in_room(&clinic, "Lê Thị Gõ Dấu").await;
    let p = Person::at(&driver, &clinic.host).await;
    p.sign_in("bacsi1").await;
    p.go(&format!("/visits/{visit}/chart")).await;
    p.click(SYMPTOMS).await;
    let words = [
        ("Bệnh", ["B", "Be", "Ben", "Benh", "Bênh", "Bệnh"]),
        ("nhân", ["n", "nh", "nha", "nhan", "nhân", "nhân"]),
        ("khó", ["k", "kh", "kho", "kho", "khó", "khó"]),
        ("thở", ["t", "th", "tho", "thơ", "thở", "thở"]),
    ];
    for (n, (whole, steps)) in words.iter().enumerate() {
        for step in steps {
            compose(&p, step).await;
            pause(40).await;
        }
        // A draft falls due in the middle of a word, and the page goes on moving around it.
        if n == 1 {
            pause(2_200).await;
            compose(&p, whole).await;
        }
        commit(&p, whole).await;
        press(&p, " ").await;
    }
    let typed = "Bệnh nhân khó thở ";
    assert_eq!(text(&p, SYMPTOMS).await, typed, "the field says every word once");
    saved(&p).await;
    let stands = "SELECT symptoms FROM note WHERE visit_id = $1";
    assert_eq!(texts(&clinic, stands, &visit).await, [typed.trim_end()], "and so does the server");
    assert!(texts(&clinic, "SELECT symptoms FROM note_aside WHERE visit_id = $1", &visit).await.is_empty());

    // A keyboard that mends what it typed: back, and the letter with its mark.
    press(&p, "rat met").await;
    for _ in 0..3 {
        press(&p, &char::from(fantoccini::key::Key::Backspace).to_string()).await;
    }
    commit(&p, "mệt").await;
    saved(&p).await;
    assert_eq!(texts(&clinic, stands, &visit).await, ["Bệnh nhân khó thở rat mệt"]);

    // Enter ends a composition and chooses nothing; the list is asked for the whole word.
    p.click("main input[name=diagnosis_text]").await;
    for step in ["v", "vi", "vie", "viê", "viêm"] {
        compose(&p, step).await;
        pause(60).await;
    }
    commit(&p, "viêm").await;
    press(&p, " hong").await;
    p.see("[role=option][data-value]").await;
    assert_eq!(text(&p, "main input[name=diagnosis_text]").await, "viêm hong");
    p.browser.clone().close().await.unwrap();
    clinic.prove().await;
}

/// Killed without a word while somebody types: what the server had is there again, what it had not the browser has.
#[tokio::test(flavor = "multi_thread")]
async fn a_killed_server_costs_at_most_two_seconds_of_typing_and_the_browser_none() {
    let Some(driver) = driver() else { return };
    let folder = tempfile::tempdir().unwrap();
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let (mut child, host) = start_at(folder.path(), port).await;
    let p = Person::at(&driver, &host).await;
    p.sign_in("bacsi1").await;
    p.go("/consultation").await;
    p.see("#consultation-queue").await;
    press(&p, &crate::browser_desk::with(fantoccini::key::Key::Alt, "g")).await;
    let url = p.until_url("/chart").await;
    let visit = crate::browser::digits_after(&url, "/visits/");
    p.see(SYMPTOMS).await;
    let (mut typed, mut when) = (String::new(), Vec::new());
    let began = Instant::now();
    for n in 0.. {
        let word = format!("từ{n} ");
        type_on(&p, &word).await;
        typed.push_str(&word);
        when.push((Instant::now(), typed.clone()));
        if began.elapsed() > Duration::from_millis(6_300) {
            break;
        }
        pause(120).await;
    }
    child.kill().await.unwrap();
    let killed = Instant::now();
    let whole = text(&p, SYMPTOMS).await;
    let file = rusqlite::Connection::open(folder.path().join("kham.db")).unwrap();
    let there: String = file
        .query_row("SELECT symptoms FROM note WHERE visit_id = ?1", [visit.parse::<i64>().unwrap()], |row| row.get(0))
        .unwrap();
    drop(file);
    // On a machine that does other work too, a word comes and is sent as late as the words come apart.
    let gaps = when.iter().zip(when.iter().skip(1)).map(|((before, _), (after, _))| after.duration_since(*before));
    let late = gaps.max().unwrap_or_default().saturating_sub(Duration::from_millis(200)) * 3;
    let lost_at_most = Duration::from_secs(2) + late;
    let due = when.iter().rev().find(|(at, _)| killed.duration_since(*at) >= lost_at_most);
    let due = due.or_else(|| when.first()).unwrap();
    assert!(there.len() >= due.1.trim_end().len(), "more than two seconds are lost: {there:?} of {typed:?}");
    assert!(whole.starts_with(&there), "{there:?} of {whole:?}");

    let (mut child, _) = start_at(folder.path(), port).await;
    p.go(&format!("/visits/{visit}/chart")).await;
    // Leaving the old page may have sent the text to the new server; else the browser offers its copy.
    let began = Instant::now();
    while text(&p, SYMPTOMS).await.trim_end() != whole.trim_end() {
        if p.browser.find(Locator::Css("#kept:not([hidden]) [data-kept-use]")).await.is_ok() {
            p.click("[data-kept-use]").await;
            break;
        }
        assert!(began.elapsed() < WAIT, "neither the server nor the browser has {whole:?}");
        pause(100).await;
    }
    assert_eq!(text(&p, SYMPTOMS).await.trim_end(), whole.trim_end(), "the browser lost nothing");
    saved(&p).await;
    p.browser.clone().close().await.unwrap();
    child.kill().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_amendment_outlives_its_tab_and_is_shown_beside_a_newer_version() {
    let Some(driver) = driver() else { return };
    let clinic = Clinic::open(On::Sqlite).await.unwrap();
    let (mut doctor, visit) = in_room(&clinic, "Lê Văn Đóng Thẻ").await;
    let chart = format!("/visits/{visit}/chart");
    let page = doctor.get(&chart).await.unwrap().body;
    let note = kham::bench::forms::PageForm::find(&page, &format!("/visits/{visit}/note")).unwrap();
    let note = note.with("symptoms", "Ho ba ngày");
    doctor.post(&format!("/visits/{visit}/closure"), &note.fields).await.unwrap().done().unwrap();
    let mut p = Person::at(&driver, &clinic.host).await;
    p.sign_in("bacsi1").await;
    p.go(&chart).await;
    p.click("#amendment summary").await;
    p.type_into("#a-symptoms", "Ho bốn ngày").await;
    p.type_into("#amendment input[name=why]", "nhầm ngày").await;
    saved(&p).await;
    // The network is gone; the last words are in this browser alone.
    run(&p, "window.fetch = () => Promise.reject(new Error('no network')); return ''").await;
    p.see("#a-symptoms").await.send_keys(", sốt").await.unwrap();
    assert!(kept(&p).await.contains("Ho bốn ngày, sốt"));
    p.go("/consultation").await;
    let mut other = clinic.browser("bacsi2").await;
    let page = other.get(&chart).await.unwrap().body;
    let theirs = kham::bench::forms::PageForm::find(&page, &format!("/visits/{visit}/amendment")).unwrap();
    let theirs = theirs.with("symptoms", "Ho ba ngày, đau họng").with("why", "quên họng");
    other.post(&theirs.action, &theirs.fields).await.unwrap().done().unwrap();
    p.go(&chart).await;
    until(&p, "the browser's copy", "#kept-amendment", "Ho bốn ngày, sốt").await;
    p.look("amendment-kept").await;
    p.click("#kept-amendment [data-kept-use]").await;
    assert_eq!(text(&p, "#a-symptoms").await, "Ho bốn ngày, sốt");
    assert_eq!(text(&p, "#amendment input[name=why]").await, "nhầm ngày");
    until(&p, "the other's version", "#amendment", "Ho ba ngày, đau họng").await;
    saved(&p).await;
    p.browser.set_window_size(820, 1180).await.unwrap();
    p.look("amendment-tablet").await;
    p.browser.set_window_size(1366, 768).await.unwrap();
    p.click("#amendment input[name=seen]").await;
    p.click("#amendment button.btn.p").await;
    let began = Instant::now();
    while texts(&clinic, "SELECT symptoms FROM note_version WHERE visit_id = $1 AND number = 3", &visit).await
        != ["Ho bốn ngày, sốt"]
    {
        assert!(began.elapsed() < WAIT, "the amendment is not signed");
        pause(100).await;
    }
    until(&p, "the newest version", "#signed", "Bản 3").await;
    assert_eq!(kept(&p).await, "", "what is signed is kept nowhere else");
    p.look("amended").await;
    p.browser.clone().close().await.unwrap();
    assert!(p.wrong.is_empty(), "axe-core found:\n{}", p.wrong.join("\n"));
    clinic.prove().await;
}
