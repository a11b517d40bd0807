//! Deposits: money taken before there is a bill, held for a patient, used on bills, and the rest given back.
//!
//! `held_vnd` is what of it is still there. Whoever uses it or gives it back lowers it by a guarded update, so that no đồng
//! is used twice; `kham verify` compares it with the money that came, went and paid.

use crate::receipt::{Clinic, Method, Payer};
use bricks::clock::{Instant, Zone, show_instant};
use bricks::id::{BranchId, CashSessionId, DepositId, PatientId, ReceiptId, StaffId};
use bricks::lang::Lang;
use bricks::money::Money;
use ground::db::{DbError, Stop, Tx};
use serde::{Deserialize, Serialize};

codes! {
    /// What a row of the money is.
    pub enum MovementKind {
        Taken = "taken",
        GivenBack = "given_back",
    }
}

/// What the paper of a deposit shows, as it was when it was taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Printed {
    /// `TU26-000123`.
    pub number: String,
    pub issued_at: Instant,
    pub clinic: Clinic,
    pub patient: Payer,
    pub purpose: String,
    pub amount: Money,
    pub method: Method,
    /// The bank's, the terminal's or the app's own; empty for cash.
    pub reference: String,
    pub cashier: String,
}

ground::row! {
    /// Of a deposit that is not used up.
    pub struct Held {
        pub id: DepositId,
        pub series: String,
        pub number: i64,
        pub held: Money,
    }
}

impl Held {
    /// `TU26-000123`.
    pub fn shown(&self) -> String {
        show_number(&self.series, self.number)
    }
}

ground::row! {
    /// A deposit with what lists and acts ask of it.
    pub struct Deposit {
        pub id: DepositId,
        pub branch: BranchId,
        pub patient: PatientId,
        pub patient_name: String,
        pub patient_code: String,
        pub patient_phone: Option<String>,
        pub series: String,
        pub number: i64,
        pub amount: Money,
        pub held: Money,
        pub purpose: String,
        pub taken_at: Instant,
        pub taken_by_name: String,
        /// What somebody asked to give back, why, and whether a second person agreed.
        pub back: Option<Money>,
        pub back_reason: String,
        pub back_asked_by: Option<StaffId>,
        pub back_agreed_by: Option<StaffId>,
        pub back_asked_name: String,
        pub back_agreed_name: String,
    }
}

impl Deposit {
    /// `TU26-000123`.
    pub fn shown(&self) -> String {
        show_number(&self.series, self.number)
    }
}

ground::row! {
    /// What happened to a deposit: money that came or went, or a receipt that it paid (or that was voided since).
    pub struct Step {
        pub kind: String,
        pub method: Method,
        /// Below nothing: out of the deposit.
        pub amount: Money,
        pub at: Instant,
        pub by_name: String,
        pub reason: String,
        pub receipt: Option<ReceiptId>,
        pub series: String,
        pub number: i64,
        /// Of the movement that has a slip; 0 where there is none.
        pub movement: i64,
    }
}

/// A deposit that is being taken.
pub struct New<'a> {
    pub id: DepositId,
    pub branch: BranchId,
    pub patient: PatientId,
    pub series: &'a str,
    pub number: i64,
    pub amount: Money,
    pub purpose: &'a str,
    /// JSON of [`Printed`].
    pub printed: &'a str,
    pub by: StaffId,
}

/// Money of a deposit that comes or goes, in one session and on its day.
pub struct Moved<'a> {
    pub branch: BranchId,
    pub deposit: DepositId,
    pub session: CashSessionId,
    pub day: bricks::clock::Day,
    pub kind: MovementKind,
    pub method: Method,
    /// Below nothing when it goes.
    pub amount: Money,
    pub reference: &'a str,
    pub reason: &'a str,
    pub by: StaffId,
}

macro_rules! deposit {
    ($where:literal) => {
        concat!(
            "SELECT d.id, d.branch_id, p.id, p.name, p.code, p.phone, d.series, d.number, d.amount_vnd, d.held_vnd, d.purpose, d.taken_at, s.name, \
             d.back_vnd, d.back_reason, d.back_asked_by, d.back_agreed_by, COALESCE(a.name, ''), COALESCE(g.name, '') FROM deposit d \
             JOIN patient p ON p.id = d.patient_id JOIN staff s ON s.id = d.taken_by LEFT JOIN staff a ON a.id = d.back_asked_by \
             LEFT JOIN staff g ON g.id = d.back_agreed_by WHERE ",
            $where
        )
    };
}

const HELD: &str = "SELECT id, series, number, held_vnd FROM deposit WHERE patient_id = $1 AND branch_id = $2 AND held_vnd > 0 ORDER BY id";
const LOCK_HELD: &str = "SELECT id, series, number, held_vnd FROM deposit WHERE patient_id = $1 AND branch_id = $2 AND held_vnd > 0 ORDER BY id FOR UPDATE";
const INSERT: &str = "INSERT INTO deposit (id, branch_id, patient_id, series, number, amount_vnd, held_vnd, purpose, printed, taken_at, taken_by) \
     VALUES ($1, $2, $3, $4, $5, $6, $6, $7, $8, $9, $10)";
const MOVE: &str = "INSERT INTO deposit_movement (id, branch_id, deposit_id, session_id, day, kind, method, amount_vnd, reference, reason, moved_at, \
     moved_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
const USE: &str = "UPDATE deposit SET held_vnd = held_vnd - $2 WHERE id = $1 AND held_vnd >= $2";
const PUT_BACK: &str = "UPDATE deposit SET held_vnd = held_vnd + $2 WHERE id = $1";
const LOCK: &str = "SELECT id FROM deposit WHERE id = $1 FOR UPDATE";
const BY_ID: &str = deposit!("d.id = $1");
const OF_PATIENT: &str = deposit!("d.patient_id = $1 ORDER BY d.id DESC LIMIT 100");
const OPEN: &str = deposit!("d.branch_id = $1 AND d.held_vnd > 0 ORDER BY d.id DESC LIMIT 500");
const PRINTED: &str = "SELECT printed FROM deposit WHERE id = $1";
const GIVEN_BACK: &str = "SELECT CAST(COALESCE(-SUM(amount_vnd), 0) AS BIGINT) FROM deposit_movement WHERE deposit_id = $1 AND kind = 'given_back'";
const PRINTS: &str = "SELECT COUNT(*) FROM deposit_print WHERE deposit_id = $1";
const PRINT: &str = "INSERT INTO deposit_print (deposit_id, number, printed_at, printed_by) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING";
const ASK_BACK: &str = "UPDATE deposit SET back_vnd = $2, back_reason = $3, back_asked_by = $4, back_agreed_by = NULL WHERE id = $1 AND held_vnd = $2";
const AGREE_BACK: &str = "UPDATE deposit SET back_agreed_by = $2 WHERE id = $1 AND back_vnd = held_vnd AND back_agreed_by IS NULL AND back_asked_by <> $2";
const DROP_BACK: &str =
    "UPDATE deposit SET back_vnd = NULL, back_reason = '', back_asked_by = NULL, back_agreed_by = NULL WHERE id = $1";
const STEPS: &str = "SELECT m.kind, m.method, m.amount_vnd, m.moved_at, s.name, m.reason, CAST(NULL AS BIGINT), '', CAST(0 AS BIGINT), \
     CAST(COALESCE(o.deposit_movement_id, 0) AS BIGINT) \
     FROM deposit_movement m JOIN staff s ON s.id = m.moved_by LEFT JOIN payout o ON o.deposit_movement_id = m.id WHERE m.deposit_id = $1 \
     UNION ALL SELECT p.kind || '_bill', p.method, -p.amount_vnd, p.paid_at, s.name, '', p.receipt_id, r.series, r.number, CAST(0 AS BIGINT) \
     FROM payment p JOIN receipt r ON r.id = p.receipt_id JOIN staff s ON s.id = p.taken_by WHERE p.deposit_id = $1 ORDER BY 4, 1";

/// `TU26-000123`.
pub fn show_number(series: &str, number: i64) -> String {
    format!("{series}-{number:06}")
}

/// What a branch holds for a patient, the oldest first.
pub fn held(tx: &mut Tx<'_>, branch: BranchId, patient: PatientId) -> Result<Vec<Held>, DbError> {
    tx.all(HELD, &[&patient, &branch])
}

/// The sum of what a branch holds for a patient.
pub fn balance(tx: &mut Tx<'_>, branch: BranchId, patient: PatientId) -> Result<Money, DbError> {
    Ok(Money::sum(held(tx, branch, patient)?.iter().map(|each| each.held)).unwrap_or(Money::ZERO))
}

/// Like [`held`], and nobody else uses it until the transaction ends.
pub fn lock_held(tx: &mut Tx<'_>, branch: BranchId, patient: PatientId) -> Result<Vec<Held>, DbError> {
    tx.all(LOCK_HELD, &[&patient, &branch])
}

pub fn insert(tx: &mut Tx<'_>, new: &New<'_>) -> Result<(), DbError> {
    let now = tx.now();
    let New { id, branch, patient, series, number, amount, purpose, printed, by } = new;
    tx.run_one(INSERT, &[id, branch, patient, series, number, amount, purpose, printed, &now, by])
}

/// Writes down money that came or went, and gives the movement. The database refuses a second coming, and a session that is closed.
pub fn record(tx: &mut Tx<'_>, moved: &Moved<'_>) -> Result<i64, DbError> {
    let (id, now) = (tx.new_id(), tx.now());
    let Moved { branch, deposit, session, day, kind, method, amount, reference, reason, by } = moved;
    tx.run_one(MOVE, &[&id, branch, deposit, session, day, kind, method, amount, reference, reason, &now, by])?;
    Ok(id)
}

/// Takes an amount out of what is held; false when there is less.
pub fn take_out(tx: &mut Tx<'_>, id: DepositId, amount: Money) -> Result<bool, DbError> {
    Ok(tx.run(USE, &[&id, &amount])? == 1)
}

/// What a payment took out is held again, because its receipt was voided.
pub fn put_back(tx: &mut Tx<'_>, id: DepositId, amount: Money) -> Result<(), DbError> {
    tx.run_one(PUT_BACK, &[&id, &amount])
}

/// A deposit of a branch that nobody else changes until the transaction ends.
pub fn lock(tx: &mut Tx<'_>, branch: BranchId, id: DepositId) -> Result<Deposit, Stop> {
    let _: Option<i64> = tx.one(LOCK, &[&id])?;
    by_id(tx, branch, id)
}

pub fn by_id(tx: &mut Tx<'_>, branch: BranchId, id: DepositId) -> Result<Deposit, Stop> {
    let found: Option<Deposit> = tx.one(BY_ID, &[&id])?;
    found.filter(|deposit| deposit.branch == branch).ok_or(Stop::Missing)
}

/// All of a patient's, the latest first.
pub fn of_patient(tx: &mut Tx<'_>, patient: PatientId) -> Result<Vec<Deposit>, DbError> {
    tx.all(OF_PATIENT, &[&patient])
}

/// All of which a branch holds something, the latest first.
pub fn open(tx: &mut Tx<'_>, branch: BranchId) -> Result<Vec<Deposit>, DbError> {
    tx.all(OPEN, &[&branch])
}

/// What happened to a deposit, the oldest first.
pub fn steps(tx: &mut Tx<'_>, id: DepositId) -> Result<Vec<Step>, DbError> {
    tx.all(STEPS, &[&id])
}

pub fn printed(tx: &mut Tx<'_>, id: DepositId) -> Result<Printed, Stop> {
    let json: String = tx.one(PRINTED, &[&id])?.ok_or(Stop::Missing)?;
    serde_json::from_str(&json).map_err(|e| Stop::fault(format!("deposit {id}: {e}")))
}

/// What of a deposit went back to the patient.
pub fn given_back(tx: &mut Tx<'_>, id: DepositId) -> Result<Money, DbError> {
    Ok(tx.one(GIVEN_BACK, &[&id])?.unwrap_or_default())
}

/// Writes down that the paper of a deposit is printed; true when it was not printed before.
pub fn print(tx: &mut Tx<'_>, by: StaffId, id: DepositId) -> Result<bool, DbError> {
    let now = tx.now();
    let before: i64 = tx.one(PRINTS, &[&id])?.unwrap_or(0);
    let first = tx.run(PRINT, &[&id, &(before + 1), &now, &by])? == 1;
    Ok(first && before == 0)
}

/// Asks that all that is held goes back; false when that is no longer so much.
pub fn ask_back(tx: &mut Tx<'_>, id: DepositId, held: Money, reason: &str, by: StaffId) -> Result<bool, DbError> {
    Ok(tx.run(ASK_BACK, &[&id, &held, &reason, &by])? == 1)
}

/// Agrees to what was asked; false when it is another amount now, somebody agreed already, or it is the one who asked.
pub fn agree_back(tx: &mut Tx<'_>, id: DepositId, by: StaffId) -> Result<bool, DbError> {
    Ok(tx.run(AGREE_BACK, &[&id, &by])? == 1)
}

/// Forgets what was asked.
pub fn drop_back(tx: &mut Tx<'_>, id: DepositId) -> Result<(), DbError> {
    tx.run_one(DROP_BACK, &[&id])
}

impl Printed {
    /// The facts of the printed paper: blocks of labels and ready-made texts; `returned` went back since.
    pub fn paper(&self, l: Lang, zone: &Zone, (is_copy, returned): (bool, Money)) -> serde_json::Value {
        use crate::text;
        let row = |label: &str, value: String, strong: bool| serde_json::json!([label, value, strong]);
        let mut rows = vec![
            row(text::deposit_amount(l), self.amount.show_with_sign(l), true),
            row(text::deposit_method(l), self.method.say().to(l).to_owned(), false),
        ];
        if !self.reference.is_empty() {
            rows.push(row(text::deposit_reference(l), self.reference.clone(), false));
        }
        serde_json::json!({
            "clinic": self.clinic,
            "title": text::deposit_paper_title(l),
            "number": self.number,
            "copy": is_copy,
            "stamp": (!returned.is_zero()).then(|| text::deposit_returned(l, returned.show_with_sign(l))),
            "head": [
                [text::deposit_patient(l), format!("{} · {}", self.patient.name, self.patient.code)],
                [text::deposit_day(l), show_instant(self.issued_at, zone, l)],
                [text::deposit_purpose(l), self.purpose],
            ],
            "blocks": [{ "title": text::deposit_money(l), "rows": rows }],
            "note": format!(
                "{}: {} ({}). {}",
                text::deposit_words(l),
                self.amount.in_words(l),
                self.amount.in_words(l.other()),
                text::deposit_keep(l)
            ),
            "chain": "",
            "cashier": self.cashier,
            "cashier_role": text::deposit_cashier(l),
            "receiver_role": text::deposit_payer(l),
        })
    }
}
