//! What of the takings is a doctor's: the rules in force, applied.

use crate::rules::Row;
use bricks::clock::Day;
use bricks::money::Money;
use std::collections::BTreeMap;

ground::row! {
    /// From a day on, so much of what is taken. Doctor 0: every doctor; group empty: every kind of service.
    pub struct Rule {
        pub doctor: i64,
        pub group: String,
        pub from_day: Day,
        /// Of 10,000.
        pub share: i64,
    }
}

/// What one doctor earned with one kind of service at one share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Earned {
    pub doctor: i64,
    pub group: String,
    /// Of 10,000; 0 without a rule.
    pub share: i64,
    pub net: Money,
    pub amount: Money,
}

/// The share in force: the closest rule, and of that the latest that has begun.
pub fn share(rules: &[Rule], doctor: i64, group: &str, day: Day) -> i64 {
    let fits = |rule: &&Rule| {
        rule.from_day <= day && [0, doctor].contains(&rule.doctor) && (rule.group.is_empty() || rule.group == group)
    };
    let closest =
        rules.iter().filter(fits).max_by_key(|rule| (rule.doctor != 0, !rule.group.is_empty(), rule.from_day));
    closest.map_or(0, |rule| rule.share)
}

/// What every doctor earned, doctor by doctor; takings that are nobody's are left out. `None` when a sum does not fit.
pub fn earned(rules: &[Rule], rows: &[Row]) -> Option<Vec<Earned>> {
    let mut nets: BTreeMap<(i64, &str, i64), Money> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.doctor != 0) {
        let share = share(rules, row.doctor, &row.group, row.day);
        let net = nets.entry((row.doctor, &row.group, share)).or_default();
        *net = net.add(row.taken)?.add(row.voided)?.add(row.refunded)?;
    }
    let one = |((doctor, group, share), net): ((i64, &str, i64), Money)| {
        Some(Earned { doctor, group: group.to_owned(), share, net, amount: net.percent(share)? })
    };
    nets.into_iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use papers::receipt::Method;

    fn rule(doctor: i64, group: &str, date: i8, share: i64) -> Rule {
        Rule { doctor, group: group.into(), from_day: Day::constant(2026, 11, date), share }
    }

    #[test]
    fn the_closest_rule_that_has_begun_counts() {
        let rules = [
            rule(0, "", 1, 1_000),
            rule(0, "lab", 1, 500),
            rule(21, "", 1, 3_000),
            rule(21, "lab", 10, 4_000),
            rule(21, "lab", 20, 0),
        ];
        let on = |doctor, group, date| share(&rules, doctor, group, Day::constant(2026, 11, date));
        assert_eq!(on(22, "medicine", 5), 1_000);
        assert_eq!(on(22, "lab", 5), 500);
        assert_eq!((on(21, "lab", 5), on(21, "lab", 10), on(21, "lab", 25)), (3_000, 4_000, 0));
        assert_eq!(share(&rules, 21, "lab", Day::constant(2026, 10, 31)), 0);
    }

    #[test]
    fn a_doctor_earns_of_what_stayed() {
        let row = |doctor, taken, voided| Row {
            day: Day::constant(2026, 11, 24),
            cashier: 11,
            method: Method::Cash,
            doctor,
            group: "lab".into(),
            payer: "self".into(),
            taken: Money::from_minor(taken),
            voided: Money::from_minor(voided),
            refunded: Money::from_minor(-1),
            payments: 1,
        };
        let found = earned(&[rule(0, "", 1, 2_500)], &[row(21, 1_000, -199), row(0, 500, 0)]).unwrap();
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].net, found[0].amount), (Money::from_minor(800), Money::from_minor(200)));
    }
}
