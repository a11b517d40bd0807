use super::{Line, NewLine, Prescription};
use bricks::id::{BranchId, MedicineId, PatientId, PrescriptionId, PrescriptionLineId, StaffId, VisitId};
use bricks::lang::Lang;
use bricks::quantity::Quantity;
use ground::access::Who;
use ground::db::{DbError, Stop, Tx};

macro_rules! columns {
    () => {
        "id, visit_id, patient_id, number, state, version, created_at, created_by, issued_at, issued_by, lang, replaces_id, replaced_at"
    };
}

const BY_ID: &str = concat!("SELECT ", columns!(), " FROM prescription WHERE id = $1 AND branch_id = $2");
const BY_VISIT: &str = concat!("SELECT ", columns!(), " FROM prescription WHERE visit_id = $1 AND replaced_at IS NULL");
/// The pharmacy's acts take this row too, so what they did stands when the next statement looks.
const LOCK: &str = "SELECT id FROM prescription WHERE id = $1 AND branch_id = $2 FOR UPDATE";
/// In the language of the patient's last one.
const INSERT: &str = "INSERT INTO prescription (id, branch_id, visit_id, patient_id, number, state, version, created_at, created_by, replaces_id, late_at, late_by, lang) \
     VALUES ($1, $2, $3, $4, $5, 'draft', 1, $6, $7, $8, $9, $10, \
     COALESCE((SELECT p.lang FROM prescription p WHERE p.patient_id = $4 ORDER BY p.created_at DESC LIMIT 1), 'vi'))";
const READ_BY: &str = "UPDATE prescription SET lang = $2, version = version + 1 WHERE id = $1 AND state = 'draft'";
const LINES: &str = "SELECT l.id, l.position, l.medicine_id, l.morning_milli, l.noon_milli, l.evening_milli, l.night_milli, \
     l.days, l.quantity_milli, l.instruction, m.code, m.generic_vi, m.generic_en, m.strength, m.form, m.route, \
     m.dose_unit, m.dispense_unit, m.price_vnd, m.controlled, l.given_milli, l.declined_milli, l.first_day, l.weekday, l.outside, \
     m.brand, l.written_by, TRIM(COALESCE(w.title, '') || ' ' || COALESCE(w.name, '')) \
     FROM prescription_line l JOIN medicine m ON m.id = l.medicine_id LEFT JOIN staff w ON w.id = l.written_by WHERE l.prescription_id = $1 ORDER BY l.position";
const MEDICINE: &str = "SELECT code, dose_unit, dose_milli_per_dispense_unit, stocked FROM medicine WHERE id = $1 AND form <> 'consumable'";
const INSERT_LINE: &str = "INSERT INTO prescription_line (id, prescription_id, position, medicine_id, morning_milli, \
     noon_milli, evening_milli, night_milli, days, quantity_milli, instruction, first_day, weekday, outside, written_by) \
     SELECT CAST($1 AS BIGINT), p.id, \
     (SELECT COALESCE(MAX(position), 0) + 1 FROM prescription_line WHERE prescription_id = p.id), \
     CAST($3 AS BIGINT), CAST($4 AS BIGINT), CAST($5 AS BIGINT), CAST($6 AS BIGINT), CAST($7 AS BIGINT), \
     CAST($8 AS BIGINT), CAST($9 AS BIGINT), CAST($10 AS TEXT), CAST($11 AS BIGINT), CAST($12 AS BIGINT), CAST($13 AS BOOLEAN), CAST($14 AS BIGINT) \
     FROM prescription p WHERE p.id = $2 \
     AND NOT EXISTS (SELECT 1 FROM prescription_line o WHERE o.prescription_id = p.id AND o.medicine_id = $3 \
     AND o.first_day < CAST($11 AS BIGINT) + CAST($8 AS BIGINT) AND o.first_day + o.days > CAST($11 AS BIGINT)) \
     ON CONFLICT (prescription_id, medicine_id, first_day) DO NOTHING";
const DELETE_LINE: &str = "DELETE FROM prescription_line WHERE id = $1 AND prescription_id = $2";
const TOUCH: &str = "UPDATE prescription SET version = version + 1 WHERE id = $1 AND state = 'draft'";
const LATEST_BEFORE: &str = "SELECT p.id FROM visit v JOIN prescription p ON p.patient_id = v.patient_id AND p.visit_id <> v.id \
     AND p.state IN ('issued', 'partial', 'dispensed') AND p.replaced_at IS NULL WHERE v.id = $1 AND v.branch_id = $2 ORDER BY p.created_at DESC LIMIT 1";
const ALL_OUTSIDE: &str =
    "SELECT NOT EXISTS (SELECT 1 FROM prescription_line WHERE prescription_id = $1 AND NOT outside)";
const LINE_COUNT: &str = "SELECT COUNT(*) FROM prescription_line WHERE prescription_id = $1";
const ISSUE: &str = "UPDATE prescription SET state = 'issued', version = version + 1, issued_at = $2, issued_by = $3 \
     WHERE id = $1 AND state = 'draft'";
const CANCEL: &str =
    "UPDATE prescription SET state = 'cancelled', version = version + 1 WHERE id = $1 AND state = 'draft'";
const HOLD_ISSUED: &str = concat!(
    "UPDATE prescription SET version = version + 1 \
     WHERE id = $1 AND branch_id = $2 AND state IN ('issued', 'partial') RETURNING ",
    columns!()
);
const HOLD_GIVEN: &str = concat!(
    "UPDATE prescription SET version = version + 1 \
     WHERE id = $1 AND branch_id = $2 AND state IN ('issued', 'partial', 'dispensed') RETURNING ",
    columns!()
);
const SUM_UP: &str = "UPDATE prescription_line SET given_milli = (SELECT CAST(COALESCE(SUM(g.quantity_milli), 0) AS BIGINT) \
     FROM dispense_line g JOIN dispense d ON d.id = g.dispense_id WHERE g.prescription_line_id = prescription_line.id AND d.undone_at IS NULL), \
     declined_milli = (SELECT CAST(COALESCE(SUM(n.quantity_milli), 0) AS BIGINT) \
     FROM dispense_refusal n JOIN dispense d ON d.id = n.dispense_id WHERE n.prescription_line_id = prescription_line.id AND d.undone_at IS NULL) \
     WHERE prescription_id = $1";
const SETTLE: &str = concat!(
    "UPDATE prescription SET state = CASE \
     WHEN NOT EXISTS (SELECT 1 FROM prescription_line l WHERE l.prescription_id = prescription.id \
     AND NOT l.outside AND l.given_milli + l.declined_milli < l.quantity_milli) THEN 'dispensed' \
     WHEN EXISTS (SELECT 1 FROM dispense d WHERE d.prescription_id = prescription.id AND d.undone_at IS NULL) THEN 'partial' \
     ELSE 'issued' END WHERE id = $1 AND state IN ('issued', 'partial', 'dispensed') RETURNING ",
    columns!()
);

/// One prescription of this branch; `Stop::Missing` otherwise.
pub fn by_id(tx: &mut Tx<'_>, branch: BranchId, id: PrescriptionId) -> Result<Prescription, Stop> {
    tx.one(BY_ID, &[&id, &branch])?.ok_or(Stop::Missing)
}

/// The prescription of a visit that counts, if the doctor has begun one. The caller has proved the visit's branch.
pub fn by_visit(tx: &mut Tx<'_>, visit: VisitId) -> Result<Option<Prescription>, DbError> {
    tx.one(BY_VISIT, &[&visit])
}

/// Takes a prescription of this branch, so that it is the caller's own until the transaction ends.
pub(super) fn lock(tx: &mut Tx<'_>, branch: BranchId, id: PrescriptionId) -> Result<(), Stop> {
    tx.one::<PrescriptionId>(LOCK, &[&id, &branch])?.map(|_| ()).ok_or(Stop::Missing)
}

/// The latest prescription that the patient of a visit got at another one.
pub fn latest_before(tx: &mut Tx<'_>, who: &Who, visit: VisitId) -> Result<Option<PrescriptionId>, DbError> {
    tx.one(LATEST_BEFORE, &[&visit, &who.branch])
}

/// The lines of a prescription in the doctor's order, with their medicines.
pub fn lines(tx: &mut Tx<'_>, id: PrescriptionId) -> Result<Vec<Line>, DbError> {
    tx.all(LINES, &[&id])
}

pub(super) struct Head<'a> {
    pub(super) id: PrescriptionId,
    pub(super) branch: BranchId,
    pub(super) visit: VisitId,
    pub(super) patient: PatientId,
    pub(super) number: &'a str,
    pub(super) staff: StaffId,
    /// Begun after the visit.
    pub(super) late: bool,
    pub(super) replaces: Option<PrescriptionId>,
}

pub(super) fn insert(tx: &mut Tx<'_>, h: &Head<'_>) -> Result<(), DbError> {
    let now = tx.now();
    let (late_at, late_by) = (h.late.then_some(now), h.late.then_some(h.staff));
    tx.run_one(
        INSERT,
        &[&h.id, &h.branch, &h.visit, &h.patient, &h.number, &now, &h.staff, &h.replaces, &late_at, &late_by],
    )
}

ground::row! {
    pub(super) struct Medicine {
        pub(super) code: String,
        pub(super) dose_unit: String,
        pub(super) dose_milli_per_dispense_unit: i64,
        pub(super) stocked: bool,
    }
}

pub(super) fn medicine(tx: &mut Tx<'_>, id: MedicineId) -> Result<Option<Medicine>, DbError> {
    tx.one(MEDICINE, &[&id])
}

/// Whether the medicine was not on the prescription yet for any of these days. The visit's lock keeps others away.
pub(super) fn insert_line(
    tx: &mut Tx<'_>,
    prescription: PrescriptionId,
    id: PrescriptionLineId,
    new: &NewLine,
    (quantity, outside, writer): (Quantity, bool, StaffId),
) -> Result<bool, DbError> {
    let instruction = new.instruction.trim();
    let inserted = tx.run(
        INSERT_LINE,
        &[
            &id,
            &prescription,
            &new.medicine,
            &new.morning,
            &new.noon,
            &new.evening,
            &new.night,
            &new.days,
            &quantity,
            &instruction,
            &new.first_day,
            &new.weekday,
            &outside,
            &writer,
        ],
    )?;
    Ok(inserted == 1)
}

pub(super) fn delete_line(
    tx: &mut Tx<'_>,
    prescription: PrescriptionId,
    line: PrescriptionLineId,
) -> Result<bool, DbError> {
    Ok(tx.run(DELETE_LINE, &[&line, &prescription])? == 1)
}

/// Says what language the patient reads; false for a prescription that is no draft any more.
pub(super) fn read_by(tx: &mut Tx<'_>, id: PrescriptionId, lang: Lang) -> Result<bool, DbError> {
    Ok(tx.run(READ_BY, &[&id, &lang.code()])? == 1)
}

pub(super) fn touch(tx: &mut Tx<'_>, id: PrescriptionId) -> Result<(), DbError> {
    tx.run_one(TOUCH, &[&id])
}

pub(super) fn line_count(tx: &mut Tx<'_>, id: PrescriptionId) -> Result<i64, DbError> {
    Ok(tx.one(LINE_COUNT, &[&id])?.unwrap_or(0))
}

pub(super) fn issue(tx: &mut Tx<'_>, id: PrescriptionId, staff: StaffId) -> Result<(), DbError> {
    let now = tx.now();
    tx.run_one(ISSUE, &[&id, &now, &staff])
}

/// Whether every line is bought elsewhere: nothing waits in the pharmacy then.
pub(super) fn is_all_outside(tx: &mut Tx<'_>, id: PrescriptionId) -> Result<bool, DbError> {
    Ok(tx.one(ALL_OUTSIDE, &[&id])?.unwrap_or(false))
}

pub(super) fn cancel(tx: &mut Tx<'_>, id: PrescriptionId) -> Result<(), DbError> {
    tx.run_one(CANCEL, &[&id])
}

/// The prescription locked, while something of it may be given out.
pub(super) fn hold_issued(
    tx: &mut Tx<'_>,
    branch: BranchId,
    id: PrescriptionId,
) -> Result<Option<Prescription>, DbError> {
    tx.one(HOLD_ISSUED, &[&id, &branch])
}

/// The prescription locked, while something of it may come back.
pub(super) fn hold_given(
    tx: &mut Tx<'_>,
    branch: BranchId,
    id: PrescriptionId,
) -> Result<Option<Prescription>, DbError> {
    tx.one(HOLD_GIVEN, &[&id, &branch])
}

/// Sums up what was given and declined of each line, and the state that follows. The caller holds the prescription.
pub(super) fn settle(tx: &mut Tx<'_>, id: PrescriptionId) -> Result<Option<Prescription>, DbError> {
    tx.run(SUM_UP, &[&id])?;
    tx.one(SETTLE, &[&id])
}
