use super::{Ended, FamilyIllness, Problem, Relative, Stopped, Taken};
use crate::prescription::DAYS_MAX;
use bricks::clock::Instant;
use bricks::id::{BranchId, PatientId, PrescriptionId, PrescriptionLineId, VisitId};
use ground::access::Who;
use ground::db::{DbError, Stop, Tx};

/// A patient and the profiles that became a part of it.
macro_rules! of_patient {
    ($before:literal, $after:literal) => {
        concat!(
            $before,
            " IN (SELECT CAST($1 AS BIGINT) UNION ALL SELECT m.id FROM patient m WHERE m.merged_into = $1) ",
            $after
        )
    };
}

const PROBLEMS: &str = of_patient!(
    "SELECT p.id, p.code, d.title_vi, d.title_en, p.words, p.onset, p.recorded_at, s.name, p.ended_at, p.ended_how \
     FROM problem p JOIN staff s ON s.id = p.recorded_by LEFT JOIN diagnosis d ON d.code = p.code WHERE p.patient_id",
    "AND p.recorded_at <= $2 AND (p.ended_at IS NULL OR p.ended_at > $2 OR p.ended_how = 'resolved') ORDER BY p.recorded_at, p.id"
);
const FAMILY: &str = of_patient!(
    "SELECT f.id, f.relative, f.words, f.age_years, f.recorded_at, s.name \
     FROM family_illness f JOIN staff s ON s.id = f.recorded_by WHERE f.patient_id",
    "AND f.recorded_at <= $2 AND (f.ended_at IS NULL OR f.ended_at > $2) ORDER BY f.recorded_at, f.id"
);
/// Of `$3`: a stop counts from its moment on, until it was taken back.
const PRESCRIBED: &str = "SELECT l.id, rx.id, rx.number, rx.visit_id, m.generic_vi, m.generic_en, m.strength, m.dose_unit, l.morning_milli, l.noon_milli, \
     l.evening_milli, l.night_milli, l.days, l.instruction, rx.issued_at, \
     EXISTS (SELECT 1 FROM dispense d WHERE d.prescription_id = rx.id AND d.dispensed_at <= $3 AND (d.undone_at IS NULL OR d.undone_at > $3)), \
     COALESCE(x.stopped_at, y.stopped_at), COALESCE(x.reason, y.reason), s.name \
     FROM prescription rx JOIN prescription_line l ON l.prescription_id = rx.id JOIN medicine m ON m.id = l.medicine_id \
     LEFT JOIN medicine_stop x ON x.prescription_line_id = l.id AND x.stopped_at <= $3 \
     LEFT JOIN medicine_stop_past y ON y.prescription_line_id = l.id AND y.stopped_at <= $3 AND y.taken_back_at > $3 \
     LEFT JOIN staff s ON s.id = COALESCE(x.stopped_by, y.stopped_by) \
     WHERE rx.patient_id = $1 AND rx.created_at BETWEEN $2 AND $3 AND rx.issued_at <= $3 AND rx.state IN ('issued', 'partial', 'dispensed') \
     AND NOT (rx.replaced_at <= $3 AND rx.replaced_at IS NOT NULL AND l.given_milli = 0 AND l.declined_milli = l.quantity_milli \
       AND NOT EXISTS (SELECT 1 FROM dispense_refusal n JOIN dispense g ON g.id = n.dispense_id \
         WHERE n.prescription_line_id = l.id AND n.reason = 'has_some' AND g.undone_at IS NULL)) \
     ORDER BY rx.issued_at DESC, rx.id DESC, l.position LIMIT 200";
const INSERT_PROBLEM: &str = "INSERT INTO problem (id, branch_id, patient_id, code, words, onset, visit_id, recorded_at, recorded_by) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING";
const PATIENT_OF: &str = "SELECT patient_id FROM visit WHERE id = $1";
const END_PROBLEM: &str = "UPDATE problem SET ended_at = $3, ended_by = $4, ended_how = $5 WHERE id = $1 AND ended_at IS NULL \
     AND patient_id IN (SELECT CAST($2 AS BIGINT) UNION ALL SELECT m.id FROM patient m WHERE m.merged_into = $2)";
const INSERT_FAMILY: &str = "INSERT INTO family_illness (id, branch_id, patient_id, relative, words, age_years, recorded_at, recorded_by) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
const END_FAMILY: &str = "UPDATE family_illness SET ended_at = $3, ended_by = $4 WHERE id = $1 AND ended_at IS NULL \
     AND patient_id IN (SELECT CAST($2 AS BIGINT) UNION ALL SELECT m.id FROM patient m WHERE m.merged_into = $2)";
const STOP: &str = "INSERT INTO medicine_stop (prescription_line_id, reason, stopped_at, stopped_by) \
     SELECT l.id, CAST($3 AS TEXT), CAST($4 AS BIGINT), CAST($5 AS BIGINT) FROM prescription_line l \
     JOIN prescription rx ON rx.id = l.prescription_id WHERE l.id = $1 AND rx.patient_id = $2 AND rx.state IN ('issued', 'partial', 'dispensed') \
     ON CONFLICT (prescription_line_id) DO NOTHING";
const KEEP_STOP: &str = "INSERT INTO medicine_stop_past (prescription_line_id, reason, stopped_at, stopped_by, taken_back_at, taken_back_by) \
     SELECT x.prescription_line_id, x.reason, x.stopped_at, x.stopped_by, CAST($2 AS BIGINT), CAST($3 AS BIGINT) FROM medicine_stop x WHERE x.prescription_line_id = $1 \
     ON CONFLICT (prescription_line_id, stopped_at) DO NOTHING";
const UNSTOP: &str = "DELETE FROM medicine_stop WHERE prescription_line_id = $1";
const STOPPED: &str = "SELECT x.prescription_line_id, x.reason, x.stopped_at, s.name FROM prescription_line l \
     JOIN medicine_stop x ON x.prescription_line_id = l.id JOIN staff s ON s.id = x.stopped_by WHERE l.prescription_id = $1";
const LINE: &str = "SELECT m.code, rx.id FROM prescription_line l JOIN prescription rx ON rx.id = l.prescription_id \
     JOIN medicine m ON m.id = l.medicine_id WHERE l.id = $1 AND rx.patient_id = $2";
const KNOWN_CODE: &str = "SELECT code FROM diagnosis WHERE code = $1";

/// What was written down by a moment: still followed then, or over.
pub(super) fn problems(tx: &mut Tx<'_>, patient: PatientId, at: Instant) -> Result<Vec<Problem>, DbError> {
    tx.all(PROBLEMS, &[&patient, &at])
}

pub(super) fn family(tx: &mut Tx<'_>, patient: PatientId, at: Instant) -> Result<Vec<FamilyIllness>, DbError> {
    tx.all(FAMILY, &[&patient, &at])
}

/// Lines of prescriptions begun and issued between two moments, latest first: what was so at the later one.
pub fn prescribed(tx: &mut Tx<'_>, patient: PatientId, (from, at): (Instant, Instant)) -> Result<Vec<Taken>, DbError> {
    tx.all(PRESCRIBED, &[&patient, &from, &at])
}

/// Lines issued by a moment, of prescriptions begun so late before it that a course may still run.
pub(super) fn taken(tx: &mut Tx<'_>, patient: PatientId, at: Instant) -> Result<Vec<Taken>, DbError> {
    prescribed(tx, patient, (at.plus_minutes(-(DAYS_MAX + 1) * 24 * 60), at))
}

/// The lines of a prescription that the record says are stopped.
pub fn stopped(tx: &mut Tx<'_>, prescription: PrescriptionId) -> Result<Vec<Stopped>, DbError> {
    tx.all(STOPPED, &[&prescription])
}

/// Whether a visit was this patient's.
pub(super) fn is_visit_of(tx: &mut Tx<'_>, visit: VisitId, patient: PatientId) -> Result<bool, DbError> {
    Ok(tx.one::<PatientId>(PATIENT_OF, &[&visit])? == Some(patient))
}

pub(super) fn is_code(tx: &mut Tx<'_>, code: &str) -> Result<bool, DbError> {
    Ok(tx.one::<String>(KNOWN_CODE, &[&code])?.is_some())
}

/// A problem to write down.
pub(super) struct NewProblem<'a> {
    pub(super) branch: BranchId,
    pub(super) patient: PatientId,
    pub(super) code: Option<&'a str>,
    pub(super) words: &'a str,
    pub(super) onset: &'a str,
    pub(super) visit: Option<VisitId>,
}

/// The new row's id; `None` when this code is followed already.
pub(super) fn insert_problem(tx: &mut Tx<'_>, who: &Who, new: &NewProblem<'_>) -> Result<Option<i64>, DbError> {
    let (id, now) = (tx.new_id(), tx.now());
    let row: [&dyn ground::db::Param; 9] =
        [&id, &new.branch, &new.patient, &new.code, &new.words, &new.onset, &new.visit, &now, &who.staff];
    Ok((tx.run(INSERT_PROBLEM, &row)? == 1).then_some(id))
}

/// Whether it was followed until now.
pub(super) fn end_problem(
    tx: &mut Tx<'_>,
    who: &Who,
    patient: PatientId,
    id: i64,
    how: Ended,
) -> Result<bool, DbError> {
    let now = tx.now();
    Ok(tx.run(END_PROBLEM, &[&id, &patient, &now, &who.staff, &how])? == 1)
}

pub(super) fn insert_family(
    tx: &mut Tx<'_>,
    who: &Who,
    (branch, patient): (BranchId, PatientId),
    relative: Relative,
    (words, age_years): (&str, Option<i64>),
) -> Result<i64, DbError> {
    let (id, now) = (tx.new_id(), tx.now());
    tx.run_one(INSERT_FAMILY, &[&id, &branch, &patient, &relative, &words, &age_years, &now, &who.staff])?;
    Ok(id)
}

/// Whether it stood until now.
pub(super) fn end_family(tx: &mut Tx<'_>, who: &Who, patient: PatientId, id: i64) -> Result<bool, DbError> {
    let now = tx.now();
    Ok(tx.run(END_FAMILY, &[&id, &patient, &now, &who.staff])? == 1)
}

/// Whether it was taken until now.
pub(super) fn stop(
    tx: &mut Tx<'_>,
    who: &Who,
    patient: PatientId,
    line: PrescriptionLineId,
    reason: &str,
) -> Result<bool, DbError> {
    let now = tx.now();
    Ok(tx.run(STOP, &[&line, &patient, &reason, &now, &who.staff])? == 1)
}

/// Whether it was stopped until now; that it was is kept.
pub(super) fn take_stop_back(tx: &mut Tx<'_>, who: &Who, line: PrescriptionLineId) -> Result<bool, DbError> {
    let now = tx.now();
    tx.run(KEEP_STOP, &[&line, &now, &who.staff])?;
    Ok(tx.run(UNSTOP, &[&line])? == 1)
}

/// The code of the medicine on a line of this patient, and its prescription.
pub(super) fn medicine_of(
    tx: &mut Tx<'_>,
    patient: PatientId,
    line: PrescriptionLineId,
) -> Result<(String, PrescriptionId), Stop> {
    tx.one(LINE, &[&line, &patient])?.ok_or(Stop::Missing)
}
