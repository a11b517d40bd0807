//! The medicines of the catalogue.

use bricks::id::MedicineId;
use bricks::money::Money;
use bricks::quantity::Quantity;
use ground::db::{DbError, Tx};

ground::row! {
    /// A medicine with all that is kept of it.
    pub struct MedicineRow {
        pub id: MedicineId,
        pub code: String,
        pub generic_vi: String,
        pub generic_en: String,
        pub brand: String,
        pub strength: String,
        pub form: String,
        pub dose_unit: String,
        pub dispense_unit: String,
        pub pack: String,
        pub price: Money,
        pub prescription_only: bool,
        pub instruction_vi: String,
        pub instruction_en: String,
        pub reorder_level: Quantity,
        pub barcode: String,
        pub stocked: bool,
    }
}

macro_rules! medicine_columns {
    () => {
        "SELECT m.id, m.code, m.generic_vi, m.generic_en, m.brand, m.strength, m.form, m.dose_unit, m.dispense_unit, m.pack, m.price_vnd, \
         m.prescription_only, m.instruction_vi, m.instruction_en, m.reorder_level_milli, m.barcode, m.stocked FROM medicine m "
    };
}

const FOUND: &str = concat!(
    medicine_columns!(),
    "WHERE m.code IN (SELECT item FROM catalog_word WHERE kind = 'medicine' AND word >= $1 AND word < $2) \
     ORDER BY m.stocked DESC, m.generic_vi, m.code LIMIT 100"
);
const ALL: &str = concat!(medicine_columns!(), "ORDER BY m.stocked DESC, m.generic_vi, m.code LIMIT 400");
const ONE: &str = concat!(medicine_columns!(), "WHERE m.id = $1");
const ADD: &str = "INSERT INTO medicine (id, code, generic_vi, generic_en, strength, form, route, dose_unit, dispense_unit, \
     dose_milli_per_dispense_unit, pack, price_vnd, prescription_only, controlled, instruction_vi, instruction_en, reorder_level_milli, \
     stocked, brand, barcode) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, TRUE, $18, $19) \
     ON CONFLICT (code) DO NOTHING";
const CHANGE: &str = "UPDATE medicine SET generic_vi = $2, generic_en = $3, brand = $4, pack = $5, price_vnd = $6, prescription_only = $7, \
     instruction_vi = $8, instruction_en = $9, reorder_level_milli = $10, barcode = $11, stocked = $12 WHERE id = $1";
const BARCODE_TAKEN: &str = "SELECT EXISTS (SELECT 1 FROM medicine WHERE barcode = $1 AND barcode <> '' AND id <> $2)";

/// The medicines that a word finds; all of them without one.
pub fn medicines(tx: &mut Tx<'_>, range: Option<(String, String)>) -> Result<Vec<MedicineRow>, DbError> {
    match range {
        Some((from, to)) => tx.all(FOUND, &[&from, &to]),
        None => tx.all(ALL, &[]),
    }
}

pub fn one(tx: &mut Tx<'_>, id: MedicineId) -> Result<Option<MedicineRow>, DbError> {
    tx.one(ONE, &[&id])
}

/// What may change of a medicine.
pub struct Written {
    pub generic_vi: String,
    pub generic_en: String,
    pub brand: String,
    pub pack: String,
    pub price: Money,
    pub prescription_only: bool,
    pub instruction_vi: String,
    pub instruction_en: String,
    pub reorder_level: Quantity,
    pub barcode: String,
    pub stocked: bool,
}

/// What never changes of one, because prescriptions and stock count in it.
pub struct Fixed {
    pub code: String,
    pub strength: String,
    pub form: &'static str,
    pub route: &'static str,
    pub dose_unit: String,
    pub dispense_unit: String,
    pub doses: Quantity,
    pub controlled: &'static str,
}

/// The new medicine's id; `None` when the code is taken.
pub fn add(tx: &mut Tx<'_>, fixed: &Fixed, is: &Written) -> Result<Option<MedicineId>, DbError> {
    let id = MedicineId::from_raw(tx.new_id());
    let added = tx.run(
        ADD,
        &[
            &id,
            &fixed.code,
            &is.generic_vi,
            &is.generic_en,
            &fixed.strength,
            &fixed.form,
            &fixed.route,
            &fixed.dose_unit,
            &fixed.dispense_unit,
            &fixed.doses,
            &is.pack,
            &is.price,
            &is.prescription_only,
            &fixed.controlled,
            &is.instruction_vi,
            &is.instruction_en,
            &is.reorder_level,
            &is.brand,
            &is.barcode,
        ],
    )?;
    Ok((added == 1).then_some(id))
}

pub fn change(tx: &mut Tx<'_>, id: MedicineId, is: &Written) -> Result<(), DbError> {
    tx.run_one(
        CHANGE,
        &[
            &id,
            &is.generic_vi,
            &is.generic_en,
            &is.brand,
            &is.pack,
            &is.price,
            &is.prescription_only,
            &is.instruction_vi,
            &is.instruction_en,
            &is.reorder_level,
            &is.barcode,
            &is.stocked,
        ],
    )
}

/// Whether another medicine has this barcode.
pub fn barcode_is_taken(tx: &mut Tx<'_>, barcode: &str, but: Option<MedicineId>) -> Result<bool, DbError> {
    let but = but.map_or(0, MedicineId::raw);
    Ok(tx.one(BARCODE_TAKEN, &[&barcode, &but])?.unwrap_or(false))
}
