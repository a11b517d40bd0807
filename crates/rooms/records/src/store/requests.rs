use bricks::clock::{Day, Instant};
use bricks::id::{BranchId, PatientId};
use ground::access::Who;
use ground::db::{Cell, Column, DbError, Param, Stop, Tx, Value};

macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $($variant:ident = $code:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $name { $($variant),+ }

        impl $name {
            pub const ALL: &'static [$name] = &[$($name::$variant),+];

            pub const fn code(self) -> &'static str {
                match self { $($name::$variant => $code),+ }
            }

            pub fn parse(code: &str) -> Option<$name> {
                $name::ALL.iter().copied().find(|one| one.code() == code)
            }
        }

        impl Param for $name {
            fn value(&self) -> Value<'_> {
                Value::Text(self.code())
            }
        }

        impl Column for $name {
            const WANTED: &'static str = stringify!($name);
            fn read(cell: Cell<'_>) -> Option<Self> {
                match cell { Cell::Text(code) => $name::parse(code), _ => None }
            }
        }
    };
}

words! {
    /// What a patient asks of the data about them.
    Kind { See = "see", Copy = "copy", Correct = "correct", Erase = "erase", Restrict = "restrict", Withdraw = "withdraw" }
}

words! {
    /// How a request was answered.
    Decision { Granted = "granted", Refused = "refused", Restricted = "restricted" }
}

ground::row! {
    /// A request with its answer, when it has one.
    pub struct RequestRow {
        pub id: i64,
        pub patient: PatientId,
        pub patient_name: String,
        pub patient_code: String,
        pub kind: Kind,
        pub asked_by: String,
        pub words: String,
        pub received_on: Day,
        pub due_on: Day,
        pub decision: Option<Decision>,
        pub decision_reason: String,
        pub decided_at: Option<Instant>,
        pub decided_by: Option<String>,
    }
}

ground::row! {
    /// A restriction that stands.
    pub struct Restriction {
        pub id: i64,
        pub reason: String,
        pub at: Instant,
        pub by: String,
    }
}

macro_rules! requests {
    ($which:literal) => {
        concat!(
            "SELECT r.id, r.patient_id, p.name, p.code, r.kind, r.asked_by, r.words, r.received_on, r.due_on, r.decision, r.decision_reason, \
             r.decided_at, s.name FROM data_request r JOIN patient p ON p.id = r.patient_id LEFT JOIN staff s ON s.id = r.decided_by WHERE ",
            $which
        )
    };
}

const OPEN: &str = requests!("r.branch_id = $1 AND r.decided_at IS NULL ORDER BY r.due_on, r.id LIMIT 200");
const DECIDED: &str = requests!(
    "r.branch_id = $1 AND r.registered_at > $2 AND r.decided_at IS NOT NULL ORDER BY r.registered_at DESC, r.id DESC LIMIT 60"
);
const OF_PATIENT: &str = requests!(
    "r.patient_id IN (SELECT CAST($1 AS BIGINT) UNION ALL SELECT m.id FROM patient m WHERE m.merged_into = $1) \
     ORDER BY r.registered_at DESC, r.id DESC LIMIT 60"
);
const ONE: &str = requests!("r.id = $1 AND r.branch_id = $2");
const INSERT: &str = "INSERT INTO data_request (id, branch_id, patient_id, kind, asked_by, words, received_on, due_on, registered_at, registered_by) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
const DECIDE: &str = "UPDATE data_request SET decision = $3, decision_reason = $4, decided_at = $5, decided_by = $6 \
     WHERE id = $1 AND branch_id = $2 AND decided_at IS NULL";
const RESTRICT: &str = "INSERT INTO record_restriction (id, branch_id, patient_id, reason, restricted_at, restricted_by) \
     VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING";
const RESTRICTION: &str = "SELECT r.id, r.reason, r.restricted_at, s.name FROM record_restriction r JOIN staff s ON s.id = r.restricted_by \
     WHERE r.lifted_at IS NULL AND r.patient_id IN (SELECT CAST($1 AS BIGINT) UNION ALL SELECT m.id FROM patient m WHERE m.merged_into = $1) \
     ORDER BY r.id LIMIT 1";
const LIFT: &str = "UPDATE record_restriction SET lifted_at = $2, lifted_by = $3, lifted_reason = $4 WHERE id = $1 AND lifted_at IS NULL";
const PAPERS: &str = "SELECT (SELECT COUNT(*) FROM visit WHERE patient_id = $1) + (SELECT COUNT(*) FROM appointment WHERE patient_id = $1) \
     + (SELECT COUNT(*) FROM outbox WHERE patient_id = $1) + (SELECT COUNT(*) FROM problem WHERE patient_id = $1) \
     + (SELECT COUNT(*) FROM family_illness WHERE patient_id = $1) + (SELECT COUNT(*) FROM patient m WHERE m.merged_into = $1)";
/// What is left says nothing of a person; the code stays, so that it is never given again.
const ERASE: &str = "UPDATE patient SET name = code, name_fold = '', birth_day = NULL, phone = NULL, email = NULL, address = '', province = NULL, \
     national_id = NULL, insurer_id = NULL, insurance_number = NULL, insurance_from = NULL, insurance_until = NULL, guardian_name = NULL, \
     guardian_phone = NULL, allergies = '', conditions = '', version = version + 1 WHERE id = $1";
const FORGET_WORDS: &str = "DELETE FROM patient_word WHERE patient_id = $1";
const FORGET_ALLERGIES: &str = "DELETE FROM patient_allergy WHERE patient_id = $1";
const FORGET_PAST_ALLERGIES: &str = "DELETE FROM patient_allergy_past WHERE patient_id = $1";
const FORGET_ALLERGY_WORDS: &str = "DELETE FROM allergy_words WHERE patient_id = $1";
const FORGET_FACTS: &str = "DELETE FROM safety_fact_version WHERE patient_id = $1";
/// Of merges that were undone.
const FORGET_BEFORE: &str = "DELETE FROM patient_before WHERE merge_id IN (SELECT g.id FROM patient_merge g WHERE g.winner_id = $1 AND g.undone_at IS NOT NULL)";
const LOCK: &str = "SELECT id FROM patient WHERE id = $1 FOR UPDATE";
const DAYS: &str = "SELECT value FROM setting WHERE key = 'data_request_days'";
const PUT_DAYS: &str = "INSERT INTO setting (key, value) VALUES ('data_request_days', $1) ON CONFLICT (key) DO UPDATE SET value = excluded.value";

/// A request to register.
pub struct NewRequest<'a> {
    pub branch: BranchId,
    pub patient: PatientId,
    pub kind: Kind,
    pub asked_by: &'a str,
    pub words: &'a str,
    pub received_on: Day,
    pub due_on: Day,
}

/// What has not been answered, the most urgent first.
pub fn open(tx: &mut Tx<'_>, branch: BranchId) -> Result<Vec<RequestRow>, DbError> {
    tx.all(OPEN, &[&branch])
}

/// What was registered since an instant and has been answered, latest first.
pub fn decided(tx: &mut Tx<'_>, branch: BranchId, since: Instant) -> Result<Vec<RequestRow>, DbError> {
    tx.all(DECIDED, &[&branch, &since])
}

/// Everything that this patient ever asked.
pub fn of_patient(tx: &mut Tx<'_>, patient: PatientId) -> Result<Vec<RequestRow>, DbError> {
    tx.all(OF_PATIENT, &[&patient])
}

/// One request of this branch; `Stop::Missing` otherwise.
pub fn by_id(tx: &mut Tx<'_>, branch: BranchId, id: i64) -> Result<RequestRow, Stop> {
    tx.one(ONE, &[&id, &branch])?.ok_or(Stop::Missing)
}

/// Writes a request down; gives its id.
pub fn insert(tx: &mut Tx<'_>, who: &Who, new: &NewRequest<'_>) -> Result<i64, DbError> {
    let (id, now) = (tx.new_id(), tx.now());
    let row: [&dyn Param; 10] = [
        &id,
        &new.branch,
        &new.patient,
        &new.kind,
        &new.asked_by,
        &new.words,
        &new.received_on,
        &new.due_on,
        &now,
        &who.staff,
    ];
    tx.run_one(INSERT, &row)?;
    Ok(id)
}

/// Whether it was open until now.
pub fn decide(tx: &mut Tx<'_>, who: &Who, id: i64, decision: Decision, reason: &str) -> Result<bool, DbError> {
    let now = tx.now();
    Ok(tx.run(DECIDE, &[&id, &who.branch, &decision, &reason, &now, &who.staff])? == 1)
}

/// Restricts a record; one that is restricted already stays so.
pub fn restrict(tx: &mut Tx<'_>, who: &Who, patient: PatientId, reason: &str) -> Result<(), DbError> {
    let (id, now) = (tx.new_id(), tx.now());
    tx.run(RESTRICT, &[&id, &who.branch, &patient, &reason, &now, &who.staff]).map(|_| ())
}

/// The restriction that stands.
pub fn restriction(tx: &mut Tx<'_>, patient: PatientId) -> Result<Option<Restriction>, DbError> {
    tx.one(RESTRICTION, &[&patient])
}

/// Whether it stood until now.
pub fn lift(tx: &mut Tx<'_>, who: &Who, id: i64, reason: &str) -> Result<bool, DbError> {
    let now = tx.now();
    Ok(tx.run(LIFT, &[&id, &now, &who.staff, &reason])? == 1)
}

/// Papers that hang on a profile, which is held until the transaction ends: nothing new is written for it meanwhile.
pub fn papers(tx: &mut Tx<'_>, patient: PatientId) -> Result<i64, DbError> {
    tx.one::<PatientId>(LOCK, &[&patient])?;
    Ok(tx.one(PAPERS, &[&patient])?.unwrap_or(0))
}

/// Erases a profile on which nothing hangs.
pub fn erase(tx: &mut Tx<'_>, patient: PatientId) -> Result<(), DbError> {
    tx.run_one(ERASE, &[&patient])?;
    tx.run(FORGET_WORDS, &[&patient])?;
    for forget in [FORGET_ALLERGIES, FORGET_PAST_ALLERGIES, FORGET_ALLERGY_WORDS, FORGET_FACTS, FORGET_BEFORE] {
        tx.run(forget, &[&patient])?;
    }
    Ok(())
}

/// Within how many days a request is answered, when the clinic has said so.
pub fn days(tx: &mut Tx<'_>) -> Result<Option<i64>, DbError> {
    let said: Option<String> = tx.one(DAYS, &[])?;
    Ok(said.and_then(|days| days.parse().ok()))
}

/// Says within how many days a request is answered.
pub fn put_days(tx: &mut Tx<'_>, days: i64) -> Result<(), DbError> {
    let days = days.to_string();
    tx.run(PUT_DAYS, &[&days]).map(|_| ())
}
