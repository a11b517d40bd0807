//! What of the stock needs somebody's hand.

use crate::store::{BatchRow, MedicineRow};
use bricks::clock::{Day, add_days};
use bricks::id::MedicineId;
use bricks::money::Money;
use bricks::quantity::Quantity;
use bricks::text::fold;
use std::collections::HashMap;

/// A batch that expires within so many days should be used or returned first.
pub const EXPIRES_SOON_DAYS: i64 = 90;

/// A part of the stock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Show {
    #[default]
    All,
    Low,
    Expiring,
    Expired,
}

impl Show {
    pub const ALL: [Show; 4] = [Show::All, Show::Low, Show::Expiring, Show::Expired];

    /// The word in the address.
    pub const fn code(self) -> &'static str {
        match self {
            Show::All => "all",
            Show::Low => "low",
            Show::Expiring => "expiring",
            Show::Expired => "expired",
        }
    }

    /// Reads a word of an address; everything for any other word.
    pub fn of(code: &str) -> Show {
        Show::ALL.into_iter().find(|s| s.code() == code).unwrap_or_default()
    }
}

/// How a medicine stands to its reorder level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Nothing usable is left.
    Out,
    /// At the reorder level or below.
    Low,
    Enough,
}

/// How near an expiry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expiry {
    Over,
    Soon,
    Far,
}

/// When a batch expires, seen from a day; on its last day it may still be used.
pub fn expiry(expires_on: Day, today: Day) -> Expiry {
    if expires_on < today {
        Expiry::Over
    } else if expires_on <= add_days(today, EXPIRES_SOON_DAYS) {
        Expiry::Soon
    } else {
        Expiry::Far
    }
}

/// A medicine with what there is of it.
pub struct Item {
    pub medicine: MedicineRow,
    pub batches: Vec<BatchRow>,
    /// Usable today.
    pub on_hand: Quantity,
    pub level: Level,
    pub soon: usize,
    pub expired: usize,
}

impl Item {
    /// The earliest expiry among what may still be used.
    pub fn nearest(&self, today: Day) -> Option<Day> {
        self.batches.iter().map(|b| b.expires_on).filter(|day| *day >= today).min()
    }

    /// Where the meter stands in percent, and its mark at the reorder level: it is full at three times that level.
    pub fn meter(&self) -> Option<(u8, u8)> {
        let level = self.medicine.reorder_level.milli();
        let full = level.checked_mul(3).filter(|full| *full > 0)?.max(self.on_hand.milli());
        let percent = |milli: i64| u8::try_from(milli.saturating_mul(100) / full).unwrap_or(100).min(100);
        Some((percent(self.on_hand.milli()), percent(level)))
    }

    fn is_in(&self, show: Show) -> bool {
        match show {
            Show::All => true,
            Show::Low => self.level != Level::Enough,
            Show::Expiring => self.soon > 0,
            Show::Expired => self.expired > 0,
        }
    }

    /// Whether every word typed begins a word of the name, the strength, the code or a batch number.
    fn fits(&self, words: &[String]) -> bool {
        let m = &self.medicine;
        let mut said =
            format!(" {} {} {} {}", fold(&m.generic_vi), fold(&m.generic_en), fold(&m.strength), fold(&m.code));
        for batch in &self.batches {
            said.push(' ');
            said.push_str(&fold(&batch.number));
        }
        words.iter().all(|word| said.contains(&format!(" {word}")))
    }
}

/// The figures above the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Figures {
    /// Medicines of which something usable is there.
    pub in_stock: usize,
    pub low: usize,
    pub out: usize,
    /// Batches that expire soon.
    pub soon: usize,
    /// Batches that have expired and are still here.
    pub expired: usize,
}

/// The fields of a delivery, and of a document, that may be asked about.
pub const DELIVERED: &[&str] = &["medicine", "quantity", "cost"];
pub const WRITTEN: &[&str] = &["kind", "batch", "quantity", "cost"];

/// What stands in these fields, as the ticked box "it is right" sends it: other values ask anew.
pub fn as_typed<'t>(fields: &[&str], typed: impl Fn(&str) -> &'t str) -> String {
    fields.iter().map(|name| typed(name).trim()).collect::<Vec<_>>().join("|")
}

/// Fewer units than these are counted at a glance.
const COUNTED_AT_A_GLANCE: Quantity = Quantity::whole(10);

/// Whether a counted quantity is more often a slip of the keys than what happened on the shelf: less than half of what was there, or
/// more than twice as much.
pub fn is_odd_count(before: Quantity, after: Quantity) -> bool {
    let (before_milli, after_milli) = (before.milli(), after.milli());
    before.max(after) >= COUNTED_AT_A_GLANCE
        && (after_milli.saturating_mul(2) < before_milli || after_milli > before_milli.saturating_mul(2))
}

/// Whether what one unit costs looks mistyped beside the `last` cost: ten times as much or a tenth. Without a last cost
/// it is ten times the price at which the medicine is given out.
pub fn is_odd_cost(last: Option<Money>, price: Money, new: Money) -> bool {
    let new = new.minor();
    match last.map(Money::minor).filter(|last| *last > 0) {
        Some(last) => new >= last.saturating_mul(10) || new.saturating_mul(10) <= last,
        None => price > Money::ZERO && new >= price.minor().saturating_mul(10),
    }
}

/// Lays the batches to their medicines: what needs a hand first, then by name.
pub fn stock(medicines: Vec<MedicineRow>, batches: Vec<BatchRow>, today: Day) -> Vec<Item> {
    let mut by_medicine: HashMap<MedicineId, Vec<BatchRow>> = HashMap::new();
    for batch in batches {
        by_medicine.entry(batch.medicine).or_default().push(batch);
    }
    let item = |medicine: MedicineRow| {
        let batches = by_medicine.remove(&medicine.id).unwrap_or_default();
        item(medicine, batches, today)
    };
    let mut items: Vec<Item> = medicines.into_iter().map(item).collect();
    items.sort_by_cached_key(|i| {
        (i.level, i.expired == 0, i.soon == 0, fold(&i.medicine.generic_vi), i.medicine.code.clone())
    });
    items
}

fn item(medicine: MedicineRow, batches: Vec<BatchRow>, today: Day) -> Item {
    let usable = batches.iter().filter(|b| b.expires_on >= today).map(|b| b.quantity);
    let on_hand = Quantity::sum(usable).unwrap_or(Quantity::ZERO);
    let level = if on_hand <= Quantity::ZERO {
        Level::Out
    } else if on_hand <= medicine.reorder_level {
        Level::Low
    } else {
        Level::Enough
    };
    let count = |wanted: Expiry| batches.iter().filter(|b| expiry(b.expires_on, today) == wanted).count();
    Item { soon: count(Expiry::Soon), expired: count(Expiry::Over), on_hand, level, medicine, batches }
}

pub fn figures(items: &[Item]) -> Figures {
    let count = |wanted: fn(&&Item) -> bool| items.iter().filter(wanted).count();
    Figures {
        in_stock: count(|i| i.level != Level::Out),
        low: count(|i| i.level == Level::Low),
        out: count(|i| i.level == Level::Out),
        soon: items.iter().map(|i| i.soon).sum(),
        expired: items.iter().map(|i| i.expired).sum(),
    }
}

/// What of the stock is asked for.
pub fn chosen<'a>(items: &'a [Item], typed: &str, show: Show) -> Vec<&'a Item> {
    let words: Vec<String> = fold(typed).split_whitespace().map(str::to_owned).collect();
    items.iter().filter(|i| i.is_in(show) && i.fits(&words)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use bricks::clock::parse_day;

    fn today() -> Day {
        parse_day("2026-11-24").unwrap()
    }

    fn medicine(id: i64, name: &str, reorder: i64) -> MedicineRow {
        MedicineRow {
            id: MedicineId::from_raw(id),
            code: format!("M{id}"),
            generic_vi: name.into(),
            generic_en: name.into(),
            strength: "500 mg".into(),
            dispense_unit: "viên".into(),
            reorder_level: Quantity::whole(reorder),
        }
    }

    fn batch(id: i64, days: i64, units: i64) -> BatchRow {
        let (medicine, quantity) = (MedicineId::from_raw(id), Quantity::whole(units));
        let id_of_batch = bricks::id::BatchId::from_raw(1_000 * id + days);
        BatchRow {
            id: id_of_batch,
            medicine,
            number: format!("L{id}{days}"),
            expires_on: add_days(today(), days),
            quantity,
        }
    }

    #[test]
    fn expired_batches_do_not_count_as_stock() {
        let items = stock(vec![medicine(1, "A", 10)], vec![batch(1, -1, 50), batch(1, 0, 5), batch(1, 91, 3)], today());
        let a = &items[0];
        assert_eq!((a.on_hand, a.level, a.soon, a.expired), (Quantity::whole(8), Level::Low, 1, 1));
        assert_eq!(a.nearest(today()), Some(today()));
        assert_eq!(figures(&items), Figures { in_stock: 1, low: 1, out: 0, soon: 1, expired: 1 });
    }

    #[test]
    fn what_needs_a_hand_stands_first() {
        let medicines =
            vec![medicine(1, "Đủ", 1), medicine(2, "Hết", 0), medicine(3, "Thấp", 100), medicine(4, "Cũ", 1)];
        let batches = vec![batch(1, 400, 50), batch(3, 400, 50), batch(4, -3, 2), batch(4, 400, 50)];
        let items = stock(medicines, batches, today());
        assert_eq!(items.iter().map(|i| i.medicine.id.raw()).collect::<Vec<_>>(), [2, 3, 4, 1]);
        let ids = |show| chosen(&items, "", show).iter().map(|i| i.medicine.id.raw()).collect::<Vec<_>>();
        assert_eq!(ids(Show::Low), [2, 3]);
        assert_eq!(ids(Show::Expired), [4]);
    }

    #[test]
    fn a_medicine_is_found_without_diacritics_in_any_order_and_by_batch() {
        let items = stock(vec![medicine(1, "Vắc xin dại", 1)], vec![batch(1, 400, 50)], today());
        for typed in ["", "vac", "dai vac", "500 vac", "m1", "l1400"] {
            assert_eq!(chosen(&items, typed, Show::All).len(), 1, "{typed}");
        }
        assert!(chosen(&items, "xyz", Show::All).is_empty());
    }

    #[test]
    fn a_count_or_a_cost_far_from_what_was_known_is_odd() {
        let count = |before, after| is_odd_count(Quantity::whole(before), Quantity::whole(after));
        assert!(count(60, 1) && count(100, 1_000) && count(10, 0));
        assert!(!count(60, 30) && !count(6, 0) && !count(100, 200) && !count(100, 99));
        let cost = |last: Option<i64>, price, new| {
            is_odd_cost(last.map(Money::from_minor), Money::from_minor(price), Money::from_minor(new))
        };
        assert!(cost(Some(840), 0, 8_400) && cost(Some(840), 0, 84) && cost(Some(840), 0, 0));
        assert!(!cost(Some(840), 0, 8_399) && !cost(Some(840), 0, 85));
        assert!(cost(None, 1_000, 10_000) && cost(Some(0), 1_000, 10_000));
        assert!(!cost(None, 1_000, 0) && !cost(None, 0, 999_999));
    }

    #[test]
    fn the_meter_never_leaves_its_frame() {
        let items = stock(vec![medicine(1, "A", 10), medicine(2, "B", 0)], vec![batch(1, 400, 1_000_000)], today());
        let meters: Vec<_> = items.iter().map(Item::meter).collect();
        assert_eq!(meters, [None, Some((100, 0))]);
    }
}
