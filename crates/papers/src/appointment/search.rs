//! The search for free times. Full hours are counted by the database and never read: what is left to read is little
//! even when every diary is full for weeks.

use super::free::{Free, Span, Work};
use super::rules::{GRID_MINUTES, Taken, Wanted, free_starts, is_free_at, slot_count};
use crate::schedule::{self, Many, Open, asked_resources};
use bricks::clock::{Instant, Zone, add_days};
use bricks::id::ResourceId;
use ground::db::{DbError, Tx};
use std::collections::HashSet;

const ROOMS: &str = concat!(
    asked_resources!(),
    "SELECT d.id, d.room_id FROM asked JOIN resource d ON d.id = asked.id WHERE d.kind = 'doctor' AND d.active"
);
const TAKEN: &str = concat!(
    asked_resources!(),
    "SELECT s.resource_id, s.starts_at FROM asked JOIN slot s ON s.resource_id = asked.id \
     WHERE s.starts_at >= $2 AND s.starts_at < $3 AND (s.held_until IS NULL OR s.held_until > $4)"
);
/// With what a service is done, where its doctors work.
const NEEDS: &str = "SELECT r.id, r.kind = 'device', r.active FROM service_resource n JOIN resource r ON r.id = n.resource_id \
     WHERE n.service_id = $1 AND r.branch_id = (SELECT d.branch_id FROM resource d WHERE d.id = $2) ORDER BY r.position, r.id";
/// The same stretch of every day in which at most so many slots are taken.
const HOPEFUL: &str = concat!(
    asked_resources!(),
    ", part (starts_at) AS (SELECT CAST($2 AS BIGINT) UNION ALL SELECT starts_at + 86400000 FROM part \
       WHERE starts_at + 86400000 < $3) \
     SELECT each.id, each.starts_at FROM (SELECT asked.id AS id, part.starts_at AS starts_at, \
       (SELECT COUNT(*) FROM slot s WHERE s.resource_id = asked.id AND s.starts_at >= part.starts_at \
        AND s.starts_at < part.starts_at + $4 AND (s.held_until IS NULL OR s.held_until > $5)) AS taken \
       FROM asked CROSS JOIN part) each WHERE each.taken <= $6"
);
const DAY_MS: i64 = 86_400_000;
const GRID_MS: i64 = GRID_MINUTES * 60_000;
/// Doctors work by few patterns; hours of a rarer one are read without being counted.
const PATTERNS_MAX: usize = 8;
/// What is taken is read in so many days at once.
const READ_DAYS: i64 = 7;

/// What a service needs besides the doctor: one of the rooms instead of the doctor's own, one of the devices.
#[derive(Default)]
struct Needs {
    rooms: Vec<ResourceId>,
    devices: Vec<ResourceId>,
    /// It needs a device, and none is in use.
    is_idle: bool,
}

impl Needs {
    fn of(tx: &mut Tx<'_>, work: Work, doctors: &[ResourceId]) -> Result<Needs, DbError> {
        let (Some(service), Some(doctor)) = (work.service, doctors.first()) else { return Ok(Needs::default()) };
        let all: Vec<(ResourceId, bool, bool)> = tx.all(NEEDS, &[&service, doctor])?;
        let in_use = |devices| all.iter().filter(move |(_, is, active)| *active && *is == devices).map(|(id, ..)| *id);
        let (rooms, devices): (Vec<_>, Vec<_>) = (in_use(false).collect(), in_use(true).collect());
        let is_idle = devices.is_empty() && all.iter().any(|(_, is_device, _)| *is_device);
        Ok(Needs { rooms, devices, is_idle })
    }

    fn all(&self) -> impl Iterator<Item = ResourceId> {
        self.rooms.iter().chain(&self.devices).copied()
    }
}

/// Doctors with their rooms.
pub(crate) struct Search {
    teams: Vec<(ResourceId, Option<ResourceId>)>,
    needs: Needs,
}

impl Search {
    /// In the order in which the doctors are given; who is no doctor in use is left out, and everybody when a device is
    /// needed and none is in use.
    pub(super) fn of(tx: &mut Tx<'_>, doctors: &[ResourceId], work: Work) -> Result<Search, DbError> {
        let many = Many::of(doctors);
        let rooms: Vec<(ResourceId, Option<ResourceId>)> =
            if many.is_empty() { Vec::new() } else { tx.all(ROOMS, &[&many])? };
        let team = |doctor: &ResourceId| rooms.iter().find(|(id, _)| id == doctor).copied();
        let needs = Needs::of(tx, work, doctors)?;
        let teams = if needs.is_idle { Vec::new() } else { doctors.iter().filter_map(team).collect() };
        Ok(Search { teams, needs })
    }

    pub(super) fn is_empty(&self) -> bool {
        self.teams.is_empty()
    }

    pub(crate) fn resources(&self) -> Vec<ResourceId> {
        let teams = self.teams.iter().flat_map(|(doctor, room)| [Some(*doctor), *room]).flatten();
        teams.chain(self.needs.all()).collect()
    }

    /// Whether one of the rooms and one of the devices that are needed are free at a time.
    fn is_equipped(&self, open: &Open, taken: &Taken, at: Instant, minutes: i64) -> bool {
        let any = |all: &[ResourceId]| all.is_empty() || all.iter().any(|r| is_free_at(open, taken, *r, at, minutes));
        any(&self.needs.rooms) && any(&self.needs.devices)
    }

    /// Each is one of which one at least has to be free: the rooms that the service needs, or the doctor's own, and its devices.
    pub(crate) fn alternatives(&self, own: ResourceId) -> [Vec<ResourceId>; 2] {
        let rooms = if self.needs.rooms.is_empty() { vec![own] } else { self.needs.rooms.clone() };
        [rooms, self.needs.devices.clone()]
    }

    /// Whether the service needs a device and none is in use.
    pub(crate) fn is_idle(&self) -> bool {
        self.needs.is_idle
    }

    /// Every free start of a span, in the order of time and then of the doctors.
    pub(super) fn all(&self, tx: &mut Tx<'_>, zone: &Zone, span: Span) -> Result<Vec<Free>, DbError> {
        let mut found = Vec::new();
        self.some(tx, zone, span, &mut found, usize::MAX, &|_| true)?;
        Ok(found)
    }

    /// Adds the free starts of a span that fit, in the order of time and then of the doctors, until enough are found.
    pub(super) fn some(
        &self,
        tx: &mut Tx<'_>,
        zone: &Zone,
        span: Span,
        found: &mut Vec<Free>,
        wanted: usize,
        fits: &impl Fn(&Free) -> bool,
    ) -> Result<(), DbError> {
        let open = schedule::open(tx, zone, &self.resources(), span.from, span.days + 1)?;
        let at = |days: i64| zone.instant_of(add_days(span.from, days), 0);
        let whole = Wanted { from: at(0).max(tx.now()), before: at(span.days), duration_minutes: span.work.minutes };
        let hopeful = self.hopeful(tx, &open, whole)?;
        let mut day = 0;
        while day < span.days && found.len() < wanted {
            let (begin, days) = (at(day), READ_DAYS.min(span.days - day));
            let Some(first) = hopeful.iter().filter(|h| h.to > begin).map(|h| h.from).min() else { break };
            if first >= at(day + 1) {
                // Nothing to be had on this day.
                day += 1;
                continue;
            }
            let part = Wanted { from: whole.from.max(begin), before: at(day + days), ..whole };
            found.extend(self.free(tx, &open, &hopeful, part)?.into_iter().filter(fits));
            day += days;
        }
        Ok(())
    }

    /// The hours in which there may be room: all but those whose slots are counted and too many.
    fn hopeful(&self, tx: &mut Tx<'_>, open: &Open, wanted: Wanted) -> Result<Vec<Hours>, DbError> {
        let until = wanted.before.plus_minutes(wanted.duration_minutes);
        let hours = |(doctor, _): &(ResourceId, _)| {
            let doctor = *doctor;
            open.between(doctor, wanted.from, until).map(move |(from, to)| Hours { doctor, from, to })
        };
        let all: Vec<Hours> = self.teams.iter().flat_map(hours).collect();
        let mut patterns: Vec<(i64, i64)> = all.iter().filter_map(Hours::pattern).collect();
        patterns.sort_unstable();
        patterns.dedup();
        patterns.truncate(PATTERNS_MAX);
        let doctors: Vec<ResourceId> = self.teams.iter().map(|(doctor, _)| *doctor).collect();
        let (many, now) = (Many::of(&doctors), tx.now());
        let mut roomy: HashSet<(ResourceId, Instant, i64)> = HashSet::new();
        for (offset, length) in &patterns {
            let Some(first) = all.iter().filter(|h| h.pattern() == Some((*offset, *length))).map(|h| h.from).min()
            else {
                continue;
            };
            let slots = (length + GRID_MS - 1).div_euclid(GRID_MS);
            let taken_max = slots - slot_count(wanted.duration_minutes);
            let rows: Vec<(ResourceId, Instant)> =
                tx.all(HOPEFUL, &[&many, &first, &wanted.before, length, &now, &taken_max])?;
            roomy.extend(rows.into_iter().map(|(doctor, from)| (doctor, from, *length)));
        }
        let is_counted = |h: &Hours| h.pattern().is_some_and(|pattern| patterns.binary_search(&pattern).is_ok());
        let has_room = |h: &Hours| roomy.contains(&(h.doctor, h.from, h.length())) || h.from >= wanted.before;
        Ok(all.into_iter().filter(|h| !is_counted(h) || has_room(h)).collect())
    }

    /// The free starts of the doctors who may have room, in the order of time and then of the doctors.
    fn free(&self, tx: &mut Tx<'_>, open: &Open, hopeful: &[Hours], wanted: Wanted) -> Result<Vec<Free>, DbError> {
        let of_part: HashSet<ResourceId> =
            hopeful.iter().filter(|h| h.from < wanted.before && wanted.from < h.to).map(|h| h.doctor).collect();
        let may: Vec<_> = self.teams.iter().filter(|(doctor, _)| of_part.contains(doctor)).copied().collect();
        let doctors: Vec<ResourceId> = may.iter().map(|(doctor, _)| *doctor).collect();
        let mut taken = Taken::of(taken(tx, &doctors, wanted)?);
        // Where every doctor is busy nobody needs to look at the rooms.
        let has_time = |(doctor, _): &(ResourceId, _)| !free_starts(open, &taken, &[*doctor], wanted).is_empty();
        let teams: Vec<_> = may.into_iter().filter(has_time).collect();
        if teams.is_empty() {
            return Ok(Vec::new());
        }
        let rooms = teams.iter().filter_map(|(_, room)| *room);
        let others: Vec<ResourceId> = rooms.chain(self.needs.all()).collect();
        taken.add(self::taken(tx, &others, wanted)?);
        let mut free = Vec::new();
        for (doctor, room) in teams {
            let own = room.filter(|_| self.needs.rooms.is_empty());
            let team: Vec<ResourceId> = [Some(doctor), own].into_iter().flatten().collect();
            let starts = free_starts(open, &taken, &team, wanted).into_iter();
            let equipped = starts.filter(|at| self.is_equipped(open, &taken, *at, wanted.duration_minutes));
            free.extend(equipped.map(|starts_at| Free { doctor, room, starts_at }));
        }
        free.sort_by_key(|f| f.starts_at);
        Ok(free)
    }
}

/// A stretch of a doctor's work.
#[derive(Debug, Clone, Copy)]
struct Hours {
    doctor: ResourceId,
    from: Instant,
    to: Instant,
}

impl Hours {
    fn length(&self) -> i64 {
        self.to.millis() - self.from.millis()
    }

    /// Where in a day it lies and how long it is; none for one that is longer than a day.
    fn pattern(&self) -> Option<(i64, i64)> {
        let length = self.length();
        (length < DAY_MS).then(|| (self.from.millis().rem_euclid(DAY_MS), length))
    }
}

/// The taken slots of some resources; what begins before the end may reach beyond it.
pub(super) fn taken(
    tx: &mut Tx<'_>,
    resources: &[ResourceId],
    wanted: Wanted,
) -> Result<Vec<(ResourceId, Instant)>, DbError> {
    let (many, now) = (Many::of(resources), tx.now());
    if many.is_empty() {
        return Ok(Vec::new());
    }
    let first = wanted.from.plus_minutes(-GRID_MINUTES);
    tx.all(TAKEN, &[&many, &first, &wanted.before.plus_minutes(wanted.duration_minutes), &now])
}
