//! Receiving, claiming, assigning and dismissing transfers.

use super::gateway::{self, Incoming};
use super::purpose;
use super::store::{self, Account};
use crate::asked::Taking;
use crate::bill;
use crate::pay::{self, Taken, in_both};
use crate::{session, text};
use bricks::id::{DepositId, ReceiptId, VisitId};
use bricks::lang::Lang;
use bricks::money::Money;
use bricks::refusal::Refusal;
use bricks::say::Say;
use bricks::vietqr;
use ground::access::{Branch, Who, house_account};
use ground::db::{Stop, Topic, Tx};
use ground::web::{Fields, Form};
use papers::receipt::{Method, Part};
use std::sync::Arc;

const HOLDER_CHARS_MAX: usize = 60;

/// What became of a transfer that was told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It paid the bill that it names.
    Paid(ReceiptId),
    /// It waits for somebody to say whose it is.
    Waits,
    /// It was told before.
    Known,
}

/// Takes a transfer that the gateway tells. The reference's key lets it in once; it pays the bill that its purpose names
/// when it is exactly what that bill owes, and waits otherwise.
pub fn receive(tx: &mut Tx<'_>, clinic: &Arc<Branch>, request: &str, incoming: &Incoming) -> Result<Outcome, Stop> {
    let house = house_account::of_house(tx, clinic, request)?;
    let mut visit = None;
    for named in purpose::named(&incoming.purpose) {
        visit = visit.or(store::by_ticket(tx, clinic.id, &named)?);
    }
    // The bill is locked before the transfer is written, in the order in which a cashier takes both.
    let open = visit.map(|visit| bill::lock(tx, &house, visit)).transpose()?;
    if !store::add(tx, clinic.id, incoming, ("gateway", visit))? {
        return Ok(Outcome::Known);
    }
    tx.announce(Topic::Cashier);
    let held = store::lock_reference(tx, clinic.id, &incoming.reference)?;
    let detail = format!("{} {} ₫", held.reference, held.amount.minor());
    let Some((visit, (patient, bill, totals))) = visit.zip(open).filter(|(_, (_, _, t))| t.due == held.amount) else {
        house.note(tx, "receive_transfer", "bank_transfer", held.id, None, &detail)?;
        return Ok(Outcome::Waits);
    };
    house.note(tx, "receive_transfer", "bank_transfer", held.id, Some(patient), &detail)?;
    let session = session::of_bank(tx, clinic, request)?;
    let taking = whole(&held.reference, held.amount);
    let taken = Taken { visit, patient, bill: &bill, totals, session: &session, taking: &taking, payer: None };
    let receipt = pay::take(tx, &house, &taken)?;
    store::settle(tx, house.staff, held.id, receipt)?;
    Ok(Outcome::Paid(receipt))
}

fn whole(reference: &str, amount: Money) -> Taking {
    let parts = vec![Part { method: Method::Transfer, amount, reference: reference.to_owned() }];
    Taking { parts, paid: amount, tendered: Money::ZERO, change: Money::ZERO, deposits: Vec::new() }
}

/// Keeps the references of transfers that a cashier took by hand.
pub fn claim(tx: &mut Tx<'_>, who: &Who, taking: &Taking, receipt: ReceiptId) -> Result<(), Stop> {
    for part in taking.parts.iter().filter(|part| part.method == Method::Transfer) {
        claim_one(tx, who, (&part.reference, part.amount), For::Receipt(receipt))?;
    }
    Ok(())
}

/// What a transfer paid for.
#[derive(Debug, Clone, Copy)]
pub enum For {
    Receipt(ReceiptId),
    Deposit(DepositId),
}

/// Keeps the reference of one transfer that a cashier took by hand: it pays once, whoever tells of it first, a bill or a
/// deposit. One that the gateway told and that still waits is settled by this, if the amount is the same.
pub fn claim_one(tx: &mut Tx<'_>, who: &Who, (typed, amount): (&str, Money), what: For) -> Result<(), Stop> {
    let reference = gateway::tidy(typed);
    let by_hand = Incoming { reference: reference.clone(), amount, purpose: String::new(), account: String::new() };
    store::add(tx, who.branch, &by_hand, ("hand", None))?;
    let held = store::lock_reference(tx, who.branch, &reference)?;
    if held.state != "waiting" {
        let number = store::number_of(tx, held.id)?;
        let said = |l| text::reference_used(l, &number);
        return Err(Refusal::field("reference", Say::new(said(Lang::Vi), said(Lang::En))).into());
    }
    if held.amount != amount {
        return Err(Refusal::field("reference", in_both(held.amount, text::reference_other_amount)).into());
    }
    match what {
        For::Receipt(receipt) => store::settle(tx, who.staff, held.id, receipt)?,
        For::Deposit(deposit) => store::settle_by_deposit(tx, who.staff, held.id, deposit)?,
    }
    Ok(())
}

/// Gives a waiting transfer to a bill, of which it pays as much as it is.
pub fn assign(tx: &mut Tx<'_>, who: &Who, id: i64, form: &Form, lang: Lang) -> Result<ReceiptId, Stop> {
    let mut fields = Fields::new(form, lang);
    let visit: Option<VisitId> = fields.required_id("visit");
    fields.check()?;
    let visit = visit.ok_or_else(|| Stop::fault("a form that was checked is not whole"))?;
    let (patient, bill, totals) = bill::lock(tx, who, visit)?;
    pay::refuse_closed(tx, who, visit, &bill)?;
    let held = store::lock(tx, who.branch, id)?;
    if held.state != "waiting" {
        return Err(Refusal::conflict(text::transfer_settled_say()).into());
    }
    if held.amount > totals.due {
        return Err(Refusal::field("visit", in_both(totals.due, text::transfer_too_much)).into());
    }
    let session = session::of_bank(tx, &who.clinic, &who.request_id)?;
    let taking = whole(&held.reference, held.amount);
    let receipt = pay::take(
        tx,
        who,
        &Taken { visit, patient, bill: &bill, totals, session: &session, taking: &taking, payer: None },
    )?;
    store::settle(tx, who.staff, id, receipt)?;
    Ok(receipt)
}

/// Says that a transfer is for no bill.
pub fn dismiss(tx: &mut Tx<'_>, who: &Who, id: i64, form: &Form, lang: Lang) -> Result<(), Stop> {
    let mut fields = Fields::new(form, lang);
    let reason = pay::required_reason(&mut fields, "dismiss_reason");
    fields.check()?;
    let held = store::lock(tx, who.branch, id)?;
    if !store::dismiss(tx, who, id, &reason)? {
        return Err(Refusal::conflict(text::transfer_settled_say()).into());
    }
    let detail = format!("{} {} ₫: {reason}", held.reference, held.amount.minor());
    who.note(tx, "dismiss_transfer", "bank_transfer", id, None, &detail)?;
    tx.announce(Topic::Cashier);
    Ok(())
}

/// Puts a bill onto this person's second screen; refused when there is none.
pub fn show(tx: &mut Tx<'_>, who: &Who, visit: VisitId) -> Result<(), Stop> {
    papers::visit::by_id(tx, who.branch, visit)?;
    if !store::has_screen(tx, who.staff)? {
        return Err(Refusal::conflict(text::display_none_say()).into());
    }
    store::show(tx, who, visit)?;
    tx.announce(Topic::Cashier);
    Ok(())
}

/// Takes a bill off this person's second screen.
pub fn hide(tx: &mut Tx<'_>, who: &Who, visit: VisitId) -> Result<(), Stop> {
    papers::visit::by_id(tx, who.branch, visit)?;
    store::hide(tx, who, visit)?;
    tx.announce(Topic::Cashier);
    Ok(())
}

/// Sets the account to which patients transfer, and the gateway's secret.
pub fn set_account(tx: &mut Tx<'_>, who: &Who, form: &Form, lang: Lang) -> Result<(), Stop> {
    let mut fields = Fields::new(form, lang);
    let bin = fields.choice("bin", |bin| vietqr::bank_name(bin).map(|_| bin.to_owned()));
    let number = fields.required_line("number", 19).replace(' ', "");
    if !number.is_empty() && !vietqr::is_account(&number) {
        fields.refuse("number", text::account_number_wrong_say());
    }
    let holder = fields.required_line("holder", HOLDER_CHARS_MAX);
    let typed = fields.line("secret", 128);
    if !typed.is_empty() && typed.len() < 16 {
        fields.refuse("secret", text::account_secret_short_say());
    }
    fields.check()?;
    let bin = bin.ok_or_else(|| Stop::fault("a form that was checked is not whole"))?;
    let before = store::account(tx, who.branch)?;
    let secret = if typed.is_empty() { before.map(|a| a.secret).unwrap_or_default() } else { typed };
    let detail = format!("{bin} {number} {holder}");
    store::set_account(tx, who.branch, &Account { bin, number, holder, secret })?;
    who.note(tx, "set_bank_account", "branch", who.branch.raw(), None, &detail)?;
    tx.announce(Topic::Cashier);
    Ok(())
}
