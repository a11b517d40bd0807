//! A patient's age, which for small children is told in months.

use std::fmt;

use crate::clock::Day;
use crate::day::{four_digits, iso_day, parse_day, show_day};
use crate::lang::Lang;
use crate::say::Say;

/// Below so many months of age the months themselves are told.
pub const TOLD_IN_MONTHS_BELOW: i64 = 72;

/// When a person was born, as far as it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Birth {
    /// The day is known.
    Day(Day),
    /// Only the year is known.
    Year(i64),
}

impl Birth {
    /// Reads a day as [`parse_day`] does, or four digits as a year from 1850 to 2200.
    pub fn parse(text: &str) -> Result<Self, Say> {
        match four_digits(text.trim()) {
            Some(year) if (1850..=2200).contains(&year) => Ok(Self::Year(i64::from(year))),
            _ => parse_day(text).map(Self::Day),
        }
    }

    /// The year of birth.
    pub fn year(self) -> i64 {
        match self {
            Self::Day(day) => i64::from(day.year()),
            Self::Year(year) => year,
        }
    }

    /// `24/11/1990`, or `1990` when only the year is known.
    pub fn show(self, lang: Lang) -> String {
        match self {
            Self::Day(day) => show_day(day, lang),
            Self::Year(year) => year.to_string(),
        }
    }
}

/// As stored: `1990-11-24`, or `1990`. [`Birth::parse`] reads it back.
impl fmt::Display for Birth {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(day) => out.write_str(&iso_day(*day)),
            Self::Year(year) => write!(out, "{year:04}"),
        }
    }
}

/// How old a person is on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Age {
    months: i64,
    exact: bool,
}

impl Age {
    /// Completed months, never negative.
    pub const fn months(self) -> i64 {
        self.months
    }

    /// Completed years.
    pub const fn years(self) -> i64 {
        self.months / 12
    }

    /// Whether the day of birth is known.
    pub const fn is_exact(self) -> bool {
        self.exact
    }

    /// Whether the age is told in months, and a guardian and weight are asked for on a prescription.
    pub const fn is_told_in_months(self) -> bool {
        self.months < TOLD_IN_MONTHS_BELOW
    }

    /// `17 tháng`, `54 years`; `khoảng 17 tháng` when only a small child's year of birth is known.
    pub fn show(self, lang: Lang) -> String {
        if !self.is_told_in_months() {
            let years = self.years();
            return match lang {
                Lang::Vi => format!("{years} tuổi"),
                Lang::En => format!("{years} years"),
            };
        }
        let months = self.months;
        match (lang, self.exact) {
            (Lang::Vi, true) => format!("{months} tháng"),
            (Lang::Vi, false) => format!("khoảng {months} tháng"),
            (Lang::En, true) if months == 1 => "1 month".to_owned(),
            (Lang::En, true) => format!("{months} months"),
            (Lang::En, false) => format!("about {months} months"),
        }
    }
}

/// The age on a day. With only the year known it is counted from the first of January, so that the
/// years are the difference of the years, as usual in Vietnam.
pub fn age_on(birth: Birth, on: Day) -> Age {
    let (year, month, day, exact) = match birth {
        Birth::Day(day) => (i64::from(day.year()), day.month(), day.day(), true),
        Birth::Year(year) => (year, 1, 1, false),
    };
    let years = i64::from(on.year()).saturating_sub(year);
    let begun = years.saturating_mul(12).saturating_add(i64::from(on.month() - month));
    let completed = begun.saturating_sub(i64::from(on.day() < day));
    Age { months: completed.max(0), exact }
}

/// Completed months of age on a day, never negative.
pub fn months(birth: Birth, on: Day) -> i64 {
    age_on(birth, on).months()
}

/// The fewest completed months that somebody may have: a year alone counts from its last day. For limits of age.
pub fn months_at_least(birth: Birth, on: Day) -> i64 {
    match birth {
        Birth::Day(_) => months(birth, on),
        Birth::Year(year) => {
            let last = i16::try_from(year).ok().and_then(|year| Day::new(year, 12, 31).ok());
            last.map_or(0, |day| months(Birth::Day(day), on))
        }
    }
}

/// `17 tháng` / `17 months` under 72 months, else `54 tuổi` / `54 years`.
pub fn show_age(birth: Birth, on: Day, lang: Lang) -> String {
    age_on(birth, on).show(lang)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_year_alone_counts_from_its_last_day_where_a_limit_protects() {
        let on = date(2026, 1, 5);
        assert_eq!(months_at_least(Birth::Year(2014), on), 132);
        assert_eq!(months(Birth::Year(2014), on), 144);
        assert_eq!(months_at_least(Birth::Day(date(2014, 1, 5)), on), 144);
        assert_eq!(months_at_least(Birth::Year(2026), on), 0);
    }

    #[test]
    fn ages_are_told_in_months_until_the_sixth_birthday() {
        let on = date(2026, 11, 24);
        for (birth, vi, en) in [
            (Birth::Day(date(2025, 6, 24)), "17 tháng", "17 months"),
            (Birth::Day(date(2025, 6, 25)), "16 tháng", "16 months"),
            (Birth::Day(date(2026, 10, 1)), "1 tháng", "1 month"),
            (Birth::Day(on), "0 tháng", "0 months"),
            (Birth::Day(date(2027, 1, 1)), "0 tháng", "0 months"),
            (Birth::Day(date(2020, 11, 25)), "71 tháng", "71 months"),
            (Birth::Day(date(2020, 11, 24)), "6 tuổi", "6 years"),
            (Birth::Day(date(1972, 11, 25)), "53 tuổi", "53 years"),
            (Birth::Year(1972), "54 tuổi", "54 years"),
            (Birth::Year(2024), "khoảng 34 tháng", "about 34 months"),
        ] {
            assert_eq!(show_age(birth, on, Lang::Vi), vi, "{birth}");
            assert_eq!(show_age(birth, on, Lang::En), en, "{birth}");
        }
    }

    #[test]
    fn a_child_of_a_leap_day_turns_a_year_on_the_first_of_march() {
        let birth = Birth::Day(date(2024, 2, 29));
        assert_eq!(months(birth, date(2025, 2, 28)), 11);
        assert_eq!(months(birth, date(2025, 3, 1)), 12);
    }

    #[test]
    fn a_birth_is_stored_and_read_back() {
        for birth in [Birth::Day(date(1990, 11, 4)), Birth::Year(1954)] {
            assert_eq!(Birth::parse(&birth.to_string()), Ok(birth));
            assert_eq!(Birth::parse(&birth.show(Lang::Vi)), Ok(birth));
        }
        for bad in ["", "1849", "2201", "90", "31/02/1990", "19900"] {
            assert!(Birth::parse(bad).is_err(), "{bad}");
        }
    }
}
