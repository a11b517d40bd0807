use super::law::{Child, PaperForm};
use bricks::clock::{Day, Instant};
use bricks::id::{BranchId, PrescriptionId, VisitId};
use bricks::lang::Lang;
use bricks::quantity::Quantity;
use ground::catalog::medicine_name;
use ground::db::{DbError, Tx};

ground::row! {
    /// A medicine whose course is longer than allowed.
    #[derive(PartialEq, Eq)]
    pub struct Course {
        pub generic_vi: String,
        pub generic_en: String,
        pub strength: String,
        /// From the first to the last day.
        pub days: i64,
        pub limit: i64,
    }
}

impl Course {
    pub fn name(&self, l: Lang) -> String {
        medicine_name(l, (&self.generic_vi, &self.generic_en), &self.strength)
    }
}

ground::row! {
    pub(super) struct Patient {
        pub(super) prescription: PrescriptionId,
        pub(super) day: Day,
        pub(super) birth_day: Option<Day>,
        pub(super) birth_year: i64,
        pub(super) guardian: String,
        pub(super) guardian_phone: String,
        pub(super) companion: String,
        pub(super) identity: String,
        pub(super) weight: Option<Quantity>,
        pub(super) weighed_at: Option<Instant>,
    }
}

ground::row! {
    /// What one paper form is known by.
    pub struct Numbered {
        pub number: String,
        /// Fourteen characters; none while the facility's code was not known.
        pub national_code: Option<String>,
    }
}

ground::row! {
    /// A child as it was when the prescription was issued.
    pub struct Kept {
        pub months: i64,
        pub weight: Quantity,
        pub companion: String,
        pub identity: String,
    }
}

ground::row! {
    /// For how many days one form may prescribe.
    pub struct Limit {
        pub form: PaperForm,
        /// With a long-term disease among the diagnoses.
        pub long_term: bool,
        pub days: i64,
    }
}

const PATIENT: &str = "SELECT rx.id, v.day, p.birth_day, p.birth_year, COALESCE(p.guardian_name, ''), COALESCE(p.guardian_phone, ''), \
     rx.companion, rx.companion_identity, \
     (SELECT w.weight_milli FROM vitals w WHERE w.patient_id = p.id AND w.weight_milli IS NOT NULL ORDER BY w.taken_at DESC LIMIT 1), \
     (SELECT w.taken_at FROM vitals w WHERE w.patient_id = p.id AND w.weight_milli IS NOT NULL ORDER BY w.taken_at DESC LIMIT 1) \
     FROM prescription rx JOIN visit v ON v.id = rx.visit_id JOIN patient p ON p.id = rx.patient_id \
     WHERE rx.visit_id = $1 AND rx.branch_id = $2 AND rx.replaced_at IS NULL";
/// Lines of one medicine are steps of one course.
const TOO_LONG: &str = "SELECT m.generic_vi, m.generic_en, m.strength, MAX(l.first_day + l.days - 1), c.days \
     FROM prescription rx JOIN prescription_line l ON l.prescription_id = rx.id JOIN medicine m ON m.id = l.medicine_id \
     JOIN course_limit c ON c.form = CASE m.controlled WHEN 'narcotic' THEN 'n' WHEN 'psychotropic' THEN 'h' \
     WHEN 'precursor' THEN 'h' ELSE 'c' END \
     AND c.long_term = EXISTS (SELECT 1 FROM visit_diagnosis d JOIN long_term_disease t ON t.code IN (d.code, SUBSTR(d.code, 1, 3)) \
     WHERE d.visit_id = rx.visit_id) \
     WHERE rx.id = $1 GROUP BY m.id, m.generic_vi, m.generic_en, m.strength, c.days \
     HAVING MAX(l.first_day + l.days - 1) > c.days ORDER BY MIN(l.position)";
const ACCOMPANY: &str =
    "UPDATE prescription SET companion = $2, companion_identity = $3 WHERE id = $1 AND state = 'draft'";
const KEEP_CHILD: &str = "UPDATE prescription SET child_months = $2, child_weight_milli = $3, companion = $4, companion_identity = $5 \
     WHERE id = $1 AND state = 'draft'";
const KEPT_CHILD: &str = "SELECT child_months, child_weight_milli, companion, companion_identity FROM prescription \
     WHERE id = $1 AND child_months IS NOT NULL";
const INSERT_FORM: &str = "INSERT INTO prescription_form (prescription_id, form, number, national_code) VALUES ($1, $2, $3, $4) \
     ON CONFLICT DO NOTHING";
const NUMBERED: &str = "SELECT number, national_code FROM prescription_form WHERE prescription_id = $1 AND form = $2";
const FACILITY: &str = "SELECT code FROM prescribing_facility WHERE branch_id = $1";
const SET_FACILITY: &str = "INSERT INTO prescribing_facility (branch_id, code) VALUES ($1, $2) \
     ON CONFLICT (branch_id) DO UPDATE SET code = excluded.code";
const NO_FACILITY: &str = "DELETE FROM prescribing_facility WHERE branch_id = $1";
const LIMITS: &str = "SELECT form, long_term, days FROM course_limit ORDER BY form, long_term";
const SET_LIMIT: &str = "UPDATE course_limit SET days = $3 WHERE form = $1 AND long_term = $2";
const LONG_TERM: &str = "SELECT code FROM long_term_disease ORDER BY code";
const NO_LONG_TERM: &str = "DELETE FROM long_term_disease";
const ADD_LONG_TERM: &str = "INSERT INTO long_term_disease (code) VALUES ($1) ON CONFLICT (code) DO NOTHING";

pub(super) fn patient(tx: &mut Tx<'_>, branch: BranchId, visit: VisitId) -> Result<Option<Patient>, DbError> {
    tx.one(PATIENT, &[&visit, &branch])
}

pub(super) fn too_long(tx: &mut Tx<'_>, id: PrescriptionId) -> Result<Vec<Course>, DbError> {
    tx.all(TOO_LONG, &[&id])
}

pub(super) fn accompany(tx: &mut Tx<'_>, id: PrescriptionId, companion: &str, identity: &str) -> Result<(), DbError> {
    tx.run_one(ACCOMPANY, &[&id, &companion, &identity])
}

pub(super) fn keep_child(tx: &mut Tx<'_>, id: PrescriptionId, child: &Child) -> Result<(), DbError> {
    tx.run_one(KEEP_CHILD, &[&id, &child.months, &child.weight, &child.companion, &child.identity])
}

/// The child that a prescription was issued for; none for anybody of 72 months or more.
pub fn kept_child(tx: &mut Tx<'_>, id: PrescriptionId) -> Result<Option<Kept>, DbError> {
    tx.one(KEPT_CHILD, &[&id])
}

/// False when the number or the code is taken.
pub(super) fn insert_form(
    tx: &mut Tx<'_>,
    id: PrescriptionId,
    form: PaperForm,
    (number, national_code): (&str, Option<&str>),
) -> Result<bool, DbError> {
    Ok(tx.run(INSERT_FORM, &[&id, &form, &number, &national_code])? == 1)
}

/// The number and national code of one form; none of a prescription that was issued before they were kept.
pub fn numbered(tx: &mut Tx<'_>, id: PrescriptionId, form: PaperForm) -> Result<Option<Numbered>, DbError> {
    tx.one(NUMBERED, &[&id, &form])
}

/// The code of the branch in the national prescription system.
pub fn facility(tx: &mut Tx<'_>, branch: BranchId) -> Result<Option<String>, DbError> {
    tx.one(FACILITY, &[&branch])
}

/// Writes the facility's code; an empty one takes it away, and prescriptions have no national code then.
pub fn set_facility(tx: &mut Tx<'_>, branch: BranchId, code: &str) -> Result<(), DbError> {
    if code.is_empty() {
        tx.run(NO_FACILITY, &[&branch])?
    } else {
        tx.run(SET_FACILITY, &[&branch, &code])?
    };
    Ok(())
}

/// For how many days each form may prescribe.
pub fn limits(tx: &mut Tx<'_>) -> Result<Vec<Limit>, DbError> {
    tx.all(LIMITS, &[])
}

pub fn set_limit(tx: &mut Tx<'_>, limit: &Limit) -> Result<(), DbError> {
    tx.run_one(SET_LIMIT, &[&limit.form, &limit.long_term, &limit.days])
}

/// Codes and categories of the diseases that allow a longer course.
pub fn long_term(tx: &mut Tx<'_>) -> Result<Vec<String>, DbError> {
    tx.all(LONG_TERM, &[])
}

/// Writes the whole list anew.
pub fn set_long_term(tx: &mut Tx<'_>, codes: &[String]) -> Result<(), DbError> {
    tx.run(NO_LONG_TERM, &[])?;
    for code in codes {
        tx.run(ADD_LONG_TERM, &[code])?;
    }
    Ok(())
}
