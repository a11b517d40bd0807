use super::rules::Taking;
use crate::batch::Available;
use bricks::clock::{Day, Instant};
use bricks::id::{BatchId, BranchId, MedicineId, OrderId, ServiceId};
use bricks::money::Money;
use bricks::quantity::Quantity;
use ground::access::Who;
use ground::db::{DbError, Tx};

ground::row! {
    /// What one unit of a service uses of a product.
    pub struct Listed {
        pub medicine: MedicineId,
        pub code: String,
        pub generic_vi: String,
        pub generic_en: String,
        pub strength: String,
        pub dispense_unit: String,
        pub quantity: Quantity,
        /// On the bill besides the service.
        pub charged: bool,
        /// Of one dispensing unit, today.
        pub price: Money,
        /// The vaccine that the service gives: its batch is chosen by who gives it.
        pub vaccine: bool,
        /// How it enters the body, as its label says; empty where that is not known.
        pub route: String,
    }
}

ground::row! {
    /// What an order used of a product, from one of its batches; without a batch nothing of it was on the shelf.
    pub struct Used {
        pub medicine: MedicineId,
        pub generic_vi: String,
        pub generic_en: String,
        pub strength: String,
        pub dispense_unit: String,
        /// Of the product, from all batches and none.
        pub quantity: Quantity,
        pub missing: Quantity,
        pub missing_reason: String,
        pub undone_at: Option<Instant>,
        pub number: Option<String>,
        pub expires_on: Option<Day>,
        pub taken: Option<Quantity>,
    }
}

const OF_SERVICE: &str = "SELECT m.id, m.code, m.generic_vi, m.generic_en, m.strength, m.dispense_unit, c.quantity_milli, c.charged, \
     m.price_vnd, c.vaccine, m.route FROM service_consumable c JOIN medicine m ON m.id = c.medicine_id WHERE c.service_id = $1 ORDER BY m.generic_vi, m.code";
/// The joins are in the order in which SQLite takes them: from the short list to its batches.
const AVAILABLE: &str = "SELECT b.id, b.medicine_id, b.number, b.expires_on, b.quantity_milli FROM service_consumable c \
     CROSS JOIN batch b WHERE c.service_id = $1 AND b.branch_id = $2 AND b.medicine_id = c.medicine_id AND b.expires_on >= $3 \
     AND b.quantity_milli > 0 ORDER BY b.expires_on, b.id";
/// What may be used besides a list: up to three products that are kept here and need no second person.
const KEPT: &str = "SELECT m.id, m.code, m.generic_vi, m.generic_en, m.strength, m.dispense_unit, CAST(0 AS BIGINT), FALSE, m.price_vnd, FALSE, m.route \
     FROM medicine m WHERE m.id IN ($1, $2, $3) AND m.stocked AND NOT m.prescription_only AND m.controlled IN ('', 'none')";
const AVAILABLE_OF: &str = "SELECT b.id, b.medicine_id, b.number, b.expires_on, b.quantity_milli FROM batch b \
     WHERE b.branch_id = $1 AND b.medicine_id IN ($2, $3, $4) AND b.expires_on >= $5 AND b.quantity_milli > 0 ORDER BY b.expires_on, b.id";
const PUT: &str = "INSERT INTO service_consumable (service_id, medicine_id, quantity_milli, charged, vaccine) \
     SELECT s.id, m.id, CAST($3 AS BIGINT), CAST($4 AS BOOLEAN), CAST($5 AS BOOLEAN) FROM service s JOIN medicine m ON m.id = $2 AND m.stocked \
     WHERE s.id = $1 AND s.kind <> 'consultation' AND (NOT $5 OR s.kind = 'vaccine') AND (NOT $5 OR NOT EXISTS \
     (SELECT 1 FROM service_consumable x WHERE x.service_id = s.id AND x.vaccine AND x.medicine_id <> m.id)) \
     ON CONFLICT (service_id, medicine_id) DO UPDATE SET quantity_milli = excluded.quantity_milli, charged = excluded.charged, \
     vaccine = excluded.vaccine";
const DROP: &str = "DELETE FROM service_consumable WHERE service_id = $1 AND medicine_id = $2";
const USE: &str = "INSERT INTO consumable_use (id, order_id, medicine_id, quantity_milli, missing_milli, missing_reason, used_at, used_by, charged) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
const LINE: &str =
    "INSERT INTO consumable_line (id, consumable_use_id, batch_id, quantity_milli) VALUES ($1, $2, $3, $4)";
const USED: &str = "SELECT m.id, m.generic_vi, m.generic_en, m.strength, m.dispense_unit, u.quantity_milli, u.missing_milli, u.missing_reason, \
     u.undone_at, b.number, b.expires_on, l.quantity_milli FROM consumable_use u JOIN medicine m ON m.id = u.medicine_id \
     LEFT JOIN consumable_line l ON l.consumable_use_id = u.id LEFT JOIN batch b ON b.id = l.batch_id \
     WHERE u.order_id = $1 ORDER BY m.generic_vi, m.code, b.expires_on, l.id";
const UNDO: &str =
    "UPDATE consumable_use SET undone_at = $2, undone_by = $3 WHERE order_id = $1 AND undone_at IS NULL RETURNING id";
const LINES: &str = "SELECT l.batch_id, l.quantity_milli FROM consumable_use u JOIN consumable_line l ON l.consumable_use_id = u.id \
     WHERE u.order_id = $1 ORDER BY l.batch_id, l.id";
const CHARGED: &str = "SELECT u.id FROM consumable_use u CROSS JOIN charge c WHERE u.order_id = $1 AND c.source_kind = 'medicine' \
     AND c.source_id = u.id ORDER BY u.id";

/// What a service uses, by name.
pub fn of_service(tx: &mut Tx<'_>, service: ServiceId) -> Result<Vec<Listed>, DbError> {
    tx.all(OF_SERVICE, &[&service])
}

/// What the branch holds of a service's list, in one statement, by expiry; expired batches are left out.
pub fn available(tx: &mut Tx<'_>, branch: BranchId, service: ServiceId, today: Day) -> Result<Vec<Available>, DbError> {
    tx.all(AVAILABLE, &[&service, &branch, &today])
}

/// Which of up to three products may be used besides a service's list; the quantity is none yet, nothing is charged.
pub fn kept(tx: &mut Tx<'_>, medicines: &[MedicineId]) -> Result<Vec<Listed>, DbError> {
    let [first, second, third] = three(medicines.iter().copied());
    tx.all(KEPT, &[&first, &second, &third])
}

/// What the branch holds of up to three products, by expiry; expired batches are left out.
pub(super) fn available_of(
    tx: &mut Tx<'_>,
    branch: BranchId,
    extras: &[Listed],
    today: Day,
) -> Result<Vec<Available>, DbError> {
    let [first, second, third] = three(extras.iter().map(|one| one.medicine));
    tx.all(AVAILABLE_OF, &[&branch, &first, &second, &third, &today])
}

/// The first three; no product has the number 0.
fn three(mut medicines: impl Iterator<Item = MedicineId>) -> [MedicineId; 3] {
    std::array::from_fn(|_| medicines.next().unwrap_or(MedicineId::from_raw(0)))
}

/// What an order used, batch by batch; also what was given back since.
pub fn used(tx: &mut Tx<'_>, order: OrderId) -> Result<Vec<Used>, DbError> {
    tx.all(USED, &[&order])
}

/// Whether the product is kept here and the service is one that is ordered; as its vaccine, whether it gives one and has no other.
pub(super) fn put(
    tx: &mut Tx<'_>,
    service: ServiceId,
    medicine: MedicineId,
    (quantity, charged, vaccine): (Quantity, bool, bool),
) -> Result<bool, DbError> {
    Ok(tx.run(PUT, &[&service, &medicine, &quantity, &charged, &vaccine])? == 1)
}

pub(super) fn drop_one(tx: &mut Tx<'_>, service: ServiceId, medicine: MedicineId) -> Result<bool, DbError> {
    Ok(tx.run(DROP, &[&service, &medicine])? == 1)
}

pub(super) fn insert_use(
    tx: &mut Tx<'_>,
    who: &Who,
    order: OrderId,
    (taking, charged, reason): (&Taking, bool, &str),
) -> Result<i64, DbError> {
    let (id, now) = (tx.new_id(), tx.now());
    let reason = if taking.missing.is_zero() { "" } else { reason };
    tx.run_one(
        USE,
        &[&id, &order, &taking.medicine, &taking.quantity, &taking.missing, &reason, &now, &who.staff, &charged],
    )?;
    Ok(id)
}

pub(super) fn insert_line(tx: &mut Tx<'_>, of: i64, batch: BatchId, quantity: Quantity) -> Result<i64, DbError> {
    let id = tx.new_id();
    tx.run_one(LINE, &[&id, &of, &batch, &quantity])?;
    Ok(id)
}

/// Marks all that an order used as given back; gives how many products that were.
pub(super) fn undo(tx: &mut Tx<'_>, who: &Who, order: OrderId) -> Result<usize, DbError> {
    let now = tx.now();
    Ok(tx.all::<i64>(UNDO, &[&order, &now, &who.staff])?.len())
}

/// From which batches how much came, by batch.
pub(super) fn lines(tx: &mut Tx<'_>, order: OrderId) -> Result<Vec<(BatchId, Quantity)>, DbError> {
    tx.all(LINES, &[&order])
}

/// The uses that earned a charge.
pub(super) fn charged(tx: &mut Tx<'_>, order: OrderId) -> Result<Vec<i64>, DbError> {
    tx.all(CHARGED, &[&order])
}
