//! The sender against a small mail server of its own, and the list against a real database.

mod mail_server;
/// The small clinic of the papers' own tests.
#[allow(dead_code, reason = "each crate uses its part of the clinic")]
#[path = "../../../papers/tests/it/house.rs"]
mod small_clinic;
mod sms_gateway;
mod zalo;

use crate::store::{self, Part};
use crate::{Security, Sender, SmtpConfig, run};
use bricks::id::{OutboxId, ReceiptId};
use bricks::lang::Lang;
use ground::db::{Stop, Tx};
use ground::files::Files;
use ground::printer::{Paper, Printer};
use ground::web::{Clinics, House, Rail};
use mail_server::{MailServer, Mood};
use papers::message::{self, Enqueued, Kind, NewMessage, State};
use small_clinic::{HUONG, House as Clinic, at, who};
use std::sync::Arc;
use std::time::Duration;

const RECEIPT: ReceiptId = ReceiptId::from_raw(501);
const PRINTED: &str = r#"{"number":"PT26-000123","issued_at":1795487460000,
    "clinic":{"name":"Minh An","address":"Huế","phone":"0234","tax_id":null},
    "patient":{"name":"Trần Thị Hương","code":"BN-1"},"lines":[],"charged":0,"discount":0,"discount_reason":"",
    "total":0,"earlier":0,"paid":0,"left":0,"parts":[],"tendered":0,"change":0,"cashier":"Vũ Hồng Nhung"}"#;

/// Draws a paper that carries its facts in the clear.
struct PlainPrinter;

impl Printer for PlainPrinter {
    fn pdf(&self, _: Paper, lang: Lang, data: &serde_json::Value) -> Result<Vec<u8>, String> {
        Ok(format!("%PDF-1.7 {} {data}", lang.code()).into_bytes())
    }
}

fn no_counts(_: &mut Tx<'_>, _: &ground::access::Who) -> Result<Vec<i64>, Stop> {
    Ok(Vec::new())
}

struct Story {
    clinic: Clinic,
    house: Arc<House>,
    server: MailServer,
    _files: tempfile::TempDir,
}

impl Story {
    async fn open(mood: Mood) -> Story {
        let clinic = Clinic::open().await;
        clinic.done(|tx, _| Ok(tx.run("UPDATE branch SET email = 'lienhe@minhan.vn' WHERE id = 1", &[])?)).await;
        let files = tempfile::tempdir().unwrap();
        let clinics = Clinics::default();
        clinics.reload(&clinic.db).await.unwrap();
        let house = House {
            db: clinic.db.clone(),
            clinics,
            printer: Arc::new(PlainPrinter),
            files: Files::open(files.path().join("files")).unwrap(),
            rail: Rail { rooms: &[], counts: no_counts },
            whose: papers::whose::about,
            demo: true,
            behind_tls: false,
            public_url: String::new(),
            outside: ground::web::Outside::default(),
            presence: ground::web::Presence::default(),
            closing: ground::web::Closing::default(),
        };
        Story { clinic, house: Arc::new(house), server: MailServer::open(mood).await, _files: files }
    }

    fn config(&self) -> SmtpConfig {
        SmtpConfig {
            host: "127.0.0.1".into(),
            port: self.server.port(),
            security: Security::None,
            user: None,
            password: None,
            from: "Minh An <no-reply@minhan.vn>".into(),
        }
    }

    fn sender(&self) -> Sender {
        Sender::new(self.house.clone(), self.config()).unwrap()
    }

    async fn round(&self) -> usize {
        self.sender().round().await.unwrap()
    }

    async fn write(&self, occurrence_id: i64) {
        let new = reminder(occurrence_id);
        assert!(matches!(self.clinic.done(move |tx, who| message::enqueue(tx, who, &new)).await, Enqueued::Written(_)));
    }

    async fn states(&self) -> Vec<State> {
        let sql = "SELECT state FROM outbox ORDER BY occurrence_id";
        self.clinic.done(move |tx, _| Ok(tx.all(sql, &[])?)).await
    }

    async fn issue_receipt(&self) {
        const VISIT: &str = "INSERT INTO visit (id, branch_id, patient_id, service_id, doctor_id, room_id, day, ticket_prefix, ticket_number, \
             state, reason, arrived_at, arrived_by, due_vnd) VALUES (500, 1, 31, 41, 21, 23, '2026-11-24', 'A', 1, 'left', '', 0, 11, 0)";
        const INVOICE: &str = "INSERT INTO invoice (id, branch_id, visit_id, patient_id, charged_vnd, discount_vnd, discount_reason, total_vnd, \
             issued_at, issued_by) VALUES (502, 1, 500, 31, 0, 0, '', 0, 0, 11)";
        const ROW: &str = "INSERT INTO receipt (id, branch_id, series, number, invoice_id, visit_id, patient_id, total_vnd, printed, issued_at, \
             issued_by) VALUES (501, 1, 'PT26', 123, 502, 500, 31, 0, $1, 0, 11)";
        self.clinic
            .done(|tx, _| {
                tx.run(VISIT, &[])?;
                tx.run(INVOICE, &[])?;
                Ok(tx.run(ROW, &[&PRINTED])?)
            })
            .await;
    }
}

fn reminder(occurrence_id: i64) -> NewMessage {
    NewMessage {
        kind: Kind::Reminder,
        occurrence_id,
        patient: HUONG,
        address: format!("patient{occurrence_id}@example.vn"),
        lang: Lang::Vi,
        subject: "Nhắc lịch hẹn khám".into(),
        body: "Kính gửi quý khách,\n.\nHẹn gặp lúc 9:30.\n".into(),
        receipt: None,
        due_at: at(480),
    }
}

#[tokio::test]
async fn a_receipt_arrives_once_with_its_paper() {
    let story = Story::open(Mood::Kind).await;
    story.issue_receipt().await;
    let new = NewMessage { kind: Kind::Receipt, receipt: Some(RECEIPT), lang: Lang::En, ..reminder(RECEIPT.raw()) };
    story.clinic.done(move |tx, who| message::enqueue(tx, who, &new)).await;
    assert_eq!(story.round().await, 1);
    assert_eq!(story.round().await, 0);
    let mails = story.server.mails();
    let [mail] = mails.as_slice() else { panic!("{} mails", mails.len()) };
    assert_eq!((mail.from.as_str(), mail.to.as_str()), ("no-reply@minhan.vn", "patient501@example.vn"));
    assert_eq!(mail.header("Subject").as_deref(), Some("Nhắc lịch hẹn khám"));
    assert_eq!(mail.header("Reply-To").as_deref(), Some("lienhe@minhan.vn"));
    let parts = mail.parts();
    assert!(parts[0].contains("Hẹn gặp lúc 9:30."), "{parts:?}");
    assert!(parts[1].starts_with("%PDF-1.7 en") && parts[1].contains("PT26-000123"), "{parts:?}");
    assert!(mail.data.contains("filename=\"PT26-000123.pdf\""));
    assert_eq!(story.states().await, [State::Sent]);
}

#[tokio::test]
async fn what_the_server_puts_off_is_tried_again_and_arrives_once() {
    for mood in [Mood::BusyAtFirst { at: "DATA" }, Mood::BusyAtFirst { at: "RCPT" }, Mood::BusyAtFirst { at: "LETTER" }]
    {
        let story = Story::open(mood).await;
        story.write(1).await;
        story.round().await;
        assert_eq!(story.states().await, [State::Waiting], "{mood:?}");
        assert_eq!(story.round().await, 0, "not before its time");
        story.clinic.clock.advance_minutes(2);
        assert_eq!(story.round().await, 1);
        assert_eq!(story.states().await, [State::Sent], "{mood:?}");
        assert_eq!(story.server.mails().len(), 1, "{mood:?}");
    }
}

#[tokio::test]
async fn what_the_server_refuses_is_given_up_at_once() {
    let story = Story::open(Mood::NoSuchPatient).await;
    story.write(1).await;
    story.round().await;
    assert_eq!(story.states().await, [State::Failed]);
    story.clinic.clock.advance_minutes(600);
    assert_eq!(story.round().await, 0);
    let list = story.clinic.done(|tx, who| store::list(tx, who, Part::Trouble, None, false)).await;
    assert!(list.rows[0].last_error.as_deref().is_some_and(|e| e.contains("550")), "{:?}", list.rows);
}

#[tokio::test]
async fn what_may_have_been_taken_is_never_sent_again() {
    let story = Story::open(Mood::SilentAfterLetter).await;
    story.write(1).await;
    story.round().await;
    assert_eq!(story.states().await, [State::Unknown]);
    story.clinic.clock.advance_minutes(600);
    assert_eq!(story.round().await, 0);
    assert_eq!(story.server.mails().len(), 1);
}

#[tokio::test]
async fn a_sender_that_died_with_a_message_in_hand_leaves_it_unknown() {
    let story = Story::open(Mood::Kind).await;
    story.write(1).await;
    story.clinic.done(|tx, _| Ok(message::claim(tx, message::Channel::Email, 10)?)).await;
    story.clinic.clock.advance_minutes(6);
    assert_eq!(story.round().await, 0);
    assert_eq!(story.states().await, [State::Unknown]);
    assert!(story.server.mails().is_empty());
}

#[tokio::test]
async fn a_server_that_is_not_there_is_tried_five_times() {
    let story = Story::open(Mood::Kind).await;
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let away = Sender::new(story.house.clone(), SmtpConfig { port, ..story.config() }).unwrap();
    story.write(1).await;
    let mut tries = 0;
    for _ in 0..10 {
        tries += away.round().await.unwrap();
        story.clinic.clock.advance_minutes(61);
    }
    assert_eq!(tries, 5);
    assert_eq!(story.states().await, [State::Failed]);
}

#[tokio::test]
async fn two_senders_send_each_message_once() {
    let story = Story::open(Mood::Kind).await;
    for occurrence in 1..=40 {
        story.write(occurrence).await;
    }
    let (one, other) = (story.sender(), story.sender());
    let drain = async |sender: &Sender| while sender.round().await.unwrap() > 0 {};
    tokio::join!(drain(&one), drain(&other));
    let mut to: Vec<String> = story.server.mails().into_iter().map(|mail| mail.to).collect();
    to.sort();
    to.dedup();
    assert_eq!((to.len(), story.server.mails().len()), (40, 40));
    assert!(story.states().await.iter().all(|state| *state == State::Sent));
}

#[tokio::test]
async fn the_loop_sends_soon_after_a_message_is_written() {
    let story = Story::open(Mood::Kind).await;
    let looping = tokio::spawn(run(story.house.clone(), Some(story.config())));
    tokio::time::sleep(Duration::from_millis(200)).await;
    story.write(1).await;
    for _ in 0..100 {
        if !story.server.mails().is_empty() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    looping.abort();
    assert_eq!(story.server.mails().len(), 1);
}

#[tokio::test]
async fn the_demonstration_sends_to_this_machine_only() {
    let story = Story::open(Mood::Kind).await;
    let outside = SmtpConfig { host: "mail.minhan.vn".into(), ..story.config() };
    assert!(Sender::new(story.house.clone(), outside.clone()).is_err());
    story.write(1).await;
    run(story.house.clone(), Some(outside)).await;
    run(story.house.clone(), None).await;
    assert_eq!(story.states().await, [State::Waiting]);
}

#[tokio::test]
async fn the_list_shows_each_part_and_no_other_branch() {
    let story = Story::open(Mood::NoSuchPatient).await;
    story.write(1).await;
    story.round().await;
    story.write(2).await;
    let count = async |part: Part, branch| {
        story
            .clinic
            .db
            .read(move |tx| store::list(tx, &small_clinic::who_of(branch), part, None, false))
            .await
            .map(|list| (list.rows.len(), list.counts.waiting, list.counts.trouble))
            .unwrap()
    };
    assert_eq!(count(Part::Waiting, who().branch).await, (1, 1, 1));
    assert_eq!(count(Part::Trouble, who().branch).await, (1, 1, 1));
    assert_eq!(count(Part::All, who().branch).await, (2, 1, 1));
    assert_eq!(count(Part::All, small_clinic::OTHER_BRANCH).await, (0, 0, 0));
    let before = OutboxId::from_raw(1);
    let none = story.clinic.done(move |tx, who| store::list(tx, who, Part::All, Some(before), false)).await;
    assert!(none.rows.is_empty() && none.older.is_none());
}
