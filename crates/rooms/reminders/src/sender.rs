//! The loop that sends what is due.

use crate::config::SmtpConfig;
use crate::letter::{self, Letter};
use crate::smtp::{self, Outcome};
use bricks::clock::Instant;
use bricks::id::ReceiptId;
use bricks::lang::Lang;
use ground::access::house_account;
use ground::db::{News, Stop, Topic};
use ground::printer::Paper;
use ground::web::House;
use lettre::message::Mailbox;
use papers::message::{self, Channel, Claimed};
use papers::notice;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use tokio::task::JoinSet;

/// How many letters are on their way at once; together they take less time than a message's lease.
pub(crate) const AT_ONCE: i64 = 8;
pub(crate) const EVERY: Duration = Duration::from_secs(5);
/// A rest after news, so that a burst of acts is one round.
const GATHER: Duration = Duration::from_millis(300);
/// Minutes to wait after each try that failed; with the first one they make five tries.
const BACKOFF_MINUTES: [i64; 4] = [1, 5, 20, 60];

/// Whether this process sends mail, for the page to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Delivery {
    /// No mail server is configured.
    Off,
    /// The demonstration clinic sends to this machine only.
    Demo,
    /// The configuration cannot be used.
    Wrong,
    On,
}

static DELIVERY: RwLock<Delivery> = RwLock::new(Delivery::Off);

/// What [`run`] found at its start.
pub(crate) fn delivery() -> Delivery {
    DELIVERY.read().unwrap_or_else(PoisonError::into_inner).clone()
}

fn set_delivery(found: Delivery) {
    *DELIVERY.write().unwrap_or_else(PoisonError::into_inner) = found;
}

/// Sends what is due, for as long as the process lives. Without a mail server, or in the demonstration with one that is
/// not on this machine, it sends nothing and ends.
pub async fn run(house: Arc<House>, smtp: Option<SmtpConfig>) {
    let Some(config) = smtp else {
        set_delivery(if house.demo { Delivery::Demo } else { Delivery::Off });
        return;
    };
    if house.demo && !config.is_loopback() {
        set_delivery(Delivery::Demo);
        tracing::warn!("the demonstration sends no mail to {}", config.host);
        return;
    }
    let sender = match Sender::new(house.clone(), config) {
        Ok(sender) => sender,
        Err(why) => {
            set_delivery(Delivery::Wrong);
            tracing::error!("no mail is sent: {why}");
            return;
        }
    };
    set_delivery(Delivery::On);
    let mut news = house.db.hear();
    loop {
        match sender.round().await {
            Ok(sent) if sent >= AT_ONCE as usize => continue,
            Ok(_) => {}
            Err(stop) => tracing::warn!("messages were not sent: {stop:?}"),
        }
        tokio::select! {
            () = tokio::time::sleep(EVERY) => {}
            () = message_news(&mut news) => tokio::time::sleep(GATHER).await,
        }
    }
}

/// Waits until somebody commits something about messages.
pub(crate) async fn message_news(news: &mut Receiver<News>) {
    let topic = Topic::Messages.to_string();
    loop {
        match news.recv().await {
            Ok(heard) if heard.topics.contains(&topic) => return,
            Ok(_) => {}
            Err(RecvError::Lagged(_)) => return,
            // The database is closing; the other half of the select goes on.
            Err(RecvError::Closed) => std::future::pending::<()>().await,
        }
    }
}

/// Takes what is due of a channel.
pub(crate) async fn claim(house: &House, channel: Channel) -> Result<Vec<Claimed>, Stop> {
    let branches = house.clinics.all();
    house.db.write_locked(move |tx| notice::claim(tx, channel, AT_ONCE, &branches)).await
}

/// Sends messages through one mail server.
pub struct Sender {
    house: Arc<House>,
    config: Arc<SmtpConfig>,
    from: Arc<Mailbox>,
}

impl Sender {
    /// Checks the configuration; the error is a sentence for the person who wrote it.
    pub fn new(house: Arc<House>, config: SmtpConfig) -> Result<Sender, String> {
        if house.demo && !config.is_loopback() {
            return Err("the demonstration sends mail to this machine only".to_owned());
        }
        let from = config.sender_mailbox()?;
        Ok(Sender { house, config: Arc::new(config), from: Arc::new(from) })
    }

    /// Claims what is due, hands it over and writes down what became of it; gives how many were claimed.
    pub async fn round(&self) -> Result<usize, Stop> {
        let claimed = claim(&self.house, Channel::Email).await?;
        let count = claimed.len();
        let mut on_their_way = JoinSet::new();
        for message in claimed {
            let (house, config, from) = (self.house.clone(), self.config.clone(), self.from.clone());
            on_their_way.spawn(async move { send(&house, &config, &from, message).await });
        }
        while let Some(ended) = on_their_way.join_next().await {
            if !matches!(ended, Ok(Ok(()))) {
                // The row stays «sending»; its lease makes it «unknown».
                tracing::error!("a message's fate was not written down");
            }
        }
        Ok(count)
    }
}

async fn send(house: &House, config: &SmtpConfig, from: &Mailbox, message: Claimed) -> Result<(), Stop> {
    let outcome = match prepare(house, from, &message).await {
        Ok((envelope, bytes)) => smtp::hand_over(config, from.email.domain(), &envelope, &bytes).await,
        Err(outcome) => outcome,
    };
    write_down(house, (message, Channel::Email), outcome).await
}

/// Writes the letter, with the receipt if it carries one. Nothing has been sent when this fails.
async fn prepare(
    house: &House,
    from: &Mailbox,
    message: &Claimed,
) -> Result<(lettre::address::Envelope, Vec<u8>), Outcome> {
    let branch = house.clinics.all().iter().find(|b| b.id == message.branch).cloned();
    let branch = branch.ok_or_else(|| Outcome::NotYet("the message's branch is not known".to_owned()))?;
    let lang = Lang::parse(&message.lang).unwrap_or_default();
    let pdf = match message.receipt {
        Some(id) => Some(receipt_pdf(house, id, lang, &branch.zone).await.map_err(Outcome::NotYet)?),
        None => None,
    };
    let letter = Letter {
        id: message.id.raw(),
        from,
        reply_to: branch.email.as_deref(),
        to: &message.address,
        subject: &message.subject,
        body: &message.body,
        at: house.db.clock().now(),
        pdf,
    };
    letter::write(letter).map_err(Outcome::Refused)
}

/// File name and bytes of a receipt's paper.
async fn receipt_pdf(
    house: &House,
    id: ReceiptId,
    lang: Lang,
    zone: &bricks::clock::Zone,
) -> Result<(String, Vec<u8>), String> {
    let read = move |tx: &mut ground::db::Tx<'_>| {
        let printed = papers::receipt::by_id(tx, id)?.printed;
        let logo = papers::receipt::template::logo(tx, &printed.template)?;
        Ok((printed, logo, papers::receipt::since(tx, id)?))
    };
    let read = house.db.read(read).await;
    let (printed, logo, since) = read.map_err(|stop: Stop| format!("the receipt was not read: {stop:?}"))?;
    let (printer, mut facts) = (house.printer.clone(), printed.paper(lang, zone));
    if let Some(facts) = facts.as_object_mut() {
        facts.insert("logo".into(), logo.into());
    }
    since.tell(&mut facts, lang, zone);
    let drawn = tokio::task::spawn_blocking(move || printer.pdf(Paper::ReceiptA5, lang, &facts)).await;
    let pdf = drawn.map_err(|_| "the printer stopped".to_owned())??;
    Ok((format!("{}.pdf", printed.number), pdf))
}

/// Writes down what became of a message; what was given up goes another way, if there is one.
pub(crate) async fn write_down(
    house: &House,
    (message, channel): (Claimed, Channel),
    outcome: Outcome,
) -> Result<(), Stop> {
    let (id, branch) = (message.id, house.clinics.find(message.branch));
    let marked = house.db.write_locked(move |tx| {
        let now = tx.now();
        let (why, retry_at) = match &outcome {
            Outcome::Accepted => return Ok(message::mark_sent(tx, id)?),
            Outcome::Uncertain(why) => return Ok(message::mark_unknown(tx, id, why)?),
            Outcome::NotYet(why) => (why, retry_at(now, message.attempts)),
            Outcome::Later(why, at) => (why, Some(*at)),
            Outcome::Refused(why) => (why, None),
        };
        match branch.as_ref().filter(|_| retry_at.is_none()) {
            Some(branch) => {
                let who = house_account::of_house(tx, branch, "messages")?;
                notice::gave_up(tx, &who, (&message, channel), why)
            }
            None => Ok(message::mark_failed(tx, id, why, retry_at)?),
        }
    });
    if !marked.await? {
        tracing::warn!(message = id.raw(), "a message's fate came after its lease");
    }
    Ok(())
}

/// When to try again after one more try; `None` after the last.
fn retry_at(now: Instant, tried_before: i64) -> Option<Instant> {
    let wait = usize::try_from(tried_before).ok().and_then(|tried| BACKOFF_MINUTES.get(tried))?;
    Some(now.plus_minutes(*wait))
}
