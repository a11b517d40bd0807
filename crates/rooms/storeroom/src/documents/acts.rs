use super::store::{self, Line};
use super::{Kind, wish};
use crate::rules::{WRITTEN, as_typed, is_odd_cost, is_odd_count};
use crate::text;
use bricks::id::{BatchId, StaffId};
use bricks::lang::Lang;
use bricks::money::Money;
use bricks::quantity::Quantity;
use bricks::refusal::Refusal;
use bricks::say::Say;
use bricks::text::fold;
use ground::access::Who;
use ground::catalog::is_divided_rightly;
use ground::db::{Stop, Tx};
use ground::web::{Fields, Form};
use papers::batch::{self, MovementKind};
use papers::counter;

const REASON_CHARS: usize = 300;
const NAME_CHARS: usize = 120;
const UNITS_MAX: i64 = 1_000_000;

/// What the form said.
pub(super) struct Typed {
    pub kind: Kind,
    pub batch: BatchId,
    /// What the page showed as the batch's stock.
    pub seen: Quantity,
    pub quantity: Quantity,
    /// Of one unit; typed for a correction only.
    pub cost: Option<Money>,
    pub reason: String,
    pub witness: String,
}

/// What a document does to its batch.
pub(super) struct Change {
    line: Line,
    moved: Quantity,
    /// What goes at what it cost, and what is left where it is to cost less than before.
    pub loss: Money,
}

/// Makes a document: of `batch` there are `quantity` units (a count, or a delivery put right, with `cost` of one unit when that
/// was wrong), or so many were destroyed before a witness, or went back to the supplier. `batch` says what the page showed as its
/// stock too: a conflict when something moved since. Refused field by field. Gives its number; none when it takes more off than one
/// person may and waits for a second one (see [`wish`]).
pub fn make(tx: &mut Tx<'_>, who: &Who, form: &Form, lang: Lang) -> Result<Option<String>, Stop> {
    let typed = read(form, who, lang)?;
    let change = change(tx, who, &typed)?;
    ask_whether_right(form, &typed, &change.line)?;
    if wish::needs_second(tx, who, change.loss)? {
        return wish::ask(tx, who, &typed, change.loss).map(|()| None);
    }
    carry_out(tx, who, who.staff, &typed, &change).map(|(number, _)| Some(number))
}

/// What would become of the batch, which nobody changes until the transaction ends.
pub(super) fn change(tx: &mut Tx<'_>, who: &Who, typed: &Typed) -> Result<Change, Stop> {
    let (before, unit_cost, unit) = store::hold(tx, who.branch, typed.batch)?;
    if !is_divided_rightly(typed.quantity, &unit) {
        return Err(Refusal::field("quantity", batch::part_of(&unit)).into());
    }
    if before != typed.seen {
        return Err(Refusal::conflict(text::stock_moved_say()).into());
    }
    let after = if typed.kind.tells_what_is_there() { Some(typed.quantity) } else { before.sub(typed.quantity) };
    let after = after.filter(|left| !left.is_negative());
    let Some(after) = after else { return Err(Refusal::field("quantity", text::gone_too_much_say()).into()) };
    if before.is_whole() && !after.is_whole() {
        return Err(Refusal::field("quantity", text::part_not_there_say()).into());
    }
    let does_not_fit = || Stop::fault("a change that does not fit");
    let moved = after.sub(before).ok_or_else(does_not_fit)?;
    let cost = typed.cost.filter(|new| *new != unit_cost).map(|new| (unit_cost, new));
    let line = Line { batch: typed.batch, before, after, unit_cost, cost };
    let loss = loss(&line).ok_or_else(does_not_fit)?;
    if moved.is_zero() && cost.is_none() {
        return Err(Refusal::field("quantity", text::nothing_changes_say()).into());
    }
    Ok(Change { line, moved, loss })
}

/// What a document takes off: what goes at what it cost, and of what stays the part of its cost that goes. `wish::LOST` adds up the same.
fn loss(line: &Line) -> Option<Money> {
    let gone = line.before.sub(line.after)?.max(Quantity::ZERO);
    let fallen = line.cost.and_then(|(before, after)| before.sub(after)).unwrap_or(Money::ZERO).max(Money::ZERO);
    line.unit_cost.times(gone)?.add(fallen.times(line.before.min(line.after))?)
}

/// Asks once at `sure` whether a count far from what was there, or a cost far from what it was, is right.
fn ask_whether_right(form: &Form, typed: &Typed, line: &Line) -> Result<(), Stop> {
    if form.text("sure") == as_typed(WRITTEN, |name| form.text(name)) {
        return Ok(());
    }
    let counted = typed.kind.tells_what_is_there() && is_odd_count(line.before, line.after);
    let cost = line.cost.filter(|(before, after)| is_odd_cost(Some(*before), Money::ZERO, *after));
    let told = |l: Lang| {
        let of_count = counted.then(|| text::odd_count(l, line.after.show(l), line.before.show(l)));
        let of_cost = cost.map(|(before, after)| text::odd_cost(l, before.show_with_sign(l), after.show_with_sign(l)));
        [of_count, of_cost].into_iter().flatten().collect::<Vec<_>>().join(" ")
    };
    let say = Say::new(told(Lang::Vi), told(Lang::En));
    if say.vi.is_empty() { Ok(()) } else { Err(Refusal::field("sure", say).into()) }
}

/// Writes the document, in the name of `made_by`, and does what it says; gives its number and its id.
pub(super) fn carry_out(
    tx: &mut Tx<'_>,
    who: &Who,
    made_by: StaffId,
    typed: &Typed,
    change: &Change,
) -> Result<(String, i64), Stop> {
    let number = next_number(tx, who, typed.kind)?;
    let head = (number.as_str(), typed.kind.code(), typed.reason.as_str(), typed.witness.as_str());
    let id = store::insert(tx, (who.branch, made_by), head, &change.line)?;
    write(tx, who, typed.kind, &change.line, change.moved, &number)?;
    Ok((number, id))
}

/// What the document does to its batch.
fn write(tx: &mut Tx<'_>, who: &Who, kind: Kind, line: &Line, change: Quantity, number: &str) -> Result<(), Stop> {
    if let Some((_, cost)) = line.cost {
        store::set_cost(tx, who.branch, line.batch, cost)?;
    }
    if change.is_zero() {
        return Ok(who.note(tx, "correct_cost", "batch", line.batch.raw(), None, number)?);
    }
    let moved = if kind.tells_what_is_there() { MovementKind::Adjustment } else { MovementKind::Disposal };
    batch::adjust(tx, who, line.batch, moved, change, number)?;
    Ok(())
}

/// `KK-261124-001`: by kind and day.
fn next_number(tx: &mut Tx<'_>, who: &Who, kind: Kind) -> Result<String, Stop> {
    let (prefix, day) = (kind.prefix(), who.day_of(tx.now()));
    let date = format!("{:02}{:02}{:02}", day.year() % 100, day.month(), day.day());
    let place = counter::next(tx, &format!("stock_document:{prefix}:{date}"))?;
    Ok(format!("{prefix}-{date}-{place:03}"))
}

fn read(form: &Form, who: &Who, lang: Lang) -> Result<Typed, Stop> {
    let mut fields = Fields::new(form, lang);
    let kind = fields.choice("kind", Kind::of);
    let quantity = fields.quantity("quantity", Quantity::ZERO, Quantity::whole(UNITS_MAX));
    let cost = fields.money("cost");
    let reason = fields.required_reason("reason", REASON_CHARS);
    let witness = fields.line("witness", NAME_CHARS);
    let chosen = chosen(form.text("batch"));
    if chosen.is_none() {
        fields.refuse("batch", ground::text::field_choose_say());
    }
    if form.text("quantity").trim().is_empty() {
        fields.refuse("quantity", text::quantity_missing_say());
    }
    if kind == Some(Kind::Destruction) && witness.is_empty() {
        fields.refuse("witness", text::witness_missing_say());
    }
    if kind == Some(Kind::Destruction) && is_own_name(&witness, &who.name) {
        fields.refuse("witness", text::witness_own_say());
    }
    if cost.is_some() && kind.is_some_and(|kind| kind != Kind::Correction) {
        fields.refuse("cost", text::cost_not_here_say());
    }
    if cost.is_some_and(Money::is_negative) {
        fields.refuse("cost", papers::text::batch_cost_say());
    }
    if cost.is_some_and(|cost| cost > batch::COST_MAX) {
        fields.refuse("cost", batch::cost_max());
    }
    fields.check()?;
    let (Some(kind), Some(quantity), Some((batch, seen))) = (kind, quantity, chosen) else {
        return Err(Stop::fault("a stock document without its fields"));
    };
    Ok(Typed { kind, batch, seen, quantity, cost, reason, witness })
}

/// The batch and what it held when it was chosen: `12345-40000`.
fn chosen(typed: &str) -> Option<(BatchId, Quantity)> {
    let (batch, held) = typed.split_once('-')?;
    Some((batch.parse().ok()?, Quantity::from_milli(held.parse().ok()?)))
}

/// Whether the witness is who writes, with a title or without.
fn is_own_name(witness: &str, own: &str) -> bool {
    let (witness, own) = (fold(witness), fold(own));
    !own.is_empty() && witness.ends_with(&own)
}
