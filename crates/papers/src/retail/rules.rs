use crate::batch::{Available, Take, propose};
use bricks::clock::Day;
use bricks::id::{BatchId, MedicineId};
use bricks::quantity::Quantity;

/// What a buyer wants of one medicine; the batch when the pack in the hand told it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    pub medicine: MedicineId,
    pub batch: Option<BatchId>,
    pub quantity: Quantity,
}

/// From which batches it comes, and what no batch holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Allotted {
    pub takes: Vec<Take>,
    pub missing: Quantity,
}

/// Lays batches to what is wanted, in its order: packs that were scanned come from their own batch, the rest by earliest
/// expiry from what those leave. What expired before `today` is not there.
pub fn allot(wanted: &[Wanted], available: &[Available], today: Day) -> Vec<Allotted> {
    let mut left: Vec<Available> = available.iter().filter(|batch| batch.expires_on >= today).cloned().collect();
    let mut allotted = vec![Allotted::default(); wanted.len()];
    for named in [true, false] {
        for (one, place) in wanted.iter().zip(allotted.iter_mut()).filter(|(one, _)| one.batch.is_some() == named) {
            let own = |batch: &&Available| {
                batch.medicine == one.medicine && one.batch.is_none_or(|wanted| batch.batch == wanted)
            };
            let own: Vec<Available> = left.iter().filter(own).cloned().collect();
            *place = take(&own, one.quantity, today);
            for taken in &place.takes {
                for batch in left.iter_mut().filter(|batch| batch.batch == taken.batch) {
                    batch.quantity = batch.quantity.sub(taken.quantity).unwrap_or(Quantity::ZERO);
                }
            }
        }
    }
    allotted
}

fn take(own: &[Available], wanted: Quantity, today: Day) -> Allotted {
    match propose(own, wanted, today) {
        Ok(takes) => Allotted { takes, missing: Quantity::ZERO },
        Err(short) => {
            let held = wanted.sub(short.missing).unwrap_or(Quantity::ZERO);
            Allotted { takes: propose(own, held, today).unwrap_or_default(), missing: short.missing }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bricks::clock::{add_days, parse_day};
    use proptest::prelude::*;

    fn today() -> Day {
        parse_day("2026-11-24").unwrap()
    }

    fn batch(id: i64, medicine: i64, expires: i64, units: i64) -> Available {
        Available {
            batch: BatchId::from_raw(id),
            medicine: MedicineId::from_raw(medicine),
            number: format!("L{id}"),
            expires_on: add_days(today(), expires),
            quantity: Quantity::whole(units),
        }
    }

    fn wanted(medicine: i64, batch: Option<i64>, units: i64) -> Wanted {
        Wanted {
            medicine: MedicineId::from_raw(medicine),
            batch: batch.map(BatchId::from_raw),
            quantity: Quantity::whole(units),
        }
    }

    fn taken(allotted: &Allotted) -> Vec<(i64, i64)> {
        allotted.takes.iter().map(|t| (t.batch.raw(), t.quantity.milli() / 1000)).collect()
    }

    #[test]
    fn a_scanned_pack_comes_from_its_own_batch_and_the_rest_by_expiry() {
        let shelves = [batch(1, 7, 10, 5), batch(2, 7, 90, 5), batch(3, 8, 5, 9), batch(4, 7, -1, 50)];
        let got = allot(&[wanted(7, None, 6), wanted(7, Some(1), 2)], &shelves, today());
        assert_eq!(taken(&got[1]), [(1, 2)]);
        assert_eq!(taken(&got[0]), [(1, 3), (2, 3)]);
        let short = allot(&[wanted(7, Some(2), 8)], &shelves, today());
        assert_eq!((taken(&short[0]), short[0].missing), (vec![(2, 5)], Quantity::whole(3)));
    }

    proptest! {
        #[test]
        fn nothing_is_given_twice_and_all_that_is_missing_is_missing(
            shelves in proptest::collection::vec((1_i64..4, -2_i64..9, 0_i64..6), 0..8),
            asked in proptest::collection::vec((1_i64..4, proptest::option::of(0_i64..9), 1_i64..9), 0..6),
        ) {
            let shelves: Vec<Available> =
                shelves.iter().zip(1..).map(|((medicine, expires, units), id)| batch(id, *medicine, *expires, *units)).collect();
            let asked: Vec<Wanted> = asked.iter().map(|(medicine, pack, units)| wanted(*medicine, *pack, *units)).collect();
            let got = allot(&asked, &shelves, today());
            for (one, allotted) in asked.iter().zip(&got) {
                let sum = Quantity::sum(allotted.takes.iter().map(|t| t.quantity)).unwrap();
                prop_assert_eq!(sum.add(allotted.missing), Some(one.quantity));
            }
            for shelf in &shelves {
                let takes = got.iter().zip(&asked).flat_map(|(a, one)| a.takes.iter().map(move |t| (t, one)));
                let own: Vec<_> = takes.filter(|(t, _)| t.batch == shelf.batch).collect();
                let sum = Quantity::sum(own.iter().map(|(t, _)| t.quantity)).unwrap();
                prop_assert!(sum <= shelf.quantity.max(Quantity::ZERO));
                prop_assert!(own.iter().all(|(_, one)| one.medicine == shelf.medicine && shelf.expires_on >= today()));
            }
        }
    }
}
