use bricks::clock::{Day, add_days};
use bricks::id::{BatchId, MedicineId};
use bricks::quantity::Quantity;

ground::row! {
    /// What a batch can give.
    #[derive(PartialEq, Eq)]
    pub struct Available {
        pub batch: BatchId,
        pub medicine: MedicineId,
        pub number: String,
        /// The last day on which it may be used.
        pub expires_on: Day,
        pub quantity: Quantity,
    }
}

/// What to take from one batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Take {
    pub batch: BatchId,
    pub number: String,
    pub expires_on: Day,
    pub quantity: Quantity,
}

/// There is not enough.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Short {
    pub missing: Quantity,
}

/// Takes what is needed from batches of one medicine, earliest expiry first, passing over those that expire before
/// `not_before`. Nothing needed takes nothing.
pub fn propose(batches: &[Available], needed: Quantity, not_before: Day) -> Result<Vec<Take>, Short> {
    let mut usable: Vec<&Available> =
        batches.iter().filter(|b| b.expires_on >= not_before && b.quantity > Quantity::ZERO).collect();
    usable.sort_by_key(|b| (b.expires_on, b.batch));
    let mut left = needed;
    let mut takes = Vec::new();
    for batch in usable {
        if left <= Quantity::ZERO {
            break;
        }
        let quantity = batch.quantity.min(left);
        left = left.sub(quantity).unwrap_or(Quantity::ZERO);
        takes.push(Take { batch: batch.batch, number: batch.number.clone(), expires_on: batch.expires_on, quantity });
    }
    if left > Quantity::ZERO { Err(Short { missing: left }) } else { Ok(takes) }
}

/// Like [`propose`], from batches that outlast the course if those suffice, else from any that is not expired today.
pub fn propose_for_course(batches: &[Available], needed: Quantity, today: Day, days: i64) -> Result<Vec<Take>, Short> {
    let last_day = add_days(today, (days - 1).max(0));
    propose(batches, needed, last_day).or_else(|_| propose(batches, needed, today))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(offset: i64) -> Day {
        add_days(bricks::clock::parse_day("2026-11-24").unwrap(), offset)
    }

    fn batch(id: i64, expires: i64, milli: i64) -> Available {
        Available {
            batch: BatchId::from_raw(id),
            medicine: MedicineId::from_raw(1),
            number: format!("L{id}"),
            expires_on: day(expires),
            quantity: Quantity::from_milli(milli),
        }
    }

    fn taken(takes: &[Take]) -> Vec<(i64, i64)> {
        takes.iter().map(|t| (t.batch.raw(), t.quantity.milli())).collect()
    }

    #[test]
    fn the_earliest_expiry_goes_first_and_expired_batches_stay() {
        let batches = [batch(1, 90, 5_000), batch(2, -1, 9_000), batch(3, 30, 2_000)];
        let takes = propose(&batches, Quantity::whole(4), day(0)).unwrap();
        assert_eq!(taken(&takes), [(3, 2_000), (1, 2_000)]);
        let short = propose(&batches, Quantity::whole(8), day(0));
        assert_eq!(short, Err(Short { missing: Quantity::whole(1) }));
    }

    #[test]
    fn a_batch_may_be_used_on_its_last_day() {
        let takes = propose(&[batch(1, 0, 1_000)], Quantity::whole(1), day(0)).unwrap();
        assert_eq!(taken(&takes), [(1, 1_000)]);
    }

    #[test]
    fn a_batch_that_outlasts_the_course_is_preferred() {
        let batches = [batch(1, 3, 10_000), batch(2, 6, 10_000)];
        let course = |needed, days| propose_for_course(&batches, Quantity::whole(needed), day(0), days);
        assert_eq!(taken(&course(5, 7).unwrap()), [(2, 5_000)]);
        assert_eq!(taken(&course(5, 4).unwrap()), [(1, 5_000)]);
        assert_eq!(taken(&course(15, 7).unwrap()), [(1, 10_000), (2, 5_000)]);
        assert!(course(21, 7).is_err());
    }

    /// Counts the needed units one by one from the batch that expires first.
    fn oracle(batches: &[Available], needed: i64, not_before: Day) -> Result<Vec<(i64, i64)>, i64> {
        let mut stock = batches.to_vec();
        let mut given: Vec<(i64, i64)> = Vec::new();
        for missing in (1..=needed).rev() {
            let first = stock
                .iter_mut()
                .filter(|b| b.expires_on >= not_before && b.quantity.milli() > 0)
                .min_by_key(|b| (b.expires_on, b.batch));
            let Some(first) = first else {
                return Err(missing);
            };
            first.quantity = Quantity::from_milli(first.quantity.milli() - 1);
            match given.last_mut() {
                Some((id, count)) if *id == first.batch.raw() => *count += 1,
                _ => given.push((first.batch.raw(), 1)),
            }
        }
        Ok(given)
    }

    proptest! {
        #[test]
        fn the_proposal_is_that_of_counting_one_by_one(
            stock in proptest::collection::vec((-5_i64..10, 0_i64..20), 0..7),
            needed in 0_i64..60,
            not_before in -5_i64..10,
        ) {
            let batches: Vec<Available> =
                stock.iter().zip(1..).map(|((expires, milli), id)| batch(id, *expires, *milli)).collect();
            let proposed = propose(&batches, Quantity::from_milli(needed), day(not_before));
            let proposed = proposed.map(|t| taken(&t)).map_err(|s| s.missing.milli());
            prop_assert_eq!(proposed, oracle(&batches, needed, day(not_before)));
        }
    }
}
