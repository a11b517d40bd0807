use super::entries::joined;
use super::known::SEVERITIES;
use super::patient::{Fact, KnownAllergy, Override};
use crate::prescription::State;
use bricks::clock::{Day, Instant};
use bricks::id::{MedicineId, PatientId, PrescriptionId, VisitId};
use bricks::quantity::Quantity;
use ground::access::Who;
use ground::db::{DbError, Stop, Tx};

const LOCK: &str = "SELECT id FROM patient WHERE id = $1 FOR NO KEY UPDATE";
/// With when a pregnancy was told last where the patient came; an emergency hides that and does not end it.
const WHO: &str = "SELECT sex, birth_day, birth_year, allergies, allergies_none, (SELECT MAX(v.arrived_at) FROM visit v WHERE v.patient_id = patient.id \
     AND (v.priority = 'pregnant' OR v.priority_before = 'pregnant')) FROM patient WHERE id = $1";
const CODE: &str = "SELECT code FROM medicine WHERE id = $1";
const WEIGHT: &str = "SELECT weight_milli, taken_at FROM vitals WHERE patient_id = $1 AND weight_milli IS NOT NULL \
     ORDER BY taken_at DESC LIMIT 1";
/// The catalogue writes the unit with the micro sign; a clinic's own may have the Greek letter or a plain u.
const CREATININE: &str = "SELECT r.value_milli, o.done_at FROM visit v JOIN clinical_order o ON o.visit_id = v.id \
     JOIN result_value r ON r.order_id = o.id JOIN analyte a ON a.id = r.analyte_id \
     WHERE v.patient_id = $1 AND o.state = 'done' AND a.code = 'CREA' AND a.unit IN ('µmol/L', 'μmol/L', 'umol/L') AND r.value_milli IS NOT NULL \
     ORDER BY o.done_at DESC LIMIT 1";
/// What was declined whole and replaced is taken by nobody, unless the patient had some of it already.
const CURRENT: &str = "SELECT m.code, m.generic_vi, m.generic_en, m.strength, l.morning_milli, l.noon_milli, l.evening_milli, \
     l.night_milli, l.days, rx.issued_at, l.first_day, l.weekday, rx.number, rx.visit_id, l.quantity_milli, l.given_milli, l.declined_milli, \
     (SELECT CAST(COALESCE(SUM(g.returned_milli), 0) AS BIGINT) FROM dispense_line g JOIN dispense d ON d.id = g.dispense_id \
       WHERE g.prescription_line_id = l.id AND d.undone_at IS NULL), l.outside, m.dispense_unit, rx.state = 'partial', rx.replaced_at IS NOT NULL, \
     EXISTS (SELECT 1 FROM dispense_refusal n JOIN dispense d ON d.id = n.dispense_id \
       WHERE n.prescription_line_id = l.id AND n.reason = 'has_some' AND d.undone_at IS NULL), \
     (SELECT MIN(d.dispensed_at) FROM dispense d JOIN dispense_line g ON g.dispense_id = d.id WHERE g.prescription_line_id = l.id AND d.undone_at IS NULL), \
     (SELECT MAX(d.dispensed_at) FROM dispense d JOIN dispense_line g ON g.dispense_id = d.id WHERE g.prescription_line_id = l.id AND d.undone_at IS NULL), \
     (SELECT CAST(COALESCE(SUM(g.quantity_milli - g.returned_milli), 0) AS BIGINT) FROM dispense d JOIN dispense_line g ON g.dispense_id = d.id \
       WHERE g.prescription_line_id = l.id AND d.undone_at IS NULL AND d.dispensed_at = (SELECT MAX(e.dispensed_at) FROM dispense e \
       JOIN dispense_line h ON h.dispense_id = e.id WHERE h.prescription_line_id = l.id AND e.undone_at IS NULL)) \
     FROM prescription rx JOIN prescription_line l ON l.prescription_id = rx.id \
     JOIN medicine m ON m.id = l.medicine_id LEFT JOIN medicine_stop x ON x.prescription_line_id = l.id \
     WHERE rx.patient_id = $1 AND rx.created_at > $2 AND rx.state IN ('issued', 'partial', 'dispensed') AND rx.id <> $3 AND x.stopped_at IS NULL \
     AND NOT (rx.replaced_at IS NOT NULL AND l.given_milli = 0 AND l.declined_milli = l.quantity_milli \
       AND NOT EXISTS (SELECT 1 FROM dispense_refusal n JOIN dispense g ON g.id = n.dispense_id \
         WHERE n.prescription_line_id = l.id AND n.reason = 'has_some' AND g.undone_at IS NULL)) \
     ORDER BY rx.issued_at, l.position";
const OWN: &str = "SELECT visit_id, issued_at, state FROM prescription WHERE id = $1";
const SOLD: &str = "SELECT m.code, m.generic_vi, m.generic_en, m.strength, m.dispense_unit, CAST(SUM(l.quantity_milli) AS BIGINT) \
     FROM visit v JOIN retail_sale s ON s.visit_id = v.id JOIN retail_line l ON l.retail_sale_id = s.id JOIN batch b ON b.id = l.batch_id \
     JOIN medicine m ON m.id = b.medicine_id WHERE v.patient_id = $1 AND s.undone_at IS NULL AND s.sold_at >= $2 \
     GROUP BY m.id, m.code, m.generic_vi, m.generic_en, m.strength, m.dispense_unit ORDER BY m.code";
const ALLERGIES: &str = "SELECT a.allergen, a.reaction, a.severity, a.recorded_at, s.name FROM patient_allergy a \
     JOIN staff s ON s.id = a.recorded_by \
     WHERE a.removed_at IS NULL \
     AND a.patient_id IN (SELECT CAST($1 AS BIGINT) UNION ALL SELECT p.id FROM patient p WHERE p.merged_into = $1) \
     ORDER BY a.allergen, a.recorded_at";
const HAS_ALLERGY: &str = "SELECT COUNT(*) FROM patient_allergy WHERE removed_at IS NULL \
     AND patient_id IN (SELECT CAST($1 AS BIGINT) UNION ALL SELECT p.id FROM patient p WHERE p.merged_into = $1)";
const INSERT_ALLERGY: &str = "INSERT INTO patient_allergy (patient_id, allergen, reaction, severity, recorded_at, recorded_by) \
     VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (patient_id, allergen) DO NOTHING";
const KEEP_PAST: &str = "INSERT INTO patient_allergy_past (patient_id, allergen, reaction, severity, recorded_at, recorded_by, removed_at, removed_by) \
     SELECT a.patient_id, a.allergen, a.reaction, a.severity, a.recorded_at, a.recorded_by, CAST($3 AS BIGINT), CAST($4 AS BIGINT) \
     FROM patient_allergy a WHERE a.patient_id = $1 AND a.allergen = $2 ON CONFLICT (patient_id, allergen, recorded_at) DO NOTHING";
/// What was known at a moment; of one who is a part of another, until it was taken off.
const ALLERGIES_AT: &str = "SELECT a.allergen, a.reaction, a.severity, a.recorded_at, s.name FROM patient_allergy a \
     JOIN staff s ON s.id = a.recorded_by WHERE a.recorded_at <= $2 AND (a.removed_at IS NULL OR a.removed_at > $2) \
     AND a.patient_id IN (SELECT CAST($1 AS BIGINT) UNION ALL SELECT p.id FROM patient p WHERE p.merged_into = $1) \
     UNION ALL SELECT a.allergen, a.reaction, a.severity, a.recorded_at, s.name FROM patient_allergy_past a \
     JOIN staff s ON s.id = a.recorded_by WHERE a.recorded_at <= $2 AND a.removed_at > $2 \
     AND a.patient_id IN (SELECT CAST($1 AS BIGINT) UNION ALL SELECT p.id FROM patient p WHERE p.merged_into = $1) \
     ORDER BY 1, 4";
/// One that was taken off while its profile was a part of another stands in nobody's way.
const KEEP_REMOVED: &str = "INSERT INTO patient_allergy_past (patient_id, allergen, reaction, severity, recorded_at, recorded_by, removed_at, removed_by) \
     SELECT a.patient_id, a.allergen, a.reaction, a.severity, a.recorded_at, a.recorded_by, a.removed_at, CAST($3 AS BIGINT) \
     FROM patient_allergy a WHERE a.patient_id = $1 AND a.allergen = $2 AND a.removed_at IS NOT NULL \
     ON CONFLICT (patient_id, allergen, recorded_at) DO NOTHING";
const DELETE_REMOVED: &str =
    "DELETE FROM patient_allergy WHERE patient_id = $1 AND allergen = $2 AND removed_at IS NOT NULL";
const REACTION: &str = "SELECT reaction FROM patient_allergy WHERE patient_id = $1 AND allergen = $2 FOR UPDATE";
const SET_REACTION: &str = "UPDATE patient_allergy SET reaction = $3, recorded_at = $4, recorded_by = $5 \
     WHERE patient_id = $1 AND allergen = $2 AND removed_at IS NULL";
const DELETE_ALLERGY: &str = "DELETE FROM patient_allergy WHERE patient_id = $1 AND allergen = $2";
/// A part's own row is needed again when the merge is undone.
const REMOVE_FROM_PARTS: &str = "UPDATE patient_allergy SET removed_at = $3 WHERE allergen = $2 AND removed_at IS NULL \
     AND patient_id IN (SELECT p.id FROM patient p WHERE p.merged_into = $1)";
const RESTORE: &str = "UPDATE patient_allergy SET removed_at = NULL WHERE removed_at >= $2 \
     AND patient_id IN (SELECT CAST($1 AS BIGINT) UNION ALL SELECT p.id FROM patient p WHERE p.merged_into = $1)";
const SHARE_ALLERGIES: &str = "INSERT INTO patient_allergy (patient_id, allergen, reaction, severity, recorded_at, recorded_by) \
     SELECT CAST($2 AS BIGINT), allergen, reaction, severity, recorded_at, recorded_by FROM patient_allergy \
     WHERE patient_id = $1 AND recorded_at >= $3 AND removed_at IS NULL ON CONFLICT (patient_id, allergen) DO NOTHING";
/// Only what warns: that somebody is not pregnant may have been said of the other one.
const SHARE_FACT: &str = "INSERT INTO safety_fact_version (id, patient_id, pregnancy_week, breastfeeding, noted_on, egfr_milli, egfr_on, noted_at, noted_by) \
     SELECT CAST($4 AS BIGINT), CAST($2 AS BIGINT), f.pregnancy_week, f.breastfeeding, f.noted_on, o.egfr_milli, o.egfr_on, CAST($5 AS BIGINT), f.noted_by \
     FROM safety_fact_version f LEFT JOIN safety_fact_version o ON o.id = (SELECT x.id FROM safety_fact_version x WHERE x.patient_id = $2 \
       ORDER BY x.noted_at DESC, x.id DESC LIMIT 1) \
     WHERE f.id = (SELECT x.id FROM safety_fact_version x WHERE x.patient_id = $1 ORDER BY x.noted_at DESC, x.id DESC LIMIT 1) \
     AND f.noted_on >= $3 AND (f.pregnancy_week IS NOT NULL OR f.breastfeeding) \
     AND (o.id IS NULL OR o.noted_on < f.noted_on OR (o.pregnancy_week IS NULL AND NOT o.breastfeeding))";
/// Of all profiles that are one: what was noted last by a moment.
const FACT_AT: &str = "SELECT pregnancy_week, breastfeeding, noted_on, noted_at, egfr_milli, egfr_on FROM safety_fact_version \
     WHERE patient_id IN (SELECT CAST($1 AS BIGINT) UNION ALL SELECT p.id FROM patient p WHERE p.merged_into = $1) AND noted_at <= $2 \
     ORDER BY noted_at DESC, id DESC LIMIT 1";
/// A finer code of a stage (N18.31) is that stage, a supposed diagnosis counts until it is taken back, and what is known
/// of a profile that became a part of this one is known of it.
const KIDNEY_STAGE: &str = "SELECT MAX(SUBSTR(k.code, 1, 5)) FROM (SELECT q.code FROM problem q WHERE q.ended_at IS NULL \
     AND q.patient_id IN (SELECT CAST($1 AS BIGINT) UNION ALL SELECT p.id FROM patient p WHERE p.merged_into = $1) \
     UNION ALL SELECT d.code FROM (SELECT id FROM visit WHERE patient_id IN (SELECT CAST($1 AS BIGINT) UNION ALL SELECT p.id FROM patient p \
       WHERE p.merged_into = $1) ORDER BY arrived_at DESC LIMIT 20) v \
     JOIN visit_diagnosis d ON d.visit_id = v.id) k WHERE SUBSTR(k.code, 1, 5) IN ('N18.3', 'N18.4', 'N18.5', 'N18.6')";
const PUT_FACT: &str = "INSERT INTO safety_fact_version (id, patient_id, pregnancy_week, breastfeeding, noted_on, egfr_milli, egfr_on, noted_at, noted_by) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
const OVERRIDES: &str = "SELECT o.medicines, o.rule, o.said_vi, o.said_en, o.reason, o.overridden_at, s.title, s.name \
     FROM safety_override o JOIN staff s ON s.id = o.overridden_by WHERE o.prescription_id = $1 ORDER BY o.overridden_at, o.rule";
const INSERT_OVERRIDE: &str = "INSERT INTO safety_override (prescription_id, medicines, rule, said_vi, said_en, reason, \
     overridden_at, overridden_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) \
     ON CONFLICT (prescription_id, medicines, rule, said_vi) DO NOTHING";

ground::row! {
    /// Whom the rules are about.
    pub(super) struct Born {
        pub(super) sex: String,
        pub(super) birth_day: Option<Day>,
        pub(super) birth_year: i64,
        /// As it was told; may be empty.
        pub(super) allergies: String,
        /// Asked, and there is none.
        pub(super) allergies_none: bool,
        pub(super) said_pregnant: Option<Instant>,
    }
}

ground::row! {
    /// A line of another prescription of the patient.
    pub(super) struct Running {
        pub(super) code: String,
        pub(super) generic_vi: String,
        pub(super) generic_en: String,
        pub(super) strength: String,
        pub(super) morning: Quantity,
        pub(super) noon: Quantity,
        pub(super) evening: Quantity,
        pub(super) night: Quantity,
        pub(super) days: i64,
        pub(super) issued_at: Instant,
        pub(super) first_day: i64,
        pub(super) weekday: Option<i64>,
        /// Of the prescription.
        pub(super) number: String,
        pub(super) visit: VisitId,
        pub(super) quantity: Quantity,
        pub(super) given: Quantity,
        pub(super) declined: Quantity,
        pub(super) returned: Quantity,
        pub(super) outside: bool,
        pub(super) unit: String,
        pub(super) is_partial: bool,
        pub(super) is_replaced: bool,
        /// Declined because there is some at home.
        pub(super) has_some: bool,
        /// When the first and the last of it was handed over.
        pub(super) begun_at: Option<Instant>,
        pub(super) handed_at: Option<Instant>,
        /// How much of it the last handing over gave and did not come back.
        pub(super) handed: Quantity,
    }
}

ground::row! {
    /// The prescription that is checked.
    pub(super) struct Own {
        pub(super) visit: VisitId,
        pub(super) issued_at: Option<Instant>,
        pub(super) state: State,
    }
}

impl Own {
    /// Whether it is still written, or something of it to be handed over.
    pub(super) fn is_open(&self) -> bool {
        matches!(self.state, State::Draft | State::Issued | State::Partial)
    }
}

ground::row! {
    /// A medicine that the patient bought without a prescription.
    pub(super) struct Sold {
        pub(super) code: String,
        pub(super) generic_vi: String,
        pub(super) generic_en: String,
        pub(super) strength: String,
        pub(super) unit: String,
        pub(super) quantity: Quantity,
    }
}

pub(super) fn born(tx: &mut Tx<'_>, patient: PatientId) -> Result<Born, Stop> {
    tx.one(WHO, &[&patient])?.ok_or(Stop::Missing)
}

pub(super) fn code_of(tx: &mut Tx<'_>, medicine: MedicineId) -> Result<String, Stop> {
    tx.one(CODE, &[&medicine])?.ok_or(Stop::Missing)
}

/// Nobody changes what this patient does not bear until the transaction ends.
pub(crate) fn lock_patient(tx: &mut Tx<'_>, patient: PatientId) -> Result<(), Stop> {
    tx.one::<PatientId>(LOCK, &[&patient])?.map(|_| ()).ok_or(Stop::Missing)
}

pub(super) fn weight(tx: &mut Tx<'_>, patient: PatientId) -> Result<Option<(Quantity, Instant)>, DbError> {
    tx.one(WEIGHT, &[&patient])
}

/// The worst stage of a chronic kidney disease that is followed, or was diagnosed at one of the last twenty visits.
pub(super) fn kidney_stage(tx: &mut Tx<'_>, patient: PatientId) -> Result<Option<String>, DbError> {
    Ok(tx.one::<Option<String>>(KIDNEY_STAGE, &[&patient])?.flatten())
}

pub(super) fn creatinine(tx: &mut Tx<'_>, patient: PatientId) -> Result<Option<(Quantity, Instant)>, DbError> {
    tx.one(CREATININE, &[&patient])
}

/// Lines of the patient's other prescriptions begun after an instant.
pub(super) fn running(
    tx: &mut Tx<'_>,
    patient: PatientId,
    after: Instant,
    besides: PrescriptionId,
) -> Result<Vec<Running>, DbError> {
    tx.all(CURRENT, &[&patient, &after, &besides])
}

/// The prescription itself, as far as the supplies ask.
pub(super) fn own(tx: &mut Tx<'_>, prescription: PrescriptionId) -> Result<Own, Stop> {
    tx.one(OWN, &[&prescription])?.ok_or(Stop::Missing)
}

/// What the counter sold the patient from an instant on.
pub(super) fn sold(tx: &mut Tx<'_>, patient: PatientId, from: Instant) -> Result<Vec<Sold>, DbError> {
    tx.all(SOLD, &[&patient, &from])
}

/// What is known now, also of profiles that became a part of this one.
pub fn allergies(tx: &mut Tx<'_>, patient: PatientId) -> Result<Vec<KnownAllergy>, DbError> {
    Ok(each_once(tx.all(ALLERGIES, &[&patient])?))
}

/// What two profiles say of one allergy, together: every reaction, and the gravest that is known.
fn each_once(mut known: Vec<KnownAllergy>) -> Vec<KnownAllergy> {
    let grave = |severity: &str| SEVERITIES.iter().position(|known| *known == severity);
    known.dedup_by(|later, first| {
        let is_same = later.allergen == first.allergen;
        if is_same {
            first.reaction = joined(&first.reaction, &later.reaction);
            if grave(&later.severity) > grave(&first.severity) {
                first.severity.clone_from(&later.severity);
            }
        }
        is_same
    });
    known
}

/// What was known at a moment.
pub fn allergies_at(tx: &mut Tx<'_>, patient: PatientId, at: Instant) -> Result<Vec<KnownAllergy>, DbError> {
    Ok(each_once(tx.all(ALLERGIES_AT, &[&patient, &at])?))
}

/// Whether an allergy was coded: then somebody has asked.
pub fn has_coded_allergy(tx: &mut Tx<'_>, patient: PatientId) -> Result<bool, DbError> {
    Ok(tx.one::<i64>(HAS_ALLERGY, &[&patient])?.unwrap_or(0) > 0)
}

/// Whether it was not known yet.
pub(super) fn insert_allergy(
    tx: &mut Tx<'_>,
    who: &Who,
    patient: PatientId,
    (allergen, reaction, severity): (&str, &str, &str),
) -> Result<bool, DbError> {
    let now = tx.now();
    tx.run(KEEP_REMOVED, &[&patient, &allergen, &who.staff])?;
    tx.run(DELETE_REMOVED, &[&patient, &allergen])?;
    Ok(tx.run(INSERT_ALLERGY, &[&patient, &allergen, &reaction, &severity, &now, &who.staff])? == 1)
}

/// Adds what else is told to the reaction of an allergy that is known, and gives it as it is now; `None` when it says so
/// already. What stood until now goes to those of the past. The caller holds the patient.
pub(super) fn add_reaction(
    tx: &mut Tx<'_>,
    who: &Who,
    patient: PatientId,
    (allergen, more): (&str, &str),
) -> Result<Option<String>, DbError> {
    let stood: String = tx.one(REACTION, &[&patient, &allergen])?.unwrap_or_default();
    let (now, reaction) = (tx.now(), joined(&stood, more));
    if reaction == stood {
        return Ok(None);
    }
    tx.run(KEEP_PAST, &[&patient, &allergen, &now, &who.staff])?;
    tx.run_one(SET_REACTION, &[&patient, &allergen, &reaction, &now, &who.staff])?;
    Ok(Some(reaction))
}

/// Whether it was known. What stood until now goes to those of the past.
pub(super) fn delete_allergy(tx: &mut Tx<'_>, who: &Who, patient: PatientId, allergen: &str) -> Result<bool, DbError> {
    let now = tx.now();
    tx.run(KEEP_PAST, &[&patient, &allergen, &now, &who.staff])?;
    let own = tx.run(DELETE_ALLERGY, &[&patient, &allergen])?;
    Ok(own + tx.run(REMOVE_FROM_PARTS, &[&patient, &allergen, &now])? > 0)
}

/// Two profiles are two again: what was said of them while they were one may belong to either.
pub(super) fn part(
    tx: &mut Tx<'_>,
    winner: PatientId,
    loser: PatientId,
    (since, day): (Instant, Day),
) -> Result<(), DbError> {
    tx.run(RESTORE, &[&loser, &since])?;
    tx.run(SHARE_ALLERGIES, &[&winner, &loser, &since])?;
    let (id, now) = (tx.new_id(), tx.now());
    tx.run(SHARE_FACT, &[&winner, &loser, &day, &id, &now]).map(|_| ())
}

/// What is noted now.
pub fn fact(tx: &mut Tx<'_>, patient: PatientId) -> Result<Option<Fact>, DbError> {
    let now = tx.now();
    fact_at(tx, patient, now)
}

/// What was noted by a moment.
pub fn fact_at(tx: &mut Tx<'_>, patient: PatientId, at: Instant) -> Result<Option<Fact>, DbError> {
    tx.one(FACT_AT, &[&patient, &at])
}

pub(super) fn put_fact(tx: &mut Tx<'_>, who: &Who, patient: PatientId, fact: &Fact) -> Result<(), DbError> {
    let (f, id, now) = (fact, tx.new_id(), tx.now());
    tx.run_one(
        PUT_FACT,
        &[&id, &patient, &f.pregnancy_week, &f.breastfeeding, &f.noted_on, &f.egfr, &f.egfr_on, &now, &who.staff],
    )
}

pub(super) fn overrides(tx: &mut Tx<'_>, prescription: PrescriptionId) -> Result<Vec<Override>, DbError> {
    tx.all(OVERRIDES, &[&prescription])
}

/// Whether it was not overridden yet.
pub(super) fn insert_override(
    tx: &mut Tx<'_>,
    who: &Who,
    prescription: PrescriptionId,
    new: &super::patient::NewOverride<'_>,
) -> Result<bool, DbError> {
    let (now, said) = (tx.now(), &new.finding.reason);
    let (vi, en) = (said.vi.as_ref(), said.en.as_ref());
    let inserted = tx.run(
        INSERT_OVERRIDE,
        &[&prescription, &new.medicines, &new.finding.rule, &vi, &en, &new.reason, &now, &who.staff],
    )?;
    Ok(inserted == 1)
}
