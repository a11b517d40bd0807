//! What the record is read with: one statement for each kind of paper, for all visits of the page at once.

pub mod charts;
pub mod export;
pub mod loose;
pub mod past;
pub mod privacy;
pub mod requests;
mod rows;
pub mod search;

pub use rows::*;

use crate::rules::{Show, Window};
use bricks::clock::Instant;
use bricks::id::*;
use ground::db::{DbError, Stop, Tx};
use papers::journey::Facts;

/// Visits on one page.
pub const VISITS_PER_PAGE: usize = 20;

const HEAD: &str = concat!(
    "SELECT i.name_vi, i.name_en, \
     (SELECT COUNT(*) FROM visit c WHERE c.patient_id = p.id AND c.branch_id = p.branch_id AND c.kind = 'consultation'), \
     (SELECT COUNT(*) FROM visit c JOIN clinical_order o ON o.visit_id = c.id WHERE c.patient_id = p.id AND c.branch_id = p.branch_id \
       AND o.state <> 'cancelled'), \
     (SELECT COUNT(*) FROM attachment c WHERE c.patient_id = p.id), \
     (SELECT COUNT(*) FROM prescription c WHERE c.patient_id = p.id AND c.state <> 'cancelled'), \
     (SELECT COUNT(*) FROM visit c JOIN receipt x ON x.visit_id = c.id WHERE c.patient_id = p.id), \
     (SELECT COUNT(*) FROM appointment c WHERE c.patient_id = p.id AND c.state = 'booked' AND c.starts_at >= $2), \
     v.id, r.name, ",
    papers::facts_columns!(),
    " FROM patient p LEFT JOIN insurer i ON i.id = p.insurer_id \
     LEFT JOIN visit v ON v.id = (SELECT l.id FROM visit l WHERE l.patient_id = p.id AND l.branch_id = p.branch_id AND l.kind = 'consultation' ORDER BY l.arrived_at DESC LIMIT 1) \
     LEFT JOIN resource r ON r.id = v.room_id WHERE p.id = $1"
);

/// The visits of one page, latest first, one more than fit; `$3` is the last visit of the page before, or the first of
/// this one when `$4` is 1. Each kind of
/// paper has its own list of visits, so that a page of images is full of images.
macro_rules! visits {
    ($with:literal) => {
        concat!(
            "SELECT v.id, v.day, v.arrived_at, v.state, s.name_vi, s.name_en, d.name, COALESCE(NULLIF(n.reason, ''), v.reason), \
             COALESCE(n.symptoms, ''), COALESCE(n.findings, ''), COALESCE(n.advice, '') \
             FROM visit v JOIN service s ON s.id = v.service_id JOIN resource d ON d.id = v.doctor_id LEFT JOIN note n ON n.visit_id = v.id \
             WHERE v.patient_id = $1 AND v.branch_id = $2 \
             AND v.arrived_at <= COALESCE((SELECT b.arrived_at FROM visit b WHERE b.id = $3 AND b.patient_id = $1), 9223372036854775807) \
             AND (v.arrived_at < COALESCE((SELECT b.arrived_at FROM visit b WHERE b.id = $3 AND b.patient_id = $1), 9223372036854775807) \
               OR v.id < COALESCE(CAST($3 AS BIGINT) + CAST($4 AS BIGINT), 9223372036854775807)) ",
            $with,
            "ORDER BY v.arrived_at DESC, v.id DESC LIMIT 21"
        )
    };
}

/// A sale at the pharmacy's counter is no visit of the record; its receipt stands among the receipts.
const VISITS: &str = visits!("AND v.kind = 'consultation' ");
const VISITS_WITH_ORDERS: &str =
    visits!("AND EXISTS (SELECT 1 FROM clinical_order x WHERE x.visit_id = v.id AND x.state <> 'cancelled') ");
const VISITS_WITH_IMAGES: &str = visits!(
    "AND EXISTS (SELECT 1 FROM clinical_order x JOIN attachment y ON y.order_id = x.id WHERE x.visit_id = v.id) "
);
const VISITS_WITH_PRESCRIPTIONS: &str =
    visits!("AND EXISTS (SELECT 1 FROM prescription x WHERE x.visit_id = v.id AND x.state <> 'cancelled') ");
const VISITS_WITH_VACCINATIONS: &str = visits!(
    "AND EXISTS (SELECT 1 FROM clinical_order x WHERE x.visit_id = v.id AND x.kind = 'vaccine' AND x.state <> 'cancelled') "
);
const VISITS_WITH_CERTIFICATES: &str = visits!("AND EXISTS (SELECT 1 FROM certificate x WHERE x.visit_id = v.id) ");
const VISITS_WITH_RECEIPTS: &str = visits!("AND EXISTS (SELECT 1 FROM receipt x WHERE x.visit_id = v.id) ");

/// The visits of the page as a subquery; `$1` is the patient, `$2` and `$3` when the first and the last of them arrived.
macro_rules! of_page {
    ($before:literal, $after:literal) => {
        concat!(
            $before,
            " IN (SELECT w.id FROM visit w WHERE w.patient_id = $1 AND w.arrived_at BETWEEN $2 AND $3) ",
            $after
        )
    };
}

const ARRIVED: &str = "SELECT arrived_at FROM visit WHERE id = $2 AND patient_id = $1";
const VITALS: &str = of_page!(
    "SELECT t.visit_id, t.taken_at, t.systolic_mmhg, t.diastolic_mmhg, t.pulse_per_minute, t.temperature_milli, t.saturation_percent, \
     t.breaths_per_minute, t.weight_milli, t.height_milli FROM vitals t WHERE t.visit_id",
    "ORDER BY t.taken_at, t.id"
);
const DIAGNOSES: &str = of_page!(
    "SELECT x.visit_id, x.code, d.title_vi, d.title_en FROM visit_diagnosis x JOIN diagnosis d ON d.code = x.code WHERE x.visit_id",
    "ORDER BY x.visit_id, x.position"
);
const ORDERS: &str = of_page!(
    "SELECT o.visit_id, o.id, s.name_vi, s.name_en, o.kind, o.state, o.done_at, o.cancelled_reason, o.finding, o.conclusion \
     FROM clinical_order o JOIN service s ON s.id = o.service_id WHERE o.visit_id",
    "ORDER BY o.ordered_at, o.id"
);
const VALUES: &str = of_page!(
    "SELECT q.order_id, q.analyte_id, a.name_vi, a.name_en, a.unit, a.decimals, a.kind, q.value_milli, q.value_text, q.flag, \
     q.low_milli, q.high_milli, o.done_at \
     FROM clinical_order o JOIN result_value q ON q.order_id = o.id AND o.state = 'done' JOIN analyte a ON a.id = q.analyte_id WHERE o.visit_id",
    "ORDER BY o.done_at, q.order_id, a.position, a.id"
);
const IMAGES: &str = of_page!(
    "SELECT o.visit_id, o.id, f.id, f.name, f.width, f.height, f.added_at, s.name_vi, s.name_en \
     FROM clinical_order o JOIN attachment f ON f.order_id = o.id JOIN service s ON s.id = o.service_id WHERE o.visit_id",
    "ORDER BY f.added_at, f.id"
);
const LINES: &str = of_page!(
    "SELECT p.visit_id, p.id, p.number, p.state, l.id, m.generic_vi, m.generic_en, m.strength, m.dose_unit, m.dispense_unit, \
     l.morning_milli, l.noon_milli, l.evening_milli, l.night_milli, l.days, l.quantity_milli, l.instruction, \
     (SELECT n.number FROM prescription n WHERE n.replaces_id = p.id AND n.state <> 'cancelled') \
     FROM prescription p JOIN prescription_line l ON l.prescription_id = p.id JOIN medicine m ON m.id = l.medicine_id \
     WHERE p.state <> 'cancelled' AND p.visit_id",
    "ORDER BY p.id, l.position"
);
const GIVEN: &str = of_page!(
    "SELECT g.prescription_line_id, b.number, b.expires_on, g.quantity_milli \
     FROM prescription p JOIN dispense d ON d.prescription_id = p.id AND d.undone_at IS NULL JOIN dispense_line g ON g.dispense_id = d.id \
     JOIN batch b ON b.id = g.batch_id WHERE p.visit_id",
    "ORDER BY g.id"
);
const CERTIFICATES: &str = of_page!(
    "SELECT c.visit_id, c.id, c.kind, c.series, c.number, c.issued_at, s.name, \
     (SELECT z.why FROM certificate_void z WHERE z.certificate_id = c.id) \
     FROM certificate c JOIN staff s ON s.id = c.issued_by WHERE c.visit_id",
    "ORDER BY c.issued_at, c.id"
);
const RECEIPTS: &str = of_page!(
    "SELECT r.visit_id, r.id, r.series, r.number, r.total_vnd, r.issued_at, \
     COALESCE((SELECT MIN(y.method) FROM payment y WHERE y.receipt_id = r.id), ''), s.name, \
     EXISTS (SELECT 1 FROM receipt_void z WHERE z.receipt_id = r.id) FROM receipt r JOIN staff s ON s.id = r.issued_by WHERE r.visit_id",
    "ORDER BY r.issued_at, r.id"
);
const APPOINTMENTS: &str = "SELECT a.id, a.starts_at, a.state, s.name_vi, s.name_en, d.name, a.note \
     FROM appointment a JOIN service s ON s.id = a.service_id JOIN resource d ON d.id = a.doctor_id \
     WHERE a.patient_id = $1 AND a.branch_id = $2 AND ((a.state = 'booked' AND a.starts_at >= $3) OR a.state = 'no_show') \
     ORDER BY a.starts_at DESC LIMIT 30";
const PRESENT: &str = concat!(
    "SELECT p.id, p.code, p.name, p.sex, p.birth_day, p.birth_year, v.arrived_at, r.name, ",
    papers::facts_columns!(),
    " FROM visit v JOIN patient p ON p.id = v.patient_id JOIN resource r ON r.id = v.room_id \
     WHERE v.branch_id = $1 AND v.state IN ('waiting', 'in_room') ORDER BY v.arrived_at LIMIT 60"
);

/// Counts, the insurer and the latest visit. `today` is the first moment of the clinic's day.
pub fn head(tx: &mut Tx<'_>, patient: PatientId, today: Instant) -> Result<Head, Stop> {
    let row: HeadRow = tx.one(HEAD, &[&patient, &today])?.ok_or(Stop::Missing)?;
    let last = match (row.last_visit, row.state, row.due) {
        (Some(id), Some(state), Some(due)) => Some(LastVisit {
            id,
            room: row.last_room.unwrap_or_default(),
            facts: Facts {
                state,
                vitals_taken: row.vitals_taken,
                orders_open: row.orders_open,
                orders_done: row.orders_done,
                prescription: row.prescription,
                due,
                owes: row.owes,
            },
        }),
        _ => None,
    };
    Ok(Head {
        insurer_vi: row.insurer_vi,
        insurer_en: row.insurer_en,
        visits: row.visits,
        orders: row.orders,
        images: row.images,
        prescriptions: row.prescriptions,
        receipts: row.receipts,
        appointments: row.appointments,
        last,
    })
}

/// Where a page of visits begins: behind a visit, or with it.
#[derive(Debug, Clone, Copy)]
pub struct From {
    pub visit: VisitId,
    pub with_it: bool,
}

/// When the visit came at which a page begins; nothing for a visit of somebody else.
pub fn arrived(tx: &mut Tx<'_>, patient: PatientId, visit: VisitId) -> Result<Option<Instant>, DbError> {
    tx.one(ARRIVED, &[&patient, &visit])
}

/// The visits of a page, latest first, one more than [`VISITS_PER_PAGE`] when there are older ones.
pub fn visits(
    tx: &mut Tx<'_>,
    patient: PatientId,
    branch: BranchId,
    from: Option<From>,
    show: Show,
) -> Result<Vec<VisitRow>, DbError> {
    let sql = match show {
        Show::All | Show::Visits | Show::Messages | Show::Appointments => VISITS,
        Show::Tests => VISITS_WITH_ORDERS,
        Show::Images => VISITS_WITH_IMAGES,
        Show::Prescriptions => VISITS_WITH_PRESCRIPTIONS,
        Show::Vaccinations => VISITS_WITH_VACCINATIONS,
        Show::Certificates => VISITS_WITH_CERTIFICATES,
        Show::Payments => VISITS_WITH_RECEIPTS,
    };
    let (visit, with) = (from.map(|f| f.visit), i64::from(from.is_some_and(|f| f.with_it)));
    tx.all(sql, &[&patient, &branch, &visit, &with])
}

/// Every kind of paper of the page's visits is read by a function of this shape.
macro_rules! of_window {
    ($($(#[$doc:meta])* $name:ident: $row:ty = $sql:ident;)*) => {
        $($(#[$doc])* pub fn $name(tx: &mut Tx<'_>, patient: PatientId, of: Window) -> Result<Vec<$row>, DbError> {
            tx.all($sql, &[&patient, &of.first, &of.last])
        })*
    };
}

of_window! {
    /// Measurements, oldest first.
    vitals: VitalsRow = VITALS;
    diagnoses: DiagnosisRow = DIAGNOSES;
    orders: OrderRow = ORDERS;
    /// Values of finished orders, oldest first.
    values: ValueRow = VALUES;
    images: ImageRow = IMAGES;
    /// Prescriptions line by line.
    lines: LineRow = LINES;
    /// From which batches the lines were given.
    given: GivenRow = GIVEN;
    /// Certificates and letters, voided ones too.
    certificates: CertificateRow = CERTIFICATES;
    receipts: ReceiptRow = RECEIPTS;
}

/// Appointments to come, and those that were missed; latest first.
pub fn appointments(
    tx: &mut Tx<'_>,
    patient: PatientId,
    branch: BranchId,
    today: Instant,
) -> Result<Vec<AppointmentRow>, DbError> {
    tx.all(APPOINTMENTS, &[&patient, &branch, &today])
}

ground::row! {
    /// What somebody is told of a patient whose record is closed: no more than the search tells.
    pub struct Closed {
        pub name: String,
        pub code: String,
        pub birth_year: i64,
        pub branch: String,
    }
}

const CLOSED: &str =
    "SELECT p.name, p.code, p.birth_year, b.name FROM patient p JOIN branch b ON b.id = p.branch_id WHERE p.id = $1";

/// Who a closed record is about.
pub fn closed(tx: &mut Tx<'_>, patient: PatientId) -> Result<Closed, Stop> {
    tx.one(CLOSED, &[&patient])?.ok_or(Stop::Missing)
}

/// Who is in the house, longest first.
pub fn present(tx: &mut Tx<'_>, branch: BranchId) -> Result<Vec<Present>, DbError> {
    tx.all(PRESENT, &[&branch])
}
