//! Who is expected, who waits too long, and what a card on the grid says.

use bricks::clock::Instant;
use papers::{appointment, visit};

/// So long before the appointed time a patient may be expected at the desk.
const DUE_BEFORE_MINUTES: i64 = 60;
/// So long after it the patient is late.
const LATE_AFTER_MINUTES: i64 = 10;

/// How a booked patient of today stands to the clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Coming {
    Later,
    Due,
    Late,
}

pub fn coming(starts_at: Instant, now: Instant) -> Coming {
    let past = now.minutes_since(starts_at);
    if past >= LATE_AFTER_MINUTES {
        Coming::Late
    } else if past >= -DUE_BEFORE_MINUTES {
        Coming::Due
    } else {
        Coming::Later
    }
}

/// What a card on the grid says about an appointment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    Booked,
    Late,
    Arrived,
    InRoom,
    Tests,
    Done,
    Left,
    Absent,
}

impl Status {
    /// In the order in which the counts stand.
    pub const ALL: [Status; 8] = [
        Status::Booked,
        Status::Late,
        Status::Arrived,
        Status::InRoom,
        Status::Tests,
        Status::Done,
        Status::Left,
        Status::Absent,
    ];
}

/// The status of an appointment that is not cancelled. `tests_open` says whether orders of its visit are still open.
pub fn status(
    state: appointment::State,
    visit: Option<visit::State>,
    tests_open: bool,
    starts_at: Instant,
    now: Instant,
) -> Status {
    use appointment::State;
    match (state, visit) {
        (State::Booked, _) if coming(starts_at, now) == Coming::Late => Status::Late,
        (State::Booked, _) => Status::Booked,
        (State::Cancelled | State::NoShow, _) => Status::Absent,
        (State::Arrived, Some(visit::State::InRoom)) if tests_open => Status::Tests,
        (State::Arrived, Some(visit::State::InRoom)) => Status::InRoom,
        (State::Arrived, Some(visit::State::Finished)) => Status::Done,
        (State::Arrived, Some(visit::State::Left)) => Status::Left,
        (State::Arrived, Some(visit::State::Waiting) | None) => Status::Arrived,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: Instant = Instant::from_millis(1_795_000_000_000);

    #[test]
    fn a_patient_is_due_an_hour_before_and_late_ten_minutes_after() {
        for (minutes, expected) in [
            (-61, Coming::Later),
            (-60, Coming::Due),
            (0, Coming::Due),
            (9, Coming::Due),
            (10, Coming::Late),
            (600, Coming::Late),
        ] {
            assert_eq!(coming(NOON, NOON.plus_minutes(minutes)), expected, "{minutes}");
        }
    }

    #[test]
    fn a_card_follows_the_visit_once_the_patient_came() {
        use appointment::State;
        let at = |state, visit, tests| status(state, visit, tests, NOON, NOON);
        assert_eq!(at(State::Booked, None, false), Status::Booked);
        assert_eq!(status(State::Booked, None, false, NOON, NOON.plus_minutes(10)), Status::Late);
        assert_eq!(at(State::Arrived, Some(visit::State::Waiting), false), Status::Arrived);
        assert_eq!(at(State::Arrived, Some(visit::State::InRoom), false), Status::InRoom);
        assert_eq!(at(State::Arrived, Some(visit::State::InRoom), true), Status::Tests);
        assert_eq!(at(State::Arrived, Some(visit::State::Finished), true), Status::Done);
        assert_eq!(at(State::NoShow, None, false), Status::Absent);
    }
}
