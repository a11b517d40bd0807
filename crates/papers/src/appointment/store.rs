use super::change::{Change, ChangeKind};
use super::hold::Kept;
use super::question::Elsewhere;
use super::rules::GRID_MINUTES;
use super::take::Taken;
use super::{Appointment, NewAppointment};
use bricks::clock::{Day, Instant};
use bricks::id::{AppointmentId, BranchId, HoldId, PatientId, ResourceId, ServiceId, StaffId};
use ground::db::{DbError, Stop, Tx};

macro_rules! columns {
    () => {
        "id, patient_id, doctor_id, room_id, service_id, day, starts_at, duration_minutes, state, source, note, \
         created_at, created_by, ended_at, ended_by, ended_reason, device_id, overbooked, confirmation, version"
    };
}

const BY_ID: &str = concat!("SELECT ", columns!(), " FROM appointment WHERE id = $1 AND branch_id = $2");
const LOCK: &str = concat!("SELECT ", columns!(), " FROM appointment WHERE id = $1 AND branch_id = $2 FOR UPDATE");
const ARRIVE: &str = concat!(
    "UPDATE appointment SET state = 'arrived' WHERE id = $1 AND branch_id = $2 AND state = 'booked' RETURNING ",
    columns!()
);
const EXPECT_AGAIN: &str = concat!(
    "UPDATE appointment SET state = 'booked' WHERE id = $1 AND branch_id = $2 AND state = 'arrived' RETURNING ",
    columns!()
);
/// The first condition is the index's own, so that SQLite uses it. Whom the desk took back is not given up again.
const OVERDUE: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM appointment WHERE state = 'booked' AND branch_id = $1 AND starts_at < $2 AND starts_at + duration_minutes * 60000 <= $2 \
     AND NOT EXISTS (SELECT 1 FROM appointment_change c WHERE c.appointment_id = appointment.id AND c.version = appointment.version \
     AND c.kind = 'undo') AND NOT EXISTS (SELECT 1 FROM visit v WHERE v.patient_id = appointment.patient_id AND v.day = appointment.day \
     AND v.state IN ('waiting', 'in_room')) ORDER BY starts_at, id LIMIT $3 FOR UPDATE SKIP LOCKED"
);
const PUT: &str = "UPDATE appointment SET doctor_id = $3, room_id = $4, device_id = $5, day = $6, starts_at = $7, duration_minutes = $8, \
     overbooked = $9, state = $10, confirmation = $11, ended_at = $12, ended_by = $13, ended_reason = $14, version = version + 1 \
     WHERE id = $1 AND version = $2";
const PUT_TAKEN: &str = "UPDATE appointment SET room_id = $2, device_id = $3, overbooked = $4 WHERE id = $1";
const KEEP_CHANGE: &str = "INSERT INTO appointment_change (appointment_id, version, kind, changed_at, changed_by, was_doctor_id, was_room_id, \
     was_device_id, was_starts_at, was_duration_minutes, was_overbooked, was_state, was_confirmation, was_ended_at, was_ended_by, \
     was_ended_reason) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)";
macro_rules! change_columns {
    () => {
        "version, kind, changed_at, changed_by, was_doctor_id, was_room_id, was_device_id, was_starts_at, was_duration_minutes, \
         was_overbooked, was_state, was_confirmation, was_ended_at, was_ended_by, was_ended_reason"
    };
}
const CHANGE: &str =
    concat!("SELECT ", change_columns!(), " FROM appointment_change WHERE appointment_id = $1 AND version = $2");
const CHANGES: &str = concat!(
    "SELECT ",
    change_columns!(),
    " FROM appointment_change WHERE appointment_id = $1 ORDER BY version DESC LIMIT 100"
);
const NEEDS: &str = "SELECT r.id, r.kind = 'device', r.active FROM service_resource n JOIN resource r ON r.id = n.resource_id \
     WHERE n.service_id = $2 AND r.branch_id = $1 ORDER BY r.position, r.id";
const LIMIT: &str = "SELECT overbooking_limit FROM resource WHERE id = $1";
/// Always in the order of the key, as [`TAKE_SLOTS`].
const TAKE_BESIDE: &str = "WITH RECURSIVE part (starts_at, number) AS ( \
       SELECT CAST($2 AS BIGINT), CAST(1 AS BIGINT) \
       UNION ALL SELECT starts_at + 300000, number + 1 FROM part WHERE number < $3) \
     INSERT INTO overbooking (doctor_id, starts_at, place, appointment_id) \
     SELECT CAST($4 AS BIGINT), part.starts_at, CAST($5 AS BIGINT), CAST($1 AS BIGINT) FROM part WHERE TRUE \
     ORDER BY part.starts_at ON CONFLICT (doctor_id, starts_at, place) DO NOTHING";
const RELEASE_BESIDE: &str = "DELETE FROM overbooking WHERE appointment_id = $1";
const RELEASE_OF: &str = "DELETE FROM slot WHERE appointment_id = $1 AND resource_id = $2";
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
const RELEASE_HOLD_OF: &str = "DELETE FROM slot WHERE hold_id = $1 AND resource_id = $2";
/// The first and the last slot of every hold of a resource.
const KEPT_OF: &str = "SELECT hold_id, MIN(starts_at), MAX(starts_at) FROM slot \
     WHERE resource_id = $1 AND starts_at >= $2 AND hold_id IS NOT NULL GROUP BY hold_id";
const HELD: &str = "SELECT s.resource_id, MIN(s.starts_at), MAX(s.starts_at), MAX(s.held_until) FROM slot s \
     JOIN resource r ON r.id = s.resource_id WHERE s.held_until > $1 AND r.branch_id = $2 AND s.starts_at >= $3 AND s.starts_at < $4 \
     GROUP BY s.resource_id, s.hold_id ORDER BY 2, 1";
const RELEASE_EXPIRED: &str = "DELETE FROM slot WHERE held_until IS NOT NULL AND held_until <= $1";
const RELEASE: &str = "DELETE FROM slot WHERE appointment_id = $1";

/// Whether a service is done with more than the doctor and the doctor's room.
pub fn needs_more(tx: &mut Tx<'_>, branch: BranchId, service: Option<ServiceId>) -> Result<bool, DbError> {
    match service {
        Some(service) => Ok(!needs(tx, branch, service)?.is_empty()),
        None => Ok(false),
    }
}

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

/// How many of the slots of two resources (or of one, given twice) could be taken.
pub(super) fn take_slots(
    tx: &mut Tx<'_>,
    id: AppointmentId,
    of: (ResourceId, ResourceId),
    starts_at: Instant,
    count: i64,
) -> Result<u64, DbError> {
    clear(tx, of, starts_at, count)?;
    tx.run(TAKE_SLOTS, &[&id, &starts_at, &count, &of.0, &of.1])
}

/// How many of the five minutes of a place beside a doctor could be taken.
pub(super) fn take_beside(
    tx: &mut Tx<'_>,
    id: AppointmentId,
    (doctor, place): (ResourceId, i64),
    starts_at: Instant,
    count: i64,
) -> Result<u64, DbError> {
    tx.run(TAKE_BESIDE, &[&id, &starts_at, &count, &doctor, &place])
}

pub(super) fn release_beside(tx: &mut Tx<'_>, id: AppointmentId) -> Result<u64, DbError> {
    tx.run(RELEASE_BESIDE, &[&id])
}

pub(super) fn release_of(tx: &mut Tx<'_>, id: AppointmentId, resource: ResourceId) -> Result<u64, DbError> {
    tx.run(RELEASE_OF, &[&id, &resource])
}

pub(super) fn overbooking_limit(tx: &mut Tx<'_>, doctor: ResourceId) -> Result<i64, DbError> {
    Ok(tx.one(LIMIT, &[&doctor])?.unwrap_or(0))
}

ground::row! {
    /// Something that a service can be done with.
    pub(super) struct Need {
        pub(super) resource: ResourceId,
        pub(super) is_device: bool,
        pub(super) active: bool,
    }
}

pub(super) fn needs(tx: &mut Tx<'_>, branch: BranchId, service: ServiceId) -> Result<Vec<Need>, DbError> {
    tx.all(NEEDS, &[&branch, &service])
}

/// Like [`take_slots`], for a hold.
pub(super) fn keep_slots(
    tx: &mut Tx<'_>,
    hold: HoldId,
    of: (ResourceId, ResourceId),
    kept: &Kept,
    count: i64,
) -> Result<u64, DbError> {
    clear(tx, of, kept.starts_at, count)?;
    tx.run(KEEP_SLOTS, &[&hold, &kept.starts_at, &count, &of.0, &of.1, &kept.until])
}

fn clear(tx: &mut Tx<'_>, of: (ResourceId, ResourceId), from: Instant, count: i64) -> Result<u64, DbError> {
    let (now, to) = (tx.now(), from.plus_minutes(count * GRID_MINUTES));
    tx.run(CLEAR, &[&of.0, &of.1, &from, &to, &now])
}

pub(super) fn release_hold(tx: &mut Tx<'_>, hold: HoldId) -> Result<u64, DbError> {
    tx.run(RELEASE_HOLD, &[&hold])
}

pub(super) fn release_hold_of(tx: &mut Tx<'_>, hold: HoldId, resource: ResourceId) -> Result<u64, DbError> {
    tx.run(RELEASE_HOLD_OF, &[&hold, &resource])
}

pub(super) fn kept_of(
    tx: &mut Tx<'_>,
    resource: ResourceId,
    from: Instant,
) -> Result<Vec<(HoldId, Instant, Instant)>, DbError> {
    tx.all(KEPT_OF, &[&resource, &from])
}

/// `(resource, first slot, last slot, until)` of what is kept now.
pub(super) fn held(
    tx: &mut Tx<'_>,
    branch: BranchId,
    (from, before): (Instant, Instant),
) -> Result<Vec<(ResourceId, Instant, Instant, Instant)>, DbError> {
    let now = tx.now();
    tx.all(HELD, &[&now, &branch, &from, &before])
}

pub(super) fn release_expired(tx: &mut Tx<'_>, now: Instant) -> Result<u64, DbError> {
    tx.run(RELEASE_EXPIRED, &[&now])
}

pub(super) fn release(tx: &mut Tx<'_>, id: AppointmentId) -> Result<(), DbError> {
    tx.run(RELEASE, &[&id])?;
    release_beside(tx, id).map(|_| ())
}

pub(super) fn arrive(tx: &mut Tx<'_>, branch: BranchId, id: AppointmentId) -> Result<Option<Appointment>, DbError> {
    tx.one(ARRIVE, &[&id, &branch])
}

pub(super) fn expect_again(
    tx: &mut Tx<'_>,
    branch: BranchId,
    id: AppointmentId,
) -> Result<Option<Appointment>, DbError> {
    tx.one(EXPECT_AGAIN, &[&id, &branch])
}

/// Booked appointments that ended before an instant.
pub(super) fn overdue(
    tx: &mut Tx<'_>,
    branch: BranchId,
    ended_before: Instant,
    limit: i64,
) -> Result<Vec<Appointment>, DbError> {
    tx.all(OVERDUE, &[&branch, &ended_before, &limit])
}

/// Writes what may change of an appointment that still has this version; the next one is its version then.
pub(super) fn put(tx: &mut Tx<'_>, is: &Appointment, version: i64) -> Result<(), DbError> {
    tx.run_one(
        PUT,
        &[
            &is.id,
            &version,
            &is.doctor,
            &is.room,
            &is.device,
            &is.day,
            &is.starts_at,
            &is.duration_minutes,
            &is.overbooked,
            &is.state,
            &is.confirmation,
            &is.ended_at,
            &is.ended_by,
            &is.ended_reason,
        ],
    )
}

pub(super) fn put_taken(tx: &mut Tx<'_>, id: AppointmentId, taken: &Taken) -> Result<(), DbError> {
    tx.run_one(PUT_TAKEN, &[&id, &taken.room, &taken.device, &taken.overbooked])
}

pub(super) fn keep_change(
    tx: &mut Tx<'_>,
    staff: StaffId,
    was: &Appointment,
    version: i64,
    kind: ChangeKind,
) -> Result<(), DbError> {
    let now = tx.now();
    tx.run_one(
        KEEP_CHANGE,
        &[
            &was.id,
            &version,
            &kind,
            &now,
            &staff,
            &was.doctor,
            &was.room,
            &was.device,
            &was.starts_at,
            &was.duration_minutes,
            &was.overbooked,
            &was.state,
            &was.confirmation,
            &was.ended_at,
            &was.ended_by,
            &was.ended_reason,
        ],
    )
}

pub(super) fn change(tx: &mut Tx<'_>, id: AppointmentId, version: i64) -> Result<Option<Change>, DbError> {
    tx.one(CHANGE, &[&id, &version])
}

pub(super) fn changes(tx: &mut Tx<'_>, id: AppointmentId) -> Result<Vec<Change>, DbError> {
    tx.all(CHANGES, &[&id])
}

const NAMED: &str = "SELECT COALESCE(f.title, ''), COALESCE(f.name, d.name), s.name_vi, s.name_en, s.department = 'general' FROM resource d \
     JOIN service s ON s.id = $2 LEFT JOIN staff f ON f.id = d.staff_id WHERE d.id = $1";
/// Of one patient two are booked one after the other.
const TAKE_PATIENT: &str = "SELECT id FROM patient WHERE id = $1 FOR NO KEY UPDATE";
/// No appointment is longer than eight hours.
const ELSEWHERE: &str = "SELECT COALESCE(f.title, ''), COALESCE(f.name, d.name), a.starts_at, a.duration_minutes FROM appointment a \
     JOIN resource d ON d.id = a.doctor_id LEFT JOIN staff f ON f.id = d.staff_id \
     WHERE a.patient_id = $1 AND a.starts_at > CAST($3 AS BIGINT) - 28800000 AND a.starts_at < $4 AND a.state = 'booked' AND a.id <> $2 \
     AND a.starts_at + a.duration_minutes * 60000 > $3 ORDER BY a.starts_at";

/// On one day with one doctor.
const SAME_DAY: &str = "SELECT COALESCE(f.title, ''), COALESCE(f.name, d.name), a.starts_at, a.duration_minutes FROM appointment a \
     JOIN resource d ON d.id = a.doctor_id LEFT JOIN staff f ON f.id = d.staff_id \
     WHERE a.patient_id = $1 AND a.day = $3 AND a.doctor_id = $4 AND a.state = 'booked' AND a.id <> $2 ORDER BY a.starts_at LIMIT 1";

ground::row! {
    /// A doctor and a service by name.
    pub(super) struct Named {
        pub title: String,
        pub doctor: String,
        pub service_vi: String,
        pub service_en: String,
        /// Such as a follow-up: no speciality's own.
        pub is_general: bool,
    }
}

pub(super) fn named(tx: &mut Tx<'_>, doctor: ResourceId, service: ServiceId) -> Result<Option<Named>, DbError> {
    tx.one(NAMED, &[&doctor, &service])
}

/// Holds a patient's bookings until the transaction ends; everything else about the patient goes on.
pub(crate) fn take_patient(tx: &mut Tx<'_>, patient: PatientId) -> Result<(), DbError> {
    tx.one::<PatientId>(TAKE_PATIENT, &[&patient]).map(|_| ())
}

pub(super) fn elsewhere(
    tx: &mut Tx<'_>,
    (patient, except): (PatientId, AppointmentId),
    (from, to): (Instant, Instant),
) -> Result<Vec<Elsewhere>, DbError> {
    tx.all(ELSEWHERE, &[&patient, &except, &from, &to])
}

/// What else a patient has booked with a doctor on a day.
pub(super) fn same_day(
    tx: &mut Tx<'_>,
    (patient, except): (PatientId, AppointmentId),
    day: Day,
    doctor: ResourceId,
) -> Result<Option<Elsewhere>, DbError> {
    tx.one(SAME_DAY, &[&patient, &except, &day, &doctor])
}
