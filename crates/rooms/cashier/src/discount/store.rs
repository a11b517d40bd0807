//! The statements of discounts that wait, and of vouchers.

use super::rules::Voucher;
use bricks::clock::Instant;
use bricks::id::{ChargeId, DiscountId, InvoiceId, PatientId, StaffId, VisitId};
use bricks::money::Money;
use ground::access::Who;
use ground::db::{DbError, Tx};
use papers::payer::ServiceGroup;

ground::row! {
    /// What is taken off an open bill, or off one of its lines.
    pub struct Off {
        pub id: DiscountId,
        pub charge: Option<ChargeId>,
        pub voucher: Option<i64>,
        /// A voucher that goes with others.
        pub stackable: bool,
        /// Where it counts alone.
        pub group: Option<ServiceGroup>,
        pub amount: Money,
        pub reason: String,
        pub by: StaffId,
        pub by_name: String,
    }
}

/// What is taken off, for whom.
pub struct NewOff<'a> {
    pub visit: VisitId,
    pub charge: Option<ChargeId>,
    pub voucher: Option<i64>,
    pub group: Option<ServiceGroup>,
    pub amount: Money,
    pub reason: &'a str,
}

ground::row! {
    /// A discount that waits for a manager.
    pub struct Wish {
        pub visit: VisitId,
        pub charge: Option<ChargeId>,
        /// Of the line, empty for a whole bill.
        pub line_vi: String,
        pub line_en: String,
        pub patient_name: String,
        pub amount: Money,
        /// What it is taken off: the line, or what of the open bill is the patient's.
        pub of: Money,
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
    pub stackable: bool,
    pub group: Option<ServiceGroup>,
}

macro_rules! wish {
    ($where:literal) => {
        concat!(
            "SELECT w.visit_id, w.charge_id, COALESCE(c.name_vi, ''), COALESCE(c.name_en, ''), p.name, w.amount_vnd, \
             COALESCE(c.amount_vnd, (SELECT CAST(SUM(x.amount_vnd - x.first_vnd - x.second_vnd) AS BIGINT) FROM charge x \
             WHERE x.visit_id = w.visit_id AND x.invoice_id IS NULL), 0), w.reason, w.asked_at, w.asked_by, s.name \
             FROM discount_wish w CROSS JOIN visit v JOIN patient p ON p.id = v.patient_id JOIN staff s ON s.id = w.asked_by \
             LEFT JOIN charge c ON c.id = w.charge_id WHERE v.id = w.visit_id AND ",
            $where
        )
    };
}

macro_rules! voucher {
    ($rest:literal) => {
        concat!(
            "SELECT id, code, amount_vnd, share_basis_points, from_day, until_day, uses_max, per_patient_max, used, active, stackable, service_group \
             FROM voucher ",
            $rest
        )
    };
}

const ASK: &str = "INSERT INTO discount_wish (visit_id, charge_id, amount_vnd, reason, asked_at, asked_by) VALUES ($1, $2, $3, $4, $5, $6) \
     ON CONFLICT (visit_id) DO UPDATE SET charge_id = excluded.charge_id, amount_vnd = excluded.amount_vnd, reason = excluded.reason, \
     asked_at = excluded.asked_at, asked_by = excluded.asked_by";
const OFFS: &str = "SELECT d.id, d.charge_id, d.voucher_id, COALESCE(w.stackable, FALSE), d.service_group, d.amount_vnd, d.reason, d.given_by, s.name \
     FROM discount d JOIN staff s ON s.id = d.given_by LEFT JOIN voucher w ON w.id = d.voucher_id \
     WHERE d.visit_id = $1 AND d.invoice_id IS NULL ORDER BY d.id";
const GIVE: &str = "INSERT INTO discount (id, visit_id, charge_id, voucher_id, service_group, amount_vnd, reason, given_at, given_by) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING";
const TAKE_OFF: &str = "DELETE FROM discount WHERE id = $1 AND visit_id = $2 AND invoice_id IS NULL";
const KEEP: &str = "UPDATE discount SET invoice_id = $2 WHERE visit_id = $1 AND invoice_id IS NULL";
/// What payers bear is written anew after it.
const SET_LINE: &str = "UPDATE charge SET discount_vnd = $2, first_vnd = 0, second_vnd = 0 WHERE id = $1 AND visit_id = $3 AND invoice_id IS NULL";
const FIX_ON_LINE: &str = "UPDATE charge SET discount_vnd = discount_vnd + $2 WHERE id = $1";
const OF_VISIT: &str = wish!("w.visit_id = $1");
const WISHES: &str = wish!("v.branch_id = $1 ORDER BY w.asked_at");
const DROP: &str = "DELETE FROM discount_wish WHERE visit_id = $1";
const BY_CODE: &str = voucher!("WHERE code = $1 FOR UPDATE");
const ALL: &str = voucher!("ORDER BY active DESC, until_day DESC, code LIMIT 500");
const BY_PATIENT: &str = "SELECT COUNT(*) FROM visit v JOIN voucher_use u ON u.visit_id = v.id WHERE v.patient_id = $1 AND u.voucher_id = $2";
const USE: &str = "INSERT INTO voucher_use (voucher_id, visit_id, used_at, used_by) VALUES ($1, $2, $3, $4) ON CONFLICT (voucher_id, visit_id) DO NOTHING";
const COUNT_UP: &str = "UPDATE voucher SET used = used + 1 WHERE id = $1 AND used < uses_max";
const UNUSE: &str = "DELETE FROM voucher_use WHERE voucher_id = $1 AND visit_id = $2";
const COUNT_DOWN: &str = "UPDATE voucher SET used = used - 1 WHERE id = $1";
const MAKE: &str = "INSERT INTO voucher (id, code, amount_vnd, share_basis_points, from_day, until_day, uses_max, per_patient_max, active, made_at, made_by, \
     stackable, service_group) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, TRUE, $9, $10, $11, $12) ON CONFLICT (code) DO NOTHING";
const SWITCH: &str = "UPDATE voucher SET active = NOT active WHERE id = $1 RETURNING code";

/// The last asking counts.
pub fn ask(tx: &mut Tx<'_>, who: &Who, new: &NewOff<'_>) -> Result<(), DbError> {
    let now = tx.now();
    tx.run_one(ASK, &[&new.visit, &new.charge, &new.amount, &new.reason, &now, &who.staff])
}

/// What is taken off an open bill, in the order in which it was given.
pub fn open(tx: &mut Tx<'_>, visit: VisitId) -> Result<Vec<Off>, DbError> {
    tx.all(OFFS, &[&visit])
}

/// False when the bill, its line or its voucher has one already.
pub fn give(tx: &mut Tx<'_>, who: &Who, new: &NewOff<'_>) -> Result<bool, DbError> {
    let (id, now) = (tx.new_id(), tx.now());
    let NewOff { visit, charge, voucher, group, amount, reason } = new;
    Ok(tx.run(GIVE, &[&id, visit, charge, voucher, group, amount, reason, &now, &who.staff])? == 1)
}

/// False when it is gone.
pub fn take_off(tx: &mut Tx<'_>, visit: VisitId, id: DiscountId) -> Result<bool, DbError> {
    Ok(tx.run(TAKE_OFF, &[&id, &visit])? == 1)
}

/// Puts a bill's discounts onto its invoice.
pub fn keep(tx: &mut Tx<'_>, visit: VisitId, invoice: InvoiceId) -> Result<u64, DbError> {
    tx.run(KEEP, &[&visit, &invoice])
}

/// Writes what is taken off an open line; false when it is on an invoice.
pub fn set_line(tx: &mut Tx<'_>, visit: VisitId, charge: ChargeId, amount: Money) -> Result<bool, DbError> {
    Ok(tx.run(SET_LINE, &[&charge, &amount, &visit])? == 1)
}

/// Adds a line's part of what was taken off the whole bill.
pub fn fix_on_line(tx: &mut Tx<'_>, charge: ChargeId, more: Money) -> Result<(), DbError> {
    tx.run_one(FIX_ON_LINE, &[&charge, &more])
}

pub fn of_visit(tx: &mut Tx<'_>, visit: VisitId) -> Result<Option<Wish>, DbError> {
    tx.one(OF_VISIT, &[&visit])
}

/// Every discount that waits in this branch.
pub fn wishes(tx: &mut Tx<'_>, who: &Who) -> Result<Vec<Wish>, DbError> {
    tx.all(WISHES, &[&who.branch])
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

/// Gives back a use of a voucher.
pub fn give_back(tx: &mut Tx<'_>, visit: VisitId, voucher: i64) -> Result<(), DbError> {
    tx.run_one(UNUSE, &[&voucher, &visit])?;
    tx.run_one(COUNT_DOWN, &[&voucher])
}

/// False when the code is taken.
pub fn make(tx: &mut Tx<'_>, who: &Who, new: &NewVoucher<'_>) -> Result<bool, DbError> {
    let (id, now) = (tx.new_id(), tx.now());
    let values: [&dyn ground::db::Param; 12] = [
        &id,
        &new.code,
        &new.amount,
        &new.share_basis_points,
        &new.from_day,
        &new.until_day,
        &new.uses_max,
        &new.per_patient_max,
        &now,
        &who.staff,
        &new.stackable,
        &new.group,
    ];
    Ok(tx.run(MAKE, &values)? == 1)
}

/// Switches a voucher off or on; gives its code.
pub fn switch(tx: &mut Tx<'_>, id: i64) -> Result<Option<String>, DbError> {
    tx.one(SWITCH, &[&id])
}
