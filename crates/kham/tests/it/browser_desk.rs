//! Nothing that a doctor types is lost: an ended session, a crash, a closed tab, two tabs on one chart.

use crate::browser::{Person, WAIT, driver};
use crate::desk::in_room;
use crate::harness::{Clinic, On};
use fantoccini::Locator;
use fantoccini::key::Key;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

const SYMPTOMS: &str = "main #note textarea[name=symptoms]";

/// The value of a field; nothing while the page is drawn anew.
pub async fn text(p: &Person, css: &str) -> String {
    p.see(css).await.prop("value").await.ok().flatten().unwrap_or_default()
}

/// Types behind what stands, as a person does.
pub async fn type_on(p: &Person, words: &str) {
    p.see(SYMPTOMS).await.send_keys(words).await.unwrap();
}

pub async fn run(p: &Person, script: &str) -> String {
    let found = p.browser.execute(script, Vec::new()).await.unwrap();
    found.as_str().unwrap_or_default().to_owned()
}

pub async fn kept(p: &Person) -> String {
    run(p, "return Object.keys(localStorage).filter(k => k.startsWith('kham.keep.')).map(k => localStorage[k]).join()")
        .await
}

/// The server has what was typed, so the browser keeps nothing of it.
pub async fn saved(p: &Person) {
    let began = Instant::now();
    while !kept(p).await.is_empty() {
        assert!(began.elapsed() < WAIT, "the draft is not saved: {}", kept(p).await);
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

pub async fn until(p: &Person, what: &str, css: &str, part: &str) {
    let began = Instant::now();
    loop {
        let said = match p.browser.find(Locator::Css(css)).await {
            Ok(element) => element.text().await.unwrap_or_default(),
            Err(_) => String::new(),
        };
        if said.contains(part) {
            return;
        }
        assert!(began.elapsed() < WAIT, "{what}: {css} says {said:?}");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_that_was_typed_is_lost() {
    let Some(driver) = driver() else { return };
    let clinic = Clinic::open(On::Sqlite).await.unwrap();
    let (_, visit) = in_room(&clinic, "Lê Thị Không Mất").await;
    let mut p = Person::at(&driver, &clinic.host).await;
    let chart = format!("/visits/{visit}/chart");
    p.sign_in("bacsi1").await;
    p.go(&chart).await;

    // Saved while somebody goes on typing; then the browser keeps nothing.
    type_on(&p, "Ho ba ngày, ").await;
    saved(&p).await;

    // The network is gone and the browser dies: the text is offered again.
    run(&p, "window.fetch = () => Promise.reject(new Error('no network')); return ''").await;
    type_on(&p, "sốt về chiều").await;
    assert!(kept(&p).await.contains("sốt về chiều"));
    p.go("/consultation").await;
    p.go(&chart).await;
    until(&p, "the browser's copy", "#kept", "sốt về chiều").await;
    p.look("kept").await;
    p.click("[data-kept-use]").await;
    assert_eq!(text(&p, SYMPTOMS).await, "Ho ba ngày, sốt về chiều");
    saved(&p).await;

    // The session ends while somebody types.
    p.browser.delete_cookie("kham").await.unwrap();
    type_on(&p, ", không khó thở").await;
    until(&p, "the ended session", "#toasts", "đăng nhập").await;
    assert!(kept(&p).await.contains("không khó thở"));
    p.sign_in("bacsi1").await;
    p.go(&chart).await;
    until(&p, "the copy after the session", "#kept", "không khó thở").await;
    p.click("[data-kept-use]").await;
    saved(&p).await;
    p.go(&chart).await;
    assert_eq!(text(&p, SYMPTOMS).await, "Ho ba ngày, sốt về chiều, không khó thở");

    two_tabs(&mut p, &chart).await;

    // Too long a text is said at its field, is not cut and not sent.
    let paste = format!(
        "const f = document.querySelector('{SYMPTOMS}'); f.value = 'á'.repeat(1048576); \
         f.dispatchEvent(new Event('input', {{ bubbles: true }})); return ''"
    );
    run(&p, &paste).await;
    until(&p, "the long text", "#f-symptoms-long", "4.000").await;
    assert_eq!(run(&p, &format!("return String(document.querySelector('{SYMPTOMS}').value.length)")).await, "1048576");

    // Signing out asks before it forgets what could not be saved, and then forgets it.
    assert_ne!(kept(&p).await, "");
    let leave = "document.querySelector('form[action=\"/sign-out\"]').requestSubmit(); return ''";
    run(&p, leave).await;
    asked(&p).await;
    p.browser.dismiss_alert().await.unwrap();
    assert_ne!(kept(&p).await, "", "who stays keeps what was typed");
    run(&p, leave).await;
    asked(&p).await;
    p.browser.accept_alert().await.unwrap();
    p.until_url("/sign-in").await;
    assert_eq!(kept(&p).await, "");
    p.browser.clone().close().await.unwrap();
    assert!(p.wrong.is_empty(), "axe-core found:\n{}", p.wrong.join("\n"));
}

/// The browser shows a question.
async fn asked(p: &Person) {
    let began = Instant::now();
    while p.browser.get_alert_text().await.is_err() {
        assert!(began.elapsed() < WAIT, "nothing is asked");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

async fn two_tabs(p: &mut Person, chart: &str) {
    let first = p.browser.window().await.unwrap();
    let second = p.browser.new_window(true).await.unwrap().handle;
    p.browser.switch_to_window(second.clone()).await.unwrap();
    p.go(chart).await;
    until(p, "the other tab", "#presence", "thẻ khác").await;
    p.browser.switch_to_window(first).await.unwrap();
    type_on(p, " [thẻ một]").await;
    saved(p).await;
    p.browser.switch_to_window(second).await.unwrap();
    type_on(p, " [thẻ hai]").await;
    until(p, "both texts", "#draft", "thẻ một").await;
    until(p, "both texts", "#draft", "thẻ hai").await;
    p.look("both-texts").await;
    p.click("#draft a[href$='/chart']").await;
    until(p, "the choice", "section.aside:not([hidden])", "thẻ hai").await;
    p.look("choose-text").await;
    p.click("section.aside form:has(input[value=kept]) button").await;
    let began = Instant::now();
    while !text(p, SYMPTOMS).await.contains("thẻ hai") {
        assert!(began.elapsed() < WAIT, "the chosen text does not stand");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let own = p.browser.windows().await.unwrap();
    assert_eq!(own.len(), 2);
}

/// Presses keys where the focus is.
pub async fn press(p: &Person, keys: &str) {
    p.keys.fetch_add(keys.chars().filter(|key| *key != char::from(Key::Null)).count(), Ordering::Relaxed);
    let began = Instant::now();
    loop {
        match p.browser.active_element().await {
            Ok(element) => match element.send_keys(keys).await {
                Ok(()) => return,
                Err(e) => assert!(began.elapsed() < WAIT, "{keys:?}: {e}"),
            },
            Err(e) => assert!(began.elapsed() < WAIT, "no focus: {e}"),
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

pub fn with(modifier: Key, key: &str) -> String {
    format!("{}{key}{}", char::from(modifier), char::from(Key::Null))
}

pub async fn focused(p: &Person) -> String {
    run(p, "return document.activeElement.name || document.activeElement.id || document.activeElement.tagName").await
}

/// Goes on by the Tab key to a field.
pub async fn tab_to(p: &Person, name: &str) {
    for _ in 0..60 {
        if focused(p).await == name {
            return;
        }
        press(p, &char::from(Key::Tab).to_string()).await;
    }
    panic!("the Tab key never comes to {name}");
}

/// Jumps to a typeahead by its keys, types, waits for what is found and takes the first.
pub async fn take(p: &Person, jump: &str, name: &str, typed: &str) {
    let enter = char::from(Key::Enter).to_string();
    press(p, &with(Key::Alt, jump)).await;
    let began = Instant::now();
    while focused(p).await != name {
        assert!(began.elapsed() < WAIT, "Alt {jump} does not lead to {name}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    press(p, typed).await;
    p.see("[role=option][data-value]").await;
    press(p, &enter).await;
}

/// The pages beside a finished visit, for axe-core and for the eye.
async fn look_around(p: &mut Person, visit: &str) {
    p.go(&format!("/visits/{visit}/chart")).await;
    until(p, "the signature", "#signed", "Đã ký").await;
    p.look("signed").await;
    p.go(&format!("/visits/{visit}/certificates")).await;
    p.see("details summary").await;
    p.look("certificates").await;
    p.go("/note-templates").await;
    p.look("templates").await;
    p.go("/order-sets").await;
    p.look("order-sets").await;
    p.sign_in("quanly").await;
    p.go("/diagnoses").await;
    p.look("icd-list").await;
    p.go("/services").await;
    p.look("services").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_whole_visit_is_done_by_the_keyboard_alone() {
    let Some(driver) = driver() else { return };
    let clinic = Clinic::open(On::Sqlite).await.unwrap();
    let (mut doctor, _) = crate::desk::waiting(&clinic, "Lê Thị Bàn Phím").await;
    let fields = [
        ("shortcut", "zbt"),
        ("title", "Bình thường"),
        ("part", "findings"),
        ("body", "Tim đều, phổi trong."),
        ("clinic", "yes"),
    ];
    crate::desk::post(&mut doctor, "/note-templates", &fields).await;
    let mut p = Person::at(&driver, &clinic.host).await;
    p.sign_in("bacsi1").await;
    p.go("/consultation").await;
    p.see("#next-h").await;
    let enter = char::from(Key::Enter).to_string();
    press(&p, &with(Key::Alt, "g")).await;
    let url = p.until_url("/chart").await;
    let visit = crate::browser::digits_after(&url, "/visits/");
    p.see("#note").await;
    tab_to(&p, "reason").await;
    press(&p, "Đau họng").await;
    tab_to(&p, "symptoms").await;
    press(&p, "Đau họng ba ngày").await;
    tab_to(&p, "findings").await;
    press(&p, " /zbt").await;
    p.see(".macros [data-insert]").await;
    press(&p, &enter).await;
    let findings = text(&p, "#f-findings").await;
    assert!(findings.contains("Tim đều, phổi trong.") && !findings.contains("/zbt"), "{findings}");
    take(&p, "b", "diagnosis_text", "viem hong").await;
    p.see(".dx").await;
    take(&p, "c", "service_text", "ctm, ecg").await;
    press(&p, &enter).await;
    p.see("form[action^='/orders/'][action$='/cancellation']").await;
    press(&p, &with(Key::Alt, "t")).await;
    press(&p, "para500 1-1-1 3n sau an").await;
    until(&p, "the preview of the line", "#rx-line", "9").await;
    press(&p, &enter).await;
    until(&p, "the line of the prescription", "#rx", "Paracetamol").await;
    p.look("keyboard-chart").await;
    p.browser.set_window_size(820, 1180).await.unwrap();
    p.look("keyboard-tablet").await;
    p.browser.set_window_size(1366, 768).await.unwrap();
    press(&p, &with(Key::Control, &enter)).await;
    let began = Instant::now();
    while !p.browser.current_url().await.unwrap().path().ends_with("/consultation") {
        assert!(began.elapsed() < WAIT, "the visit is not finished");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    // A practised typist presses four keys a second, the word of a template or a diagnosis among them.
    let keys = p.keys.load(Ordering::Relaxed);
    println!("a whole visit: {keys} keys");
    assert!(keys <= 240, "a visit of {keys} keys takes more than a minute");
    look_around(&mut p, &visit).await;
    p.browser.clone().close().await.unwrap();
    assert!(p.wrong.is_empty(), "axe-core found:\n{}", p.wrong.join("\n"));
    clinic.prove().await;
}
