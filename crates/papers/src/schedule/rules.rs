use super::open::{Away, Open, Why};
use super::{DayKind, Kind, LeaveKind};
use crate::text;
use bricks::clock::{Day, Instant, Zone, add_days, days_between};
use bricks::id::{LeaveId, ResourceId};
use bricks::say::Say;
use std::collections::HashMap;

/// One stretch of a weekday's hours: 1 is Monday; minutes of the day, the end not included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Weekly {
    pub resource: ResourceId,
    pub weekday: i64,
    pub from_minute: i64,
    pub to_minute: i64,
}

/// One stretch of a single day's hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Daily {
    pub resource: ResourceId,
    pub day: Day,
    pub from_minute: i64,
    pub to_minute: i64,
    pub kind: DayKind,
}

/// A leave; one that is only thought of has no id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeaveFact {
    pub id: Option<LeaveId>,
    pub resource: ResourceId,
    pub from: Instant,
    pub to: Instant,
    pub kind: LeaveKind,
    pub reason: String,
}

/// A day on which the clinic is closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HolidayFact {
    pub day: Day,
    pub name_vi: String,
    pub name_en: String,
}

/// Everything that decides when resources work, on some days. A change can be tried on it before it is made.
#[derive(Debug, Clone)]
pub struct Facts {
    pub from_day: Day,
    pub days: i64,
    pub kinds: HashMap<ResourceId, Kind>,
    pub weekly: Vec<Weekly>,
    pub daily: Vec<Daily>,
    pub leave: Vec<LeaveFact>,
    pub holidays: Vec<HolidayFact>,
}

impl Facts {
    /// What follows from the facts.
    pub fn open(&self, zone: &Zone) -> Open {
        let mut open = Open::default();
        let dates: Vec<Date> = (0..self.days).map(|n| Date::of(add_days(self.from_day, n), zone)).collect();
        for (resource, kind) in &self.kinds {
            let closed = if *kind == Kind::Doctor { self.holidays.as_slice() } else { &[] };
            let own = Own::of(self, *resource, *kind);
            let work = dates.iter().flat_map(|date| own.work_on(date, zone, closed));
            open.work.insert(*resource, without(merged(work.collect()), &own.leave));
            open.away.insert(*resource, own.away(zone, closed));
        }
        open
    }

    /// The facts with one resource's weekly hours replaced.
    pub fn with_weekly(mut self, resource: ResourceId, hours: &[Weekly]) -> Facts {
        self.weekly.retain(|w| w.resource != resource);
        self.weekly.extend(hours);
        self
    }
}

/// A day, looked up once for all resources.
struct Date {
    day: Day,
    weekday: i64,
    start: Instant,
    end: Instant,
}

impl Date {
    fn of(day: Day, zone: &Zone) -> Date {
        let (start, end) = (zone.instant_of(day, 0), zone.instant_of(day, 1440));
        Date { day, weekday: zone.weekday_of(day), start, end }
    }

    /// A minute of the day; where the clock is changed on it, the zone knows.
    fn at(&self, minute: i64, zone: &Zone) -> Instant {
        if self.end.minutes_since(self.start) == 1440 {
            self.start.plus_minutes(minute)
        } else {
            zone.instant_of(self.day, minute)
        }
    }
}

/// The facts of one resource.
struct Own<'a> {
    weekly: Vec<&'a Weekly>,
    daily: HashMap<Day, Vec<&'a Daily>>,
    leave: Vec<&'a LeaveFact>,
    /// A room or device whose hours nobody has written.
    is_always_there: bool,
}

impl<'a> Own<'a> {
    fn of(facts: &'a Facts, resource: ResourceId, kind: Kind) -> Own<'a> {
        let weekly: Vec<&Weekly> = facts.weekly.iter().filter(|w| w.resource == resource).collect();
        let mut daily: HashMap<Day, Vec<&Daily>> = HashMap::new();
        for one in facts.daily.iter().filter(|d| d.resource == resource) {
            daily.entry(one.day).or_default().push(one);
        }
        let mut leave: Vec<&LeaveFact> = facts.leave.iter().filter(|l| l.resource == resource).collect();
        leave.sort_by_key(|l| l.from);
        let is_always_there = kind != Kind::Doctor && weekly.is_empty();
        Own { weekly, daily, leave, is_always_there }
    }

    fn work_on(&self, date: &Date, zone: &Zone, closed: &[HolidayFact]) -> Vec<(Instant, Instant)> {
        let at = |(from, to): (i64, i64)| (date.at(from, zone), date.at(to, zone));
        let day = date.day;
        if self.is_always_there {
            return vec![at((0, 1440))];
        }
        let special = self.daily.get(&day).map_or(&[][..], Vec::as_slice);
        let is_usual = special.iter().all(|d| d.kind == DayKind::Extra) && !closed.iter().any(|h| h.day == day);
        let usual = self.weekly.iter().filter(|w| is_usual && w.weekday == date.weekday);
        let usual = usual.map(|w| (w.from_minute, w.to_minute));
        usual.chain(special.iter().map(|d| (d.from_minute, d.to_minute))).map(at).filter(|(f, t)| f < t).collect()
    }

    fn away(&self, zone: &Zone, closed: &[HolidayFact]) -> Vec<Away> {
        let leave = self.leave.iter().map(|l| Away {
            from: l.from,
            to: l.to,
            why: Why::Leave { kind: l.kind, reason: l.reason.clone() },
        });
        let holidays = closed.iter().map(|h| Away {
            from: zone.instant_of(h.day, 0),
            to: zone.instant_of(h.day, 1440),
            why: Why::Holiday { name_vi: h.name_vi.clone(), name_en: h.name_en.clone() },
        });
        leave.chain(holidays).collect()
    }
}

/// Stretches in order, those that touch or overlap as one: also over midnight.
fn merged(mut all: Vec<(Instant, Instant)>) -> Vec<(Instant, Instant)> {
    all.sort_unstable();
    let mut out: Vec<(Instant, Instant)> = Vec::with_capacity(all.len());
    for (from, to) in all {
        match out.last_mut() {
            Some(last) if from <= last.1 => last.1 = last.1.max(to),
            _ => out.push((from, to)),
        }
    }
    out
}

/// What is left of stretches when leave is cut out.
fn without(mut work: Vec<(Instant, Instant)>, leave: &[&LeaveFact]) -> Vec<(Instant, Instant)> {
    for cut in leave {
        let pieces = |(from, to): (Instant, Instant)| [(from, to.min(cut.from)), (from.max(cut.to), to)];
        let is_touched = |(from, to): &(Instant, Instant)| *from < cut.to && cut.from < *to;
        if work.iter().any(is_touched) {
            let cut_up = work.iter().flat_map(|s| if is_touched(s) { pieces(*s).to_vec() } else { vec![*s] });
            work = cut_up.filter(|(from, to)| from < to).collect();
        }
    }
    work
}

/// The stretches of a weekday's form in order; `None` when two of them overlap.
pub(super) fn in_order(hours: &[(i64, i64)]) -> Option<Vec<(i64, i64)>> {
    let mut all = hours.to_vec();
    all.sort_unstable();
    let overlaps = all.iter().zip(all.iter().skip(1)).any(|(a, b)| b.0 < a.1);
    (!overlaps && all.iter().all(|(from, to)| 0 <= *from && from < to && *to <= 1440)).then_some(all)
}

/// How many days of leave there may be at once.
pub(super) const LEAVE_DAYS_MAX: i64 = 400;

/// Why a leave cannot last from then till then: it ends before it begins, is over already, or lasts longer than a year.
pub fn leave_trouble((from, to): (Instant, Instant), now: Instant, zone: &Zone) -> Option<Say> {
    if to <= from {
        Some(text::leave_end_before_start_say())
    } else if to <= now {
        Some(text::leave_over_say())
    } else if days_between(zone.day_of(from), zone.day_of(to)) > LEAVE_DAYS_MAX {
        Some(text::leave_too_long_say())
    } else {
        None
    }
}
