//! Sums of takings: pure.

use crate::period::Period;
use bricks::clock::Day;
use bricks::money::Money;
use papers::receipt::Method;
use std::collections::BTreeMap;

ground::row! {
    /// What one day brought in, of one cashier, in one way, for one doctor, kind of service and payer.
    pub struct Row {
        pub day: Day,
        pub cashier: i64,
        pub method: Method,
        /// 0: nobody's.
        pub doctor: i64,
        pub group: String,
        pub payer: String,
        pub taken: Money,
        /// Below nothing, as what was given back.
        pub voided: Money,
        pub refunded: Money,
        pub payments: i64,
    }
}

/// Rows added up.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sums {
    pub taken: Money,
    pub voided: Money,
    pub refunded: Money,
    /// Taken and not voided.
    pub payments: i64,
}

/// A sum that does not fit stays as large as a sum can be.
fn plus(a: Money, b: Money) -> Money {
    a.add(b).unwrap_or(Money::from_minor(i64::MAX))
}

impl Sums {
    fn with(self, row: &Row) -> Sums {
        Sums {
            taken: plus(self.taken, row.taken),
            voided: plus(self.voided, row.voided),
            refunded: plus(self.refunded, row.refunded),
            payments: self.payments + row.payments,
        }
    }

    pub fn of<'a>(rows: impl IntoIterator<Item = &'a Row>) -> Sums {
        rows.into_iter().fold(Sums::default(), Sums::with)
    }

    /// Taken, less what was voided and given back.
    pub fn net(self) -> Money {
        plus(plus(self.taken, self.voided), self.refunded)
    }

    /// What a payment brought in on average.
    pub fn average(self) -> Money {
        Money::from_minor(self.net().minor().checked_div(self.payments).unwrap_or(0))
    }
}

/// By what takings are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    Method,
    Group,
    Doctor,
    Cashier,
    Payer,
}

impl By {
    pub const ALL: [By; 5] = [By::Method, By::Group, By::Doctor, By::Cashier, By::Payer];

    fn key(self, row: &Row) -> String {
        match self {
            By::Method => row.method.code().to_owned(),
            By::Group => row.group.clone(),
            By::Doctor => row.doctor.to_string(),
            By::Cashier => row.cashier.to_string(),
            By::Payer => row.payer.clone(),
        }
    }
}

/// One line of a report: the period and the one before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The code or the number of what the line is about.
    pub key: String,
    pub now: Sums,
    pub before: Sums,
}

/// The rows told apart, the largest first.
pub fn lines(rows: &[Row], period: Period, by: By) -> Vec<Line> {
    let mut found: BTreeMap<String, (Sums, Sums)> = BTreeMap::new();
    for row in rows {
        let (now, before) = found.entry(by.key(row)).or_default();
        let sums = if period.has(row.day) { now } else { before };
        *sums = sums.with(row);
    }
    let mut lines: Vec<Line> = found.into_iter().map(|(key, (now, before))| Line { key, now, before }).collect();
    lines.sort_by_key(|line| std::cmp::Reverse((line.now.net(), line.before.net())));
    lines
}

/// A bar of the chart: its days, what they brought in, and what the days in its place before did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bar {
    pub days: Period,
    pub now: Money,
    pub before: Money,
}

/// The bars of a period; the earlier ones stand at the same place from their beginning.
pub fn bars(rows: &[Row], period: Period) -> Vec<Bar> {
    let net = |days: Period| Sums::of(rows.iter().filter(|row| days.has(row.day))).net();
    let earlier = period.before().bars();
    let pair = |(place, days): (usize, Period)| Bar {
        days,
        now: net(days),
        before: earlier.get(place).map_or(Money::ZERO, |days| net(*days)),
    };
    period.bars().into_iter().enumerate().map(pair).collect()
}

/// By how many percent a sum is more or less than an earlier one; `None` when there was nothing before.
pub fn change(now: Money, before: Money) -> Option<i64> {
    let (now, before) = (i128::from(now.minor()), i128::from(before.minor()));
    let rounded = |part: i128| (part * 200 + before * part.signum()) / (before * 2);
    (before > 0).then(|| i64::try_from(rounded(now - before)).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use bricks::clock::parse_day;
    use proptest::prelude::*;

    fn row(date: i8, cashier: i64, method: Method, taken: i64, voided: i64) -> Row {
        Row {
            day: Day::constant(2026, 11, date),
            cashier,
            method,
            doctor: 21,
            group: "lab".into(),
            payer: "self".into(),
            taken: Money::from_minor(taken),
            voided: Money::from_minor(voided),
            refunded: Money::ZERO,
            payments: 1,
        }
    }

    fn period(from: &str, to: &str) -> Period {
        Period { from: parse_day(from).unwrap(), to: parse_day(to).unwrap() }
    }

    #[test]
    fn lines_compare_a_period_with_the_one_before() {
        let rows =
            [row(24, 1, Method::Cash, 100, -30), row(24, 2, Method::Card, 500, 0), row(23, 1, Method::Cash, 40, 0)];
        let found = lines(&rows, period("2026-11-24", "2026-11-24"), By::Cashier);
        let told: Vec<(&str, i64, i64)> =
            found.iter().map(|l| (l.key.as_str(), l.now.net().minor(), l.before.net().minor())).collect();
        assert_eq!(told, [("2", 500, 0), ("1", 70, 40)]);
        assert_eq!(bars(&rows, period("2026-11-24", "2026-11-24"))[0].before, Money::from_minor(40));
    }

    #[test]
    fn a_change_is_told_in_whole_percent() {
        let change = |now, before| change(Money::from_minor(now), Money::from_minor(before));
        assert_eq!(
            [change(127, 100), change(50, 100), change(100, 3), change(5, 0)],
            [Some(27), Some(-50), Some(3233), None]
        );
    }

    proptest! {
        #[test]
        fn however_takings_are_told_apart_they_come_to_the_same(
            parts in prop::collection::vec((1_i8..=30, 1_i64..4, 0_usize..4, 0_i64..1_000_000), 0..60),
        ) {
            let rows: Vec<Row> =
                parts.iter().map(|(date, cashier, way, amount)| row(*date, *cashier, Method::ALL[*way], *amount, -*amount / 3)).collect();
            let november = period("2026-11-01", "2026-11-30");
            let whole = Sums::of(&rows);
            for by in By::ALL {
                let sum = lines(&rows, november, by).iter().map(|line| line.now.net().minor()).sum::<i64>();
                prop_assert_eq!(sum, whole.net().minor());
            }
            prop_assert_eq!(bars(&rows, november).iter().map(|bar| bar.now.minor()).sum::<i64>(), whole.net().minor());
        }
    }
}
