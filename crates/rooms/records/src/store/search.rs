use bricks::clock::Instant;
use bricks::id::{BranchId, PatientId, VisitId};
use ground::db::{DbError, Tx};

ground::row! {
    /// A text of a record, in both languages where it has them.
    pub struct TextRow {
        pub visit: VisitId,
        pub at: Instant,
        /// Which of the filters shows it.
        pub kind: String,
        pub vi: String,
        pub en: String,
    }
}

/// Every text of one patient's visits, found by the patient; the words are compared afterwards, because no database
/// folds Vietnamese as we do.
const TEXTS: &str = "SELECT v.id, v.arrived_at, 'visits', COALESCE(n.reason, v.reason) || ' · ' || COALESCE(n.symptoms, '') || ' · ' || \
     COALESCE(n.findings, '') || ' · ' || COALESCE(n.advice, ''), '' \
     FROM visit v LEFT JOIN note n ON n.visit_id = v.id WHERE v.patient_id = $1 AND v.branch_id = $2 \
     UNION ALL SELECT v.id, v.arrived_at, 'visits', x.code || ' ' || d.title_vi, x.code || ' ' || d.title_en \
     FROM visit v JOIN visit_diagnosis x ON x.visit_id = v.id JOIN diagnosis d ON d.code = x.code WHERE v.patient_id = $1 AND v.branch_id = $2 \
     UNION ALL SELECT v.id, v.arrived_at, 'tests', s.name_vi || ' · ' || o.finding || ' · ' || o.conclusion, s.name_en || ' · ' || o.finding || ' · ' || o.conclusion \
     FROM visit v JOIN clinical_order o ON o.visit_id = v.id JOIN service s ON s.id = o.service_id WHERE v.patient_id = $1 AND v.branch_id = $2 \
     UNION ALL SELECT v.id, v.arrived_at, 'prescriptions', m.generic_vi || ' ' || m.strength || ' · ' || l.instruction, m.generic_en || ' ' || m.strength || ' · ' || l.instruction \
     FROM visit v JOIN prescription p ON p.visit_id = v.id JOIN prescription_line l ON l.prescription_id = p.id JOIN medicine m ON m.id = l.medicine_id \
     WHERE v.patient_id = $1 AND v.branch_id = $2 AND p.state <> 'cancelled' \
     ORDER BY 2 DESC, 1 DESC";

/// Everything that can be searched, latest visit first.
pub fn texts(tx: &mut Tx<'_>, patient: PatientId, branch: BranchId) -> Result<Vec<TextRow>, DbError> {
    tx.all(TEXTS, &[&patient, &branch])
}
