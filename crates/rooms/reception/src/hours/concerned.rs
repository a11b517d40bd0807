//! The appointments that no longer lie in the hours of a resource, and where each could go.

use super::store::{self, ConcernedRow};
use crate::rules::place;
use crate::shown::titled;
use bricks::clock::{Instant, add_days};
use bricks::id::{ResourceId, ServiceId};
use ground::access::Who;
use ground::db::{DbError, Stop, Tx};
use papers::appointment::{self, Free, Work};
use papers::message::reach;
use papers::message::{Channel, Kind as MessageKind};
use papers::schedule::{self, Facts, HolidayFact, HolidayRow, Kind, NewLeave, Open, Weekly};
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
    /// A public day off of the whole branch, closed or not.
    Holiday(HolidayRow),
}

impl Change {
    /// Whose hours change: one resource's, or every doctor's.
    pub fn resources(&self, tx: &mut Tx<'_>, who: &Who) -> Result<Vec<ResourceId>, DbError> {
        Ok(match self {
            Change::Leave(leave) => vec![leave.resource],
            Change::Week(resource, _) | Change::UsualDay(resource, _) => vec![*resource],
            Change::Day(daily) => vec![daily.resource],
            Change::Holiday(_) => {
                let all = store::resources(tx, who.branch)?;
                all.into_iter().filter(|r| r.kind == Kind::Doctor).map(|r| r.id).collect()
            }
        })
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
            Change::Holiday(row) => {
                facts.holidays.retain(|h| h.day != row.day);
                let HolidayRow { day, name_vi, name_en, closed } = row.clone();
                facts.holidays.extend(closed.then_some(HolidayFact { day, name_vi, name_en }));
            }
            Change::UsualDay(resource, day) => facts.daily.retain(|d| d.resource != *resource || d.day != *day),
        }
        facts
    }
}

/// An appointment that has to go, and where to.
pub struct Concerned {
    pub row: ConcernedRow,
    /// By which the patient is told; nothing where somebody has to call.
    pub told_by: Option<Channel>,
    /// Nearest first by the clock, the first of them in no other's way.
    pub offers: Vec<Offered>,
}

/// A free time with its doctor's name.
pub struct Offered {
    pub free: Free,
    pub doctor_name: String,
}

/// What lies outside of the hours as they are in this transaction: nobody can book into them until it ends.
/// What the website keeps there for somebody is given back.
pub fn outside(tx: &mut Tx<'_>, who: &Who, resources: &[ResourceId]) -> Result<Vec<ConcernedRow>, DbError> {
    let today = who.day_of(tx.now());
    let open = schedule::open(tx, who.zone(), resources, today, AHEAD_DAYS)?;
    for resource in resources {
        appointment::hold::give_back_closed(tx, *resource, &open)?;
    }
    booked_outside(tx, who, resources, &open)
}

fn booked_outside(
    tx: &mut Tx<'_>,
    who: &Who,
    resources: &[ResourceId],
    open: &Open,
) -> Result<Vec<ConcernedRow>, DbError> {
    let now = tx.now();
    let end = who.zone().instant_of(add_days(who.day_of(now), AHEAD_DAYS), 0);
    let mut out = Vec::new();
    for resource in resources {
        let booked = store::booked_with(tx, who.branch, *resource, (now, end))?;
        out.extend(booked.into_iter().filter(|row| !open.holds(*resource, row.starts_at, row.ends_at())));
    }
    out.sort_by_key(|row| row.starts_at);
    Ok(out)
}

/// What a change would concern, with the nearest free times of all suitable doctors for each.
pub fn concerned(tx: &mut Tx<'_>, who: &Who, change: &Change) -> Result<Vec<Concerned>, Stop> {
    let (resources, today) = (change.resources(tx, who)?, who.day_of(tx.now()));
    let facts = schedule::facts(tx, who.zone(), &resources, today, AHEAD_DAYS)?;
    let open = change.tried(facts).open(who.zone());
    let rows = booked_outside(tx, who, &resources, &open)?;
    let mut free = free_by_service(tx, who, &rows, (&resources, &open))?;
    let names: HashMap<ResourceId, String> =
        store::resources(tx, who.branch)?.into_iter().map(|r| (r.id, titled(&r.title, &r.name))).collect();
    let name = |id: ResourceId| names.get(&id).cloned().unwrap_or_default();
    let reach = reach::read(tx)?;
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
        let told_by = match row.messages {
            Some(false) => None,
            _ => reach.to(MessageKind::Change, row.phone.as_deref(), row.email.as_deref(), &[]).map(|(by, _)| by),
        };
        out.push(Concerned { row, told_by, offers });
    }
    Ok(out)
}

/// A few searches for every service, however many appointments there are.
fn free_by_service(
    tx: &mut Tx<'_>,
    who: &Who,
    rows: &[ConcernedRow],
    (resources, open): (&[ResourceId], &Open),
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
        let of_service = rows.iter().filter(|other| other.service == row.service).fold(0, |n, _| n + 1);
        let wanted = SEARCHED + of_service * OFFERED;
        let stays = |f: &Free| {
            let end = f.starts_at.plus_minutes(minutes);
            let mut touched = [Some(f.doctor), f.room].into_iter().flatten().filter(|r| resources.contains(r));
            touched.all(|r| open.holds(r, f.starts_at, end))
        };
        let found = appointment::nearest(tx, who.zone(), &doctors, (from, work), wanted, stays)?;
        free.insert(row.service, found);
    }
    Ok(free)
}
