use crate::wish::has_weekday;
use bricks::clock::{Day, Zone, add_days, days_between};

/// A series has at most so many appointments.
pub const MEMBERS_MAX: usize = 60;
/// Days beyond this are never asked for.
const AHEAD_DAYS: i64 = 400;

codes! {
    /// What is counted between two appointments.
    pub enum Unit {
        Day = "day",
        Week = "week",
    }
}

/// On which days a series falls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    pub first: Day,
    pub unit: Unit,
    /// 1 to 90.
    pub every: i64,
    /// A bit a day, of a weekly series; the first day's own when there is none.
    pub weekdays: i64,
    /// So many appointments …
    pub count: Option<usize>,
    /// … or until this day; whichever ends first.
    pub until: Option<Day>,
}

impl Rule {
    /// The days of the series in order, at most [`MEMBERS_MAX`].
    pub fn days(&self, zone: &Zone) -> Vec<Day> {
        let last = add_days(self.first, AHEAD_DAYS);
        let last = self.until.map_or(last, |until| until.min(last));
        let most = self.count.unwrap_or(MEMBERS_MAX).min(MEMBERS_MAX);
        let all = (0..=AHEAD_DAYS).map(|n| add_days(self.first, n)).take_while(|day| *day <= last);
        all.filter(|day| self.falls_on(*day, zone)).take(most).collect()
    }

    fn falls_on(&self, day: Day, zone: &Zone) -> bool {
        let (every, apart) = (self.every.max(1), days_between(self.first, day));
        match self.unit {
            Unit::Day => apart % every == 0,
            Unit::Week if self.weekdays == 0 => apart % (7 * every) == 0,
            Unit::Week => {
                // Weeks are counted from the Monday of the first one.
                let weeks = (apart + zone.weekday_of(self.first) - 1).div_euclid(7);
                weeks % every == 0 && has_weekday(self.weekdays, zone.weekday_of(day))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wish::weekday_bit;
    use bricks::clock::{iso_day, parse_day};
    use proptest::prelude::*;

    fn zone() -> Zone {
        Zone::named("Asia/Ho_Chi_Minh").unwrap()
    }

    fn rule(first: &str, unit: Unit, every: i64) -> Rule {
        Rule { first: parse_day(first).unwrap(), unit, every, weekdays: 0, count: Some(4), until: None }
    }

    fn days(rule: &Rule) -> Vec<String> {
        rule.days(&zone()).into_iter().map(iso_day).collect()
    }

    #[test]
    fn mondays_and_thursdays_from_a_tuesday() {
        let twice = Rule { weekdays: weekday_bit(1) | weekday_bit(4), ..rule("2026-11-24", Unit::Week, 1) };
        assert_eq!(days(&twice), ["2026-11-26", "2026-11-30", "2026-12-03", "2026-12-07"]);
        let fortnightly = Rule { every: 2, ..twice };
        assert_eq!(days(&fortnightly), ["2026-11-26", "2026-12-07", "2026-12-10", "2026-12-21"]);
    }

    #[test]
    fn days_and_weeks_go_over_the_end_of_months_and_the_last_of_february() {
        assert_eq!(days(&rule("2028-02-28", Unit::Day, 1)), ["2028-02-28", "2028-02-29", "2028-03-01", "2028-03-02"]);
        assert_eq!(days(&rule("2026-12-29", Unit::Week, 1)), ["2026-12-29", "2027-01-05", "2027-01-12", "2027-01-19"]);
    }

    #[test]
    fn a_series_ends_with_its_day_or_its_count_and_is_never_endless() {
        let until = Rule { count: None, until: parse_day("2026-11-26").ok(), ..rule("2026-11-24", Unit::Day, 1) };
        assert_eq!(days(&until).len(), 3);
        let endless = Rule { count: None, ..until };
        assert_eq!(days(&Rule { until: None, ..endless }).len(), MEMBERS_MAX);
        assert!(days(&Rule { until: parse_day("2026-11-23").ok(), ..endless }).is_empty());
    }

    proptest! {
        #[test]
        fn days_rise_and_fall_on_the_weekdays_asked_for(weekdays in 1_i64..128, every in 1_i64..5, count in 1_usize..80) {
            let zone = zone();
            let rule = Rule { weekdays, every, count: Some(count), ..rule("2026-11-24", Unit::Week, 1) };
            let days = rule.days(&zone);
            prop_assert!(days.len() <= count.min(MEMBERS_MAX));
            prop_assert!(days.windows(2).all(|pair| pair[0] < pair[1]));
            prop_assert!(days.iter().all(|day| has_weekday(weekdays, zone.weekday_of(*day))));
        }
    }
}
