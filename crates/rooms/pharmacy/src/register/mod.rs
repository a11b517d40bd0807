//! The register of controlled medicines: what came in and went out of one medicine in a month, by whom, for whom, and what
//! was left after each movement; on the screen and on A4.

pub mod pages;
mod paper;
pub(crate) mod store;
mod views;

use bricks::clock::{Day, add_days, parse_day};

/// A month of the clinic's calendar, by its first day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Month(Day);

impl Month {
    /// The month of a day.
    pub fn of(day: Day) -> Month {
        Month(add_days(day, 1 - i64::from(day.day())))
    }

    /// Reads `2026-11`.
    pub fn parse(text: &str) -> Option<Month> {
        parse_day(&format!("{text}-01")).ok().map(Month)
    }

    pub fn first(self) -> Day {
        self.0
    }

    pub fn next(self) -> Month {
        Month::of(add_days(self.0, 31))
    }

    pub fn before(self) -> Month {
        Month::of(add_days(self.0, -1))
    }

    /// `2026-11`: in addresses.
    pub fn code(self) -> String {
        format!("{:04}-{:02}", self.0.year(), self.0.month())
    }

    /// `11/2026`.
    pub fn show(self) -> String {
        format!("{:02}/{:04}", self.0.month(), self.0.year())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_follow_each_other_over_the_year() {
        let december = Month::parse("2026-12").unwrap();
        assert_eq!((december.next().code(), december.before().show()), ("2027-01".to_owned(), "11/2026".to_owned()));
        assert_eq!(Month::of(parse_day("2028-02-29").unwrap()).next().code(), "2028-03");
        assert!(Month::parse("2026-13").is_none() && Month::parse("x").is_none());
    }
}
