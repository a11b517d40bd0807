//! What patients allowed to be done with their data: for one purpose at a time, with who decided, when, who wrote it
//! down and which sentence was read to them. Nothing is overwritten: the latest row of a purpose holds.

use crate::access::Who;
use crate::db::{Cell, Column, DbError, Param, Stop, Topic, Tx, Value};
use bricks::clock::Instant;
use bricks::id::PatientId;

/// The number of the sentences that are read out now. Whoever changes what they say counts it up.
pub const WORDING: i64 = 1;

/// What data may be used for. Each is asked for by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Examination, treatment and the record of it.
    Care,
    /// Reminders and results by mail or message.
    Messages,
    /// Showing the insurer what was done.
    Insurance,
}

impl Purpose {
    pub const ALL: [Purpose; 3] = [Purpose::Care, Purpose::Messages, Purpose::Insurance];

    pub fn code(self) -> &'static str {
        match self {
            Purpose::Care => "care",
            Purpose::Messages => "messages",
            Purpose::Insurance => "insurance",
        }
    }
}

impl Param for Purpose {
    fn value(&self) -> Value<'_> {
        Value::Text(self.code())
    }
}

impl Column for Purpose {
    const WANTED: &'static str = "Purpose";
    fn read(cell: Cell<'_>) -> Option<Self> {
        match cell {
            Cell::Text(code) => Purpose::ALL.into_iter().find(|p| p.code() == code),
            _ => None,
        }
    }
}

crate::row! {
    /// What holds for one purpose.
    pub struct Consent {
        pub purpose: Purpose,
        pub given: bool,
        pub decided_by: String,
        pub by_guardian: bool,
        pub wording: i64,
        pub recorded_at: Instant,
        pub recorded_by: String,
    }
}

/// A decision to write down.
#[derive(Debug, Clone)]
pub struct Decision {
    pub purpose: Purpose,
    /// `false`: refused, or withdrawn when it was given before.
    pub given: bool,
    /// The patient's name, or the guardian's.
    pub decided_by: String,
    pub by_guardian: bool,
}

const LATEST: &str = "SELECT c.purpose, c.given, c.decided_by, c.by_guardian, c.wording, c.recorded_at, s.name \
     FROM consent c JOIN staff s ON s.id = c.recorded_by WHERE c.patient_id = $1 \
     AND c.id = (SELECT MAX(l.id) FROM consent l WHERE l.patient_id = c.patient_id AND l.purpose = c.purpose) ORDER BY c.purpose";
const NEWEST: &str = "SELECT given FROM consent WHERE patient_id = $1 AND purpose = $2 ORDER BY id DESC LIMIT 1";
const INSERT: &str = "INSERT INTO consent (id, branch_id, patient_id, purpose, given, decided_by, by_guardian, wording, recorded_at, \
     recorded_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";

/// What holds now, for each purpose that was asked for.
pub fn of_patient(tx: &mut Tx<'_>, patient: PatientId) -> Result<Vec<Consent>, DbError> {
    tx.all(LATEST, &[&patient])
}

/// Whether the patient was asked and said no, or took it back. Who was never asked has not refused.
pub fn is_refused(tx: &mut Tx<'_>, patient: PatientId, purpose: Purpose) -> Result<bool, DbError> {
    Ok(tx.one::<bool>(NEWEST, &[&patient, &purpose])? == Some(false))
}

/// Writes a decision down, unless the same holds already under the same sentence.
pub fn record(tx: &mut Tx<'_>, who: &Who, patient: PatientId, new: &Decision) -> Result<(), Stop> {
    let held = of_patient(tx, patient)?;
    let same = |c: &Consent| (c.purpose, c.given, c.wording) == (new.purpose, new.given, WORDING);
    if held.iter().any(same) {
        return Ok(());
    }
    let (id, now) = (tx.new_id(), tx.now());
    let row: [&dyn Param; 10] = [
        &id,
        &who.branch,
        &patient,
        &new.purpose,
        &new.given,
        &new.decided_by,
        &new.by_guardian,
        &WORDING,
        &now,
        &who.staff,
    ];
    tx.run_one(INSERT, &row)?;
    if new.given {
        who.note(tx, "give_consent", "consent", id, Some(patient), new.purpose.code())?;
    } else {
        who.note(tx, "withdraw_consent", "consent", id, Some(patient), new.purpose.code())?;
    }
    tx.announce(Topic::Patient(patient));
    Ok(())
}
