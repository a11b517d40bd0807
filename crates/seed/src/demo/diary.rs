use super::clinic::Doctor;
use crate::dice::Dice;
use bricks::clock::{Day, Zone, add_days};
use std::collections::{HashMap, HashSet};

pub(super) const STEP_MINUTES: i64 = 15;
const GRID_MINUTES: i64 = 5;
/// A day is looked for at most so many days ahead.
const SEARCHED_DAYS: i64 = 30;

/// Which minutes of which doctors are taken. A doctor's room is taken with the doctor, so one book suffices.
#[derive(Default)]
pub(super) struct Diary {
    taken: HashMap<(usize, Day), HashSet<i64>>,
}

impl Diary {
    /// Forgets days that are over.
    pub(super) fn forget_before(&mut self, day: Day) {
        self.taken.retain(|(_, of), _| *of >= day);
    }

    /// All starts of a doctor's day at which an appointment of that length still fits.
    pub(super) fn free(&self, zone: &Zone, (index, doctor): (usize, &Doctor), day: Day, duration: i64) -> Vec<i64> {
        let taken = self.taken.get(&(index, day));
        let is_free =
            |start: &i64| taken.is_none_or(|taken| grid(*start, duration).all(|minute| !taken.contains(&minute)));
        starts(doctor, zone.weekday_of(day), duration).filter(is_free).collect()
    }

    pub(super) fn take(&mut self, doctor: usize, day: Day, start: i64, duration: i64) {
        self.taken.entry((doctor, day)).or_default().extend(grid(start, duration));
    }

    /// Takes a free start on the first day from `day` on that has one.
    pub(super) fn take_any(
        &mut self,
        dice: &mut Dice,
        (zone, holidays): (&Zone, &HashSet<Day>),
        (index, doctor): (usize, &Doctor),
        day: Day,
        duration: i64,
    ) -> Option<(Day, i64)> {
        for day in (0..SEARCHED_DAYS).map(|n| add_days(day, n)).filter(|day| !holidays.contains(day)) {
            let free = self.free(zone, (index, doctor), day, duration);
            if let Some(start) = dice.pick(&free).copied() {
                self.take(index, day, start, duration);
                return Some((day, start));
            }
        }
        None
    }
}

/// The starts at which an appointment fits into the doctor's hours.
pub(super) fn starts(doctor: &Doctor, weekday: i64, duration: i64) -> impl Iterator<Item = i64> {
    let steps = move |(from, to): (i64, i64)| {
        (0..).map(move |n| from + n * STEP_MINUTES).take_while(move |start| start + duration <= to)
    };
    doctor.stretches(weekday).flat_map(steps)
}

fn grid(start: i64, duration: i64) -> impl Iterator<Item = i64> {
    (0..(duration + GRID_MINUTES - 1) / GRID_MINUTES).map(move |n| start + n * GRID_MINUTES)
}

/// The starts of the five-minute slots of an appointment, counted in minutes from its own start.
pub(super) fn slot_offsets(duration: i64) -> impl Iterator<Item = i64> {
    grid(0, duration)
}
