//! The cashier in Chromium: cash by the keyboard alone, a transfer that arrives while the bill is open, a void, a session
//! closed with a shortage.

use crate::browser::{Person, WAIT, driver};
use crate::cashier::{bills, sepay, told_by};
use crate::harness::{Clinic, On};
use ground::access::proof;
use std::time::Instant;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

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
    closed_with_a_shortage(&mut p).await;
    assert!(p.wrong.is_empty(), "{:#?}", p.wrong);
    clinic.prove().await;
}

async fn cash_by_keys(p: &mut Person, bill: &str) -> String {
    p.go(bill).await;
    p.see(".way").await;
    // F8 goes to the field of the notes; Ctrl and Enter confirm.
    p.browser.find(fantoccini::Locator::Css("body")).await.unwrap().send_keys("\u{e038}").await.unwrap();
    p.browser.active_element().await.unwrap().send_keys("50000000").await.unwrap();
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
    let branch = clinic.house.clinics.all()[0].id.raw();
    let mut stream = tokio::net::TcpStream::connect(&clinic.host).await.unwrap();
    let request = format!(
        "POST /hooks/bank/{branch} HTTP/1.1\r\nhost: {}\r\nx-signature: {signature}\r\nconnection: close\r\ncontent-length: {}\r\n\r\n{body}",
        clinic.host,
        body.len()
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
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
