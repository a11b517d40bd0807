//! Rooms and devices: what a booking takes besides its doctor.

use bricks::clock::Instant;
use bricks::id::{BranchId, ResourceId};
use ground::db::{DbError, Tx};

ground::row! {
    /// A room or a device.
    pub struct PlaceRow {
        pub id: ResourceId,
        /// `room` or `device`.
        pub kind: String,
        pub name: String,
        pub department: String,
        pub active: bool,
        /// The doctors whose room it is.
        pub doctors: i64,
        /// The services that need it.
        pub services: i64,
        /// It is closed for maintenance at this moment.
        pub closed: bool,
    }
}

const PLACES: &str = "SELECT r.id, r.kind, r.name, r.department, r.active, \
     (SELECT COUNT(*) FROM resource d WHERE d.branch_id = $1 AND d.kind = 'doctor' AND d.active AND d.room_id = r.id), \
     (SELECT COUNT(*) FROM service_resource n JOIN service s ON s.id = n.service_id WHERE n.resource_id = r.id AND s.active), \
     EXISTS (SELECT 1 FROM resource_leave l WHERE l.resource_id = r.id AND l.removed_at IS NULL AND l.from_at <= $2 AND l.to_at > $2) \
     FROM resource r WHERE r.branch_id = $1 AND r.kind IN ('room', 'device') \
     AND NOT EXISTS (SELECT 1 FROM retail_counter c WHERE c.counter_id = r.id) ORDER BY r.active DESC, r.kind DESC, r.position, r.id";
const NAME_TAKEN: &str =
    "SELECT EXISTS (SELECT 1 FROM resource WHERE branch_id = $1 AND kind = $2 AND name = $3 AND active AND id <> $4)";
const CHANGE: &str =
    "UPDATE resource SET name = $3, department = $4 WHERE id = $1 AND branch_id = $2 AND kind IN ('room', 'device')";
const LOCK: &str =
    "SELECT kind FROM resource WHERE id = $1 AND branch_id = $2 AND kind IN ('room', 'device') FOR UPDATE";
const DOCTORS_IN: &str = "SELECT COALESCE(f.name, d.name) FROM resource d LEFT JOIN staff f ON f.id = d.staff_id \
     WHERE d.branch_id = $1 AND d.kind = 'doctor' AND d.active AND d.room_id = $2 ORDER BY d.position, d.id LIMIT 3";
const TO_COME: &str = "SELECT COUNT(*) FROM appointment WHERE branch_id = $1 AND state = 'booked' AND starts_at > $3 \
     AND (room_id = $2 OR device_id = $2)";
const PRESENT: &str =
    "SELECT COUNT(*) FROM visit WHERE branch_id = $1 AND room_id = $2 AND state IN ('waiting', 'in_room')";
const SET_ACTIVE: &str = "UPDATE resource SET active = $3 WHERE id = $1 AND branch_id = $2";
const SPARE: &str = "DELETE FROM service_resource WHERE resource_id = $1";

/// Rooms and devices, those in use first.
pub fn places(tx: &mut Tx<'_>, branch: BranchId) -> Result<Vec<PlaceRow>, DbError> {
    let now = tx.now();
    tx.all(PLACES, &[&branch, &now])
}

/// Whether another one in use has this name.
pub fn name_is_taken(
    tx: &mut Tx<'_>,
    branch: BranchId,
    (kind, name): (&str, &str),
    but: Option<ResourceId>,
) -> Result<bool, DbError> {
    let but = but.map_or(0, ResourceId::raw);
    Ok(tx.one(NAME_TAKEN, &[&branch, &kind, &name, &but])?.unwrap_or(false))
}

pub fn change(
    tx: &mut Tx<'_>,
    branch: BranchId,
    id: ResourceId,
    (name, department): (&str, &str),
) -> Result<(), DbError> {
    tx.run_one(CHANGE, &[&id, &branch, &name, &department])
}

/// Its kind; whoever books it waits until the transaction ends.
pub fn lock(tx: &mut Tx<'_>, branch: BranchId, id: ResourceId) -> Result<Option<String>, DbError> {
    tx.one(LOCK, &[&id, &branch])
}

/// Some of the doctors whose room it is.
pub fn doctors_in(tx: &mut Tx<'_>, branch: BranchId, id: ResourceId) -> Result<Vec<String>, DbError> {
    tx.all(DOCTORS_IN, &[&branch, &id])
}

/// Appointments to come in or with it, times of it kept for the website's visitors, and patients in the house for it.
pub fn in_use(tx: &mut Tx<'_>, branch: BranchId, id: ResourceId, now: Instant) -> Result<i64, DbError> {
    let to_come: i64 = tx.one(TO_COME, &[&branch, &id, &now])?.unwrap_or(0);
    let present: i64 = tx.one(PRESENT, &[&branch, &id])?.unwrap_or(0);
    Ok(to_come + present + super::person::kept(tx, id)?)
}

pub fn set_active(tx: &mut Tx<'_>, branch: BranchId, id: ResourceId, active: bool) -> Result<(), DbError> {
    tx.run_one(SET_ACTIVE, &[&id, &branch, &active])
}

/// No service needs it any more.
pub fn spare(tx: &mut Tx<'_>, id: ResourceId) -> Result<u64, DbError> {
    tx.run(SPARE, &[&id])
}
