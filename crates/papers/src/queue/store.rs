use super::rule::Rule;
use crate::refuse::conflict;
use crate::text;
use crate::visit::{self, Priority};
use bricks::clock::Instant;
use bricks::id::{BranchId, ResourceId, VisitId};
use ground::access::Who;
use ground::db::{DbError, Stop, Tx};

ground::row! {
    /// The facts of one who waits or is with a doctor, for the order of the line.
    pub(super) struct Fact {
        pub(super) visit: VisitId,
        pub(super) doctor: ResourceId,
        pub(super) ticket_prefix: String,
        pub(super) ticket_number: i64,
        pub(super) state: visit::State,
        pub(super) arrived_at: Instant,
        pub(super) booked_at: Option<Instant>,
        pub(super) priority: Priority,
        pub(super) calls: i64,
        /// The last call, or the first for who was called before calls were counted.
        pub(super) last_call_at: Option<Instant>,
        pub(super) put_back_at: Option<Instant>,
        pub(super) handed_over_at: Option<Instant>,
        pub(super) has_open_orders: bool,
        pub(super) last_done_at: Option<Instant>,
        pub(super) usual_minutes: i64,
    }
}

ground::row! {
    /// A turn that a call ended, with the end of its visit.
    pub(super) struct Turned {
        pub(super) doctor: ResourceId,
        pub(super) joined_at: Instant,
        pub(super) called_at: Instant,
        pub(super) priority: Priority,
        pub(super) finished_at: Option<Instant>,
    }
}

macro_rules! fact {
    () => {
        "SELECT v.id, v.doctor_id, v.ticket_prefix, v.ticket_number, v.state, v.arrived_at, a.starts_at, v.priority, v.calls, COALESCE(v.last_call_at, v.called_at), \
         v.put_back_at, v.handed_over_at, EXISTS (SELECT 1 FROM clinical_order o WHERE o.visit_id = v.id AND o.state IN ('ordered', 'started')), \
         (SELECT MAX(t.done_at) FROM clinical_order t WHERE t.visit_id = v.id AND t.state = 'done'), s.duration_minutes \
         FROM visit v JOIN service s ON s.id = v.service_id LEFT JOIN appointment a ON a.id = v.appointment_id \
         WHERE v.branch_id = $1 AND v.state IN ('waiting', 'in_room') AND v.arrived_at > $2"
    };
}

const FACTS: &str = concat!(fact!(), " ORDER BY v.arrived_at, v.id LIMIT 500");
const FACTS_OF: &str = concat!(fact!(), " AND v.doctor_id = $3 ORDER BY v.arrived_at, v.id LIMIT 500");
/// Of each doctor the last turns say how fast the doctor works, and all since the one who waits longest joined say who passed.
macro_rules! turn {
    ($doctors:literal) => {
        concat!(
            "WITH since (doctor_id, called_at) AS (SELECT d.id, COALESCE((SELECT x.called_at FROM call x WHERE x.doctor_id = d.id \
             AND x.called_at >= $2 AND x.number = 1 ORDER BY x.called_at DESC LIMIT 1 OFFSET 19), $2) FROM resource d WHERE ",
            $doctors,
            ") SELECT c.doctor_id, c.joined_at, c.called_at, v.priority, v.finished_at FROM since JOIN call c ON c.doctor_id = since.doctor_id \
             AND c.called_at >= CASE WHEN since.called_at < $3 THEN since.called_at ELSE $3 END JOIN visit v ON v.id = c.visit_id \
             WHERE c.number = 1 ORDER BY c.called_at, c.id"
        )
    };
}

const TURNS: &str = turn!("d.branch_id = $1 AND d.kind = 'doctor'");
const TURNS_OF: &str = turn!("d.id = $1");
const DOCTOR: &str = "SELECT id FROM resource WHERE staff_id = $1 AND branch_id = $2 AND kind = 'doctor'";
/// Who calls holds the doctor's row, so that two calls at once are two patients or one.
const LOCK_DOCTOR: &str =
    "SELECT id FROM resource WHERE staff_id = $1 AND branch_id = $2 AND kind = 'doctor' FOR UPDATE";
const SETTINGS: &str = "SELECT key, value FROM setting WHERE key IN ('queue_early_minutes', 'queue_late_minutes', \
     'queue_others_between', 'queue_passes_max', 'queue_calls_max', 'queue_long_minutes', 'queue_too_long_minutes')";
const SAVE: &str =
    "INSERT INTO setting (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value";

/// Those who arrived after a moment; who was left open before it stands in no line.
pub(super) fn facts(tx: &mut Tx<'_>, branch: BranchId, after: Instant) -> Result<Vec<Fact>, DbError> {
    tx.all(FACTS, &[&branch, &after])
}

pub(super) fn facts_of(
    tx: &mut Tx<'_>,
    branch: BranchId,
    doctor: ResourceId,
    after: Instant,
) -> Result<Vec<Fact>, DbError> {
    tx.all(FACTS_OF, &[&branch, &after, &doctor])
}

/// The turns that ended since a moment, in the order of the calls.
pub(super) fn turns(
    tx: &mut Tx<'_>,
    branch: BranchId,
    (pace, waiting): (Instant, Instant),
) -> Result<Vec<Turned>, DbError> {
    tx.all(TURNS, &[&branch, &pace, &waiting])
}

/// Those of one doctor.
pub(super) fn turns_of(
    tx: &mut Tx<'_>,
    doctor: ResourceId,
    (pace, waiting): (Instant, Instant),
) -> Result<Vec<Turned>, DbError> {
    tx.all(TURNS_OF, &[&doctor, &pace, &waiting])
}

/// The place in the diary of who asks, for those who have one.
pub fn doctor_of(tx: &mut Tx<'_>, who: &Who) -> Result<Option<ResourceId>, DbError> {
    tx.one(DOCTOR, &[&who.staff, &who.branch])
}

/// The place in the diary of who asks, which nobody else calls from until the transaction ends.
pub fn lock_doctor(tx: &mut Tx<'_>, who: &Who) -> Result<ResourceId, Stop> {
    let doctor: Option<ResourceId> = tx.one(LOCK_DOCTOR, &[&who.staff, &who.branch])?;
    doctor.ok_or_else(|| conflict(text::queue_no_doctor_say()))
}

/// The figures of the rule as the clinic set them.
pub fn rule(tx: &mut Tx<'_>) -> Result<Rule, DbError> {
    let rows: Vec<(String, String)> = tx.all(SETTINGS, &[])?;
    let mut rule = Rule::default();
    for (key, value) in &rows {
        if let (Some(figure), Ok(value)) = (figure(&mut rule, key), value.parse()) {
            *figure = value;
        }
    }
    Ok(rule)
}

fn figure<'a>(rule: &'a mut Rule, key: &str) -> Option<&'a mut i64> {
    Some(match key {
        "queue_early_minutes" => &mut rule.early_minutes,
        "queue_late_minutes" => &mut rule.late_minutes,
        "queue_others_between" => &mut rule.others_between,
        "queue_passes_max" => &mut rule.passes_max,
        "queue_calls_max" => &mut rule.calls_max,
        "queue_long_minutes" => &mut rule.long_minutes,
        "queue_too_long_minutes" => &mut rule.too_long_minutes,
        _ => return None,
    })
}

/// Keeps the figures; the caller writes the audit.
pub fn save_rule(tx: &mut Tx<'_>, rule: &Rule) -> Result<(), DbError> {
    let figures = [
        ("queue_early_minutes", rule.early_minutes),
        ("queue_late_minutes", rule.late_minutes),
        ("queue_others_between", rule.others_between),
        ("queue_passes_max", rule.passes_max),
        ("queue_calls_max", rule.calls_max),
        ("queue_long_minutes", rule.long_minutes),
        ("queue_too_long_minutes", rule.too_long_minutes),
    ];
    for (key, figure) in figures {
        tx.run_one(SAVE, &[&key, &figure.to_string()])?;
    }
    Ok(())
}
