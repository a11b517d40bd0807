use bricks::clock::{Day, Instant};
use bricks::id::{BatchId, BranchId, MedicineId, PatientId, RetailSaleId, StaffId, VisitId};
use bricks::lang::Lang;
use bricks::money::Money;
use bricks::quantity::Quantity;
use ground::access::Who;
use ground::catalog;
use ground::db::{DbError, Stop, Tx};
use ground::people::{self, Sex};
use papers::batch::Available;

/// So much of one medicine goes over the counter at once.
pub const UNITS_MAX: i64 = 1_000;

macro_rules! basket {
    ($lock:literal) => {
        concat!(
            "SELECT k.id, k.medicine_id, k.batch_id, k.quantity_milli, m.code, m.generic_vi, m.generic_en, m.strength, m.brand, \
             m.dispense_unit, m.price_vnd, m.stocked AND NOT m.prescription_only AND m.controlled IN ('', 'none') AND m.form <> 'consumable' \
             FROM retail_basket k JOIN medicine m ON m.id = k.medicine_id WHERE k.staff_id = $1 ORDER BY k.id",
            $lock
        )
    };
}

const BASKET: &str = basket!("");
const BASKET_HELD: &str = basket!(" FOR UPDATE");
const SHELVES: &str = "SELECT b.id, b.medicine_id, b.number, b.expires_on, b.quantity_milli FROM batch b \
     WHERE b.branch_id = $2 AND b.expires_on >= $3 AND b.quantity_milli > 0 \
     AND b.medicine_id IN (SELECT k.medicine_id FROM retail_basket k WHERE k.staff_id = $1) ORDER BY b.expires_on, b.id";
const ADD_ANY: &str = "INSERT INTO retail_basket (id, staff_id, medicine_id, quantity_milli, added_at) VALUES ($1, $2, $3, $4, $5) \
     ON CONFLICT (staff_id, medicine_id) WHERE batch_id IS NULL DO UPDATE SET quantity_milli = retail_basket.quantity_milli + excluded.quantity_milli \
     WHERE retail_basket.quantity_milli + excluded.quantity_milli <= 1000000";
const ADD_PACK: &str = "INSERT INTO retail_basket (id, staff_id, medicine_id, batch_id, quantity_milli, added_at) VALUES ($1, $2, $3, $6, $4, $5) \
     ON CONFLICT (staff_id, medicine_id, batch_id) WHERE batch_id IS NOT NULL DO UPDATE SET quantity_milli = retail_basket.quantity_milli + excluded.quantity_milli \
     WHERE retail_basket.quantity_milli + excluded.quantity_milli <= 1000000";
const CHANGE: &str = "UPDATE retail_basket SET quantity_milli = $3 WHERE id = $1 AND staff_id = $2";
const REMOVE: &str = "DELETE FROM retail_basket WHERE id = $1 AND staff_id = $2";
const EMPTY: &str = "DELETE FROM retail_basket WHERE staff_id = $1";
const MEDICINE: &str = "SELECT id, generic_vi, generic_en, strength, brand, stocked AND NOT prescription_only AND controlled IN ('', 'none') AND form <> 'consumable' \
     FROM medicine WHERE id = $1";
const BY_BARCODE: &str = "SELECT id, generic_vi, generic_en, strength, brand, stocked AND NOT prescription_only AND controlled IN ('', 'none') AND form <> 'consumable' \
     FROM medicine WHERE barcode = $1 AND barcode <> ''";
const PACK: &str = "SELECT id, expires_on FROM batch WHERE branch_id = $1 AND medicine_id = $2 AND number = $3 AND quantity_milli > 0 \
     ORDER BY expires_on";
const FOUND: &str = "SELECT m.id, m.generic_vi, m.generic_en, m.strength, m.brand, m.dispense_unit, m.price_vnd, \
     CAST(COALESCE((SELECT SUM(b.quantity_milli) FROM batch b WHERE b.branch_id = $3 AND b.medicine_id = m.id AND b.quantity_milli > 0 AND b.expires_on >= $4), 0) AS BIGINT), \
     NOT m.prescription_only AND m.controlled IN ('', 'none') AS sold_freely \
     FROM (SELECT item, MIN(rank) AS best FROM catalog_word WHERE kind = 'medicine' AND word >= $1 AND word < $2 GROUP BY item) w \
     JOIN medicine m ON m.code = w.item WHERE m.stocked AND m.form <> 'consumable' \
     ORDER BY sold_freely DESC, w.best, m.generic_vi, m.code LIMIT 12";
const BUYER: &str = "SELECT id, code, name, sex, birth_day, birth_year, allergies, allergies_none FROM patient \
     WHERE id = $1 AND branch_id = $2 AND merged_into IS NULL";
const SALES: &str = "SELECT s.id, v.ticket_prefix, v.ticket_number, p.name, s.sold_at, v.due_vnd, s.undone_at IS NOT NULL, \
     p.id = c.buyer_id FROM retail_sale s JOIN visit v ON v.id = s.visit_id JOIN patient p ON p.id = v.patient_id \
     JOIN retail_counter c ON c.branch_id = s.branch_id WHERE s.branch_id = $1 AND s.sold_at >= $2 ORDER BY s.sold_at DESC, s.id DESC LIMIT 60";
const SALE: &str = "SELECT s.id, s.visit_id, v.patient_id, v.ticket_prefix, v.ticket_number, p.name, p.code, p.id = c.buyer_id, s.sold_at, f.title, f.name, \
     v.due_vnd, s.override_reason, s.undone_at, COALESCE(u.name, ''), s.undone_reason \
     FROM retail_sale s JOIN visit v ON v.id = s.visit_id JOIN patient p ON p.id = v.patient_id JOIN staff f ON f.id = s.sold_by \
     JOIN retail_counter c ON c.branch_id = s.branch_id LEFT JOIN staff u ON u.id = s.undone_by WHERE s.id = $1 AND s.branch_id = $2";
const LINES: &str = "SELECT m.generic_vi, m.generic_en, m.strength, m.brand, m.dispense_unit, b.number, b.expires_on, l.quantity_milli, l.unit_price_vnd \
     FROM retail_line l JOIN batch b ON b.id = l.batch_id JOIN medicine m ON m.id = b.medicine_id \
     WHERE l.retail_sale_id = $1 ORDER BY m.generic_vi, b.expires_on, l.id";

ground::row! {
    /// One line of the basket.
    pub struct InBasket {
        pub id: i64,
        pub medicine: MedicineId,
        pub batch: Option<BatchId>,
        pub quantity: Quantity,
        pub code: String,
        pub generic_vi: String,
        pub generic_en: String,
        pub strength: String,
        pub brand: String,
        pub dispense_unit: String,
        pub price: Money,
        /// Needs no prescription, and is kept.
        pub sold_freely: bool,
    }
}

ground::row! {
    /// A medicine that was searched or scanned.
    pub struct Named {
        pub id: MedicineId,
        pub generic_vi: String,
        pub generic_en: String,
        pub strength: String,
        pub brand: String,
        pub sold_freely: bool,
    }
}

ground::row! {
    /// A medicine of the typeahead.
    pub struct Found {
        pub id: MedicineId,
        pub generic_vi: String,
        pub generic_en: String,
        pub strength: String,
        pub brand: String,
        pub dispense_unit: String,
        pub price: Money,
        pub on_hand: Quantity,
        /// Needs no prescription.
        pub sold_freely: bool,
    }
}

ground::row! {
    /// A patient who buys.
    pub struct Buyer {
        pub id: PatientId,
        pub code: String,
        pub name: String,
        pub sex_code: String,
        pub birth_day: Option<Day>,
        pub birth_year: i64,
        pub allergies: String,
        pub allergies_none: bool,
    }
}

ground::row! {
    /// A sale in the list of the day.
    pub struct Listed {
        pub id: RetailSaleId,
        pub ticket_prefix: String,
        pub ticket_number: i64,
        pub buyer: String,
        pub at: Instant,
        pub due: Money,
        pub undone: bool,
        /// Somebody who gave no name.
        pub unnamed: bool,
    }
}

ground::row! {
    pub struct Sale {
        pub id: RetailSaleId,
        pub visit: VisitId,
        pub patient: PatientId,
        pub ticket_prefix: String,
        pub ticket_number: i64,
        pub buyer: String,
        pub buyer_code: String,
        pub unnamed: bool,
        pub at: Instant,
        pub by_title: String,
        pub by_name: String,
        pub due: Money,
        pub override_reason: String,
        pub undone_at: Option<Instant>,
        pub undone_by: String,
        pub undone_reason: String,
    }
}

ground::row! {
    pub struct SaleLine {
        pub generic_vi: String,
        pub generic_en: String,
        pub strength: String,
        pub brand: String,
        pub dispense_unit: String,
        pub number: String,
        pub expires_on: Day,
        pub quantity: Quantity,
        pub price: Money,
    }
}

/// Generic name and strength, with the brand when there is one.
pub fn name(l: Lang, generic: (&str, &str), strength: &str, brand: &str) -> String {
    let generic = catalog::medicine_name(l, generic, strength);
    if brand.is_empty() { generic } else { format!("{generic} ({brand})") }
}

impl InBasket {
    pub fn name(&self, l: Lang) -> String {
        name(l, (&self.generic_vi, &self.generic_en), &self.strength, &self.brand)
    }
}

impl Named {
    pub fn name(&self, l: Lang) -> String {
        name(l, (&self.generic_vi, &self.generic_en), &self.strength, &self.brand)
    }
}

impl Buyer {
    pub fn birth(&self) -> bricks::age::Birth {
        people::birth(self.birth_day, self.birth_year)
    }
    pub fn sex(&self) -> Sex {
        Sex::parse(&self.sex_code).unwrap_or(Sex::Other)
    }
}

/// What the pharmacist has put together, in that order.
pub fn basket(tx: &mut Tx<'_>, staff: StaffId) -> Result<Vec<InBasket>, DbError> {
    tx.all(BASKET, &[&staff])
}

/// The same, held until the transaction ends.
pub fn basket_held(tx: &mut Tx<'_>, staff: StaffId) -> Result<Vec<InBasket>, DbError> {
    tx.all(BASKET_HELD, &[&staff])
}

/// What the shelves hold of the basket's medicines today.
pub fn shelves(tx: &mut Tx<'_>, who: &Who) -> Result<Vec<Available>, DbError> {
    let today = who.day_of(tx.now());
    tx.all(SHELVES, &[&who.staff, &who.branch, &today])
}

/// Whether so much more is in the basket now: not when it would be more than [`UNITS_MAX`].
pub fn add(
    tx: &mut Tx<'_>,
    who: &Who,
    (medicine, batch): (MedicineId, Option<BatchId>),
    quantity: Quantity,
) -> Result<bool, DbError> {
    let (id, now) = (tx.new_id(), tx.now());
    let added = match batch {
        None => tx.run(ADD_ANY, &[&id, &who.staff, &medicine, &quantity, &now])?,
        Some(batch) => tx.run(ADD_PACK, &[&id, &who.staff, &medicine, &quantity, &now, &batch])?,
    };
    Ok(added == 1)
}

/// Whether the line was there.
pub fn change(tx: &mut Tx<'_>, who: &Who, line: i64, quantity: Quantity) -> Result<bool, DbError> {
    let changed = if quantity.is_zero() {
        tx.run(REMOVE, &[&line, &who.staff])?
    } else {
        tx.run(CHANGE, &[&line, &who.staff, &quantity])?
    };
    Ok(changed == 1)
}

pub fn empty(tx: &mut Tx<'_>, who: &Who) -> Result<(), DbError> {
    tx.run(EMPTY, &[&who.staff]).map(|_| ())
}

pub fn medicine(tx: &mut Tx<'_>, id: MedicineId) -> Result<Option<Named>, DbError> {
    tx.one(MEDICINE, &[&id])
}

pub fn by_barcode(tx: &mut Tx<'_>, gtin: &str) -> Result<Option<Named>, DbError> {
    tx.one(BY_BARCODE, &[&gtin])
}

/// Batches of a number of which something is left, with their last day of use.
pub fn packs(
    tx: &mut Tx<'_>,
    branch: BranchId,
    medicine: MedicineId,
    number: &str,
) -> Result<Vec<(BatchId, Day)>, DbError> {
    tx.all(PACK, &[&branch, &medicine, &number])
}

/// Up to 12 medicines; those that may not be sold without a prescription stand behind the others.
pub fn find(tx: &mut Tx<'_>, who: &Who, typed: &str) -> Result<Vec<Found>, DbError> {
    let Some((from, to)) = catalog::medicine_range(typed) else { return Ok(Vec::new()) };
    let today = who.day_of(tx.now());
    tx.all(FOUND, &[&from, &to, &who.branch, &today])
}

/// A patient of this branch; `Stop::Missing` otherwise.
pub fn buyer(tx: &mut Tx<'_>, branch: BranchId, id: PatientId) -> Result<Buyer, Stop> {
    tx.one(BUYER, &[&id, &branch])?.ok_or(Stop::Missing)
}

/// Up to 60 sales since an instant, the latest first.
pub fn sales(tx: &mut Tx<'_>, branch: BranchId, since: Instant) -> Result<Vec<Listed>, DbError> {
    tx.all(SALES, &[&branch, &since])
}

/// One sale of this branch; `Stop::Missing` otherwise.
pub fn sale(tx: &mut Tx<'_>, branch: BranchId, id: RetailSaleId) -> Result<Sale, Stop> {
    tx.one(SALE, &[&id, &branch])?.ok_or(Stop::Missing)
}

pub fn sale_lines(tx: &mut Tx<'_>, id: RetailSaleId) -> Result<Vec<SaleLine>, DbError> {
    tx.all(LINES, &[&id])
}
