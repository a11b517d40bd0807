use bricks::clock::Instant;
use bricks::id::{BranchId, PatientId, VisitId};
use ground::db::{DbError, Tx};
use papers::order::{Flag, ValueKind};

ground::row! {
    /// A text of a record, in both languages where it has them.
    pub struct TextRow {
        pub at: Instant,
        /// Which of the filters shows it; `cancelled` is an order that no filter shows alone, `coming` an appointment to come, `background` what stands beyond the visits.
        pub kind: String,
        /// Of the order, the line of the prescription, the receipt, the appointment or the message.
        pub id: i64,
        pub visit: Option<VisitId>,
        pub vi: String,
        /// Empty where both languages say the same.
        pub en: String,
    }
}

ground::row! {
    /// A value of a given result, and the order it is of.
    pub struct ValueText {
        pub at: Instant,
        pub visit: VisitId,
        pub order: i64,
        pub service_vi: String,
        pub service_en: String,
        pub code: String,
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
    /// A receipt, with what was said of its payment and of its void.
    pub struct ReceiptText {
        pub at: Instant,
        pub visit: VisitId,
        pub id: i64,
        pub series: String,
        pub number: i64,
        pub words: String,
    }
}

/// What hangs on the visits. Every part is found by the patient; the words are compared afterwards, because no database
/// folds Vietnamese as we do.
const OF_VISITS: &str = "SELECT v.arrived_at, 'visits', v.id, v.id, COALESCE(n.reason, v.reason) || ' · ' || COALESCE(n.symptoms, '') || ' · ' || \
     COALESCE(n.findings, '') || ' · ' || COALESCE(n.advice, ''), '' \
     FROM visit v LEFT JOIN note n ON n.visit_id = v.id WHERE v.patient_id = $1 AND v.branch_id = $2 AND v.kind = 'consultation' \
     UNION ALL SELECT v.arrived_at, 'visits', v.id, v.id, x.code || ' ' || d.title_vi, x.code || ' ' || d.title_en \
     FROM visit v JOIN visit_diagnosis x ON x.visit_id = v.id JOIN diagnosis d ON d.code = x.code WHERE v.patient_id = $1 AND v.branch_id = $2 \
     UNION ALL SELECT COALESCE(o.done_at, o.ordered_at), CASE WHEN o.state = 'cancelled' THEN 'cancelled' WHEN o.kind = 'vaccine' THEN 'vaccinations' ELSE 'tests' END, o.id, v.id, \
     s.name_vi || ' · ' || o.question || ' · ' || o.finding || ' · ' || o.conclusion || ' · ' || COALESCE(o.cancelled_reason, ''), \
     s.name_en || ' · ' || o.question || ' · ' || o.finding || ' · ' || o.conclusion || ' · ' || COALESCE(o.cancelled_reason, '') \
     FROM visit v JOIN clinical_order o ON o.visit_id = v.id JOIN service s ON s.id = o.service_id WHERE v.patient_id = $1 AND v.branch_id = $2 \
     UNION ALL SELECT f.added_at, 'images', v.id, v.id, s.name_vi || ' · ' || f.name, s.name_en || ' · ' || f.name \
     FROM visit v JOIN clinical_order o ON o.visit_id = v.id JOIN attachment f ON f.order_id = o.id JOIN service s ON s.id = o.service_id \
     WHERE v.patient_id = $1 AND v.branch_id = $2 \
     UNION ALL SELECT COALESCE(p.issued_at, p.created_at), 'prescriptions', l.id, v.id, \
     m.generic_vi || ' ' || m.strength || ' ' || m.brand || ' · ' || l.instruction || ' · ' || p.number, \
     m.generic_en || ' ' || m.strength || ' ' || m.brand || ' · ' || l.instruction || ' · ' || p.number \
     FROM visit v JOIN prescription p ON p.visit_id = v.id JOIN prescription_line l ON l.prescription_id = p.id JOIN medicine m ON m.id = l.medicine_id \
     WHERE v.patient_id = $1 AND v.branch_id = $2 AND p.state <> 'cancelled' \
     UNION ALL SELECT d.dispensed_at, 'prescriptions', g.prescription_line_id, v.id, m.generic_vi || ' ' || m.strength || ' · ' || b.number, \
     m.generic_en || ' ' || m.strength || ' · ' || b.number \
     FROM visit v JOIN dispense d ON d.visit_id = v.id AND d.undone_at IS NULL JOIN dispense_line g ON g.dispense_id = d.id \
     JOIN batch b ON b.id = g.batch_id JOIN medicine m ON m.id = b.medicine_id WHERE v.patient_id = $1 AND v.branch_id = $2";
/// What stands beside the visits; `$3` is the first moment of today.
const BESIDE: &str = "SELECT a.starts_at, CASE WHEN a.state = 'booked' AND a.starts_at >= $3 THEN 'coming' ELSE 'appointments' END, a.id, CAST(NULL AS BIGINT), \
     s.name_vi || ' · ' || d.name || ' · ' || a.note || ' · ' || COALESCE(a.ended_reason, ''), \
     s.name_en || ' · ' || d.name || ' · ' || a.note || ' · ' || COALESCE(a.ended_reason, '') \
     FROM appointment a JOIN service s ON s.id = a.service_id JOIN resource d ON d.id = a.doctor_id WHERE a.patient_id = $1 AND a.branch_id = $2 \
     UNION ALL SELECT m.created_at, 'messages', m.id, CAST(NULL AS BIGINT), m.subject || ' · ' || m.body, '' \
     FROM outbox m WHERE m.patient_id = $1 AND m.branch_id = $2 AND m.kind <> 'code' \
     UNION ALL SELECT x.recorded_at, 'background', x.id, CAST(NULL AS BIGINT), \
     COALESCE(x.code, '') || ' ' || COALESCE(d.title_vi, '') || ' ' || x.words, COALESCE(x.code, '') || ' ' || COALESCE(d.title_en, '') || ' ' || x.words \
     FROM problem x LEFT JOIN diagnosis d ON d.code = x.code WHERE x.patient_id = $1 AND x.branch_id = $2 AND COALESCE(x.ended_how, '') <> 'mistake' \
     UNION ALL SELECT f.recorded_at, 'background', f.id, CAST(NULL AS BIGINT), f.words, '' \
     FROM family_illness f WHERE f.patient_id = $1 AND f.branch_id = $2 AND f.ended_at IS NULL";
const VALUES: &str = "SELECT o.done_at, v.id, o.id, s.name_vi, s.name_en, a.code, a.name_vi, a.name_en, a.unit, a.decimals, a.kind, q.value_milli, q.value_text, q.flag \
     FROM visit v JOIN clinical_order o ON o.visit_id = v.id AND o.state = 'done' JOIN service s ON s.id = o.service_id \
     JOIN result_value q ON q.order_id = o.id JOIN analyte a ON a.id = q.analyte_id WHERE v.patient_id = $1 AND v.branch_id = $2 ORDER BY o.id, a.position";
const RECEIPTS: &str = "SELECT r.issued_at, v.id, r.id, r.series, r.number, \
     COALESCE((SELECT MAX(y.reference) FROM payment y WHERE y.receipt_id = r.id), '') || ' · ' || COALESCE(z.reason, '') \
     FROM visit v JOIN receipt r ON r.visit_id = v.id LEFT JOIN receipt_void z ON z.receipt_id = r.id WHERE v.patient_id = $1 AND v.branch_id = $2 ORDER BY r.id";

/// What is words already, in no order. `today` is the first moment of the clinic's day.
pub fn texts(tx: &mut Tx<'_>, patient: PatientId, branch: BranchId, today: Instant) -> Result<Vec<TextRow>, DbError> {
    let mut all: Vec<TextRow> = tx.all(OF_VISITS, &[&patient, &branch])?;
    let beside: Vec<TextRow> = tx.all(BESIDE, &[&patient, &branch, &today])?;
    all.extend(beside);
    Ok(all)
}

/// The values of every given result.
pub fn values(tx: &mut Tx<'_>, patient: PatientId, branch: BranchId) -> Result<Vec<ValueText>, DbError> {
    tx.all(VALUES, &[&patient, &branch])
}

/// Every receipt, voided ones too.
pub fn receipts(tx: &mut Tx<'_>, patient: PatientId, branch: BranchId) -> Result<Vec<ReceiptText>, DbError> {
    tx.all(RECEIPTS, &[&patient, &branch])
}
