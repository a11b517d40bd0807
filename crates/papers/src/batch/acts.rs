use super::rules::{COST_MAX, average_cost};
use super::store::Movement;
use super::{Leaving, MovementKind, NewBatch, store};
use crate::refuse::{conflict, invalid};
use crate::text;
use bricks::clock::{Day, show_day};
use bricks::id::{BatchId, MovementId};
use bricks::lang::Lang;
use bricks::quantity::Quantity;
use bricks::say::Say;
use ground::access::Who;
use ground::catalog::{is_divided_rightly, is_halved, unit_word};
use ground::db::{Stop, Topic, Tx};

/// Takes from a batch for what it leaves the shelf for (its row exists). A conflict when the batch no longer holds
/// so much or has expired. Part of that act, which writes the audit; an act that takes from several batches
/// takes in the order of their ids, so that two of them never wait for each other in a circle.
pub fn take(
    tx: &mut Tx<'_>,
    who: &Who,
    batch: BatchId,
    quantity: Quantity,
    leaving: Leaving,
) -> Result<MovementId, Stop> {
    take_for(tx, who, (batch, quantity), leaving, "")
}

/// Like [`take`], with a word about what it is taken for in the ledger.
pub fn take_for(
    tx: &mut Tx<'_>,
    who: &Who,
    (batch, quantity): (BatchId, Quantity),
    leaving: Leaving,
    reason: &str,
) -> Result<MovementId, Stop> {
    if quantity <= Quantity::ZERO {
        return Err(invalid("quantity", text::batch_quantity_say()));
    }
    refuse_part(tx, batch, quantity)?;
    let today = who.day_of(tx.now());
    if !store::take(tx, who.branch, batch, quantity, today)? {
        return Err(not_enough(tx, who, batch)?);
    }
    let movement = Movement {
        branch: who.branch,
        staff: who.staff,
        batch,
        kind: MovementKind::Dispense,
        quantity: Quantity::from_milli(-quantity.milli()),
        leaving: Some(leaving),
        reason,
    };
    tx.announce(Topic::Stock);
    Ok(store::record(tx, &movement)?)
}

/// Puts back into a batch what was taken from it: a dispensing that is taken back, or goods that a patient returned. Part
/// of that act, which writes the audit.
pub fn give_back(tx: &mut Tx<'_>, who: &Who, batch: BatchId, quantity: Quantity, reason: &str) -> Result<(), Stop> {
    move_by(tx, who, batch, (MovementKind::Return, quantity), reason)
}

/// Takes out of a batch what came back and must not be used. Part of the same act.
pub fn destroy(tx: &mut Tx<'_>, who: &Who, batch: BatchId, quantity: Quantity, reason: &str) -> Result<(), Stop> {
    move_by(tx, who, batch, (MovementKind::Disposal, Quantity::from_milli(-quantity.milli())), reason)
}

/// Takes out of a batch again what was put back into it and did not come back after all. A conflict when it no longer holds so much.
/// Part of the same act.
pub fn undo_return(tx: &mut Tx<'_>, who: &Who, batch: BatchId, quantity: Quantity, reason: &str) -> Result<(), Stop> {
    move_by(tx, who, batch, (MovementKind::Return, Quantity::from_milli(-quantity.milli())), reason)
}

/// Puts back into a batch what was to be destroyed and never came back. Part of the same act.
pub fn undo_destruction(
    tx: &mut Tx<'_>,
    who: &Who,
    batch: BatchId,
    quantity: Quantity,
    reason: &str,
) -> Result<(), Stop> {
    move_by(tx, who, batch, (MovementKind::Disposal, quantity), reason)
}

fn move_by(
    tx: &mut Tx<'_>,
    who: &Who,
    batch: BatchId,
    (kind, quantity): (MovementKind, Quantity),
    reason: &str,
) -> Result<(), Stop> {
    if !store::change(tx, who.branch, batch, quantity)? {
        return Err(not_enough(tx, who, batch)?);
    }
    let movement = Movement { branch: who.branch, staff: who.staff, batch, kind, quantity, leaving: None, reason };
    store::record(tx, &movement)?;
    tx.announce(Topic::Stock);
    Ok(())
}

/// Refuses half a bottle at `quantity`: asked only where there is a part at all.
fn refuse_part(tx: &mut Tx<'_>, batch: BatchId, quantity: Quantity) -> Result<(), Stop> {
    if quantity.is_whole() {
        return Ok(());
    }
    let unit = store::unit(tx, batch)?.ok_or(Stop::Missing)?;
    if is_divided_rightly(quantity, &unit) { Ok(()) } else { Err(invalid("quantity", part_of(&unit))) }
}

/// Why a cost above [`COST_MAX`] is refused.
pub fn cost_max() -> Say {
    let told = |l: Lang| text::batch_cost_max(l, COST_MAX.show_with_sign(l));
    Say::new(told(Lang::Vi), told(Lang::En))
}

/// Why a part of this unit is refused.
pub fn part_of(unit: &str) -> Say {
    let told = |l: Lang| {
        let word = unit_word(l, unit);
        if is_halved(unit) { text::batch_half(l, word) } else { text::batch_whole(l, word) }
    };
    Say::new(told(Lang::Vi), told(Lang::En))
}

fn not_enough(tx: &mut Tx<'_>, who: &Who, batch: BatchId) -> Result<Stop, Stop> {
    if store::exists(tx, who.branch, batch)? { Ok(conflict(text::batch_not_enough_say())) } else { Ok(Stop::Missing) }
}

/// Takes a delivery in: a batch of the same medicine, number and expiry grows, and one unit of it costs the average of both, so
/// that what lies on the shelf is never worth less because of a cheap delivery. Refused at
/// `number`, `quantity`, `cost` or `expires_on` (past, or not that of the goods with
/// the same number on the shelf: one of the two is a slip). `Stop::Missing` for an unknown supplier or a medicine that is
/// not kept here.
pub fn receive(tx: &mut Tx<'_>, who: &Who, new: &NewBatch) -> Result<BatchId, Stop> {
    check_delivery(tx, who, new)?;
    let cost = match store::held_already(tx, who.branch, new)? {
        Some(held) => average_cost(held, (new.quantity, new.cost)),
        None => new.cost,
    };
    let batch = store::receive(tx, (who.branch, who.staff), new, cost)?;
    let movement = Movement {
        branch: who.branch,
        staff: who.staff,
        batch,
        kind: MovementKind::Receipt,
        quantity: new.quantity,
        leaving: None,
        reason: "",
    };
    store::record(tx, &movement)?;
    who.note(tx, "receive_stock", "batch", batch.raw(), None, new.number.trim())?;
    tx.announce(Topic::Stock);
    Ok(batch)
}

fn check_delivery(tx: &mut Tx<'_>, who: &Who, new: &NewBatch) -> Result<(), Stop> {
    if new.number.trim().is_empty() {
        return Err(invalid("number", text::batch_number_say()));
    }
    if new.quantity <= Quantity::ZERO {
        return Err(invalid("quantity", text::batch_quantity_say()));
    }
    if !new.quantity.is_whole() {
        return Err(invalid("quantity", text::batch_delivery_whole_say()));
    }
    if new.cost.is_negative() {
        return Err(invalid("cost", text::batch_cost_say()));
    }
    if new.cost > COST_MAX {
        return Err(invalid("cost", cost_max()));
    }
    if new.expires_on < who.day_of(tx.now()) {
        return Err(invalid("expires_on", text::batch_expired_say()));
    }
    if !store::is_known(tx, new)? {
        return Err(Stop::Missing);
    }
    match store::other_expiry(tx, who.branch, new)? {
        Some(day) => Err(invalid("expires_on", other_expiry(new.number.trim(), day))),
        None => Ok(()),
    }
}

fn other_expiry(number: &str, day: Day) -> Say {
    let told = |l: Lang| text::batch_other_expiry(l, show_day(day, l), number);
    Say::new(told(Lang::Vi), told(Lang::En))
}

/// Corrects what a batch holds after a count, or writes goods off; `change` is below nothing for less. Refused at
/// `reason` when none is given, at `change` when it is none or more than the batch holds.
pub fn adjust(
    tx: &mut Tx<'_>,
    who: &Who,
    batch: BatchId,
    kind: MovementKind,
    change: Quantity,
    reason: &str,
) -> Result<MovementId, Stop> {
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(invalid("reason", text::batch_reason_say()));
    }
    if change.is_zero() {
        return Err(invalid("change", text::batch_no_change_say()));
    }
    if !store::exists(tx, who.branch, batch)? {
        return Err(Stop::Missing);
    }
    if !store::change(tx, who.branch, batch, change)? {
        return Err(invalid("change", text::batch_not_enough_say()));
    }
    let movement =
        Movement { branch: who.branch, staff: who.staff, batch, kind, quantity: change, leaving: None, reason };
    let id = store::record(tx, &movement)?;
    who.note(tx, "adjust_stock", "batch", batch.raw(), None, reason)?;
    tx.announce(Topic::Stock);
    Ok(id)
}
