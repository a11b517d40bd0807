//! Opening, moving cash, closing.

use super::store::{self, Closing, Session};
use super::totals::{Totals, counted};
use super::{BANK, Open, Opening, REASON_CHARS_MAX, slip, wish};
use crate::pay::{in_both, required_reason};
use crate::seen::{self, Waiting};
use crate::{limits, text};
use bricks::clock::show_instant;
use bricks::id::{CashSessionId, StaffId};
use bricks::lang::Lang;
use bricks::money::Money;
use bricks::refusal::Refusal;
use bricks::say::Say;
use ground::access::{Branch, Permission, Who, house_account};
use ground::db::{DbError, Stop, Topic, Tx};
use ground::web::{Fields, Form};
use papers::cash::{NOTES, Pending};
use papers::payout::{self, Of};
use papers::receipt::Method;
use std::sync::Arc;

/// A session that is open for longer has been forgotten: it is closed before more is taken.
const LONGEST_MINUTES: i64 = 20 * 60;
const DRAWERS_MAX: i64 = 40;
const NOTES_MAX: i64 = 100_000;

/// This person's session, held against being closed. Without one it is opened as `opening` says; refused at `float`
/// when that says nothing, so that the screen asks.
pub fn of_cashier(tx: &mut Tx<'_>, who: &Who, opening: Option<&Opening>) -> Result<Open, Stop> {
    if let Some(open) = store::hold(tx, who)? {
        return fresh_enough(tx, who, open);
    }
    let opening = opening.ok_or_else(|| {
        Stop::from(Refusal::conflict(text::session_none_say()).and_field("float", text::session_none_say()))
    })?;
    open(tx, who, opening)
}

/// Like [`of_cashier`], for money that goes out. Cash is refused at `field` when the drawer holds less; the session is held
/// alone, so that two sums do not both find the same notes.
pub fn for_payout(
    tx: &mut Tx<'_>,
    who: &Who,
    opening: Option<&Opening>,
    (method, amount): (Method, Money),
    field: &'static str,
) -> Result<Open, Stop> {
    if method != Method::Cash {
        return of_cashier(tx, who, opening);
    }
    store::hold_alone(tx, who)?;
    let open = of_cashier(tx, who, opening)?;
    refuse_above_drawer(tx, &open, amount, field)?;
    Ok(open)
}

/// Refuses cash that is not in the drawer, at `field`, with what is there. Whoever calls holds the session alone.
fn refuse_above_drawer(tx: &mut Tx<'_>, open: &Open, amount: Money, field: &'static str) -> Result<(), Stop> {
    let totals = store::totals(tx, open.id, open.float)?;
    let there = totals.expected().ok_or_else(|| Stop::fault("a drawer that does not fit"))?;
    if amount > there {
        return Err(Refusal::field(field, in_both(there, text::move_too_much)).into());
    }
    Ok(())
}

/// What has to lie in the drawer of a session. Whoever calls holds it alone.
pub fn in_drawer(tx: &mut Tx<'_>, who: &Who, id: CashSessionId) -> Result<Money, Stop> {
    let session = store::by_id(tx, who, id)?;
    let totals = store::totals(tx, id, session.float)?;
    totals.expected().ok_or_else(|| Stop::fault("a drawer that does not fit"))
}

/// The bank's session of today: what arrives by itself is nobody's drawer. Yesterday's is closed by the first of today.
pub fn of_bank(tx: &mut Tx<'_>, clinic: &Arc<Branch>, request: &str) -> Result<Open, Stop> {
    let house = house_account::of_house(tx, clinic, request)?;
    let today = house.day_of(tx.now());
    if let Some(open) = store::hold(tx, &house)? {
        if open.day == today {
            return Ok(open);
        }
        seal_bank(tx, &house, open.id)?;
    }
    let (now, id) = (tx.now(), CashSessionId::from_raw(tx.new_id()));
    let new = Open { id, day: today, drawer: BANK, opened_at: now, float: Money::ZERO };
    if store::open(tx, &house, &new, "", None)? {
        return Ok(new);
    }
    store::hold(tx, &house)?.ok_or_else(|| Stop::fault("the bank has no session"))
}

/// Closes the bank's session of an earlier day: it holds no cash, so there is nothing to count.
fn seal_bank(tx: &mut Tx<'_>, house: &Who, id: CashSessionId) -> Result<(), Stop> {
    let session = store::lock(tx, house, id)?;
    let totals = store::totals(tx, id, session.float)?;
    let expected = totals.expected().ok_or_else(|| Stop::fault("a drawer that does not fit"))?;
    let count = Count { expected, found: expected, left: Money::ZERO, explanation: String::new(), notes: Vec::new() };
    let slip = slip::of(tx, house, &session, &totals, &count)?;
    let slip = serde_json::to_string(&slip).map_err(|e| Stop::fault(format!("a slip that is no JSON: {e}")))?;
    let (left, explanation, closed_by) = (Money::ZERO, "", house.staff);
    store::close(
        tx,
        id,
        &Closing { expected, counted: expected, left, explanation, slip: &slip, closed_by, agreed_by: None },
    )?;
    Ok(house.note(tx, "close_cash_session", "cash_session", id.raw(), None, "0")?)
}

/// Opens this person's session; refused when one is open.
pub fn open_now(tx: &mut Tx<'_>, who: &Who, form: &Form, lang: Lang) -> Result<(), Stop> {
    let mut fields = Fields::new(form, lang);
    let opening = Opening::read(&mut fields);
    fields.check()?;
    if store::hold(tx, who)?.is_some() {
        return Err(Refusal::conflict(text::session_exists_say()).into());
    }
    open(tx, who, &opening)?;
    Ok(())
}

/// What was left in the drawer that would be opened now.
pub fn next_drawer(tx: &mut Tx<'_>, who: &Who) -> Result<Option<super::Left>, DbError> {
    let taken = store::drawers(tx, who)?;
    match free(&taken).next() {
        Some(drawer) => store::left(tx, who, drawer),
        None => Ok(None),
    }
}

fn free(taken: &[i64]) -> impl Iterator<Item = i64> {
    (BANK + 1..=DRAWERS_MAX).filter(move |drawer| !taken.contains(drawer))
}

fn fresh_enough(tx: &Tx<'_>, who: &Who, open: Open) -> Result<Open, Stop> {
    if tx.now().minutes_since(open.opened_at) <= LONGEST_MINUTES {
        return Ok(open);
    }
    let said = |l| text::session_forgotten(l, show_instant(open.opened_at, who.zone(), l));
    Err(Refusal::conflict(Say::new(said(Lang::Vi), said(Lang::En))).into())
}

/// Takes the first free drawer, and with it what the last one there has left.
fn open(tx: &mut Tx<'_>, who: &Who, opening: &Opening) -> Result<Open, Stop> {
    let taken = store::drawers(tx, who)?;
    for drawer in free(&taken) {
        let left = store::left(tx, who, drawer)?;
        let differs = left.as_ref().is_some_and(|left| left.amount != opening.float);
        if let (true, Some(left), false) = (differs, &left, bricks::text::says_something(&opening.reason)) {
            let said = |l: Lang| text::float_differs(l, left.amount.show_with_sign(l), &left.by_name);
            let asked = Say::new(said(Lang::Vi), said(Lang::En));
            let say = if opening.reason.is_empty() { asked } else { ground::text::field_reason_say() };
            return Err(Refusal::field("float_reason", say).into());
        }
        let (now, id) = (tx.now(), CashSessionId::from_raw(tx.new_id()));
        let new = Open { id, day: who.day_of(now), drawer, opened_at: now, float: opening.float };
        if store::open(tx, who, &new, &opening.reason, left.map(|left| left.session))? {
            let detail = format!("{drawer} {} ₫ {}", opening.float.minor(), opening.reason);
            who.note(tx, "open_cash_session", "cash_session", id.raw(), None, detail.trim_end())?;
            tx.announce(Topic::Cashier);
            return Ok(new);
        }
        if let Some(open) = store::hold(tx, who)? {
            return Ok(open);
        }
    }
    Err(Refusal::conflict(text::drawers_full_say()).into())
}

/// Puts cash into the drawer or takes it out, for a reason that is no payment.
pub fn move_cash(tx: &mut Tx<'_>, who: &Who, form: &Form, lang: Lang) -> Result<(), Stop> {
    let mut fields = Fields::new(form, lang);
    let kind = fields.choice("kind", |kind| ["in", "out"].into_iter().find(|known| *known == kind));
    let amount = fields.money("amount");
    if amount.is_none_or(Money::is_zero) && !form.text("amount").trim().starts_with('-') {
        fields.refuse("amount", text::move_nothing_say());
    }
    let reason = required_reason(&mut fields, "reason");
    fields.check()?;
    let (Some(kind), Some(amount)) = (kind, amount) else {
        return Err(Stop::fault("a form that was checked is not whole"));
    };
    let open = store::hold_alone(tx, who)?.ok_or_else(|| Stop::from(Refusal::conflict(text::session_none_say())))?;
    if kind == "out" {
        refuse_above_drawer(tx, &open, amount, "amount")?;
    }
    let moved = store::move_cash(tx, who, open.id, (kind, amount, &reason))?;
    if kind == "out" {
        let slip = slip::of_cash(tx, who, open.drawer, (amount, &reason));
        payout::issue(tx, who, (open.id, open.day), Of::Cash(moved), slip)?;
    }
    let detail = format!("{kind} {} ₫: {reason}", amount.minor());
    who.note(tx, "move_cash", "cash_session", open.id.raw(), None, &detail)?;
    tx.announce(Topic::Cashier);
    Ok(())
}

/// What was counted, and what has to be there.
pub struct Count {
    pub expected: Money,
    pub found: Money,
    pub left: Money,
    pub explanation: String,
    /// Face and count of every note.
    pub notes: Vec<(i64, i64)>,
}

impl Count {
    /// Whether it is off by more than a sum.
    fn is_off_by_more_than(&self, most: Money) -> bool {
        let off = self.found.sub(self.expected).map_or(i64::MAX, |off| off.minor().saturating_abs());
        off > most.minor()
    }
}

/// What closing led to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Closed {
    Sealed,
    /// It is off by more than the limit: a second person has to agree.
    Waits,
}

/// Counts the drawer and seals the session. What is missing or too much is explained, or the closing is refused at
/// `explanation`; above the clinic's limit it waits for somebody else. A manager closes one that was forgotten, as its second
/// person.
pub fn close(tx: &mut Tx<'_>, who: &Who, id: CashSessionId, form: &Form, lang: Lang) -> Result<Closed, Stop> {
    let mut fields = Fields::new(form, lang);
    let notes = read_notes(&mut fields, form);
    let left = fields.money("left").unwrap_or(Money::ZERO);
    let explanation = fields.line("explanation", REASON_CHARS_MAX);
    fields.check()?;
    let session = store::lock(tx, who, id)?;
    let own = session.opened_by == who.staff;
    if !own && !who.may(Permission::ManageClinic) {
        return Err(Stop::Denied);
    }
    if session.closed_at.is_some() {
        return Err(Refusal::conflict(text::session_closed_say()).into());
    }
    let totals = store::totals(tx, id, session.float)?;
    let expected = totals.expected().ok_or_else(|| Stop::fault("a drawer that does not fit"))?;
    let found = counted(&notes).ok_or_else(|| Stop::fault("a count that does not fit"))?;
    if left > found {
        return Err(Refusal::field("left", in_both(found, text::left_too_much)).into());
    }
    if found != expected && !bricks::text::says_something(&explanation) {
        let say = if explanation.is_empty() { difference(expected, found) } else { text::explanation_short_say() };
        return Err(Refusal::field("explanation", say).into());
    }
    let count = Count { expected, found, left, explanation, notes };
    let needs_second = count.is_off_by_more_than(limits::read(tx)?.difference);
    wish::drop(tx, who, id)?;
    if needs_second && own {
        wish::ask(tx, who, id, &count)?;
        return Ok(Closed::Waits);
    }
    seal(tx, who, &session, &totals, &count, needs_second.then_some((who.staff, who)))?;
    Ok(Closed::Sealed)
}

/// Seals a session as it was counted. `second` where the count is off by more than the limit: who counted, and who agrees.
/// Whoever calls holds the session.
pub fn seal(
    tx: &mut Tx<'_>,
    who: &Who,
    session: &Session,
    totals: &Totals,
    count: &Count,
    second: Option<(StaffId, &Who)>,
) -> Result<(), Stop> {
    let mut slip = slip::of(tx, who, session, totals, count)?;
    let queue = seen::queue(tx, who)?;
    slip.pending = pending(tx, who, &queue)?;
    let closed_by = second.map_or(who.staff, |(counter, _)| counter);
    if let Some((_, agreed)) = second {
        slip.agreed_by = agreed.name.clone();
        if closed_by == session.opened_by {
            slip.closed_by = session.cashier.clone();
        }
    }
    let json = serde_json::to_string(&slip).map_err(|e| Stop::fault(format!("a slip that is no JSON: {e}")))?;
    let Count { expected, found: counted, left, explanation, .. } = count;
    let agreed_by = second.map(|(_, agreed)| agreed.staff);
    let closing =
        Closing { expected: *expected, counted: *counted, left: *left, explanation, slip: &json, closed_by, agreed_by };
    store::close(tx, session.id, &closing)?;
    let detail = format!("{} ₫ / {} ₫ {explanation}", counted.minor(), expected.minor());
    let act = if second.is_some() { "agree_closing" } else { "close_cash_session" };
    who.note(tx, act, "cash_session", session.id.raw(), None, detail.trim_end())?;
    tx.announce(Topic::Cashier);
    Ok(())
}

/// What is still open in the branch.
pub fn pending(tx: &mut Tx<'_>, who: &Who, queue: &[Waiting]) -> Result<Pending, Stop> {
    let due = Money::sum(queue.iter().map(|row| row.due)).ok_or_else(|| Stop::fault("bills that do not fit"))?;
    // A bill of nothing waits to be closed, not to be paid.
    let owing = queue.iter().filter(|row| !row.due.is_zero()).count();
    let bills = i64::try_from(owing).unwrap_or(i64::MAX);
    let (refunds, einvoices) = store::waiting(tx, who)?;
    Ok(Pending { bills, due, refunds, einvoices })
}

/// How many of each note were counted; refused at `notes` when nothing was typed at all.
fn read_notes(fields: &mut Fields<'_>, form: &Form) -> Vec<(i64, i64)> {
    let mut notes = Vec::new();
    let mut typed = false;
    for (face, field) in NOTES.into_iter().zip(NOTE_FIELDS) {
        typed |= !form.text(field).trim().is_empty();
        notes.push((face, fields.whole(field, 0, NOTES_MAX).unwrap_or(0)));
    }
    if !typed {
        fields.refuse("n500000", text::count_missing_say());
    }
    notes
}

/// The fields of [`NOTES`].
pub const NOTE_FIELDS: [&str; 12] =
    ["n500000", "n200000", "n100000", "n50000", "n20000", "n10000", "n5000", "n2000", "n1000", "n500", "n200", "n100"];

fn difference(expected: Money, found: Money) -> Say {
    let off = found.sub(expected).unwrap_or(found);
    if off.is_negative() {
        in_both(off.neg().unwrap_or(off), text::count_short)
    } else {
        in_both(off, text::count_over)
    }
}
