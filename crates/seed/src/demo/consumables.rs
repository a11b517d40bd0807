//! What the demonstration's services use up, and its shelves of that. Put there by the papers' own acts.

use crate::catalogue::{CONSUMABLES, medicine_id, service_id, supplier_ids};
use crate::tsv::Table;
use bricks::clock::add_days;
use bricks::money::Money;
use bricks::quantity::Quantity;
use ground::access::Who;
use ground::db::{Stop, Tx};
use papers::batch::{self, NewBatch};
use papers::consumable;

const LISTS: &str = include_str!("../../../../data/demo/service_consumables.tsv");
const SHELF_UNITS: i64 = 300;
/// Of a vaccine.
const SHELF_DOSES: i64 = 30;
const DOSE: &str = "liều";
/// The first of each kind expires so many days from today, those behind it later.
const EXPIRES_DAYS: i64 = 120;
const STEP_DAYS: i64 = 45;
/// What goods cost of what they are sold for.
const COST_PERCENT: i64 = 70;

pub(super) fn fill(tx: &mut Tx<'_>, who: &Who) -> Result<(), Stop> {
    let today = who.day_of(tx.now());
    let suppliers = supplier_ids();
    for (at, line) in (0_i64..).zip(Table::read("consumables", CONSUMABLES).lines()) {
        let (code, price) = (line.text("id")?, line.number("price_vnd")?);
        let Some(supplier) = suppliers.get(usize::try_from(at).unwrap_or(0) % suppliers.len().max(1)) else { continue };
        let shelf_units = if line.text("dispense_unit")? == DOSE { SHELF_DOSES } else { SHELF_UNITS };
        for (nth, units) in [(0_i64, shelf_units / 10), (1, shelf_units)] {
            let new = NewBatch {
                medicine: medicine_id(code),
                supplier: *supplier,
                number: format!("VT{:02}{:02}-{at:02}{nth}", today.year().rem_euclid(100), today.month()),
                expires_on: add_days(today, EXPIRES_DAYS + (at + nth * 8) * STEP_DAYS),
                quantity: Quantity::whole(units),
                cost: Money::from_minor((price * COST_PERCENT / 100).max(1)),
            };
            batch::receive(tx, who, &new)?;
        }
    }
    for line in Table::read("service_consumables", LISTS).lines() {
        let (service, item) = (service_id(line.text("service")?), medicine_id(line.text("item")?));
        let quantity = Quantity::whole(line.number("quantity")?);
        consumable::put_on_list(tx, who, service, item, (quantity, line.flag("charged")?, line.flag("vaccine")?))?;
    }
    Ok(())
}
