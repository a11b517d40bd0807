//! Messages by Zalo against a stand-in on this machine.

use super::Story;
use super::mail_server::Mood;
use super::small_clinic::at;
use super::sms_gateway::Standin;
use crate::store::zalo as store;
use crate::zalo::Hosts;
use crate::{acts, zalo_sender};
use bricks::lang::Lang;
use ground::web::Form;
use papers::message::{self, Channel, Enqueued, Kind, NewText, State, reach};
use std::sync::Arc;

const KEYS: &str = "app_id=42&secret_key=top+secret&refresh_token=first&quiet_from=22&quiet_to=6";
const FRESH: &str = r#"{"access_token":"access-1","refresh_token":"second","expires_in":"90000"}"#;
const SENT: &str = r#"{"error":0,"message":"Success","data":{"msg_id":"1"}}"#;

async fn set_up(story: &Story, more: &str) -> Result<(), ground::db::Stop> {
    let form = Form::parse(format!("{KEYS}&{more}").as_bytes()).unwrap();
    story.clinic.act(move |tx, who| acts::set_zalo(tx, who, &form, Lang::Vi)).await
}

async fn write(story: &Story, kind: Kind) {
    let new = NewText {
        kind,
        channel: Channel::Zalo,
        occurrence_id: 1,
        patient: (kind != Kind::Code).then_some(super::HUONG),
        address: "+84903118264".into(),
        lang: Lang::Vi,
        subject: String::new(),
        body: "Mã xác nhận là 123456".into(),
        facts: message::facts(&[("code", "123456"), ("clinic", "Minh An"), ("link", "")]),
        due_at: at(480),
    };
    let written = story.clinic.done(move |tx, who| message::enqueue_text(tx, who, &new)).await;
    assert!(matches!(written, Enqueued::Written(_)));
}

fn hosts(token: &Standin, send: &Standin) -> Arc<Hosts> {
    let url = |standin: &Standin| format!("http://127.0.0.1:{}/zalo", standin.port);
    Arc::new(Hosts { send: url(send), token: url(token) })
}

async fn account(story: &Story) -> store::Account {
    story.clinic.done(|tx, _| Ok(store::account(tx)?)).await.unwrap()
}

#[tokio::test]
async fn a_message_goes_out_by_its_template_with_a_token_that_is_asked_for_once() {
    let story = Story::open(Mood::Kind).await;
    set_up(&story, "template_code=777&facts_code=code,+clinic").await.unwrap();
    let (token, send) = (Standin::open(Some(FRESH)).await, Standin::open(Some(SENT)).await);
    let hosts = hosts(&token, &send);
    write(&story, Kind::Code).await;
    assert_eq!(zalo_sender::round(&story.house, &hosts).await.unwrap(), 1);
    assert_eq!(story.states().await, [State::Sent]);
    let asked = token.heard();
    assert!(asked[0].contains("secret_key: top secret") && asked[0].contains("refresh_token=first"), "{asked:?}");
    let heard = send.heard();
    for wanted in
        ["access_token: access-1", "\"phone\":\"84903118264\"", "\"template_id\":\"777\"", "\"code\":\"123456\""]
    {
        assert!(heard[0].contains(wanted), "{wanted}: {heard:?}");
    }
    assert!(!heard[0].contains("link"), "{heard:?}");
    assert_eq!(account(&story).await.refresh_token, "second");
    story.clinic.done(|tx, _| Ok(tx.run("UPDATE outbox SET occurrence_id = 2", &[])?)).await;
    write(&story, Kind::Code).await;
    zalo_sender::round(&story.house, &hosts).await.unwrap();
    assert_eq!((token.heard().len(), send.heard().len()), (1, 2));
}

#[tokio::test]
async fn whom_zalo_does_not_know_gets_the_code_by_sms() {
    let story = Story::open(Mood::Kind).await;
    set_up(&story, "template_code=777").await.unwrap();
    story.clinic.done(|tx, _| Ok(reach::keep_configured(tx, true, true, None)?)).await;
    let no_zalo = Standin::open(Some(r#"{"error":-118,"message":"Zalo account not existed"}"#)).await;
    let token = Standin::open(Some(FRESH)).await;
    write(&story, Kind::Code).await;
    zalo_sender::round(&story.house, &hosts(&token, &no_zalo)).await.unwrap();
    let channel: Option<String> = story.clinic.done(|tx, _| Ok(tx.one("SELECT channel FROM outbox", &[])?)).await;
    assert_eq!((story.states().await, channel.as_deref()), (vec![State::Waiting], Some("sms")));
}

#[tokio::test]
async fn a_token_that_is_over_is_asked_for_anew_and_the_message_tried_again() {
    let story = Story::open(Mood::Kind).await;
    set_up(&story, "template_code=777").await.unwrap();
    let (token, over) =
        (Standin::open(Some(FRESH)).await, Standin::open(Some(r#"{"error":-216,"message":"x"}"#)).await);
    write(&story, Kind::Code).await;
    zalo_sender::round(&story.house, &hosts(&token, &over)).await.unwrap();
    assert_eq!(story.states().await, [State::Waiting]);
    assert_eq!(account(&story).await.access_ends_at.millis(), 0);
    story.clinic.clock.advance_minutes(2);
    let send = Standin::open(Some(SENT)).await;
    zalo_sender::round(&story.house, &hosts(&token, &send)).await.unwrap();
    assert_eq!((story.states().await, token.heard().len()), (vec![State::Sent], 2));
}

#[tokio::test]
async fn keys_that_zalo_refuses_are_shown_and_nothing_is_promised_by_zalo() {
    let story = Story::open(Mood::Kind).await;
    set_up(&story, "template_change=9").await.unwrap();
    let carries = async || story.clinic.done(|tx, _| Ok(reach::read(tx)?)).await.zalo;
    assert_eq!(carries().await, [Kind::Change]);
    let token = Standin::open(Some(r#"{"error":-14014,"error_name":"Invalid refresh token."}"#)).await;
    write(&story, Kind::Change).await;
    zalo_sender::round(&story.house, &hosts(&token, &token)).await.unwrap();
    assert_eq!(story.states().await, [State::Failed]);
    assert!(account(&story).await.trouble.contains("Invalid refresh token"));
    assert!(carries().await.is_empty());
    set_up(&story, "template_change=9").await.unwrap();
    assert_eq!((carries().await, account(&story).await.trouble.as_str()), (vec![Kind::Change], ""));
}

#[tokio::test]
async fn at_night_a_message_waits_for_the_morning() {
    let story = Story::open(Mood::Kind).await;
    set_up(&story, "template_change=9").await.unwrap();
    let (token, send) = (Standin::open(Some(FRESH)).await, Standin::open(Some(SENT)).await);
    write(&story, Kind::Change).await;
    story.clinic.clock.set(at(23 * 60));
    zalo_sender::round(&story.house, &hosts(&token, &send)).await.unwrap();
    assert_eq!((story.states().await, send.heard().len()), (vec![State::Waiting], 0));
    let due: Option<i64> = story.clinic.done(|tx, _| Ok(tx.one("SELECT due_at FROM outbox", &[])?)).await;
    assert_eq!(due, Some(at(30 * 60).millis()));
}

#[tokio::test]
async fn keys_left_empty_stay_and_what_is_wrong_is_said_at_its_field() {
    let story = Story::open(Mood::Kind).await;
    let wrong = Form::parse(b"app_id=&secret_key=&refresh_token=&quiet_from=25&quiet_to=&facts_code=nonsense").unwrap();
    let refused = story.clinic.act(move |tx, who| acts::set_zalo(tx, who, &wrong, Lang::Vi)).await;
    let Err(ground::db::Stop::Refused(refusal)) = refused else { panic!("not refused") };
    let fields: Vec<&str> = refusal.fields.iter().map(|f| f.field).collect();
    assert_eq!(fields, ["app_id", "secret_key", "refresh_token", "quiet_from", "quiet_to", "facts_code"]);
    set_up(&story, "template_code=1").await.unwrap();
    let again = Form::parse(b"app_id=42&secret_key=&refresh_token=&quiet_from=21&quiet_to=7&template_code=2").unwrap();
    story.clinic.act(move |tx, who| acts::set_zalo(tx, who, &again, Lang::Vi)).await.unwrap();
    let kept = account(&story).await;
    assert_eq!(
        (kept.secret_key.as_str(), kept.refresh_token.as_str(), kept.quiet_from_minute),
        ("top secret", "first", 1_260)
    );
    story.clinic.done(acts::remove_zalo).await;
    assert!(story.clinic.done(|tx, _| Ok(store::account(tx)?)).await.is_none());
}
