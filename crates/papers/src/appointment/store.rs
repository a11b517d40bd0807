use super::hold::Kept;
use super::rules::GRID_MINUTES;
use super::{Appointment, NewAppointment, State};
use bricks::clock::{Day, Instant};
use bricks::id::{AppointmentId, BranchId, HoldId, ResourceId, StaffId};
use ground::db::{DbError, Stop, Tx};

macro_rules! columns {
    () => {
        "id, patient_id, doctor_id, room_id, service_id, day, starts_at, duration_minutes, state, source, note, \
         created_at, created_by, ended_at, ended_by, ended_reason"
    };
}

const BY_ID: &str = concat!("SELECT ", columns!(), " FROM appointment WHERE id = $1 AND branch_id = $2");
const LOCK: &str = concat!("SELECT ", columns!(), " FROM appointment WHERE id = $1 AND branch_id = $2 FOR UPDATE");
const ARRIVE: &str = concat!(
    "UPDATE appointment SET state = 'arrived' WHERE id = $1 AND branch_id = $2 AND state = 'booked' RETURNING ",
    columns!()
);
const END: &str = concat!(
    "UPDATE appointment SET state = $3, ended_at = $4, ended_by = $5, ended_reason = $6 \
     WHERE id = $1 AND branch_id = $2 AND state = 'booked' RETURNING ",
    columns!()
);
const INSERT: &str = "INSERT INTO appointment (id, branch_id, patient_id, doctor_id, room_id, service_id, day, starts_at, \
     duration_minutes, state, source, note, created_at, created_by) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'booked', $10, $11, $12, $13)";
/// Always in the order of the key, so that two bookings never wait for each other in a circle.
const TAKE_SLOTS: &str = "WITH RECURSIVE part (starts_at, number) AS ( \
       SELECT CAST($2 AS BIGINT), CAST(1 AS BIGINT) \
       UNION ALL SELECT starts_at + 300000, number + 1 FROM part WHERE number < $3) \
     INSERT INTO slot (resource_id, starts_at, appointment_id) \
     SELECT r.id, part.starts_at, CAST($1 AS BIGINT) FROM resource r CROSS JOIN part WHERE r.id IN ($4, $5) \
     ORDER BY r.id, part.starts_at ON CONFLICT (resource_id, starts_at) DO NOTHING";
const KEEP_SLOTS: &str = "WITH RECURSIVE part (starts_at, number) AS ( \
       SELECT CAST($2 AS BIGINT), CAST(1 AS BIGINT) \
       UNION ALL SELECT starts_at + 300000, number + 1 FROM part WHERE number < $3) \
     INSERT INTO slot (resource_id, starts_at, hold_id, held_until) \
     SELECT r.id, part.starts_at, CAST($1 AS BIGINT), CAST($6 AS BIGINT) FROM resource r CROSS JOIN part WHERE r.id IN ($4, $5) \
     ORDER BY r.id, part.starts_at ON CONFLICT (resource_id, starts_at) DO NOTHING";
/// What a hold kept beyond its time stands in nobody's way.
const CLEAR: &str =
    "DELETE FROM slot WHERE resource_id IN ($1, $2) AND starts_at >= $3 AND starts_at < $4 AND held_until <= $5";
const RELEASE_HOLD: &str = "DELETE FROM slot WHERE hold_id = $1";
const RELEASE_EXPIRED: &str = "DELETE FROM slot WHERE held_until IS NOT NULL AND held_until <= $1";
const RELEASE: &str = "DELETE FROM slot WHERE appointment_id = $1";

/// One appointment of this branch; `Stop::Missing` otherwise.
pub fn by_id(tx: &mut Tx<'_>, branch: BranchId, id: AppointmentId) -> Result<Appointment, Stop> {
    tx.one(BY_ID, &[&id, &branch])?.ok_or(Stop::Missing)
}

/// Like [`by_id`], and nobody else changes it until the transaction ends.
pub fn lock(tx: &mut Tx<'_>, branch: BranchId, id: AppointmentId) -> Result<Appointment, Stop> {
    tx.one(LOCK, &[&id, &branch])?.ok_or(Stop::Missing)
}

pub(super) struct Stored<'a> {
    pub(super) id: AppointmentId,
    pub(super) branch: BranchId,
    pub(super) staff: StaffId,
    pub(super) day: Day,
    pub(super) new: &'a NewAppointment,
}

pub(super) fn insert(tx: &mut Tx<'_>, row: &Stored<'_>) -> Result<(), DbError> {
    let (now, new) = (tx.now(), row.new);
    tx.run_one(
        INSERT,
        &[
            &row.id,
            &row.branch,
            &new.patient,
            &new.doctor,
            &new.room,
            &new.service,
            &row.day,
            &new.starts_at,
            &new.duration_minutes,
            &new.source,
            &new.note,
            &now,
            &row.staff,
        ],
    )
}

/// How many of the slots could be taken.
pub(super) fn take_slots(tx: &mut Tx<'_>, id: AppointmentId, new: &NewAppointment, count: i64) -> Result<u64, DbError> {
    clear(tx, (new.doctor, new.room), new.starts_at, count)?;
    tx.run(TAKE_SLOTS, &[&id, &new.starts_at, &count, &new.doctor, &new.room])
}

/// Like [`take_slots`], for a hold.
pub(super) fn keep_slots(tx: &mut Tx<'_>, hold: HoldId, kept: &Kept, count: i64) -> Result<u64, DbError> {
    clear(tx, (kept.doctor, kept.room), kept.starts_at, count)?;
    tx.run(KEEP_SLOTS, &[&hold, &kept.starts_at, &count, &kept.doctor, &kept.room, &kept.until])
}

fn clear(tx: &mut Tx<'_>, of: (ResourceId, ResourceId), from: Instant, count: i64) -> Result<u64, DbError> {
    let (now, to) = (tx.now(), from.plus_minutes(count * GRID_MINUTES));
    tx.run(CLEAR, &[&of.0, &of.1, &from, &to, &now])
}

pub(super) fn release_hold(tx: &mut Tx<'_>, hold: HoldId) -> Result<u64, DbError> {
    tx.run(RELEASE_HOLD, &[&hold])
}

pub(super) fn release_expired(tx: &mut Tx<'_>, now: Instant) -> Result<u64, DbError> {
    tx.run(RELEASE_EXPIRED, &[&now])
}

pub(super) fn release(tx: &mut Tx<'_>, id: AppointmentId) -> Result<u64, DbError> {
    tx.run(RELEASE, &[&id])
}

pub(super) fn arrive(tx: &mut Tx<'_>, branch: BranchId, id: AppointmentId) -> Result<Option<Appointment>, DbError> {
    tx.one(ARRIVE, &[&id, &branch])
}

pub(super) struct End<'a> {
    pub(super) state: State,
    pub(super) staff: StaffId,
    pub(super) reason: &'a str,
}

pub(super) fn end(
    tx: &mut Tx<'_>,
    branch: BranchId,
    id: AppointmentId,
    end: &End<'_>,
) -> Result<Option<Appointment>, DbError> {
    let now = tx.now();
    tx.one(END, &[&id, &branch, &end.state, &now, &end.staff, &end.reason])
}
