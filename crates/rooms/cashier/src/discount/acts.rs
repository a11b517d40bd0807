//! Giving, asking for, deciding and taking back what comes off a bill or one of its lines.

use super::rules;
use super::store::{self, NewOff};
use crate::bill::{self, Bill, Totals};
use crate::pay::{announce, in_both, refuse_closed};
use crate::{rules as money, store as bills, text};
use bricks::id::{ChargeId, DiscountId, PatientId, VisitId};
use bricks::lang::Lang;
use bricks::money::Money;
use bricks::refusal::Refusal;
use ground::access::Who;
use ground::db::{Stop, Tx};
use ground::web::{Fields, Form};
use papers::charge::Charge;
use papers::payer;

const REASON_CHARS_MAX: usize = 120;
const CODE_CHARS_MAX: usize = 24;

/// Gives a discount of an open bill, or of the one line named by `line`: `amount` is an amount or a share, as typed.
/// Together with what was given by hand before, above the giver's limit it is asked for and waits on the managers' screens; what rounding
/// adds for the patient counts towards no limit.
pub fn give_discount(tx: &mut Tx<'_>, who: &Who, visit: VisitId, form: &Form, lang: Lang) -> Result<(), Stop> {
    let mut fields = Fields::new(form, lang);
    let typed = fields.required_line("amount", 24);
    let reason = fields.required_reason("reason", REASON_CHARS_MAX);
    let charge: Option<ChargeId> = fields.id("line");
    let (patient, bill, totals) = bill::lock(tx, who, visit)?;
    refuse_closed(tx, who, visit, &bill)?;
    let line = charge.and_then(|id| bill.charges.iter().find(|charge| charge.id == id));
    if charge.is_some() && line.is_none() {
        fields.refuse("line", text::discount_line_gone_say());
    }
    let mut exact = Money::ZERO;
    if !typed.is_empty() {
        let own = bill.sums.charged.sub(bill.sums.insured).unwrap_or(bill.sums.charged);
        match money::discount(&typed, line.map_or(own, |line| line.amount), lang) {
            Ok(given) => exact = given,
            Err(say) => fields.refuse("amount", say),
        }
    }
    fields.check()?;
    let share = typed.ends_with('%');
    let amount = if share && line.is_none() { money::payable(exact, bill.sums.due) } else { exact };
    let reason = if share { rules::share_told(&typed, (exact, amount), &reason, lang) } else { reason };
    if bill.discounts.iter().any(|d| d.charge == charge && d.voucher.is_none()) {
        return Err(Refusal::conflict(text::discount_exists_say()).into());
    }
    let new = NewOff { visit, charge, voucher: None, group: None, amount, reason: &reason };
    let given = bill.discounts.iter().filter(|d| d.voucher.is_none()).map(|d| d.amount);
    let together = Money::sum(given.chain([exact])).ok_or_else(|| Stop::fault("discounts that do not fit"))?;
    if together > rules::limit(who.roles, bill.sums.charged, crate::limits::read(tx)?.discount_basis_points) {
        store::ask(tx, who, &new)?;
        let detail = format!("{} ₫: {reason}", amount.minor());
        who.note(tx, "ask_discount", "visit", visit.raw(), Some(patient), &detail)?;
        announce(tx, visit, patient);
        return Ok(());
    }
    give(tx, who, patient, (&bill, totals), &new)
}

/// Writes the discount down and what is therefore due. Refused when the bill has such a one already, does not go with it,
/// or leaves less than it to the patient.
fn give(
    tx: &mut Tx<'_>,
    who: &Who,
    patient: PatientId,
    (bill, totals): (&Bill, Totals),
    new: &NewOff<'_>,
) -> Result<(), Stop> {
    let alone = |d: &store::Off| d.voucher.is_some() && !d.stackable;
    if new.voucher.is_none() && bill.discounts.iter().any(alone) {
        return Err(Refusal::conflict(text::voucher_alone_say()).into());
    }
    if !store::give(tx, who, new)? {
        return Err(Refusal::conflict(text::discount_exists_say()).into());
    }
    store::drop(tx, new.visit)?;
    match new.charge.and_then(|id| bill.charges.iter().find(|charge| charge.id == id)) {
        Some(line) => set_line(tx, (new.visit, line), totals, new.amount)?,
        None => {
            let due = totals.due.sub(new.amount).filter(|_| new.amount <= bill.sums.due);
            let due = due.ok_or_else(|| too_large(bill.sums.due))?;
            bills::set_due(tx, new.visit, totals.due, due)?;
        }
    }
    let detail = format!("{} ₫: {}", new.amount.minor(), new.reason);
    who.note(tx, "give_discount", "visit", new.visit.raw(), Some(patient), &detail)?;
    announce(tx, new.visit, patient);
    Ok(())
}

/// Writes what is taken off a line, and what payers bear of the bill after it.
fn set_line(tx: &mut Tx<'_>, (visit, line): (VisitId, &Charge), totals: Totals, off: Money) -> Result<(), Stop> {
    if !store::set_line(tx, visit, line.id, off)? {
        return Err(Refusal::conflict(text::discount_line_gone_say()).into());
    }
    let due = totals.due.add(line.insured()).and_then(|sum| sum.add(line.discount)).and_then(|sum| sum.sub(off));
    let due = due.filter(|due| !due.is_negative()).ok_or_else(|| too_large(line.patient()))?;
    bills::set_due(tx, visit, totals.due, due)?;
    payer::refresh(tx, visit)
}

fn too_large(left: Money) -> Stop {
    Refusal::field("amount", in_both(left, text::discount_too_large)).into()
}

/// Agrees to a discount that waits, in the name of whoever agrees, or refuses it.
pub fn decide(tx: &mut Tx<'_>, who: &Who, visit: VisitId, approved: bool) -> Result<(), Stop> {
    let (patient, bill, totals) = bill::lock(tx, who, visit)?;
    let Some(wish) = store::of_visit(tx, visit)? else {
        return Err(Refusal::conflict(text::wish_gone_say()).into());
    };
    if approved {
        let (charge, amount) = (wish.charge, wish.amount);
        let most = match charge.map(|id| bill.charges.iter().find(|line| line.id == id)) {
            None => bill.sums.due,
            Some(line) => line.and_then(|line| line.amount.sub(line.discount)).unwrap_or(Money::ZERO),
        };
        if amount > most {
            return Err(Refusal::conflict(text::wish_too_large_say()).into());
        }
        let new = NewOff { visit, charge, voucher: None, group: None, amount, reason: &wish.reason };
        return give(tx, who, patient, (&bill, totals), &new);
    }
    store::drop(tx, visit)?;
    let detail = format!("{} ₫: {}", wish.amount.minor(), wish.reason);
    who.note(tx, "refuse_discount", "visit", visit.raw(), Some(patient), &detail)?;
    announce(tx, visit, patient);
    Ok(())
}

/// Takes a discount back, and with it the use of the voucher that it came of.
pub fn remove_discount(tx: &mut Tx<'_>, who: &Who, visit: VisitId, id: Option<DiscountId>) -> Result<(), Stop> {
    let (patient, bill, totals) = bill::lock(tx, who, visit)?;
    let gone = || Stop::from(Refusal::conflict(text::discount_gone_say()));
    let off = bill.discounts.iter().find(|d| Some(d.id) == id).ok_or_else(gone)?;
    if !store::take_off(tx, visit, off.id)? {
        return Err(gone());
    }
    if let Some(voucher) = off.voucher {
        store::give_back(tx, visit, voucher)?;
    }
    match off.charge.and_then(|id| bill.charges.iter().find(|charge| charge.id == id)) {
        Some(line) => set_line(tx, (visit, line), totals, Money::ZERO)?,
        None => {
            let due = totals.due.add(off.amount).ok_or_else(|| Stop::fault("a bill that does not fit"))?;
            bills::set_due(tx, visit, totals.due, due)?;
        }
    }
    let detail = format!("{} ₫: {}", off.amount.minor(), off.reason);
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
    let at_code = |say| Stop::from(Refusal::field("code", say));
    let voucher = store::lock_voucher(tx, &code)?.ok_or_else(|| at_code(text::voucher_unknown_say()))?;
    let by_patient = store::by_patient(tx, patient, voucher.id)?;
    let today = who.day_of(tx.now());
    let lines = bill.charges.iter().zip(&bill.off).filter(|(line, _)| voucher.group.is_none_or(|g| g == line.group));
    let left = Money::sum(lines.filter_map(|(line, off)| line.patient().sub(*off))).unwrap_or(Money::ZERO);
    let amount = rules::worth(&voucher, left, today, by_patient).map_err(at_code)?;
    if bill.discounts.iter().any(|d| d.voucher == Some(voucher.id)) {
        return Err(at_code(text::voucher_twice_say()));
    }
    if !rules::may_stack(&voucher, bill.discounts.iter().map(|d| (d.voucher.is_some(), d.stackable))) {
        return Err(at_code(text::voucher_alone_say()));
    }
    let (reason, group) = (format!("Voucher {code}"), voucher.group);
    let new = NewOff { visit, charge: None, voucher: Some(voucher.id), group, amount, reason: &reason };
    give(tx, who, patient, (&bill, totals), &new)?;
    if !store::use_up(tx, who, voucher.id, visit)? {
        return Err(Refusal::conflict(text::voucher_used_up_say()).into());
    }
    Ok(())
}
