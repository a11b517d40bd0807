//! What one person may not take off the shelves alone: above the limit a document waits until somebody else agrees to it.

use super::Kind;
use super::acts::{self, Typed};
use crate::text;
use bricks::clock::{Day, Instant};
use bricks::id::{BatchId, BranchId, StaffId};
use bricks::lang::Lang;
use bricks::money::Money;
use bricks::quantity::Quantity;
use bricks::refusal::Refusal;
use bricks::say::Say;
use ground::access::{Permission, Who};
use ground::db::{DbError, Stop, Tx};
use papers::limits;

/// Two documents of one person come one after the other, so that their sum is true.
const HOLD_PERSON: &str = "SELECT id FROM staff WHERE id = $1 FOR NO KEY UPDATE";
/// By what one unit cost when each document was written.
const LOST: &str = "SELECT CAST(COALESCE(SUM((CASE WHEN l.after_milli < l.before_milli THEN (l.before_milli - l.after_milli) * l.unit_cost_vnd ELSE 0 END \
     + CASE WHEN l.cost_after_vnd < l.unit_cost_vnd THEN (l.unit_cost_vnd - l.cost_after_vnd) \
     * CASE WHEN l.after_milli < l.before_milli THEN l.after_milli ELSE l.before_milli END ELSE 0 END) / 1000), 0) AS BIGINT) \
     FROM stock_document d JOIN stock_document_line l ON l.stock_document_id = d.id \
     WHERE d.branch_id = $1 AND d.made_at >= $2 AND d.made_by = $3 \
     AND NOT EXISTS (SELECT 1 FROM stock_wish w WHERE w.stock_document_id = d.id)";
const ASK: &str = "INSERT INTO stock_wish (id, branch_id, kind, batch_id, seen_milli, quantity_milli, cost_vnd, loss_vnd, reason, witness, \
     asked_at, asked_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) \
     ON CONFLICT (batch_id) WHERE decided_at IS NULL DO NOTHING";
const HELD: &str = "SELECT kind, batch_id, seen_milli, quantity_milli, cost_vnd, loss_vnd, reason, witness, asked_by, decided_at FROM stock_wish \
     WHERE id = $1 AND branch_id = $2 FOR UPDATE";
const DECIDE: &str = "UPDATE stock_wish SET decided_at = $2, decided_by = $3, stock_document_id = $4 WHERE id = $1 AND decided_at IS NULL";
const OPEN: &str = "SELECT w.id, w.kind, m.generic_vi, m.generic_en, m.strength, m.dispense_unit, b.number, b.expires_on, b.quantity_milli, \
     w.seen_milli, w.quantity_milli, w.loss_vnd, w.reason, w.witness, w.asked_at, w.asked_by, s.name FROM stock_wish w \
     JOIN batch b ON b.id = w.batch_id JOIN medicine m ON m.id = b.medicine_id JOIN staff s ON s.id = w.asked_by \
     WHERE w.branch_id = $1 AND w.decided_at IS NULL ORDER BY w.asked_at, w.id LIMIT 60";

ground::row! {
    struct Held {
        kind: String,
        batch: BatchId,
        seen: Quantity,
        quantity: Quantity,
        cost: Option<Money>,
        loss: Money,
        reason: String,
        witness: String,
        asked_by: StaffId,
        decided_at: Option<Instant>,
    }
}

ground::row! {
    /// A document that waits for a second person.
    pub struct Wish {
        pub id: i64,
        pub kind: String,
        pub generic_vi: String,
        pub generic_en: String,
        pub strength: String,
        pub dispense_unit: String,
        pub batch: String,
        pub expires_on: Day,
        pub on_hand: Quantity,
        pub seen: Quantity,
        /// What is there, or what goes, as the kind says.
        pub quantity: Quantity,
        pub loss: Money,
        pub reason: String,
        pub witness: String,
        pub asked_at: Instant,
        pub asked_by: StaffId,
        pub asker: String,
    }
}

/// Whether `loss`, with what this person took off today alone, is more than one person may.
pub fn needs_second(tx: &mut Tx<'_>, who: &Who, loss: Money) -> Result<bool, Stop> {
    if loss <= Money::from_minor(0) {
        return Ok(false);
    }
    tx.one::<StaffId>(HOLD_PERSON, &[&who.staff])?.ok_or(Stop::Missing)?;
    let midnight = who.zone().instant_of(who.day_of(tx.now()), 0);
    let before: Money = tx.one(LOST, &[&who.branch, &midnight, &who.staff])?.unwrap_or(Money::from_minor(0));
    let all = before.add(loss).ok_or_else(|| Stop::fault("a loss that does not fit"))?;
    Ok(all > limits::read(tx)?.stock_loss)
}

/// Keeps what was typed for a second person. A conflict while another document of the batch waits.
pub(super) fn ask(tx: &mut Tx<'_>, who: &Who, typed: &Typed, loss: Money) -> Result<(), Stop> {
    let (id, now, kind) = (tx.new_id(), tx.now(), typed.kind.code());
    let asked = tx.run(
        ASK,
        &[
            &id,
            &who.branch,
            &kind,
            &typed.batch,
            &typed.seen,
            &typed.quantity,
            &typed.cost,
            &loss,
            &typed.reason,
            &typed.witness,
            &now,
            &who.staff,
        ],
    )?;
    if asked != 1 {
        return Err(Refusal::conflict(text::wish_waits_say()).into());
    }
    let detail = format!("{kind} · {}", typed.reason);
    Ok(who.note(tx, "ask_stock_document", "batch", typed.batch.raw(), None, &detail)?)
}

fn hold(tx: &mut Tx<'_>, who: &Who, id: i64) -> Result<Held, Stop> {
    let held: Held = tx.one(HELD, &[&id, &who.branch])?.ok_or(Stop::Missing)?;
    match held.decided_at {
        None => Ok(held),
        Some(_) => Err(Refusal::conflict(text::wish_decided_say()).into()),
    }
}

/// Writes the document that waited, in the name of who asked; gives its number. A conflict for the asker, when it was decided, when
/// the batch moved since, and when it would take off another sum than the one that was asked for.
pub fn agree(tx: &mut Tx<'_>, who: &Who, id: i64) -> Result<String, Stop> {
    let held = hold(tx, who, id)?;
    if held.asked_by == who.staff {
        return Err(Refusal::conflict(text::wish_own_say()).into());
    }
    let kind = Kind::of(&held.kind).ok_or_else(|| Stop::fault("a document of no kind"))?;
    let typed = Typed {
        kind,
        batch: held.batch,
        seen: held.seen,
        quantity: held.quantity,
        cost: held.cost,
        reason: held.reason,
        witness: held.witness,
    };
    let change = acts::change(tx, who, &typed)?;
    if change.loss != held.loss {
        let told = |l: Lang| text::wish_other_loss(l, held.loss.show_with_sign(l), change.loss.show_with_sign(l));
        return Err(Refusal::conflict(Say::new(told(Lang::Vi), told(Lang::En))).into());
    }
    let (number, document) = acts::carry_out(tx, who, held.asked_by, &typed, &change)?;
    decide(tx, who, id, Some(document))?;
    who.note(tx, "agree_stock_document", "batch", typed.batch.raw(), None, &number)?;
    Ok(number)
}

/// Refuses what waited, or takes it back.
pub fn refuse(tx: &mut Tx<'_>, who: &Who, id: i64) -> Result<(), Stop> {
    let held = hold(tx, who, id)?;
    if held.asked_by != who.staff && !who.may(Permission::ManageClinic) {
        return Err(Refusal::conflict(text::wish_no_right_say()).into());
    }
    decide(tx, who, id, None)?;
    Ok(who.note(tx, "refuse_stock_document", "batch", held.batch.raw(), None, &held.reason)?)
}

fn decide(tx: &mut Tx<'_>, who: &Who, id: i64, document: Option<i64>) -> Result<(), DbError> {
    let now = tx.now();
    tx.run_one(DECIDE, &[&id, &now, &who.staff, &document])
}

/// What waits, the oldest first.
pub fn open(tx: &mut Tx<'_>, branch: BranchId) -> Result<Vec<Wish>, DbError> {
    tx.all(OPEN, &[&branch])
}

/// What the batch was to hold afterwards.
pub fn after(wish: &Wish) -> Quantity {
    let tells = Kind::of(&wish.kind).is_some_and(Kind::tells_what_is_there);
    if tells { wish.quantity } else { wish.seen.sub(wish.quantity).unwrap_or(Quantity::ZERO) }
}
