use crate::schedule::{Away, Open, Why, show_end};
use crate::text;
use bricks::clock::{Instant, Zone, iso_day};
use bricks::id::ResourceId;
use bricks::lang::Lang;
use bricks::say::Say;
use std::collections::HashMap;

/// Appointments start on this grid and take whole parts of it.
pub const GRID_MINUTES: i64 = 5;
/// Free times are offered at this distance, counted from the beginning of the working hours.
pub const STEP_MINUTES: i64 = 15;
/// How far back a start may lie when a booking is entered.
const LATE_MINUTES: i64 = 5;
const GRID_MS: i64 = GRID_MINUTES * 60_000;

/// The starts of every five minutes that an appointment takes; the last is begun even when not filled.
pub fn slots_of(starts_at: Instant, duration_minutes: i64) -> Vec<Instant> {
    (0..slot_count(duration_minutes)).map(|n| starts_at.plus_minutes(n * GRID_MINUTES)).collect()
}

pub(super) fn slot_count(duration_minutes: i64) -> i64 {
    duration_minutes.max(0).div_euclid(GRID_MINUTES) + i64::from(duration_minutes.rem_euclid(GRID_MINUTES) > 0)
}

pub(super) fn is_on_grid(at: Instant) -> bool {
    at.millis().rem_euclid(GRID_MS) == 0
}

/// The first instant of the grid that is not before this one.
fn next_on_grid(at: Instant) -> Instant {
    at.plus_millis((-at.millis()).rem_euclid(GRID_MS))
}

pub(super) fn is_past(starts_at: Instant, now: Instant) -> bool {
    starts_at < now.plus_minutes(-LATE_MINUTES)
}

/// Why nothing can be booked at a time: the leave or the holiday by name, or that nobody works.
pub(crate) fn closed_say(away: Option<&Away>, is_doctor: bool, zone: &Zone) -> Say {
    let both = |say: &dyn Fn(Lang) -> String| Say::new(say(Lang::Vi), say(Lang::En));
    match away.map(|away| (&away.why, away.to)) {
        Some((why @ Why::Holiday { .. }, _)) => both(&|l| text::schedule_holiday(l, why.word(l))),
        Some((why, to)) if is_doctor => both(&|l| text::schedule_doctor_away(l, why.word(l), show_end(to, zone, l))),
        Some((why, to)) => both(&|l| text::schedule_room_away(l, why.word(l), show_end(to, zone, l))),
        None if is_doctor => text::appointment_outside_hours_say(),
        None => text::schedule_room_closed_say(),
    }
}

/// `2026-11-24 09:15 +20`, for the audit.
pub(super) fn told(zone: &Zone, starts_at: Instant, duration: i64) -> String {
    let minute = zone.minute_of_day(starts_at);
    format!("{} {:02}:{:02} +{duration}", iso_day(zone.day_of(starts_at)), minute / 60, minute % 60)
}

/// The slots that are taken, of some resources within some time.
#[derive(Debug, Default)]
pub(crate) struct Taken(HashMap<ResourceId, Vec<Instant>>);

impl Taken {
    pub(super) fn of(rows: Vec<(ResourceId, Instant)>) -> Taken {
        let mut taken = Taken::default();
        taken.add(rows);
        taken
    }

    /// Adds the slots of further resources.
    pub(super) fn add(&mut self, rows: Vec<(ResourceId, Instant)>) {
        for (resource, at) in rows {
            self.0.entry(resource).or_default().push(at);
        }
        self.0.values_mut().for_each(|all| all.sort_unstable());
    }

    /// Whether nothing of a resource is taken between two instants.
    pub(crate) fn is_free(&self, resource: ResourceId, from: Instant, to: Instant) -> bool {
        is_free_of(self.slots(resource), from, to)
    }

    /// In the order of time.
    fn slots(&self, resource: ResourceId) -> &[Instant] {
        self.0.get(&resource).map_or(&[], Vec::as_slice)
    }
}

/// Whether none of these slots, in their order, lies between two instants.
fn is_free_of(slots: &[Instant], from: Instant, to: Instant) -> bool {
    slots.get(slots.partition_point(|at| at.plus_minutes(GRID_MINUTES) <= from)).is_none_or(|at| *at >= to)
}

/// What a free time has to have room for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wanted {
    /// Starts from here on …
    pub(super) from: Instant,
    /// … and before this.
    pub(super) before: Instant,
    pub(super) duration_minutes: i64,
}

/// Whether a resource works and has nothing taken from an instant on.
pub(super) fn is_free_at(open: &Open, taken: &Taken, resource: ResourceId, at: Instant, minutes: i64) -> bool {
    let (worked, held) = (at.plus_minutes(minutes), at.plus_minutes(slot_count(minutes) * GRID_MINUTES));
    taken.is_free(resource, at, held) && open.holds(resource, at, worked)
}

/// The starts at which the first resource begins a step of its work, and all of them work and have nothing taken.
pub(super) fn free_starts(open: &Open, taken: &Taken, resources: &[ResourceId], wanted: Wanted) -> Vec<Instant> {
    let Some(first) = resources.first() else { return Vec::new() };
    let length = slot_count(wanted.duration_minutes) * GRID_MINUTES;
    let all: Vec<_> = resources.iter().map(|r| (*r, taken.slots(*r))).collect();
    let is_free = |at: Instant| {
        let (worked, held) = (at.plus_minutes(wanted.duration_minutes), at.plus_minutes(length));
        all.iter().all(|(_, slots)| is_free_of(slots, at, held)) && all.iter().all(|(r, _)| open.holds(*r, at, worked))
    };
    let mut free = Vec::new();
    for (from, to) in open.between(*first, wanted.from, wanted.before.plus_minutes(wanted.duration_minutes)) {
        let begin = next_on_grid(from);
        let passed = wanted.from.minutes_since(begin).max(0) / STEP_MINUTES;
        let steps = (passed..).map(|n| begin.plus_minutes(n * STEP_MINUTES));
        let inside = steps.take_while(|at| *at < wanted.before && at.plus_minutes(wanted.duration_minutes) <= to);
        free.extend(inside.filter(|at| *at >= wanted.from).filter(|at| is_free(*at)));
    }
    free
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schedule::{Facts, Kind, Weekly};
    use bricks::clock::{Day, parse_day};
    use proptest::prelude::*;

    const DOCTOR: ResourceId = ResourceId::from_raw(1);
    const ROOM: ResourceId = ResourceId::from_raw(2);

    fn zone() -> Zone {
        Zone::named("Asia/Ho_Chi_Minh").unwrap()
    }

    fn tuesday() -> Day {
        parse_day("2026-11-24").unwrap()
    }

    fn open(hours: &[(i64, i64)]) -> Open {
        let weekly = hours.iter().map(|(from_minute, to_minute)| Weekly {
            resource: DOCTOR,
            weekday: 2,
            from_minute: *from_minute,
            to_minute: *to_minute,
        });
        let facts = Facts {
            from_day: tuesday(),
            days: 2,
            kinds: HashMap::from([(DOCTOR, Kind::Doctor), (ROOM, Kind::Room)]),
            weekly: weekly.collect(),
            daily: Vec::new(),
            leave: Vec::new(),
            holidays: Vec::new(),
        };
        facts.open(&zone())
    }

    fn free(hours: &[(i64, i64)], taken: &Taken, from_minute: i64, duration_minutes: i64) -> Vec<Instant> {
        let (zone, day) = (zone(), tuesday());
        let (from, before) = (zone.instant_of(day, from_minute), zone.instant_of(day, 1440));
        free_starts(&open(hours), taken, &[DOCTOR, ROOM], Wanted { from, before, duration_minutes })
    }

    #[test]
    fn an_appointment_takes_every_begun_five_minutes() {
        let at = Instant::from_millis(0);
        assert_eq!(slots_of(at, 15).len(), 3);
        assert_eq!(slots_of(at, 12).len(), 3);
        assert_eq!(slots_of(at, 5), [at]);
        assert!(slots_of(at, 0).is_empty());
    }

    #[test]
    fn free_times_step_from_the_beginning_of_the_hours() {
        let (zone, none) = (zone(), Taken::default());
        let minutes: Vec<i64> = free(&[(450, 500)], &none, 0, 20).iter().map(|at| zone.minute_of_day(*at)).collect();
        assert_eq!(minutes, [450, 465, 480]);
        assert_eq!(free(&[(450, 500)], &none, 466, 20).len(), 1);
        assert_eq!(free(&[(1380, 1440)], &none, 0, 60).len(), 1, "until midnight");
    }

    proptest! {
        #[test]
        fn no_free_time_touches_a_taken_slot_of_anybody(
            duration in 5_i64..90,
            doctors in proptest::collection::hash_set(0_i64..48, 0..20),
            rooms in proptest::collection::hash_set(0_i64..48, 0..20),
        ) {
            let zone = zone();
            let start = zone.instant_of(tuesday(), 480);
            let at = |n: &i64| start.plus_minutes(n * GRID_MINUTES);
            let of = |resource, all: &std::collections::HashSet<i64>| -> Vec<(ResourceId, Instant)> {
                all.iter().map(|n| (resource, at(n))).collect()
            };
            let taken = Taken::of([of(DOCTOR, &doctors), of(ROOM, &rooms)].concat());
            let held: Vec<Instant> = doctors.union(&rooms).map(at).collect();
            for free in free(&[(480, 720)], &taken, 0, duration) {
                prop_assert!(slots_of(free, duration).iter().all(|slot| !held.contains(slot)));
                prop_assert!(free >= start && free.plus_minutes(duration) <= zone.instant_of(tuesday(), 720));
                prop_assert!(is_on_grid(free));
            }
        }
    }
}
