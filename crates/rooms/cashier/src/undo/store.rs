//! The statements of voids and refunds.

use super::State;
use crate::session::Open;
use bricks::clock::{Day, Instant};
use bricks::id::*;
use bricks::money::Money;
use bricks::quantity::Quantity;
use bricks::say::Say;
use ground::access::Who;
use ground::db::{DbError, Stop, Tx};
use papers::receipt::Method;

ground::row! {
    /// A payment that a receipt tells of, with its session.
    pub struct TakenRow {
        pub id: PaymentId,
        pub session: CashSessionId,
        pub day: Day,
        pub invoice: InvoiceId,
        pub method: Method,
        pub amount: Money,
        pub closed: bool,
        pub deposit: Option<DepositId>,
    }
}

ground::row! {
    /// Why and by whom a receipt was voided.
    pub struct Voided {
        pub reason: String,
        pub at: Instant,
        pub by_name: String,
    }
}

ground::row! {
    struct RefundRow {
        id: RefundId,
        branch: BranchId,
        visit: VisitId,
        receipt: ReceiptId,
        invoice: InvoiceId,
        series: String,
        number: i64,
        patient: PatientId,
        patient_name: String,
        amount: Money,
        reason: String,
        state: String,
        needs_second: bool,
        asked_at: Instant,
        asked_by: StaffId,
        asked_name: String,
        charge: Option<ChargeId>,
        decided_name: String,
        of_vi: String,
        of_en: String,
        refused_reason: String,
        decided_at: Option<Instant>,
        called_off: bool,
    }
}

ground::row! {
    /// A charge of which something came back, with where its money stands.
    pub struct WentBack {
        pub name_vi: String,
        pub name_en: String,
        pub unit: String,
        pub quantity: Quantity,
        /// What of the patient's part goes back.
        pub amount: Money,
        pub set_off: Money,
        /// Asked for and not paid out.
        pub waiting: Money,
        pub paid: Money,
        /// Of the last slip; empty and 0 where there is none.
        pub series: String,
        pub number: i64,
    }
}

/// A refund with what lists and acts ask of it.
#[derive(Debug, Clone)]
pub struct Refund {
    pub id: RefundId,
    pub branch: BranchId,
    pub visit: VisitId,
    pub receipt: ReceiptId,
    pub invoice: InvoiceId,
    /// `PT26-000123`.
    pub number: String,
    pub patient: PatientId,
    pub patient_name: String,
    pub amount: Money,
    pub reason: String,
    pub state: State,
    pub needs_second: bool,
    pub asked_at: Instant,
    pub asked_by: StaffId,
    pub asked_name: String,
    /// What came back.
    pub charge: Option<ChargeId>,
    /// Whoever agreed or refused; empty where nobody did.
    pub decided_name: String,
    /// The service or medicine that it is for; empty where it was asked for at the receipt without saying of what.
    pub of: Say,
    /// Why it is not paid.
    pub refused_reason: String,
    pub decided_at: Option<Instant>,
    /// Nobody said no to it: it was asked for by mistake, or what it was for did not come back after all.
    pub called_off: bool,
}

macro_rules! refund {
    ($where:literal) => {
        concat!(
            "SELECT f.id, f.branch_id, f.visit_id, f.receipt_id, f.invoice_id, r.series, r.number, p.id, p.name, f.amount_vnd, f.reason, f.state, \
             f.needs_second, f.asked_at, f.asked_by, s.name, f.charge_id, COALESCE(d.name, ''), COALESCE(g.name_vi, ''), COALESCE(g.name_en, ''), f.refused_reason, f.decided_at, f.called_off \
             FROM refund f JOIN receipt r ON r.id = f.receipt_id LEFT JOIN charge g ON g.id = f.charge_id JOIN visit v ON v.id = f.visit_id \
             JOIN patient p ON p.id = v.patient_id JOIN staff s ON s.id = f.asked_by LEFT JOIN staff d ON d.id = f.decided_by WHERE ",
            $where
        )
    };
}

const LOCK_SESSIONS: &str = "SELECT id FROM cash_session WHERE id IN (SELECT p.session_id FROM payment p WHERE p.receipt_id = $1) ORDER BY id FOR UPDATE";
const TAKEN: &str = "SELECT p.id, p.session_id, p.day, p.invoice_id, p.method, p.amount_vnd, s.closed_at IS NOT NULL, p.deposit_id FROM payment p \
     JOIN cash_session s ON s.id = p.session_id WHERE p.receipt_id = $1 AND p.kind = 'taken' ORDER BY p.id";
const VOID: &str = "INSERT INTO receipt_void (receipt_id, reason, voided_at, voided_by) VALUES ($1, $2, $3, $4) ON CONFLICT (receipt_id) DO NOTHING";
/// Something of what the receipt paid came back; its money goes back as a refund.
const CAME_BACK: &str = "SELECT EXISTS (SELECT 1 FROM payment p JOIN charge c ON c.invoice_id = p.invoice_id \
     WHERE p.receipt_id = $1 AND c.returned_milli > 0)";
const VOIDED: &str = "SELECT x.reason, x.voided_at, s.name FROM receipt_void x JOIN staff s ON s.id = x.voided_by WHERE x.receipt_id = $1";
const REVERSE: &str = "INSERT INTO payment (id, branch_id, session_id, day, receipt_id, invoice_id, kind, method, amount_vnd, tendered_vnd, change_vnd, \
     reference, reverses_id, paid_at, taken_by, deposit_id) SELECT $2, p.branch_id, p.session_id, p.day, p.receipt_id, p.invoice_id, 'voided', p.method, \
     -p.amount_vnd, -p.amount_vnd, 0, p.reference, p.id, $3, $4, p.deposit_id FROM payment p WHERE p.id = $1";
/// What was promised back cannot be voided as well: the amount has to stay paid.
const OWE_AGAIN: &str =
    "UPDATE invoice SET due_vnd = due_vnd + $2 WHERE id = $1 AND total_vnd - due_vnd - $2 >= refunded_vnd";
const RELEASE: &str = "UPDATE invoice SET refunded_vnd = refunded_vnd - $2 WHERE id = $1";
const OWE_VISIT: &str = "UPDATE visit SET due_vnd = due_vnd + $2 WHERE id = $1";
const LOCK: &str = "SELECT id FROM refund WHERE id = $1 FOR UPDATE";
const BY_ID: &str = refund!("f.id = $1");
const OF_RECEIPT: &str = refund!("f.receipt_id = $1 ORDER BY f.id");
const OPEN: &str = refund!("f.branch_id = $1 AND f.state IN ('asked', 'approved') ORDER BY f.id");
const REFUSED: &str = refund!(
    "f.branch_id = $1 AND f.state = 'refused' AND NOT f.called_off AND f.refused_reason <> '' ORDER BY f.decided_at DESC LIMIT 30"
);
macro_rules! went_back {
    ($where:literal) => {
        concat!(
            "SELECT c.name_vi, c.name_en, c.unit, c.returned_milli, c.back_vnd, c.set_off_vnd, \
             (SELECT CAST(COALESCE(SUM(f.amount_vnd), 0) AS BIGINT) FROM refund f WHERE f.charge_id = c.id AND f.state IN ('asked', 'approved')), \
             (SELECT CAST(COALESCE(SUM(f.amount_vnd), 0) AS BIGINT) FROM refund f WHERE f.charge_id = c.id AND f.state = 'paid'), \
             COALESCE(o.series, ''), COALESCE(o.number, 0) FROM charge c \
             LEFT JOIN payout o ON o.refund_id = (SELECT MAX(f.id) FROM refund f WHERE f.charge_id = c.id AND f.state = 'paid') \
             WHERE c.returned_milli > 0 AND c.invoice_id ",
            $where,
            " ORDER BY c.charged_at, c.id"
        )
    };
}
const WENT_BACK: &str = went_back!("IN (SELECT p.invoice_id FROM payment p WHERE p.receipt_id = $1)");
const WENT_BACK_OF_VISIT: &str = went_back!("IS NOT NULL AND c.visit_id = $1");
const APPROVE: &str =
    "UPDATE refund SET state = 'approved', decided_at = $2, decided_by = $3 WHERE id = $1 AND state = 'asked'";
const REFUSE: &str = "UPDATE refund SET state = 'refused', decided_at = $2, decided_by = $3, refused_reason = $4 \
     WHERE id = $1 AND state IN ('asked', 'approved')";
const WITHDRAW: &str = "UPDATE refund SET state = 'refused', called_off = TRUE, decided_at = $2, decided_by = $3 WHERE id = $1 AND state IN ('asked', 'approved')";
const PAY: &str = "UPDATE refund SET state = 'paid', paid_at = $2, paid_by = $3 WHERE id = $1 AND state = 'approved'";
const PAY_OUT: &str = "INSERT INTO payment (id, branch_id, session_id, day, receipt_id, invoice_id, kind, method, amount_vnd, tendered_vnd, change_vnd, \
     reference, refund_id, paid_at, taken_by) VALUES ($1, $2, $3, $4, $5, $6, 'refunded', $7, $8, $8, 0, $9, $10, $11, $12)";

/// Holds the sessions of a receipt's payments alone, so that they stay open and nobody else finds the same notes; gives the payments.
pub fn hold_taken(tx: &mut Tx<'_>, receipt: ReceiptId) -> Result<Vec<TakenRow>, DbError> {
    let _: Vec<i64> = tx.all(LOCK_SESSIONS, &[&receipt])?;
    tx.all(TAKEN, &[&receipt])
}

/// The payments of a receipt.
pub fn taken(tx: &mut Tx<'_>, receipt: ReceiptId) -> Result<Vec<TakenRow>, DbError> {
    tx.all(TAKEN, &[&receipt])
}

/// False when it is voided already.
pub fn void(tx: &mut Tx<'_>, who: &Who, receipt: ReceiptId, reason: &str) -> Result<bool, DbError> {
    let now = tx.now();
    Ok(tx.run(VOID, &[&receipt, &reason, &now, &who.staff])? == 1)
}

/// Whether something of what a receipt paid came back.
pub fn came_back(tx: &mut Tx<'_>, receipt: ReceiptId) -> Result<bool, DbError> {
    Ok(tx.one(CAME_BACK, &[&receipt])?.unwrap_or(false))
}

pub fn voided(tx: &mut Tx<'_>, receipt: ReceiptId) -> Result<Option<Voided>, DbError> {
    tx.one(VOIDED, &[&receipt])
}

/// Writes the row that takes a payment back. Its key lets there be one.
pub fn reverse(tx: &mut Tx<'_>, who: &Who, payment: PaymentId) -> Result<(), Stop> {
    let (id, now) = (PaymentId::from_raw(tx.new_id()), tx.now());
    tx.run_one(REVERSE, &[&payment, &id, &now, &who.staff])?;
    papers::takings::taken_back(tx, id)
}

/// False when so much of it is promised back already.
pub fn owe_again(tx: &mut Tx<'_>, invoice: InvoiceId, amount: Money) -> Result<bool, DbError> {
    Ok(tx.run(OWE_AGAIN, &[&invoice, &amount])? == 1)
}

pub fn owe_visit(tx: &mut Tx<'_>, visit: VisitId, amount: Money) -> Result<(), DbError> {
    tx.run_one(OWE_VISIT, &[&visit, &amount])
}

pub fn release(tx: &mut Tx<'_>, invoice: InvoiceId, amount: Money) -> Result<(), DbError> {
    tx.run_one(RELEASE, &[&invoice, &amount])
}

/// A refund of this branch that nobody else decides or pays until the transaction ends.
pub fn lock(tx: &mut Tx<'_>, who: &Who, id: RefundId) -> Result<Refund, Stop> {
    let _: Option<i64> = tx.one(LOCK, &[&id])?;
    let found: Option<RefundRow> = tx.one(BY_ID, &[&id])?;
    found.map(whole).transpose()?.filter(|refund| refund.branch == who.branch).ok_or(Stop::Missing)
}

pub fn of_receipt(tx: &mut Tx<'_>, receipt: ReceiptId) -> Result<Vec<Refund>, Stop> {
    tx.all::<RefundRow>(OF_RECEIPT, &[&receipt])?.into_iter().map(whole).collect()
}

/// The refunds that somebody has to decide or to pay.
pub fn open(tx: &mut Tx<'_>, who: &Who) -> Result<Vec<Refund>, Stop> {
    tx.all::<RefundRow>(OPEN, &[&who.branch])?.into_iter().map(whole).collect()
}

/// What came back of what a receipt is for.
pub fn went_back(tx: &mut Tx<'_>, receipt: ReceiptId) -> Result<Vec<WentBack>, DbError> {
    tx.all(WENT_BACK, &[&receipt])
}

/// What came back of a visit's bills.
pub fn went_back_of_visit(tx: &mut Tx<'_>, visit: VisitId) -> Result<Vec<WentBack>, DbError> {
    tx.all(WENT_BACK_OF_VISIT, &[&visit])
}

/// The latest to which somebody said no.
pub fn refused(tx: &mut Tx<'_>, who: &Who) -> Result<Vec<Refund>, Stop> {
    tx.all::<RefundRow>(REFUSED, &[&who.branch])?.into_iter().map(whole).collect()
}

/// False when it is not asked for any more.
pub fn approve(tx: &mut Tx<'_>, who: &Who, id: RefundId) -> Result<bool, DbError> {
    let now = tx.now();
    Ok(tx.run(APPROVE, &[&id, &now, &who.staff])? == 1)
}

/// False when it was paid, refused or taken back already.
pub fn refuse(tx: &mut Tx<'_>, who: &Who, id: RefundId, reason: &str) -> Result<bool, DbError> {
    let now = tx.now();
    Ok(tx.run(REFUSE, &[&id, &now, &who.staff, &reason])? == 1)
}

/// Takes a request back before it is paid; false when it was paid, refused or taken back already.
pub fn withdraw(tx: &mut Tx<'_>, who: &Who, id: RefundId) -> Result<bool, DbError> {
    let now = tx.now();
    Ok(tx.run(WITHDRAW, &[&id, &now, &who.staff])? == 1)
}

/// False when it is not to be paid (any more).
pub fn pay(tx: &mut Tx<'_>, who: &Who, id: RefundId) -> Result<bool, DbError> {
    let now = tx.now();
    Ok(tx.run(PAY, &[&id, &now, &who.staff])? == 1)
}

/// Writes the payment that goes out. Its key lets there be one for a refund.
pub fn pay_out(
    tx: &mut Tx<'_>,
    who: &Who,
    refund: &Refund,
    session: &Open,
    (method, reference): (Method, &str),
) -> Result<(), Stop> {
    let amount = refund.amount.neg().ok_or_else(|| Stop::fault("a refund that does not fit"))?;
    let (id, now) = (PaymentId::from_raw(tx.new_id()), tx.now());
    tx.run_one(
        PAY_OUT,
        &[
            &id,
            &who.branch,
            &session.id,
            &session.day,
            &refund.receipt,
            &refund.invoice,
            &method,
            &amount,
            &reference,
            &refund.id,
            &now,
            &who.staff,
        ],
    )?;
    papers::takings::given_back(tx, id, (refund.invoice, refund.charge), amount)
}

fn whole(row: RefundRow) -> Result<Refund, Stop> {
    let state = State::parse(&row.state).ok_or_else(|| Stop::fault(format!("refund {}: {}", row.id, row.state)))?;
    Ok(Refund {
        id: row.id,
        branch: row.branch,
        visit: row.visit,
        receipt: row.receipt,
        invoice: row.invoice,
        number: crate::store::show_number(&row.series, row.number),
        patient: row.patient,
        patient_name: row.patient_name,
        amount: row.amount,
        reason: row.reason,
        state,
        needs_second: row.needs_second,
        asked_at: row.asked_at,
        asked_by: row.asked_by,
        asked_name: row.asked_name,
        charge: row.charge,
        decided_name: row.decided_name,
        of: Say::new(row.of_vi, row.of_en),
        refused_reason: row.refused_reason,
        decided_at: row.decided_at,
        called_off: row.called_off,
    })
}
