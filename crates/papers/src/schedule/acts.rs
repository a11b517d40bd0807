use super::rules::{Daily, LeaveFact, Weekly, in_order, leave_trouble};
use super::store::{self, HolidayRow};
use super::{Kind, LeaveKind};
use crate::refuse::{conflict, invalid};
use crate::text;
use bricks::clock::{Day, Instant, add_days, iso_day};
use bricks::id::{LeaveId, ResourceId};
use ground::access::Who;
use ground::db::{Stop, Topic, Tx};

/// What a leave asks for.
#[derive(Debug, Clone)]
pub struct NewLeave {
    pub resource: ResourceId,
    pub kind: LeaveKind,
    pub from: Instant,
    pub to: Instant,
    pub reason: String,
}

impl NewLeave {
    /// The leave as a fact, to try what it would close.
    pub fn fact(&self) -> LeaveFact {
        LeaveFact {
            id: None,
            resource: self.resource,
            from: self.from,
            to: self.to,
            kind: self.kind,
            reason: self.reason.clone(),
        }
    }
}

/// Writes a leave. Refused at `to` when it ends before it begins, is over already or lasts longer than a year. The
/// caller has locked the resource and settles the appointments that lie in it, in the same transaction.
pub fn make_leave(tx: &mut Tx<'_>, who: &Who, new: &NewLeave) -> Result<LeaveId, Stop> {
    store::lock(tx, who.branch, new.resource)?;
    if let Some(say) = leave_trouble((new.from, new.to), tx.now(), who.zone()) {
        return Err(invalid("to", say));
    }
    let id = store::add_leave(tx, who.branch, who.staff, &new.fact())?;
    who.note(tx, "make_leave", "resource", new.resource.raw(), None, new.kind.code())?;
    tx.announce(Topic::Diary);
    tx.announce(Topic::Hours);
    Ok(id)
}

/// Takes a leave back: its time is open again.
pub fn remove_leave(tx: &mut Tx<'_>, who: &Who, id: LeaveId) -> Result<ResourceId, Stop> {
    let Some(resource) = store::end_leave(tx, who.branch, who.staff, id)? else {
        return Err(conflict(text::leave_removed_say()));
    };
    who.note(tx, "remove_leave", "resource", resource.raw(), None, "")?;
    tx.announce(Topic::Diary);
    tx.announce(Topic::Hours);
    Ok(resource)
}

/// Replaces the weekday's hours of a resource: pairs of minutes for Monday to Sunday. Refused at `hours` when stretches
/// overlap or end before they begin. The caller settles the appointments that no longer lie inside.
pub fn set_hours(
    tx: &mut Tx<'_>,
    who: &Who,
    resource: ResourceId,
    week: &[Vec<(i64, i64)>],
) -> Result<Vec<Weekly>, Stop> {
    store::lock(tx, who.branch, resource)?;
    let mut hours = Vec::new();
    for (weekday, of_day) in (1_i64..).zip(week) {
        let of_day = in_order(of_day).ok_or_else(|| invalid("hours", text::hours_overlap_say()))?;
        let row = |(from_minute, to_minute)| Weekly { resource, weekday, from_minute, to_minute };
        hours.extend(of_day.into_iter().map(row));
    }
    store::replace_weekly(tx, resource, &hours)?;
    who.note(tx, "set_hours", "resource", resource.raw(), None, "")?;
    tx.announce(Topic::Diary);
    tx.announce(Topic::Hours);
    Ok(hours)
}

/// Gives one day hours of its own. Refused at `day` when it has passed, at `day_to` when the end is not after the start.
pub fn add_day_hours(tx: &mut Tx<'_>, who: &Who, one: &Daily) -> Result<(), Stop> {
    store::lock(tx, who.branch, one.resource)?;
    if one.day < who.day_of(tx.now()) {
        return Err(invalid("day", text::day_hours_past_say()));
    }
    if !(0..1440).contains(&one.from_minute) || one.to_minute <= one.from_minute || one.to_minute > 1440 {
        return Err(invalid("day_to", text::hours_end_before_start_say()));
    }
    store::add_day(tx, one)?;
    who.note(tx, "add_day_hours", "resource", one.resource.raw(), None, &iso_day(one.day))?;
    tx.announce(Topic::Diary);
    tx.announce(Topic::Hours);
    Ok(())
}

/// The weekday's hours count again on a day.
pub fn remove_day_hours(tx: &mut Tx<'_>, who: &Who, resource: ResourceId, day: Day) -> Result<Kind, Stop> {
    let kind = store::lock(tx, who.branch, resource)?;
    if store::drop_day(tx, resource, day)? == 0 {
        return Err(conflict(text::day_hours_removed_say()));
    }
    who.note(tx, "remove_day_hours", "resource", resource.raw(), None, &iso_day(day))?;
    tx.announce(Topic::Diary);
    tx.announce(Topic::Hours);
    Ok(kind)
}

/// Writes a public day off of the branch, or changes what is known of it. Nobody is booked while it is written; the
/// caller settles the appointments that lie in a day that is closed now, in the same transaction.
pub fn set_holiday(tx: &mut Tx<'_>, who: &Who, row: &HolidayRow) -> Result<(), Stop> {
    let today = who.day_of(tx.now());
    if row.day < today || row.day > add_days(today, 3_660) {
        return Err(invalid("day", text::holiday_day_say()));
    }
    store::lock_doctors(tx, who.branch)?;
    store::set_holiday(tx, who.branch, row)?;
    who.note(tx, "set_holiday", "branch", who.branch.raw(), None, &iso_day(row.day))?;
    tx.announce(Topic::Diary);
    tx.announce(Topic::Hours);
    Ok(())
}

/// Takes a public day off out of the list.
pub fn remove_holiday(tx: &mut Tx<'_>, who: &Who, day: Day) -> Result<(), Stop> {
    if store::drop_holiday(tx, who.branch, day)? == 0 {
        return Err(conflict(text::holiday_removed_say()));
    }
    who.note(tx, "remove_holiday", "branch", who.branch.raw(), None, &iso_day(day))?;
    tx.announce(Topic::Diary);
    tx.announce(Topic::Hours);
    Ok(())
}
