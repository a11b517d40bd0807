use super::store::Stored;
use super::{Kind, NewOrder, store};
use crate::refuse::{conflict, invalid};
use crate::{text, visit};
use bricks::id::{OrderId, PatientId, VisitId};
use ground::access::Who;
use ground::db::{Stop, Topic, Tx};

/// Orders a service for a patient who is in the room. Refused at `service` when it is a consultation or open on this
/// visit already; `Stop::Missing` when it is not offered.
pub fn place(tx: &mut Tx<'_>, who: &Who, visit: VisitId, new: &NewOrder) -> Result<OrderId, Stop> {
    let visit = visit::lock_in_room(tx, who, visit)?;
    let kind = store::service_kind(tx, new.service)?.ok_or(Stop::Missing)?;
    if kind == Kind::Consultation {
        return Err(invalid("service", text::order_consultation_say()));
    }
    if store::is_open(tx, visit.id, new.service)? {
        return Err(invalid("service", text::order_twice_say()));
    }
    let id = OrderId::from_raw(tx.new_id());
    let row = Stored { id, branch: who.branch, visit: visit.id, patient: visit.patient, staff: who.staff, kind, new };
    store::insert(tx, &row)?;
    let detail = new.service.to_string();
    who.note(tx, "place_order", "order", id.raw(), Some(visit.patient), &detail)?;
    announce(tx, visit.id, visit.patient);
    Ok(id)
}

/// Takes an order back that nobody has started; what was charged for it whoever calls takes back, or asks to be given back.
pub fn cancel(tx: &mut Tx<'_>, who: &Who, id: OrderId, reason: &str) -> Result<(), Stop> {
    let reason = reason.trim();
    let Some((visit, patient)) = store::cancel(tx, who.branch, who.staff, id, reason)? else {
        store::by_id(tx, who.branch, id)?;
        return Err(conflict(text::order_not_waiting_say()));
    };
    who.note(tx, "cancel_order", "order", id.raw(), Some(patient), reason)?;
    announce(tx, visit, patient);
    Ok(())
}

/// Somebody begins to perform an order; refused while one that is paid first is not paid.
pub fn start(tx: &mut Tx<'_>, who: &Who, id: OrderId) -> Result<(), Stop> {
    let Some((visit, patient)) = store::start(tx, who.branch, who.staff, id)? else {
        if store::is_unpaid(tx, who.branch, id)? {
            return Err(conflict(text::order_unpaid_say()));
        }
        store::by_id(tx, who.branch, id)?;
        return Err(conflict(text::order_not_waiting_say()));
    };
    who.note(tx, "start_order", "order", id.raw(), Some(patient), "")?;
    announce(tx, visit, patient);
    Ok(())
}

/// Takes back what was recorded as done and was not, such as one written on the wrong patient: what it said stays readable
/// on the order. Refused at `reason` without one; a conflict when it is not done, or a doctor has seen its result already.
pub fn withdraw(tx: &mut Tx<'_>, who: &Who, id: OrderId, reason: &str) -> Result<(), Stop> {
    let order = store::by_id(tx, who.branch, id)?;
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(invalid("withdraw_reason", text::batch_reason_say()));
    }
    if !store::withdraw(tx, who.branch, who.staff, id, reason)? {
        let done = order.state == super::State::Done;
        return Err(conflict(if done { text::order_seen_say() } else { text::order_not_done_say() }));
    }
    who.note(tx, "withdraw_order", "order", id.raw(), Some(order.patient), reason)?;
    announce(tx, order.visit, order.patient);
    Ok(())
}

pub(super) fn announce(tx: &mut Tx<'_>, visit: VisitId, patient: PatientId) {
    tx.announce(Topic::Orders);
    tx.announce(Topic::Queue);
    tx.announce(Topic::Visit(visit));
    tx.announce(Topic::Patient(patient));
}
