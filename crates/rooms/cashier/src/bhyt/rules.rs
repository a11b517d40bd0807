//! Who bears what of a charge, as the tables tell it: pure.

use bricks::money::Money;
use bricks::quantity::Quantity;

/// A charge as it was split. Amounts are not negative.
#[derive(Debug, Clone)]
pub struct Given {
    pub amount: Money,
    pub discount: Money,
    /// Borne by a payer before the national insurance, by it, and by one after it.
    pub before: Money,
    pub borne: Money,
    pub after: Money,
    /// Whether the insurance pays for it at all.
    pub is_covered: bool,
    /// The most that counts of one unit.
    pub unit_ceiling: Option<Money>,
    pub quantity: Quantity,
}

/// The parts of a charge: `whole = borne + copaid + own + payers + off`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shares {
    /// The clinic's price.
    pub whole: Money,
    /// What of it the insurance looks at.
    pub counts: Money,
    /// Asked of the insurance.
    pub borne: Money,
    /// The patient's part of what counts.
    pub copaid: Money,
    /// What the patient pays besides.
    pub own: Money,
    /// Borne by other payers.
    pub payers: Money,
    /// Taken off by the clinic.
    pub off: Money,
}

/// The parts of a charge; `None` when an amount does not fit. What a later payer bears lowers first what the patient pays besides,
/// then the patient's part of what counts.
pub fn shares(given: &Given) -> Option<Shares> {
    let left = given.amount.sub(given.discount)?.sub(given.before)?;
    let most = match given.unit_ceiling {
        Some(unit) => unit.times(given.quantity)?.min(left),
        None => left,
    };
    let counts = if given.is_covered { most.max(given.borne) } else { given.borne };
    let own = left.sub(counts)?;
    let from_own = given.after.min(own);
    let copaid = counts.sub(given.borne)?.sub(given.after.sub(from_own)?)?;
    (!copaid.is_negative()).then_some(Shares {
        whole: given.amount,
        counts,
        borne: given.borne,
        copaid,
        own: own.sub(from_own)?,
        payers: given.before.add(given.after)?,
        off: given.discount,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn dong(minor: i64) -> Money {
        Money::from_minor(minor)
    }

    #[test]
    fn a_ceiling_and_a_second_payer_leave_the_patient_the_rest() {
        let given = Given {
            amount: dong(100_000),
            discount: dong(10_000),
            before: Money::ZERO,
            borne: dong(40_000),
            after: dong(45_000),
            is_covered: true,
            unit_ceiling: Some(dong(50_000)),
            quantity: Quantity::whole(1),
        };
        let told = shares(&given).unwrap();
        assert_eq!((told.counts, told.own, told.copaid), (dong(50_000), Money::ZERO, dong(5_000)));
        let outside = Given { is_covered: false, borne: Money::ZERO, after: Money::ZERO, ..given };
        assert_eq!(shares(&outside).unwrap().own, dong(90_000));
    }

    proptest! {
        #[test]
        fn every_dong_has_one_bearer(
            amount in 0_i64..50_000_000,
            cut in prop::array::uniform4(0_i64..=1_000),
            (is_covered, unit, milli) in (any::<bool>(), prop::option::of(0_i64..9_000_000), 1_i64..99_000),
        ) {
            let mut left = amount;
            let mut take = |thousandths: i64| { let part = left * thousandths / 1_000; left -= part; dong(part) };
            let [discount, before, borne, after] = cut.map(&mut take);
            let given = Given {
                amount: dong(amount), discount, before, borne, after, is_covered,
                unit_ceiling: unit.map(dong), quantity: Quantity::from_milli(milli),
            };
            let told = shares(&given).unwrap();
            prop_assert_eq!(Money::sum([told.borne, told.copaid, told.own, told.payers, told.off]), Some(told.whole));
            for part in [told.counts, told.borne, told.copaid, told.own, told.payers, told.off] {
                prop_assert!(!part.is_negative());
            }
            prop_assert!(told.counts >= told.borne);
        }
    }
}
