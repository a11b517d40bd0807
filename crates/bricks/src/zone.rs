//! The clinic's time zone.

use std::fmt;

use jiff::Timestamp;
use jiff::civil::{DateTime, Time};
use jiff::tz::{Offset, TimeZone};

use crate::clock::{Day, Instant};
use crate::day::add_days;

const MINUTES_PER_DAY: i64 = 1440;
/// No zone ever moved by more than a day at once.
const WIDEST_JUMP_MS: i64 = 48 * 3_600_000;

/// No zone of that name is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownZone(pub String);

impl fmt::Display for UnknownZone {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "no time zone is called {:?}", self.0)
    }
}

impl std::error::Error for UnknownZone {}

/// A time zone of the IANA database, which is built into the binary.
#[derive(Clone, Debug)]
pub struct Zone {
    zone: TimeZone,
    /// After its last change of offset a zone needs no table: Vietnam's was in 1975. A zone that
    /// still keeps summer time has its last change some eight thousand years ahead.
    settled: Offset,
    settled_from_ms: i64,
}

impl Zone {
    /// The zone of that IANA name, such as `Asia/Ho_Chi_Minh`.
    pub fn named(name: &str) -> Result<Self, UnknownZone> {
        let zone = TimeZone::get(name).map_err(|_| UnknownZone(name.to_owned()))?;
        let last_change =
            zone.preceding(Timestamp::MAX).next().map(|change| (change.offset(), change.timestamp().as_millisecond()));
        let (settled, settled_from_ms) = last_change.unwrap_or_else(|| (zone.to_offset(Timestamp::MAX), i64::MIN));
        Ok(Self { zone, settled, settled_from_ms })
    }

    /// Its IANA name.
    pub fn name(&self) -> &str {
        self.zone.iana_name().unwrap_or("UTC")
    }

    /// The clinic's day at that moment.
    pub fn day_of(&self, instant: Instant) -> Day {
        self.local(instant).date()
    }

    /// Minutes since midnight on the wall clock, 0 to 1439.
    pub fn minute_of_day(&self, instant: Instant) -> i64 {
        let local = self.local(instant);
        i64::from(local.hour()) * 60 + i64::from(local.minute())
    }

    /// The moment when the wall clock shows that minute of that day; minutes below 0 or above 1439
    /// run on into the days beside it. A time skipped by summer time moves forward by the gap, a
    /// time that occurs twice is the first.
    pub fn instant_of(&self, day: Day, minute_of_day: i64) -> Instant {
        let day = add_days(day, minute_of_day.div_euclid(MINUTES_PER_DAY));
        let minute = minute_of_day.rem_euclid(MINUTES_PER_DAY);
        let local = day.to_datetime(wall_clock(minute));
        if let Ok(settled) = self.settled.to_timestamp(local)
            && settled.as_millisecond().saturating_sub(WIDEST_JUMP_MS) >= self.settled_from_ms
        {
            return Instant::from_millis(settled.as_millisecond());
        }
        let exact = self.zone.to_ambiguous_timestamp(local).compatible();
        let nearest = if day.year() < 0 { Timestamp::MIN } else { Timestamp::MAX };
        Instant::from_millis(exact.unwrap_or(nearest).as_millisecond())
    }

    /// The day of the week: 1 is Monday, 7 is Sunday.
    pub fn weekday_of(&self, day: Day) -> i64 {
        i64::from(day.weekday().to_monday_one_offset())
    }

    fn local(&self, instant: Instant) -> DateTime {
        let ms = instant.millis();
        let timestamp = Timestamp::from_millisecond(ms).unwrap_or(if ms < 0 { Timestamp::MIN } else { Timestamp::MAX });
        if ms >= self.settled_from_ms { self.settled.to_datetime(timestamp) } else { self.zone.to_datetime(timestamp) }
    }
}

fn wall_clock(minute_of_day: i64) -> Time {
    let hour = i8::try_from(minute_of_day / 60).unwrap_or(0);
    let minute = i8::try_from(minute_of_day % 60).unwrap_or(0);
    Time::new(hour, minute, 0, 0).unwrap_or(Time::midnight())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    fn saigon() -> Zone {
        Zone::named("Asia/Ho_Chi_Minh").unwrap()
    }

    #[test]
    fn vietnam_is_seven_hours_ahead() {
        let zone = saigon();
        let midnight = zone.instant_of(date(2026, 11, 24), 0);
        assert_eq!(midnight.millis(), 1_795_453_200_000);
        assert_eq!(zone.day_of(midnight), date(2026, 11, 24));
        assert_eq!(zone.day_of(midnight.plus_millis(-1)), date(2026, 11, 23));
        assert_eq!(zone.minute_of_day(midnight.plus_millis(-1)), 1439);
        assert_eq!(zone.weekday_of(date(2026, 11, 24)), 2);
        assert_eq!(zone.name(), "Asia/Ho_Chi_Minh");
    }

    #[test]
    fn vietnam_before_its_last_change_is_still_right() {
        let zone = saigon();
        assert!(zone.settled_from_ms < 200_000_000_000);
        assert_eq!(zone.instant_of(date(1970, 1, 1), 8 * 60).millis(), 0);
        assert_eq!(zone.minute_of_day(Instant::from_millis(0)), 8 * 60);
    }

    #[test]
    fn minutes_outside_the_day_run_on() {
        let zone = saigon();
        let day = date(2026, 12, 31);
        assert_eq!(zone.instant_of(day, 1440), zone.instant_of(date(2027, 1, 1), 0));
        assert_eq!(zone.instant_of(day, -1), zone.instant_of(date(2026, 12, 30), 1439));
    }

    #[test]
    fn summer_time_is_kept_where_it_is_kept() {
        let zone = Zone::named("Europe/Paris").unwrap();
        let noon = |day| zone.instant_of(day, 720).millis() % 86_400_000 / 3_600_000;
        assert_eq!(noon(date(2026, 1, 15)), 11);
        assert_eq!(noon(date(2026, 7, 15)), 10);
        let skipped = zone.instant_of(date(2026, 3, 29), 150);
        assert_eq!(zone.minute_of_day(skipped), 210);
        let twice = zone.instant_of(date(2026, 10, 25), 150);
        assert_eq!(zone.minute_of_day(twice.plus_minutes(60)), 150);
    }

    #[test]
    fn an_unknown_zone_and_an_absurd_instant_are_no_trouble() {
        assert_eq!(Zone::named("Asia/Saigonn").unwrap_err(), UnknownZone("Asia/Saigonn".into()));
        for ms in [i64::MIN, i64::MAX] {
            let zone = saigon();
            let day = zone.day_of(Instant::from_millis(ms));
            zone.instant_of(day, if ms < 0 { i64::MIN } else { i64::MAX });
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn the_short_way_agrees_with_the_table(
            ms in -4_000_000_000_000_i64..6_000_000_000_000,
            name in prop::sample::select(vec!["Asia/Ho_Chi_Minh", "Europe/Paris", "UTC", "Asia/Bangkok"]),
        ) {
            let zone = Zone::named(name).unwrap();
            let slow = zone.zone.to_datetime(Timestamp::from_millisecond(ms).unwrap());
            prop_assert_eq!(zone.local(Instant::from_millis(ms)), slow);
            let exact = zone.zone.to_ambiguous_timestamp(slow.date().to_datetime(wall_clock(540)));
            prop_assert_eq!(
                zone.instant_of(slow.date(), 540).millis(),
                exact.compatible().unwrap().as_millisecond()
            );
        }
    }
}
