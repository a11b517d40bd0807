use bricks::clock::{Day, Instant};
use bricks::id::{PatientId, VisitId};
use bricks::quantity::Quantity;
use ground::db::{DbError, Tx};
use papers::order::Flag;

ground::row! {
    /// An earlier visit.
    pub struct Earlier {
        pub id: VisitId,
        pub day: Day,
        pub arrived_at: Instant,
        pub service_vi: String,
        pub service_en: String,
        pub doctor: String,
        pub reason: String,
    }
}

ground::row! {
    /// Something found or given at an earlier visit; `kind` is one of [`DIAGNOSIS`] to [`MEDICINE`].
    pub struct Found {
        pub visit: VisitId,
        pub kind: i64,
        pub position: i64,
        pub code: String,
        pub name_vi: String,
        pub name_en: String,
        pub text: String,
        pub flag: Flag,
        pub value: Option<Quantity>,
        pub decimals: i64,
    }
}

/// So many visits are read at once.
pub const EARLIER_SHOWN: usize = 12;

/// The code and its titles.
pub const DIAGNOSIS: i64 = 1;
/// A result outside its range: the analyte's code and names, its value and flag.
pub const RESULT: i64 = 2;
/// The conclusion of an examination: its names and the text.
pub const CONCLUSION: i64 = 3;
/// A medicine: its names, the strength as text, the quantity as value.
pub const MEDICINE: i64 = 4;

const EARLIER: &str = "SELECT v.id, v.day, v.arrived_at, s.name_vi, s.name_en, d.name, COALESCE(NULLIF(n.reason, ''), v.reason) \
     FROM visit v JOIN service s ON s.id = v.service_id JOIN resource d ON d.id = v.doctor_id LEFT JOIN note n ON n.visit_id = v.id \
     WHERE v.patient_id = $1 AND v.arrived_at < $2 AND v.state = 'finished' AND v.kind = 'consultation' ORDER BY v.arrived_at DESC LIMIT 12";
const FOUND: &str = "WITH earlier AS (SELECT v.id FROM visit v WHERE v.patient_id = $1 AND v.arrived_at < $2 AND v.state = 'finished' AND v.kind = 'consultation' \
       ORDER BY v.arrived_at DESC LIMIT 12) \
     SELECT x.visit_id, CAST(1 AS BIGINT), x.position, d.code, d.title_vi, d.title_en, '', '', CAST(NULL AS BIGINT), CAST(0 AS BIGINT) \
     FROM earlier e JOIN visit_diagnosis x ON x.visit_id = e.id JOIN diagnosis d ON d.code = x.code \
     UNION ALL SELECT o.visit_id, CAST(2 AS BIGINT), a.position, a.code, a.name_vi, a.name_en, q.value_text, q.flag, q.value_milli, a.decimals \
     FROM earlier e CROSS JOIN clinical_order o JOIN result_value q ON q.order_id = o.id JOIN analyte a ON a.id = q.analyte_id \
     WHERE o.visit_id = e.id AND o.state = 'done' AND q.flag NOT IN ('', 'N') \
     UNION ALL SELECT o.visit_id, CAST(3 AS BIGINT), CAST(0 AS BIGINT), s.code, s.name_vi, s.name_en, o.conclusion, '', CAST(NULL AS BIGINT), CAST(0 AS BIGINT) \
     FROM earlier e CROSS JOIN clinical_order o JOIN service s ON s.id = o.service_id \
     WHERE o.visit_id = e.id AND o.state = 'done' AND o.conclusion <> '' \
     UNION ALL SELECT rx.visit_id, CAST(4 AS BIGINT), l.position, m.code, m.generic_vi, m.generic_en, m.strength, '', l.quantity_milli, CAST(0 AS BIGINT) \
     FROM earlier e CROSS JOIN prescription rx JOIN prescription_line l ON l.prescription_id = rx.id \
     JOIN medicine m ON m.id = l.medicine_id WHERE rx.visit_id = e.id AND rx.state IN ('issued', 'partial', 'dispensed') \
     AND NOT (rx.replaced_at IS NOT NULL AND l.given_milli = 0) ORDER BY 1, 2, 3";

/// The latest twelve finished visits before an instant, the last first.
pub fn earlier(tx: &mut Tx<'_>, patient: PatientId, before: Instant) -> Result<Vec<Earlier>, DbError> {
    tx.all(EARLIER, &[&patient, &before])
}

/// What was found and given at the visits of [`earlier`], in one statement.
pub fn found(tx: &mut Tx<'_>, patient: PatientId, before: Instant) -> Result<Vec<Found>, DbError> {
    tx.all(FOUND, &[&patient, &before])
}
