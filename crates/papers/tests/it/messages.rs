use crate::house::*;
use bricks::lang::Lang;
use papers::message::{self, Enqueued, Kind, NewMessage};

fn reminder(occurrence_id: i64, due_minute: i64) -> NewMessage {
    NewMessage {
        kind: Kind::Reminder,
        occurrence_id,
        patient: HUONG,
        address: "huong@example.org".into(),
        lang: Lang::Vi,
        subject: "Nhắc lịch hẹn".into(),
        body: "Hẹn gặp bạn".into(),
        receipt: None,
        due_at: at(due_minute),
    }
}

async fn states(house: &House) -> Vec<String> {
    let sql = "SELECT state FROM outbox ORDER BY occurrence_id";
    house.db.read(move |tx| Ok(tx.all(sql, &[])?)).await.unwrap()
}

async fn claimed(house: &House) -> Vec<i64> {
    let claimed = house.done(|tx, _| Ok(message::claim(tx, message::Channel::Email, 10)?)).await;
    claimed.iter().map(|m| m.occurrence_id).collect()
}

#[tokio::test]
async fn an_occurrence_is_told_once() {
    let house = House::open().await;
    assert!(matches!(house.done(|tx, who| message::enqueue(tx, who, &reminder(1, 480))).await, Enqueued::Written(_)));
    assert_eq!(house.done(|tx, who| message::enqueue(tx, who, &reminder(1, 490))).await, Enqueued::Known);
    assert_eq!(claimed(&house).await, [1]);
    assert!(claimed(&house).await.is_empty());
}

#[tokio::test]
async fn only_what_is_due_and_not_cancelled_is_claimed() {
    let house = House::open().await;
    for (occurrence, due) in [(1, 470), (2, 480), (3, 481)] {
        house.done(move |tx, who| message::enqueue(tx, who, &reminder(occurrence, due))).await;
    }
    assert!(house.done(|tx, _| Ok(message::cancel_for(tx, Kind::Reminder, 1)?)).await);
    assert_eq!(claimed(&house).await, [2]);
    assert!(!house.done(|tx, _| Ok(message::cancel_for(tx, Kind::Reminder, 2)?)).await);
    assert_eq!(states(&house).await, ["cancelled", "sending", "waiting"]);
}

#[tokio::test]
async fn what_may_have_been_sent_is_never_sent_again() {
    let house = House::open().await;
    house.done(|tx, who| message::enqueue(tx, who, &reminder(1, 480))).await;
    assert_eq!(claimed(&house).await, [1]);
    house.clock.advance_minutes(6);
    assert!(claimed(&house).await.is_empty());
    assert_eq!(states(&house).await, ["unknown"]);
}

#[tokio::test]
async fn a_certain_failure_is_tried_again_at_its_time_or_given_up() {
    let house = House::open().await;
    house.done(|tx, who| message::enqueue(tx, who, &reminder(1, 480))).await;
    let fail = async |retry: Option<i64>| {
        let one = house.done(|tx, _| Ok(message::claim(tx, message::Channel::Email, 1)?)).await.remove(0);
        let retry = retry.map(at);
        house.done(move |tx, _| Ok(message::mark_failed(tx, one.id, "no route", retry)?)).await
    };
    assert!(fail(Some(490)).await);
    assert!(claimed(&house).await.is_empty());
    house.clock.set(at(490));
    assert!(fail(None).await);
    assert_eq!(states(&house).await, ["failed"]);
}

#[tokio::test]
async fn an_accepted_message_is_sent() {
    let house = House::open().await;
    house.done(|tx, who| message::enqueue(tx, who, &reminder(1, 480))).await;
    let one = house.done(|tx, _| Ok(message::claim(tx, message::Channel::Email, 1)?)).await.remove(0);
    assert!(house.done(move |tx, _| Ok(message::mark_sent(tx, one.id)?)).await);
    assert!(!house.done(move |tx, _| Ok(message::mark_sent(tx, one.id)?)).await);
    assert_eq!(states(&house).await, ["sent"]);
}
