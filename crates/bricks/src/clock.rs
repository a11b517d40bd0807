//! Time as the clinic sees it: instants in UTC, days and minutes of the clinic's own zone.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

pub use jiff::civil::Date as Day;
use serde::{Deserialize, Serialize};

pub use crate::day::{
    add_days, days_between, iso_day, parse_day, parse_minute, show_day, show_day_short, show_instant, show_minute,
    show_time, weekday_name, weekday_short, weekday_word,
};
pub use crate::zone::{UnknownZone, Zone};

const MS_PER_MINUTE: i64 = 60_000;

/// A moment: milliseconds since 1970-01-01T00:00Z.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Instant(i64);

impl Instant {
    /// From milliseconds since 1970-01-01T00:00Z.
    pub const fn from_millis(ms: i64) -> Self {
        Self(ms)
    }

    /// Milliseconds since 1970-01-01T00:00Z.
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// Later by so many milliseconds, or earlier when negative.
    #[must_use]
    pub const fn plus_millis(self, ms: i64) -> Self {
        Self(self.0.saturating_add(ms))
    }

    /// Later by so many minutes, or earlier when negative.
    #[must_use]
    pub const fn plus_minutes(self, minutes: i64) -> Self {
        self.plus_millis(minutes.saturating_mul(MS_PER_MINUTE))
    }

    /// Whole minutes from `earlier` to this moment, cut towards zero; negative when it is later.
    pub const fn minutes_since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0) / MS_PER_MINUTE
    }
}

/// Where the present moment comes from, so that tests and the demo can set it.
pub trait Clock: Send + Sync {
    /// The present moment.
    fn now(&self) -> Instant;
}

impl<T: Clock + ?Sized> Clock for Arc<T> {
    fn now(&self) -> Instant {
        (**self).now()
    }
}

/// The clock of the computer.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[allow(clippy::disallowed_methods, reason = "the one place where the computer's clock is read")]
    fn now(&self) -> Instant {
        Instant(jiff::Timestamp::now().as_millisecond())
    }
}

/// A clock that stands still until it is told otherwise.
#[derive(Debug)]
pub struct FixedClock(AtomicI64);

impl FixedClock {
    /// A clock standing at `now`.
    pub const fn new(now: Instant) -> Self {
        Self(AtomicI64::new(now.0))
    }

    /// Puts the clock to `now`.
    pub fn set(&self, now: Instant) {
        self.0.store(now.0, Ordering::SeqCst);
    }

    /// Moves the clock by so many milliseconds.
    pub fn advance_millis(&self, ms: i64) {
        self.0.fetch_add(ms, Ordering::SeqCst);
    }

    /// Moves the clock by so many minutes.
    pub fn advance_minutes(&self, minutes: i64) {
        self.advance_millis(minutes.saturating_mul(MS_PER_MINUTE));
    }
}

impl Clock for FixedClock {
    fn now(&self) -> Instant {
        Instant(self.0.load(Ordering::SeqCst))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn minutes_are_whole_and_cut_towards_zero() {
        let start = Instant::from_millis(0);
        assert_eq!(start.plus_minutes(5).plus_millis(59_999).minutes_since(start), 5);
        assert_eq!(start.minutes_since(start.plus_millis(30_000)), 0);
        assert_eq!(start.minutes_since(start.plus_minutes(2)), -2);
    }

    #[test]
    fn a_fixed_clock_moves_only_when_told() {
        let clock = Arc::new(FixedClock::new(Instant::from_millis(10)));
        assert_eq!(clock.now(), clock.now());
        clock.advance_minutes(1);
        assert_eq!(clock.now().millis(), 60_010);
        clock.set(Instant::from_millis(3));
        assert_eq!(clock.now().millis(), 3);
    }

    #[test]
    fn the_system_clock_knows_this_century() {
        assert!(SystemClock.now() > Instant::from_millis(1_704_067_200_000));
    }
}
