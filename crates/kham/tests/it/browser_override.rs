//! A stop in Chromium: the line says why while it is typed, the visit does not end without a reason, and the reason that is typed where
//! the refusal leads to is what the pharmacist reads.

use crate::browser::{Person, driver};
use crate::browser_desk::{focused, press, run, tab_to, until, with};
use crate::harness::{Clinic, On};
use fantoccini::key::Key;
use std::time::{Duration, Instant};

const WAIT: Duration = Duration::from_secs(20);
const REASON: &str = "Đã thử da âm tính, theo dõi 30 phút";
const SAID: &str = "Dị ứng: amoxicillin (bệnh nhân dị ứng Penicillin)";

async fn until_focus(p: &Person, name: &str) {
    let began = Instant::now();
    while focused(p).await != name {
        assert!(began.elapsed() < WAIT, "the refusal does not lead to {name} but to {}", focused(p).await);
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stop_is_gone_on_with_by_the_keyboard_and_for_a_reason_only() {
    let Some(driver) = driver() else { return };
    let clinic = Clinic::open(On::Sqlite).await.unwrap();
    let (mut doctor, visit) = crate::desk::in_room(&clinic, "Lê Thị Dị Ứng").await;
    let allergy = [("allergen", "class:penicillin"), ("severity", "severe"), ("reaction", "Phản vệ 2020")];
    crate::desk::post(&mut doctor, &format!("/visits/{visit}/allergies"), &allergy).await;
    let mut p = Person::at(&driver, &clinic.host).await;
    p.sign_in("bacsi1").await;
    p.go(&format!("/visits/{visit}/chart")).await;
    p.see("#note").await;
    for (field, words) in [("reason", "Đau họng"), ("symptoms", "Sốt, đau họng hai ngày"), ("findings", "Họng đỏ")]
    {
        tab_to(&p, field).await;
        press(&p, words).await;
    }
    let enter = char::from(Key::Enter).to_string();
    press(&p, &with(Key::Alt, "t")).await;
    press(&p, "amox500 1-0-1 5n sau an").await;
    until(&p, "the stop while it is typed", "#rx-line", SAID).await;
    press(&p, &enter).await;
    until(&p, "the stop at its line", "#rx", SAID).await;
    let told =
        run(&p, &format!("return String(document.querySelector('#rx').innerText.split('{SAID}').length - 1)")).await;
    assert_eq!(told, "1", "an alert is told once a line");
    p.look("override-stop").await;
    press(&p, &with(Key::Control, &enter)).await;
    until(&p, "the refusal", "main", "chưa có lý do").await;
    p.look("override-asked").await;
    until_focus(&p, "override_reason").await;
    press(&p, REASON).await;
    press(&p, &enter).await;
    until(&p, "the reason at the line", "#rx", REASON).await;
    p.look("override-given").await;
    press(&p, &with(Key::Control, &enter)).await;
    until(&p, "the overridden stop once more", "#finish", REASON).await;
    until_focus(&p, "sure_finish").await;
    p.look("override-asked-again").await;
    press(&p, " ").await;
    press(&p, &with(Key::Control, &enter)).await;
    let began = Instant::now();
    while !p.browser.current_url().await.unwrap().path().ends_with("/consultation") {
        assert!(began.elapsed() < WAIT, "the visit is not finished");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let issued: i64 = visit.parse().unwrap();
    let of = "SELECT id FROM prescription WHERE visit_id = $1";
    let prescription: i64 = clinic.house.db.read(move |tx| Ok(tx.one(of, &[&issued])?.unwrap())).await.unwrap();
    p.sign_in("duocsi").await;
    p.go(&format!("/prescriptions/{prescription}")).await;
    until(&p, "the stop in the pharmacy", "main", SAID).await;
    until(&p, "the doctor's reason in the pharmacy", "main", REASON).await;
    p.look("override-pharmacy").await;
    p.browser.clone().close().await.unwrap();
    assert!(p.wrong.is_empty(), "axe-core found:\n{}", p.wrong.join("\n"));
    clinic.prove().await;
}
