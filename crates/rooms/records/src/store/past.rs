use bricks::clock::Instant;
use bricks::id::{OrderId, PatientId, PrescriptionId};
use bricks::quantity::Quantity;
use ground::db::{DbError, Tx};
use papers::order::{Flag, ValueKind};

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
    }
}

ground::row! {
    /// A line of a prescription that was issued.
    pub struct PastLine {
        pub prescription: PrescriptionId,
        pub number: String,
        pub issued_at: Instant,
        /// Something of it had been given.
        pub given: bool,
        pub generic_vi: String,
        pub generic_en: String,
        pub strength: String,
        pub dose_unit: String,
        pub morning: Quantity,
        pub noon: Quantity,
        pub evening: Quantity,
        pub night: Quantity,
        pub days: i64,
        pub instruction: String,
    }
}

const RESULTS: &str = "SELECT o.id, o.done_at, s.name_vi, s.name_en, o.finding, o.conclusion \
     FROM visit v JOIN clinical_order o ON o.visit_id = v.id JOIN service s ON s.id = o.service_id \
     WHERE v.patient_id = $1 AND o.state = 'done' AND o.done_at <= $2 ORDER BY o.done_at DESC, o.id DESC LIMIT 40";
const VALUES: &str = "SELECT q.order_id, a.name_vi, a.name_en, a.unit, a.decimals, a.kind, q.value_milli, q.value_text, q.flag \
     FROM visit v JOIN clinical_order o ON o.visit_id = v.id JOIN result_value q ON q.order_id = o.id JOIN analyte a ON a.id = q.analyte_id \
     WHERE v.patient_id = $1 AND o.state = 'done' AND o.done_at BETWEEN $2 AND $3 ORDER BY q.order_id, a.position, a.id";
const LINES: &str = "SELECT p.id, p.number, p.issued_at, \
     EXISTS (SELECT 1 FROM dispense d WHERE d.prescription_id = p.id AND d.dispensed_at <= $2 AND (d.undone_at IS NULL OR d.undone_at > $2)), \
     m.generic_vi, m.generic_en, m.strength, m.dose_unit, l.morning_milli, l.noon_milli, l.evening_milli, l.night_milli, l.days, l.instruction \
     FROM prescription p JOIN prescription_line l ON l.prescription_id = p.id JOIN medicine m ON m.id = l.medicine_id \
     WHERE p.patient_id = $1 AND p.issued_at <= $2 ORDER BY p.issued_at DESC, p.id DESC, l.position LIMIT 80";

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

/// Lines of prescriptions issued by a moment, latest first.
pub fn lines(tx: &mut Tx<'_>, patient: PatientId, at: Instant) -> Result<Vec<PastLine>, DbError> {
    tx.all(LINES, &[&patient, &at])
}
