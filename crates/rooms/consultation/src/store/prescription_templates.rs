//! Lines that are prescribed together for a diagnosis.

use bricks::id::{MedicineId, PrescriptionTemplateId, StaffId, VisitId};
use bricks::lang::Lang;
use bricks::quantity::Quantity;
use bricks::text::fold;
use ground::access::Who;
use ground::catalog;
use ground::db::{DbError, Tx};
use papers::prescription::NewLine;

ground::row! {
    /// A template without its lines and diagnoses.
    pub struct PrescriptionTemplate {
        pub id: PrescriptionTemplateId,
        /// Whose own it is; the clinic's without one.
        pub staff: Option<StaffId>,
        pub title: String,
        pub made_by: StaffId,
        pub maker: String,
    }
}

ground::row! {
    /// A template that suits a diagnosis of a visit.
    pub struct OfferedTemplate {
        pub id: PrescriptionTemplateId,
        pub title: String,
        pub is_clinics: bool,
        pub lines: i64,
    }
}

ground::row! {
    /// A line of a template with its medicine.
    pub struct TemplateLine {
        pub template: PrescriptionTemplateId,
        pub medicine: MedicineId,
        pub code: String,
        pub generic_vi: String,
        pub generic_en: String,
        pub strength: String,
        pub first_day: i64,
        pub morning: Quantity,
        pub noon: Quantity,
        pub evening: Quantity,
        pub night: Quantity,
        pub days: i64,
        pub weekday: Option<i64>,
        pub instruction: String,
    }
}

impl TemplateLine {
    pub fn name(&self, l: Lang) -> String {
        catalog::medicine_name(l, (&self.generic_vi, &self.generic_en), &self.strength)
    }

    /// As it is prescribed.
    pub fn as_new(&self) -> NewLine {
        NewLine {
            medicine: self.medicine,
            morning: self.morning,
            noon: self.noon,
            evening: self.evening,
            night: self.night,
            days: self.days,
            instruction: self.instruction.clone(),
            first_day: self.first_day,
            weekday: self.weekday,
        }
    }
}

ground::row! {
    /// A diagnosis that a template is for.
    pub struct TemplateCode {
        pub template: PrescriptionTemplateId,
        pub code: String,
    }
}

macro_rules! visible {
    ($columns:literal, $join:literal, $tail:literal) => {
        concat!(
            "SELECT ",
            $columns,
            " FROM prescription_template t JOIN staff m ON m.id = t.made_by ",
            $join,
            " WHERE t.branch_id = $1 AND (t.staff_id IS NULL OR t.staff_id = $2) ",
            $tail
        )
    };
}

const ALL: &str = visible!("t.id, t.staff_id, t.title, t.made_by, m.name", "", "ORDER BY t.title_fold, t.id LIMIT 500");
const ONE: &str = visible!("t.id, t.staff_id, t.title, t.made_by, m.name", "", "AND t.id = $3");
const LINES: &str = visible!(
    "l.template_id, l.medicine_id, d.code, d.generic_vi, d.generic_en, d.strength, l.first_day, l.morning_milli, l.noon_milli, \
     l.evening_milli, l.night_milli, l.days, l.weekday, l.instruction",
    "JOIN prescription_template_line l ON l.template_id = t.id JOIN medicine d ON d.id = l.medicine_id",
    "ORDER BY l.template_id, l.position"
);
const LINES_OF: &str = visible!(
    "l.template_id, l.medicine_id, d.code, d.generic_vi, d.generic_en, d.strength, l.first_day, l.morning_milli, l.noon_milli, \
     l.evening_milli, l.night_milli, l.days, l.weekday, l.instruction",
    "JOIN prescription_template_line l ON l.template_id = t.id JOIN medicine d ON d.id = l.medicine_id",
    "AND t.id = $3 ORDER BY l.position"
);
const CODES: &str = visible!(
    "c.template_id, c.code",
    "JOIN prescription_template_diagnosis c ON c.template_id = t.id",
    "ORDER BY c.template_id, c.code"
);
/// Those for a diagnosis of the visit, or for the category of one; the own ones first.
const OFFERED: &str = "SELECT t.id, t.title, t.staff_id IS NULL, \
     (SELECT COUNT(*) FROM prescription_template_line l WHERE l.template_id = t.id) FROM prescription_template t \
     WHERE t.branch_id = $1 AND (t.staff_id IS NULL OR t.staff_id = $2) AND t.id IN (SELECT c.template_id FROM visit_diagnosis d \
     JOIN prescription_template_diagnosis c ON c.code IN (d.code, SUBSTR(d.code, 1, 3)) WHERE d.visit_id = $3) \
     ORDER BY CASE WHEN t.staff_id IS NULL THEN 1 ELSE 0 END, t.title_fold, t.id LIMIT 6";
const REMOVE: &str = "DELETE FROM prescription_template WHERE id = $1";
const REMOVE_SAME: &str = "DELETE FROM prescription_template WHERE branch_id = $1 AND made_by = $2 AND title_fold = $3 \
     AND (staff_id IS NULL) = CAST($4 AS BOOLEAN)";
const INSERT: &str = "INSERT INTO prescription_template (id, branch_id, staff_id, title, title_fold, made_at, made_by) \
     VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING";
const INSERT_LINE: &str = "INSERT INTO prescription_template_line (template_id, position, medicine_id, first_day, morning_milli, noon_milli, \
     evening_milli, night_milli, days, weekday, instruction) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
const INSERT_CODE: &str =
    "INSERT INTO prescription_template_diagnosis (template_id, code) VALUES ($1, $2) ON CONFLICT DO NOTHING";

/// The clinic's templates and the asker's own, with all their lines and diagnoses.
pub type Templates = (Vec<PrescriptionTemplate>, Vec<TemplateLine>, Vec<TemplateCode>);

pub fn prescription_templates(tx: &mut Tx<'_>, who: &Who) -> Result<Templates, DbError> {
    let of: &[&dyn ground::db::Param] = &[&who.branch, &who.staff];
    Ok((tx.all(ALL, of)?, tx.all(LINES, of)?, tx.all(CODES, of)?))
}

pub fn prescription_template(
    tx: &mut Tx<'_>,
    who: &Who,
    id: PrescriptionTemplateId,
) -> Result<Option<PrescriptionTemplate>, DbError> {
    tx.one(ONE, &[&who.branch, &who.staff, &id])
}

/// The lines of one template that this person may use; none of any other.
pub fn template_lines(tx: &mut Tx<'_>, who: &Who, id: PrescriptionTemplateId) -> Result<Vec<TemplateLine>, DbError> {
    tx.all(LINES_OF, &[&who.branch, &who.staff, &id])
}

/// Up to six templates for the diagnoses of a visit.
pub fn offered_templates(tx: &mut Tx<'_>, who: &Who, visit: VisitId) -> Result<Vec<OfferedTemplate>, DbError> {
    tx.all(OFFERED, &[&who.branch, &who.staff, &visit])
}

/// What a template holds.
pub struct NewPrescriptionTemplate<'a> {
    pub is_clinics: bool,
    pub title: &'a str,
    pub codes: &'a [String],
    pub lines: &'a [NewLine],
}

/// Writes a template in the place of the maker's own of the same title; false when the clinic has one of this title that
/// somebody else made.
pub fn put_prescription_template(
    tx: &mut Tx<'_>,
    who: &Who,
    id: PrescriptionTemplateId,
    new: &NewPrescriptionTemplate<'_>,
) -> Result<bool, DbError> {
    let (now, folded) = (tx.now(), fold(new.title));
    tx.run(REMOVE_SAME, &[&who.branch, &who.staff, &folded, &new.is_clinics])?;
    let owner = (!new.is_clinics).then_some(who.staff);
    if tx.run(INSERT, &[&id, &who.branch, &owner, &new.title, &folded, &now, &who.staff])? != 1 {
        return Ok(false);
    }
    for (position, l) in (1_i64..).zip(new.lines) {
        let instruction = l.instruction.trim();
        tx.run_one(
            INSERT_LINE,
            &[
                &id,
                &position,
                &l.medicine,
                &l.first_day,
                &l.morning,
                &l.noon,
                &l.evening,
                &l.night,
                &l.days,
                &l.weekday,
                &instruction,
            ],
        )?;
    }
    for code in new.codes {
        tx.run(INSERT_CODE, &[&id, code])?;
    }
    Ok(true)
}

pub fn remove_prescription_template(tx: &mut Tx<'_>, id: PrescriptionTemplateId) -> Result<(), DbError> {
    tx.run_one(REMOVE, &[&id])
}
