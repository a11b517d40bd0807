//! The waiting room in Chromium: the television comes back by itself after the server was gone, and a patient follows the
//! ticket on a phone.

use crate::browser::{Person, WAIT, driver};
use crate::harness::{Clinic, On};
use bricks::id::VisitId;
use ground::access::proof::{self, Purpose};
use ground::web::House;
use kham::bench::forms::PageForm;
use kham::bench::http::Browser;
use kham::{router, server};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::runtime::Runtime;

/// The same house on a further port, in a runtime of its own: ending it cuts every connection, as a crash does.
fn serve_apart(house: &Arc<House>, address: &str) -> (Runtime, String) {
    let listener = std::net::TcpListener::bind(address).unwrap();
    listener.set_nonblocking(true).unwrap();
    let host = listener.local_addr().unwrap().to_string();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let router = router::router(house.clone());
    runtime.spawn(async move {
        let listener = tokio::net::TcpListener::from_std(listener).unwrap();
        server::serve(listener, router, std::future::pending()).await;
    });
    (runtime, host)
}

async fn until_text(p: &Person, css: &str, wanted: impl Fn(&str) -> bool) -> String {
    let began = Instant::now();
    loop {
        // The part may be replaced while it is read.
        if let Ok(text) = p.see(css).await.text().await
            && wanted(&text)
        {
            return text;
        }
        assert!(began.elapsed() < WAIT, "{css} never said it");
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

/// Calls the first doctor's next patient in; gives the ticket.
async fn call_next(doctor: &mut Browser) -> String {
    let page = doctor.get("/consultation").await.unwrap().body;
    let form = PageForm::find(&page, "/consultation/next").unwrap();
    let visit = form.fields.iter().find(|(n, _)| n == "visit").unwrap().1.clone();
    doctor.post("/consultation/next", &form.fields).await.unwrap().done().unwrap();
    visit
}

async fn ticket_of(clinic: &Clinic, visit: &str) -> String {
    let visit: i64 = visit.parse().unwrap();
    let of = "SELECT ticket_prefix, ticket_number FROM visit WHERE id = $1";
    let row = clinic.house.db.read(move |tx| Ok(tx.one::<(String, i64)>(of, &[&visit])?)).await.unwrap().unwrap();
    format!("{}{:03}", row.0, row.1)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_television_comes_back_after_the_server_was_gone_and_shows_the_new_call() {
    let Some(driver) = driver() else { return };
    let clinic = Clinic::open(On::Sqlite).await.unwrap();
    let (apart, host) = serve_apart(&clinic.house, "127.0.0.1:0");
    let mut p = Person::at(&driver, &host).await;
    p.browser.set_window_size(1920, 1080).await.unwrap();
    p.go("/tv").await;
    let code = until_text(&p, ".pairing .code", |text| text.len() == 7).await;
    p.look("tv-code").await;
    let mut desk = clinic.browser("letan").await;
    let body = format!("key=pair-tv-0001&code={code}&name=TV&names=on");
    assert_eq!(desk.post_raw("/office/screens", body).await.unwrap().status.as_u16(), 303);
    p.see(".tv[data-state=board]").await;
    let mut doctor = clinic.browser("bacsi1").await;
    let first = call_next(&mut doctor).await;
    let first = ticket_of(&clinic, &first).await;
    until_text(&p, ".callp .no", |text| text == first).await;
    p.look("tv").await;
    apart.shutdown_background();
    until_text(&p, "#live", |text| !text.is_empty()).await;
    let second = call_next(&mut doctor).await;
    let second = ticket_of(&clinic, &second).await;
    let (apart, _) = serve_apart(&clinic.house, &host);
    until_text(&p, ".callp .no", |text| text == second).await;
    until_text(&p, "#live", str::is_empty).await;
    p.browser.clone().close().await.unwrap();
    assert!(p.wrong.is_empty(), "axe-core found:\n{}", p.wrong.join("\n"));
    apart.shutdown_background();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_patient_follows_the_ticket_on_a_phone() {
    let Some(driver) = driver() else { return };
    let clinic = Clinic::open(On::Sqlite).await.unwrap();
    let mut p = Person::at(&driver, &clinic.host).await;
    p.browser.set_window_size(390, 844).await.unwrap();
    let mut doctor = clinic.browser("bacsi1").await;
    let page = doctor.get("/consultation").await.unwrap().body;
    let visit = PageForm::find(&page, "/consultation/next")
        .unwrap()
        .fields
        .iter()
        .find(|(n, _)| n == "visit")
        .unwrap()
        .1
        .clone();
    let about = VisitId::from_raw(visit.parse().unwrap()).to_string();
    let proof = clinic.house.db.read(move |tx| proof::prove(tx, Purpose::VisitPage, &about)).await.unwrap();
    p.go(&format!("/t/{visit}/{proof}")).await;
    p.see(".mine-facts").await;
    p.look("ticket-page").await;
    let wide = p.browser.execute("return document.documentElement.scrollWidth > innerWidth", Vec::new()).await.unwrap();
    assert_eq!(wide, serde_json::Value::Bool(false), "nothing is wider than the phone");
    p.go(&format!("/t/{visit}/{proof}?lang=en")).await;
    p.look("ticket-page-en").await;
    call_next(&mut doctor).await;
    p.see(".mine-room").await;
    p.look("ticket-page-called").await;
    p.browser.clone().close().await.unwrap();
    assert!(p.wrong.is_empty(), "axe-core found:\n{}", p.wrong.join("\n"));
}
