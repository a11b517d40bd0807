use super::desk::Desk;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse as _, Response};
use futures_util::stream;
use std::collections::VecDeque;
use std::convert::Infallible;
use std::time::Duration;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;

const KEEP_ALIVE: Duration = Duration::from_secs(20);
/// The rail's counts move with any of these.
const RAIL_TOPICS: [&str; 4] = ["queue", "orders", "pharmacy", "cashier"];

struct Listening {
    news: Receiver<crate::db::News>,
    waiting: VecDeque<String>,
}

/// `GET /live`: one stream of events named by topic; they carry no data, the page fetches what it may see.
pub async fn stream(desk: Desk) -> Response {
    let desk = desk.in_background();
    match desk.read(|_, _| Ok(())).await {
        Ok(_) => events(&desk, topics),
        Err(stop) => desk.stop(stop),
    }
}

/// A stream for a page without a session, once its caller has proved who listens: the queue's topics and no others.
pub fn stream_of(desk: &Desk) -> Response {
    events(desk, |news| news.topics.into_iter().filter(|topic| RAIL_TOPICS.contains(&topic.as_str())).collect())
}

fn events(desk: &Desk, choose: fn(crate::db::News) -> Vec<String>) -> Response {
    let first = Listening { news: desk.house.db.hear(), waiting: VecDeque::from(["hello".to_owned()]) };
    let events = stream::unfold(first, move |mut listening| async move {
        loop {
            if let Some(topic) = listening.waiting.pop_front() {
                let event = Event::default().event(topic).data("1");
                return Some((Ok::<_, Infallible>(event), listening));
            }
            match listening.news.recv().await {
                Ok(news) => listening.waiting.extend(choose(news)),
                // Too much was missed to name: the page fetches all of its parts again.
                Err(RecvError::Lagged(_)) => listening.waiting.push_back(crate::db::EVERYTHING.to_owned()),
                Err(RecvError::Closed) => return None,
            }
        }
    });
    Sse::new(events).keep_alive(KeepAlive::new().interval(KEEP_ALIVE)).into_response()
}

fn topics(news: crate::db::News) -> Vec<String> {
    let mut topics = news.topics;
    if topics.iter().any(|t| RAIL_TOPICS.contains(&t.as_str())) {
        topics.push("rail".to_owned());
    }
    topics
}
