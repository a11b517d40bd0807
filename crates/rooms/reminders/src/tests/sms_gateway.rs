//! Short messages against a stand-in gateway on this machine.

use super::Story;
use super::mail_server::Mood;
use super::small_clinic::at;
use crate::sms::{Gateway, SmsConfig};
use crate::sms_sender;
use bricks::lang::Lang;
use papers::message::{self, Channel, Enqueued, Kind, NewText, State};
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

/// Answers every request alike and keeps what it was sent; with no answer it hangs up after the request.
pub(super) struct Standin {
    pub(super) port: u16,
    heard: Arc<Mutex<Vec<String>>>,
}

impl Standin {
    pub(super) async fn open(answer: Option<&'static str>) -> Standin {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let (port, heard) = (listener.local_addr().unwrap().port(), Arc::new(Mutex::new(Vec::new())));
        let kept = heard.clone();
        tokio::spawn(async move {
            loop {
                let (mut stream, _) = listener.accept().await.unwrap();
                let mut request = Vec::new();
                let mut part = [0_u8; 4096];
                while !is_whole(&request) {
                    let read = stream.read(&mut part).await.unwrap();
                    request.extend_from_slice(&part[..read]);
                }
                kept.lock().unwrap().push(String::from_utf8_lossy(&request).into_owned());
                let Some(answer) = answer else { continue };
                let head = format!(
                    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n",
                    answer.len()
                );
                stream.write_all((head + answer).as_bytes()).await.unwrap();
            }
        });
        Standin { port, heard }
    }

    fn config(&self, gateway: Gateway) -> Arc<SmsConfig> {
        Arc::new(SmsConfig {
            gateway,
            key: "key".into(),
            secret: "secret".into(),
            brand: "MINHAN".into(),
            unicode: false,
            url: Some(format!("http://127.0.0.1:{}/send", self.port)),
        })
    }

    pub(super) fn heard(&self) -> Vec<String> {
        self.heard.lock().unwrap().clone()
    }
}

fn is_whole(request: &[u8]) -> bool {
    let text = String::from_utf8_lossy(request).into_owned();
    let Some((head, body)) = text.split_once("\r\n\r\n") else { return false };
    let length = head.lines().find_map(|line| line.to_lowercase().strip_prefix("content-length: ").map(str::to_owned));
    length.and_then(|n| n.parse::<usize>().ok()).is_some_and(|n| body.len() >= n)
}

async fn write(story: &Story) {
    let new = NewText {
        kind: Kind::Code,
        channel: Channel::Sms,
        occurrence_id: 1,
        patient: None,
        address: "+84903118264".into(),
        lang: Lang::Vi,
        subject: String::new(),
        body: "Mã xác nhận là 123456".into(),
        facts: message::facts(&[("code", "123456")]),
        due_at: at(480),
    };
    assert!(matches!(
        story.clinic.done(move |tx, who| message::enqueue_text(tx, who, &new)).await,
        Enqueued::Written(_)
    ));
}

#[tokio::test]
async fn a_code_goes_out_once_without_marks_and_is_nowhere_to_be_read_after() {
    for (gateway, answer, wanted) in [
        (Gateway::Esms, r#"{"CodeResult":"100","SMSID":"7"}"#, "\"Phone\":\"84903118264\""),
        (Gateway::SpeedSms, r#"{"status":"success","data":{"tranId":7}}"#, "\"to\":[\"84903118264\"]"),
    ] {
        let (story, gate) = (Story::open(Mood::Kind).await, Standin::open(Some(answer)).await);
        write(&story).await;
        assert_eq!(sms_sender::round(&story.house, &gate.config(gateway)).await.unwrap(), 1);
        assert_eq!(sms_sender::round(&story.house, &gate.config(gateway)).await.unwrap(), 0);
        let heard = gate.heard();
        assert_eq!(heard.len(), 1);
        assert!(heard[0].contains("Ma xac nhan la 123456") && heard[0].contains(wanted), "{heard:?}");
        assert_eq!(story.states().await, [State::Sent]);
        let body: Option<String> = story.clinic.done(|tx, _| Ok(tx.one("SELECT body FROM outbox", &[])?)).await;
        assert_eq!(body.as_deref(), Some(""));
    }
}

#[tokio::test]
async fn what_the_gateway_refuses_is_given_up_and_what_it_may_have_taken_is_never_sent_again() {
    for (answer, state) in [
        (Some(r#"{"CodeResult":"108","ErrorMessage":"phone"}"#), State::Failed),
        (Some(r#"{"CodeResult":"103"}"#), State::Waiting),
        (None, State::Unknown),
    ] {
        let (story, gate) = (Story::open(Mood::Kind).await, Standin::open(answer).await);
        write(&story).await;
        sms_sender::round(&story.house, &gate.config(Gateway::Esms)).await.unwrap();
        assert_eq!(story.states().await, [state], "{answer:?}");
        assert_eq!(sms_sender::round(&story.house, &gate.config(Gateway::Esms)).await.unwrap(), 0);
    }
}

#[tokio::test]
async fn a_gateway_that_is_not_there_is_tried_again_and_an_old_code_is_dropped() {
    let (story, gate) = (Story::open(Mood::Kind).await, Standin::open(None).await);
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let away =
        Arc::new(SmsConfig { url: Some(format!("http://127.0.0.1:{port}/")), ..(*gate.config(Gateway::Esms)).clone() });
    write(&story).await;
    sms_sender::round(&story.house, &away).await.unwrap();
    assert_eq!(story.states().await, [State::Waiting]);
    story.clinic.clock.advance_minutes(11);
    assert_eq!(sms_sender::round(&story.house, &away).await.unwrap(), 0);
    assert_eq!(story.states().await, [State::Cancelled]);
}
