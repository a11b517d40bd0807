use super::desk::Desk;
use super::form::Form;
use super::presence::Sitting;
use crate::access::{Permission, Who};
use axum::extract::RawQuery;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse as _, Response};
use bricks::id::VisitId;
use futures_util::stream;
use std::collections::VecDeque;
use std::convert::Infallible;
use std::time::Duration;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::watch;

const KEEP_ALIVE: Duration = Duration::from_secs(20);
/// The rail's counts move with any of these.
/// News of more appointments than these are told as news of all.
const CARDS_MAX: usize = 12;
/// Whoever hears of an appointment by this prefix is told its number with the other topics.
const CARD: &str = "appointment-";
const RAIL_TOPICS: [&str; 4] = ["queue", "orders", "pharmacy", "cashier"];

struct Listening {
    news: Receiver<crate::db::News>,
    /// Topics with what they carry.
    waiting: VecDeque<(String, String)>,
    closing: watch::Receiver<bool>,
    /// Ends with the stream.
    _sitting: Option<Sitting>,
}

/// `GET /live`: one stream of events named by topic; they carry at most the numbers of the appointments that
/// alone moved, and the page fetches what it may see.
/// `?at=` names the visit that the page shows.
pub async fn stream(desk: Desk, RawQuery(query): RawQuery) -> Response {
    let desk = desk.in_background();
    match desk.read(|_, _| Ok(())).await {
        Ok((face, ())) => {
            let visit = Form::parse(query.unwrap_or_default().as_bytes())
                .and_then(|open| open.text("at").parse().ok())
                .filter(|_| face.may(Permission::SeeConsultations));
            events(&desk, topics, visit.map(|visit| (face.who, visit)))
        }
        Err(stop) => desk.stop(stop),
    }
}

/// A stream for a page without a session, once its caller has proved who listens: the queue's topics and no others.
pub fn stream_of(desk: &Desk) -> Response {
    let choose = |news: crate::db::News| {
        news.topics.iter().filter(|topic| RAIL_TOPICS.contains(&topic.as_str())).map(|topic| all(topic)).collect()
    };
    events(desk, choose, None)
}

fn events(desk: &Desk, choose: fn(crate::db::News) -> Vec<(String, String)>, open: Option<(Who, VisitId)>) -> Response {
    // Who opens a page hears that others have it open already.
    let news = desk.house.db.hear();
    let sitting = open.map(|(who, visit)| Sitting::enter(&desk.house, &who, visit));
    let closing = desk.house.closing.watch();
    let first = Listening { news, waiting: VecDeque::from([all("hello")]), closing, _sitting: sitting };
    let events = stream::unfold(first, move |mut listening| async move {
        loop {
            if let Some((topic, data)) = listening.waiting.pop_front() {
                let event = Event::default().event(topic).data(data);
                return Some((Ok::<_, Infallible>(event), listening));
            }
            let heard = tokio::select! {
                heard = listening.news.recv() => heard,
                _ = listening.closing.wait_for(|closing| *closing) => return None,
            };
            match heard {
                Ok(news) => listening.waiting.extend(choose(news)),
                // Too much was missed to name: the page fetches all of its parts again.
                Err(RecvError::Lagged(_)) => listening.waiting.push_back(all(crate::db::EVERYTHING)),
                Err(RecvError::Closed) => return None,
            }
        }
    });
    Sse::new(events).keep_alive(KeepAlive::new().interval(KEEP_ALIVE)).into_response()
}

/// A topic of which anything may have moved.
fn all(topic: &str) -> (String, String) {
    (topic.to_owned(), "1".to_owned())
}

fn topics(news: crate::db::News) -> Vec<(String, String)> {
    let (cards, mut topics): (Vec<String>, Vec<String>) = news.topics.into_iter().partition(|t| t.starts_with(CARD));
    if topics.iter().any(|t| RAIL_TOPICS.contains(&t.as_str())) {
        topics.push("rail".to_owned());
    }
    let numbers: Vec<&str> = cards.iter().filter_map(|t| t.strip_prefix(CARD)).collect();
    let carried = if numbers.is_empty() || numbers.len() > CARDS_MAX { "1".to_owned() } else { numbers.join(",") };
    // Hours are never those of single appointments.
    let told = |topic: String| if topic == "hours" { all(&topic) } else { (topic, carried.clone()) };
    topics.into_iter().map(told).collect()
}

#[cfg(test)]
mod tests {
    use super::topics;
    use crate::db::News;

    fn told(all: &[&str]) -> Vec<(String, String)> {
        topics(News { topics: all.iter().map(|t| (*t).to_owned()).collect() })
    }

    #[test]
    fn news_of_single_appointments_carry_their_numbers_and_hours_never_do() {
        let pair = |topic: &str, data: &str| (topic.to_owned(), data.to_owned());
        assert_eq!(told(&["diary"]), [pair("diary", "1")]);
        let some = told(&["diary", "appointment-7", "hours", "appointment-9"]);
        assert_eq!(some, [pair("diary", "7,9"), pair("hours", "1")]);
        let many: Vec<String> = (0..13).map(|n| format!("appointment-{n}")).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).chain(["diary"]).collect();
        assert_eq!(told(&many), [pair("diary", "1")]);
    }
}
