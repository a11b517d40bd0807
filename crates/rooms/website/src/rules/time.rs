//! Which times the public sees, and until when an appointment is the patient's to change.

use crate::settings::Settings;
use bricks::clock::{Day, Instant, Zone, add_days};
use bricks::id::ResourceId;
use std::fmt;

/// A doctor's time as one word of a form: `21-1795000000000`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Start {
    pub doctor: ResourceId,
    pub at: Instant,
}

impl fmt::Display for Start {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}-{}", self.doctor, self.at.millis())
    }
}

impl std::str::FromStr for Start {
    type Err = ();

    fn from_str(text: &str) -> Result<Start, ()> {
        let (doctor, at) = text.split_once('-').ok_or(())?;
        let at: i64 = at.parse().map_err(|_| ())?;
        let start = Start { doctor: doctor.parse().map_err(|_| ())?, at: Instant::from_millis(at) };
        // Ten years around any time of use: sums stay far from the ends.
        if (0..=4_102_444_800_000).contains(&at) { Ok(start) } else { Err(()) }
    }
}

/// The first and the last day that may be booked.
pub fn window(settings: &Settings, today: Day) -> (Day, Day) {
    (today, add_days(today, settings.days.max(1) - 1))
}

/// Whether a start lies in the window and far enough ahead.
pub fn is_offered(settings: &Settings, zone: &Zone, now: Instant, at: Instant) -> bool {
    let (first, last) = window(settings, zone.day_of(now));
    let day = zone.day_of(at);
    day >= first && day <= last && at >= now.plus_minutes(settings.notice_minutes)
}

/// Whether the patient may still move or cancel.
pub fn may_change(settings: &Settings, now: Instant, starts_at: Instant) -> bool {
    starts_at >= now.plus_minutes(settings.change_notice_minutes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use bricks::clock::parse_day;

    #[test]
    fn a_start_is_read_back_from_its_word() {
        let start = Start { doctor: ResourceId::from_raw(21), at: Instant::from_millis(1_795_000_000_000) };
        assert_eq!(start.to_string().parse(), Ok(start));
        for wrong in ["", "21", "21-", "-5", "21--5", "x-1", "21-9223372036854775807", "21-1.5", "0-1795000000000"] {
            assert_eq!(wrong.parse::<Start>(), Err(()), "{wrong}");
        }
    }

    #[test]
    fn a_time_is_offered_from_the_notice_on_until_the_last_day() {
        let zone = Zone::named("Asia/Ho_Chi_Minh").unwrap();
        let settings = Settings { days: 3, notice_minutes: 120, ..Settings::default() };
        let at = |day: &str, minute| zone.instant_of(parse_day(day).unwrap(), minute);
        let now = at("2026-11-30", 600);
        for (start, offered) in [
            (at("2026-11-29", 900), false),
            (at("2026-11-30", 719), false),
            (at("2026-11-30", 720), true),
            (at("2026-12-02", 1_435), true),
            (at("2026-12-03", 0), false),
        ] {
            assert_eq!(is_offered(&settings, &zone, now, start), offered, "{start:?}");
        }
    }

    #[test]
    fn an_appointment_is_the_patients_to_change_until_the_notice() {
        let settings = Settings { change_notice_minutes: 240, ..Settings::default() };
        let now = Instant::from_millis(1_795_000_000_000);
        assert!(may_change(&settings, now, now.plus_minutes(240)));
        assert!(!may_change(&settings, now, now.plus_minutes(239)));
    }
}
