use bricks::clock::Day;
use bricks::id::{BranchId, MedicineId, PrescriptionId, PrescriptionLineId, StaffId, VisitId};
use bricks::lang::Lang;
use bricks::money::Money;
use bricks::quantity::Quantity;
use ground::access::Who;
use ground::catalog;
use ground::db::{DbError, Stop, Tx};

ground::row! {
    /// A line of the visit's prescription, with what unexpired batches of the branch hold.
    pub struct LineRow {
        pub id: PrescriptionLineId,
        pub medicine: MedicineId,
        pub generic_vi: String,
        pub generic_en: String,
        pub strength: String,
        pub dose_unit: String,
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
        pub written_by: Option<StaffId>,
        pub writer: String,
        /// Whether the reader wants the medicine to stand first.
        pub favourite: bool,
        pub on_hand: Quantity,
        /// What the pharmacy gave.
        pub given: Quantity,
        /// The prescription's own number.
        pub number: String,
        pub prescription: PrescriptionId,
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

macro_rules! lines {
    ($which:literal) => {
        concat!(
            "SELECT l.id, m.id, m.generic_vi, m.generic_en, m.strength, m.dose_unit, m.dispense_unit, l.morning_milli, l.noon_milli, l.evening_milli, \
     l.night_milli, l.days, l.quantity_milli, l.instruction, l.first_day, l.weekday, l.outside, l.written_by, \
     TRIM(COALESCE(w.title, '') || ' ' || COALESCE(w.name, '')), COALESCE(u.favourite, FALSE), \
     CAST(COALESCE((SELECT SUM(b.quantity_milli) FROM batch b WHERE b.branch_id = $2 AND b.medicine_id = m.id AND b.quantity_milli > 0 AND b.expires_on >= $3), 0) AS BIGINT), \
     l.given_milli, rx.number, rx.id \
     FROM prescription rx JOIN prescription_line l ON l.prescription_id = rx.id JOIN medicine m ON m.id = l.medicine_id \
     LEFT JOIN staff w ON w.id = l.written_by LEFT JOIN medicine_use u ON u.staff_id = $4 AND u.medicine_id = m.id \
     WHERE rx.visit_id = $1 AND ",
            $which,
            " ORDER BY rx.id, l.position, l.id"
        )
    };
}

const LINES: &str = lines!("rx.replaced_at IS NULL");
const REPLACED: &str = lines!("rx.replaced_at IS NOT NULL AND rx.state = 'dispensed'");
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

/// The lines of the visit's prescriptions in whose place another one was written.
pub fn replaced_lines(tx: &mut Tx<'_>, who: &Who, visit: VisitId) -> Result<Vec<LineRow>, DbError> {
    let today = who.day_of(tx.now());
    tx.all(REPLACED, &[&visit, &who.branch, &today, &who.staff])
}

/// The lines of a visit's prescription as this person sees them; what is in stock is that of today.
pub fn lines(tx: &mut Tx<'_>, who: &Who, visit: VisitId) -> Result<Vec<LineRow>, DbError> {
    let today = who.day_of(tx.now());
    tx.all(LINES, &[&visit, &who.branch, &today, &who.staff])
}

/// One medicine of the formulary.
pub fn remedy(tx: &mut Tx<'_>, id: MedicineId, branch: BranchId, today: Day) -> Result<Option<Remedy>, DbError> {
    tx.one(REMEDY, &[&id, &branch, &today])
}
