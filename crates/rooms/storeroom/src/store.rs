//! The storeroom's SQL: the medicines that are kept, their batches, suppliers.

use bricks::clock::Day;
use bricks::id::{BatchId, BranchId, MedicineId, SupplierId};
use bricks::money::Money;
use bricks::quantity::Quantity;
use ground::db::{DbError, Tx};

ground::row! {
    pub struct MedicineRow {
        pub id: MedicineId,
        pub code: String,
        pub generic_vi: String,
        pub generic_en: String,
        pub strength: String,
        pub dispense_unit: String,
        pub reorder_level: Quantity,
    }
}

ground::row! {
    /// A batch of which something is left.
    pub struct BatchRow {
        pub id: BatchId,
        pub medicine: MedicineId,
        pub number: String,
        pub expires_on: Day,
        pub quantity: Quantity,
    }
}

ground::row! {
    /// A delivery that was just taken in.
    pub struct Received {
        pub generic_vi: String,
        pub generic_en: String,
        pub strength: String,
        pub number: String,
        pub expires_on: Day,
        pub on_hand: Quantity,
        pub dispense_unit: String,
    }
}

const MEDICINES: &str =
    "SELECT id, code, generic_vi, generic_en, strength, dispense_unit, reorder_level_milli FROM medicine WHERE stocked";
const BATCHES: &str = "SELECT id, medicine_id, number, expires_on, quantity_milli FROM batch \
     WHERE branch_id = $1 AND quantity_milli > 0 ORDER BY medicine_id, expires_on, id";
const RECEIVED: &str = "SELECT m.generic_vi, m.generic_en, m.strength, b.number, b.expires_on, b.quantity_milli, m.dispense_unit \
     FROM batch b JOIN medicine m ON m.id = b.medicine_id WHERE b.id = $1 AND b.branch_id = $2";
const SUPPLIERS: &str = "SELECT id, name FROM supplier ORDER BY name";
const ADD_SUPPLIER: &str = "INSERT INTO supplier (id, name, phone) VALUES ($1, $2, '') ON CONFLICT (name) DO NOTHING";
const SUPPLIER: &str = "SELECT id FROM supplier WHERE name = $1";
const HAS_BARCODE: &str = "SELECT barcode = $2 FROM medicine WHERE id = $1";
const SET_BARCODE: &str = "UPDATE medicine SET barcode = $2 WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM medicine o WHERE o.barcode = $2 AND o.barcode <> '')";
const STOCKED: &str = "SELECT EXISTS (SELECT 1 FROM medicine WHERE id = $1 AND stocked)";

const LAST_COST: &str = "SELECT (SELECT b.cost_vnd FROM batch b WHERE b.branch_id = $1 AND b.medicine_id = m.id AND b.cost_vnd > 0 \
     ORDER BY b.received_at DESC, b.id DESC LIMIT 1), m.price_vnd FROM medicine m WHERE m.id = $2";

/// What one unit cost in the batch that the branch began last, if any did, and its price.
pub fn last_cost(tx: &mut Tx<'_>, branch: BranchId, medicine: MedicineId) -> Result<(Option<Money>, Money), DbError> {
    Ok(tx.one(LAST_COST, &[&branch, &medicine])?.unwrap_or((None, Money::ZERO)))
}

/// Every medicine that the clinic keeps.
pub fn medicines(tx: &mut Tx<'_>) -> Result<Vec<MedicineRow>, DbError> {
    tx.all(MEDICINES, &[])
}

/// Every batch of the branch that is not empty: medicine by medicine, earliest expiry first.
pub fn batches(tx: &mut Tx<'_>, branch: BranchId) -> Result<Vec<BatchRow>, DbError> {
    tx.all(BATCHES, &[&branch])
}

/// A batch of the branch as its delivery left it.
pub fn received(tx: &mut Tx<'_>, branch: BranchId, id: BatchId) -> Result<Option<Received>, DbError> {
    tx.one(RECEIVED, &[&id, &branch])
}

pub fn suppliers(tx: &mut Tx<'_>) -> Result<Vec<(SupplierId, String)>, DbError> {
    tx.all(SUPPLIERS, &[])
}

/// The supplier of a name; made when there is none yet.
pub fn supplier_named(tx: &mut Tx<'_>, name: &str) -> Result<SupplierId, DbError> {
    let id = SupplierId::from_raw(tx.new_id());
    if tx.run(ADD_SUPPLIER, &[&id, &name])? == 1 {
        return Ok(id);
    }
    tx.one(SUPPLIER, &[&name])?.ok_or(DbError::NotOne(0))
}

/// Whether a medicine is known by this product number already.
pub fn has_barcode(tx: &mut Tx<'_>, id: MedicineId, barcode: &str) -> Result<bool, DbError> {
    Ok(tx.one(HAS_BARCODE, &[&id, &barcode])?.unwrap_or(false))
}

/// Whether the medicine is known by a product number from now on: no other one is.
pub fn set_barcode(tx: &mut Tx<'_>, id: MedicineId, barcode: &str) -> Result<bool, DbError> {
    Ok(tx.run(SET_BARCODE, &[&id, &barcode])? == 1)
}

/// Whether the clinic keeps a medicine.
pub fn is_stocked(tx: &mut Tx<'_>, id: MedicineId) -> Result<bool, DbError> {
    Ok(tx.one(STOCKED, &[&id])?.unwrap_or(false))
}
