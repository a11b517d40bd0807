//! What reports are read from.

use crate::period::Period;
use crate::rules::Row;
use crate::shares::Rule;
use bricks::clock::Instant;
use bricks::id::{BranchId, ReceiptId};
use bricks::money::Money;
use ground::access::Who;
use ground::db::{DbError, Stop, Tx};
use std::collections::BTreeMap;

ground::row! {
    /// How often, and how much, one person took off, voided or gave back.
    pub struct Done {
        pub name: String,
        pub times: i64,
        pub amount: Money,
    }
}

ground::row! {
    /// A void, or a refund that was paid.
    pub struct Undone {
        pub kind: String,
        pub receipt: ReceiptId,
        pub series: String,
        pub number: i64,
        pub amount: Money,
        pub reason: String,
        pub at: Instant,
        pub by_name: String,
    }
}

ground::row! {
    /// The money of deposits in a period; what was used of it stands among the takings.
    pub struct Deposits {
        pub taken: Money,
        pub given_back: Money,
        /// Now, whatever the period.
        pub held: Money,
    }
}

/// People and doctors by their numbers.
#[derive(Debug, Clone, Default)]
pub struct Names {
    pub staff: BTreeMap<i64, String>,
    pub doctors: BTreeMap<i64, String>,
}

const ROWS: &str = "SELECT day, cashier_id, method, doctor_id, service_group, payer_kind, taken_vnd, voided_vnd, refunded_vnd, payments \
     FROM takings WHERE branch_id = $1 AND day >= $2 AND day <= $3";
const DEPOSITS: &str = "SELECT CAST(COALESCE(SUM(CASE WHEN m.kind = 'taken' THEN m.amount_vnd ELSE 0 END), 0) AS BIGINT), \
     CAST(COALESCE(SUM(CASE WHEN m.kind = 'taken' THEN 0 ELSE -m.amount_vnd END), 0) AS BIGINT), \
     CAST((SELECT COALESCE(SUM(d.held_vnd), 0) FROM deposit d WHERE d.branch_id = $1 AND d.held_vnd > 0) AS BIGINT) \
     FROM deposit_movement m WHERE m.branch_id = $1 AND m.day >= $2 AND m.day <= $3";
const STAFF: &str = "SELECT id, name FROM staff WHERE branch_id = $1 ORDER BY name, id";
const DOCTORS: &str = "SELECT r.id, CASE WHEN s.id IS NULL THEN r.name ELSE TRIM(s.title || ' ' || s.name) END FROM resource r \
     LEFT JOIN staff s ON s.id = r.staff_id WHERE r.branch_id = $1 AND r.kind = 'doctor' ORDER BY r.position, r.id";
const DISCOUNTS: &str = "SELECT COALESCE(s.name, ''), COUNT(*), CAST(SUM(COALESCE(d.amount_vnd, i.discount_vnd)) AS BIGINT) FROM invoice i \
     LEFT JOIN discount d ON d.invoice_id = i.id LEFT JOIN staff s ON s.id = COALESCE(d.given_by, i.discount_by) \
     WHERE i.branch_id = $1 AND i.issued_at >= $2 AND i.issued_at < $3 AND i.discount_vnd > 0 \
     AND (d.voucher_id IS NOT NULL) = $4 GROUP BY s.id, s.name ORDER BY 3 DESC, 1";
const UNDONE_BY: &str = "SELECT s.name, COUNT(DISTINCT p.receipt_id), CAST(-SUM(p.amount_vnd) AS BIGINT) FROM payment p \
     LEFT JOIN receipt_void x ON x.receipt_id = p.receipt_id JOIN staff s ON s.id = CASE WHEN p.kind = 'voided' THEN x.voided_by ELSE p.taken_by END \
     WHERE p.branch_id = $1 AND p.day >= $2 AND p.day <= $3 AND p.kind <> 'taken' AND p.kind = $4 GROUP BY s.id, s.name ORDER BY 3 DESC, 1";
const UNDONE: &str = "SELECT p.kind, r.id, r.series, r.number, CAST(-SUM(p.amount_vnd) AS BIGINT), COALESCE(MAX(f.reason), MAX(x.reason), ''), \
     MAX(p.paid_at), MAX(s.name) FROM payment p JOIN receipt r ON r.id = p.receipt_id LEFT JOIN refund f ON f.id = p.refund_id \
     LEFT JOIN receipt_void x ON x.receipt_id = p.receipt_id AND p.kind = 'voided' JOIN staff s ON s.id = p.taken_by \
     WHERE p.branch_id = $1 AND p.day >= $2 AND p.day <= $3 AND p.kind <> 'taken' GROUP BY p.kind, p.refund_id, r.id, r.series, r.number \
     ORDER BY MAX(p.paid_at) DESC, r.id LIMIT 200";
const RULES: &str = "SELECT doctor_id, service_group, from_day, share_basis_points FROM commission_rule WHERE branch_id = $1 \
     ORDER BY doctor_id, service_group, from_day DESC";
const SET_RULE: &str = "INSERT INTO commission_rule (branch_id, doctor_id, service_group, from_day, share_basis_points, made_at, made_by) \
     VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (branch_id, doctor_id, service_group, from_day) DO UPDATE SET \
     share_basis_points = excluded.share_basis_points, made_at = excluded.made_at, made_by = excluded.made_by";

/// The takings of a period and of the one before it.
pub fn rows(tx: &mut Tx<'_>, branch: BranchId, period: Period) -> Result<Vec<Row>, DbError> {
    tx.all(ROWS, &[&branch, &period.before().from, &period.to])
}

/// What deposits brought in and what went back of them in a period, and what is held now.
pub fn deposits(tx: &mut Tx<'_>, branch: BranchId, period: Period) -> Result<Deposits, Stop> {
    tx.one(DEPOSITS, &[&branch, &period.from, &period.to])?.ok_or_else(|| Stop::fault("a sum without a row"))
}

pub fn names(tx: &mut Tx<'_>, branch: BranchId) -> Result<Names, DbError> {
    let staff: Vec<(i64, String)> = tx.all(STAFF, &[&branch])?;
    let doctors: Vec<(i64, String)> = tx.all(DOCTORS, &[&branch])?;
    Ok(Names { staff: staff.into_iter().collect(), doctors: doctors.into_iter().collect() })
}

/// Who took how much off the bills that were first paid in a period: by vouchers, or by word.
pub fn discounts(tx: &mut Tx<'_>, who: &Who, period: Period, by_voucher: bool) -> Result<Vec<Done>, DbError> {
    let zone = who.zone();
    let until = bricks::clock::add_days(period.to, 1);
    let (from, until) = (zone.instant_of(period.from, 0), zone.instant_of(until, 0));
    tx.all(DISCOUNTS, &[&who.branch, &from, &until, &by_voucher])
}

/// Who voided (`voided`) or gave back (`refunded`) how much.
pub fn undone_by(tx: &mut Tx<'_>, branch: BranchId, period: Period, kind: &str) -> Result<Vec<Done>, DbError> {
    tx.all(UNDONE_BY, &[&branch, &period.from, &period.to, &kind])
}

/// The latest voids and refunds, one a receipt.
pub fn undone(tx: &mut Tx<'_>, branch: BranchId, period: Period) -> Result<Vec<Undone>, DbError> {
    tx.all(UNDONE, &[&branch, &period.from, &period.to])
}

pub fn share_rules(tx: &mut Tx<'_>, branch: BranchId) -> Result<Vec<Rule>, DbError> {
    tx.all(RULES, &[&branch])
}

pub fn set_share(tx: &mut Tx<'_>, who: &Who, rule: &Rule) -> Result<(), DbError> {
    let now = tx.now();
    tx.run_one(SET_RULE, &[&who.branch, &rule.doctor, &rule.group, &rule.from_day, &rule.share, &now, &who.staff])
}
