//! Writing a prescription line by line in Chromium at 1366 × 768: what was added stands in sight, and nothing is said of words that
//! are no longer there.

use crate::browser::{Person, WAIT, driver};
use crate::browser_desk::{press, run, until, with};
use crate::harness::{Clinic, On};
use fantoccini::key::Key;
use std::time::{Duration, Instant};

const LINES: [&str; 6] = [
    "paracetamol 500 1-1-1 3n",
    "loratadin 10 1-0-0 5n",
    "bromhexin 8 1-1-1 5n",
    "omeprazol 20 1-0-0 7n sáng trước ăn 30 phút",
    "vitamin c 500 1-0-0 5n",
    "amlodipin 5 1-0-0 30n",
];
const IN_SIGHT: &str = "const row = [...document.querySelectorAll('#rx [data-line]')].at(-1)?.getBoundingClientRect(), \
    pane = document.querySelector('.rgt > .scroll').getBoundingClientRect(); \
    return String(Boolean(row) && row.top >= pane.top && row.bottom <= pane.bottom + 1)";
const SAID: &str = "return document.querySelector('#rx-line').innerText";

async fn until_run(p: &Person, what: &str, script: &str, wanted: &str) {
    let began = Instant::now();
    loop {
        let found = run(p, script).await;
        if found == wanted {
            return;
        }
        assert!(began.elapsed() < WAIT, "{what}: {found:?}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_line_that_is_written_stands_in_sight_and_nothing_old_is_said_of_it() {
    let Some(driver) = driver() else { return };
    let clinic = Clinic::open(On::Sqlite).await.unwrap();
    let (_, visit) = crate::desk::in_room(&clinic, "Lê Thị Nhiều Thuốc").await;
    let mut p = Person::at(&driver, &clinic.host).await;
    p.sign_in("bacsi1").await;
    p.go(&format!("/visits/{visit}/chart")).await;
    p.see("#f-line").await;
    let enter = char::from(Key::Enter).to_string();
    press(&p, &with(Key::Alt, "t")).await;
    for (at, line) in LINES.iter().enumerate() {
        press(&p, line).await;
        until(&p, "the preview", "#rx-line", "=").await;
        if at > 0 {
            until_run(&p, "the list while a line is typed", IN_SIGHT, "true").await;
        }
        press(&p, &enter).await;
        let rows = "return String(document.querySelectorAll('#rx [data-line]').length)";
        until_run(&p, "the line is written", rows, &(at + 1).to_string()).await;
        until_run(&p, "the line that was added", IN_SIGHT, "true").await;
    }
    press(&p, "paracetamol 500 1-1-1 3n").await;
    until(&p, "the same medicine, before Enter", "#rx-line", "Thuốc này đã có trong đơn").await;
    p.look("line-on-list").await;
    press(&p, &enter).await;
    until(&p, "the refusal", "#rx-form [data-until-typed]", "Thuốc này đã có trong đơn").await;
    press(&p, " x").await;
    until_run(
        &p,
        "the refusal of other words",
        "return String(document.querySelectorAll('[data-until-typed]').length)",
        "0",
    )
    .await;
    let all = with(Key::Control, "a");
    press(&p, &format!("{all}{}", char::from(Key::Delete))).await;
    until_run(&p, "nothing is said of nothing", SAID, "").await;
    p.browser.clone().close().await.unwrap();
    assert!(p.wrong.is_empty(), "axe-core found:\n{}", p.wrong.join("\n"));
}
