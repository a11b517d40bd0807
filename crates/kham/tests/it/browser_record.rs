//! The patient's record in Chromium: every page of it is looked at by axe-core, older visits come while one scrolls, and
//! nothing is wider than a tablet.

use crate::browser::{Person, WAIT, driver};
use crate::harness::{Clinic, On};
use crate::record::{long_life, somebody};
use std::time::{Duration, Instant};

const PARTS: [(&str, &str); 9] = [
    ("record", ""),
    ("record-tests", "?show=tests"),
    ("record-messages", "?show=messages"),
    ("record-appointments", "?show=appointments"),
    ("record-search", "?q=ho%20keo"),
    ("record-background", "/background"),
    ("record-charts", "/charts?of=weight"),
    ("record-privacy", "/privacy"),
    ("record-at", "/at?day=2026-11-20"),
];

async fn number(p: &Person, script: &str) -> i64 {
    p.browser.execute(&format!("return {script}"), Vec::new()).await.unwrap().as_i64().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_record_by_eyes_and_ears_on_a_desk_and_on_a_tablet() {
    let Some(driver) = driver() else { return };
    let clinic = Clinic::open(On::Sqlite).await.unwrap();
    let patient = somebody(&clinic).await;
    long_life(&clinic, patient).await;
    let mut p = Person::at(&driver, &clinic.host).await;
    p.go("/sign-in").await;
    p.sign_in("bacsi1").await;
    for (name, part) in PARTS {
        p.go(&format!("/patients/{patient}{part}")).await;
        p.see("#record").await;
        p.look(name).await;
    }
    scrolled(&p, &format!("/patients/{patient}")).await;
    p.sign_in("chu").await;
    p.go("/privacy").await;
    p.see("#due").await;
    p.look("privacy").await;
    p.go(&format!("/patients/{patient}/opening")).await;
    p.look("record-opening").await;
    p.type_into("input[name=reason]", "Cấp cứu").await;
    p.click("main .btn.dg").await;
    p.see(".opened").await;
    p.look("record-opened").await;
    p.browser.set_window_size(820, 1180).await.unwrap();
    for (name, part) in PARTS {
        p.go(&format!("/patients/{patient}{part}")).await;
        p.see("#record").await;
        let wide = number(&p, "document.documentElement.scrollWidth - innerWidth").await;
        assert!(wide <= 0, "{name} is {wide} pixels wider than a tablet");
    }
    p.browser.clone().close().await.unwrap();
    assert!(p.wrong.is_empty(), "axe-core found:\n{}", p.wrong.join("\n"));
}

async fn scrolled(p: &Person, record: &str) {
    p.go(record).await;
    p.see("#history article").await;
    let began = Instant::now();
    loop {
        p.browser.execute("document.querySelector('#history').scrollTo(0, 1e7)", Vec::new()).await.unwrap();
        if number(p, "document.querySelectorAll('#history article').length").await >= 60 {
            return;
        }
        assert!(began.elapsed() < WAIT, "older visits do not come");
        tokio::time::sleep(Duration::from_millis(150)).await;
    }
}
