//! What open pages hear: the numbers of the cards that changed, at a hundred screens at once, and how much is fetched then.

use crate::both;
use crate::harness::Clinic;
use crate::races::{booking, new_patient};
use http_body_util::BodyExt as _;
use hyper::body::Incoming;
use kham::bench::forms::PageForm;
use kham::bench::http::Posted;
use std::io::Write as _;
use std::time::{Duration, Instant};

const SCREENS: usize = 100;
/// Generous, for a machine that builds and tests other things; an idle one takes a few milliseconds.
const IN_TIME: Duration = Duration::from_secs(2);
/// One card, as it goes over the network without being packed.
const CARD_BYTES: usize = 2_048;

both!(a_hundred_screens_hear_of_one_card_in_time, a_hundred_screens);

/// Reads on until the event comes, and gives what it carries.
pub async fn heard(stream: &mut Incoming, event: &str) -> String {
    let mut so_far = String::new();
    loop {
        let begin = format!("event: {event}\ndata: ");
        if let Some((data, _)) = so_far.split_once(&begin).and_then(|(_, rest)| rest.split_once('\n')) {
            return data.to_owned();
        }
        let frame = stream.frame().await.expect("the stream goes on").unwrap();
        so_far.push_str(&String::from_utf8_lossy(frame.data_ref().unwrap()));
    }
}

async fn a_hundred_screens(clinic: Clinic) {
    let mut desk = clinic.browser("letan").await;
    let patient = new_patient(&mut desk, "Trần Thị Nghe Tin").await;
    let form = booking(&mut desk, &patient).await;
    let Posted::Done(location) = desk.post("/appointments", &form.fields).await.unwrap() else { panic!("not booked") };
    let digits = location.split("appointment=").nth(1).unwrap().chars().take_while(char::is_ascii_digit);
    let id: String = digits.collect();
    let mut screens = Vec::new();
    for _ in 0..SCREENS {
        let mut stream = desk.again().listen("/live").await.unwrap();
        assert_eq!(heard(&mut stream, "hello").await, "1");
        screens.push(stream);
    }
    let page = desk.get(&format!("/appointments/{id}")).await.unwrap().body;
    let confirm = format!("/appointments/{id}/confirmation");
    let form = PageForm::find(&page, &confirm).unwrap().with("confirmation", "confirmed");
    let began = Instant::now();
    let waiting: Vec<_> = screens
        .into_iter()
        .map(|mut stream| {
            tokio::spawn(async move {
                let data = tokio::time::timeout(IN_TIME, heard(&mut stream, "diary")).await;
                (data.expect("heard in time"), began.elapsed())
            })
        })
        .collect();
    assert!(matches!(desk.post(&confirm, &form.fields).await.unwrap(), Posted::Done(_)));
    let mut slowest = Duration::ZERO;
    for each in waiting {
        let (data, took) = each.await.unwrap();
        assert_eq!(data, id, "the news name the one card");
        slowest = slowest.max(took);
    }
    let card = desk.get(&format!("/reception/cards?first=420&last=1080&ids={id}")).await.unwrap().body;
    assert!(card.contains("Nghe Tin") && card.contains("mk yes"), "{card}");
    assert!(card.len() <= CARD_BYTES, "{} bytes", card.len());
    let _ = writeln!(
        std::io::stderr(),
        "one card: {SCREENS} screens heard within {slowest:?} of the click, {} bytes",
        card.len()
    );
}
