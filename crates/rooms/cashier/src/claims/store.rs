//! The statements of claims.

use super::rules::Settlement;
use bricks::clock::Day;
use bricks::id::*;
use bricks::money::Money;
use bricks::quantity::Quantity;
use ground::access::Who;
use ground::db::{DbError, Stop, Tx};
use papers::payer::{ClaimState, ServiceGroup, left_over};

ground::row! {
    /// A claim as its list shows it.
    pub struct Claim {
        pub id: ClaimId,
        pub visit: VisitId,
        pub invoice: InvoiceId,
        pub insurer: InsurerId,
        pub insurer_vi: String,
        pub insurer_en: String,
        pub national: bool,
        pub plan_name: String,
        pub patient: PatientId,
        pub patient_code: String,
        pub patient_name: String,
        pub day: Day,
        pub card: String,
        pub guarantee: String,
        /// What was charged on the invoice, whoever bears it.
        pub charged: Money,
        pub amount: Money,
        pub state: ClaimState,
        pub paid: Option<Money>,
        pub clinic: Option<Money>,
        pub patient_bears: Option<Money>,
        pub reason: String,
        /// What of it came back after it was sent: a difference with the payer.
        pub back: Money,
        /// The payer's place of the visit.
        pub position: i64,
    }
}

ground::row! {
    /// What the claims that are looked at come to.
    pub struct Totals {
        pub count: i64,
        /// How many wait to be sent.
        pub to_send: i64,
        pub charged: Money,
        pub amount: Money,
        pub paid: Money,
        pub clinic: Money,
        pub patient_bears: Money,
        pub back: Money,
    }
}

ground::row! {
    /// A charge of an invoice of which something is claimed, without what of it came back.
    pub struct Line {
        pub claim: ClaimId,
        /// The code of the service or medicine; empty for what is in no catalogue.
        pub item: String,
        pub name_vi: String,
        pub name_en: String,
        pub group: ServiceGroup,
        pub unit: String,
        pub quantity: Quantity,
        pub unit_price: Money,
        pub amount: Money,
        pub discount: Money,
        /// Borne by the payer of the claim.
        pub borne: Money,
        /// Borne by both payers.
        pub insured: Money,
    }
}

ground::row! {
    /// A payer of whom something may be claimed.
    pub struct InsurerRow {
        pub id: InsurerId,
        pub name_vi: String,
        pub name_en: String,
        pub national: bool,
    }
}

macro_rules! claim {
    ($rest:literal) => {
        concat!(
            "SELECT c.id, c.visit_id, c.invoice_id, i.id, i.name_vi, i.name_en, i.kind = 'national', l.name, p.id, p.code, p.name, c.day, c.card, c.guarantee, \
             CAST((SELECT COALESCE(SUM(((h.quantity_milli - h.returned_milli) * h.unit_price_vnd + 500) / 1000), 0) \
             FROM charge h WHERE h.invoice_id = c.invoice_id) AS BIGINT), \
             c.amount_vnd, c.state, c.paid_vnd, c.clinic_vnd, c.patient_vnd, c.reason, c.back_vnd, c.position FROM claim c \
             JOIN insurer i ON i.id = c.insurer_id JOIN payer_plan l ON l.id = c.plan_id JOIN visit v ON v.id = c.visit_id \
             JOIN patient p ON p.id = v.patient_id ",
            $rest
        )
    };
}

const LIST: &str = claim!(
    "WHERE c.branch_id = $1 AND c.insurer_id = $2 AND c.day >= $3 AND c.day <= $4 AND (c.state = $5 OR $5 = '') ORDER BY c.day, c.id LIMIT $6"
);
const TOTALS: &str = "SELECT COUNT(*), COUNT(CASE WHEN c.state = 'to_send' THEN 1 END), CAST(COALESCE(SUM((SELECT COALESCE(SUM(((h.quantity_milli - h.returned_milli) * h.unit_price_vnd + 500) / 1000), 0) \
     FROM charge h WHERE h.invoice_id = c.invoice_id)), 0) AS BIGINT), \
     CAST(COALESCE(SUM(c.amount_vnd), 0) AS BIGINT), CAST(COALESCE(SUM(c.paid_vnd), 0) AS BIGINT), CAST(COALESCE(SUM(c.clinic_vnd), 0) AS BIGINT), \
     CAST(COALESCE(SUM(c.patient_vnd), 0) AS BIGINT), CAST(COALESCE(SUM(c.back_vnd), 0) AS BIGINT) FROM claim c \
     WHERE c.branch_id = $1 AND c.insurer_id = $2 AND c.day >= $3 AND c.day <= $4 AND (c.state = $5 OR $5 = '')";
const LINES: &str = "SELECT m.id, c.item_code, c.name_vi, c.name_en, c.service_group, c.unit, c.quantity_milli - c.returned_milli, c.unit_price_vnd, \
     ((c.quantity_milli - c.returned_milli) * c.unit_price_vnd + 500) / 1000, \
     c.discount_vnd - (c.discount_vnd * c.returned_milli * 2 + c.quantity_milli) / (c.quantity_milli * 2), \
     CASE m.position WHEN 1 THEN c.first_vnd - c.first_back_vnd ELSE c.second_vnd - c.second_back_vnd END, \
     c.first_vnd + c.second_vnd - c.first_back_vnd - c.second_back_vnd FROM claim m \
     JOIN charge c ON c.invoice_id = m.invoice_id WHERE m.branch_id = $1 AND m.insurer_id = $2 AND m.day >= $3 AND m.day <= $4 \
     AND (m.state = $5 OR $5 = '') ORDER BY m.day, m.id, c.charged_at, c.id";
const BY_ID: &str = claim!("WHERE c.id = $1 AND c.branch_id = $2");
const INSURERS: &str = "SELECT id, name_vi, name_en, kind = 'national' FROM insurer ORDER BY kind, name_vi";
const LOCK: &str = "SELECT visit_id FROM claim WHERE id = $1 AND branch_id = $2";
const SEND: &str = "UPDATE claim SET state = 'sent', sent_at = $5, sent_by = $6 WHERE branch_id = $1 AND insurer_id = $2 AND day >= $3 AND day <= $4 \
     AND state = 'to_send'";
const SETTLE: &str = "UPDATE claim SET state = $2, paid_vnd = $3, clinic_vnd = $4, patient_vnd = $5, reason = $6, settled_at = $7, settled_by = $8 \
     WHERE id = $1 AND state = 'sent'";
const PATIENT_BEARS: &str = "UPDATE invoice SET charged_vnd = charged_vnd + $2, total_vnd = total_vnd + $2, due_vnd = due_vnd + $2, \
     insured_vnd = insured_vnd - $2 WHERE id = $1";
/// Which claims are looked at.
#[derive(Debug, Clone, Copy)]
pub struct Wanted {
    pub insurer: InsurerId,
    pub from_day: Day,
    pub until_day: Day,
    /// `None` for every state.
    pub state: Option<ClaimState>,
}

/// The claims of a payer in a period, the earliest first, at most so many.
pub fn list(tx: &mut Tx<'_>, who: &Who, wanted: &Wanted, most: i64) -> Result<Vec<Claim>, DbError> {
    let state = wanted.state.map_or("", ClaimState::code);
    tx.all(LIST, &[&who.branch, &wanted.insurer, &wanted.from_day, &wanted.until_day, &state, &most])
}

/// What all of them come to.
pub fn totals(tx: &mut Tx<'_>, who: &Who, wanted: &Wanted) -> Result<Totals, Stop> {
    let state = wanted.state.map_or("", ClaimState::code);
    let totals = tx.one(TOTALS, &[&who.branch, &wanted.insurer, &wanted.from_day, &wanted.until_day, &state])?;
    totals.ok_or_else(|| Stop::fault("sums without a row"))
}

/// Every charge of the invoices that are claimed of, in the order of the claims.
pub fn lines(tx: &mut Tx<'_>, who: &Who, wanted: &Wanted) -> Result<Vec<Line>, DbError> {
    let state = wanted.state.map_or("", ClaimState::code);
    let mut lines: Vec<Line> =
        tx.all(LINES, &[&who.branch, &wanted.insurer, &wanted.from_day, &wanted.until_day, &state])?;
    for line in &mut lines {
        (line.amount, line.discount) = left_over(line.amount, line.discount, line.insured);
    }
    Ok(lines)
}

pub fn by_id(tx: &mut Tx<'_>, who: &Who, id: ClaimId) -> Result<Claim, Stop> {
    tx.one(BY_ID, &[&id, &who.branch])?.ok_or(Stop::Missing)
}

/// Every payer; the national insurance first.
pub fn insurers(tx: &mut Tx<'_>) -> Result<Vec<InsurerRow>, DbError> {
    tx.all(INSURERS, &[])
}

/// The visit of a claim of this branch.
pub fn visit_of(tx: &mut Tx<'_>, who: &Who, id: ClaimId) -> Result<VisitId, Stop> {
    tx.one(LOCK, &[&id, &who.branch])?.ok_or(Stop::Missing)
}

/// Marks what waits of a payer's period as sent; gives how many.
pub fn send(tx: &mut Tx<'_>, who: &Who, wanted: &Wanted) -> Result<u64, DbError> {
    let now = tx.now();
    tx.run(SEND, &[&who.branch, &wanted.insurer, &wanted.from_day, &wanted.until_day, &now, &who.staff])
}

/// False when it is not waiting for an answer.
pub fn settle(tx: &mut Tx<'_>, who: &Who, id: ClaimId, of: &Settlement, reason: &str) -> Result<bool, DbError> {
    let state = if of.paid.is_zero() { ClaimState::Refused } else { ClaimState::Settled };
    let now = tx.now();
    Ok(tx.run(SETTLE, &[&id, &state, &of.paid, &of.clinic, &of.patient, &reason, &now, &who.staff])? == 1)
}

/// Moves what a payer does not bear onto the patient's part of the invoice.
pub fn patient_bears(tx: &mut Tx<'_>, invoice: InvoiceId, amount: Money) -> Result<(), DbError> {
    tx.run_one(PATIENT_BEARS, &[&invoice, &amount])
}
