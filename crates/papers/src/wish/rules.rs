use super::WishRow;
use crate::appointment::Freed;
use crate::text;
use bricks::clock::{Day, Zone};
use bricks::id::ResourceId;
use bricks::say::Say;

/// Every day of the week.
pub const ALL_WEEKDAYS: i64 = 127;

/// The bit of a weekday: 1 is Monday.
pub fn weekday_bit(weekday: i64) -> i64 {
    u32::try_from(weekday - 1).ok().and_then(|n| 1_i64.checked_shl(n)).unwrap_or(0) & ALL_WEEKDAYS
}

pub fn has_weekday(weekdays: i64, weekday: i64) -> bool {
    weekdays & weekday_bit(weekday) != 0
}

/// Why no time could ever fit: each with its field.
pub fn faults(
    weekdays: i64,
    (from, to): (Option<Day>, Option<Day>),
    minutes: Option<(i64, i64)>,
    today: Day,
) -> Vec<(&'static str, Say)> {
    let mut faults = Vec::new();
    if weekdays & ALL_WEEKDAYS == 0 {
        faults.push(("weekday", text::wish_no_weekday_say()));
    }
    if to.is_some_and(|last| last < from.unwrap_or(today).max(today)) {
        faults.push(("to_day", text::wish_days_say()));
    }
    if minutes.is_some_and(|(from, to)| to <= from) {
        faults.push(("to", text::hours_end_before_start_say()));
    }
    faults
}

/// Whether a wish would take a time that was given back. `suited` are the doctors who do its service.
pub fn fits(wish: &WishRow, freed: &Freed, suited: &[ResourceId], zone: &Zone) -> bool {
    let day = zone.day_of(freed.starts_at);
    let from = zone.minute_of_day(freed.starts_at);
    let right_doctor = wish.doctor.map_or_else(|| suited.contains(&freed.doctor), |doctor| doctor == freed.doctor);
    let right_day = wish.from_day.is_none_or(|first| first <= day)
        && wish.to_day.is_none_or(|last| day <= last)
        && has_weekday(wish.weekdays, zone.weekday_of(day));
    let right_time = wish.from_minute <= from && from + wish.duration_minutes <= wish.to_minute;
    right_doctor && right_day && right_time && wish.duration_minutes <= freed.free_minutes
}

/// The urgent first, then who has waited longest.
pub fn in_turn(wishes: &mut [WishRow]) {
    wishes.sort_by_key(|wish| (!wish.urgent, wish.created_at, wish.id.raw()));
}

#[cfg(test)]
mod tests {
    use super::*;
    use bricks::clock::{Instant, parse_day};
    use bricks::id::{PatientId, ServiceId, WishId};

    const BAO: ResourceId = ResourceId::from_raw(21);
    const HANH: ResourceId = ResourceId::from_raw(22);

    fn zone() -> Zone {
        Zone::named("Asia/Ho_Chi_Minh").unwrap()
    }

    /// Any doctor, mornings, half an hour.
    fn wish(id: i64) -> WishRow {
        WishRow {
            id: WishId::from_raw(id),
            patient: PatientId::from_raw(31),
            patient_name: "Trần Thị Hương".into(),
            phone: None,
            service: ServiceId::from_raw(41),
            service_vi: String::new(),
            service_en: String::new(),
            department: "internal".into(),
            duration_minutes: 30,
            doctor: None,
            weekdays: ALL_WEEKDAYS,
            from_day: None,
            to_day: None,
            from_minute: 450,
            to_minute: 720,
            urgent: false,
            note: String::new(),
            created_at: Instant::from_millis(id),
        }
    }

    /// Tuesday 24/11/2026.
    fn freed(minute: i64, free_minutes: i64) -> Freed {
        let starts_at = zone().instant_of(parse_day("2026-11-24").unwrap(), minute);
        Freed { doctor: BAO, room: HANH, starts_at, freed_at: starts_at, free_minutes }
    }

    #[test]
    fn a_wish_takes_a_time_of_its_length_day_and_hours() {
        let (zone, any) = (zone(), [BAO]);
        assert!(fits(&wish(1), &freed(540, 30), &any, &zone));
        assert!(!fits(&wish(1), &freed(540, 25), &any, &zone), "too short");
        assert!(fits(&wish(1), &freed(690, 60), &any, &zone));
        assert!(!fits(&wish(1), &freed(695, 60), &any, &zone), "ends after noon");
        assert!(!fits(&wish(1), &freed(435, 60), &any, &zone), "too early");
        let monday = WishRow { weekdays: weekday_bit(1), ..wish(1) };
        assert!(!fits(&monday, &freed(540, 30), &any, &zone));
        let tuesday = WishRow { weekdays: weekday_bit(2), ..wish(1) };
        assert!(fits(&tuesday, &freed(540, 30), &any, &zone));
        let later = WishRow { from_day: parse_day("2026-11-25").ok(), ..wish(1) };
        assert!(!fits(&later, &freed(540, 30), &any, &zone));
        let until = WishRow { to_day: parse_day("2026-11-24").ok(), ..wish(1) };
        assert!(fits(&until, &freed(540, 30), &any, &zone));
    }

    #[test]
    fn a_wish_takes_its_own_doctor_or_any_who_does_the_service() {
        let zone = zone();
        assert!(!fits(&wish(1), &freed(540, 30), &[HANH], &zone));
        assert!(fits(&WishRow { doctor: Some(BAO), ..wish(1) }, &freed(540, 30), &[HANH], &zone));
        assert!(!fits(&WishRow { doctor: Some(HANH), ..wish(1) }, &freed(540, 30), &[BAO, HANH], &zone));
    }

    #[test]
    fn the_urgent_come_first_then_who_has_waited_longest() {
        let mut all = [wish(3), wish(1), WishRow { urgent: true, ..wish(4) }, wish(2)];
        in_turn(&mut all);
        assert_eq!(all.map(|w| w.id.raw()), [4, 1, 2, 3]);
    }

    #[test]
    fn every_weekday_has_its_bit() {
        assert_eq!((1..=7).map(weekday_bit).sum::<i64>(), ALL_WEEKDAYS);
        assert_eq!((weekday_bit(0), weekday_bit(8)), (0, 0));
    }
}
