//! What was handed over, what came back, and what holds a prescription up: one statement a function.

use crate::takings::{Declined, Taking};
use bricks::clock::{Day, Instant};
use bricks::id::{BatchId, BranchId, DispenseId, MedicineId, PrescriptionId, PrescriptionLineId, StaffId};
use bricks::lang::Lang;
use bricks::quantity::Quantity;
use ground::access::Who;
use ground::catalog;
use ground::db::{DbError, Stop, Tx};
use papers::prescription::Prescription;

const HANDINGS: &str = "SELECT d.id, d.prescription_id, d.number, d.dispensed_at, s.title, s.name, d.given_to, d.receiver, \
     d.batch_reason, COALESCE(c.name, ''), d.undone_at, COALESCE(u.name, ''), d.undone_reason, \
     (SELECT COUNT(*) FROM dispense_seen x WHERE x.dispense_id = d.id AND x.ticked) \
     FROM dispense d JOIN staff s ON s.id = d.dispensed_by LEFT JOIN staff c ON c.id = d.confirmed_by \
     LEFT JOIN staff u ON u.id = d.undone_by WHERE d.prescription_id = $1 ORDER BY d.number";
const HANDING: &str = "SELECT prescription_id FROM dispense WHERE id = $1 AND branch_id = $2";
const GIVEN: &str = "SELECT g.id, g.dispense_id, g.prescription_line_id, b.id, b.medicine_id, b.number, b.expires_on, b.quantity_milli, \
     g.quantity_milli, g.returned_milli, m.brand, m.generic_vi, m.generic_en, m.strength, m.dispense_unit, g.reviewed_line_id \
     FROM dispense d JOIN dispense_line g ON g.dispense_id = d.id JOIN batch b ON b.id = g.batch_id \
     JOIN medicine m ON m.id = b.medicine_id WHERE d.prescription_id = $1 ORDER BY b.expires_on, b.id, g.id";
const REFUSED: &str = "SELECT n.prescription_line_id, n.quantity_milli, n.reason, n.note FROM dispense d \
     JOIN dispense_refusal n ON n.dispense_id = d.id WHERE d.prescription_id = $1 AND d.undone_at IS NULL ORDER BY d.number";
const INSERT: &str = "INSERT INTO dispense (id, branch_id, prescription_id, number, visit_id, patient_id, dispensed_at, dispensed_by, \
     given_to, receiver, batch_reason, confirmed_by) \
     SELECT CAST($1 AS BIGINT), p.branch_id, p.id, (SELECT COALESCE(MAX(d.number), 0) + 1 FROM dispense d WHERE d.prescription_id = p.id), \
     p.visit_id, p.patient_id, CAST($3 AS BIGINT), CAST($4 AS BIGINT), CAST($5 AS TEXT), CAST($6 AS TEXT), CAST($7 AS TEXT), CAST($8 AS BIGINT) \
     FROM prescription p WHERE p.id = $2";
const INSERT_STOPPED: &str =
    "INSERT INTO dispense_stopped (dispense_id, prescription_line_id, reason) VALUES ($1, $2, $3)";
const INSERT_LINE: &str = "INSERT INTO dispense_line (id, dispense_id, prescription_line_id, batch_id, quantity_milli, reviewed_line_id) \
     VALUES ($1, $2, $3, $4, $5, $6)";
const INSERT_REFUSAL: &str = "INSERT INTO dispense_refusal (dispense_id, prescription_line_id, quantity_milli, reason, note) \
     VALUES ($1, $2, $3, $4, $5)";
const INSERT_TOLD: &str = "INSERT INTO counselling (dispense_id, prescription_line_id) VALUES ($1, $2)";
/// Nothing of it may have come back: that would be counted twice.
const UNDO: &str = "UPDATE dispense SET undone_at = $2, undone_by = $3, undone_reason = $4 WHERE id = $1 AND undone_at IS NULL \
     AND NOT EXISTS (SELECT 1 FROM dispense_line g WHERE g.dispense_id = dispense.id AND g.returned_milli > 0)";
const IS_STANDING: &str = "SELECT undone_at IS NULL FROM dispense WHERE id = $1";
const COME_BACK: &str = "UPDATE dispense_line SET returned_milli = returned_milli + $2 \
     WHERE id = $1 AND returned_milli + $2 <= quantity_milli";
const INSERT_RETURN: &str = "INSERT INTO stock_return (id, branch_id, dispense_id, number, fate, reason, returned_at, returned_by) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
const INSERT_RETURN_LINE: &str =
    "INSERT INTO stock_return_line (id, stock_return_id, dispense_line_id, quantity_milli) VALUES ($1, $2, $3, $4)";
macro_rules! returned {
    ($where:literal) => {
        concat!(
            "SELECT r.id, r.dispense_id, r.number, r.fate, r.reason, r.returned_at, s.name, r.undone_at, r.undone_reason, COALESCE(u.name, '') \
             FROM dispense d JOIN stock_return r ON r.dispense_id = d.id JOIN staff s ON s.id = r.returned_by \
             LEFT JOIN staff u ON u.id = r.undone_by WHERE ",
            $where
        )
    };
}
const RETURNS: &str = returned!("d.prescription_id = $1 ORDER BY r.returned_at, r.id");
const RETURN: &str = returned!("d.id = $1 AND r.id = $2");
const RETURN_LINES: &str = "SELECT l.dispense_line_id, g.batch_id, l.quantity_milli FROM stock_return_line l \
     JOIN dispense_line g ON g.id = l.dispense_line_id WHERE l.stock_return_id = $1 ORDER BY g.batch_id, l.id";
const UNDO_RETURN: &str =
    "UPDATE stock_return SET undone_at = $2, undone_by = $3, undone_reason = $4 WHERE id = $1 AND undone_at IS NULL";
const STAY: &str =
    "UPDATE dispense_line SET returned_milli = returned_milli - $2 WHERE id = $1 AND returned_milli >= $2";
const PAUSES: &str = "SELECT p.reason, p.said, p.paused_at, s.title, s.name, p.answer, p.ended_at, COALESCE(e.title, ''), COALESCE(e.name, ''), p.paused_by, p.ended_by \
     FROM prescription_pause p JOIN staff s ON s.id = p.paused_by LEFT JOIN staff e ON e.id = p.ended_by \
     WHERE p.prescription_id = $1 ORDER BY p.paused_at, p.id";
const IS_PAUSED: &str = "SELECT id FROM prescription_pause WHERE prescription_id = $1 AND ended_at IS NULL";
const PAUSE: &str = "INSERT INTO prescription_pause (id, prescription_id, reason, said, paused_at, paused_by) \
     VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (prescription_id) WHERE ended_at IS NULL DO NOTHING";
const END_PAUSE: &str = "UPDATE prescription_pause SET ended_at = $2, ended_by = $3 \
     WHERE prescription_id = $1 AND ended_at IS NULL AND reason <> 'question'";
const ALLOW: &str = "INSERT INTO substitution (prescription_line_id, medicine_id, allowed_at, allowed_by) \
     SELECT l.id, m.id, CAST($4 AS BIGINT), CAST($5 AS BIGINT) FROM prescription_line l JOIN medicine m ON m.id = $3 AND m.stocked \
     WHERE l.id = $2 AND l.prescription_id = $1 AND l.medicine_id <> m.id ON CONFLICT (prescription_line_id, medicine_id) DO NOTHING";
const CHECK: &str = "INSERT INTO controlled_check (prescription_id, checked_by, checked_at) VALUES ($1, $2, $3) \
     ON CONFLICT (prescription_id, checked_by) DO UPDATE SET checked_at = excluded.checked_at";
const CHECKED: &str = "SELECT c.checked_by, s.name, c.checked_at FROM controlled_check c JOIN staff s ON s.id = c.checked_by \
     WHERE c.prescription_id = $1 AND c.checked_at > $2 ORDER BY c.checked_at DESC";
const FORGET_CHECKS: &str = "DELETE FROM controlled_check WHERE prescription_id = $1";

ground::row! {
    /// One handing over of a prescription.
    pub struct Handing {
        pub id: DispenseId,
        pub prescription: PrescriptionId,
        pub number: i64,
        pub at: Instant,
        pub by_title: String,
        pub by_name: String,
        /// `patient` or `relative`.
        pub given_to: String,
        pub receiver: String,
        /// Why it was not taken by the earliest expiry.
        pub batch_reason: String,
        /// The second person for controlled medicines.
        pub confirmed_by: String,
        pub undone_at: Option<Instant>,
        pub undone_by: String,
        pub undone_reason: String,
        /// Stops that somebody went on with and whoever handed over looked at.
        pub stops_seen: i64,
    }
}

ground::row! {
    /// What was given from a batch for a line.
    pub struct Given {
        pub id: i64,
        pub dispense: DispenseId,
        pub line: PrescriptionLineId,
        pub batch: BatchId,
        pub medicine: MedicineId,
        pub number: String,
        pub expires_on: Day,
        pub on_hand: Quantity,
        pub quantity: Quantity,
        pub returned: Quantity,
        pub brand: String,
        pub generic_vi: String,
        pub generic_en: String,
        pub strength: String,
        pub dispense_unit: String,
        /// What was reviewed and paid before, if it was.
        pub review: Option<i64>,
    }
}

impl Given {
    /// Generic name and strength, with the brand when there is one.
    pub fn name(&self, l: Lang) -> String {
        let generic = catalog::medicine_name(l, (&self.generic_vi, &self.generic_en), &self.strength);
        if self.brand.is_empty() { generic } else { format!("{generic} ({})", self.brand) }
    }
}

impl Handing {
    pub fn by(&self) -> String {
        format!("{} {}", self.by_title, self.by_name).trim().to_owned()
    }
}

ground::row! {
    /// What of a line the pharmacy did not give.
    pub struct Refused {
        pub line: PrescriptionLineId,
        pub quantity: Quantity,
        pub reason: String,
        pub note: String,
    }
}

ground::row! {
    /// A document of goods that came back.
    pub struct Returned {
        pub id: i64,
        pub dispense: DispenseId,
        pub number: String,
        /// `shelf` or `destruction`.
        pub fate: String,
        pub reason: String,
        pub at: Instant,
        pub by: String,
        /// It was typed wrongly.
        pub undone_at: Option<Instant>,
        pub undone_reason: String,
        pub undone_by: String,
    }
}

ground::row! {
    /// Why the pharmacy waits or waited, and what a doctor answered.
    pub struct Pause {
        pub reason: String,
        pub said: String,
        pub at: Instant,
        pub by_title: String,
        pub by_name: String,
        pub answer: String,
        pub ended_at: Option<Instant>,
        pub ended_title: String,
        pub ended_name: String,
        pub paused_by: StaffId,
        pub ended_by: Option<StaffId>,
    }
}

impl Pause {
    /// Whether who asked took the question back.
    pub fn withdrawn(&self) -> bool {
        self.ended_by == Some(self.paused_by)
    }
    pub fn by(&self) -> String {
        format!("{} {}", self.by_title, self.by_name).trim().to_owned()
    }
    pub fn ended_by(&self) -> String {
        format!("{} {}", self.ended_title, self.ended_name).trim().to_owned()
    }
}

/// Every handing over, the first one first; also those that were taken back.
pub fn handings(tx: &mut Tx<'_>, id: PrescriptionId) -> Result<Vec<Handing>, DbError> {
    tx.all(HANDINGS, &[&id])
}

/// The prescription of a handing over of this branch; `Stop::Missing` otherwise.
pub fn prescription_of(tx: &mut Tx<'_>, branch: BranchId, id: DispenseId) -> Result<PrescriptionId, Stop> {
    tx.one(HANDING, &[&id, &branch])?.ok_or(Stop::Missing)
}

/// What was given for all lines in all handings, the earliest expiry first.
pub fn given(tx: &mut Tx<'_>, id: PrescriptionId) -> Result<Vec<Given>, DbError> {
    tx.all(GIVEN, &[&id])
}

pub fn refused(tx: &mut Tx<'_>, id: PrescriptionId) -> Result<Vec<Refused>, DbError> {
    tx.all(REFUSED, &[&id])
}

pub fn returns(tx: &mut Tx<'_>, id: PrescriptionId) -> Result<Vec<Returned>, DbError> {
    tx.all(RETURNS, &[&id])
}

/// One document of a handing over.
pub fn return_of(tx: &mut Tx<'_>, (dispense, id): (DispenseId, i64)) -> Result<Option<Returned>, DbError> {
    tx.one(RETURN, &[&dispense, &id])
}

/// What came back with a document: the row that it was given by, the batch, how much.
pub fn return_lines(tx: &mut Tx<'_>, id: i64) -> Result<Vec<(i64, BatchId, Quantity)>, DbError> {
    tx.all(RETURN_LINES, &[&id])
}

/// Whether the document counted until now.
pub fn undo_return(tx: &mut Tx<'_>, who: &Who, id: i64, reason: &str) -> Result<bool, DbError> {
    let now = tx.now();
    Ok(tx.run(UNDO_RETURN, &[&id, &now, &who.staff, &reason])? == 1)
}

/// Whether so much of a line had come back, and is with the patient again.
pub fn stay(tx: &mut Tx<'_>, line: i64, quantity: Quantity) -> Result<bool, DbError> {
    Ok(tx.run(STAY, &[&line, &quantity])? == 1)
}

/// Who takes the medicines along, and what has to be known of the handing over.
#[derive(Debug, Clone, Default)]
pub struct HandedTo {
    pub given_to: &'static str,
    pub receiver: String,
    pub batch_reason: String,
    pub confirmed_by: Option<StaffId>,
}

/// Writes down that a held prescription is handed over now.
pub fn insert(tx: &mut Tx<'_>, who: &Who, of: &Prescription, to: &HandedTo) -> Result<DispenseId, DbError> {
    let (id, now) = (DispenseId::from_raw(tx.new_id()), tx.now());
    let (given_to, receiver, reason) = (to.given_to, &to.receiver, &to.batch_reason);
    tx.run_one(INSERT, &[&id, &of.id, &now, &who.staff, &given_to, receiver, reason, &to.confirmed_by])?;
    Ok(id)
}

/// Writes down what is given from one batch for one line; gives the row's id.
pub fn insert_line(
    tx: &mut Tx<'_>,
    dispense: DispenseId,
    taking: &Taking,
    review: Option<i64>,
) -> Result<i64, DbError> {
    let id = tx.new_id();
    tx.run_one(INSERT_LINE, &[&id, &dispense, &taking.line, &taking.batch, &taking.quantity, &review])?;
    Ok(id)
}

/// Writes down why a line was given though it is stopped.
pub fn insert_stopped(
    tx: &mut Tx<'_>,
    dispense: DispenseId,
    line: PrescriptionLineId,
    reason: &str,
) -> Result<(), DbError> {
    tx.run_one(INSERT_STOPPED, &[&dispense, &line, &reason])
}

pub fn insert_refusal(tx: &mut Tx<'_>, dispense: DispenseId, declined: &Declined) -> Result<(), DbError> {
    let (line, quantity, reason, note) = (declined.line, declined.quantity, declined.reason, &declined.note);
    tx.run_one(INSERT_REFUSAL, &[&dispense, &line, &quantity, &reason, note])
}

pub fn insert_counselling(tx: &mut Tx<'_>, dispense: DispenseId, line: PrescriptionLineId) -> Result<(), DbError> {
    tx.run_one(INSERT_TOLD, &[&dispense, &line])
}

/// Whether the handing over was taken back now: it stood, and nothing of it had come back.
pub fn undo(tx: &mut Tx<'_>, who: &Who, id: DispenseId, reason: &str) -> Result<bool, DbError> {
    let now = tx.now();
    Ok(tx.run(UNDO, &[&id, &now, &who.staff, &reason])? == 1)
}

/// Whether it has not been taken back.
pub fn is_standing(tx: &mut Tx<'_>, id: DispenseId) -> Result<bool, DbError> {
    Ok(tx.one(IS_STANDING, &[&id])?.unwrap_or(false))
}

/// Whether so much more of a line can have come back.
pub fn come_back(tx: &mut Tx<'_>, line: i64, quantity: Quantity) -> Result<bool, DbError> {
    Ok(tx.run(COME_BACK, &[&line, &quantity])? == 1)
}

pub fn insert_return(
    tx: &mut Tx<'_>,
    who: &Who,
    of: DispenseId,
    (number, fate, reason): (&str, &str, &str),
) -> Result<i64, DbError> {
    let (id, now) = (tx.new_id(), tx.now());
    tx.run_one(INSERT_RETURN, &[&id, &who.branch, &of, &number, &fate, &reason, &now, &who.staff])?;
    Ok(id)
}

pub fn insert_return_line(tx: &mut Tx<'_>, of: i64, line: i64, quantity: Quantity) -> Result<(), DbError> {
    let id = tx.new_id();
    tx.run_one(INSERT_RETURN_LINE, &[&id, &of, &line, &quantity])
}

/// Every pause, the first one first; the last one is open when it has no end.
pub fn pauses(tx: &mut Tx<'_>, id: PrescriptionId) -> Result<Vec<Pause>, DbError> {
    tx.all(PAUSES, &[&id])
}

/// Whether the pharmacy waits with a prescription.
pub fn is_paused(tx: &mut Tx<'_>, id: PrescriptionId) -> Result<bool, DbError> {
    Ok(tx.one::<i64>(IS_PAUSED, &[&id])?.is_some())
}

/// Whether it waits now, and did not before.
pub fn pause(tx: &mut Tx<'_>, who: &Who, of: PrescriptionId, (reason, said): (&str, &str)) -> Result<bool, DbError> {
    let (id, now) = (tx.new_id(), tx.now());
    Ok(tx.run(PAUSE, &[&id, &of, &reason, &said, &now, &who.staff])? == 1)
}

/// Whether a pause was open and is ended now; a question is ended by its answer alone.
pub fn end_pause(tx: &mut Tx<'_>, who: &Who, of: PrescriptionId) -> Result<bool, DbError> {
    let now = tx.now();
    Ok(tx.run(END_PAUSE, &[&of, &now, &who.staff])? == 1)
}

/// Whether another product may stand for the medicine of a line now: the line is of this prescription, the product kept.
pub fn allow_substitution(
    tx: &mut Tx<'_>,
    who: &Who,
    of: PrescriptionId,
    (line, medicine): (PrescriptionLineId, MedicineId),
) -> Result<bool, DbError> {
    let now = tx.now();
    Ok(tx.run(ALLOW, &[&of, &line, &medicine, &now, &who.staff])? == 1)
}

/// Writes down that somebody looked at the controlled medicines.
pub fn check(tx: &mut Tx<'_>, who: &Who, of: PrescriptionId) -> Result<(), DbError> {
    let now = tx.now();
    tx.run_one(CHECK, &[&of, &who.staff, &now])
}

/// Who looked at the controlled medicines since an instant, the latest first.
pub fn checked(
    tx: &mut Tx<'_>,
    of: PrescriptionId,
    since: Instant,
) -> Result<Vec<(StaffId, String, Instant)>, DbError> {
    tx.all(CHECKED, &[&of, &since])
}

/// A further handing over needs a further look.
pub fn forget_checks(tx: &mut Tx<'_>, of: PrescriptionId) -> Result<(), DbError> {
    tx.run(FORGET_CHECKS, &[&of]).map(|_| ())
}
