//! The appointments that no longer lie in the hours of a resource, and where each could go.

use super::store::{self, ConcernedRow};
use crate::rules::place;
use crate::shown::titled;
use bricks::clock::{Instant, add_days};
use bricks::id::{ResourceId, ServiceId};
use ground::access::Who;
use ground::db::{DbError, Stop, Tx};
use papers::appointment::{self, Free, Work};
use papers::schedule::{self, Facts, NewLeave, Open, Weekly};
use std::collections::HashMap;

/// Hours are looked at so many days ahead: as far as bookings reach.
pub const AHEAD_DAYS: i64 = 401;
/// So many times are offered for one appointment.
const OFFERED: usize = 6;
const SEARCHED: usize = 40;

/// What is about to change.
#[derive(Debug, Clone)]
pub enum Change {
    Leave(NewLeave),
    Week(ResourceId, Vec<Vec<(i64, i64)>>),
    Day(schedule::Daily),
    /// The weekday's hours count again.
    UsualDay(ResourceId, bricks::clock::Day),
}

impl Change {
    pub fn resource(&self) -> ResourceId {
        match self {
            Change::Leave(leave) => leave.resource,
            Change::Week(resource, _) | Change::UsualDay(resource, _) => *resource,
            Change::Day(daily) => daily.resource,
        }
    }

    /// The facts as they will be.
    fn tried(&self, mut facts: Facts) -> Facts {
        match self {
            Change::Leave(leave) => facts.leave.push(leave.fact()),
            Change::Week(resource, week) => {
                let of_day = |(weekday, hours): (i64, &Vec<(i64, i64)>)| {
                    let one = |(from_minute, to_minute): &(i64, i64)| Weekly {
                        resource: *resource,
                        weekday,
                        from_minute: *from_minute,
                        to_minute: *to_minute,
                    };
                    hours.iter().map(one).collect::<Vec<_>>()
                };
                let hours: Vec<Weekly> = (1_i64..).zip(week).flat_map(of_day).collect();
                return facts.with_weekly(*resource, &hours);
            }
            Change::Day(daily) => {
                let same = |d: &schedule::Daily| {
                    (d.resource, d.day, d.from_minute) == (daily.resource, daily.day, daily.from_minute)
                };
                facts.daily.retain(|d| !same(d));
                facts.daily.push(*daily);
            }
            Change::UsualDay(resource, day) => facts.daily.retain(|d| d.resource != *resource || d.day != *day),
        }
        facts
    }
}

/// An appointment that has to go, and where to.
pub struct Concerned {
    pub row: ConcernedRow,
    /// Nearest first by the clock, the first of them in no other's way.
    pub offers: Vec<Offered>,
}

/// A free time with its doctor's name.
pub struct Offered {
    pub free: Free,
    pub doctor_name: String,
}

/// What lies outside of the hours as they are in this transaction: nobody can book into them until it ends.
pub fn outside(tx: &mut Tx<'_>, who: &Who, resource: ResourceId) -> Result<Vec<ConcernedRow>, DbError> {
    let today = who.day_of(tx.now());
    let open = schedule::open(tx, who.zone(), &[resource], today, AHEAD_DAYS)?;
    booked_outside(tx, who, resource, &open)
}

fn booked_outside(tx: &mut Tx<'_>, who: &Who, resource: ResourceId, open: &Open) -> Result<Vec<ConcernedRow>, DbError> {
    let now = tx.now();
    let end = who.zone().instant_of(add_days(who.day_of(now), AHEAD_DAYS), 0);
    let booked = store::booked_with(tx, who.branch, resource, (now, end))?;
    Ok(booked.into_iter().filter(|row| !open.holds(resource, row.starts_at, row.ends_at())).collect())
}

/// What a change would concern, with the nearest free times of all suitable doctors for each.
pub fn concerned(tx: &mut Tx<'_>, who: &Who, change: &Change) -> Result<Vec<Concerned>, Stop> {
    let (resource, today) = (change.resource(), who.day_of(tx.now()));
    let facts = schedule::facts(tx, who.zone(), &[resource], today, AHEAD_DAYS)?;
    let open = change.tried(facts).open(who.zone());
    let rows = booked_outside(tx, who, resource, &open)?;
    let mut free = free_by_service(tx, who, &rows, (resource, &open))?;
    let names: HashMap<ResourceId, String> =
        store::resources(tx, who.branch)?.into_iter().map(|r| (r.id, titled(&r.title, &r.name))).collect();
    let name = |id: ResourceId| names.get(&id).cloned().unwrap_or_default();
    let mut given: Vec<(Free, Instant)> = Vec::new();
    let mut out = Vec::new();
    for row in rows {
        let all = free.entry(row.service).or_default();
        let near = place::nearest(all.clone(), row.starts_at, SEARCHED, |f| f.starts_at);
        let mut offers = near;
        offers.sort_by_key(|f| (f.starts_at.millis() - row.starts_at.millis()).abs());
        let end = |f: &Free| f.starts_at.plus_minutes(row.duration_minutes);
        let clashes = |f: &Free| {
            given.iter().any(|(g, ends)| {
                (g.doctor == f.doctor || g.room == f.room) && g.starts_at < end(f) && f.starts_at < *ends
            })
        };
        offers.sort_by_key(|f| clashes(f));
        offers.truncate(OFFERED);
        given.extend(offers.first().map(|f| (*f, end(f))));
        let offers = offers.into_iter().map(|free| Offered { doctor_name: name(free.doctor), free }).collect();
        out.push(Concerned { row, offers });
    }
    Ok(out)
}

/// A few searches for every service, however many appointments there are.
fn free_by_service(
    tx: &mut Tx<'_>,
    who: &Who,
    rows: &[ConcernedRow],
    (resource, open): (ResourceId, &Open),
) -> Result<HashMap<ServiceId, Vec<Free>>, Stop> {
    let mut free: HashMap<ServiceId, Vec<Free>> = HashMap::new();
    for row in rows {
        if free.contains_key(&row.service) {
            continue;
        }
        let mut doctors = appointment::suitable(tx, who.branch, row.service)?;
        if !doctors.contains(&row.doctor) {
            doctors.push(row.doctor);
        }
        let (from, minutes) = (who.day_of(row.starts_at), row.duration_minutes);
        let work = Work::of(row.service, minutes);
        let wanted = SEARCHED + rows.len() * OFFERED;
        let stays = |f: &Free| {
            let touches = f.doctor == resource || f.room == Some(resource);
            !touches || open.holds(resource, f.starts_at, f.starts_at.plus_minutes(minutes))
        };
        let found = appointment::nearest(tx, who.zone(), &doctors, (from, work), wanted, stays)?;
        free.insert(row.service, found);
    }
    Ok(free)
}
