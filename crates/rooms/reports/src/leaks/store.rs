//! The statements of the leak finder.

use bricks::clock::{Day, Instant};
use bricks::id::{ChargeId, MedicineId, PatientId, ServiceId, VisitId};
use bricks::money::Money;
use bricks::quantity::Quantity;
use ground::access::Who;
use ground::db::{DbError, Tx};
use papers::charge::SourceKind;

ground::row! {
    /// Something that was done and is charged to nobody.
    pub struct Unbilled {
        pub kind: SourceKind,
        /// Of the act: the source that its charge will name.
        pub id: i64,
        pub visit: VisitId,
        pub patient: PatientId,
        pub patient_name: String,
        pub name_vi: String,
        pub name_en: String,
        pub done_at: Instant,
        /// None for a medicine.
        pub service: Option<ServiceId>,
        /// None for a service.
        pub medicine: Option<MedicineId>,
        pub unit: String,
        pub quantity: Quantity,
        /// Of a medicine, for one unit.
        pub unit_price: Money,
    }
}

ground::row! {
    /// Something that is charged and was not done.
    pub struct Undone {
        pub charge: ChargeId,
        pub kind: SourceKind,
        pub source: i64,
        pub visit: VisitId,
        pub patient_name: String,
        pub name_vi: String,
        pub name_en: String,
        pub amount: Money,
        pub charged_at: Instant,
        /// Something of its invoice is paid.
        pub is_paid: bool,
        /// Taken back, or never begun.
        pub cancelled: bool,
        /// Put on the bill to be paid first, and not collected.
        pub is_reviewed: bool,
    }
}

ground::row! {
    /// What came back, or was not done, after it was paid, and is not paid out.
    pub struct GoesBack {
        pub charge: ChargeId,
        pub visit: VisitId,
        pub patient_name: String,
        pub name_vi: String,
        pub name_en: String,
        pub unit: String,
        pub returned: Quantity,
        /// What goes back of it beyond what was taken off what was owed, and what of that is asked for and is paid out.
        pub back: Money,
        pub asked: Money,
        pub paid: Money,
        /// It is on no invoice yet.
        pub is_open: bool,
        /// Asked for of its bill at the receipt, without saying of what.
        pub untold: Money,
        /// Who said no to it last, and why; empty where nobody did.
        pub refused: String,
    }
}

ground::row! {
    /// That nothing goes back of something.
    pub struct Closed {
        pub visit: VisitId,
        pub patient_name: String,
        pub name_vi: String,
        pub name_en: String,
        pub amount: Money,
        pub reason: String,
        pub at: Instant,
        pub by_name: String,
    }
}

const CLOSED: &str = "SELECT c.visit_id, p.name, c.name_vi, c.name_en, b.amount_vnd, b.reason, b.closed_at, s.name FROM back_closing b \
     JOIN charge c ON c.id = b.charge_id JOIN patient p ON p.id = c.patient_id JOIN staff s ON s.id = b.closed_by \
     WHERE b.branch_id = $1 AND b.closed_at >= $2 ORDER BY b.closed_at DESC, b.id DESC LIMIT 200";
/// However long ago: money that is owed does not lapse.
const GOES_BACK: &str = "SELECT c.id, c.visit_id, p.name, c.name_vi, c.name_en, c.unit, c.returned_milli, c.back_vnd - c.set_off_vnd, \
     CAST(COALESCE(SUM(CASE WHEN f.state <> 'refused' THEN f.amount_vnd END), 0) AS BIGINT), \
     CAST(COALESCE(SUM(CASE WHEN f.state = 'paid' THEN f.amount_vnd END), 0) AS BIGINT), c.invoice_id IS NULL, \
     CAST((SELECT COALESCE(SUM(u.amount_vnd), 0) FROM refund u WHERE u.invoice_id = c.invoice_id AND u.charge_id IS NULL AND u.state <> 'refused') AS BIGINT), \
     COALESCE((SELECT s.name || ': ' || n.refused_reason FROM refund n JOIN staff s ON s.id = n.decided_by WHERE n.charge_id = c.id \
     AND n.state = 'refused' AND NOT n.called_off AND n.refused_reason <> '' ORDER BY n.decided_at DESC LIMIT 1), '') \
     FROM charge c JOIN patient p ON p.id = c.patient_id LEFT JOIN refund f ON f.charge_id = c.id \
     WHERE c.branch_id = $1 AND c.returned_milli > 0 AND c.back_closed_at IS NULL \
     GROUP BY c.id, c.visit_id, p.name, c.name_vi, c.name_en, c.unit, c.returned_milli, c.back_vnd, c.set_off_vnd, c.invoice_id \
     HAVING c.back_vnd - c.set_off_vnd > COALESCE(SUM(CASE WHEN f.state = 'paid' THEN f.amount_vnd END), 0) ORDER BY c.id LIMIT 200";
const CONSULTATIONS: &str = "SELECT 'consultation', v.id, v.id, p.id, p.name, s.name_vi, s.name_en, v.called_at, s.id, NULL, '', 1000, 0 \
     FROM visit v JOIN patient p ON p.id = v.patient_id JOIN service s ON s.id = v.service_id \
     WHERE v.branch_id = $1 AND v.day >= $2 AND v.called_at IS NOT NULL AND v.state IN ('in_room', 'finished') \
     AND NOT EXISTS (SELECT 1 FROM charge c WHERE c.source_kind = 'consultation' AND c.source_id = v.id) ORDER BY v.called_at, v.id LIMIT 200";
const ORDERS: &str = "SELECT 'order', o.id, o.visit_id, p.id, p.name, s.name_vi, s.name_en, o.done_at, s.id, NULL, '', 1000, 0 \
     FROM clinical_order o JOIN patient p ON p.id = o.patient_id JOIN service s ON s.id = o.service_id \
     WHERE o.branch_id = $1 AND o.state = 'done' AND o.done_at >= $2 \
     AND NOT EXISTS (SELECT 1 FROM charge c WHERE c.source_kind = 'order' AND c.source_id = o.id) ORDER BY o.done_at, o.id LIMIT 200";
const MEDICINES: &str = "SELECT 'medicine', MIN(l.id), d.visit_id, p.id, p.name, \
     TRIM(m.generic_vi || ' ' || m.strength), TRIM(m.generic_en || ' ' || m.strength), d.dispensed_at, NULL, m.id, m.dispense_unit, \
     CAST(SUM(l.quantity_milli - l.returned_milli) AS BIGINT), m.price_vnd \
     FROM dispense d JOIN dispense_line l ON l.dispense_id = d.id JOIN batch b ON b.id = l.batch_id JOIN medicine m ON m.id = b.medicine_id \
     JOIN patient p ON p.id = d.patient_id WHERE d.branch_id = $1 AND d.dispensed_at >= $2 AND d.undone_at IS NULL \
     AND l.reviewed_line_id IS NULL AND NOT EXISTS (SELECT 1 FROM dispense_line x JOIN charge c ON c.source_kind = 'medicine' AND c.source_id = x.id \
     WHERE x.dispense_id = d.id AND x.prescription_line_id = l.prescription_line_id) \
     GROUP BY d.id, d.visit_id, d.dispensed_at, p.id, p.name, l.prescription_line_id, m.id, m.generic_vi, m.generic_en, m.strength, \
     m.dispense_unit, m.price_vnd HAVING SUM(l.quantity_milli - l.returned_milli) > 0 ORDER BY d.dispensed_at LIMIT 200";
/// What was to be paid first and is given out; charged whole, as the review does, since the rest is handed over without a charge.
const REVIEWED: &str = "SELECT 'medicine', x.id, d.visit_id, p.id, p.name, \
     TRIM(m.generic_vi || ' ' || m.strength), TRIM(m.generic_en || ' ' || m.strength), MIN(d.dispensed_at), CAST(NULL AS BIGINT), m.id, \
     m.dispense_unit, x.quantity_milli, m.price_vnd \
     FROM dispense d JOIN dispense_line l ON l.dispense_id = d.id JOIN reviewed_line x ON x.id = l.reviewed_line_id \
     JOIN medicine m ON m.id = x.medicine_id JOIN patient p ON p.id = d.patient_id \
     WHERE d.branch_id = $1 AND d.dispensed_at >= $2 AND d.undone_at IS NULL \
     AND NOT EXISTS (SELECT 1 FROM charge c WHERE c.source_kind = 'medicine' AND c.source_id = x.id) \
     GROUP BY x.id, x.quantity_milli, d.visit_id, p.id, p.name, m.id, m.generic_vi, m.generic_en, m.strength, m.dispense_unit, m.price_vnd \
     HAVING SUM(l.quantity_milli - l.returned_milli) > 0 ORDER BY x.id LIMIT 200";
const USED: &str = "SELECT 'medicine', u.id, o.visit_id, p.id, p.name, \
     TRIM(m.generic_vi || ' ' || m.strength), TRIM(m.generic_en || ' ' || m.strength), u.used_at, CAST(NULL AS BIGINT), m.id, \
     m.dispense_unit, u.quantity_milli, m.price_vnd \
     FROM clinical_order o JOIN consumable_use u ON u.order_id = o.id JOIN medicine m ON m.id = u.medicine_id JOIN patient p ON p.id = o.patient_id \
     WHERE o.branch_id = $1 AND o.state = 'done' AND o.done_at >= $2 AND u.charged AND u.undone_at IS NULL \
     AND NOT EXISTS (SELECT 1 FROM charge c WHERE c.source_kind = 'medicine' AND c.source_id = u.id) ORDER BY u.used_at, u.id LIMIT 200";
/// One line of a medicine carries what all its batches cost.
const SOLD: &str = "SELECT 'medicine', MIN(l.id), r.visit_id, p.id, p.name, \
     TRIM(m.generic_vi || ' ' || m.strength), TRIM(m.generic_en || ' ' || m.strength), r.sold_at, CAST(NULL AS BIGINT), m.id, \
     m.dispense_unit, CAST(SUM(l.quantity_milli) AS BIGINT), l.unit_price_vnd \
     FROM retail_sale r JOIN retail_line l ON l.retail_sale_id = r.id JOIN batch b ON b.id = l.batch_id JOIN medicine m ON m.id = b.medicine_id \
     JOIN visit v ON v.id = r.visit_id JOIN patient p ON p.id = v.patient_id \
     WHERE r.branch_id = $1 AND r.sold_at >= $2 AND r.undone_at IS NULL \
     AND NOT EXISTS (SELECT 1 FROM retail_line x JOIN batch y ON y.id = x.batch_id \
     JOIN charge c ON c.source_kind = 'medicine' AND c.source_id = x.id WHERE x.retail_sale_id = r.id AND y.medicine_id = m.id) \
     GROUP BY r.id, r.visit_id, r.sold_at, p.id, p.name, m.id, m.generic_vi, m.generic_en, m.strength, m.dispense_unit, l.unit_price_vnd \
     ORDER BY r.sold_at LIMIT 200";
const UNDONE_CONSULTATIONS: &str = concat!(
    "SELECT c.id, c.source_kind, c.source_id, v.id, p.name, c.name_vi, c.name_en, c.amount_vnd, c.charged_at, \
     ",
    papers::settled!(),
    ", TRUE, FALSE FROM visit v CROSS JOIN charge c JOIN patient p ON p.id = v.patient_id \
     WHERE v.branch_id = $1 AND v.day >= $2 AND v.state = 'left' AND c.visit_id = v.id AND c.returned_milli < c.quantity_milli AND c.source_kind = 'consultation' \
     AND c.source_id = v.id ORDER BY c.charged_at, c.id LIMIT 200"
);
const UNDONE_ORDERS: &str = concat!(
    "SELECT c.id, c.source_kind, c.source_id, v.id, p.name, c.name_vi, c.name_en, c.amount_vnd, c.charged_at, \
     ",
    papers::settled!(),
    ", o.state = 'cancelled', FALSE FROM visit v CROSS JOIN charge c \
     JOIN clinical_order o ON o.id = c.source_id JOIN patient p ON p.id = v.patient_id \
     WHERE v.branch_id = $1 AND v.day >= $2 AND c.visit_id = v.id AND c.returned_milli < c.quantity_milli AND c.source_kind = 'order' AND (o.state = 'cancelled' OR (o.state <> 'done' AND v.day < $3)) ORDER BY c.charged_at, c.id LIMIT 200"
);
const UNDONE_MEDICINES: &str = concat!(
    "SELECT c.id, c.source_kind, c.source_id, v.id, p.name, c.name_vi, c.name_en, c.amount_vnd, c.charged_at, \
     ",
    papers::settled!(),
    ", d.undone_at IS NOT NULL, FALSE FROM visit v CROSS JOIN charge c \
     JOIN dispense_line l ON l.id = c.source_id JOIN dispense d ON d.id = l.dispense_id JOIN patient p ON p.id = v.patient_id \
     WHERE v.branch_id = $1 AND v.day >= $2 AND c.visit_id = v.id AND c.returned_milli < c.quantity_milli AND c.source_kind = 'medicine' AND d.undone_at IS NOT NULL ORDER BY c.charged_at, c.id LIMIT 200"
);

/// Put on the bill to be paid first, and a day later not collected, or not all of it: what of it is left.
const UNDONE_REVIEWED: &str = concat!(
    "SELECT c.id, c.source_kind, c.source_id, v.id, p.name, c.name_vi, c.name_en, \
     (c.amount_vnd * (x.quantity_milli - x.given_milli - x.withheld_milli) + c.quantity_milli / 2) / c.quantity_milli, c.charged_at, \
     ",
    papers::settled!(),
    ", FALSE, TRUE FROM visit v CROSS JOIN charge c JOIN reviewed_line x ON x.id = c.source_id JOIN patient p ON p.id = v.patient_id \
     WHERE v.branch_id = $1 AND v.day >= $2 AND v.day < $3 AND c.visit_id = v.id AND c.returned_milli < c.quantity_milli AND c.source_kind = 'medicine' \
     AND x.given_milli + x.withheld_milli < x.quantity_milli ORDER BY c.charged_at, c.id LIMIT 200"
);
const UNDONE_USES: &str = concat!(
    "SELECT c.id, c.source_kind, c.source_id, v.id, p.name, c.name_vi, c.name_en, c.amount_vnd, c.charged_at, \
     ",
    papers::settled!(),
    ", TRUE, FALSE FROM visit v CROSS JOIN charge c JOIN consumable_use u ON u.id = c.source_id JOIN patient p ON p.id = v.patient_id \
     WHERE v.branch_id = $1 AND v.day >= $2 AND c.visit_id = v.id AND c.returned_milli < c.quantity_milli AND c.source_kind = 'medicine' AND u.undone_at IS NOT NULL \
     ORDER BY c.charged_at, c.id LIMIT 200"
);
const UNDONE_SALES: &str = concat!(
    "SELECT c.id, c.source_kind, c.source_id, v.id, p.name, c.name_vi, c.name_en, c.amount_vnd, c.charged_at, \
     ",
    papers::settled!(),
    ", TRUE, FALSE FROM visit v CROSS JOIN charge c JOIN retail_line l ON l.id = c.source_id \
     JOIN retail_sale r ON r.id = l.retail_sale_id JOIN patient p ON p.id = v.patient_id \
     WHERE v.branch_id = $1 AND v.day >= $2 AND c.visit_id = v.id AND c.returned_milli < c.quantity_milli AND c.source_kind = 'medicine' AND r.undone_at IS NOT NULL \
     ORDER BY c.charged_at, c.id LIMIT 200"
);

/// What was done since a day and is charged to nobody.
pub fn unbilled(tx: &mut Tx<'_>, who: &Who, since: Day) -> Result<Vec<Unbilled>, DbError> {
    let from = who.zone().instant_of(since, 0);
    let mut found: Vec<Unbilled> = tx.all(CONSULTATIONS, &[&who.branch, &since])?;
    for statement in [ORDERS, MEDICINES, REVIEWED, USED, SOLD] {
        found.extend(tx.all::<Unbilled>(statement, &[&who.branch, &from])?);
    }
    Ok(found)
}

/// What is charged since a day and was not done: its act was taken back, or its visit is over and nobody
/// began.
pub fn undone(tx: &mut Tx<'_>, who: &Who, since: Day, today: Day) -> Result<Vec<Undone>, DbError> {
    let mut found: Vec<Undone> = tx.all(UNDONE_ORDERS, &[&who.branch, &since, &today])?;
    found.extend(tx.all::<Undone>(UNDONE_REVIEWED, &[&who.branch, &since, &today])?);
    for statement in [UNDONE_CONSULTATIONS, UNDONE_MEDICINES, UNDONE_USES, UNDONE_SALES] {
        found.extend(tx.all::<Undone>(statement, &[&who.branch, &since])?);
    }
    Ok(found)
}

/// What a branch owes back for what came back, and is not paid out.
pub fn goes_back(tx: &mut Tx<'_>, who: &Who) -> Result<Vec<GoesBack>, DbError> {
    tx.all(GOES_BACK, &[&who.branch])
}

/// Of what came back and is not paid out: by whom it was said since a day, and why; the latest first.
pub fn closed(tx: &mut Tx<'_>, who: &Who, since: Day) -> Result<Vec<Closed>, DbError> {
    tx.all(CLOSED, &[&who.branch, &who.zone().instant_of(since, 0)])
}
