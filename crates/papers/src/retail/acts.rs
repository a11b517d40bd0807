use super::store::Product;
use super::{Sold, Wanted, allot, counter as counters, store};
use crate::batch::{self, Leaving};
use crate::charge::{self, NewCharge, Source, SourceKind};
use crate::refuse::{conflict, invalid};
use crate::{counter, parties, refund, text, visit};
use bricks::id::{BatchId, MedicineId, PatientId, RetailSaleId};
use bricks::lang::Lang;
use bricks::quantity::Quantity;
use bricks::say::Say;
use ground::access::Who;
use ground::catalog::medicine_name;
use ground::db::{Stop, Topic, Tx};
use std::collections::BTreeMap;

/// The tickets of the counter: *bán lẻ*.
const TICKET_PREFIX: &str = "BL";
/// So many different packs go over the counter in one sale.
const ITEMS_MAX: usize = 40;

/// What a buyer takes of one medicine; the batch when the pack in the hand told it.
pub type Item = Wanted;

/// What is sold, and to whom.
#[derive(Debug, Clone)]
pub struct NewSale {
    /// `None` is somebody who gives no name.
    pub patient: Option<PatientId>,
    pub items: Vec<Item>,
    /// Why it is sold in spite of a stop of the medicine rules; the room has asked them. May be empty.
    pub override_reason: String,
}

/// One medicine of the sale with the batches that it comes from.
struct Part {
    medicine: MedicineId,
    product: Product,
    takes: BTreeMap<BatchId, Quantity>,
}

/// Sells over the counter: the sale with its lines, the stock that leaves, one charge for each medicine, and the ticket
/// that the cashier calls, all or nothing. Refused when nothing is sold or a medicine may not be sold without a
/// prescription; a conflict when the shelves no longer hold so much.
pub fn sell(tx: &mut Tx<'_>, who: &Who, new: &NewSale) -> Result<Sold, Stop> {
    if new.items.is_empty() || new.items.len() > ITEMS_MAX {
        return Err(invalid("medicine", text::retail_nothing_say()));
    }
    if new.items.iter().any(|item| item.quantity <= Quantity::ZERO) {
        return Err(invalid("quantity", text::batch_quantity_say()));
    }
    let counter = counters::of_branch(tx, who)?;
    let patient = new.patient.unwrap_or(counter.buyer);
    parties::hold(tx, patient)?;
    let parts = parts(tx, who, &new.items)?;
    let day = who.day_of(tx.now());
    let number = counter::next(tx, &format!("ticket:{}:{day}:{TICKET_PREFIX}", who.branch))?;
    let visit = store::insert_visit(tx, who, (&counter, patient), (day, TICKET_PREFIX, number))?;
    let sale = store::insert_sale(tx, who, visit, new.override_reason.trim())?;
    let mut rows: Vec<(BatchId, Quantity, usize)> = Vec::new();
    for (place, part) in parts.iter().enumerate() {
        rows.extend(part.takes.iter().map(|(batch, quantity)| (*batch, *quantity, place)));
    }
    rows.sort_unstable();
    let mut first: BTreeMap<usize, i64> = BTreeMap::new();
    for (batch, quantity, place) in rows {
        let price = parts.get(place).map(|part| part.product.price).unwrap_or_default();
        let line = store::insert_line(tx, sale, (batch, quantity, price))?;
        batch::take(tx, who, batch, quantity, Leaving::Sold(line))?;
        first.entry(place).or_insert(line);
    }
    for (place, line) in first {
        let Some(part) = parts.get(place) else { continue };
        charge::post(tx, who, &charge_of(part, line, (visit, patient))?)?;
    }
    let ticket = visit::show_ticket(TICKET_PREFIX, number);
    let codes: Vec<&str> = parts.iter().map(|part| part.product.code.as_str()).collect();
    let why = if new.override_reason.trim().is_empty() { "" } else { " · override: " };
    let detail = format!("{ticket} · {}{why}{}", codes.join(", "), new.override_reason.trim());
    who.note(tx, "sell", "retail_sale", sale.raw(), new.patient, &detail)?;
    tx.announce(Topic::Pharmacy);
    Ok(Sold { sale, visit, ticket })
}

/// Every medicine once, allowed at the counter, with the batches it comes from now.
fn parts(tx: &mut Tx<'_>, who: &Who, items: &[Item]) -> Result<Vec<Part>, Stop> {
    let today = who.day_of(tx.now());
    let mut medicines: Vec<MedicineId> = items.iter().map(|item| item.medicine).collect();
    medicines.sort_unstable();
    medicines.dedup();
    let mut parts = Vec::with_capacity(medicines.len());
    for medicine in medicines {
        let product = store::product(tx, medicine)?.ok_or(Stop::Missing)?;
        if !product.sold_freely {
            return Err(conflict(named(&product, |l, name| text::retail_not_allowed(l, name))));
        }
        let available = batch::available_of(tx, who.branch, medicine, today)?;
        let own: Vec<Item> = items.iter().filter(|item| item.medicine == medicine).cloned().collect();
        let mut takes: BTreeMap<BatchId, Quantity> = BTreeMap::new();
        for allotted in allot(&own, &available, today) {
            if !allotted.missing.is_zero() {
                return Err(conflict(named(&product, |l, name| text::retail_short(l, name))));
            }
            for take in allotted.takes {
                let held = takes.entry(take.batch).or_insert(Quantity::ZERO);
                *held = held.add(take.quantity).ok_or_else(|| Stop::fault("a sale does not fit"))?;
            }
        }
        parts.push(Part { medicine, product, takes });
    }
    Ok(parts)
}

fn named(product: &Product, said: impl Fn(Lang, &str) -> String) -> Say {
    let name = |l| medicine_name(l, (&product.generic_vi, &product.generic_en), &product.strength);
    Say::new(said(Lang::Vi, &name(Lang::Vi)), said(Lang::En, &name(Lang::En)))
}

fn charge_of(part: &Part, line: i64, (visit, patient): (bricks::id::VisitId, PatientId)) -> Result<NewCharge, Stop> {
    let product = &part.product;
    let name = |l| medicine_name(l, (&product.generic_vi, &product.generic_en), &product.strength);
    let quantity = Quantity::sum(part.takes.values().copied());
    let quantity = quantity.ok_or_else(|| Stop::fault(format!("a sale of {} does not fit", part.medicine)))?;
    Ok(NewCharge {
        visit,
        patient,
        source: Source { kind: SourceKind::Medicine, id: line },
        name_vi: name(Lang::Vi),
        name_en: name(Lang::En),
        unit: product.dispense_unit.clone(),
        quantity,
        unit_price: product.price,
    })
}

/// Takes a sale back as if it had not been: every batch holds what it held and nothing is owed; what is paid is asked to be
/// given back. A conflict when it was taken back before, or something was taken off its bill. `Stop::Missing` for another
/// branch's.
pub fn take_back(tx: &mut Tx<'_>, who: &Who, sale: RetailSaleId, reason: &str) -> Result<(), Stop> {
    if reason.trim().is_empty() {
        return Err(invalid("reason", text::batch_reason_say()));
    }
    let visit = store::visit_of(tx, who.branch, sale)?.ok_or(Stop::Missing)?;
    let of = visit::lock(tx, who.branch, visit)?;
    if !store::undo(tx, who, sale, reason.trim())? {
        return Err(conflict(text::retail_undone_say()));
    }
    for line in store::charged(tx, sale)? {
        if !refund::take_back(tx, who, Source { kind: SourceKind::Medicine, id: line }, reason.trim())? {
            return Err(conflict(text::retail_paid_say()));
        }
    }
    let ticket = of.ticket();
    for line in store::lines(tx, sale)? {
        batch::give_back(tx, who, line.batch, line.quantity, &ticket)?;
    }
    who.note(
        tx,
        "take_back_sale",
        "retail_sale",
        sale.raw(),
        Some(of.patient),
        &format!("{ticket} · {}", reason.trim()),
    )?;
    tx.announce(Topic::Pharmacy);
    Ok(())
}
