//! The diary in Chromium: a known patient is booked by six keys, cards move by keys and by the mouse, wait on the pinboard,
//! and come back.

use crate::browser::{Person, WAIT, driver};
use crate::harness::{Clinic, On};
use fantoccini::actions::{InputSource, MOUSE_BUTTON_LEFT, MouseActions, PointerAction};
use fantoccini::key::Key;
use std::time::{Duration, Instant};

const DAY: &str = "2027-03-16";
const NEXT_DAY: &str = "2027-03-17";

fn key(key: Key) -> String {
    char::from(key).to_string()
}

/// Presses keys wherever the focus is.
async fn press(p: &Person, keys: &str) {
    p.browser.active_element().await.unwrap().send_keys(keys).await.unwrap();
    tokio::time::sleep(Duration::from_millis(150)).await;
}

async fn focus(p: &Person, css: &str) {
    p.see(css).await;
    let script = "document.querySelector(arguments[0]).focus()";
    p.browser.execute(script, vec![css.into()]).await.unwrap();
}

async fn until(p: &Person, script: &str) {
    let began = Instant::now();
    while p.browser.execute(&format!("return Boolean({script})"), Vec::new()).await.unwrap() != true {
        assert!(began.elapsed() < WAIT, "never: {script}");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

/// A known patient at the desk is booked within ten seconds by three keys and the word: Alt+N, Enter, Ctrl+Enter.
async fn book_by_keys(p: &Person, word: &str) -> String {
    p.go(&format!("/reception?day={DAY}")).await;
    p.see("#book").await;
    let began = Instant::now();
    press(p, &format!("{}n{}", key(Key::Alt), key(Key::Null))).await;
    press(p, word).await;
    p.see("[role=option][data-value]").await;
    press(p, &key(Key::Enter)).await;
    press(p, &format!("{}{}{}", key(Key::Control), key(Key::Enter), key(Key::Null))).await;
    let url = p.until_url("appointment=").await;
    assert!(began.elapsed() < Duration::from_secs(10), "booking took {:?}", began.elapsed());
    url.split("appointment=").nth(1).unwrap().chars().take_while(char::is_ascii_digit).collect()
}

fn card(id: &str) -> String {
    format!("#diary .ev[href='/appointments/{id}']")
}

async fn codes(clinic: &Clinic) -> Vec<String> {
    clinic.house.db.read(|tx| Ok(tx.all("SELECT code FROM patient ORDER BY id LIMIT 2", &[])?)).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn cards_are_booked_moved_pinned_and_brought_back() {
    let Some(driver) = driver() else { return };
    let clinic = Clinic::open(On::Sqlite).await.unwrap();
    let codes = codes(&clinic).await;
    let mut p = Person::at(&driver, &clinic.host).await;
    p.sign_in("letan").await;
    let first = book_by_keys(&p, &codes[0]).await;
    let second = book_by_keys(&p, &codes[1]).await;
    by_keys(&mut p, &second).await;
    refused(&mut p, &first, &second).await;
    by_mouse(&p, &second).await;
    refused_by_mouse(&mut p, &second, &first).await;
    pinned(&mut p, &second).await;
    dragged(&mut p, &second).await;
    for (path, name) in [
        (format!("/reception/week?day={DAY}"), "week"),
        (format!("/reception?day={DAY}&by=room&grid=5"), "rooms"),
        (format!("/appointments/{second}"), "appointment"),
    ] {
        p.go(&path).await;
        p.look(name).await;
    }
    p.browser.clone().close().await.unwrap();
    assert!(p.wrong.is_empty(), "axe-core found:\n{}", p.wrong.join("\n"));
    clinic.prove().await;
}

async fn by_keys(p: &mut Person, id: &str) {
    focus(p, &card(id)).await;
    press(p, "m").await;
    p.see(".ghost").await;
    for _ in 0..4 {
        press(p, &key(Key::Down)).await;
    }
    press(p, &key(Key::Enter)).await;
    p.until_url("done=1").await;
    p.see(".strip .k-ok form[action$='/undo']").await;
    let said = p.see("#diary").await.text().await.unwrap();
    assert!(!said.contains("Đã đặt lịch."), "what was moved was not booked: {said}");
    p.look("moved").await;
    p.click(".strip form[action$='/undo'] button").await;
    p.until_url("done=2").await;
    focus(p, &card(id)).await;
    press(p, &format!("{}{}{}", key(Key::Shift), key(Key::Down), key(Key::Null))).await;
    press(p, &key(Key::Enter)).await;
    p.until_url("done=3").await;
}

/// A drop onto a taken time puts the card back, says why, and offers free times.
async fn refused(p: &mut Person, first: &str, second: &str) {
    p.go(&format!("/reception?day={DAY}")).await;
    let row = |id: &str| {
        format!("[...document.querySelector(\"{}\").parentElement.classList].find(c => c.startsWith('gr'))", card(id))
    };
    let steps = format!("return (parseInt({}.slice(2)) - parseInt({}.slice(2))) / 3", row(second), row(first));
    let steps = p.browser.execute(&steps, Vec::new()).await.unwrap().as_f64().unwrap();
    focus(p, &card(second)).await;
    press(p, "m").await;
    for _ in 0..steps.abs().round() as i64 {
        press(p, &key(if steps > 0.0 { Key::Up } else { Key::Down })).await;
    }
    press(p, &key(Key::Enter)).await;
    p.see(".strip[role=alert] button[name=offer]").await;
    p.look("move-refused").await;
    p.click(".strip[role=alert] button[name=offer]").await;
    p.until_url("done=4").await;
}

async fn by_mouse(p: &Person, id: &str) {
    p.go(&format!("/reception?day={DAY}&appointment={id}")).await;
    let found = p.see(&card(id)).await;
    let actions = MouseActions::new("mouse".into())
        .then(PointerAction::MoveToElement { element: found, duration: None, x: 0.0, y: 0.0 })
        .then(PointerAction::Down { button: MOUSE_BUTTON_LEFT })
        .then(PointerAction::MoveBy { duration: Some(Duration::from_millis(100)), x: 0.0, y: 30.0 })
        .then(PointerAction::MoveBy { duration: Some(Duration::from_millis(200)), x: 0.0, y: 51.0 })
        .then(PointerAction::Up { button: MOUSE_BUTTON_LEFT });
    p.browser.perform_actions(actions).await.unwrap();
    p.until_url("done=5").await;
}

async fn pinned(p: &mut Person, id: &str) {
    focus(p, &card(id)).await;
    press(p, "p").await;
    p.see("#pins a").await;
    p.go(&format!("/reception?day={NEXT_DAY}")).await;
    focus(p, "#pins a").await;
    press(p, "m").await;
    p.look("pinned").await;
    focus(p, "#pins a").await;
    for _ in 0..4 {
        press(p, &key(Key::Down)).await;
    }
    press(p, &key(Key::Enter)).await;
    p.until_url("done=6").await;
    until(p, "document.querySelector('#pins').hidden").await;
}

/// Presses on a card, at so many pixels from its middle, and lets go elsewhere.
async fn drag(p: &Person, id: &str, (x, y): (f64, f64), into: (f64, f64)) {
    let found = p.see(&card(id)).await;
    let script = "document.querySelector(arguments[0]).scrollIntoView({ block: 'center' })";
    p.browser.execute(script, vec![card(id).into()]).await.unwrap();
    let actions = MouseActions::new("mouse".into())
        .then(PointerAction::MoveToElement { element: found, duration: None, x, y })
        .then(PointerAction::Down { button: MOUSE_BUTTON_LEFT })
        .then(PointerAction::MoveBy { duration: Some(Duration::from_millis(100)), x: into.0 / 2.0, y: into.1 / 2.0 })
        .then(PointerAction::MoveBy { duration: Some(Duration::from_millis(200)), x: into.0 / 2.0, y: into.1 / 2.0 })
        .then(PointerAction::Up { button: MOUSE_BUTTON_LEFT });
    p.browser.perform_actions(actions).await.unwrap();
}

async fn number(p: &Person, script: &str) -> f64 {
    p.browser.execute(&format!("return Number({script})"), Vec::new()).await.unwrap().as_f64().unwrap()
}

/// The lower edge is pulled down; then the card goes to another doctor's column.
async fn dragged(p: &mut Person, second: &str) {
    let here = card(second);
    let (height, minutes) = (
        format!("document.querySelector(\"{here}\").getBoundingClientRect().height"),
        format!("document.querySelector(\"{here}\").dataset.n"),
    );
    p.see(&here).await;
    let (tall, long) = (number(p, &height).await, number(p, &minutes).await);
    // Fifteen minutes are a third of these pixels or more, whatever the length is.
    let quarter = tall / long * 15.0;
    drag(p, second, (0.0, tall / 2.0 - 2.0), (0.0, quarter)).await;
    p.until_url("done=7").await;
    p.see(&here).await;
    assert!(number(p, &minutes).await > long, "the lower edge stretches");
    let column =
        format!("[...document.querySelectorAll('.calc')].indexOf(document.querySelector(\"{here}\").closest('.calc'))");
    let apart = "document.querySelectorAll('.calc')[1].getBoundingClientRect().left - document.querySelectorAll('.calc')[0].getBoundingClientRect().left";
    let (was, wide) = (number(p, &column).await, number(p, apart).await);
    drag(p, second, (0.0, -4.0), (if was == 0.0 { wide } else { -wide }, 0.0)).await;
    p.until_url("done=8").await;
    p.see(&here).await;
    assert_ne!(number(p, &column).await, was, "the card stands in the other column");
}

/// Onto another's time: the card is back in its place, and the page says why.
async fn refused_by_mouse(p: &mut Person, id: &str, other: &str) {
    let of = |id: &str, what: &str| format!("document.querySelector(\"{}\"){what}", card(id));
    let top = ".getBoundingClientRect().top";
    let apart = number(p, &format!("{} - {}", of(other, top), of(id, top))).await;
    assert_ne!(apart, 0.0);
    let place = of(id, ".parentElement.className.match(/gr(\\d+)/)[1]");
    let was = number(p, &place).await;
    drag(p, id, (0.0, 0.0), (0.0, apart)).await;
    p.see(".strip[role=alert]").await;
    assert_eq!(number(p, &place).await, was, "the card is back in its place");
    p.go(&format!("/reception?day={DAY}")).await;
}
