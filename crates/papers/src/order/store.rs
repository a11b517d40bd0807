use super::rules::Range;
use super::{Analyte, Flag, Kind, NewOrder, NewValue, Order, OrderWithResults, ResultValue};
use bricks::clock::{Day, Instant};
use bricks::id::{AnalyteId, BranchId, OrderId, PatientId, ServiceId, StaffId, VisitId};
use ground::db::{DbError, Stop, Tx};

macro_rules! select {
    ($tail:literal) => {
        concat!(
            "SELECT o.id, o.visit_id, o.patient_id, o.service_id, s.code, s.name_vi, s.name_en, o.kind, o.state, \
             o.urgent, o.question, o.ordered_at, o.ordered_by, o.started_at, o.started_by, o.done_at, o.done_by, \
             o.cancelled_reason, o.finding, o.conclusion \
             FROM clinical_order o JOIN service s ON s.id = o.service_id WHERE ",
            $tail
        )
    };
}

macro_rules! select_values {
    ($tail:literal) => {
        concat!(
            "SELECT r.order_id, r.analyte_id, a.code, a.name_vi, a.name_en, a.unit, a.decimals, a.kind, \
             r.value_milli, r.value_text, r.flag, r.low_milli, r.high_milli \
             FROM result_value r JOIN analyte a ON a.id = r.analyte_id ",
            $tail
        )
    };
}

const BY_ID: &str = select!("o.id = $1 AND o.branch_id = $2");
const BY_VISIT: &str = select!("o.visit_id = $1 ORDER BY o.ordered_at, o.id");
const VALUES: &str = select_values!("WHERE r.order_id = $1 ORDER BY a.position, a.id");
const VALUES_OF_VISIT: &str = select_values!(
    "JOIN clinical_order o ON o.id = r.order_id WHERE o.visit_id = $1 ORDER BY r.order_id, a.position, a.id"
);
const SERVICE_KIND: &str = "SELECT kind FROM service WHERE id = $1 AND active";
const PAYS_FIRST: &str = "SELECT pay_first FROM clinical_order WHERE id = $1";
const IS_UNPAID: &str =
    concat!("SELECT ", crate::unpaid!(), " FROM clinical_order o WHERE o.id = $1 AND o.branch_id = $2");
/// The latest of each service since a moment, on whichever visit.
const RECENT: &str = "SELECT o.service_id, s.name_vi, s.name_en, o.ordered_at, o.state FROM clinical_order o \
     JOIN service s ON s.id = o.service_id WHERE o.patient_id = $1 AND o.service_id = $2 AND o.ordered_at >= $3 \
     AND o.state <> 'cancelled' AND (o.visit_id <> $4 OR o.state = 'done') ORDER BY o.ordered_at DESC LIMIT 1";
const IS_OPEN: &str = "SELECT EXISTS (SELECT 1 FROM clinical_order \
     WHERE visit_id = $1 AND service_id = $2 AND state IN ('ordered', 'started'))";
const INSERT: &str = "INSERT INTO clinical_order (id, branch_id, visit_id, patient_id, service_id, kind, state, urgent, \
     question, ordered_at, ordered_by, finding, conclusion, fasting, pay_first) \
     SELECT CAST($1 AS BIGINT), CAST($2 AS BIGINT), CAST($3 AS BIGINT), CAST($4 AS BIGINT), s.id, CAST($6 AS TEXT), 'ordered', CAST($7 AS BOOLEAN), \
     CAST($8 AS TEXT), CAST($9 AS BIGINT), CAST($10 AS BIGINT), '', '', CAST($11 AS BOOLEAN), s.pay_first AND NOT CAST($7 AS BOOLEAN) FROM service s WHERE s.id = $5";
const START: &str = concat!(
    "UPDATE clinical_order AS o SET state = 'started', started_at = $3, started_by = $4 \
     WHERE o.id = $1 AND o.branch_id = $2 AND o.state = 'ordered' AND NOT ",
    crate::unpaid!(),
    " RETURNING visit_id, patient_id"
);
const CANCEL: &str = "UPDATE clinical_order SET state = 'cancelled', cancelled_at = $3, cancelled_by = $4, \
     cancelled_reason = $5 WHERE id = $1 AND branch_id = $2 AND state = 'ordered' RETURNING visit_id, patient_id";
const COMPLETE: &str = concat!(
    "UPDATE clinical_order AS o SET state = 'done', done_at = $3, done_by = $4, finding = $5, \
     conclusion = $6 WHERE o.id = $1 AND o.branch_id = $2 AND o.state IN ('ordered', 'started') AND NOT ",
    crate::unpaid!()
);
/// A result that a doctor has acted on is corrected, never withdrawn; that something was not done can be seen at any time.
const WITHDRAW: &str = "UPDATE clinical_order SET state = 'cancelled', cancelled_at = $3, cancelled_by = $4, \
     cancelled_reason = $5 WHERE id = $1 AND branch_id = $2 AND state = 'done' \
     AND (reviewed_at IS NULL OR kind IN ('procedure', 'vaccine'))";
/// A dose tells itself, in the language of whoever reads it.
const SAYS_WITHOUT_WORDS: &str = "SELECT EXISTS (SELECT 1 FROM attachment WHERE order_id = $1) \
     OR EXISTS (SELECT 1 FROM vaccination WHERE order_id = $1) OR EXISTS (SELECT 1 FROM outside_vaccination WHERE order_id = $1)";
const ANALYTES: &str = "SELECT id, code, name_vi, name_en, unit, decimals, kind FROM analyte \
     WHERE service_id = $1 ORDER BY position, id";
const RANGES: &str = "SELECT g.analyte_id, g.sex, g.age_from_months, g.age_to_months, g.low_milli, g.high_milli, \
     g.critical_low_milli, g.critical_high_milli FROM reference_range g JOIN analyte a ON a.id = g.analyte_id \
     WHERE a.service_id = $1 ORDER BY g.analyte_id, g.sex, g.age_from_months";
const PATIENT: &str = "SELECT sex, birth_day, birth_year FROM patient WHERE id = $1";
const INSERT_VALUE: &str = "INSERT INTO result_value (order_id, analyte_id, value_milli, value_text, flag, low_milli, high_milli) \
     VALUES ($1, $2, $3, $4, $5, $6, $7)";

/// One order of this branch; `Stop::Missing` otherwise.
pub fn by_id(tx: &mut Tx<'_>, branch: BranchId, id: OrderId) -> Result<Order, Stop> {
    tx.one(BY_ID, &[&id, &branch])?.ok_or(Stop::Missing)
}

/// The values of one order, in the order of its service's analytes.
pub fn results(tx: &mut Tx<'_>, id: OrderId) -> Result<Vec<ResultValue>, DbError> {
    tx.all(VALUES, &[&id])
}

/// All orders of a visit with their values, oldest first, in two statements.
pub fn by_visit(tx: &mut Tx<'_>, visit: VisitId) -> Result<Vec<OrderWithResults>, DbError> {
    let orders: Vec<Order> = tx.all(BY_VISIT, &[&visit])?;
    let mut values: Vec<ResultValue> = tx.all(VALUES_OF_VISIT, &[&visit])?;
    let mut with_results = Vec::with_capacity(orders.len());
    for order in orders {
        let (own, others) = values.into_iter().partition(|v| v.order == order.id);
        values = others;
        with_results.push(OrderWithResults { order, values: own });
    }
    Ok(with_results)
}

/// Whether it was done, and is taken back now.
pub(super) fn withdraw(
    tx: &mut Tx<'_>,
    branch: BranchId,
    staff: StaffId,
    id: OrderId,
    reason: &str,
) -> Result<bool, DbError> {
    let now = tx.now();
    Ok(tx.run(WITHDRAW, &[&id, &branch, &now, &staff, &reason])? == 1)
}

/// What a service measures, in the order of its form.
pub fn analytes(tx: &mut Tx<'_>, service: ServiceId) -> Result<Vec<Analyte>, DbError> {
    tx.all(ANALYTES, &[&service])
}

/// All reference ranges of a service's analytes.
pub fn ranges(tx: &mut Tx<'_>, service: ServiceId) -> Result<Vec<Range>, DbError> {
    tx.all(RANGES, &[&service])
}

/// The kind of a service that is offered.
pub(super) fn service_kind(tx: &mut Tx<'_>, id: ServiceId) -> Result<Option<Kind>, DbError> {
    tx.one(SERVICE_KIND, &[&id])
}

/// Whether an order has to be paid before it is done.
pub fn pays_first(tx: &mut Tx<'_>, id: OrderId) -> Result<bool, DbError> {
    Ok(tx.one(PAYS_FIRST, &[&id])?.unwrap_or(false))
}

/// Whether an open order waits for its payment.
pub(super) fn is_unpaid(tx: &mut Tx<'_>, branch: BranchId, id: OrderId) -> Result<bool, DbError> {
    Ok(tx.one(IS_UNPAID, &[&id, &branch])?.unwrap_or(false))
}

ground::row! {
    /// The last time that a service was ordered for a patient on another visit.
    pub struct Recent {
        pub service: ServiceId,
        pub name_vi: String,
        pub name_en: String,
        pub ordered_at: Instant,
        pub state: super::State,
    }
}

/// When a service was ordered last for a patient since a moment, on another visit than this one.
pub fn recent(
    tx: &mut Tx<'_>,
    (patient, visit): (PatientId, VisitId),
    service: ServiceId,
    since: Instant,
) -> Result<Option<Recent>, DbError> {
    tx.one(RECENT, &[&patient, &service, &since, &visit])
}

pub(super) fn is_open(tx: &mut Tx<'_>, visit: VisitId, service: ServiceId) -> Result<bool, DbError> {
    Ok(tx.one(IS_OPEN, &[&visit, &service])?.unwrap_or(false))
}

pub(super) struct Stored<'a> {
    pub(super) id: OrderId,
    pub(super) branch: BranchId,
    pub(super) visit: VisitId,
    pub(super) patient: PatientId,
    pub(super) staff: StaffId,
    pub(super) kind: Kind,
    pub(super) new: &'a NewOrder,
}

pub(super) fn insert(tx: &mut Tx<'_>, row: &Stored<'_>) -> Result<(), DbError> {
    let (now, new) = (tx.now(), row.new);
    let question = new.question.trim();
    tx.run_one(
        INSERT,
        &[
            &row.id,
            &row.branch,
            &row.visit,
            &row.patient,
            &new.service,
            &row.kind,
            &new.urgent,
            &question,
            &now,
            &row.staff,
            &new.fasting,
        ],
    )
}

/// The visit and the patient, if the order was waiting.
pub(super) fn start(
    tx: &mut Tx<'_>,
    branch: BranchId,
    staff: StaffId,
    id: OrderId,
) -> Result<Option<(VisitId, PatientId)>, DbError> {
    let now = tx.now();
    tx.one(START, &[&id, &branch, &now, &staff])
}

/// The visit and the patient, if the order was waiting.
pub(super) fn cancel(
    tx: &mut Tx<'_>,
    branch: BranchId,
    staff: StaffId,
    id: OrderId,
    reason: &str,
) -> Result<Option<(VisitId, PatientId)>, DbError> {
    let now = tx.now();
    tx.one(CANCEL, &[&id, &branch, &now, &staff, &reason])
}

pub(super) struct Finding<'a> {
    pub(super) finding: &'a str,
    pub(super) conclusion: &'a str,
}

/// Whether the order was still open.
pub(super) fn complete(
    tx: &mut Tx<'_>,
    branch: BranchId,
    staff: StaffId,
    id: OrderId,
    found: &Finding<'_>,
) -> Result<bool, DbError> {
    let now = tx.now();
    let done = tx.run(COMPLETE, &[&id, &branch, &now, &staff, &found.finding, &found.conclusion])?;
    Ok(done == 1)
}

pub(super) fn says_without_words(tx: &mut Tx<'_>, id: OrderId) -> Result<bool, DbError> {
    Ok(tx.one(SAYS_WITHOUT_WORDS, &[&id])?.unwrap_or(false))
}

ground::row! {
    pub(super) struct Person {
        pub(super) sex: String,
        pub(super) birth_day: Option<Day>,
        pub(super) birth_year: i64,
    }
}

pub(super) fn person(tx: &mut Tx<'_>, id: PatientId) -> Result<Option<Person>, DbError> {
    tx.one(PATIENT, &[&id])
}

pub(super) struct Flagged<'a> {
    pub(super) analyte: AnalyteId,
    pub(super) new: &'a NewValue,
    pub(super) flag: Flag,
    pub(super) low_milli: Option<i64>,
    pub(super) high_milli: Option<i64>,
}

pub(super) fn insert_value(tx: &mut Tx<'_>, order: OrderId, value: &Flagged<'_>) -> Result<(), DbError> {
    let text = value.new.value_text.trim();
    tx.run_one(
        INSERT_VALUE,
        &[&order, &value.analyte, &value.new.value_milli, &text, &value.flag, &value.low_milli, &value.high_milli],
    )
}
