//! What is put together, with the batches it would come from now.

use super::store::{self, Buyer, InBasket, Listed};
use bricks::id::PatientId;
use bricks::money::Money;
use bricks::quantity::Quantity;
use ground::access::Who;
use ground::db::{Stop, Tx};
use papers::batch::Take;
use papers::retail::{Wanted, allot};
use papers::safety::{self, Checked};

/// A line with the batches that it comes from and what no batch holds.
pub struct Line {
    pub of: InBasket,
    pub takes: Vec<Take>,
    pub missing: Quantity,
}

/// What stands in the way of a sale.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hindrance {
    Empty,
    /// Something of it needs a prescription.
    Prescribed,
    /// The shelves hold less.
    Short,
}

/// All that the counter's page shows.
pub struct Counter {
    pub lines: Vec<Line>,
    pub buyer: Option<(Buyer, Checked)>,
    pub today: Vec<Listed>,
    pub seen: String,
}

impl Counter {
    pub fn total(&self) -> Money {
        let amounts = self.lines.iter().filter_map(|line| line.of.price.times(line.of.quantity));
        Money::sum(amounts).unwrap_or(Money::ZERO)
    }

    /// Why it cannot be sold as it stands.
    pub fn hindrance(&self) -> Option<Hindrance> {
        if self.lines.is_empty() {
            return Some(Hindrance::Empty);
        }
        let prescribed = self.lines.iter().any(|line| !line.of.sold_freely).then_some(Hindrance::Prescribed);
        prescribed.or_else(|| self.lines.iter().any(|line| !line.missing.is_zero()).then_some(Hindrance::Short))
    }
}

pub fn wanted(basket: &[InBasket]) -> Vec<Wanted> {
    let want = |line: &InBasket| Wanted { medicine: line.medicine, batch: line.batch, quantity: line.quantity };
    basket.iter().map(want).collect()
}

/// The basket as a form names it: what somebody saw and what is sold are the same, at the same prices.
pub fn seen(basket: &[InBasket]) -> String {
    let line = |l: &InBasket| format!("{}-{}-{}", l.id, l.quantity.milli(), l.price.minor());
    basket.iter().map(line).collect::<Vec<_>>().join(".")
}

pub fn codes(basket: &[InBasket]) -> Vec<String> {
    let mut codes: Vec<String> = basket.iter().map(|line| line.code.clone()).collect();
    codes.sort_unstable();
    codes.dedup();
    codes
}

/// The counter with what this pharmacist put together; the rules are asked for a known buyer.
pub fn load(tx: &mut Tx<'_>, who: &Who, buyer: Option<PatientId>) -> Result<Counter, Stop> {
    let (basket, today) = (store::basket(tx, who.staff)?, who.day_of(tx.now()));
    let buyer = match buyer {
        Some(id) => {
            let buyer = store::buyer(tx, who.branch, id)?;
            Some((buyer, safety::look_at_sale(tx, who, id, &codes(&basket))?))
        }
        None => None,
    };
    let shelves = store::shelves(tx, who)?;
    let midnight = who.zone().instant_of(today, 0);
    let seen = seen(&basket);
    let allotted = allot(&wanted(&basket), &shelves, today);
    let line = |(of, got): (InBasket, papers::retail::Allotted)| Line { of, takes: got.takes, missing: got.missing };
    let lines = basket.into_iter().zip(allotted).map(line).collect();
    Ok(Counter { lines, buyer, today: store::sales(tx, who.branch, midnight)?, seen })
}
