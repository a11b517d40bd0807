use bricks::clock::{Day, add_days};
use bricks::id::{BatchId, MedicineId, PrescriptionLineId};
use bricks::money::Money;
use bricks::quantity::Quantity;
use std::cmp::Reverse;

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

ground::row! {
    /// A batch of another product that may be given for a line.
    pub struct Substitute {
        pub line: PrescriptionLineId,
        pub batch: BatchId,
        pub medicine: MedicineId,
        pub number: String,
        pub expires_on: Day,
        pub quantity: Quantity,
        pub brand: String,
        pub generic_vi: String,
        pub generic_en: String,
        pub strength: String,
        /// Of one dispensing unit, today.
        pub price: Money,
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

/// No unit of anything that a clinic keeps costs more.
pub const COST_MAX: Money = Money::from_minor(1_000_000_000);

/// What one unit costs when goods of one batch come at two prices: the average, to the nearest đồng. A batch that is empty costs what
/// comes.
pub fn average_cost((held, cost): (Quantity, Money), (came, new): (Quantity, Money)) -> Money {
    let (held, came) = (i128::from(held.milli()), i128::from(came.milli()));
    let all = held + came;
    if held <= 0 || all <= 0 {
        return new;
    }
    let worth = held * i128::from(cost.minor()) + came * i128::from(new.minor());
    i64::try_from((worth + all / 2) / all).map_or(new, Money::from_minor)
}

/// Takes what is needed from batches of one medicine, earliest expiry first and from as few as that allows, passing over
/// those that expire before `not_before`. Nothing needed takes nothing.
pub fn propose(batches: &[Available], needed: Quantity, not_before: Day) -> Result<Vec<Take>, Short> {
    let mut usable: Vec<&Available> =
        batches.iter().filter(|b| b.expires_on >= not_before && b.quantity > Quantity::ZERO).collect();
    usable.sort_by_key(|b| (b.expires_on, Reverse(b.quantity), b.batch));
    let mut left = needed;
    let mut takes = Vec::new();
    while let Some(batch) = next_of(&usable, left) {
        usable.retain(|b| b.batch != batch.batch);
        let quantity = batch.quantity.min(left);
        left = left.sub(quantity).unwrap_or(Quantity::ZERO);
        takes.push(Take { batch: batch.batch, number: batch.number.clone(), expires_on: batch.expires_on, quantity });
    }
    if left > Quantity::ZERO { Err(Short { missing: left }) } else { Ok(takes) }
}

/// The batch to open next: of the earliest expiry the smallest that holds all that is left, else the largest, so that as
/// few as possible are opened. `usable` is by expiry, the largest first.
fn next_of<'a>(usable: &[&'a Available], left: Quantity) -> Option<&'a Available> {
    let first = usable.first().filter(|_| left > Quantity::ZERO)?;
    let together = usable.iter().take_while(|b| b.expires_on == first.expires_on);
    let suffices = together.filter(|b| b.quantity >= left).min_by_key(|b| (b.quantity, b.batch));
    Some(suffices.unwrap_or(first))
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
    use std::collections::BTreeMap;

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
    fn a_cheap_delivery_takes_no_worth_off_the_shelf() {
        let of = |held: (i64, i64), came: (i64, i64)| {
            let pair = |(units, cost)| (Quantity::whole(units), Money::from_minor(cost));
            average_cost(pair(held), pair(came)).minor()
        };
        assert_eq!(of((1_000, 5_000), (1, 0)), 4_995);
        assert_eq!(of((10, 1_000), (10, 2_000)), 1_500);
        assert_eq!(of((0, 5_000), (10, 2_000)), 2_000);
        assert_eq!(of((1_000_000, 1_000_000_000), (1_000_000, 1_000_000_000)), 1_000_000_000);
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

    /// What is to be taken of each expiry, counted unit by unit, and the fewest batches that can hold it, by trying every
    /// choice of them; or what is missing.
    fn oracle(batches: &[Available], needed: i64, not_before: Day) -> Result<(BTreeMap<Day, i64>, usize), i64> {
        let usable: Vec<&Available> =
            batches.iter().filter(|b| b.expires_on >= not_before && b.quantity.milli() > 0).collect();
        let mut units: Vec<Day> =
            usable.iter().flat_map(|b| std::iter::repeat_n(b.expires_on, b.quantity.milli() as usize)).collect();
        units.sort_unstable();
        let needed = usize::try_from(needed).unwrap();
        if units.len() < needed {
            return Err((needed - units.len()) as i64);
        }
        let mut by_day: BTreeMap<Day, i64> = BTreeMap::new();
        for day in &units[..needed] {
            *by_day.entry(*day).or_default() += 1;
        }
        let holds = |choice: usize| {
            let chosen = |day: &Day| {
                let of_day = usable.iter().enumerate().filter(|(at, b)| choice >> at & 1 == 1 && b.expires_on == *day);
                of_day.map(|(_, b)| b.quantity.milli()).sum::<i64>()
            };
            by_day.iter().all(|(day, count)| chosen(day) >= *count)
        };
        let fewest =
            (0..1_usize << usable.len()).filter(|choice| holds(*choice)).map(|c| c.count_ones() as usize).min();
        Ok((by_day, fewest.unwrap_or(0)))
    }

    proptest! {
        #[test]
        fn the_proposal_is_by_expiry_from_as_few_batches_as_can_be(
            stock in proptest::collection::vec((-5_i64..10, 0_i64..20), 0..7),
            needed in 0_i64..60,
            not_before in -5_i64..10,
        ) {
            let batches: Vec<Available> =
                stock.iter().zip(1..).map(|((expires, milli), id)| batch(id, *expires, *milli)).collect();
            let proposed = propose(&batches, Quantity::from_milli(needed), day(not_before));
            let held = |t: &Take| batches.iter().any(|b| b.batch == t.batch && b.quantity >= t.quantity);
            let found = proposed.map_err(|s| s.missing.milli()).map(|takes| {
                assert!(takes.iter().all(|t| held(t) && t.quantity > Quantity::ZERO));
                let mut by_day: BTreeMap<Day, i64> = BTreeMap::new();
                for take in &takes {
                    *by_day.entry(take.expires_on).or_default() += take.quantity.milli();
                }
                (by_day, takes.len())
            });
            prop_assert_eq!(found, oracle(&batches, needed, day(not_before)));
        }
    }
}
