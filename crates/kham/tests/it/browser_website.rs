//! Booking on a phone of 390 × 844 in Chromium: every step is looked at by axe-core in both themes, and nothing is wider than
//! the screen.

use crate::browser::{Person, driver};
use crate::harness::{Clinic, On};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

/// The code as the demonstration keeps it.
async fn code(clinic: &Clinic) -> String {
    const LAST: &str = "SELECT body FROM outbox WHERE kind = 'code' ORDER BY id DESC LIMIT 1";
    let body: Option<String> = clinic.house.db.read(|tx| Ok(tx.one(LAST, &[])?)).await.unwrap();
    let digits = |word: &&str| word.len() == 6 && word.bytes().all(|b| b.is_ascii_digit());
    body.unwrap().split([' ', ',']).find(digits).unwrap().to_owned()
}

/// The clinic's own website on another address, with the booking page within it.
async fn site(listener: TcpListener, kham: String) {
    let page = format!(
        "<!doctype html><title>Phòng khám</title><iframe src=\"http://{kham}/book\" width=390 height=800></iframe>"
    );
    let head = "HTTP/1.1 200 OK\r\ncontent-type: text/html; charset=utf-8\r\nconnection: close\r\ncontent-length:";
    while let Ok((mut stream, _)) = listener.accept().await {
        let mut asked = [0; 2048];
        let _ = stream.read(&mut asked).await;
        let _ = stream.write_all(format!("{head} {}\r\n\r\n{page}", page.len()).as_bytes()).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_booking_in_the_frame_of_another_site_ends_on_a_page_that_opens_the_appointment() {
    let Some(driver) = driver() else { return };
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let origin = format!("http://localhost:{}", listener.local_addr().unwrap().port());
    let clinic = Clinic::framed_by(&origin).await;
    let site = tokio::spawn(site(listener, clinic.host.clone()));
    let p = Person::at(&driver, &clinic.host).await;
    p.browser.goto(&origin).await.unwrap();
    p.see("iframe").await.enter_frame().await.unwrap();
    chosen(&p).await;
    sent(&p, "0903118264").await;
    p.type_into("[name=code]", &code(&clinic).await).await;
    p.click(".dock button").await;
    p.see(".hero").await;
    let before = p.browser.windows().await.unwrap();
    p.click("a[target=_blank][href^='/a/']").await;
    let began = std::time::Instant::now();
    let opened = loop {
        let all = p.browser.windows().await.unwrap();
        if let Some(new) = all.into_iter().find(|window| !before.contains(window)) {
            break new;
        }
        assert!(began.elapsed() < crate::browser::WAIT, "the appointment opens in a window of its own");
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    };
    p.browser.switch_to_window(opened).await.unwrap();
    p.see(".qr").await;
    p.browser.clone().close().await.unwrap();
    site.abort();
    clinic.prove().await;
}

/// The first service, the first doctor, the first free time.
async fn chosen(p: &Person) {
    p.click(".choices a.pick").await;
    p.see(".days, .choices .av").await;
    if p.browser.find(fantoccini::Locator::Css(".days")).await.is_err() {
        p.click(".choices a.pick").await;
    }
    p.click(".slots label").await;
    p.click(".dock button").await;
    p.see("[name=consent]").await;
}

async fn sent(p: &Person, phone: &str) {
    for (field, typed) in [("name", "Phạm Thị Điện Thoại"), ("birth", "1988"), ("phone", phone), ("reason", "Ho")]
    {
        p.type_into(&format!("main [name={field}]"), typed).await;
    }
    p.click("label:has([name=sex][value=female])").await;
    p.click("label:has([name=consent])").await;
    p.click(".dock button").await;
    p.see("[name=code]").await;
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
    sent(p, phone).await;
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
