//! Giving, asking for, deciding and taking back what comes off a bill.

use super::{rules, store};
use crate::bill::{self, Bill, Totals};
use crate::pay::{announce, refuse_closed};
use crate::{rules as money, store as bills, text};
use bricks::id::{PatientId, VisitId};
use bricks::lang::Lang;
use bricks::money::Money;
use bricks::refusal::Refusal;
use ground::access::Who;
use ground::db::{Stop, Tx};
use ground::web::{Fields, Form};

const REASON_CHARS_MAX: usize = 120;
const CODE_CHARS_MAX: usize = 24;

/// Gives the one discount of an open bill: `amount` is an amount or a share, as typed. Above the giver's limit it is
/// asked for and waits on the managers' screens.
pub fn give_discount(tx: &mut Tx<'_>, who: &Who, visit: VisitId, form: &Form, lang: Lang) -> Result<(), Stop> {
    let mut fields = Fields::new(form, lang);
    let typed = fields.required_line("amount", 24);
    let reason = fields.required_line("reason", REASON_CHARS_MAX);
    let (patient, bill, totals) = bill::lock(tx, who, visit)?;
    refuse_closed(tx, who, visit, &bill)?;
    let mut amount = Money::ZERO;
    if !typed.is_empty() {
        match money::discount(&typed, bill.sums.charged, lang) {
            Ok(given) => amount = given,
            Err(say) => fields.refuse("amount", say),
        }
    }
    fields.check()?;
    let limit = rules::limit(who.roles, bill.sums.charged, store::limit(tx)?);
    if bill.discount.is_none() && amount > limit {
        store::ask(tx, who, visit, amount, &reason)?;
        let detail = format!("{} ₫: {reason}", amount.minor());
        who.note(tx, "ask_discount", "visit", visit.raw(), Some(patient), &detail)?;
        announce(tx, visit, patient);
        return Ok(());
    }
    give(tx, who, (visit, patient), (&bill, totals), (amount, &reason))
}

fn give(
    tx: &mut Tx<'_>,
    who: &Who,
    (visit, patient): (VisitId, PatientId),
    (bill, totals): (&Bill, Totals),
    (amount, reason): (Money, &str),
) -> Result<(), Stop> {
    if bill.discount.is_some() || !bills::give_discount(tx, who, visit, amount, reason)? {
        return Err(Refusal::conflict(text::discount_exists_say()).into());
    }
    store::drop(tx, visit)?;
    let due = totals.due.sub(amount).ok_or_else(|| Stop::fault("a discount above its bill"))?;
    bills::set_due(tx, visit, totals.due, due)?;
    let detail = format!("{} ₫: {reason}", amount.minor());
    who.note(tx, "give_discount", "visit", visit.raw(), Some(patient), &detail)?;
    announce(tx, visit, patient);
    Ok(())
}

/// Agrees to a discount that waits, in the name of whoever agrees, or refuses it.
pub fn decide(tx: &mut Tx<'_>, who: &Who, visit: VisitId, approved: bool) -> Result<(), Stop> {
    let (patient, bill, totals) = bill::lock(tx, who, visit)?;
    let Some(wish) = store::of_visit(tx, visit)? else {
        return Err(Refusal::conflict(text::wish_gone_say()).into());
    };
    if approved {
        if wish.amount > bill.sums.charged {
            return Err(Refusal::conflict(text::wish_too_large_say()).into());
        }
        return give(tx, who, (visit, patient), (&bill, totals), (wish.amount, &wish.reason));
    }
    store::drop(tx, visit)?;
    let detail = format!("{} ₫: {}", wish.amount.minor(), wish.reason);
    who.note(tx, "refuse_discount", "visit", visit.raw(), Some(patient), &detail)?;
    announce(tx, visit, patient);
    Ok(())
}

/// Takes the discount back, and with it the voucher that it came of; what is due is the whole bill again.
pub fn remove_discount(tx: &mut Tx<'_>, who: &Who, visit: VisitId) -> Result<(), Stop> {
    let (patient, bill, totals) = bill::lock(tx, who, visit)?;
    store::give_back(tx, visit)?;
    if !bills::drop_discount(tx, visit)? {
        return Err(Refusal::conflict(text::discount_gone_say()).into());
    }
    let due = totals.due.add(bill.sums.discount).ok_or_else(|| Stop::fault("a bill that does not fit"))?;
    bills::set_due(tx, visit, totals.due, due)?;
    let detail = format!("{} ₫", bill.sums.discount.minor());
    who.note(tx, "remove_discount", "visit", visit.raw(), Some(patient), &detail)?;
    announce(tx, visit, patient);
    Ok(())
}

/// Uses a voucher on an open bill. Its row is locked while its numbers are asked, so that the last use has one winner.
pub fn use_voucher(tx: &mut Tx<'_>, who: &Who, visit: VisitId, form: &Form, lang: Lang) -> Result<(), Stop> {
    let mut fields = Fields::new(form, lang);
    let code = rules::tidy_code(&fields.required_line("code", CODE_CHARS_MAX));
    fields.check()?;
    let (patient, bill, totals) = bill::lock(tx, who, visit)?;
    refuse_closed(tx, who, visit, &bill)?;
    let voucher = store::lock_voucher(tx, &code)?;
    let voucher = voucher.ok_or_else(|| Stop::from(Refusal::field("code", text::voucher_unknown_say())))?;
    let by_patient = store::by_patient(tx, patient, voucher.id)?;
    let today = who.day_of(tx.now());
    let worth = rules::worth(&voucher, bill.sums.charged, today, by_patient);
    let worth = worth.map_err(|say| Stop::from(Refusal::field("code", say)))?;
    give(tx, who, (visit, patient), (&bill, totals), (worth, &format!("Voucher {code}")))?;
    if !store::use_up(tx, who, voucher.id, visit)? {
        return Err(Refusal::conflict(text::voucher_used_up_say()).into());
    }
    Ok(())
}
