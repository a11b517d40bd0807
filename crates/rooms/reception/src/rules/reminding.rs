//! When a patient is reminded of an appointment.

use bricks::clock::{Instant, Zone, add_days};

/// Reminders go out at eight in the morning of the day before.
const REMINDER_MINUTE: i64 = 8 * 60;

/// When the reminder is due: on the morning before, or in an hour when that has passed; never for an appointment of
/// today, which the patient has just made.
pub fn due(starts_at: Instant, now: Instant, zone: &Zone) -> Option<Instant> {
    let day = zone.day_of(starts_at);
    let usual = zone.instant_of(add_days(day, -1), REMINDER_MINUTE);
    (day > zone.day_of(now)).then(|| usual.max(now.plus_minutes(60)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use bricks::clock::parse_day;

    #[test]
    fn a_reminder_goes_out_on_the_morning_before_and_never_on_the_day_itself() {
        let zone = Zone::named("Asia/Ho_Chi_Minh").unwrap();
        let at = |day: &str, minute| zone.instant_of(parse_day(day).unwrap(), minute);
        let now = at("2026-11-24", 562);
        assert_eq!(due(at("2026-12-01", 540), now, &zone), Some(at("2026-11-30", 480)));
        assert_eq!(due(at("2026-11-25", 540), now, &zone), Some(at("2026-11-24", 622)));
        assert_eq!(due(at("2026-11-24", 900), now, &zone), None);
    }
}
