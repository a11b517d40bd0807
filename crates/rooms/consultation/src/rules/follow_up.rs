use bricks::clock::{Day, Instant, Zone};

/// Free times stand on quarters of an hour.
const QUARTER_MINUTES: i64 = 15;

/// The quarter of an hour at which this patient came: the time of day that a follow-up tries first.
pub fn usual_minute(came_at: Instant, zone: &Zone) -> i64 {
    let minute = zone.minute_of_day(came_at);
    minute - minute.rem_euclid(QUARTER_MINUTES)
}

/// Among the free starts of one day, the one at this minute of the day, or else the first.
pub fn choose_start(free: &[Instant], minute: i64, zone: &Zone) -> Option<Instant> {
    let same_time = free.iter().find(|at| zone.minute_of_day(**at) == minute);
    same_time.or_else(|| free.first()).copied()
}

/// Of free starts in their order, the start nearest to this minute of each day, for at most `days_max` days.
pub fn first_of_each_day(free: &[Instant], minute: i64, zone: &Zone, days_max: usize) -> Vec<Instant> {
    let mut days: Vec<(Day, Vec<Instant>)> = Vec::new();
    for at in free {
        let day = zone.day_of(*at);
        match days.last_mut() {
            Some((last, starts)) if *last == day => starts.push(*at),
            _ => days.push((day, vec![*at])),
        }
    }
    let chosen = days.iter().filter_map(|(_, starts)| choose_start(starts, minute, zone));
    chosen.take(days_max).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use bricks::clock::parse_day;

    fn zone() -> Zone {
        Zone::named("Asia/Ho_Chi_Minh").unwrap()
    }

    fn at(day: &str, minute: i64) -> Instant {
        zone().instant_of(parse_day(day).unwrap(), minute)
    }

    #[test]
    fn the_same_time_of_day_is_chosen_or_else_the_first() {
        let free = [at("2026-11-30", 480), at("2026-11-30", 540), at("2026-11-30", 555)];
        assert_eq!(usual_minute(at("2026-11-24", 552), &zone()), 540);
        assert_eq!(choose_start(&free, 540, &zone()), Some(free[1]));
        assert_eq!(choose_start(&free, 600, &zone()), Some(free[0]));
        assert_eq!(choose_start(&[], 600, &zone()), None);
    }

    #[test]
    fn each_day_is_offered_once() {
        let free = [at("2026-11-30", 480), at("2026-11-30", 540), at("2026-12-01", 600), at("2026-12-02", 540)];
        let offered = first_of_each_day(&free, 540, &zone(), 2);
        assert_eq!(offered, [free[1], free[2]]);
    }
}
