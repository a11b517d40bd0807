//! The demonstration's clock: a clinic is worth looking at while it works, so outside working hours its time is set to a
//! morning. It runs as fast as any clock and never goes back.

use bricks::clock::{Clock, Instant, SystemClock, Zone, add_days};
use std::path::Path;

/// When a set clock begins: the day's work is half done.
const MORNING_MINUTE: i64 = 9 * 60 + 40;
const FILE: &str = "demo-clock";

/// A clock that runs beside the machine's.
#[derive(Debug, Clone, Copy)]
pub struct DemoClock {
    shift_ms: i64,
}

impl Clock for DemoClock {
    fn now(&self) -> Instant {
        SystemClock.now().plus_millis(self.shift_ms)
    }
}

impl DemoClock {
    /// A clock that shows `at` now.
    pub fn showing(at: Instant) -> DemoClock {
        DemoClock { shift_ms: at.millis() - SystemClock.now().millis() }
    }

    /// The clock of the demonstration in a folder; what it was set to is kept there.
    pub fn of(folder: &Path, zone: &Zone) -> Result<DemoClock, String> {
        let file = folder.join(FILE);
        let kept = std::fs::read_to_string(&file).ok().and_then(|text| text.trim().parse::<i64>().ok());
        let clock = match kept {
            Some(shift_ms) => DemoClock { shift_ms }.forward_to_work(zone),
            None => DemoClock::showing(beginning(SystemClock.now(), zone)),
        };
        std::fs::create_dir_all(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
        std::fs::write(&file, clock.shift_ms.to_string()).map_err(|e| format!("{}: {e}", file.display()))?;
        Ok(clock)
    }

    /// Outside working hours, the clock that shows the next morning.
    fn forward_to_work(self, zone: &Zone) -> DemoClock {
        let now = self.now();
        let (day, minute) = (zone.day_of(now), zone.minute_of_day(now));
        match minute {
            450..990 => self,
            0..450 => DemoClock::showing(zone.instant_of(day, MORNING_MINUTE)),
            _ => DemoClock::showing(zone.instant_of(add_days(day, 1), MORNING_MINUTE)),
        }
    }
}

/// The first instant of a new demonstration: now while a half-done day is likely, otherwise this day's morning.
fn beginning(now: Instant, zone: &Zone) -> Instant {
    match zone.minute_of_day(now) {
        525..630 | 825..900 => now,
        _ => zone.instant_of(zone.day_of(now), MORNING_MINUTE),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zone() -> Zone {
        Zone::named("Asia/Ho_Chi_Minh").unwrap()
    }

    #[test]
    fn at_night_the_day_begins_in_its_morning() {
        let day = bricks::clock::parse_day("2026-11-24").unwrap();
        let night = zone().instant_of(day, 21 * 60);
        assert_eq!(beginning(night, &zone()), zone().instant_of(day, MORNING_MINUTE));
        let working = zone().instant_of(day, 9 * 60);
        assert_eq!(beginning(working, &zone()), working);
    }

    #[test]
    fn a_set_clock_never_goes_back() {
        let day = bricks::clock::parse_day("2026-11-24").unwrap();
        let evening = DemoClock::showing(zone().instant_of(day, 20 * 60));
        let next = evening.forward_to_work(&zone()).now();
        assert!(next > evening.now());
        assert_eq!(zone().minute_of_day(next), MORNING_MINUTE);
    }
}
