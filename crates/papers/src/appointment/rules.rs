use bricks::clock::{Day, Instant, Zone};
use std::collections::HashSet;

/// Appointments start on this grid and take whole parts of it.
pub const GRID_MINUTES: i64 = 5;
/// Free times are offered at this distance, counted from the beginning of the working hours.
pub const STEP_MINUTES: i64 = 15;
/// How far back a start may lie when a booking is entered.
const LATE_MINUTES: i64 = 5;
const GRID_MS: i64 = GRID_MINUTES * 60_000;

/// One stretch of working hours: the weekday (1 is Monday) and minutes of the day, the end not included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Hours {
    pub(super) weekday: i64,
    pub(super) from_minute: i64,
    pub(super) to_minute: i64,
}

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

pub(super) fn is_past(starts_at: Instant, now: Instant) -> bool {
    starts_at < now.plus_minutes(-LATE_MINUTES)
}

/// Whether the whole appointment lies inside one stretch of the working hours.
pub(super) fn is_within(hours: &[Hours], zone: &Zone, starts_at: Instant, duration: i64) -> bool {
    let weekday = zone.weekday_of(zone.day_of(starts_at));
    let minute = zone.minute_of_day(starts_at);
    hours.iter().any(|h| h.weekday == weekday && h.from_minute <= minute && minute + duration <= h.to_minute)
}

/// The starts on one day that lie in the working hours, not before `now`, and take nothing that is taken.
pub(super) fn free_on(
    hours: &[Hours],
    taken: &HashSet<Instant>,
    zone: &Zone,
    day: Day,
    duration: i64,
    now: Instant,
) -> Vec<Instant> {
    let weekday = zone.weekday_of(day);
    let mut free: Vec<Instant> = hours
        .iter()
        .filter(|h| h.weekday == weekday)
        .flat_map(|h| starts_in(*h, duration))
        .map(|minute| zone.instant_of(day, minute))
        .filter(|at| *at >= now && is_on_grid(*at))
        .filter(|at| slots_of(*at, duration).iter().all(|s| !taken.contains(s)))
        .collect();
    free.sort_unstable();
    free.dedup();
    free
}

fn starts_in(hours: Hours, duration: i64) -> impl Iterator<Item = i64> {
    (0..)
        .map(move |n| hours.from_minute + n * STEP_MINUTES)
        .take_while(move |minute| minute + duration <= hours.to_minute)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn zone() -> Zone {
        Zone::named("Asia/Ho_Chi_Minh").unwrap()
    }

    fn tuesday() -> Day {
        bricks::clock::parse_day("2026-11-24").unwrap()
    }

    fn hours(from_minute: i64, to_minute: i64) -> Hours {
        Hours { weekday: 2, from_minute, to_minute }
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
    fn a_start_lies_inside_the_hours_with_its_whole_length() {
        let (zone, hours) = (zone(), [hours(480, 540), hours(780, 1020)]);
        let within = |minute, duration| is_within(&hours, &zone, zone.instant_of(tuesday(), minute), duration);
        assert!(within(480, 60));
        assert!(!within(480, 65));
        assert!(!within(475, 15));
        assert!(within(1005, 15));
        assert!(!within(1480, 15));
    }

    #[test]
    fn free_times_step_from_the_beginning_of_the_hours() {
        let (zone, none) = (zone(), HashSet::new());
        let start = zone.instant_of(tuesday(), 450);
        let free = free_on(&[hours(450, 500)], &none, &zone, tuesday(), 20, start);
        let minutes: Vec<i64> = free.iter().map(|at| zone.minute_of_day(*at)).collect();
        assert_eq!(minutes, [450, 465, 480]);
        let later = zone.instant_of(tuesday(), 466);
        assert_eq!(free_on(&[hours(450, 500)], &none, &zone, tuesday(), 20, later).len(), 1);
    }

    proptest! {
        #[test]
        fn no_free_time_touches_a_taken_slot(
            duration in 5_i64..90,
            taken in proptest::collection::hash_set(0_i64..48, 0..30),
        ) {
            let zone = zone();
            let start = zone.instant_of(tuesday(), 480);
            let taken: HashSet<Instant> =
                taken.into_iter().map(|n| start.plus_minutes(n * GRID_MINUTES)).collect();
            for at in free_on(&[hours(480, 720)], &taken, &zone, tuesday(), duration, start) {
                prop_assert!(slots_of(at, duration).iter().all(|s| !taken.contains(s)));
                prop_assert!(is_within(&[hours(480, 720)], &zone, at, duration));
                prop_assert!(is_on_grid(at));
            }
        }
    }
}
