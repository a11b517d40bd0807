//! What a doctor keeps, in Chromium: blanks of a text are gone through by Tab, what is not found is said, what is removed
//! is asked about; and a tab that nobody looks at is nobody in the chart.

use crate::browser::{Person, WAIT, driver};
use crate::browser_desk::{focused, press, run, tab_to, text, until, with};
use crate::desk::{in_room, post};
use crate::harness::{Clinic, On};
use fantoccini::key::Key;
use kham::bench::http::Browser;
use std::time::{Duration, Instant};

const SYMPTOMS: &str = "main #note textarea[name=symptoms]";

#[tokio::test(flavor = "multi_thread")]
async fn blanks_are_gone_through_by_tab_and_what_is_not_found_is_said() {
    let Some(driver) = driver() else { return };
    let clinic = Clinic::open(On::Sqlite).await.unwrap();
    let (mut doctor, visit) = in_room(&clinic, "Lê Thị Chỗ Trống").await;
    let long = "Khám lần đầu của một người có tên mẫu dài hơn cả khung chọn";
    let fields = [
        ("shortcut", "zsot"),
        ("title", long),
        ("part", "symptoms"),
        ("body", "Sốt ngày thứ …, cao nhất ... °C, không ho."),
    ];
    post(&mut doctor, "/note-templates", &fields).await;
    let mut p = Person::at(&driver, &clinic.host).await;
    p.sign_in("bacsi1").await;
    p.go(&format!("/visits/{visit}/chart")).await;
    tab_to(&p, "symptoms").await;
    let (enter, tab) = (char::from(Key::Enter).to_string(), char::from(Key::Tab).to_string());
    press(&p, "/zsot").await;
    p.see(".macros [data-insert]").await;
    let wide =
        run(&p, "const l = document.querySelector('.macros'); return String(l.scrollWidth - l.clientWidth)").await;
    assert_eq!(wide, "0", "no text runs out of the menu");
    let apart = "const [a, b] = document.querySelectorAll('.macros [data-insert] .snug > *'); \
         return String(b.getBoundingClientRect().top >= a.getBoundingClientRect().bottom - 1)";
    assert_eq!(run(&p, apart).await, "true", "the name stands above the text");
    p.look("macros").await;
    press(&p, &enter).await;
    press(&p, "2").await;
    press(&p, &tab).await;
    press(&p, "39").await;
    assert_eq!(text(&p, SYMPTOMS).await, "Sốt ngày thứ 2, cao nhất 39 °C, không ho.");
    press(&p, &tab).await;
    assert_ne!(focused(&p).await, "symptoms", "where no blank is left Tab goes on");

    press(&p, &with(Key::Alt, "c")).await;
    press(&p, "zzkhongco").await;
    press(&p, &enter).await;
    until(&p, "nothing found", "#f-service-list", "Không tìm thấy").await;
    p.look("nothing-found").await;
    p.type_into("input[name=service_text]", "mmr").await;
    until(&p, "the short name of a vaccine", "#f-service-list", "quai bị").await;

    p.go("/note-templates").await;
    p.click("form[action$='/removal'] button").await;
    let began = Instant::now();
    while p.browser.get_alert_text().await.is_err() {
        assert!(began.elapsed() < WAIT, "nothing is asked");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    p.browser.dismiss_alert().await.unwrap();
    p.go(&format!("/note-templates?visit={visit}")).await;
    p.click("li a[href^='/note-templates/']").await;
    p.see("input[name=version]").await;
    p.look("template-open").await;
    p.browser.clone().close().await.unwrap();
    assert!(p.wrong.is_empty(), "axe-core found:\n{}", p.wrong.join("\n"));
}

/// Waits until the page of those present says, or no longer says, that somebody is there.
async fn until_present(other: &mut Browser, path: &str, is_there: bool) {
    let began = Instant::now();
    while other.get(path).await.unwrap().body.contains("k-wait") != is_there {
        assert!(began.elapsed() < WAIT + WAIT, "present: {is_there} is not so in time");
        tokio::time::sleep(Duration::from_millis(300)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tab_that_nobody_looks_at_is_nobody_in_the_chart() {
    let Some(driver) = driver() else { return };
    let clinic = Clinic::open(On::Sqlite).await.unwrap();
    let (_, visit) = in_room(&clinic, "Lê Văn Thẻ Ẩn").await;
    let mut other = clinic.browser("dieuduong").await;
    let path = format!("/visits/{visit}/presence");
    let p = Person::at(&driver, &clinic.host).await;
    p.sign_in("bacsi1").await;
    p.go(&format!("/visits/{visit}/chart")).await;
    p.see("#note").await;
    until_present(&mut other, &path, true).await;
    let hidden = |is: bool| {
        format!(
            "Object.defineProperty(document, 'hidden', {{ configurable: true, get: () => {is} }}); \
             document.dispatchEvent(new Event('visibilitychange')); return ''"
        )
    };
    run(&p, &hidden(true)).await;
    until_present(&mut other, &path, false).await;
    run(&p, &hidden(false)).await;
    until_present(&mut other, &path, true).await;
    p.browser.clone().close().await.unwrap();
}
