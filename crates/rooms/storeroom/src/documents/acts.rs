use super::store;
use crate::text;
use bricks::id::BatchId;
use bricks::lang::Lang;
use bricks::quantity::Quantity;
use bricks::refusal::Refusal;
use ground::access::Who;
use ground::db::{Stop, Tx};
use ground::web::{Fields, Form};
use papers::batch::{self, MovementKind};
use papers::counter;

const REASON_CHARS: usize = 300;
const NAME_CHARS: usize = 120;
const UNITS_MAX: i64 = 1_000_000;

/// Makes a document: of `batch` there are `quantity` units (a count), or so many were destroyed before a witness. `batch` says
/// what the page showed as its stock too: a conflict when something moved since. Refused field by field.
pub fn make(tx: &mut Tx<'_>, who: &Who, form: &Form, lang: Lang) -> Result<String, Stop> {
    let mut fields = Fields::new(form, lang);
    let kind = fields.choice("kind", |code| ["count", "destruction"].into_iter().find(|kind| *kind == code));
    let quantity = fields.quantity("quantity", Quantity::ZERO, Quantity::whole(UNITS_MAX));
    let reason = fields.required_line("reason", REASON_CHARS);
    let witness = fields.line("witness", NAME_CHARS);
    let chosen = chosen(form.text("batch"));
    if chosen.is_none() {
        fields.refuse("batch", ground::text::field_choose_say());
    }
    if form.text("quantity").trim().is_empty() {
        fields.refuse("quantity", text::quantity_missing_say());
    }
    if kind == Some("destruction") && witness.is_empty() {
        fields.refuse("witness", text::witness_missing_say());
    }
    fields.check()?;
    let (Some(kind), Some(quantity), Some((batch, seen))) = (kind, quantity, chosen) else {
        return Err(Stop::fault("a stock document without its fields"));
    };
    let before = store::hold(tx, who.branch, batch)?;
    if before != seen {
        return Err(Refusal::conflict(text::stock_moved_say()).into());
    }
    let after = if kind == "count" { Some(quantity) } else { before.sub(quantity) };
    let after = after.filter(|left| !left.is_negative());
    let Some(after) = after else { return Err(Refusal::field("quantity", text::destroyed_too_much_say()).into()) };
    let change = after.sub(before).filter(|change| !change.is_zero());
    let Some(change) = change else { return Err(Refusal::field("quantity", text::nothing_changes_say()).into()) };
    let day = who.day_of(tx.now());
    let date = format!("{:02}{:02}{:02}", day.year() % 100, day.month(), day.day());
    let (prefix, moved) =
        if kind == "count" { ("KK", MovementKind::Adjustment) } else { ("HY", MovementKind::Disposal) };
    let number = format!("{prefix}-{date}-{:03}", counter::next(tx, &format!("stock_document:{prefix}:{date}"))?);
    store::insert(tx, who, (&number, kind, &reason, &witness), (batch, before, after))?;
    batch::adjust(tx, who, batch, moved, change, &number)?;
    Ok(number)
}

/// The batch and what it held when it was chosen: `12345-40000`.
fn chosen(typed: &str) -> Option<(BatchId, Quantity)> {
    let (batch, held) = typed.split_once('-')?;
    Some((batch.parse().ok()?, Quantity::from_milli(held.parse().ok()?)))
}
