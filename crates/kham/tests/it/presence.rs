//! Who has a visit's page open: in one process, and in several on one PostgreSQL.

use crate::both;
use crate::desk::{in_room, post, waiting};
use crate::harness::{Clinic, On, postgres_server};
use crate::live::heard;
use crate::made;
use crate::races::{booking, new_patient};
use hyper::body::Incoming;
use kham::bench::forms::{PageForm, all_with_prefix};
use kham::bench::http::Browser;
use std::time::{Duration, Instant};

/// Generous, for a machine that builds and tests other things.
const SOON: Duration = Duration::from_secs(8);
const A_MOMENT: Duration = Duration::from_millis(300);

both!(two_people_in_one_chart_see_each_other, presence);

async fn presence(clinic: Clinic) {
    let (mut doctor, visit) = in_room(&clinic, "Lê Thị Cùng Xem").await;
    let path = format!("/visits/{visit}/presence");
    let mut heard = clinic.house.db.hear();
    let mut nurse = clinic.browser("dieuduong").await;
    assert!(!doctor.get(&path).await.unwrap().body.contains("users"), "nobody else is here");
    let _own = doctor.again().listen(&format!("/live?at={visit}")).await.unwrap();
    let stream = nurse.again().listen(&format!("/live?at={visit}")).await.unwrap();
    let told = tokio::time::timeout(SOON, async {
        loop {
            let news = heard.recv().await.unwrap();
            if news.topics.iter().any(|t| t == &format!("presence-{visit}")) {
                return;
            }
        }
    });
    told.await.expect("the page is told who came");
    assert!(doctor.get(&path).await.unwrap().body.contains("k-wait"), "the nurse is seen");
    assert!(nurse.get(&path).await.unwrap().body.contains("k-wait"), "the nurse sees the doctor");
    drop(stream);
    let began = Instant::now();
    while doctor.get(&path).await.unwrap().body.contains("k-wait") {
        assert!(began.elapsed() < SOON, "who left is still seen");
        tokio::time::sleep(A_MOMENT).await;
    }
    let mut clerk = clinic.browser("letan").await;
    let _stream = clerk.listen(&format!("/live?at={visit}")).await.unwrap();
    tokio::time::sleep(A_MOMENT).await;
    assert!(!doctor.get(&path).await.unwrap().body.contains("k-wait"), "who may not read a chart has none open");
}

/// Waits until the page of those present says, or no longer says, the words.
async fn until(browser: &mut Browser, path: &str, words: &str, says: bool) {
    let began = Instant::now();
    while browser.get(path).await.unwrap().body.contains(words) != says {
        assert!(began.elapsed() < SOON, "{words}: {says} is not so in time");
        tokio::time::sleep(A_MOMENT).await;
    }
}

/// Two processes' houses on one PostgreSQL database, and its address; `None` when there is no server.
pub async fn two_houses() -> Option<(Clinic, Clinic, String)> {
    let server = postgres_server()?;
    let folder = tempfile::tempdir().unwrap();
    let database = made::copy_into(folder.path(), On::Postgres, &server).await;
    let first = Clinic::open_at(folder, &database).await;
    let second = Clinic::open_at(tempfile::tempdir().unwrap(), &database).await;
    Some((first, second, database))
}

/// An open page of the clinic that already hears.
async fn screen(clinic: &Clinic, login: &str) -> Incoming {
    let mut stream = clinic.browser(login).await.listen("/live").await.unwrap();
    assert_eq!(heard(&mut stream, "hello").await, "1");
    stream
}

async fn hears(mut screen: Incoming, event: &str) {
    let told = tokio::time::timeout(SOON, heard(&mut screen, event)).await;
    assert!(told.is_ok(), "the other process's screen does not hear of {event}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_booking_a_call_and_a_payment_are_heard_on_the_screens_of_the_other_process() {
    let Some((first, second, _)) = two_houses().await else { return };
    let mut desk = first.browser("letan").await;
    let patient = new_patient(&mut desk, "Trần Thị Máy Bên").await;
    let form = booking(&mut desk, &patient).await;
    let there = screen(&second, "letan").await;
    desk.post("/appointments", &form.fields).await.unwrap().done().unwrap();
    hears(there, "diary").await;

    let (mut doctor, visit) = waiting(&first, "Lê Thị Gọi Vào").await;
    let there = screen(&second, "dieuduong").await;
    post(&mut doctor, &format!("/visits/{visit}/call"), &[]).await;
    hears(there, "queue").await;

    let mut cashier = first.browser("thungan").await;
    let list = cashier.get("/cashier").await.unwrap().body;
    let bill = all_with_prefix(&list, "href", "/visits/").into_iter().find(|link| link.ends_with("/bill")).unwrap();
    let page = cashier.get(bill).await.unwrap().body;
    let pay = bill.replace("/bill", "/payment");
    let form = PageForm::find(&page, &pay).unwrap().with("method", "cash").with("tendered", "9.000.000");
    let there = screen(&second, "thungan").await;
    cashier.post(&pay, &form.fields).await.unwrap().done().unwrap();
    hears(there, "cashier").await;
    first.prove().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_people_in_one_chart_see_each_other_through_two_processes() {
    let Some((first, second, database)) = two_houses().await else { return };
    let (mut doctor, visit) = in_room(&first, "Lê Thị Hai Máy").await;
    let mut nurse = second.browser("dieuduong").await;
    let (path, live, topic) =
        (format!("/visits/{visit}/presence"), format!("/live?at={visit}"), format!("presence-{visit}"));
    let _own = doctor.again().listen(&live).await.unwrap();
    let mut news = first.house.db.hear();
    let stream = nurse.again().listen(&live).await.unwrap();
    let told = tokio::time::timeout(SOON, async { while !news.recv().await.unwrap().topics.contains(&topic) {} });
    told.await.expect("the open page is told who came to the other process");
    until(&mut doctor, &path, "k-wait", true).await;
    until(&mut nurse, &path, "k-wait", true).await;
    let third = Clinic::open_at(tempfile::tempdir().unwrap(), &database).await;
    until(&mut third.browser("bacsi2").await, &path, ", ", true).await;
    drop(stream);
    until(&mut doctor, &path, "k-wait", false).await;
    let again = doctor.again().listen(&live).await.unwrap();
    let mut twice = second.browser("bacsi1").await;
    until(&mut twice, &path, "k-mute", true).await;
    drop(again);
    until(&mut twice, &path, "k-mute", false).await;
}
