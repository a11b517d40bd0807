use super::Setup;
use bricks::clock::{Day, add_days};
use std::collections::HashSet;

/// How busy a day of the week is, Monday first.
const WEEKDAYS: [i64; 7] = [122, 100, 98, 100, 104, 112, 42];
/// How busy a month is, January first.
const MONTHS: [i64; 12] = [112, 88, 96, 96, 98, 100, 100, 104, 108, 114, 116, 116];

/// The open days of history with the number of visits of each; they add up to what is wanted.
pub(super) fn days(setup: &Setup, holidays: &HashSet<Day>) -> Vec<(Day, i64)> {
    let mut open = Vec::new();
    let mut day = setup.start;
    while day < setup.today {
        if !holidays.contains(&day) {
            open.push((day, weight(setup, day)));
        }
        day = add_days(day, 1);
    }
    share(i64::try_from(setup.visits).unwrap_or(i64::MAX / 1_000_000), &open)
}

fn weight(setup: &Setup, day: Day) -> i64 {
    let weekday = usize::try_from(setup.zone.weekday_of(day) - 1).unwrap_or(0);
    let month = usize::try_from(day.month() - 1).unwrap_or(0);
    let of_weekday = WEEKDAYS.get(weekday).copied().unwrap_or(100);
    // A house that grows: the last day is half as busy again as the first.
    let growth = 100
        + 50 * bricks::clock::days_between(setup.start, day)
            / bricks::clock::days_between(setup.start, setup.today).max(1);
    of_weekday * MONTHS.get(month).copied().unwrap_or(100) * growth
}

/// Divides `total` by weight without losing one.
fn share(total: i64, weighted: &[(Day, i64)]) -> Vec<(Day, i64)> {
    let sum: i64 = weighted.iter().map(|(_, weight)| weight).sum();
    let part =
        |so_far: i64| i64::try_from(i128::from(total) * i128::from(so_far) / i128::from(sum.max(1))).unwrap_or(0);
    let (mut so_far, mut given) = (0, 0);
    let mut shared = Vec::with_capacity(weighted.len());
    for (day, weight) in weighted {
        so_far += weight;
        let until_now = part(so_far);
        shared.push((*day, until_now - given));
        given = until_now;
    }
    shared
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_visit_is_lost_in_the_division() {
        let day = bricks::clock::parse_day("2026-03-02").unwrap();
        let shared = share(1_000, &[(day, 3), (add_days(day, 1), 4), (add_days(day, 2), 7)]);
        assert_eq!(shared.iter().map(|(_, visits)| visits).sum::<i64>(), 1_000);
        assert!(shared[2].1 > shared[0].1);
    }
}
