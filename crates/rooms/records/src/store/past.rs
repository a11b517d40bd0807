use super::VitalsRow;
use bricks::clock::Instant;
use bricks::id::{AnalyteId, OrderId, PatientId};
use ground::db::{DbError, Tx};
use papers::order::{Flag, ValueKind};

ground::row! {
    /// What a profile said about allergies in words; nothing before it was made.
    #[derive(PartialEq, Eq)]
    pub struct InWords {
        pub words: String,
        pub asked_none: bool,
    }
}

ground::row! {
    /// A result that was there.
    pub struct PastResult {
        pub order: OrderId,
        pub done_at: Instant,
        pub service_vi: String,
        pub service_en: String,
        pub finding: String,
        pub conclusion: String,
    }
}

ground::row! {
    /// A value of such a result.
    pub struct PastValue {
        pub order: OrderId,
        pub name_vi: String,
        pub name_en: String,
        pub unit: String,
        pub decimals: i64,
        pub kind: ValueKind,
        pub value_milli: Option<i64>,
        pub value_text: String,
        pub flag: Flag,
        pub position: i64,
        pub analyte: AnalyteId,
    }
}

/// What a result that was corrected later said until then stands with the first correction behind the moment.
const RESULTS: &str = "SELECT o.id, o.done_at, s.name_vi, s.name_en, COALESCE(c.finding_before, o.finding), COALESCE(c.conclusion_before, o.conclusion) \
     FROM visit v JOIN clinical_order o ON o.visit_id = v.id JOIN service s ON s.id = o.service_id \
     LEFT JOIN result_correction c ON c.id = (SELECT x.id FROM result_correction x WHERE x.order_id = o.id AND x.corrected_at > $2 ORDER BY x.number LIMIT 1) \
     WHERE v.patient_id = $1 AND (o.state = 'done' OR o.cancelled_at > $2) AND o.done_at <= $2 ORDER BY o.done_at DESC, o.id DESC LIMIT 40";
const VALUES: &str = "SELECT q.order_id, a.name_vi, a.name_en, a.unit, a.decimals, a.kind, q.value_milli, q.value_text, q.flag, a.position, a.id \
     FROM visit v JOIN clinical_order o ON o.visit_id = v.id JOIN result_value q ON q.order_id = o.id JOIN analyte a ON a.id = q.analyte_id \
     WHERE v.patient_id = $1 AND (o.state = 'done' OR o.cancelled_at > $3) AND o.done_at BETWEEN $2 AND $3 \
     AND NOT EXISTS (SELECT 1 FROM result_correction x WHERE x.order_id = o.id AND x.corrected_at > $3) \
     UNION ALL SELECT o.id, a.name_vi, a.name_en, a.unit, a.decimals, a.kind, q.value_milli, q.value_text, q.flag, a.position, a.id \
     FROM visit v JOIN clinical_order o ON o.visit_id = v.id \
     JOIN result_correction c ON c.id = (SELECT x.id FROM result_correction x WHERE x.order_id = o.id AND x.corrected_at > $3 ORDER BY x.number LIMIT 1) \
     JOIN corrected_value q ON q.correction_id = c.id JOIN analyte a ON a.id = q.analyte_id \
     WHERE v.patient_id = $1 AND (o.state = 'done' OR o.cancelled_at > $3) AND o.done_at BETWEEN $2 AND $3 ORDER BY 1, 10, 11";

/// The vitals that were taken last.
const VITALS: &str = "SELECT t.visit_id, t.taken_at, t.systolic_mmhg, t.diastolic_mmhg, t.pulse_per_minute, t.temperature_milli, t.saturation_percent, \
     t.breaths_per_minute, t.weight_milli, t.height_milli FROM vitals t WHERE t.patient_id = $1 AND t.taken_at <= $2 ORDER BY t.taken_at DESC, t.id DESC LIMIT 10";

/// Results that were there at a moment, latest first.
pub fn results(tx: &mut Tx<'_>, patient: PatientId, at: Instant) -> Result<Vec<PastResult>, DbError> {
    tx.all(RESULTS, &[&patient, &at])
}

/// The values of results done between two instants.
pub fn values(
    tx: &mut Tx<'_>,
    patient: PatientId,
    (first, last): (Instant, Instant),
) -> Result<Vec<PastValue>, DbError> {
    tx.all(VALUES, &[&patient, &first, &last])
}

/// Vitals taken by a moment, latest first.
pub fn vitals(tx: &mut Tx<'_>, patient: PatientId, at: Instant) -> Result<Vec<VitalsRow>, DbError> {
    tx.all(VITALS, &[&patient, &at])
}

const IN_WORDS: &str = "SELECT CASE WHEN p.created_at > $2 THEN '' ELSE COALESCE(w.words, p.allergies) END, \
     p.created_at <= $2 AND COALESCE(w.asked_none, p.allergies_none) FROM patient p LEFT JOIN allergy_words w ON w.id = (SELECT x.id FROM allergy_words x \
     WHERE x.patient_id = p.id AND x.until_at > $2 ORDER BY x.until_at, x.id LIMIT 1) WHERE p.id = $1";

/// What the profile said about allergies at a moment.
pub fn in_words(tx: &mut Tx<'_>, patient: PatientId, at: Instant) -> Result<Option<InWords>, DbError> {
    tx.one(IN_WORDS, &[&patient, &at])
}
