use super::{CheckIn, Visit};
use bricks::clock::{Day, Instant};
use bricks::id::{AppointmentId, BranchId, PatientId, StaffId, VisitId};
use bricks::money::Money;
use ground::db::{DbError, Stop, Tx};

macro_rules! columns {
    () => {
        "id, branch_id, patient_id, appointment_id, service_id, doctor_id, room_id, day, ticket_prefix, \
         ticket_number, state, reason, arrived_at, arrived_by, called_at, called_by, finished_at, finished_by, \
         follow_up_id, due_vnd, priority"
    };
}

const BY_ID: &str = concat!("SELECT ", columns!(), " FROM visit WHERE id = $1 AND branch_id = $2");
const LOCK: &str = concat!("SELECT ", columns!(), " FROM visit WHERE id = $1 AND branch_id = $2 FOR UPDATE");
/// No target: any of the keys (patient in the house, appointment, ticket) may stand in the way.
const INSERT: &str = "INSERT INTO visit (id, branch_id, patient_id, appointment_id, service_id, doctor_id, room_id, day, \
     ticket_prefix, ticket_number, state, reason, arrived_at, arrived_by, due_vnd, priority) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'waiting', $11, $12, $13, 0, $14) ON CONFLICT DO NOTHING";
const FINISH: &str = "UPDATE visit SET state = 'finished', finished_at = $3, finished_by = $4 \
     WHERE id = $1 AND branch_id = $2 AND state = 'in_room' RETURNING patient_id";
/// A doctor wrote something about the visit: that has to be signed.
macro_rules! is_written {
    () => {
        "(EXISTS (SELECT 1 FROM visit_diagnosis x WHERE x.visit_id = visit.id) \
         OR EXISTS (SELECT 1 FROM prescription x WHERE x.visit_id = visit.id AND x.state <> 'cancelled') \
         OR EXISTS (SELECT 1 FROM note x WHERE x.visit_id = visit.id \
         AND (x.version > 1 OR x.symptoms <> '' OR x.findings <> '' OR x.advice <> '')))"
    };
}

/// Who was given to another doctor waits again, though something is written.
const LEAVE: &str = concat!(
    "UPDATE visit SET state = 'left', finished_at = $3, finished_by = $4 \
     WHERE id = $1 AND branch_id = $2 AND state = 'waiting' AND NOT ",
    is_written!(),
    " RETURNING patient_id"
);
/// Its note waits for its author's signature.
const CLOSE_SEEN: &str = concat!(
    "UPDATE visit SET state = 'finished', finished_at = $3, finished_by = $4 \
     WHERE id = $1 AND branch_id = $2 AND (state = 'in_room' OR state = 'waiting' AND ",
    is_written!(),
    ") AND arrived_at <= $5 RETURNING patient_id"
);
const CLOSE_UNSEEN: &str = concat!(
    "UPDATE visit SET state = 'left', finished_at = $3, finished_by = $4 \
     WHERE id = $1 AND branch_id = $2 AND state IN ('waiting', 'in_room') AND arrived_at <= $5 AND NOT ",
    is_written!(),
    " RETURNING patient_id"
);
const DUE_ADD: &str = "UPDATE visit SET due_vnd = due_vnd + $2 WHERE id = $1";
const FOLLOW_UP: &str = "UPDATE visit SET follow_up_id = $2 WHERE id = $1";

/// Under the visit's lock: what hangs on a visit is written by who holds it.
const REMOVE_UNTOUCHED: &str = "DELETE FROM visit WHERE id = $1 AND state = 'waiting' AND due_vnd = 0 \
     AND NOT EXISTS (SELECT 1 FROM vitals x WHERE x.visit_id = visit.id) \
     AND NOT EXISTS (SELECT 1 FROM note x WHERE x.visit_id = visit.id) \
     AND NOT EXISTS (SELECT 1 FROM call x WHERE x.visit_id = visit.id) \
     AND NOT EXISTS (SELECT 1 FROM clinical_order x WHERE x.visit_id = visit.id) \
     AND NOT EXISTS (SELECT 1 FROM prescription x WHERE x.visit_id = visit.id) \
     AND NOT EXISTS (SELECT 1 FROM charge x WHERE x.visit_id = visit.id)";

/// One visit of this branch; `Stop::Missing` otherwise.
pub fn by_id(tx: &mut Tx<'_>, branch: BranchId, id: VisitId) -> Result<Visit, Stop> {
    tx.one(BY_ID, &[&id, &branch])?.ok_or(Stop::Missing)
}

/// Like [`by_id`], and nobody else changes it until the transaction ends.
pub fn lock(tx: &mut Tx<'_>, branch: BranchId, id: VisitId) -> Result<Visit, Stop> {
    tx.one(LOCK, &[&id, &branch])?.ok_or(Stop::Missing)
}

pub(super) struct Stored<'a> {
    pub(super) id: VisitId,
    pub(super) branch: BranchId,
    pub(super) staff: StaffId,
    pub(super) day: Day,
    pub(super) ticket_prefix: &'a str,
    pub(super) ticket_number: i64,
    pub(super) new: &'a CheckIn,
}

/// Whether the keys let it in.
pub(super) fn insert(tx: &mut Tx<'_>, row: &Stored<'_>) -> Result<bool, DbError> {
    let (now, new) = (tx.now(), row.new);
    let inserted = tx.run(
        INSERT,
        &[
            &row.id,
            &row.branch,
            &new.patient,
            &new.appointment,
            &new.service,
            &new.doctor,
            &new.room,
            &row.day,
            &row.ticket_prefix,
            &row.ticket_number,
            &new.reason,
            &now,
            &row.staff,
            &new.priority,
        ],
    )?;
    Ok(inserted == 1)
}

/// The ways from one state to the next.
#[derive(Debug, Clone, Copy)]
pub(super) enum Step {
    Finish,
    Leave,
}

/// The patient, if the visit was in the state that the step begins in.
pub(super) fn step(
    tx: &mut Tx<'_>,
    step: Step,
    branch: BranchId,
    staff: StaffId,
    id: VisitId,
) -> Result<Option<PatientId>, DbError> {
    let now = tx.now();
    let sql = match step {
        Step::Finish => FINISH,
        Step::Leave => LEAVE,
    };
    tx.one(sql, &[&id, &branch, &now, &staff])
}

/// The patient, if the visit was open and arrived before an instant.
pub(super) fn close_left_open(
    tx: &mut Tx<'_>,
    (branch, staff): (BranchId, StaffId),
    id: VisitId,
    (was_seen, before): (bool, Instant),
) -> Result<Option<PatientId>, DbError> {
    let now = tx.now();
    tx.one(if was_seen { CLOSE_SEEN } else { CLOSE_UNSEEN }, &[&id, &branch, &now, &staff, &before])
}

pub(super) fn due_add(tx: &mut Tx<'_>, id: VisitId, amount: Money) -> Result<(), DbError> {
    tx.run_one(DUE_ADD, &[&id, &amount])
}

pub(super) fn follow_up(tx: &mut Tx<'_>, id: VisitId, appointment: Option<AppointmentId>) -> Result<(), DbError> {
    tx.run_one(FOLLOW_UP, &[&id, &appointment])
}

/// Whether it was there without anything done on it.
pub(super) fn remove_untouched(tx: &mut Tx<'_>, id: VisitId) -> Result<bool, DbError> {
    Ok(tx.run(REMOVE_UNTOUCHED, &[&id])? == 1)
}
