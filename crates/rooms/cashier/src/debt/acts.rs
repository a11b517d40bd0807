//! Agreeing that a bill is paid later.

use super::rules::{self, FIELDS, Typed};
use crate::bill::{self, Bill, Totals};
use crate::pay::{announce, bill_changed, close_bill, in_both, refuse_closed, required_reason};
use crate::{discount, limits, text};
use bricks::clock::show_day;
use bricks::id::{DebtId, PatientId, VisitId};
use bricks::lang::Lang;
use bricks::money::Money;
use bricks::refusal::Refusal;
use bricks::say::Say;
use ground::access::{Permission, Who};
use ground::db::{Stop, Tx};
use ground::web::{Fields, Form};
use papers::debt::{self as paper, Agreed, New};

/// Whether somebody else has to agree: with what the patient owes besides it is more than the clinic's limit. The patient's row
/// is held, so that two bills are added up one after the other.
fn is_above(tx: &mut Tx<'_>, (visit, patient): (VisitId, PatientId), due: Money) -> Result<bool, Stop> {
    let besides = paper::due_besides(tx, patient, visit)?;
    let all = besides.add(due).ok_or_else(|| Stop::fault("debts that do not fit"))?;
    Ok(all > limits::read(tx)?.debt)
}

/// Agrees that all that is open is paid later: when and how much each time. When the patient then owes more than the limit it is
/// asked for and waits for a manager. Refused for a buyer without a name. It takes the place of the agreement that the page showed, and of no other.
pub fn agree(tx: &mut Tx<'_>, who: &Who, visit: VisitId, form: &Form, lang: Lang) -> Result<(), Stop> {
    let mut fields = Fields::new(form, lang);
    let reason = required_reason(&mut fields, "debt_reason");
    let typed: Vec<Typed> = FIELDS.map(|(day, amount)| (fields.day(day), fields.money(amount))).to_vec();
    let replaces: Option<DebtId> = fields.id("replaces");
    fields.check()?;
    let (patient, bill, totals) = bill::lock(tx, who, visit)?;
    refuse_closed(tx, who, visit, &bill)?;
    let seen = form.text("due").parse().ok().map(Money::from_minor);
    if seen != Some(totals.due) {
        return Err(bill_changed(totals.due).into());
    }
    if totals.due.is_zero() {
        return Err(Refusal::conflict(text::debt_nothing_due_say()).into());
    }
    if papers::retail::is_nameless(tx, who.branch, patient)? {
        return Err(Refusal::conflict(text::debt_nameless_say()).into());
    }
    if discount::store::of_visit(tx, visit)?.is_some() {
        return Err(Refusal::conflict(text::debt_discount_waits_say()).into());
    }
    let plan = rules::plan(&typed, totals.due, who.day_of(tx.now())).unwrap_or_else(|wrong| {
        wrong.into_iter().for_each(|(field, say)| fields.refuse(field, say));
        Vec::new()
    });
    fields.check()?;
    if let Some(before) = paper::of_visit(tx, visit)?
        && (replaces != Some(before.debt.id) || !paper::end(tx, before.debt.id, who.staff)?)
    {
        return Err(already(&before).into());
    }
    let needs_second = is_above(tx, (visit, patient), totals.due)? && !who.may(Permission::ApproveDebt);
    let id = DebtId::from_raw(tx.new_id());
    let new = New { id, visit, amount: totals.due, reason: &reason, plan: &plan, needs_second };
    if !paper::insert(tx, (who.branch, who.staff), &new)? {
        return Err(Refusal::conflict(text::debt_exists_say()).into());
    }
    if !needs_second {
        settle(tx, who, (visit, patient), &bill, new.id)?;
    }
    let days: Vec<String> = plan.iter().map(|part| show_day(part.due, Lang::Vi)).collect();
    let detail = format!("{} ₫ {}: {reason}", totals.due.minor(), days.join(", "));
    who.note(tx, if needs_second { "ask_debt" } else { "agree_debt" }, "visit", visit.raw(), Some(patient), &detail)?;
    announce(tx, visit, patient);
    Ok(())
}

/// Agrees in the name of who agrees. What was to be paid is no more to be changed: the open charges go onto an invoice, of
/// which nothing is paid yet.
fn settle(
    tx: &mut Tx<'_>,
    who: &Who,
    (visit, patient): (VisitId, PatientId),
    bill: &Bill,
    id: DebtId,
) -> Result<(), Stop> {
    if !paper::agree(tx, id, who.staff)? {
        return Err(Refusal::conflict(text::debt_decided_say()).into());
    }
    close_bill(tx, who, (visit, patient), bill)
}

fn already(before: &Agreed) -> Refusal {
    if !before.is_agreed() {
        return Refusal::conflict(text::debt_asked_say());
    }
    let first = before.plan.first().map(|part| part.due);
    let said = |l| text::debt_already(l, first.map_or(String::new(), |day| show_day(day, l)), &before.debt.agreed_name);
    Refusal::conflict(Say::new(said(Lang::Vi), said(Lang::En)))
}

/// Agrees to what somebody asked for, while the bill is still what it was then.
pub fn approve(tx: &mut Tx<'_>, who: &Who, visit: VisitId, form: &Form, lang: Lang) -> Result<(), Stop> {
    let (patient, bill, totals, found) = asked_for(tx, who, visit, form, lang)?;
    let debt = &found.debt;
    if debt.asked_by == who.staff {
        return Err(Refusal::conflict(text::debt_own_say()).into());
    }
    if totals.due != debt.amount || debt.paid != debt.paid_before {
        return Err(Refusal::conflict(in_both(totals.due, text::debt_bill_changed)).into());
    }
    if discount::store::of_visit(tx, visit)?.is_some() {
        return Err(Refusal::conflict(text::debt_discount_waits_say()).into());
    }
    settle(tx, who, (visit, patient), &bill, debt.id)?;
    note(tx, who, (visit, patient), debt, "approve_debt")
}

/// Ends an agreement, or refuses what was asked for: what is owed is due at once, and open again where nothing of it is paid.
pub fn end(tx: &mut Tx<'_>, who: &Who, visit: VisitId, form: &Form, lang: Lang) -> Result<(), Stop> {
    let (patient, _, _, found) = asked_for(tx, who, visit, form, lang)?;
    if !paper::end(tx, found.debt.id, who.staff)? {
        return Err(Refusal::conflict(text::debt_gone_say()).into());
    }
    papers::charge::open_again(tx, visit, None)?;
    note(tx, who, (visit, patient), &found.debt, "end_debt")
}

/// The bill under its lock and the agreement that the page showed; refused when it is another one by now.
fn asked_for(
    tx: &mut Tx<'_>,
    who: &Who,
    visit: VisitId,
    form: &Form,
    lang: Lang,
) -> Result<(PatientId, Bill, Totals, Agreed), Stop> {
    let mut fields = Fields::new(form, lang);
    let seen: Option<DebtId> = fields.required_id("debt");
    fields.check()?;
    let (patient, bill, totals) = bill::lock(tx, who, visit)?;
    let found = paper::of_visit(tx, visit)?.filter(|found| Some(found.debt.id) == seen);
    let found = found.ok_or_else(|| Stop::from(Refusal::conflict(text::debt_gone_say())))?;
    Ok((patient, bill, totals, found))
}

fn note(
    tx: &mut Tx<'_>,
    who: &Who,
    (visit, patient): (VisitId, PatientId),
    debt: &paper::Debt,
    act: &'static str,
) -> Result<(), Stop> {
    let detail = format!("{} ₫: {}", debt.amount.minor(), debt.reason);
    who.note(tx, act, "visit", visit.raw(), Some(patient), &detail)?;
    announce(tx, visit, patient);
    Ok(())
}
