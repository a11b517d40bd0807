use crate::batch::{Available, Take, propose};
use bricks::clock::Day;
use bricks::id::{BatchId, MedicineId};
use bricks::quantity::Quantity;

/// What is used of one product.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wanted {
    pub medicine: MedicineId,
    /// The batch that was chosen for it; by expiry otherwise.
    pub batch: Option<BatchId>,
    pub quantity: Quantity,
}

/// From which batches it comes, and what no batch holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taking {
    pub medicine: MedicineId,
    pub quantity: Quantity,
    pub takes: Vec<Take>,
    pub missing: Quantity,
}

/// Lays batches to what is used, the chosen one or the earliest expiry first. Nothing of a product is no taking.
pub fn plan(wanted: &[Wanted], available: &[Available], today: Day) -> Vec<Taking> {
    wanted.iter().filter(|one| one.quantity > Quantity::ZERO).map(|one| plan_one(one, available, today)).collect()
}

fn plan_one(one: &Wanted, available: &[Available], today: Day) -> Taking {
    let is_own = |held: &&Available| held.medicine == one.medicine && one.batch.is_none_or(|id| id == held.batch);
    let own: Vec<Available> = available.iter().filter(is_own).cloned().collect();
    let (takes, missing) = match propose(&own, one.quantity, today) {
        Ok(takes) => (takes, Quantity::ZERO),
        Err(short) => {
            let held = one.quantity.sub(short.missing).unwrap_or(Quantity::ZERO);
            (propose(&own, held, today).unwrap_or_default(), short.missing)
        }
    };
    Taking { medicine: one.medicine, quantity: one.quantity, takes, missing }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bricks::clock::{add_days, parse_day};

    #[test]
    fn what_is_used_comes_by_expiry_and_what_no_batch_holds_is_missing() {
        let today = parse_day("2026-11-24").unwrap();
        let batch = |id, medicine, expires, units| Available {
            batch: BatchId::from_raw(id),
            medicine: MedicineId::from_raw(medicine),
            number: format!("L{id}"),
            expires_on: add_days(today, expires),
            quantity: Quantity::whole(units),
        };
        let shelves = [batch(1, 7, 90, 5), batch(2, 7, 3, 2), batch(3, 7, -1, 9), batch(4, 8, 9, 1)];
        let use_of = |medicine, units| Wanted {
            medicine: MedicineId::from_raw(medicine),
            batch: None,
            quantity: Quantity::whole(units),
        };
        let planned = plan(&[use_of(7, 3), use_of(8, 4), use_of(9, 0), use_of(10, 1)], &shelves, today);
        let told: Vec<_> = planned
            .iter()
            .map(|t| {
                let takes: Vec<_> = t.takes.iter().map(|t| (t.batch.raw(), t.quantity.milli() / 1000)).collect();
                (t.medicine.raw(), takes, t.missing.milli() / 1000)
            })
            .collect();
        assert_eq!(told, [(7, vec![(2, 2), (1, 1)], 0), (8, vec![(4, 1)], 3), (10, vec![], 1)]);
        let of = |batch| Wanted { batch: Some(BatchId::from_raw(batch)), ..use_of(7, 1) };
        let planned = plan(&[of(1), of(3), of(4)], &shelves, today);
        let missing: Vec<_> = planned.iter().map(|t| (t.takes.len(), t.missing.milli())).collect();
        assert_eq!(missing, [(1, 0), (0, 1000), (0, 1000)], "an expired batch, and one of other goods, give nothing");
    }
}
