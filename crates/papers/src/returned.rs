//! What is charged and comes back, or is not given after all: it goes off the bill, or its money is asked for where it is paid; and how
//! that is undone exactly, while the money is not paid out.

use crate::charge::{self, NewCharge, Source, SourceKind};
use crate::{refund, visit};
use bricks::id::{DispenseId, PatientId, VisitId};
use bricks::money::Money;
use bricks::quantity::Quantity;
use ground::access::Who;
use ground::db::{DbError, Stop, Tx};

/// By what something comes back.
#[derive(Debug, Clone, Copy)]
pub enum By {
    /// It was declined at this handing over.
    Declined(DispenseId),
    /// It came back with this `stock_return`.
    Returned(i64),
    /// Nobody collected it.
    NotCollected,
}

ground::row! {
    /// What a charge is, before it is lowered.
    struct Charged {
        visit: VisitId,
        name_vi: String,
        name_en: String,
        unit: String,
        unit_price: Money,
    }
}

ground::row! {
    /// What came back and counts.
    struct Back {
        id: i64,
        visit: VisitId,
        patient: PatientId,
        kind: SourceKind,
        source: i64,
        quantity: Quantity,
        is_lowered: bool,
        name_vi: String,
        name_en: String,
        unit: String,
        unit_price: Money,
    }
}

const CHARGED: &str =
    "SELECT visit_id, name_vi, name_en, unit, unit_price_vnd FROM charge WHERE source_kind = $1 AND source_id = $2";
const INSERT: &str = "INSERT INTO charge_return (id, visit_id, dispense_id, stock_return_id, source_kind, source_id, quantity_milli, is_lowered, \
     name_vi, name_en, unit, unit_price_vnd, returned_at, returned_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";
macro_rules! back {
    ($of:literal) => {
        concat!(
            "SELECT b.id, b.visit_id, v.patient_id, b.source_kind, b.source_id, b.quantity_milli, b.is_lowered, b.name_vi, b.name_en, b.unit, \
             b.unit_price_vnd FROM charge_return b JOIN visit v ON v.id = b.visit_id WHERE b.undone_at IS NULL AND ",
            $of,
            " ORDER BY b.id"
        )
    };
}
const OF_DISPENSE: &str = back!("b.dispense_id = $1");
const OF_RETURN: &str = back!("b.stock_return_id = $1");
const UNDO: &str = "UPDATE charge_return SET undone_at = $2 WHERE id = $1 AND undone_at IS NULL";
const LEFT: &str = "SELECT quantity_milli - given_milli - withheld_milli FROM reviewed_line WHERE id = $1";
const WITHHOLD: &str = "UPDATE reviewed_line SET withheld_milli = withheld_milli + $2 \
     WHERE id = $1 AND given_milli + withheld_milli + $2 <= quantity_milli";
const GIVE_AGAIN: &str =
    "UPDATE reviewed_line SET withheld_milli = withheld_milli - $2 WHERE id = $1 AND withheld_milli >= $2";

/// So much of what an act was charged comes back: its charge is lowered, or what is paid of it is asked for; gives how much is asked
/// for. Whoever calls holds the visit's lock. Nothing happens where nothing is charged.
pub fn bring(
    tx: &mut Tx<'_>,
    who: &Who,
    (source, quantity): (Source, Quantity),
    by: By,
    reason: &str,
) -> Result<Money, Stop> {
    let Some(charged) = tx.one::<Charged>(CHARGED, &[&source.kind, &source.id])? else { return Ok(Money::ZERO) };
    let is_lowered = charge::lower(tx, who, source, quantity)?.is_some();
    let asked = if is_lowered { Money::ZERO } else { refund::came_back(tx, who, source, quantity, reason)? };
    let (dispense, document) = match by {
        By::Declined(dispense) => (Some(dispense), None),
        By::Returned(document) => (None, Some(document)),
        By::NotCollected => (None, None),
    };
    let (id, now) = (tx.new_id(), tx.now());
    let Charged { visit, name_vi, name_en, unit, unit_price } = charged;
    let values: [&dyn ground::db::Param; 14] = [
        &id,
        &visit,
        &dispense,
        &document,
        &source.kind,
        &source.id,
        &quantity,
        &is_lowered,
        &name_vi,
        &name_en,
        &unit,
        &unit_price,
        &now,
        &who.staff,
    ];
    tx.run_one(INSERT, &values)?;
    Ok(asked)
}

/// Undoes what came back by a document; false when some of it cannot be undone any more: its money is paid out, or its bill was paid
/// meanwhile.
pub fn undo_return(tx: &mut Tx<'_>, who: &Who, document: i64, reason: &str) -> Result<bool, Stop> {
    let of = tx.all::<Back>(OF_RETURN, &[&document])?;
    // A return of before what came back was written down, or of what is on no bill, cannot be put right by itself.
    if of.is_empty() {
        return Ok(false);
    }
    for back in of {
        if !undo(tx, who, &back, reason)? {
            return Ok(false);
        }
    }
    Ok(true)
}

fn undo(tx: &mut Tx<'_>, who: &Who, back: &Back, reason: &str) -> Result<bool, Stop> {
    visit::lock(tx, who.branch, back.visit)?;
    let source = Source { kind: back.kind, id: back.source };
    let stays = if back.is_lowered {
        let more = NewCharge {
            visit: back.visit,
            patient: back.patient,
            source,
            name_vi: back.name_vi.clone(),
            name_en: back.name_en.clone(),
            unit: back.unit.clone(),
            quantity: back.quantity,
            unit_price: back.unit_price,
        };
        charge::raise(tx, who, &more)?
    } else {
        refund::stays(tx, who, source, back.quantity, reason)?
    };
    let now = tx.now();
    Ok(stays && tx.run(UNDO, &[&back.id, &now])? == 1)
}

/// What of a reviewed row is neither given nor withheld; nothing where there is no such row.
pub fn left_of_reviewed(tx: &mut Tx<'_>, row: i64) -> Result<Option<Quantity>, DbError> {
    tx.one(LEFT, &[&row])
}

/// So much of what was put on the bill to be paid first is not given after all. Gives how much money is asked for; nothing, and nothing
/// happens, when there is not so much left of it.
pub fn withhold(
    tx: &mut Tx<'_>,
    who: &Who,
    (row, quantity): (i64, Quantity),
    by: By,
    reason: &str,
) -> Result<Option<Money>, Stop> {
    if tx.run(WITHHOLD, &[&row, &quantity])? != 1 {
        return Ok(None);
    }
    let source = Source { kind: SourceKind::Medicine, id: row };
    bring(tx, who, (source, quantity), by, reason).map(Some)
}

/// What was declined at a handing over that is taken back may be given again, as it is paid already; what was paid out, or went off a
/// bill that is paid by now, is put on a bill anew instead.
pub fn give_again(tx: &mut Tx<'_>, who: &Who, dispense: DispenseId, reason: &str) -> Result<(), Stop> {
    for back in tx.all::<Back>(OF_DISPENSE, &[&dispense])? {
        if undo(tx, who, &back, reason)? {
            tx.run(GIVE_AGAIN, &[&back.source, &back.quantity])?;
        }
    }
    Ok(())
}
