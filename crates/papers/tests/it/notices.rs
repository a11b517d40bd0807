//! What a patient hears of an appointment that changes.

use crate::house::*;
use bricks::id::AppointmentId;
use ground::access::proof;
use ground::people::consent::{self, Decision, Purpose};
use papers::appointment::{self, Appointment, Asked, Place};
use papers::message::{self, Channel, Claimed, Kind, reach};
use papers::notice::{self, Cause};

const WAITING: &str = "SELECT COUNT(*) FROM outbox WHERE state = 'waiting'";
const CALLS: &str = "SELECT COUNT(*) FROM patient_call WHERE done_at IS NULL";
const PHONE: &str = "UPDATE patient SET phone = '+84903118264', email = 'huong@example.vn' WHERE id = 31";

/// Hương has a phone and an email address, the clinic sends both.
async fn open() -> (House, AppointmentId) {
    let house = House::open().await;
    house
        .done(|tx, _| {
            proof::keep_secret(tx)?;
            reach::keep_configured(tx, true, true, Some("https://clinic.example"))?;
            Ok(tx.run(PHONE, &[])?)
        })
        .await;
    let id = house.booked(HUONG, 540).await;
    (house, id)
}

async fn moved(house: &House, id: AppointmentId, minute: i64) -> Appointment {
    house
        .done(move |tx, who| {
            let before = appointment::lock(tx, who.branch, id)?;
            let to = Place { starts_at: at(minute), ..before.place() };
            let after = appointment::move_to(tx, who, id, &to, Asked::default())?;
            notice::changed(tx, who, (&before, &after), Cause::Desk)?;
            Ok(after)
        })
        .await
}

async fn undone(house: &House, id: AppointmentId) {
    house
        .done(move |tx, who| {
            let before = appointment::lock(tx, who.branch, id)?;
            let after = appointment::undo(tx, who, id, before.version)?;
            notice::changed(tx, who, (&before, &after), Cause::Desk)
        })
        .await;
}

async fn cancelled(house: &House, id: AppointmentId) {
    house
        .done(move |tx, who| {
            let before = appointment::lock(tx, who.branch, id)?;
            let after = appointment::cancel(tx, who, id, "Bận")?;
            notice::changed(tx, who, (&before, &after), Cause::Desk)
        })
        .await;
}

/// The message that a sender of this channel gets once news have waited.
async fn claimed(house: &House, channel: Channel) -> Vec<Claimed> {
    house.clock.advance_minutes(3);
    house.done(move |tx, who| notice::claim(tx, channel, 10, std::slice::from_ref(&who.clinic))).await
}

async fn decided(house: &House, given: bool) {
    house
        .done(move |tx, who| {
            let decision =
                Decision { purpose: Purpose::Messages, given, decided_by: "Hương".into(), by_guardian: false };
            consent::record(tx, who, HUONG, &decision)
        })
        .await;
}

#[tokio::test]
async fn who_is_moved_twice_hears_of_the_last_from_what_was_known_first() {
    let (house, id) = open().await;
    moved(&house, id, 600).await;
    moved(&house, id, 660).await;
    assert_eq!(house.count(WAITING).await, 1);
    let told = claimed(&house, Channel::Sms).await.remove(0);
    assert_eq!((told.kind, told.address.as_str()), (Kind::Change, "+84903118264"));
    assert!(told.body.contains("lịch hẹn 9:00") && told.body.contains("sang 11:00"), "{}", told.body);
    assert!(told.body.contains("https://clinic.example/a/"), "{}", told.body);
    assert!(told.facts.contains("\"old_time\":\"9:00"), "{}", told.facts);
}

#[tokio::test]
async fn what_is_taken_back_before_it_went_out_is_told_to_nobody() {
    let (house, id) = open().await;
    moved(&house, id, 600).await;
    undone(&house, id).await;
    assert!(claimed(&house, Channel::Sms).await.is_empty());
    moved(&house, id, 600).await;
    assert_eq!(claimed(&house, Channel::Sms).await.len(), 1);
    undone(&house, id).await;
    let back = claimed(&house, Channel::Sms).await.remove(0);
    assert!(back.body.contains("lịch hẹn 10:00") && back.body.contains("sang 9:00"), "{}", back.body);
}

#[tokio::test]
async fn a_cancellation_replaces_a_move_and_ends_the_reminder() {
    let (house, id) = open().await;
    let later = house
        .done(move |tx, who| {
            let tomorrow = zone().instant_of(bricks::clock::add_days(today(), 1), 540);
            let before = appointment::lock(tx, who.branch, id)?;
            let to = Place { starts_at: tomorrow, ..before.place() };
            let after = appointment::move_to(tx, who, id, &to, Asked::default())?;
            notice::changed(tx, who, (&before, &after), Cause::Desk)?;
            notice::remind(tx, who, id)?;
            Ok(after)
        })
        .await;
    assert_eq!((later.version, house.count(WAITING).await), (1, 2));
    cancelled(&house, id).await;
    assert_eq!(house.count(WAITING).await, 1);
    let told = claimed(&house, Channel::Sms).await.remove(0);
    assert_eq!(told.kind, Kind::Cancellation);
    assert!(told.body.contains("9:00, Thứ Ba"), "of the time that was known: {}", told.body);
}

#[tokio::test]
async fn whom_no_channel_reaches_somebody_calls_until_it_is_taken_back() {
    let (house, id) = open().await;
    house
        .done(|tx, _| Ok(tx.run("UPDATE patient SET phone = '+842343821234', email = NULL WHERE id = 31", &[])?))
        .await;
    moved(&house, id, 600).await;
    assert_eq!((house.count(WAITING).await, house.count(CALLS).await), (0, 1));
    moved(&house, id, 660).await;
    assert_eq!(house.count(CALLS).await, 1);
    undone(&house, id).await;
    undone(&house, id).await;
    assert_eq!(house.count(CALLS).await, 1, "10:00 is not what the patient knows");
    moved(&house, id, 540).await;
    assert_eq!(house.count(CALLS).await, 0);
}

#[tokio::test]
async fn who_refused_messages_gets_none_but_the_code_and_is_called() {
    let (house, id) = open().await;
    decided(&house, false).await;
    moved(&house, id, 600).await;
    assert_eq!((house.count(WAITING).await, house.count(CALLS).await), (0, 1));
    decided(&house, true).await;
    moved(&house, id, 660).await;
    assert_eq!((house.count(WAITING).await, house.count(CALLS).await), (1, 0));
    decided(&house, false).await;
    assert!(claimed(&house, Channel::Sms).await.is_empty(), "consent was taken back before it went out");
    assert_eq!((house.count(WAITING).await, house.count(CALLS).await), (0, 1));
}

#[tokio::test]
async fn what_one_channel_gives_up_goes_by_the_next_and_then_somebody_calls() {
    let (house, id) = open().await;
    moved(&house, id, 600).await;
    let by_sms = claimed(&house, Channel::Sms).await.remove(0);
    house.done(move |tx, who| notice::gave_up(tx, who, (&by_sms, Channel::Sms), "no such phone")).await;
    let by_mail = claimed(&house, Channel::Email).await.remove(0);
    assert_eq!((by_mail.address.as_str(), by_mail.kind), ("huong@example.vn", Kind::Change));
    assert!(by_mail.body.starts_with("Kính gửi quý khách Trần Thị Hương"), "{}", by_mail.body);
    assert_eq!(house.count(CALLS).await, 0);
    house.done(move |tx, who| notice::gave_up(tx, who, (&by_mail, Channel::Email), "550")).await;
    assert_eq!(house.count(CALLS).await, 1);
}

#[tokio::test]
async fn a_code_that_zalo_cannot_bring_goes_by_sms() {
    let (house, _) = open().await;
    house
        .done(|tx, who| {
            reach::set_zalo(tx, &[Kind::Code])?;
            let new = message::NewText {
                kind: Kind::Code,
                channel: Channel::Zalo,
                occurrence_id: 1,
                patient: None,
                address: "+84903118264".into(),
                lang: bricks::lang::Lang::Vi,
                subject: String::new(),
                body: "Mã 123456".into(),
                facts: message::facts(&[("code", "123456")]),
                due_at: tx.now(),
            };
            message::enqueue_text(tx, who, &new)
        })
        .await;
    let code = claimed(&house, Channel::Zalo).await.remove(0);
    house.done(move |tx, who| notice::gave_up(tx, who, (&code, Channel::Zalo), "-118")).await;
    assert_eq!(claimed(&house, Channel::Sms).await.remove(0).body, "Mã 123456");
}

#[tokio::test]
async fn a_reminder_that_comes_too_late_is_not_sent() {
    let (house, id) = open().await;
    house
        .done(move |tx, who| {
            let tomorrow = zone().instant_of(bricks::clock::add_days(today(), 1), 540);
            let before = appointment::lock(tx, who.branch, id)?;
            let to = Place { starts_at: tomorrow, ..before.place() };
            appointment::move_to(tx, who, id, &to, Asked::default())?;
            notice::remind(tx, who, id)
        })
        .await;
    assert_eq!(house.count(WAITING).await, 1);
    house.clock.advance_minutes(25 * 60);
    assert!(claimed(&house, Channel::Sms).await.is_empty());
}
