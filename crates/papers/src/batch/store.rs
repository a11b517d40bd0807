use super::{Available, Leaving, MovementKind, NewBatch, Substitute};
use bricks::clock::Day;
use bricks::id::{BatchId, BranchId, MedicineId, MovementId, PrescriptionId, StaffId};
use bricks::money::Money;
use bricks::quantity::Quantity;
use ground::db::{DbError, Tx};

/// The joins are in the order in which SQLite takes them: from the few lines to their batches, not over the whole stock.
const AVAILABLE_FOR: &str = "SELECT b.id, b.medicine_id, b.number, b.expires_on, b.quantity_milli \
     FROM (SELECT DISTINCT medicine_id FROM prescription_line WHERE prescription_id = $1) l \
     CROSS JOIN medicine m CROSS JOIN batch b WHERE m.id = l.medicine_id AND m.stocked AND b.medicine_id = m.id \
     AND b.branch_id = $2 AND b.expires_on >= $3 AND b.quantity_milli > 0 ORDER BY b.expires_on, b.id";
/// A product stands for another when generic, strength, form, route and units are the same, or a doctor allowed it.
const SUBSTITUTES_FOR: &str = "SELECT l.id, b.id, b.medicine_id, b.number, b.expires_on, b.quantity_milli, o.brand, \
     o.generic_vi, o.generic_en, o.strength, o.price_vnd FROM prescription_line l \
     CROSS JOIN medicine m CROSS JOIN medicine o CROSS JOIN batch b WHERE l.prescription_id = $1 \
     AND m.id = l.medicine_id AND o.generic_en = m.generic_en AND o.strength = m.strength \
     AND o.form = m.form AND o.route = m.route AND o.dose_unit = m.dose_unit AND o.dispense_unit = m.dispense_unit \
     AND o.dose_milli_per_dispense_unit = m.dose_milli_per_dispense_unit AND o.controlled = m.controlled AND o.id <> m.id AND o.stocked \
     AND b.medicine_id = o.id AND b.branch_id = $2 AND b.expires_on >= $3 AND b.quantity_milli > 0 \
     UNION ALL SELECT l.id, b.id, b.medicine_id, b.number, b.expires_on, b.quantity_milli, o.brand, \
     o.generic_vi, o.generic_en, o.strength, o.price_vnd FROM prescription_line l \
     CROSS JOIN substitution s CROSS JOIN medicine o CROSS JOIN batch b WHERE l.prescription_id = $1 \
     AND s.prescription_line_id = l.id AND o.id = s.medicine_id AND o.stocked \
     AND b.medicine_id = o.id AND b.branch_id = $2 AND b.expires_on >= $3 AND b.quantity_milli > 0 ORDER BY 5, 2";
const AVAILABLE_OF: &str = "SELECT id, medicine_id, number, expires_on, quantity_milli FROM batch \
     WHERE branch_id = $1 AND medicine_id = $2 AND expires_on >= $3 AND quantity_milli > 0 ORDER BY expires_on, id";
const TAKE: &str = "UPDATE batch SET quantity_milli = quantity_milli - $3 \
     WHERE id = $1 AND branch_id = $2 AND quantity_milli >= $3 AND expires_on >= $4";
const CHANGE: &str = "UPDATE batch SET quantity_milli = quantity_milli + $3 \
     WHERE id = $1 AND branch_id = $2 AND quantity_milli + $3 >= 0";
const EXISTS: &str = "SELECT EXISTS (SELECT 1 FROM batch WHERE id = $1 AND branch_id = $2)";
const UNIT: &str = "SELECT m.dispense_unit FROM batch b JOIN medicine m ON m.id = b.medicine_id WHERE b.id = $1";
const RECEIVE: &str = "INSERT INTO batch (id, branch_id, medicine_id, supplier_id, number, expires_on, quantity_milli, \
     cost_vnd, received_at, received_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) \
     ON CONFLICT (branch_id, medicine_id, number, expires_on) DO UPDATE \
     SET quantity_milli = batch.quantity_milli + excluded.quantity_milli, cost_vnd = excluded.cost_vnd RETURNING id";
/// Two deliveries of one medicine wait for each other.
const LOCK_MEDICINE: &str = "SELECT id FROM medicine WHERE id = $1 FOR NO KEY UPDATE";
const HELD_ALREADY: &str = "SELECT quantity_milli, cost_vnd FROM batch \
     WHERE branch_id = $1 AND medicine_id = $2 AND number = $3 AND expires_on = $4 FOR UPDATE";
const OTHER_EXPIRY: &str = "SELECT expires_on FROM batch WHERE branch_id = $1 AND medicine_id = $2 AND number = $3 \
     AND expires_on <> $4 AND quantity_milli > 0 ORDER BY expires_on LIMIT 1";
const KNOWN: &str = "SELECT EXISTS (SELECT 1 FROM medicine m, supplier s WHERE m.id = $1 AND m.stocked AND s.id = $2)";
const MOVE: &str = "INSERT INTO movement (id, branch_id, batch_id, kind, quantity_milli, dispense_line_id, reason, moved_at, moved_by, \
     retail_line_id, consumable_line_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";

/// What can be given of the medicines of a prescription, in one statement, each batch once, by expiry. Batches that have
/// expired before `today`, and medicines that were withdrawn, are left out.
pub fn available_for(
    tx: &mut Tx<'_>,
    branch: BranchId,
    prescription: PrescriptionId,
    today: Day,
) -> Result<Vec<Available>, DbError> {
    tx.all(AVAILABLE_FOR, &[&prescription, &branch, &today])
}

/// Batches of other products that may be given for a line, by expiry.
pub fn substitutes_for(
    tx: &mut Tx<'_>,
    branch: BranchId,
    prescription: PrescriptionId,
    today: Day,
) -> Result<Vec<Substitute>, DbError> {
    tx.all(SUBSTITUTES_FOR, &[&prescription, &branch, &today])
}

/// What can be given of one medicine, by expiry.
pub fn available_of(
    tx: &mut Tx<'_>,
    branch: BranchId,
    medicine: MedicineId,
    today: Day,
) -> Result<Vec<Available>, DbError> {
    tx.all(AVAILABLE_OF, &[&branch, &medicine, &today])
}

/// Whether the batch held so much and has not expired.
pub(super) fn take(
    tx: &mut Tx<'_>,
    branch: BranchId,
    batch: BatchId,
    quantity: Quantity,
    today: Day,
) -> Result<bool, DbError> {
    Ok(tx.run(TAKE, &[&batch, &branch, &quantity, &today])? == 1)
}

/// Whether the batch can hold so much more, or less when below nothing.
pub(super) fn change(tx: &mut Tx<'_>, branch: BranchId, batch: BatchId, change: Quantity) -> Result<bool, DbError> {
    Ok(tx.run(CHANGE, &[&batch, &branch, &change])? == 1)
}

/// The unit in which a batch is given out.
pub(super) fn unit(tx: &mut Tx<'_>, batch: BatchId) -> Result<Option<String>, DbError> {
    tx.one(UNIT, &[&batch])
}

pub(super) fn exists(tx: &mut Tx<'_>, branch: BranchId, batch: BatchId) -> Result<bool, DbError> {
    Ok(tx.one(EXISTS, &[&batch, &branch])?.unwrap_or(false))
}

/// Whether the medicine is kept here and the supplier is known.
pub(super) fn is_known(tx: &mut Tx<'_>, new: &NewBatch) -> Result<bool, DbError> {
    Ok(tx.one(KNOWN, &[&new.medicine, &new.supplier])?.unwrap_or(false))
}

/// The other day on which goods of the same number expire that stand on the shelf; whoever takes the medicine in waits
/// until the transaction ends.
pub(super) fn other_expiry(tx: &mut Tx<'_>, branch: BranchId, new: &NewBatch) -> Result<Option<Day>, DbError> {
    tx.one::<MedicineId>(LOCK_MEDICINE, &[&new.medicine])?;
    let number = new.number.trim();
    tx.one(OTHER_EXPIRY, &[&branch, &new.medicine, &number, &new.expires_on])
}

/// What the batch of a delivery holds already and what one unit of it cost; nobody changes it until the transaction ends.
pub(super) fn held_already(
    tx: &mut Tx<'_>,
    branch: BranchId,
    new: &NewBatch,
) -> Result<Option<(Quantity, Money)>, DbError> {
    tx.one(HELD_ALREADY, &[&branch, &new.medicine, &new.number.trim(), &new.expires_on])
}

/// One unit of all that the batch then holds costs `cost`.
pub(super) fn receive(
    tx: &mut Tx<'_>,
    (branch, staff): (BranchId, StaffId),
    new: &NewBatch,
    cost: Money,
) -> Result<BatchId, DbError> {
    let (id, now) = (BatchId::from_raw(tx.new_id()), tx.now());
    let number = new.number.trim();
    let received = tx.one(
        RECEIVE,
        &[&id, &branch, &new.medicine, &new.supplier, &number, &new.expires_on, &new.quantity, &cost, &now, &staff],
    )?;
    received.ok_or(DbError::NotOne(0))
}

pub(super) struct Movement<'a> {
    pub(super) branch: BranchId,
    pub(super) staff: StaffId,
    pub(super) batch: BatchId,
    pub(super) kind: MovementKind,
    pub(super) quantity: Quantity,
    pub(super) leaving: Option<Leaving>,
    pub(super) reason: &'a str,
}

pub(super) fn record(tx: &mut Tx<'_>, m: &Movement<'_>) -> Result<MovementId, DbError> {
    let (id, now) = (MovementId::from_raw(tx.new_id()), tx.now());
    let (dispensed, sold, used) = match m.leaving {
        Some(Leaving::Dispensed(line)) => (Some(line), None, None),
        Some(Leaving::Sold(line)) => (None, Some(line), None),
        Some(Leaving::Used(line)) => (None, None, Some(line)),
        None => (None, None, None),
    };
    tx.run_one(
        MOVE,
        &[&id, &m.branch, &m.batch, &m.kind, &m.quantity, &dispensed, &m.reason, &now, &m.staff, &sold, &used],
    )?;
    Ok(id)
}
