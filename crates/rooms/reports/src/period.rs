//! The days that a report is about, and those before them with which it is compared.

use bricks::clock::{Day, add_days, days_between, iso_day, parse_day};

/// No report is about more days than these.
const DAYS_MAX: i64 = 400;
/// A chart shows days up to so many, then weeks, then months.
const DAYS_SHOWN_MAX: i64 = 31;
const WEEKS_SHOWN_MAX: i64 = 98;

/// From one day to another, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    pub from: Day,
    pub to: Day,
}

/// The stretches that are asked for most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Usual {
    Today,
    Yesterday,
    Week,
    Month,
    LastMonth,
    Year,
}

impl Usual {
    pub const ALL: [Usual; 6] =
        [Usual::Today, Usual::Yesterday, Usual::Week, Usual::Month, Usual::LastMonth, Usual::Year];

    pub fn period(self, today: Day) -> Period {
        let first = today.first_of_month();
        let (from, to) = match self {
            Usual::Today => (today, today),
            Usual::Yesterday => (add_days(today, -1), add_days(today, -1)),
            Usual::Week => (add_days(today, -i64::from(today.weekday().to_monday_zero_offset())), today),
            Usual::Month => (first, today),
            Usual::LastMonth => (add_days(first, -1).first_of_month(), add_days(first, -1)),
            Usual::Year => (today.first_of_year(), today),
        };
        Period { from, to }
    }
}

impl Period {
    /// What was asked for, else the month so far. Days in the wrong order change places; too long a stretch keeps its end.
    pub fn read(from: &str, to: &str, today: Day) -> Period {
        let (from, to) = match (parse_day(from), parse_day(to)) {
            (Ok(from), Ok(to)) => (from.min(to), from.max(to)),
            (Ok(from), Err(_)) => (from.min(today), from.max(today)),
            (Err(_), Ok(to)) => (to, to),
            (Err(_), Err(_)) => return Usual::Month.period(today),
        };
        Period { from: from.max(add_days(to, 1 - DAYS_MAX)), to }
    }

    pub fn days(self) -> i64 {
        days_between(self.from, self.to) + 1
    }

    pub fn has(self, day: Day) -> bool {
        self.from <= day && day <= self.to
    }

    /// As many days right before: whole months are compared with whole months.
    pub fn before(self) -> Period {
        let to = add_days(self.from, -1);
        let whole = self.from == self.from.first_of_month() && self.to == self.to.last_of_month();
        let same_month = self.from.first_of_month() == self.to.first_of_month();
        let from = if whole && same_month { to.first_of_month() } else { add_days(self.from, -self.days()) };
        Period { from, to }
    }

    /// `from=2026-11-01&to=2026-11-24`.
    pub fn query(self) -> String {
        format!("from={}&to={}", iso_day(self.from), iso_day(self.to))
    }

    /// The bars of a chart, in order: days, weeks or months.
    pub fn bars(self) -> Vec<Period> {
        let step = |from: Day| match self.days() {
            days if days <= DAYS_SHOWN_MAX => from,
            days if days <= WEEKS_SHOWN_MAX => add_days(from, 6 - i64::from(from.weekday().to_monday_zero_offset())),
            _ => from.last_of_month(),
        };
        let mut bars = Vec::new();
        let mut from = self.from;
        while from <= self.to {
            let to = step(from).min(self.to);
            bars.push(Period { from, to });
            from = add_days(to, 1);
        }
        bars
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        parse_day(text).unwrap()
    }

    fn period(from: &str, to: &str) -> Period {
        Period { from: day(from), to: day(to) }
    }

    #[test]
    fn a_period_is_read_whatever_was_typed() {
        let today = day("2026-11-24");
        for (from, to, wanted) in [
            ("", "", period("2026-11-01", "2026-11-24")),
            ("2026-11-05", "2026-11-02", period("2026-11-02", "2026-11-05")),
            ("2026-11-20", "x", period("2026-11-20", "2026-11-24")),
            ("", "2026-11-03", period("2026-11-03", "2026-11-03")),
            ("1990-01-01", "2026-11-24", period("2025-10-21", "2026-11-24")),
        ] {
            assert_eq!(Period::read(from, to, today), wanted, "{from} {to}");
        }
        assert_eq!(Period::read("1990-01-01", "2026-11-24", today).days(), DAYS_MAX);
    }

    #[test]
    fn a_period_is_compared_with_as_many_days_before_and_a_month_with_a_month() {
        assert_eq!(period("2026-11-24", "2026-11-24").before(), period("2026-11-23", "2026-11-23"));
        assert_eq!(period("2026-11-01", "2026-11-24").before(), period("2026-10-08", "2026-10-31"));
        assert_eq!(period("2026-03-01", "2026-03-31").before(), period("2026-02-01", "2026-02-28"));
    }

    #[test]
    fn the_usual_stretches() {
        let tuesday = day("2026-11-24");
        let usual = |usual: Usual| usual.period(tuesday);
        assert_eq!(usual(Usual::Week), period("2026-11-23", "2026-11-24"));
        assert_eq!(usual(Usual::LastMonth), period("2026-10-01", "2026-10-31"));
        assert_eq!(usual(Usual::Year), period("2026-01-01", "2026-11-24"));
    }

    #[test]
    fn bars_cover_every_day_once() {
        for (from, to, count) in
            [("2026-11-01", "2026-11-24", 24), ("2026-09-01", "2026-11-24", 13), ("2026-01-01", "2026-11-24", 11)]
        {
            let bars = period(from, to).bars();
            assert_eq!(bars.len(), count);
            assert_eq!(bars.iter().map(|bar| bar.days()).sum::<i64>(), period(from, to).days());
        }
    }
}
