//! Sharing out an amount so that nothing is lost and nothing made.

use crate::money::Money;

/// Shares `total` out in proportion to `weights`, to the last unit: what rounding leaves goes one by one to the largest
/// remainders, the first of equal ones first. No share is above its weight while `total` is not above their sum. `None`
/// when something is negative, when there is an amount and no weight, or when the weights' sum does not fit.
pub fn spread(total: Money, weights: &[Money]) -> Option<Vec<Money>> {
    let sum = Money::sum(weights.iter().copied())?;
    if total.is_negative() || weights.iter().any(|weight| weight.is_negative()) {
        return None;
    }
    if sum.is_zero() {
        return total.is_zero().then(|| vec![Money::ZERO; weights.len()]);
    }
    let exact = |weight: &Money| i128::from(total.minor()) * i128::from(weight.minor());
    let whole = i128::from(sum.minor());
    let mut shares: Vec<i64> = Vec::with_capacity(weights.len());
    for weight in weights {
        shares.push(i64::try_from(exact(weight) / whole).ok()?);
    }
    let left = total.minor() - shares.iter().sum::<i64>();
    let mut order: Vec<usize> = (0..weights.len()).collect();
    order.sort_by_key(|place| std::cmp::Reverse(weights.get(*place).map_or(0, |weight| exact(weight) % whole)));
    for place in order.into_iter().take(usize::try_from(left).ok()?) {
        *shares.get_mut(place)? += 1;
    }
    Some(shares.into_iter().map(Money::from_minor).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn dong(minor: &[i64]) -> Vec<Money> {
        minor.iter().copied().map(Money::from_minor).collect()
    }

    #[test]
    fn what_rounding_leaves_goes_to_the_largest_remainders() {
        assert_eq!(spread(Money::from_minor(100), &dong(&[1, 1, 1])), Some(dong(&[34, 33, 33])));
        assert_eq!(spread(Money::from_minor(2), &dong(&[5, 1, 5])), Some(dong(&[1, 0, 1])));
        assert_eq!(spread(Money::ZERO, &dong(&[0, 0])), Some(dong(&[0, 0])));
        assert_eq!(spread(Money::from_minor(1), &dong(&[0, 0])), None);
        assert_eq!(spread(Money::from_minor(-1), &dong(&[1])), None);
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_no_share_is_above_its_weight(
            weights in prop::collection::vec(0_i64..90_000_000, 1..40),
            percent in 0_i64..=10_000,
        ) {
            let weights = dong(&weights);
            let total = Money::sum(weights.iter().copied()).unwrap().percent(percent).unwrap();
            let shares = spread(total, &weights).unwrap();
            prop_assert_eq!(Money::sum(shares.iter().copied()), Some(total));
            prop_assert!(shares.iter().zip(&weights).all(|(share, weight)| share <= weight && !share.is_negative()));
        }
    }
}
