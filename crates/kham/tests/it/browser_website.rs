//! Booking on a phone of 390 × 844 in Chromium: every step is looked at by axe-core in both themes, and nothing is wider than
//! the screen.

use crate::browser::{Person, driver};
use crate::harness::{Clinic, On};

/// The code as the demonstration keeps it.
async fn code(clinic: &Clinic) -> String {
    const LAST: &str = "SELECT body FROM outbox WHERE kind = 'code' ORDER BY id DESC LIMIT 1";
    let body: Option<String> = clinic.house.db.read(|tx| Ok(tx.one(LAST, &[])?)).await.unwrap();
    let digits = |word: &&str| word.len() == 6 && word.bytes().all(|b| b.is_ascii_digit());
    body.unwrap().split([' ', ',']).find(digits).unwrap().to_owned()
}

async fn look(p: &mut Person, name: &str) {
    p.look(name).await;
    let wider = "return document.documentElement.scrollWidth - document.documentElement.clientWidth";
    let wider = p.browser.execute(wider, Vec::new()).await.unwrap();
    if wider.as_i64().is_none_or(|pixels| pixels > 0) {
        p.wrong.push(format!("{name} is {wider} pixels wider than the screen"));
    }
}

async fn book(p: &mut Person, clinic: &Clinic, lang: &str, phone: &str) {
    p.go(&format!("/book?lang={lang}")).await;
    p.see(".choices .pick").await;
    look(p, &format!("book-{lang}-services")).await;
    p.click(".choices a.pick").await;
    p.see(".days, .choices .av").await;
    if p.browser.find(fantoccini::Locator::Css(".days")).await.is_err() {
        look(p, &format!("book-{lang}-doctors")).await;
        p.click(".choices a.pick").await;
    }
    p.see(".slots label").await;
    look(p, &format!("book-{lang}-times")).await;
    p.click(".slots label").await;
    p.click(".dock button").await;
    p.see("[name=consent]").await;
    p.click(".dock button").await;
    p.see("[aria-invalid=true]").await;
    look(p, &format!("book-{lang}-refused")).await;
    for (field, typed) in [("name", "Phạm Thị Điện Thoại"), ("birth", "1988"), ("phone", phone), ("reason", "Ho")]
    {
        p.type_into(&format!("main [name={field}]"), typed).await;
    }
    p.click("label:has([name=sex][value=female])").await;
    p.click("label:has([name=consent])").await;
    p.click(".dock button").await;
    p.see("[name=code]").await;
    look(p, &format!("book-{lang}-code")).await;
    p.type_into("[name=code]", &code(clinic).await).await;
    p.click(".dock button").await;
    p.until_url("/a/").await;
    p.see(".qr").await;
    look(p, &format!("book-{lang}-done")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_phone_books_in_both_languages() {
    let Some(driver) = driver() else { return };
    let clinic = Clinic::open(On::Sqlite).await.unwrap();
    let mut p = Person::at(&driver, &clinic.host).await;
    p.browser.set_window_size(390, 844).await.unwrap();
    for (lang, phone) in [("vi", "0903118264"), ("en", "0912345678")] {
        book(&mut p, &clinic, lang, phone).await;
    }
    p.browser.clone().close().await.unwrap();
    assert!(p.wrong.is_empty(), "{}", p.wrong.join("\n"));
    clinic.prove().await;
}
