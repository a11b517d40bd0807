//! Which exception to the list price fits: pure.

use bricks::clock::Day;
use bricks::id::{BranchId, ResourceId};
use bricks::money::Money;

/// All seven days; bit 0 is Monday.
pub const EVERY_WEEKDAY: i64 = 0b111_1111;
const MINUTES_PER_DAY: i64 = 1_440;

ground::row! {
    /// Another price than the list's, where everything it names fits.
    pub struct PriceRule {
        pub id: i64,
        pub branch: Option<BranchId>,
        /// `self`, `national` or `private`; empty for any.
        pub payer_kind: String,
        pub doctor: Option<ResourceId>,
        pub from_day: Day,
        /// Included; none for ever.
        pub until_day: Option<Day>,
        /// Bit 0 is Monday.
        pub weekdays: i64,
        pub from_minute: i64,
        pub to_minute: i64,
        pub price: Money,
    }
}

/// When, where, for whom and by whom an act is done.
#[derive(Debug, Clone, Copy)]
pub struct Moment<'a> {
    pub branch: BranchId,
    /// The doctor of the visit, a resource.
    pub doctor: i64,
    pub payer_kind: &'a str,
    pub day: Day,
    pub minute: i64,
}

impl PriceRule {
    fn fits(&self, at: &Moment<'_>) -> bool {
        let weekday = 1_i64 << at.day.weekday().to_monday_zero_offset();
        self.from_day <= at.day
            && self.until_day.is_none_or(|until| at.day <= until)
            && self.branch.is_none_or(|branch| branch == at.branch)
            && self.doctor.is_none_or(|doctor| doctor.raw() == at.doctor)
            && (self.payer_kind.is_empty() || self.payer_kind == at.payer_kind)
            && self.weekdays & weekday != 0
            && (self.from_minute..self.to_minute).contains(&at.minute)
    }

    /// Minutes of the week in which it holds.
    fn minutes(&self) -> i64 {
        i64::from(self.weekdays.count_ones()) * (self.to_minute - self.from_minute).clamp(0, MINUTES_PER_DAY)
    }

    fn closeness(&self) -> (bool, bool, bool, i64, Day, i64) {
        let named = (self.doctor.is_some(), !self.payer_kind.is_empty(), self.branch.is_some());
        (named.0, named.1, named.2, -self.minutes(), self.from_day, self.id)
    }
}

/// The closest exception that fits: one that names the doctor before one that names the insurance, then the branch, then
/// the fewer hours, then the later beginning, then the one that was made last.
pub fn in_force<'a>(rules: &'a [PriceRule], at: &Moment<'_>) -> Option<&'a PriceRule> {
    rules.iter().filter(|rule| rule.fits(at)).max_by_key(|rule| rule.closeness())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(id: i64) -> PriceRule {
        PriceRule {
            id,
            branch: None,
            payer_kind: String::new(),
            doctor: None,
            from_day: Day::constant(2026, 11, 1),
            until_day: None,
            weekdays: EVERY_WEEKDAY,
            from_minute: 0,
            to_minute: 1_440,
            price: Money::from_minor(id),
        }
    }

    /// Tuesday 24/11/2026 at 8:00, without insurance.
    fn moment() -> Moment<'static> {
        Moment {
            branch: BranchId::from_raw(1),
            doctor: 21,
            payer_kind: "self",
            day: Day::constant(2026, 11, 24),
            minute: 480,
        }
    }

    #[test]
    fn the_closest_rule_that_fits_counts() {
        let named = [
            rule(1),
            PriceRule { from_minute: 0, to_minute: 600, ..rule(2) },
            PriceRule { branch: Some(BranchId::from_raw(1)), ..rule(3) },
            PriceRule { payer_kind: "self".into(), ..rule(4) },
            PriceRule { doctor: Some(ResourceId::from_raw(21)), ..rule(5) },
        ];
        for count in 1..=named.len() {
            let found = in_force(&named[..count], &moment()).unwrap();
            assert_eq!(found.id, i64::try_from(count).unwrap());
        }
        let later = [rule(1), PriceRule { from_day: Day::constant(2026, 11, 20), ..rule(0) }];
        assert_eq!(in_force(&later, &moment()).unwrap().id, 0);
    }

    #[test]
    fn a_rule_that_names_something_else_does_not_fit() {
        let others = [
            PriceRule { branch: Some(BranchId::from_raw(2)), ..rule(1) },
            PriceRule { payer_kind: "national".into(), ..rule(2) },
            PriceRule { doctor: Some(ResourceId::from_raw(22)), ..rule(3) },
            PriceRule { from_day: Day::constant(2026, 11, 25), ..rule(4) },
            PriceRule { until_day: Some(Day::constant(2026, 11, 23)), ..rule(5) },
            PriceRule { weekdays: EVERY_WEEKDAY & !0b10, ..rule(6) },
            PriceRule { from_minute: 481, ..rule(7) },
            PriceRule { to_minute: 480, ..rule(8) },
        ];
        assert!(in_force(&others, &moment()).is_none());
    }
}
