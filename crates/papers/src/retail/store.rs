use super::counter::Counter;
use bricks::clock::Day;
use bricks::id::{BatchId, BranchId, MedicineId, PatientId, RetailSaleId, VisitId};
use bricks::money::Money;
use bricks::quantity::Quantity;
use ground::access::Who;
use ground::db::{DbError, Tx};

ground::row! {
    /// What is charged for a medicine, and whether it may be sold without a prescription.
    pub(super) struct Product {
        pub(super) code: String,
        pub(super) generic_vi: String,
        pub(super) generic_en: String,
        pub(super) strength: String,
        pub(super) dispense_unit: String,
        pub(super) price: Money,
        pub(super) sold_freely: bool,
    }
}

ground::row! {
    /// What was sold from a batch.
    pub(super) struct Line {
        pub(super) id: i64,
        pub(super) batch: BatchId,
        pub(super) quantity: Quantity,
    }
}

/// Whoever changes the medicine meanwhile waits until the transaction ends.
const PRODUCT: &str = "SELECT code, generic_vi, generic_en, strength, dispense_unit, price_vnd, \
     stocked AND NOT prescription_only AND controlled IN ('', 'none') AND form <> 'consumable' FROM medicine WHERE id = $1 FOR SHARE";
const VISIT: &str = "INSERT INTO visit (id, branch_id, patient_id, service_id, doctor_id, room_id, day, ticket_prefix, ticket_number, \
     state, reason, arrived_at, arrived_by, finished_at, finished_by, due_vnd, kind) \
     VALUES ($1, $2, $3, $4, $5, $5, $6, $7, $8, 'finished', '', $9, $10, $9, $10, 0, 'retail')";
const SALE: &str = "INSERT INTO retail_sale (id, branch_id, visit_id, override_reason, sold_at, sold_by) VALUES ($1, $2, $3, $4, $5, $6)";
const LINE: &str = "INSERT INTO retail_line (id, retail_sale_id, batch_id, quantity_milli, unit_price_vnd) VALUES ($1, $2, $3, $4, $5)";
const LINES: &str = "SELECT id, batch_id, quantity_milli FROM retail_line WHERE retail_sale_id = $1 ORDER BY batch_id";
const VISIT_OF: &str = "SELECT visit_id FROM retail_sale WHERE id = $1 AND branch_id = $2";
const UNDO: &str =
    "UPDATE retail_sale SET undone_at = $2, undone_by = $3, undone_reason = $4 WHERE id = $1 AND undone_at IS NULL";
const CHARGED: &str = "SELECT l.id FROM retail_line l CROSS JOIN charge c \
     WHERE l.retail_sale_id = $1 AND c.source_kind = 'medicine' AND c.source_id = l.id ORDER BY l.id";

pub(super) fn product(tx: &mut Tx<'_>, id: MedicineId) -> Result<Option<Product>, DbError> {
    tx.one(PRODUCT, &[&id])
}

/// The visit that the sale hangs on: come, served and gone at once.
pub(super) fn insert_visit(
    tx: &mut Tx<'_>,
    who: &Who,
    (counter, patient): (&Counter, PatientId),
    (day, prefix, number): (Day, &str, i64),
) -> Result<VisitId, DbError> {
    let (id, now) = (VisitId::from_raw(tx.new_id()), tx.now());
    tx.run_one(
        VISIT,
        &[&id, &who.branch, &patient, &counter.service, &counter.counter, &day, &prefix, &number, &now, &who.staff],
    )?;
    Ok(id)
}

pub(super) fn insert_sale(
    tx: &mut Tx<'_>,
    who: &Who,
    visit: VisitId,
    override_reason: &str,
) -> Result<RetailSaleId, DbError> {
    let (id, now) = (RetailSaleId::from_raw(tx.new_id()), tx.now());
    tx.run_one(SALE, &[&id, &who.branch, &visit, &override_reason, &now, &who.staff])?;
    Ok(id)
}

/// Writes down what is sold from one batch; gives the row's id.
pub(super) fn insert_line(
    tx: &mut Tx<'_>,
    sale: RetailSaleId,
    (batch, quantity, price): (BatchId, Quantity, Money),
) -> Result<i64, DbError> {
    let id = tx.new_id();
    tx.run_one(LINE, &[&id, &sale, &batch, &quantity, &price])?;
    Ok(id)
}

pub(super) fn lines(tx: &mut Tx<'_>, sale: RetailSaleId) -> Result<Vec<Line>, DbError> {
    tx.all(LINES, &[&sale])
}

/// The lines that earned the sale's charges.
pub(super) fn charged(tx: &mut Tx<'_>, sale: RetailSaleId) -> Result<Vec<i64>, DbError> {
    tx.all(CHARGED, &[&sale])
}

pub(super) fn visit_of(tx: &mut Tx<'_>, branch: BranchId, sale: RetailSaleId) -> Result<Option<VisitId>, DbError> {
    tx.one(VISIT_OF, &[&sale, &branch])
}

/// Whether it stood, and is taken back now.
pub(super) fn undo(tx: &mut Tx<'_>, who: &Who, sale: RetailSaleId, reason: &str) -> Result<bool, DbError> {
    let now = tx.now();
    Ok(tx.run(UNDO, &[&sale, &now, &who.staff, &reason])? == 1)
}
