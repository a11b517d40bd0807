//! Messages to patients. They are written in the transaction of the act they tell of and sent later. Each occurrence
//! is told at most once: what may have been sent is never sent again, it becomes `unknown` for a person to look at.

pub mod reach;

use bricks::clock::Instant;
use bricks::id::{BranchId, OutboxId, PatientId, ReceiptId};
use bricks::lang::Lang;
use ground::access::Who;
use ground::db::{DbError, Stop, Topic, Tx};
use ground::people::consent::{self, Purpose};

/// How long a sender may take for one message, in minutes.
const LEASE_MINUTES: i64 = 5;
/// Of an error only so many characters are kept.
const ERROR_MAX: usize = 500;
/// After so many minutes a code is not worth sending.
const CODE_MINUTES: i64 = 10;

codes! {
    /// What a message is about; the occurrence is the appointment or the receipt, or the sending itself for what may be
    /// told more than once.
    pub enum Kind {
        Reminder = "reminder",
        Receipt = "receipt",
        /// Proves a phone or an address; sent to people who may be no patients yet.
        Code = "code",
        /// An appointment was made.
        Confirmation = "confirmation",
        /// An appointment was moved or accepted.
        Change = "change",
        Cancellation = "cancellation",
    }
}

codes! {
    /// How a message travels.
    pub enum Channel {
        Email = "email",
        Sms = "sms",
        Zalo = "zalo",
    }
}

codes! {
    /// How far a message has come.
    pub enum State {
        Waiting = "waiting",
        Sending = "sending",
        Sent = "sent",
        Failed = "failed",
        /// It may have been sent; nobody knows.
        Unknown = "unknown",
        Cancelled = "cancelled",
    }
}

/// A message to write.
#[derive(Debug, Clone)]
pub struct NewMessage {
    pub kind: Kind,
    /// The appointment's or receipt's raw id.
    pub occurrence_id: i64,
    pub patient: PatientId,
    /// An email address.
    pub address: String,
    pub lang: Lang,
    pub subject: String,
    pub body: String,
    /// The receipt to attach.
    pub receipt: Option<ReceiptId>,
    pub due_at: Instant,
}

/// A short message by any channel, to write.
#[derive(Debug, Clone)]
pub struct NewText {
    pub kind: Kind,
    pub channel: Channel,
    /// As in [`NewMessage`].
    pub occurrence_id: i64,
    /// Nobody yet for a [`Kind::Code`].
    pub patient: Option<PatientId>,
    /// An email address or a phone in E.164.
    pub address: String,
    pub lang: Lang,
    /// Of an email.
    pub subject: String,
    pub body: String,
    /// What it says, as a JSON object, for the templates of Zalo; empty where there are none.
    pub facts: String,
    pub due_at: Instant,
}

/// The facts of a message as they are stored.
pub fn facts(named: &[(&str, &str)]) -> String {
    let all = named.iter().map(|(name, value)| ((*name).to_owned(), serde_json::Value::from(*value)));
    serde_json::Value::Object(all.collect()).to_string()
}

/// What became of a message to write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Enqueued {
    Written(OutboxId),
    /// This occurrence has one of this kind already.
    Known,
    /// The patient wants no messages: somebody calls, or nobody tells.
    Refused,
}

ground::row! {
    /// A message that this process alone may send now.
    pub struct Claimed {
        pub id: OutboxId,
        pub branch: BranchId,
        pub kind: Kind,
        pub occurrence_id: i64,
        pub patient: Option<PatientId>,
        pub address: String,
        /// `vi` or `en`.
        pub lang: String,
        pub subject: String,
        pub body: String,
        /// As in [`NewText`].
        pub facts: String,
        pub receipt: Option<ReceiptId>,
        /// How often it was tried before.
        pub attempts: i64,
    }
}

const INSERT: &str = "INSERT INTO outbox (id, branch_id, kind, channel, occurrence_id, patient_id, address, lang, subject, body, \
     receipt_id, due_at, state, attempts, created_at, facts) \
     VALUES ($1, $2, $3, $13, $4, $5, $6, $7, $8, $9, $10, $11, 'waiting', 0, $12, $14) \
     ON CONFLICT (kind, channel, occurrence_id) DO NOTHING";
const RESTORE_FOR: &str = "UPDATE outbox SET state = 'waiting' WHERE kind = $1 AND channel IN ('email', 'sms', 'zalo') \
     AND occurrence_id = $2 AND state = 'cancelled' AND attempts = 0 AND due_at > $3";
const CANCEL_FOR: &str = "UPDATE outbox SET state = 'cancelled' WHERE kind = $1 AND channel IN ('email', 'sms', 'zalo') \
     AND occurrence_id = $2 AND state = 'waiting'";
/// A message gives its occurrence free by standing under its own number from then on.
const SUPERSEDE: &str = "UPDATE outbox SET state = CASE WHEN state = 'waiting' THEN 'cancelled' ELSE state END, occurrence_id = id \
     WHERE kind = $1 AND channel IN ('email', 'sms', 'zalo') AND occurrence_id = $2";
const GIVE_UP_LEASES: &str = "UPDATE outbox SET state = 'unknown', lease_until = NULL, last_error = 'lease expired' \
     WHERE state IN ('waiting', 'sending') AND state = 'sending' AND lease_until < $1";
/// The first condition is the index's own, so that SQLite uses it.
const DUE: &str = "SELECT id, branch_id, kind, occurrence_id, patient_id, address, lang, subject, body, facts, receipt_id, attempts \
     FROM outbox WHERE state IN ('waiting', 'sending') AND state = 'waiting' AND due_at <= $1 AND channel = $3 \
     ORDER BY due_at, id LIMIT $2 FOR UPDATE SKIP LOCKED";
/// A code that comes too late only frightens. The kind is no condition of an index here: what waits is little, what was
/// ever sent is much.
const DROP_OLD_CODES: &str = "UPDATE outbox SET state = 'cancelled', body = '', facts = '' WHERE state IN ('waiting', 'sending') \
     AND state = 'waiting' AND kind || '' = 'code' AND created_at < $1";
/// So does a reminder that comes when the patient is here or has been missed.
const DROP_OLD_REMINDERS: &str = "UPDATE outbox SET state = 'cancelled' WHERE state IN ('waiting', 'sending') AND state = 'waiting' \
     AND kind || '' = 'reminder' AND due_at <= $1 \
     AND EXISTS (SELECT 1 FROM appointment a WHERE a.id = outbox.occurrence_id AND a.starts_at <= $1)";
const LEASE: &str = "UPDATE outbox SET state = 'sending', attempts = attempts + 1, lease_until = $2 \
     WHERE id = $1 AND state = 'waiting'";
/// A code that has gone out is nowhere to be read any more.
const SENT: &str = "UPDATE outbox SET state = 'sent', sent_at = $2, lease_until = NULL, last_error = NULL, \
     body = CASE WHEN kind = 'code' THEN '' ELSE body END, facts = CASE WHEN kind = 'code' THEN '' ELSE facts END \
     WHERE id = $1 AND state IN ('sending', 'unknown')";
const FAILED: &str = "UPDATE outbox SET state = 'failed', lease_until = NULL, last_error = $2 \
     WHERE id = $1 AND state = 'sending'";
const RETRY: &str = "UPDATE outbox SET state = 'waiting', lease_until = NULL, last_error = $2, due_at = $3 \
     WHERE id = $1 AND state = 'sending'";
const UNKNOWN: &str = "UPDATE outbox SET state = 'unknown', lease_until = NULL, last_error = $2 \
     WHERE id = $1 AND state = 'sending'";

const WITHDRAW: &str = "UPDATE outbox SET state = 'cancelled' WHERE id = $1 AND state = 'waiting'";
const REFUSED: &str = "UPDATE outbox SET state = 'cancelled', lease_until = NULL, last_error = 'consent' WHERE id = $1 AND state = 'sending'";
const BY_SMS: &str = "UPDATE outbox SET channel = 'sms', state = 'waiting', attempts = 0, due_at = $2, last_error = NULL \
     WHERE id = $1 AND state = 'failed' AND body <> ''";
const CHANNELS_OF: &str =
    "SELECT channel FROM outbox WHERE kind = $1 AND channel IN ('email', 'sms', 'zalo') AND occurrence_id = $2";

/// Writes an email. Nothing happens when this occurrence has one of this kind, or the patient wants no messages.
pub fn enqueue(tx: &mut Tx<'_>, who: &Who, new: &NewMessage) -> Result<Enqueued, Stop> {
    let text = NewText {
        kind: new.kind,
        channel: Channel::Email,
        occurrence_id: new.occurrence_id,
        patient: Some(new.patient),
        address: new.address.clone(),
        lang: new.lang,
        subject: new.subject.clone(),
        body: new.body.clone(),
        facts: String::new(),
        due_at: new.due_at,
    };
    write(tx, who, &text, new.receipt)
}

/// Writes a message by any channel. Nothing happens as for [`enqueue`].
pub fn enqueue_text(tx: &mut Tx<'_>, who: &Who, new: &NewText) -> Result<Enqueued, Stop> {
    write(tx, who, new, None)
}

fn write(tx: &mut Tx<'_>, who: &Who, new: &NewText, receipt: Option<ReceiptId>) -> Result<Enqueued, Stop> {
    // A code is what somebody has just asked for.
    if let Some(patient) = new.patient.filter(|_| new.kind != Kind::Code)
        && consent::is_refused(tx, patient, Purpose::Messages)?
    {
        return Ok(Enqueued::Refused);
    }
    let (id, now) = (OutboxId::from_raw(tx.new_id()), tx.now());
    let lang = new.lang.code();
    let inserted = tx.run(
        INSERT,
        &[
            &id,
            &who.branch,
            &new.kind,
            &new.occurrence_id,
            &new.patient,
            &new.address,
            &lang,
            &new.subject,
            &new.body,
            &receipt,
            &new.due_at,
            &now,
            &new.channel,
            &new.facts,
        ],
    )?;
    if inserted == 0 {
        return Ok(Enqueued::Known);
    }
    who.note(tx, "write_message", "message", id.raw(), new.patient, new.kind.code())?;
    tx.announce(Topic::Messages);
    if let Some(patient) = new.patient {
        tx.announce(Topic::Patient(patient));
    }
    Ok(Enqueued::Written(id))
}

/// Takes one message back that nobody has begun to send; whether it was so. Part of the act that makes it needless.
pub fn withdraw(tx: &mut Tx<'_>, id: OutboxId) -> Result<bool, DbError> {
    let is_back = tx.run(WITHDRAW, &[&id])? > 0;
    if is_back {
        tx.announce(Topic::Messages);
    }
    Ok(is_back)
}

/// The patient has refused messages since this one was written: it does not go out.
pub fn mark_refused(tx: &mut Tx<'_>, id: OutboxId) -> Result<(), DbError> {
    tx.run_one(REFUSED, &[&id])?;
    tx.announce(Topic::Messages);
    Ok(())
}

/// What Zalo gave up goes by SMS, if it can still be read.
pub fn send_by_sms(tx: &mut Tx<'_>, id: OutboxId) -> Result<bool, DbError> {
    let now = tx.now();
    let goes = tx.run(BY_SMS, &[&id, &now])? > 0;
    tx.announce(Topic::Messages);
    Ok(goes)
}

/// By which channels an occurrence was written.
pub fn channels_of(tx: &mut Tx<'_>, kind: Kind, occurrence_id: i64) -> Result<Vec<Channel>, DbError> {
    tx.all(CHANNELS_OF, &[&kind, &occurrence_id])
}

/// Takes a message back that nobody has begun to send; whether there was one. Part of the act that makes it needless,
/// which writes the audit.
pub fn cancel_for(tx: &mut Tx<'_>, kind: Kind, occurrence_id: i64) -> Result<bool, DbError> {
    let cancelled = tx.run(CANCEL_FOR, &[&kind, &occurrence_id])? > 0;
    if cancelled {
        tx.announce(Topic::Messages);
    }
    Ok(cancelled)
}

/// Lets a message that was taken back wait again, if its time has not come; whether there was one. Part of the act that
/// makes it needed again, which writes the audit.
pub fn restore_for(tx: &mut Tx<'_>, kind: Kind, occurrence_id: i64) -> Result<bool, DbError> {
    let now = tx.now();
    let restored = tx.run(RESTORE_FOR, &[&kind, &occurrence_id, &now])? > 0;
    if restored {
        tx.announce(Topic::Messages);
    }
    Ok(restored)
}

/// The occurrence is another one now (an appointment was moved): what waits to be sent of it is taken back, what was
/// sent stays as it is, and a new message may be written. Whether there was one. Part of the act that changes it, which
/// writes the audit.
pub fn supersede(tx: &mut Tx<'_>, kind: Kind, occurrence_id: i64) -> Result<bool, DbError> {
    let any = tx.run(SUPERSEDE, &[&kind, &occurrence_id])? > 0;
    if any {
        tx.announce(Topic::Messages);
    }
    Ok(any)
}

/// Takes up to `limit` messages of a channel that are due for sending, for [`LEASE_MINUTES`]. What a sender did not answer for in
/// that time becomes unknown.
pub fn claim(tx: &mut Tx<'_>, channel: Channel, limit: i64) -> Result<Vec<Claimed>, DbError> {
    let now = tx.now();
    let dropped = tx.run(DROP_OLD_CODES, &[&now.plus_minutes(-CODE_MINUTES)])?;
    let late = tx.run(DROP_OLD_REMINDERS, &[&now])?;
    if tx.run(GIVE_UP_LEASES, &[&now])? + dropped + late > 0 {
        tx.announce(Topic::Messages);
    }
    let due: Vec<Claimed> = tx.all(DUE, &[&now, &limit, &channel])?;
    let lease_until = now.plus_minutes(LEASE_MINUTES);
    for message in &due {
        tx.run_one(LEASE, &[&message.id, &lease_until])?;
    }
    Ok(due)
}

/// The provider has accepted it; whether it was waiting for that answer (late ones count too).
pub fn mark_sent(tx: &mut Tx<'_>, id: OutboxId) -> Result<bool, DbError> {
    let now = tx.now();
    let marked = tx.run(SENT, &[&id, &now])? == 1;
    tx.announce(Topic::Messages);
    Ok(marked)
}

/// The provider has certainly not accepted it: it is tried again at `retry_at`, or given up.
pub fn mark_failed(tx: &mut Tx<'_>, id: OutboxId, error: &str, retry_at: Option<Instant>) -> Result<bool, DbError> {
    let error = shortened(error);
    let marked = match retry_at {
        Some(at) => tx.run(RETRY, &[&id, &error, &at])?,
        None => tx.run(FAILED, &[&id, &error])?,
    };
    tx.announce(Topic::Messages);
    Ok(marked == 1)
}

/// The connection broke after the message was handed over: it may have been sent, so it is not tried again.
pub fn mark_unknown(tx: &mut Tx<'_>, id: OutboxId, error: &str) -> Result<bool, DbError> {
    let error = shortened(error);
    let marked = tx.run(UNKNOWN, &[&id, &error])? == 1;
    tx.announce(Topic::Messages);
    Ok(marked)
}

fn shortened(error: &str) -> String {
    error.chars().take(ERROR_MAX).collect()
}
