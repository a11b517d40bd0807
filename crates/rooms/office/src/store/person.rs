//! One person who works here: what is changed, and under which locks.

use super::people::room_named;
use bricks::clock::{Day, Instant};
use bricks::id::{BranchId, ResourceId, StaffId};
use ground::access::{Role, Roles};
use ground::db::{DbError, Tx};

ground::row! {
    /// A person as the form shows it.
    pub struct PersonRow {
        pub id: StaffId,
        pub login: String,
        pub name: String,
        pub title: String,
        pub speciality: String,
        pub active: bool,
        pub version: i64,
    }
}

ground::row! {
    /// A doctor's place in the diary.
    pub struct PracticeRow {
        pub resource: ResourceId,
        pub active: bool,
        pub prefix: String,
        pub room: Option<String>,
        /// Appointments that may stand beside a booked one.
        pub overbooking_limit: i64,
        /// Services that the public may book with this doctor.
        pub bookable: i64,
    }
}

ground::row! {
    /// A link for a new password that may still be used.
    pub struct LinkRow {
        pub id: i64,
        pub made_by: StaffId,
        pub made_by_name: String,
        pub ends_at: Instant,
    }
}

/// A person's words as they are written.
pub struct Words<'a> {
    pub name: &'a str,
    pub title: &'a str,
    pub speciality: &'a str,
}

const PERSON: &str =
    "SELECT id, login, name, title, speciality, active, version FROM staff WHERE id = $1 AND branch_id = $2";
const ROLES: &str = "SELECT role FROM staff_role WHERE staff_id = $1";
const PRACTICE: &str = "SELECT d.id, d.active, d.ticket_prefix, m.name, d.overbooking_limit, \
     (SELECT COUNT(*) FROM bookable b WHERE b.doctor_id = d.id) FROM resource d LEFT JOIN resource m ON m.id = d.room_id \
     WHERE d.staff_id = $1 AND d.branch_id = $2";
/// Everybody whose rights decide a change: who acts, whom it concerns, and the owners, in one order for everybody.
const LOCK: &str = "SELECT id FROM staff WHERE branch_id = $1 AND (id IN ($2, $3) \
     OR id IN (SELECT r.staff_id FROM staff_role r WHERE r.role = 'owner')) ORDER BY id FOR NO KEY UPDATE";
const ROLES_OF_ACTIVE: &str =
    "SELECT r.role FROM staff s JOIN staff_role r ON r.staff_id = s.id WHERE s.id = $1 AND s.active";
const OTHER_OWNERS: &str = "SELECT COUNT(*) FROM staff s JOIN staff_role r ON r.staff_id = s.id \
     WHERE s.branch_id = $1 AND s.active AND r.role = 'owner' AND s.id <> $2";
const CHANGE: &str = "UPDATE staff SET name = $4, title = $5, speciality = $6, version = version + 1 \
     WHERE id = $1 AND branch_id = $2 AND version = $3";
const TAKE_ROLE: &str = "DELETE FROM staff_role WHERE staff_id = $1 AND role = $2";
const RENAME: &str = "UPDATE resource SET name = $3, department = $4 WHERE staff_id = $1 AND branch_id = $2";
const ENABLE: &str =
    "UPDATE staff SET active = TRUE, version = version + 1 WHERE id = $1 AND branch_id = $2 AND NOT active";
const LOCK_PRACTICE: &str = "SELECT id FROM resource WHERE staff_id = $1 AND branch_id = $2 FOR UPDATE";
const PREFIX_OF_ANOTHER: &str = "SELECT EXISTS (SELECT 1 FROM resource WHERE branch_id = $1 AND kind = 'doctor' AND active \
     AND ticket_prefix = $2 AND id <> $3)";
const SET_PRACTICE: &str =
    "UPDATE resource SET room_id = $3, ticket_prefix = $4, active = TRUE WHERE id = $1 AND branch_id = $2";
const CLOSE_PRACTICE: &str = "UPDATE resource SET active = FALSE WHERE id = $1 AND branch_id = $2";
const LEFT_TO_DO: &str = "SELECT (SELECT COUNT(*) FROM appointment a WHERE a.branch_id = $1 AND a.day >= $3 AND a.doctor_id = $2 AND a.state = 'booked') \
     + (SELECT COUNT(*) FROM visit v WHERE v.branch_id = $1 AND v.doctor_id = $2 AND v.state IN ('waiting', 'in_room'))";
const KEPT: &str = "SELECT COUNT(DISTINCT hold_id) FROM slot WHERE resource_id = $1 AND starts_at > $2 \
     AND hold_id IS NOT NULL AND held_until > $2";
const LINK: &str = "SELECT l.id, l.made_by, f.name, l.ends_at FROM password_link l JOIN staff f ON f.id = l.made_by \
     WHERE l.staff_id = $1 AND l.used_at IS NULL AND l.ends_at > $2";
const DROP_LINKS: &str = "DELETE FROM password_link WHERE staff_id = $1 AND used_at IS NULL";
const ADD_LINK: &str =
    "INSERT INTO password_link (id, staff_id, made_by, made_at, ends_at) VALUES ($1, $2, $3, $4, $5)";
const SHUT: &str = "UPDATE staff SET password_hash = $3 WHERE id = $1 AND branch_id = $2 AND active";
const LINK_FOR: &str = "SELECT s.id, s.login, s.branch_id FROM password_link l JOIN staff s ON s.id = l.staff_id \
     WHERE l.id = $1 AND l.used_at IS NULL AND l.ends_at > $2 AND s.active";
const USE_LINK: &str =
    "UPDATE password_link SET used_at = $2 WHERE id = $1 AND used_at IS NULL AND ends_at > $2 RETURNING staff_id";
const SET_PASSWORD: &str = "UPDATE staff SET password_hash = $2 WHERE id = $1 AND active";
const FORGIVE: &str = "DELETE FROM sign_in_failure WHERE login = (SELECT s.login FROM staff s WHERE s.id = $1)";

pub fn person(tx: &mut Tx<'_>, branch: BranchId, id: StaffId) -> Result<Option<PersonRow>, DbError> {
    tx.one(PERSON, &[&id, &branch])
}

/// The roles of somebody, who may be disabled.
pub fn roles(tx: &mut Tx<'_>, id: StaffId) -> Result<Roles, DbError> {
    let codes: Vec<String> = tx.all(ROLES, &[&id])?;
    Ok(Roles::of(codes.iter().filter_map(|code| Role::parse(code))))
}

pub fn practice(tx: &mut Tx<'_>, branch: BranchId, id: StaffId) -> Result<Option<PracticeRow>, DbError> {
    tx.one(PRACTICE, &[&id, &branch])
}

/// Locks who acts, whom it concerns and all owners: changes of rights come one after the other.
pub fn lock(tx: &mut Tx<'_>, branch: BranchId, acting: StaffId, other: StaffId) -> Result<(), DbError> {
    tx.all::<StaffId>(LOCK, &[&branch, &acting, &other]).map(|_| ())
}

/// The roles of somebody who still works here; none for who does not.
pub fn roles_of_active(tx: &mut Tx<'_>, id: StaffId) -> Result<Roles, DbError> {
    let codes: Vec<String> = tx.all(ROLES_OF_ACTIVE, &[&id])?;
    Ok(Roles::of(codes.iter().filter_map(|code| Role::parse(code))))
}

/// Owners who work here besides this person.
pub fn other_owners(tx: &mut Tx<'_>, branch: BranchId, id: StaffId) -> Result<i64, DbError> {
    Ok(tx.one(OTHER_OWNERS, &[&branch, &id])?.unwrap_or(0))
}

/// False when somebody changed the person since this version.
pub fn change(
    tx: &mut Tx<'_>,
    branch: BranchId,
    (id, version): (StaffId, i64),
    words: &Words<'_>,
) -> Result<bool, DbError> {
    Ok(tx.run(CHANGE, &[&id, &branch, &version, &words.name, &words.title, &words.speciality])? == 1)
}

pub fn take_role(tx: &mut Tx<'_>, id: StaffId, role: Role) -> Result<(), DbError> {
    tx.run(TAKE_ROLE, &[&id, &role.code()]).map(|_| ())
}

/// The doctor's column is called as the person is.
pub fn rename(tx: &mut Tx<'_>, branch: BranchId, id: StaffId, name: &str, department: &str) -> Result<(), DbError> {
    tx.run(RENAME, &[&id, &branch, &name, &department]).map(|_| ())
}

/// False when the person works here already.
pub fn enable(tx: &mut Tx<'_>, branch: BranchId, id: StaffId) -> Result<bool, DbError> {
    Ok(tx.run(ENABLE, &[&id, &branch])? == 1)
}

/// A doctor's place in the diary, in use or not; whoever books it waits until the transaction ends.
pub fn lock_practice(tx: &mut Tx<'_>, branch: BranchId, id: StaffId) -> Result<Option<ResourceId>, DbError> {
    tx.one(LOCK_PRACTICE, &[&id, &branch])
}

/// Whether another doctor's tickets begin so.
pub fn prefix_of_another(
    tx: &mut Tx<'_>,
    branch: BranchId,
    prefix: &str,
    but: Option<ResourceId>,
) -> Result<bool, DbError> {
    let but = but.map_or(0, ResourceId::raw);
    Ok(tx.one(PREFIX_OF_ANOTHER, &[&branch, &prefix, &but])?.unwrap_or(false))
}

/// Room and prefix of a doctor's place, which is in use from now on.
pub fn set_practice(
    tx: &mut Tx<'_>,
    branch: BranchId,
    id: ResourceId,
    (room, prefix): (ResourceId, &str),
) -> Result<(), DbError> {
    tx.run_one(SET_PRACTICE, &[&id, &branch, &room, &prefix])
}

/// The room of this name, if one is in use.
pub fn room(tx: &mut Tx<'_>, branch: BranchId, name: &str) -> Result<Option<ResourceId>, DbError> {
    room_named(tx, branch, name)
}

pub fn close_practice(tx: &mut Tx<'_>, branch: BranchId, id: ResourceId) -> Result<(), DbError> {
    tx.run_one(CLOSE_PRACTICE, &[&id, &branch])
}

/// Appointments to come, times kept for the website's visitors, and patients in the house, of one doctor.
pub fn left_to_do(tx: &mut Tx<'_>, branch: BranchId, doctor: ResourceId, today: Day) -> Result<i64, DbError> {
    let booked: i64 = tx.one(LEFT_TO_DO, &[&branch, &doctor, &today])?.unwrap_or(0);
    Ok(booked + kept(tx, doctor)?)
}

/// Times of a doctor, room or device that are kept for somebody on the website.
pub fn kept(tx: &mut Tx<'_>, resource: ResourceId) -> Result<i64, DbError> {
    let now = tx.now();
    Ok(tx.one(KEPT, &[&resource, &now])?.unwrap_or(0))
}

pub fn link(tx: &mut Tx<'_>, id: StaffId) -> Result<Option<LinkRow>, DbError> {
    let now = tx.now();
    tx.one(LINK, &[&id, &now])
}

/// Takes the place of a link that nobody has used; its number.
pub fn make_link(tx: &mut Tx<'_>, id: StaffId, made_by: StaffId, ends_at: Instant) -> Result<i64, DbError> {
    tx.run(DROP_LINKS, &[&id])?;
    let (link, now) = (tx.new_id(), tx.now());
    tx.run_one(ADD_LINK, &[&link, &id, &made_by, &now, &ends_at])?;
    Ok(link)
}

pub fn drop_links(tx: &mut Tx<'_>, id: StaffId) -> Result<(), DbError> {
    tx.run(DROP_LINKS, &[&id]).map(|_| ())
}

/// The password that fitted fits no more; false when the person is disabled.
pub fn shut(tx: &mut Tx<'_>, branch: BranchId, id: StaffId, unknown: &str) -> Result<bool, DbError> {
    Ok(tx.run(SHUT, &[&id, &branch, &unknown])? == 1)
}

/// For whom a link works: person, login and branch.
pub fn link_for(tx: &mut Tx<'_>, link: i64) -> Result<Option<(StaffId, String, BranchId)>, DbError> {
    let now = tx.now();
    tx.one(LINK_FOR, &[&link, &now])
}

/// Uses a link up; nobody when it was used or has ended.
pub fn use_link(tx: &mut Tx<'_>, link: i64) -> Result<Option<StaffId>, DbError> {
    let now = tx.now();
    tx.one(USE_LINK, &[&link, &now])
}

/// Sets a password, and forgets the wrong ones; false when the person is disabled.
pub fn set_password(tx: &mut Tx<'_>, id: StaffId, hash: &str) -> Result<bool, DbError> {
    tx.run(FORGIVE, &[&id])?;
    Ok(tx.run(SET_PASSWORD, &[&id, &hash])? == 1)
}
