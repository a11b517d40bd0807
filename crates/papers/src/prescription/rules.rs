use bricks::clock::{Day, days_between};
use bricks::quantity::Quantity;
use ground::catalog;

/// The longest course on one line, in days.
pub const DAYS_MAX: i64 = 90;
/// A prescription is collected on the day it is issued or within the four days behind it, as the law has it.
pub const COLLECT_DAYS: i64 = 5;
/// No dose is larger than this many dose units (millilitres, tablets, units of insulin).
const DOSE_MAX: Quantity = Quantity::whole(1_000);

/// The doses of one day, in the medicine's dose unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Doses {
    pub morning: Quantity,
    pub noon: Quantity,
    pub evening: Quantity,
    pub night: Quantity,
}

impl Doses {
    fn all(self) -> [Quantity; 4] {
        [self.morning, self.noon, self.evening, self.night]
    }

    /// Those that are taken, in the order of the day.
    pub fn given(self) -> Vec<Quantity> {
        self.all().into_iter().filter(|dose| !dose.is_zero()).collect()
    }

    /// Whether nothing is taken all day.
    pub fn are_none(self) -> bool {
        self.all().into_iter().all(Quantity::is_zero)
    }

    /// Whether each can be measured in its unit: a tablet is broken into quarters, a syringe tells hundredths.
    pub fn are_measurable(self, dose_unit: &str) -> bool {
        let finest = catalog::finest_dose(dose_unit).milli();
        self.all().into_iter().all(|dose| dose.milli() % finest == 0)
    }

    /// Whether each is a dose that can be given.
    pub fn are_possible(self) -> bool {
        self.all().into_iter().all(|dose| !dose.is_negative() && dose <= DOSE_MAX)
    }
}

/// Whether a prescription of a day can no longer be collected. The remainder of one that was collected in time is another
/// matter.
pub fn is_too_old(issued_on: Day, today: Day) -> bool {
    days_between(issued_on, today) >= COLLECT_DAYS
}

/// On how many of the days of a course something is taken.
pub const fn days_taken(days: i64, weekday: Option<i64>) -> i64 {
    match weekday {
        Some(_) => (days + 6) / 7,
        None => days,
    }
}

/// What the pharmacy gives out for a course: the day's doses times the days, converted into dispensing units, rounded
/// up to a whole one. `None` when nothing is needed, a figure is out of reach or below nothing.
pub fn quantity_needed(doses: Doses, days: i64, dose_milli_per_dispense_unit: i64) -> Option<Quantity> {
    if !doses.are_possible() || doses.are_none() || !(1..=DAYS_MAX).contains(&days) {
        return None;
    }
    let course = Quantity::sum(doses.all())?.times(days)?;
    let units = course.div_ceil(Quantity::from_milli(dose_milli_per_dispense_unit))?;
    Some(Quantity::whole(units))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn doses(milli: [i64; 4]) -> Doses {
        let [morning, noon, evening, night] = milli.map(Quantity::from_milli);
        Doses { morning, noon, evening, night }
    }

    #[test]
    fn tablets_are_counted_and_half_ones_rounded_up() {
        for (milli, days, per_unit, whole) in [
            ([1000, 0, 1000, 0], 7, 1000, 14),
            ([500, 0, 0, 0], 5, 1000, 3),
            ([5000, 5000, 5000, 0], 5, 100_000, 1),
            ([5000, 5000, 5000, 0], 7, 100_000, 2),
            ([2000, 0, 0, 2000], 30, 120_000, 1),
        ] {
            let needed = quantity_needed(doses(milli), days, per_unit);
            assert_eq!(needed, Some(Quantity::whole(whole)), "{milli:?} for {days} days");
        }
    }

    #[test]
    fn what_cannot_be_dispensed_gives_no_quantity() {
        assert_eq!(quantity_needed(doses([0; 4]), 5, 1000), None);
        assert_eq!(quantity_needed(doses([-1000, 2000, 0, 0]), 5, 1000), None);
        assert_eq!(quantity_needed(doses([1000, 0, 0, 0]), 0, 1000), None);
        assert_eq!(quantity_needed(doses([1000, 0, 0, 0]), 91, 1000), None);
        assert_eq!(quantity_needed(doses([1000, 0, 0, 0]), 5, 0), None);
        assert_eq!(quantity_needed(doses([i64::MAX, 0, 0, 0]), 5, 1000), None);
    }

    proptest! {
        #[test]
        fn the_quantity_is_the_smallest_whole_one_that_suffices(
            milli in proptest::array::uniform4(0_i64..1_000_000),
            days in 1..=DAYS_MAX,
            per_unit in 1_i64..2_000_000,
        ) {
            let course = milli.iter().map(|m| i128::from(*m)).sum::<i128>() * i128::from(days);
            let Some(needed) = quantity_needed(doses(milli), days, per_unit) else {
                prop_assert_eq!(course, 0);
                return Ok(());
            };
            prop_assert!(needed.is_whole());
            let units = i128::from(needed.milli() / 1000);
            prop_assert!(units * i128::from(per_unit) >= course);
            prop_assert!((units - 1) * i128::from(per_unit) < course);
        }
    }
}
