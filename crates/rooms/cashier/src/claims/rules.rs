//! Who bears what of a claim: pure.

use crate::text;
use bricks::money::Money;
use bricks::say::Say;

/// How a claim is settled: the three come to its amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settlement {
    pub paid: Money,
    pub clinic: Money,
    pub patient: Money,
}

/// The settlement of a claim of `amount` of which the payer paid so much, when the patient bears the rest, or the clinic
/// does; what came back of it (`back`) is the clinic's in any case. Refused when more was paid than was claimed.
pub fn settlement(amount: Money, back: Money, paid: Money, by_patient: bool) -> Result<Settlement, Say> {
    let rest = amount.sub(paid).filter(|rest| !rest.is_negative() && !paid.is_negative());
    let rest = rest.ok_or_else(text::claim_too_much_say)?;
    let clinic = if by_patient { rest.min(back) } else { rest };
    let patient = rest.sub(clinic).unwrap_or(Money::ZERO);
    Ok(Settlement { paid, clinic, patient })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn more_than_was_claimed_is_refused() {
        let (claimed, more) = (Money::from_minor(100), Money::from_minor(101));
        assert!(settlement(claimed, Money::ZERO, more, true).is_err());
        assert!(settlement(claimed, Money::ZERO, Money::from_minor(-1), false).is_err());
    }

    proptest! {
        #[test]
        fn every_dong_of_a_claim_is_borne_by_somebody(amount in 1_i64..90_000_000, paid in 0_i64..90_000_000, back in 0_i64..90_000_000, by_patient in any::<bool>()) {
            let (amount, paid) = (Money::from_minor(amount), Money::from_minor(paid));
            let back = Money::from_minor(back).min(amount);
            if let Ok(s) = settlement(amount, back, paid, by_patient) {
                prop_assert_eq!(Money::sum([s.paid, s.clinic, s.patient]), Some(amount));
                prop_assert!(s.patient.is_zero() || s.clinic == back, "the patient bears nothing of what came back");
            } else {
                prop_assert!(paid > amount);
            }
        }
    }
}
