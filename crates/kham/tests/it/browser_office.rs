//! Reception's other screens and the manager's in Chromium: leave that settles appointments, a series, the waiting list,
//! online booking, rooms and services. Every screen is looked at by axe-core in both themes.

use crate::browser::{Person, WAIT, driver};
use crate::harness::{Clinic, On};
use fantoccini::Locator;
use std::time::{Duration, Instant};

const LEAVE_DAY: &str = "2026-11-26";

/// Fills a field that the browser types in its own way: days and times.
async fn set(p: &Person, css: &str, value: &str) {
    p.see(css).await;
    let script = "const field = document.querySelector(arguments[0]); field.value = arguments[1]; \
         for (const kind of ['input', 'change']) field.dispatchEvent(new Event(kind, { bubbles: true }))";
    p.browser.execute(script, vec![css.into(), value.into()]).await.unwrap();
}

async fn until(p: &Person, script: &str) {
    let began = Instant::now();
    while p.browser.execute(&format!("return Boolean({script})"), Vec::new()).await.unwrap() != true {
        assert!(began.elapsed() < WAIT, "never: {script}");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn leave_series_waiting_list_requests_and_the_managers_screens() {
    let Some(driver) = driver() else { return };
    let clinic = Clinic::open(On::Sqlite).await.unwrap();
    let code: Option<String> =
        clinic.house.db.read(|tx| Ok(tx.one("SELECT code FROM patient ORDER BY id LIMIT 1", &[])?)).await.unwrap();
    let mut p = Person::at(&driver, &clinic.host).await;
    p.sign_in("letan").await;
    keys(&mut p).await;
    waiting_list(&mut p).await;
    series(&mut p, &code.unwrap()).await;
    requests(&mut p).await;
    p.sign_in("quanly").await;
    leave(&mut p).await;
    website(&mut p).await;
    offered(&mut p).await;
    p.browser.clone().close().await.unwrap();
    assert!(p.wrong.is_empty(), "axe-core found:\n{}", p.wrong.join("\n"));
    clinic.prove().await;
}

async fn keys(p: &mut Person) {
    p.go("/reception").await;
    p.click(".corner button[data-open=keys-help]").await;
    p.see("dialog#keys-help[open] kbd").await;
    p.look("diary-keys").await;
    p.click("dialog#keys-help [data-close]").await;
}

/// The urgent one of the list is offered the time that came free.
async fn waiting_list(p: &mut Person) {
    p.go("/waiting-list").await;
    p.see("form[action$='/booking'] .st.k-bad").await;
    p.look("waiting-list").await;
    p.click("form[action$='/booking'] button").await;
    until(p, "!document.querySelector('form[action$=\"/booking\"] .st.k-bad')").await;
}

async fn series(p: &mut Person, code: &str) {
    p.go("/series/new").await;
    p.pick("#series [role=combobox]", code).await;
    set(p, "#series [name=day]", "2026-12-15").await;
    set(p, "#series [name=time]", "14:00").await;
    set(p, "#series [name=count]", "3").await;
    until(p, "document.querySelectorAll('#series .choice').length === 3").await;
    p.look("series-new").await;
    p.primary().await;
    until(p, "/^\\/series\\/\\d+/.test(location.pathname)").await;
    p.look("series").await;
    for (reach, time) in [("one", "15:00"), ("following", "16:00")] {
        p.click(&format!("form[action$='/time'] label:has(input[name=reach][value={reach}])")).await;
        set(p, "form[action$='/time'] [name=time]", time).await;
        p.click("form[action$='/time'] button[type=submit]").await;
        let hour = time.split(':').next().unwrap();
        until(
            p,
            &format!("[...document.querySelectorAll('.tkt')].some(each => each.textContent.startsWith('{hour}:'))"),
        )
        .await;
    }
}

/// Declining without a reason says so at its field, in the page's own language.
async fn requests(p: &mut Person) {
    p.go("/website/requests").await;
    p.see("#requests form[action$='/acceptance']").await;
    let waiting = "document.querySelectorAll(\"#requests form[action$='/acceptance']\").length";
    let count = p.browser.execute(&format!("return {waiting}"), Vec::new()).await.unwrap().as_i64().unwrap();
    p.click("#requests details summary").await;
    p.click("#requests details[open] button").await;
    p.see("#requests details[open] [aria-invalid=true]").await;
    p.look("requests-refused").await;
    p.type_into("#requests details[open] [name=reason]", "Bác sĩ bận hội chẩn").await;
    p.click("#requests details[open] button").await;
    until(p, &format!("{waiting} === {}", count - 1)).await;
    p.click("#requests form[action$='/acceptance'] button").await;
    until(p, &format!("{waiting} === {}", count - 2)).await;
}

/// What the leave would leave open is listed, and settled with it.
async fn leave(p: &mut Person) {
    p.go("/schedule").await;
    p.look("schedule").await;
    p.click("main a[href^='/schedule/']").await;
    let form = "form[action$='/leave']";
    set(p, &format!("{form} [name=from_day]"), LEAVE_DAY).await;
    set(p, &format!("{form} [name=to]"), LEAVE_DAY).await;
    p.click(&format!("{form} button[type=submit]")).await;
    p.see(&format!("{form} .concerned select")).await;
    p.look("leave-concerned").await;
    p.click(&format!("{form} button[type=submit]")).await;
    let (made, twice) = ("form[action*='/leave/'][action$='/removal']", "input[name=same_day]");
    p.see(&format!("{made}, {twice}")).await;
    // Whoever has another time with the doctor who stands in is asked about: the morning decides whether there is one.
    if p.browser.find(Locator::Css(twice)).await.is_ok() {
        p.look("leave-twice").await;
        p.click(&format!("label:has({twice})")).await;
        p.click(&format!("{form} button[type=submit]")).await;
    }
    p.see(made).await;
    p.look("leave-made").await;
}

async fn website(p: &mut Person) {
    p.go("/website/settings").await;
    p.look("website-settings").await;
    p.type_into("main [name=days]", "").await;
    set(p, "main [name=days]", "0").await;
    p.primary().await;
    p.see("main [name=days][aria-invalid=true]").await;
    set(p, "main [name=days]", "45").await;
    p.primary().await;
    until(p, "document.querySelector('main [name=days]:not([aria-invalid])')?.value === '45'").await;
}

/// A device, and a service that needs it.
async fn offered(p: &mut Person) {
    p.go("/office/places").await;
    p.look("places").await;
    p.click("main label:has(input[name=kind][value=device])").await;
    p.type_into("main [name=name]", "Máy điện tim").await;
    p.primary().await;
    p.see("form[action$='/use']").await;
    p.look("place").await;
    p.go("/office/services/new").await;
    p.primary().await;
    p.see("main [aria-invalid=true], main :invalid").await;
    for (field, typed) in
        [("code", "KB77"), ("name_vi", "Điện tim gắng sức"), ("price", "250000"), ("ticket_prefix", "E")]
    {
        p.type_into(&format!("main [name={field}]"), typed).await;
    }
    p.click("main label:has(input[name=need])").await;
    p.look("service-new").await;
    p.primary().await;
    p.see("form[action$='/price']").await;
    p.look("service").await;
    for (path, name) in [
        ("/office/services", "services"),
        ("/office/medicines", "medicines"),
        ("/office/medicines/new", "medicine-new"),
        ("/office/settings", "settings"),
        ("/office/screens", "screens"),
        ("/queue-rule", "queue-rule"),
    ] {
        p.go(path).await;
        p.see("main").await;
        p.look(name).await;
    }
}
