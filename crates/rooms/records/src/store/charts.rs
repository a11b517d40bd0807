use super::{ValueRow, VitalsRow};
use bricks::clock::Instant;
use bricks::id::{AnalyteId, PatientId};
use ground::db::{DbError, Tx};

ground::row! {
    /// What was ever measured of a patient as a number.
    pub struct Measured {
        pub analyte: AnalyteId,
        pub name_vi: String,
        pub name_en: String,
        pub unit: String,
        pub count: i64,
        pub last: Instant,
    }
}

const MEASURED: &str = "SELECT a.id, a.name_vi, a.name_en, a.unit, COUNT(*), MAX(o.done_at) \
     FROM visit v JOIN clinical_order o ON o.visit_id = v.id JOIN result_value q ON q.order_id = o.id JOIN analyte a ON a.id = q.analyte_id \
     WHERE v.patient_id = $1 AND o.state = 'done' AND a.kind = 'number' AND q.value_milli IS NOT NULL \
     GROUP BY a.id, a.name_vi, a.name_en, a.unit ORDER BY 5 DESC, 2";
const VALUES_OF: &str = "SELECT q.order_id, q.analyte_id, a.name_vi, a.name_en, a.unit, a.decimals, a.kind, q.value_milli, q.value_text, q.flag, \
     q.low_milli, q.high_milli, o.done_at \
     FROM visit v JOIN clinical_order o ON o.visit_id = v.id JOIN result_value q ON q.order_id = o.id JOIN analyte a ON a.id = q.analyte_id \
     WHERE v.patient_id = $1 AND q.analyte_id = $2 AND o.state = 'done' AND q.value_milli IS NOT NULL ORDER BY o.done_at DESC LIMIT 120";
const ALL_VITALS: &str = "SELECT t.visit_id, t.taken_at, t.systolic_mmhg, t.diastolic_mmhg, t.pulse_per_minute, t.temperature_milli, t.saturation_percent, \
     t.breaths_per_minute, t.weight_milli, t.height_milli FROM vitals t WHERE t.patient_id = $1 ORDER BY t.taken_at DESC LIMIT 120";

/// Every number that was ever measured, the most frequent first.
pub fn measured(tx: &mut Tx<'_>, patient: PatientId) -> Result<Vec<Measured>, DbError> {
    tx.all(MEASURED, &[&patient])
}

/// The latest values of one analyte, latest first.
pub fn values(tx: &mut Tx<'_>, patient: PatientId, analyte: AnalyteId) -> Result<Vec<ValueRow>, DbError> {
    tx.all(VALUES_OF, &[&patient, &analyte])
}

/// The latest vitals, latest first.
pub fn vitals(tx: &mut Tx<'_>, patient: PatientId) -> Result<Vec<VitalsRow>, DbError> {
    tx.all(ALL_VITALS, &[&patient])
}
