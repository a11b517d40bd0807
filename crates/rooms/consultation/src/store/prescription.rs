use crate::rules;
use bricks::clock::Day;
use bricks::id::{BranchId, MedicineId, PrescriptionLineId, VisitId};
use bricks::lang::Lang;
use bricks::money::Money;
use bricks::quantity::Quantity;
use ground::catalog::{self, Medicine};
use ground::db::{DbError, Stop, Tx};

ground::row! {
    /// A line of the visit's prescription, with what unexpired batches of the branch hold.
    pub struct LineRow {
        pub id: PrescriptionLineId,
        pub generic_vi: String,
        pub generic_en: String,
        pub strength: String,
        pub dispense_unit: String,
        pub morning: Quantity,
        pub noon: Quantity,
        pub evening: Quantity,
        pub night: Quantity,
        pub days: i64,
        pub quantity: Quantity,
        pub instruction: String,
        pub first_day: i64,
        pub weekday: Option<i64>,
        pub outside: bool,
        pub on_hand: Quantity,
    }
}

impl LineRow {
    pub fn name(&self, l: Lang) -> String {
        catalog::medicine_name(l, (&self.generic_vi, &self.generic_en), &self.strength)
    }
}

ground::row! {
    /// A medicine that may be prescribed, with what unexpired batches of the branch hold.
    pub struct Remedy {
        pub id: MedicineId,
        pub generic_vi: String,
        pub generic_en: String,
        pub strength: String,
        pub dose_unit: String,
        pub dispense_unit: String,
        pub dose_per_dispense_unit: Quantity,
        pub instruction_vi: String,
        pub instruction_en: String,
        pub stocked: bool,
        pub price: Money,
        pub on_hand: Quantity,
    }
}

impl Remedy {
    pub fn name(&self, l: Lang) -> String {
        catalog::medicine_name(l, (&self.generic_vi, &self.generic_en), &self.strength)
    }
}

const LINES: &str = "SELECT l.id, m.generic_vi, m.generic_en, m.strength, m.dispense_unit, l.morning_milli, l.noon_milli, l.evening_milli, \
     l.night_milli, l.days, l.quantity_milli, l.instruction, l.first_day, l.weekday, l.outside, \
     CAST(COALESCE((SELECT SUM(b.quantity_milli) FROM batch b WHERE b.branch_id = $2 AND b.medicine_id = m.id AND b.quantity_milli > 0 AND b.expires_on >= $3), 0) AS BIGINT) \
     FROM prescription rx JOIN prescription_line l ON l.prescription_id = rx.id JOIN medicine m ON m.id = l.medicine_id \
     WHERE rx.visit_id = $1 ORDER BY l.position, l.id";
const REMEDY: &str = "SELECT m.id, m.generic_vi, m.generic_en, m.strength, m.dose_unit, m.dispense_unit, m.dose_milli_per_dispense_unit, \
     m.instruction_vi, m.instruction_en, m.stocked, m.price_vnd, \
     CAST(COALESCE((SELECT SUM(b.quantity_milli) FROM batch b WHERE b.branch_id = $2 AND b.medicine_id = m.id AND b.quantity_milli > 0 AND b.expires_on >= $3), 0) AS BIGINT) \
     FROM medicine m WHERE m.id = $1";

const VISIT_OF_LINE: &str = "SELECT rx.visit_id FROM prescription_line l JOIN prescription rx ON rx.id = l.prescription_id \
     WHERE l.id = $1 AND rx.branch_id = $2";

/// The visit whose prescription has this line; `Stop::Missing` when no prescription of the branch has.
pub fn visit_of_line(tx: &mut Tx<'_>, id: PrescriptionLineId, branch: BranchId) -> Result<VisitId, Stop> {
    tx.one(VISIT_OF_LINE, &[&id, &branch])?.ok_or(Stop::Missing)
}

/// Medicines for what was typed, those that the clinic keeps first; words that do not stand side by side (`para 500`, also
/// `para500`) are looked for one by one.
pub fn find(tx: &mut Tx<'_>, typed: &str, branch: BranchId, today: Day) -> Result<Vec<Medicine>, DbError> {
    let found = catalog::find_all_medicines(tx, typed, branch, today)?;
    let typed = &rules::spaced(typed);
    let Some((first, _)) = typed.split_once(' ').filter(|_| found.is_empty()) else { return Ok(found) };
    let mut apart = catalog::find_all_medicines(tx, first, branch, today)?;
    apart.retain(|m| rules::fits_words(typed, &format!("{} {}", m.name(Lang::Vi), m.generic_en)));
    Ok(apart)
}

/// The lines of a visit's prescription; `today` decides which batches count.
pub fn lines(tx: &mut Tx<'_>, visit: VisitId, branch: BranchId, today: Day) -> Result<Vec<LineRow>, DbError> {
    tx.all(LINES, &[&visit, &branch, &today])
}

/// One medicine of the formulary.
pub fn remedy(tx: &mut Tx<'_>, id: MedicineId, branch: BranchId, today: Day) -> Result<Option<Remedy>, DbError> {
    tx.one(REMEDY, &[&id, &branch, &today])
}
