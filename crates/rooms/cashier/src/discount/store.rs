//! The statements of discounts that wait, and of vouchers.

use super::rules::{USUAL_LIMIT_BASIS_POINTS, Voucher};
use bricks::clock::Instant;
use bricks::id::{PatientId, StaffId, VisitId};
use bricks::money::Money;
use ground::access::Who;
use ground::db::{DbError, Tx};

ground::row! {
    /// A discount that waits for a manager.
    pub struct Wish {
        pub visit: VisitId,
        pub patient_name: String,
        pub amount: Money,
        pub reason: String,
        pub asked_at: Instant,
        pub asked_by: StaffId,
        pub asked_name: String,
    }
}

/// A voucher that is made.
pub struct NewVoucher<'a> {
    pub code: &'a str,
    pub amount: Option<Money>,
    pub share_basis_points: Option<i64>,
    pub from_day: bricks::clock::Day,
    pub until_day: bricks::clock::Day,
    pub uses_max: i64,
    pub per_patient_max: i64,
}

macro_rules! wish {
    ($where:literal) => {
        concat!(
            "SELECT w.visit_id, p.name, w.amount_vnd, w.reason, w.asked_at, w.asked_by, s.name FROM discount_wish w CROSS JOIN visit v \
             JOIN patient p ON p.id = v.patient_id JOIN staff s ON s.id = w.asked_by WHERE v.id = w.visit_id AND ",
            $where
        )
    };
}

macro_rules! voucher {
    ($rest:literal) => {
        concat!(
            "SELECT id, code, amount_vnd, share_basis_points, from_day, until_day, uses_max, per_patient_max, used, active FROM voucher ",
            $rest
        )
    };
}

const LIMIT: &str = "SELECT value FROM setting WHERE key = 'discount_limit_basis_points'";
const ASK: &str = "INSERT INTO discount_wish (visit_id, amount_vnd, reason, asked_at, asked_by) VALUES ($1, $2, $3, $4, $5) \
     ON CONFLICT (visit_id) DO UPDATE SET amount_vnd = excluded.amount_vnd, reason = excluded.reason, asked_at = excluded.asked_at, \
     asked_by = excluded.asked_by";
const OF_VISIT: &str = wish!("w.visit_id = $1");
const OPEN: &str = wish!("v.branch_id = $1 ORDER BY w.asked_at");
const DROP: &str = "DELETE FROM discount_wish WHERE visit_id = $1";
const BY_CODE: &str = voucher!("WHERE code = $1 FOR UPDATE");
const ALL: &str = voucher!("ORDER BY active DESC, until_day DESC, code LIMIT 500");
const BY_PATIENT: &str = "SELECT COUNT(*) FROM visit v JOIN voucher_use u ON u.visit_id = v.id WHERE v.patient_id = $1 AND u.voucher_id = $2";
const USE: &str = "INSERT INTO voucher_use (voucher_id, visit_id, used_at, used_by) VALUES ($1, $2, $3, $4) ON CONFLICT (voucher_id, visit_id) DO NOTHING";
const COUNT_UP: &str = "UPDATE voucher SET used = used + 1 WHERE id = $1 AND used < uses_max";
const USED: &str = "SELECT voucher_id FROM voucher_use WHERE visit_id = $1 AND used_at = $2";
const UNUSE: &str = "DELETE FROM voucher_use WHERE voucher_id = $1 AND visit_id = $2";
const COUNT_DOWN: &str = "UPDATE voucher SET used = used - 1 WHERE id = $1";
const MAKE: &str = "INSERT INTO voucher (id, code, amount_vnd, share_basis_points, from_day, until_day, uses_max, per_patient_max, active, made_at, made_by) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, TRUE, $9, $10) ON CONFLICT (code) DO NOTHING";
const SWITCH: &str = "UPDATE voucher SET active = NOT active WHERE id = $1 RETURNING code";
const GIVEN_AT: &str = "SELECT given_at FROM bill_discount WHERE visit_id = $1";

/// How much of a bill a cashier may take off alone.
pub fn limit(tx: &mut Tx<'_>) -> Result<i64, DbError> {
    let written: Option<String> = tx.one(LIMIT, &[])?;
    Ok(written.and_then(|w| w.parse().ok()).unwrap_or(USUAL_LIMIT_BASIS_POINTS))
}

/// The last asking counts.
pub fn ask(tx: &mut Tx<'_>, who: &Who, visit: VisitId, amount: Money, reason: &str) -> Result<(), DbError> {
    let now = tx.now();
    tx.run_one(ASK, &[&visit, &amount, &reason, &now, &who.staff])
}

pub fn of_visit(tx: &mut Tx<'_>, visit: VisitId) -> Result<Option<Wish>, DbError> {
    tx.one(OF_VISIT, &[&visit])
}

/// Every discount that waits in this branch.
pub fn open(tx: &mut Tx<'_>, who: &Who) -> Result<Vec<Wish>, DbError> {
    tx.all(OPEN, &[&who.branch])
}

/// False when it waits no more.
pub fn drop(tx: &mut Tx<'_>, visit: VisitId) -> Result<bool, DbError> {
    Ok(tx.run(DROP, &[&visit])? == 1)
}

/// A voucher that nobody else uses until the transaction ends.
pub fn lock_voucher(tx: &mut Tx<'_>, code: &str) -> Result<Option<Voucher>, DbError> {
    tx.one(BY_CODE, &[&code])
}

pub fn vouchers(tx: &mut Tx<'_>) -> Result<Vec<Voucher>, DbError> {
    tx.all(ALL, &[])
}

/// How often a patient has used a voucher.
pub fn by_patient(tx: &mut Tx<'_>, patient: PatientId, voucher: i64) -> Result<i64, DbError> {
    Ok(tx.one(BY_PATIENT, &[&patient, &voucher])?.unwrap_or(0))
}

/// False when the bill has it already, or it is used up.
pub fn use_up(tx: &mut Tx<'_>, who: &Who, voucher: i64, visit: VisitId) -> Result<bool, DbError> {
    let now = tx.now();
    if tx.run(USE, &[&voucher, &visit, &now, &who.staff])? != 1 {
        return Ok(false);
    }
    Ok(tx.run(COUNT_UP, &[&voucher])? == 1)
}

/// Gives back the voucher of a bill's open discount, if that came of one: both were written in the same instant.
pub fn give_back(tx: &mut Tx<'_>, visit: VisitId) -> Result<(), DbError> {
    let Some(at) = tx.one::<Instant>(GIVEN_AT, &[&visit])? else { return Ok(()) };
    if let Some(voucher) = tx.one::<i64>(USED, &[&visit, &at])? {
        tx.run_one(UNUSE, &[&voucher, &visit])?;
        tx.run_one(COUNT_DOWN, &[&voucher])?;
    }
    Ok(())
}

/// False when the code is taken.
pub fn make(tx: &mut Tx<'_>, who: &Who, new: &NewVoucher<'_>) -> Result<bool, DbError> {
    let (id, now) = (tx.new_id(), tx.now());
    let NewVoucher { code, amount, share_basis_points, from_day, until_day, uses_max, per_patient_max } = new;
    let made = tx.run(
        MAKE,
        &[&id, code, amount, share_basis_points, from_day, until_day, uses_max, per_patient_max, &now, &who.staff],
    )?;
    Ok(made == 1)
}

/// Switches a voucher off or on; gives its code.
pub fn switch(tx: &mut Tx<'_>, id: i64) -> Result<Option<String>, DbError> {
    tx.one(SWITCH, &[&id])
}
