use super::many::{Many, asked_resources};
use super::rules::{Daily, Facts, HolidayFact, LeaveFact, Weekly};
use super::{DayKind, Kind, LeaveKind};
use bricks::clock::{Day, Instant, Zone, add_days};
use bricks::id::{BranchId, LeaveId, ResourceId, StaffId};
use ground::db::{DbError, Stop, Tx};
use std::collections::HashMap;

ground::row! {
    /// A resource with one stretch of its hours, of a weekday or of a single day; without hours it is one row too.
    struct HoursRow {
        resource: ResourceId,
        kind: Kind,
        /// It can be booked at all: a doctor who no longer works here has no hours. Told once, with the weekdays.
        in_use: bool,
        weekday: Option<i64>,
        day: Option<Day>,
        day_kind: Option<DayKind>,
        from_minute: Option<i64>,
        to_minute: Option<i64>,
    }
}

ground::row! {
    /// A leave of a resource, or a day on which the clinic is closed.
    struct ClosedRow {
        leave: Option<LeaveId>,
        resource: Option<ResourceId>,
        from: Option<Instant>,
        to: Option<Instant>,
        kind: Option<LeaveKind>,
        words: String,
        words_en: String,
        day: Option<Day>,
    }
}

const HOURS: &str = concat!(
    asked_resources!(),
    "SELECT r.id, r.kind, r.active AND COALESCE(s.active, TRUE), w.weekday, CAST(NULL AS DATE), CAST(NULL AS TEXT), \
     w.from_minute, w.to_minute FROM asked JOIN resource r ON r.id = asked.id LEFT JOIN staff s ON s.id = r.staff_id \
     LEFT JOIN working_hours w ON w.resource_id = r.id \
     UNION ALL SELECT r.id, r.kind, FALSE, CAST(NULL AS BIGINT), d.day, d.kind, d.from_minute, d.to_minute \
     FROM asked JOIN resource r ON r.id = asked.id JOIN day_hours d ON d.resource_id = r.id \
     WHERE d.day >= $2 AND d.day < $3"
);
const CLOSED: &str = concat!(
    asked_resources!(),
    "SELECT l.id, l.resource_id, l.from_at, l.to_at, l.kind, l.reason, '', CAST(NULL AS DATE) \
     FROM asked JOIN resource_leave l ON l.resource_id = asked.id \
     WHERE l.removed_at IS NULL AND l.to_at > $2 AND l.from_at < $3 \
     UNION ALL SELECT CAST(NULL AS BIGINT), CAST(NULL AS BIGINT), CAST(NULL AS BIGINT), CAST(NULL AS BIGINT), \
     CAST(NULL AS TEXT), h.name_vi, h.name_en, h.day \
     FROM holiday h WHERE h.branch_id = (SELECT r.branch_id FROM asked JOIN resource r ON r.id = asked.id LIMIT 1) \
     AND h.day >= $4 AND h.day < $5 AND h.closed"
);
const HOLD: &str = concat!(
    asked_resources!(),
    "SELECT r.id FROM resource r WHERE r.id IN (SELECT asked.id FROM asked) ORDER BY r.id FOR KEY SHARE"
);
const LOCK: &str = "SELECT kind FROM resource WHERE id = $1 AND branch_id = $2 AND active FOR UPDATE";
const LOCK_DOCTORS: &str =
    "SELECT id FROM resource WHERE branch_id = $1 AND kind = 'doctor' AND active ORDER BY id FOR UPDATE";
const WEEKLY: &str = "SELECT weekday, from_minute, to_minute FROM working_hours WHERE resource_id = $1 \
     ORDER BY weekday, from_minute";
const DAYS: &str = "SELECT day, from_minute, to_minute, kind FROM day_hours WHERE resource_id = $1 AND day >= $2 \
     ORDER BY day, from_minute LIMIT 200";
const LEAVE: &str = "SELECT id, kind, from_at, to_at, reason FROM resource_leave WHERE resource_id = $1 \
     AND removed_at IS NULL AND to_at > $2 ORDER BY from_at, id LIMIT 200";
const HOLIDAYS: &str = "SELECT day, name_vi, name_en, closed FROM holiday WHERE branch_id = $1 AND day >= $2 \
     ORDER BY day LIMIT 200";
const DROP_WEEKLY: &str = "DELETE FROM working_hours WHERE resource_id = $1";
const ADD_WEEKLY: &str =
    "INSERT INTO working_hours (resource_id, weekday, from_minute, to_minute) VALUES ($1, $2, $3, $4)";
const ADD_DAY: &str = "INSERT INTO day_hours (resource_id, day, from_minute, to_minute, kind) VALUES ($1, $2, $3, $4, $5) \
     ON CONFLICT (resource_id, day, from_minute) DO UPDATE SET to_minute = excluded.to_minute, kind = excluded.kind";
const DROP_DAY: &str = "DELETE FROM day_hours WHERE resource_id = $1 AND day = $2";
const ADD_LEAVE: &str = "INSERT INTO resource_leave (id, branch_id, resource_id, kind, from_at, to_at, reason, created_at, created_by) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
const END_LEAVE: &str = "UPDATE resource_leave SET removed_at = $3, removed_by = $4 \
     WHERE id = $1 AND branch_id = $2 AND removed_at IS NULL RETURNING resource_id";
const SET_HOLIDAY: &str = "INSERT INTO holiday (branch_id, day, name_vi, name_en, closed) VALUES ($1, $2, $3, $4, $5) \
     ON CONFLICT (branch_id, day) DO UPDATE SET name_vi = excluded.name_vi, name_en = excluded.name_en, closed = excluded.closed";
const DROP_HOLIDAY: &str = "DELETE FROM holiday WHERE branch_id = $1 AND day = $2";

/// What decides when these resources work, from a day on for so many days.
pub fn facts(
    tx: &mut Tx<'_>,
    zone: &Zone,
    resources: &[ResourceId],
    from_day: Day,
    days: i64,
) -> Result<Facts, DbError> {
    let mut facts = Facts {
        from_day,
        days,
        kinds: HashMap::new(),
        weekly: Vec::new(),
        daily: Vec::new(),
        leave: Vec::new(),
        holidays: Vec::new(),
    };
    let many = Many::of(resources);
    if many.is_empty() {
        return Ok(facts);
    }
    let end = add_days(from_day, days);
    for row in tx.all::<HoursRow>(HOURS, &[&many, &from_day, &end])? {
        if row.in_use {
            facts.kinds.insert(row.resource, row.kind);
        }
        add_hours(&mut facts, &row);
    }
    let (start_at, end_at) = (zone.instant_of(from_day, 0), zone.instant_of(end, 0));
    for row in tx.all::<ClosedRow>(CLOSED, &[&many, &start_at, &end_at, &from_day, &end])? {
        add_closed(&mut facts, row);
    }
    Ok(facts)
}

fn add_hours(facts: &mut Facts, row: &HoursRow) {
    let (Some(from_minute), Some(to_minute)) = (row.from_minute, row.to_minute) else { return };
    let resource = row.resource;
    if let Some(weekday) = row.weekday {
        facts.weekly.push(Weekly { resource, weekday, from_minute, to_minute });
    }
    if let (Some(day), Some(kind)) = (row.day, row.day_kind) {
        facts.daily.push(Daily { resource, day, from_minute, to_minute, kind });
    }
}

fn add_closed(facts: &mut Facts, row: ClosedRow) {
    if let Some(day) = row.day {
        facts.holidays.push(HolidayFact { day, name_vi: row.words, name_en: row.words_en });
    } else if let (Some(resource), Some(from), Some(to), Some(kind)) = (row.resource, row.from, row.to, row.kind) {
        facts.leave.push(LeaveFact { id: row.leave, resource, from, to, kind, reason: row.words });
    }
}

/// Nobody takes hours away from these resources until the transaction ends; others may hold them too.
pub fn hold(tx: &mut Tx<'_>, resources: &[ResourceId]) -> Result<(), DbError> {
    tx.all::<ResourceId>(HOLD, &[&Many::of(resources)]).map(|_| ())
}

/// Waits until nobody books this resource, and keeps it so until the transaction ends; `Stop::Missing` when it is not
/// of this branch or no longer in use.
pub fn lock(tx: &mut Tx<'_>, branch: BranchId, resource: ResourceId) -> Result<Kind, Stop> {
    tx.one(LOCK, &[&resource, &branch])?.ok_or(Stop::Missing)
}

/// Like [`lock`], for all doctors of a branch: a holiday closes for everyone.
pub fn lock_doctors(tx: &mut Tx<'_>, branch: BranchId) -> Result<Vec<ResourceId>, DbError> {
    tx.all(LOCK_DOCTORS, &[&branch])
}

ground::row! {
    /// A stretch of a weekday's hours.
    pub struct WeeklyRow {
        /// 1 is Monday.
        pub weekday: i64,
        pub from_minute: i64,
        pub to_minute: i64,
    }
}

pub fn weekly(tx: &mut Tx<'_>, resource: ResourceId) -> Result<Vec<WeeklyRow>, DbError> {
    tx.all(WEEKLY, &[&resource])
}

ground::row! {
    /// A stretch of a single day's hours.
    pub struct DayHoursRow {
        pub day: Day,
        pub from_minute: i64,
        pub to_minute: i64,
        pub kind: DayKind,
    }
}

/// The single days with hours of their own, from a day on.
pub fn coming_day_hours(tx: &mut Tx<'_>, resource: ResourceId, from: Day) -> Result<Vec<DayHoursRow>, DbError> {
    tx.all(DAYS, &[&resource, &from])
}

ground::row! {
    /// A leave that is not over.
    pub struct LeaveRow {
        pub id: LeaveId,
        pub kind: LeaveKind,
        pub from: Instant,
        pub to: Instant,
        pub reason: String,
    }
}

/// The leave that ends after an instant, earliest first.
pub fn coming_leave(tx: &mut Tx<'_>, resource: ResourceId, after: Instant) -> Result<Vec<LeaveRow>, DbError> {
    tx.all(LEAVE, &[&resource, &after])
}

ground::row! {
    pub struct HolidayRow {
        pub day: Day,
        pub name_vi: String,
        pub name_en: String,
        pub closed: bool,
    }
}

/// The public days off of a branch, from a day on.
pub fn holidays(tx: &mut Tx<'_>, branch: BranchId, from: Day) -> Result<Vec<HolidayRow>, DbError> {
    tx.all(HOLIDAYS, &[&branch, &from])
}

pub(super) fn replace_weekly(tx: &mut Tx<'_>, resource: ResourceId, hours: &[Weekly]) -> Result<(), DbError> {
    tx.run(DROP_WEEKLY, &[&resource])?;
    for one in hours {
        tx.run_one(ADD_WEEKLY, &[&resource, &one.weekday, &one.from_minute, &one.to_minute])?;
    }
    Ok(())
}

pub(super) fn add_day(tx: &mut Tx<'_>, one: &Daily) -> Result<(), DbError> {
    tx.run_one(ADD_DAY, &[&one.resource, &one.day, &one.from_minute, &one.to_minute, &one.kind])
}

/// How many stretches there were.
pub(super) fn drop_day(tx: &mut Tx<'_>, resource: ResourceId, day: Day) -> Result<u64, DbError> {
    tx.run(DROP_DAY, &[&resource, &day])
}

pub(super) fn add_leave(
    tx: &mut Tx<'_>,
    branch: BranchId,
    staff: StaffId,
    leave: &LeaveFact,
) -> Result<LeaveId, DbError> {
    let (id, now) = (LeaveId::from_raw(tx.new_id()), tx.now());
    let parameters: [&dyn ground::db::Param; 9] =
        [&id, &branch, &leave.resource, &leave.kind, &leave.from, &leave.to, &leave.reason, &now, &staff];
    tx.run_one(ADD_LEAVE, &parameters)?;
    Ok(id)
}

/// Whose leave it was, unless it was taken back before.
pub(super) fn end_leave(
    tx: &mut Tx<'_>,
    branch: BranchId,
    staff: StaffId,
    id: LeaveId,
) -> Result<Option<ResourceId>, DbError> {
    let now = tx.now();
    tx.one(END_LEAVE, &[&id, &branch, &now, &staff])
}

pub(super) fn set_holiday(tx: &mut Tx<'_>, branch: BranchId, row: &HolidayRow) -> Result<(), DbError> {
    tx.run_one(SET_HOLIDAY, &[&branch, &row.day, &row.name_vi, &row.name_en, &row.closed])
}

pub(super) fn drop_holiday(tx: &mut Tx<'_>, branch: BranchId, day: Day) -> Result<u64, DbError> {
    tx.run(DROP_HOLIDAY, &[&branch, &day])
}
