//! E-invoices over HTTP, on both databases: a stand-in for the provider that loses answers, documents that adjust, races.

use crate::both;
use crate::cashier::{bills, pay, refund_whole};
use crate::harness::Clinic;
use crate::races::{at_once, with_own_keys, won};
use kham::bench::forms::{PageForm, all_with_prefix};
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

both!(a_receipt_becomes_one_e_invoice_though_the_answer_was_lost, lost_answer);
both!(fifty_senders_at_once_hand_a_document_over_once, senders_at_once);
both!(a_voided_and_a_refunded_receipt_adjust_their_e_invoice, adjusted);
both!(what_a_provider_refuses_is_listed_and_tried_again_once, refused);

/// What a stand-in does with the next new invoice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mood {
    Answers,
    /// Makes the invoice, and the connection breaks before it answers.
    LosesTheAnswer,
    Refuses,
}

struct Told {
    mood: Mood,
    /// Bodies of new invoices by our reference, in the order of their numbers.
    made: BTreeMap<String, (usize, Value)>,
    /// How often something was to be made.
    asked: usize,
    wrong: Vec<String>,
}

/// A stand-in for the provider, on a loopback port.
struct Provider {
    url: String,
    told: Arc<Mutex<Told>>,
}

impl Provider {
    async fn open() -> Provider {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let told = Told { mood: Mood::Answers, made: BTreeMap::new(), asked: 0, wrong: Vec::new() };
        let told = Arc::new(Mutex::new(told));
        let heard = told.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, heard.clone()));
            }
        });
        Provider { url, told }
    }

    fn mood(&self, mood: Mood) {
        self.told.lock().unwrap().mood = mood;
    }

    /// What was made, in the order of its numbers.
    fn made(&self) -> Vec<Value> {
        let told = self.told.lock().unwrap();
        assert!(told.wrong.is_empty(), "{:?}", told.wrong);
        let mut made: Vec<_> = told.made.values().cloned().collect();
        made.sort_by_key(|(number, _)| *number);
        made.into_iter().map(|(_, body)| body).collect()
    }
}

async fn serve(mut stream: TcpStream, told: Arc<Mutex<Told>>) {
    let (head, body) = request(&mut stream).await;
    let answer = {
        let mut told = told.lock().unwrap();
        // kham:geheim
        if !head.to_lowercase().contains("authorization: basic a2hhbtpnzwhlaw0=") {
            told.wrong.push(format!("not proved: {head}"));
        }
        if head.contains("searchInvoiceByTransactionUuid") {
            found(&told, &body)
        } else {
            make(&mut told, &head, &body)
        }
    };
    if let Some((status, answer)) = answer {
        let answer =
            format!("HTTP/1.1 {status} X\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{answer}", answer.len());
        let _ = stream.write_all(answer.as_bytes()).await;
    }
}

async fn request(stream: &mut TcpStream) -> (String, String) {
    let (mut bytes, mut part) = (Vec::new(), [0; 4_096]);
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head
                .to_lowercase()
                .split("content-length: ")
                .nth(1)
                .map(|rest| rest.lines().next().unwrap().parse().unwrap());
            if body.len() >= length.unwrap_or(0) {
                return (head.to_owned(), body.to_owned());
            }
        }
        match stream.read(&mut part).await {
            Ok(read) if read > 0 => bytes.extend_from_slice(&part[..read]),
            _ => return (String::new(), String::new()),
        }
    }
}

fn found(told: &Told, body: &str) -> Option<(u16, String)> {
    let reference = body.split("transactionUuid=").nth(1).unwrap_or_default();
    let one = told.made.get(reference).map(|(number, _)| format!(r#"{{"invoiceNo":"C26MKH{number:08}"}}"#));
    Some((200, format!(r#"{{"errorCode":null,"result":[{}]}}"#, one.unwrap_or_default())))
}

fn make(told: &mut Told, head: &str, body: &str) -> Option<(u16, String)> {
    told.asked += 1;
    let asked: Value = serde_json::from_str(body).unwrap();
    if told.mood == Mood::Refuses {
        return Some((400, r#"{"errorCode":"INVOICE_SERIES_CLOSED","description":"closed"}"#.to_owned()));
    }
    let tax_id = asked["sellerInfo"]["sellerTaxCode"].as_str().unwrap();
    if !head.contains(&format!("/createInvoice/{tax_id} ")) {
        told.wrong.push(format!("another seller: {head}"));
    }
    let reference = asked["generalInvoiceInfo"]["transactionUuid"].as_str().unwrap().to_owned();
    let number = told.made.len() + 1;
    if told.made.insert(reference.clone(), (number, asked)).is_some() {
        told.wrong.push(format!("{reference} was made twice"));
    }
    if told.mood == Mood::LosesTheAnswer {
        told.mood = Mood::Answers;
        return None;
    }
    let code = format!("M1-26-ABCDE-{number:011}");
    Some((200, format!(r#"{{"errorCode":null,"result":{{"invoiceNo":"C26MKH{number:08}","codeOfTax":"{code}"}}}}"#)))
}

/// The clinic tells the stand-in from now on, as its manager has set it.
async fn told_to(clinic: &Clinic) -> Provider {
    let provider = Provider::open().await;
    let mut manager = clinic.browser("quanly").await;
    let page = manager.get("/cashier/einvoices").await.unwrap().body;
    let form = PageForm::find(&page, "/cashier/einvoice-provider").unwrap();
    let form =
        form.with("way", "sinvoice").with("form", "1/001").with("series", "c26mkh").with("url", provider.url.as_str());
    let form = form.with("login", "kham").with("secret", "geheim").with("register_code", "ABCDE");
    manager.post(&form.action, &form.fields).await.unwrap().done().unwrap();
    let page = manager.get("/cashier/einvoices").await.unwrap().body;
    assert!(page.contains("C26MKH") && !page.contains("geheim"), "a secret is not shown again");
    provider
}

/// Everything that waits is due now.
async fn time_passes(clinic: &Clinic) {
    let due = "UPDATE einvoice SET due_at = 0 WHERE state = 'waiting'";
    clinic.house.db.write(move |tx| Ok(tx.run(due, &[])?)).await.unwrap();
}

async fn round(clinic: &Clinic) -> usize {
    cashier::hand_over_einvoices(&clinic.house).await.unwrap()
}

async fn count(clinic: &Clinic, sql: &'static str) -> i64 {
    clinic.house.db.read(move |tx| Ok(tx.one::<i64>(sql, &[])?.unwrap_or(-1))).await.unwrap()
}

async fn lost_answer(clinic: Clinic) {
    let provider = told_to(&clinic).await;
    let mut cashier = clinic.browser("thungan").await;
    let bill = bills(&mut cashier).await.remove(0);
    let (receipt, due) = pay(&mut cashier, &bill).await;
    provider.mood(Mood::LosesTheAnswer);
    assert_eq!(round(&clinic).await, 1);
    assert_eq!(count(&clinic, "SELECT COUNT(*) FROM einvoice WHERE state = 'waiting' AND perhaps").await, 1);
    assert_eq!(round(&clinic).await, 0, "not at once again");
    time_passes(&clinic).await;
    assert_eq!(round(&clinic).await, 1);
    let made = provider.made();
    assert_eq!((made.len(), provider.told.lock().unwrap().asked), (1, 1), "asked for before it was to be made again");
    assert_eq!(made[0]["summarizeInfo"]["totalAmountWithTax"].as_i64(), Some(due));
    assert_eq!(made[0]["generalInvoiceInfo"]["cashRegisterCode"], "ABCDE");
    let items = made[0]["itemInfo"].as_array().unwrap();
    assert!(items.iter().all(|item| item["taxPercentage"] == -2 && item["taxAmount"] == 0), "not subject is not 0 %");
    let page = cashier.get(&receipt).await.unwrap().body;
    assert!(page.contains("C26MKH-00000001"), "the number stands on the receipt");
    let file = all_with_prefix(&page, "href", &format!("{receipt}/einvoice")).first().map(|href| (*href).to_owned());
    let file = cashier.get(&file.unwrap()).await.unwrap().body;
    assert!(file.contains("<TSuat>KCT</TSuat>") && !file.contains("0%"), "{file}");
    assert!(file.contains(&format!("<TgTTTBSo>{due}</TgTTTBSo>")), "{file}");
    clinic.prove().await;
}

async fn senders_at_once(clinic: Clinic) {
    let provider = told_to(&clinic).await;
    let mut cashier = clinic.browser("thungan").await;
    let bill = bills(&mut cashier).await.remove(0);
    pay(&mut cashier, &bill).await;
    let mut rounds = JoinSet::new();
    for _ in 0..50 {
        let house = clinic.house.clone();
        rounds.spawn(async move { cashier::hand_over_einvoices(&house).await });
    }
    let claimed: usize = rounds.join_all().await.into_iter().map(Result::unwrap).sum();
    assert_eq!((claimed, provider.made().len(), provider.told.lock().unwrap().asked), (1, 1, 1));
    assert_eq!(count(&clinic, "SELECT COUNT(*) FROM einvoice WHERE state = 'issued'").await, 1);
}

async fn adjusted(clinic: Clinic) {
    let provider = told_to(&clinic).await;
    let (mut cashier, mut manager) = (clinic.browser("thungan").await, clinic.browser("quanly").await);
    let bill = bills(&mut cashier).await.remove(0);
    let (first, due) = pay(&mut cashier, &bill).await;
    assert_eq!(round(&clinic).await, 1);
    let page = manager.get(&first).await.unwrap().body;
    let void = PageForm::find(&page, &format!("{first}/void")).unwrap().with("void_reason", "Nhầm người");
    manager.post(&void.action, &void.fields).await.unwrap().done().unwrap();
    assert_eq!(round(&clinic).await, 1);
    let (second, _) = pay(&mut cashier, &bill).await;
    assert_eq!(round(&clinic).await, 1, "what was taken back is told again with the next receipt");
    refund_whole(&mut cashier, &mut manager, &second, due).await;
    assert_eq!(round(&clinic).await, 1);
    let made = provider.made();
    let told = |at: usize| {
        let general = &made[at]["generalInvoiceInfo"];
        let sum = made[at]["summarizeInfo"]["totalAmountWithTax"].as_i64().unwrap();
        (
            general["adjustmentType"].as_str().unwrap().to_owned(),
            general["originalInvoiceId"].as_str().map(str::to_owned),
            sum,
        )
    };
    assert_eq!(told(0), ("1".into(), None, due));
    assert_eq!(told(1), ("5".into(), Some("C26MKH00000001".into()), -due));
    assert_eq!(told(2), ("1".into(), None, due));
    assert_eq!(told(3), ("5".into(), Some("C26MKH00000003".into()), -due));
    let other = bills(&mut cashier).await.remove(0);
    let (third, _) = pay(&mut cashier, &other).await;
    let page = manager.get(&third).await.unwrap().body;
    let void = PageForm::find(&page, &format!("{third}/void")).unwrap().with("void_reason", "Nhầm người");
    manager.post(&void.action, &void.fields).await.unwrap().done().unwrap();
    assert_eq!(round(&clinic).await, 0, "what nobody has heard of is withdrawn");
    assert_eq!(count(&clinic, "SELECT COUNT(*) FROM einvoice WHERE state = 'withdrawn'").await, 1);
    clinic.prove().await;
}

async fn refused(clinic: Clinic) {
    let provider = told_to(&clinic).await;
    let mut cashier = clinic.browser("thungan").await;
    let bill = bills(&mut cashier).await.remove(0);
    let (receipt, _) = pay(&mut cashier, &bill).await;
    provider.mood(Mood::Refuses);
    assert_eq!(round(&clinic).await, 1);
    let page = cashier.get("/cashier/einvoices").await.unwrap().body;
    assert!(page.contains("INVOICE_SERIES_CLOSED"), "why it failed is told");
    provider.mood(Mood::Answers);
    assert_eq!(round(&clinic).await, 0, "what failed waits for a person");
    let again = PageForm::find(&page, &format!("{receipt}/einvoice/retry")).unwrap();
    assert_eq!(won(&at_once(&cashier, with_own_keys(&again)).await), 1);
    assert_eq!(round(&clinic).await, 1);
    assert_eq!(provider.made().len(), 1);
    let page = cashier.get("/cashier/einvoices").await.unwrap().body;
    assert!(PageForm::find(&page, &format!("{receipt}/einvoice/retry")).is_err(), "nothing is left on the list");
}
