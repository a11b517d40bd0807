//! Voiding a receipt; asking for a refund, deciding it, paying it out.

use super::store::{self, Refund, TakenRow};
use crate::pay::{announce, clinic_of, in_both, required_reason};
use crate::session::{self, Opening};
use crate::{einvoice, seen, text, transfer};
use bricks::id::{ReceiptId, RefundId};
use bricks::lang::Lang;
use bricks::money::Money;
use bricks::refusal::Refusal;
use ground::access::Who;
use ground::db::{Stop, Topic, Tx};
use ground::web::{Fields, Form};
use papers::payout::{self, For, Of, Printed as Slip};
use papers::prescription::refusal_told;
use papers::receipt::Method;
use papers::refund::{self, Wanted};

const REFERENCE_CHARS_MAX: usize = 60;

/// Voids a receipt: its number and content stay, every payment gets a row that takes it back, and the bill is owed
/// again; open again, where nothing else was paid of it and no agreement says how it is paid. Only on its own day, while its session
/// is open and its cash lies in the drawer; later money goes back as a refund.
pub fn void(tx: &mut Tx<'_>, who: &Who, id: ReceiptId, form: &Form, lang: Lang) -> Result<(), Stop> {
    let mut fields = Fields::new(form, lang);
    let reason = required_reason(&mut fields, "void_reason");
    fields.check()?;
    let receipt = seen::receipt_of(tx, who, id)?;
    let patient = papers::visit::lock(tx, who.branch, receipt.visit)?.patient;
    let taken = store::hold_taken(tx, id)?;
    let today = who.day_of(tx.now());
    if taken.iter().any(|payment| payment.closed || payment.day != today) {
        return Err(Refusal::conflict(text::void_too_late_say()).into());
    }
    if !store::void(tx, who, id, &reason)? {
        return Err(Refusal::conflict(text::void_twice_say()).into());
    }
    if store::came_back(tx, id)? {
        return Err(Refusal::conflict(text::void_returned_say()).into());
    }
    refuse_without_notes(tx, who, &taken)?;
    for payment in &taken {
        store::reverse(tx, who, payment.id)?;
        if let Some(deposit) = payment.deposit {
            papers::deposit::put_back(tx, deposit, payment.amount)?;
        }
        if !store::owe_again(tx, payment.invoice, payment.amount)? {
            return Err(Refusal::conflict(text::void_refunded_say()).into());
        }
    }
    let sum = Money::sum(taken.iter().map(|p| p.amount)).ok_or_else(|| Stop::fault("a receipt that does not fit"))?;
    store::owe_visit(tx, receipt.visit, sum)?;
    einvoice::of_void(tx, who, id, &reason)?;
    if papers::debt::of_visit(tx, receipt.visit)?.is_none_or(|agreed| !agreed.is_agreed()) {
        papers::charge::open_again(tx, receipt.visit, Some(id))?;
    }
    transfer::store::release(tx, id)?;
    let detail = format!("{} {} ₫: {reason}", receipt.printed.number, sum.minor());
    who.note(tx, "void_receipt", "receipt", id.raw(), Some(patient), &detail)?;
    announce(tx, receipt.visit, patient);
    Ok(())
}

/// Refuses to take cash back that does not lie in the drawer into which it went. Whoever calls holds its session alone.
fn refuse_without_notes(tx: &mut Tx<'_>, who: &Who, taken: &[TakenRow]) -> Result<(), Stop> {
    let cash = Money::sum(taken.iter().filter(|payment| payment.method == Method::Cash).map(|payment| payment.amount));
    let cash = cash.ok_or_else(|| Stop::fault("a receipt that does not fit"))?;
    let Some(first) = taken.first().filter(|_| !cash.is_zero()) else { return Ok(()) };
    let there = session::in_drawer(tx, who, first.session)?;
    if cash > there {
        return Err(Refusal::conflict(in_both(there, text::void_drawer)).into());
    }
    Ok(())
}

/// Asks for money back: never more than the receipt took. The amount is kept free at once, so that nobody is promised more.
pub fn ask(tx: &mut Tx<'_>, who: &Who, id: ReceiptId, form: &Form, lang: Lang) -> Result<(), Stop> {
    let mut fields = Fields::new(form, lang);
    let amount = fields.money("refund_amount");
    if amount.is_none_or(Money::is_zero) && !form.text("refund_amount").trim().starts_with('-') {
        fields.refuse("refund_amount", text::refund_nothing_say());
    }
    let reason = required_reason(&mut fields, "refund_reason");
    fields.check()?;
    let amount = amount.ok_or_else(|| Stop::fault("a form that was checked is not whole"))?;
    let receipt = seen::receipt_of(tx, who, id)?;
    let visit = receipt.visit;
    let patient = papers::visit::lock(tx, who.branch, visit)?.patient;
    if store::voided(tx, id)?.is_some() {
        return Err(Refusal::conflict(text::refund_of_void_say()).into());
    }
    let left = refund::of_receipt(tx, id)?;
    let most = refund::most(&left);
    if amount > most {
        return Err(Refusal::field("refund_amount", in_both(most, text::refund_too_much)).into());
    }
    refund::ask(tx, who, &left, &Wanted { visit, patient, amount, reason: &reason, charge: None })?;
    Ok(())
}

/// Agrees to a refund. Never by the one who asked.
pub fn approve(tx: &mut Tx<'_>, who: &Who, id: RefundId) -> Result<(), Stop> {
    let refund = store::lock(tx, who, id)?;
    if refund.asked_by == who.staff {
        return Err(Refusal::conflict(text::refund_own_say()).into());
    }
    if !store::approve(tx, who, id)? {
        return Err(Refusal::conflict(text::refund_decided_say()).into());
    }
    note(tx, who, &refund, "approve_refund")
}

/// Says that a refund is not paid, and why. What it was for stays owed, and is found by the leak finder.
pub fn refuse(tx: &mut Tx<'_>, who: &Who, id: RefundId, form: &Form, lang: Lang) -> Result<(), Stop> {
    let mut fields = Fields::new(form, lang);
    let reason = required_reason(&mut fields, "refusal_reason");
    fields.check()?;
    let refund = store::lock(tx, who, id)?;
    if !store::refuse(tx, who, id, &reason)? {
        return Err(Refusal::conflict(text::refund_not_open_say()).into());
    }
    store::release(tx, refund.invoice, refund.amount)?;
    note(tx, who, &Refund { reason: format!("{} · {reason}", refund.reason), ..refund }, "refuse_refund")
}

/// Takes a refund back that was asked for by mistake, before it is paid, by the one who asked; another one refuses it and says why.
pub fn withdraw(tx: &mut Tx<'_>, who: &Who, id: RefundId) -> Result<(), Stop> {
    let refund = store::lock(tx, who, id)?;
    if refund.asked_by != who.staff {
        return Err(Refusal::conflict(text::refund_not_yours_say()).into());
    }
    if !store::withdraw(tx, who, id)? {
        return Err(Refusal::conflict(text::refund_not_open_say()).into());
    }
    store::release(tx, refund.invoice, refund.amount)?;
    note(tx, who, &refund, "withdraw_refund")
}

/// Pays a refund out of this person's session; in cash no more than lies in the drawer.
pub fn pay(tx: &mut Tx<'_>, who: &Who, id: RefundId, form: &Form, lang: Lang) -> Result<ReceiptId, Stop> {
    let mut fields = Fields::new(form, lang);
    let method = fields.choice("method", Method::of_money).unwrap_or(Method::Cash);
    let reference = match method {
        Method::Cash => String::new(),
        _ => fields.required_line("reference", REFERENCE_CHARS_MAX),
    };
    let opening = form.has("float").then(|| Opening::read(&mut fields));
    fields.check()?;
    let refund = store::lock(tx, who, id)?;
    if !store::pay(tx, who, id)? {
        return Err(Refusal::conflict(text::refund_not_payable_say()).into());
    }
    let session = session::for_payout(tx, who, opening.as_ref(), (method, refund.amount), "method")?;
    store::pay_out(tx, who, &refund, &session, (method, &reference))?;
    einvoice::of_refund(tx, who, &refund)?;
    let slip = Slip {
        number: String::new(),
        issued_at: tx.now(),
        clinic: clinic_of(who),
        of: For::Receipt(refund.number.clone()),
        to: Some(crate::store::payer(tx, refund.patient)?),
        reason: refund.reason.clone(),
        item_vi: refund.of.vi.to_string(),
        item_en: refund.of.en.to_string(),
        amount: refund.amount,
        method,
        reference,
        asked: refund.asked_name.clone(),
        agreed: refund.decided_name.clone(),
        cashier: who.name.clone(),
    };
    payout::issue(tx, who, (session.id, session.day), Of::Refund(id), slip)?;
    note(tx, who, &refund, "pay_refund")?;
    Ok(refund.receipt)
}

fn note(tx: &mut Tx<'_>, who: &Who, refund: &Refund, act: &'static str) -> Result<(), Stop> {
    let reason = refusal_told(&refund.reason, Lang::Vi);
    let detail = format!("{} {} ₫: {reason}", refund.number, refund.amount.minor());
    who.note(tx, act, "refund", refund.id.raw(), Some(refund.patient), &detail)?;
    announce(tx, refund.visit, refund.patient);
    tx.announce(Topic::Cashier);
    Ok(())
}
