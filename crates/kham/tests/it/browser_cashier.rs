//! The cashier in Chromium: cash by the keyboard alone, a transfer that arrives while the bill is open, a void, a session
//! closed with a shortage.

use crate::browser::{Person, WAIT, driver};
use crate::cashier::{GENUINE, bills, sepay, show, tell, told_by};
use crate::harness::{Clinic, On};
use ground::access::proof;
use kham::bench::forms::PageForm;
use std::time::Instant;

#[tokio::test(flavor = "multi_thread")]
async fn a_cashiers_day_by_keys_and_clicks() {
    let Some(driver) = driver() else { return };
    let clinic = Clinic::open(On::Sqlite).await.unwrap();
    let mut cashier = clinic.browser("thungan").await;
    let waiting = bills(&mut cashier).await;
    let mut p = Person::at(&driver, &clinic.host).await;
    p.sign_in("thungan").await;
    let receipt = cash_by_keys(&mut p, &waiting[0]).await;
    transfer_arrives(&mut p, &clinic, &waiting[1], told_by(&mut cashier, &waiting[1]).await).await;
    void(&mut p, &receipt).await;
    const ALONE: &str = "INSERT INTO setting (key, value) VALUES ('difference_limit_vnd', '900000000')";
    clinic.house.db.write(|tx| Ok(tx.run(ALONE, &[])?)).await.unwrap();
    closed_with_a_shortage(&mut p).await;
    assert!(p.wrong.is_empty(), "{:#?}", p.wrong);
    clinic.prove().await;
}

/// The change is that of the part which is paid; the exact note is the part, and without one the whole bill.
async fn change_of_a_part(p: &mut Person) {
    let told = async |p: &Person| {
        let read = "return [document.querySelector('[data-tender]').value, document.querySelector('[data-change]').textContent]";
        p.browser.execute(read, Vec::new()).await.unwrap()
    };
    p.click("details:has(#part-amount) summary").await;
    p.type_into("#part-amount", "30000").await;
    p.type_into("#f-tendered", "50000").await;
    assert_eq!(told(p).await, serde_json::json!(["50.000", "20.000"]));
    p.type_into("#part-amount", "40000").await;
    assert_eq!(told(p).await, serde_json::json!(["50.000", "10.000"]), "the part is put right afterwards");
    p.click(".cashk button").await;
    assert_eq!(told(p).await, serde_json::json!(["40.000", "0"]), "exactly the part");
    p.look("cashier-part").await;
    p.browser.execute("const part = document.getElementById('part-amount'); part.value = ''; part.dispatchEvent(new Event('input', { bubbles: true }))", Vec::new()).await.unwrap();
    p.click(".cashk button").await;
    let whole = told(p).await;
    assert!(whole[0].as_str().is_some_and(|notes| notes.len() > 6) && whole[1] == "0", "{whole}");
    p.click(".cashk button:last-child").await;
}

async fn cash_by_keys(p: &mut Person, bill: &str) -> String {
    p.go(bill).await;
    p.see(".way").await;
    change_of_a_part(p).await;
    // F8 goes to the field of the notes; Ctrl and Enter confirm.
    p.browser.find(fantoccini::Locator::Css("body")).await.unwrap().send_keys("\u{e038}").await.unwrap();
    p.browser.active_element().await.unwrap().send_keys("9000000").await.unwrap();
    p.look("cashier-cash").await;
    p.primary().await;
    let receipt = p.until_url("/receipts/").await;
    p.look("cashier-receipt").await;
    receipt.split("/receipts/").nth(1).unwrap().to_owned()
}

async fn transfer_arrives(p: &mut Person, clinic: &Clinic, bill: &str, (purpose, due): (String, i64)) {
    p.go(bill).await;
    p.see(".way").await;
    p.browser
        .execute("document.querySelector('input[name=method][value=transfer]').click()", Vec::new())
        .await
        .unwrap();
    p.see(".qrbox svg").await;
    p.look("cashier-transfer").await;
    let body = sepay("FT77", due, &purpose);
    let signature = proof::sign("kham-demo-gateway", body.as_bytes());
    assert_eq!(tell(clinic, &format!("x-signature: {signature}"), &body).await, 200);
    let began = Instant::now();
    while p.browser.find(fantoccini::Locator::Css("a[href^='/receipts/']")).await.is_err() {
        assert!(began.elapsed() < WAIT, "the bill did not move when the transfer arrived");
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    p.look("cashier-arrived").await;
}

async fn void(p: &mut Person, receipt: &str) {
    p.sign_in("quanly").await;
    p.go(&format!("/receipts/{receipt}")).await;
    p.click("details:has(input[name=void_reason]) summary").await;
    p.type_into("input[name=void_reason]", "Thu nhầm người").await;
    p.look("cashier-void").await;
    p.click("details:has(input[name=void_reason]) button").await;
    p.see(".st.k-bad").await;
    p.look("cashier-voided").await;
}

async fn closed_with_a_shortage(p: &mut Person) {
    p.sign_in("thungan").await;
    p.go("/cashier/session").await;
    p.type_into("input[name=n100000]", "1").await;
    p.primary().await;
    p.see("#f-explanation[aria-invalid=true]").await;
    p.look("cashier-short").await;
    p.type_into("#f-explanation", "Trả nhầm tiền thối").await;
    p.primary().await;
    p.until_url("/cashier/sessions/").await;
    p.look("cashier-slip").await;
}

/// What of the customer's screen is seen by a selector.
const CODE: &str = "#pay-display .qrbox svg";
const PAID: &str = "#pay-display .done.k-ok";

#[tokio::test(flavor = "multi_thread")]
async fn a_customers_screen_shows_a_bill_when_asked_then_thanks_then_nothing() {
    let Some(driver) = driver() else { return };
    let clinic = Clinic::open(On::Sqlite).await.unwrap();
    let mut screen = Person::at(&driver, &clinic.host).await;
    screen.go("/tv").await;
    let code = screen.see("p.code").await.text().await.unwrap();
    pair(&clinic, &code).await;
    screen.go("/pay-display").await;
    screen.see("#pay-display p.sub").await;
    assert!(screen.browser.find(fantoccini::Locator::Css(CODE)).await.is_err(), "nothing while no bill is open");
    screen.look("display-idle").await;

    let mut cashier = clinic.browser("thungan").await;
    let bill = bills(&mut cashier).await.remove(0);
    let (purpose, due) = told_by(&mut cashier, &bill).await;
    show(&mut cashier, &bill).await;
    screen.see(CODE).await;
    let shown = screen.see("#pay-display").await.text().await.unwrap();
    assert!(shown.contains(&bricks::money::Money::from_minor(due).show(bricks::lang::Lang::Vi)), "{shown}");
    screen.look("display-pay").await;

    assert_eq!(tell(&clinic, GENUINE, &sepay("FT920", due, &purpose)).await, 200);
    screen.see(PAID).await;
    assert!(screen.browser.find(fantoccini::Locator::Css(CODE)).await.is_err(), "what is paid is not asked for again");
    screen.look("display-paid").await;

    // The thanks are over after a while; a bill that is shown since is not the one that was paid.
    clinic.house.db.write(|tx| Ok(tx.run("UPDATE pay_display SET shown_at = shown_at + 3600000", &[])?)).await.unwrap();
    let began = Instant::now();
    while screen.browser.find(fantoccini::Locator::Css(PAID)).await.is_ok() {
        assert!(began.elapsed() < WAIT, "the screen still shows the last patient");
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    }
    assert!(screen.wrong.is_empty(), "{:#?}", screen.wrong);
}

/// The manager makes the screen with this code the one of the cashier.
async fn pair(clinic: &Clinic, code: &str) {
    let staff = "SELECT id FROM staff WHERE login = 'thungan'";
    let staff = clinic.house.db.read(move |tx| Ok(tx.one::<i64>(staff, &[])?.unwrap())).await.unwrap();
    let mut manager = clinic.browser("quanly").await;
    let screens = manager.get("/office/screens").await.unwrap().body;
    let form = PageForm::find(&screens, "/office/screens").unwrap();
    let form = form.with("code", code).with("name", "Quầy 1").with("cashier", staff.to_string());
    manager.post(&form.action, &form.fields).await.unwrap().done().unwrap();
}
