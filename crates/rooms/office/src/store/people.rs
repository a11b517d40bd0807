//! The people who work here, and what cannot be booked without them.

use bricks::clock::Instant;
use bricks::id::{BranchId, ResourceId, StaffId};
use ground::access::Role;
use ground::db::{DbError, Tx};

ground::row! {
    /// A person with one of the roles; more roles are more rows.
    pub struct PersonRow {
        pub id: StaffId,
        pub login: String,
        pub name: String,
        pub title: String,
        pub speciality: String,
        pub active: bool,
        pub role: String,
        pub prefix: Option<String>,
        pub room: Option<String>,
        pub bookable: Option<bool>,
    }
}

/// A person on the way in.
pub struct NewPerson<'a> {
    pub login: &'a str,
    pub name: &'a str,
    pub title: &'a str,
    pub speciality: &'a str,
    /// The PHC string.
    pub password_hash: &'a str,
}

/// A row of `resource` on the way in.
pub struct NewResource<'a> {
    pub kind: &'static str,
    pub name: &'a str,
    pub staff: Option<StaffId>,
    pub room: Option<ResourceId>,
    pub prefix: &'a str,
    pub department: &'a str,
}

const PEOPLE: &str = "SELECT s.id, s.login, s.name, s.title, s.speciality, s.active, r.role, d.ticket_prefix, m.name, d.active \
     FROM staff s JOIN staff_role r ON r.staff_id = s.id LEFT JOIN resource d ON d.staff_id = s.id \
     LEFT JOIN resource m ON m.id = d.room_id WHERE s.branch_id = $1 ORDER BY s.active DESC, s.id";
const ADD: &str = "INSERT INTO staff (id, branch_id, login, name, title, speciality, password_hash, active, created_at) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, TRUE, $8) ON CONFLICT (login) DO NOTHING";
const ADD_ROLE: &str = "INSERT INTO staff_role (staff_id, role) VALUES ($1, $2)";
const DISABLE: &str =
    "UPDATE staff SET active = FALSE, version = version + 1 WHERE id = $1 AND branch_id = $2 AND active";
const ROOM_NAMED: &str =
    "SELECT id FROM resource WHERE branch_id = $1 AND kind = 'room' AND name = $2 AND active ORDER BY position LIMIT 1";
const PREFIX_TAKEN: &str =
    "SELECT EXISTS (SELECT 1 FROM resource WHERE branch_id = $1 AND kind = 'doctor' AND active AND ticket_prefix = $2)";
const LAST_POSITION: &str =
    "SELECT CAST(COALESCE(MAX(position), 0) AS BIGINT) FROM resource WHERE branch_id = $1 AND kind = $2";
const ADD_RESOURCE: &str = "INSERT INTO resource (id, branch_id, kind, name, staff_id, room_id, ticket_prefix, department, position, active) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, TRUE)";
const ADD_HOURS: &str =
    "INSERT INTO working_hours (resource_id, weekday, from_minute, to_minute) VALUES ($1, $2, $3, $4)";
const LOGIN_OF: &str = "SELECT login, password_hash FROM staff WHERE id = $1 AND active";
const SESSIONS: &str = "SELECT COUNT(*) FROM session WHERE staff_id = $1 AND ends_at > $2";
const SET_PASSWORD: &str = "UPDATE staff SET password_hash = $3 WHERE id = $1 AND password_hash = $2";
const CLOSE_OTHERS: &str = "DELETE FROM session WHERE staff_id = $1 AND token_hash <> $2";

/// Everybody of a branch, role by role; those who still work here first.
pub fn people(tx: &mut Tx<'_>, branch: BranchId) -> Result<Vec<PersonRow>, DbError> {
    tx.all(PEOPLE, &[&branch])
}

/// The new person's id; `None` when the login is taken.
pub fn add(tx: &mut Tx<'_>, branch: BranchId, new: &NewPerson<'_>) -> Result<Option<StaffId>, DbError> {
    let (id, now) = (StaffId::from_raw(tx.new_id()), tx.now());
    let added =
        tx.run(ADD, &[&id, &branch, &new.login, &new.name, &new.title, &new.speciality, &new.password_hash, &now])?;
    Ok((added == 1).then_some(id))
}

pub fn add_role(tx: &mut Tx<'_>, staff: StaffId, role: Role) -> Result<(), DbError> {
    tx.run_one(ADD_ROLE, &[&staff, &role.code()])
}

/// False when the person was disabled already.
pub fn disable(tx: &mut Tx<'_>, branch: BranchId, staff: StaffId) -> Result<bool, DbError> {
    Ok(tx.run(DISABLE, &[&staff, &branch])? == 1)
}

pub fn room_named(tx: &mut Tx<'_>, branch: BranchId, name: &str) -> Result<Option<ResourceId>, DbError> {
    tx.one(ROOM_NAMED, &[&branch, &name])
}

pub fn prefix_is_taken(tx: &mut Tx<'_>, branch: BranchId, prefix: &str) -> Result<bool, DbError> {
    Ok(tx.one(PREFIX_TAKEN, &[&branch, &prefix])?.unwrap_or(false))
}

/// A resource behind the last of its kind.
pub fn add_resource(tx: &mut Tx<'_>, branch: BranchId, new: &NewResource<'_>) -> Result<ResourceId, DbError> {
    let id = ResourceId::from_raw(tx.new_id());
    let last: i64 = tx.one(LAST_POSITION, &[&branch, &new.kind])?.unwrap_or(0);
    let position = last + 1;
    tx.run_one(
        ADD_RESOURCE,
        &[&id, &branch, &new.kind, &new.name, &new.staff, &new.room, &new.prefix, &new.department, &position],
    )?;
    Ok(id)
}

/// One stretch of a weekday's work in minutes of the day.
pub fn add_hours(tx: &mut Tx<'_>, of: ResourceId, weekday: i64, (from, to): (i64, i64)) -> Result<(), DbError> {
    tx.run_one(ADD_HOURS, &[&of, &weekday, &from, &to])
}

/// Login and PHC string of somebody who works here.
pub fn login_of(tx: &mut Tx<'_>, staff: StaffId) -> Result<Option<(String, String)>, DbError> {
    tx.one(LOGIN_OF, &[&staff])
}

/// How many sessions of a person have not ended.
pub fn sessions(tx: &mut Tx<'_>, staff: StaffId, now: Instant) -> Result<i64, DbError> {
    Ok(tx.one(SESSIONS, &[&staff, &now])?.unwrap_or(0))
}

/// False when the password is no longer the one that was verified.
pub fn set_password(tx: &mut Tx<'_>, staff: StaffId, verified: &str, hash: &str) -> Result<bool, DbError> {
    Ok(tx.run(SET_PASSWORD, &[&staff, &verified, &hash])? == 1)
}

/// Ends every session of a person but one.
pub fn close_others(tx: &mut Tx<'_>, staff: StaffId, kept: &[u8; 32]) -> Result<u64, DbError> {
    tx.run(CLOSE_OTHERS, &[&staff, kept])
}
