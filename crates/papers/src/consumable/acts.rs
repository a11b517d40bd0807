use super::rules::{Taking, Wanted, plan};
use super::store::{self, Listed};
use crate::batch::{self, Leaving};
use crate::charge::{self, NewCharge, Source, SourceKind};
use crate::order::Order;
use crate::refuse::{conflict, invalid};
use crate::{refund, text, visit};
use bricks::id::{BatchId, MedicineId, OrderId, PatientId, ServiceId, VisitId};
use bricks::lang::Lang;
use bricks::quantity::Quantity;
use bricks::say::Say;
use ground::access::Who;
use ground::catalog::{amount, is_divided_rightly, medicine_name};
use ground::db::{Stop, Tx};
use std::collections::BTreeMap;

/// The order whose service was performed.
#[derive(Debug, Clone)]
pub struct Performed {
    pub order: OrderId,
    pub visit: VisitId,
    pub patient: PatientId,
    pub service: ServiceId,
    pub service_code: String,
}

impl Performed {
    pub fn of(order: &Order) -> Performed {
        Performed {
            order: order.id,
            visit: order.visit,
            patient: order.patient,
            service: order.service,
            service_code: order.service_code.clone(),
        }
    }
}

/// Puts a product on a service's list, or changes what the list says of it. Refused at `consumable` when it is not kept here or
/// the service is a consultation, or, as its vaccine, when it gives none or another one; at `consumable_quantity` when it is none.
pub fn put_on_list(
    tx: &mut Tx<'_>,
    who: &Who,
    service: ServiceId,
    medicine: MedicineId,
    (quantity, charged, vaccine): (Quantity, bool, bool),
) -> Result<(), Stop> {
    if quantity <= Quantity::ZERO {
        return Err(invalid("consumable_quantity", text::batch_quantity_say()));
    }
    if !store::put(tx, service, medicine, (quantity, charged, vaccine))? {
        let say = if vaccine { text::consumable_no_vaccine_say() } else { text::consumable_unknown_say() };
        return Err(invalid("consumable", say));
    }
    let unit =
        store::of_service(tx, service)?.into_iter().find(|one| one.medicine == medicine).map(|one| one.dispense_unit);
    if let Some(unit) = unit.filter(|unit| !is_divided_rightly(quantity, unit)) {
        return Err(invalid("consumable_quantity", batch::part_of(&unit)));
    }
    let detail = format!("{medicine} × {}", quantity.show(Lang::Vi));
    who.note(tx, "set_consumable", "service", service.raw(), None, &detail)?;
    Ok(())
}

/// Takes a product off a service's list; what was used stays as it is.
pub fn drop_from_list(tx: &mut Tx<'_>, who: &Who, service: ServiceId, medicine: MedicineId) -> Result<(), Stop> {
    if !store::drop_one(tx, service, medicine)? {
        return Err(Stop::Missing);
    }
    who.note(tx, "drop_consumable", "service", service.raw(), None, &medicine.to_string())?;
    Ok(())
}

/// Takes out of stock what performing an order used, each product of its service's list once and what came besides (`extras`, read by
/// [`store::kept`] in this transaction, with what was used), and charges what is priced separately; part of the act that writes the
/// result. Refused at `missing_reason` when the shelves hold less and no reason
/// is told, at `used` for what is not on the list, at `batch` when a chosen batch does not hold it; a conflict when a batch was
/// emptied meanwhile. Gives the line of each batch.
pub fn use_up(
    tx: &mut Tx<'_>,
    who: &Who,
    performed: &Performed,
    (wanted, extras): (&[Wanted], &[Listed]),
    missing_reason: &str,
) -> Result<BTreeMap<BatchId, i64>, Stop> {
    let besides = extras.iter().map(|one| Wanted { medicine: one.medicine, batch: None, quantity: one.quantity });
    let wanted: Vec<Wanted> = wanted.iter().copied().chain(besides).collect();
    if wanted.iter().all(|one| one.quantity <= Quantity::ZERO) {
        return Ok(BTreeMap::new());
    }
    visit::lock(tx, who.branch, performed.visit)?;
    let mut list = store::of_service(tx, performed.service)?;
    let today = who.day_of(tx.now());
    let mut available = store::available(tx, who.branch, performed.service, today)?;
    if !extras.is_empty() {
        list.extend(extras.iter().cloned());
        available.extend(store::available_of(tx, who.branch, extras, today)?);
    }
    let planned = plan(&wanted, &available, today);
    refuse_chosen(&wanted, &planned)?;
    refuse_missing(&list, &planned, missing_reason.trim())?;
    let mut takes: BTreeMap<BatchId, (i64, Quantity)> = BTreeMap::new();
    for taking in &planned {
        let listed = list.iter().find(|one| one.medicine == taking.medicine);
        let listed = listed.ok_or_else(|| invalid("used", text::consumable_unknown_say()))?;
        let of = store::insert_use(tx, who, performed.order, (taking, listed.charged, missing_reason.trim()))?;
        for take in &taking.takes {
            takes.insert(take.batch, (of, take.quantity));
        }
        if listed.charged {
            charge::post(tx, who, &charge_of(performed, listed, taking, of))?;
        }
    }
    let mut lines = BTreeMap::new();
    // By batch, as every act that takes from several does, so that two of them never wait for each other in a circle.
    for (batch, (of, quantity)) in takes {
        let line = store::insert_line(tx, of, batch, quantity)?;
        batch::take_for(tx, who, (batch, quantity), Leaving::Used(line), &performed.service_code)?;
        lines.insert(batch, line);
    }
    let detail: Vec<String> =
        planned.iter().map(|t| format!("{} × {}", t.medicine, t.quantity.show(Lang::Vi))).collect();
    who.note(tx, "use_consumables", "order", performed.order.raw(), Some(performed.patient), &detail.join(", "))?;
    Ok(lines)
}

/// What comes from a chosen batch comes from it whole: no reason stands for a batch that does not hold it.
fn refuse_chosen(wanted: &[Wanted], planned: &[Taking]) -> Result<(), Stop> {
    let chosen = |taking: &&Taking| wanted.iter().any(|one| one.medicine == taking.medicine && one.batch.is_some());
    match planned.iter().filter(chosen).any(|taking| !taking.missing.is_zero()) {
        true => Err(invalid("batch", text::consumable_batch_gone_say())),
        false => Ok(()),
    }
}

fn refuse_missing(list: &[Listed], planned: &[Taking], reason: &str) -> Result<(), Stop> {
    let missing: Vec<&Taking> = planned.iter().filter(|taking| !taking.missing.is_zero()).collect();
    if missing.is_empty() || !reason.is_empty() {
        return Ok(());
    }
    let told = |l: Lang| {
        let one = |taking: &&Taking| {
            let listed = list.iter().find(|one| one.medicine == taking.medicine)?;
            let name = medicine_name(l, (&listed.generic_vi, &listed.generic_en), &listed.strength);
            Some(format!("{name} ({})", amount(l, taking.missing, &listed.dispense_unit)))
        };
        text::consumable_missing(l, missing.iter().filter_map(one).collect::<Vec<_>>().join(", "))
    };
    Err(invalid("missing_reason", Say::new(told(Lang::Vi), told(Lang::En))))
}

fn charge_of(performed: &Performed, listed: &Listed, taking: &Taking, of: i64) -> NewCharge {
    let name = |l| medicine_name(l, (&listed.generic_vi, &listed.generic_en), &listed.strength);
    NewCharge {
        visit: performed.visit,
        patient: performed.patient,
        source: Source { kind: SourceKind::Medicine, id: of },
        name_vi: name(Lang::Vi),
        name_en: name(Lang::En),
        unit: listed.dispense_unit.clone(),
        quantity: taking.quantity,
        unit_price: listed.price,
    }
}

/// Gives back all that an order used, as if it had not been: every batch holds what it held, nothing of it is on the bill.
/// What of it is paid is asked to be given back. A conflict when something was taken off its bill. Part of the act that takes the order back.
pub fn give_back(tx: &mut Tx<'_>, who: &Who, performed: &Performed, reason: &str) -> Result<(), Stop> {
    visit::lock(tx, who.branch, performed.visit)?;
    let charged = store::charged(tx, performed.order)?;
    if store::undo(tx, who, performed.order)? == 0 {
        return Ok(());
    }
    for of in charged {
        if !refund::take_back(tx, who, Source { kind: SourceKind::Medicine, id: of }, reason)? {
            return Err(conflict(text::consumable_paid_say()));
        }
    }
    for (batch, quantity) in store::lines(tx, performed.order)? {
        batch::give_back(tx, who, batch, quantity, &format!("{} · {reason}", performed.service_code))?;
    }
    Ok(())
}
