//! The discount of an open bill, and the mail that carries a receipt.

use crate::pay::{announce, refuse_closed};
use crate::{bill, rules, store, text};
use bricks::clock::show_day;
use bricks::id::{ReceiptId, VisitId};
use bricks::lang::Lang;
use bricks::money::Money;
use bricks::refusal::Refusal;
use ground::access::Who;
use ground::db::{Stop, Tx};
use ground::web::{Fields, Form};
use papers::message::{Enqueued, Kind, NewMessage};
use papers::receipt::Printed;

const REASON_CHARS_MAX: usize = 120;

/// Gives the one discount of an open bill: `amount` is an amount or a share, as typed.
pub fn give_discount(tx: &mut Tx<'_>, who: &Who, visit: VisitId, form: &Form, lang: Lang) -> Result<(), Stop> {
    let mut fields = Fields::new(form, lang);
    let typed = fields.required_line("amount", 24);
    let reason = fields.required_line("reason", REASON_CHARS_MAX);
    let (patient, bill, totals) = bill::lock(tx, who, visit)?;
    refuse_closed(tx, who, visit, &bill)?;
    let mut amount = Money::ZERO;
    if !typed.is_empty() {
        match rules::discount(&typed, bill.sums.charged, lang) {
            Ok(given) => amount = given,
            Err(say) => fields.refuse("amount", say),
        }
    }
    fields.check()?;
    if bill.discount.is_some() || !store::give_discount(tx, who, visit, amount, &reason)? {
        return Err(Refusal::conflict(text::discount_exists_say()).into());
    }
    let due = totals.due.sub(amount).ok_or_else(|| Stop::fault("a discount above its bill"))?;
    store::set_due(tx, visit, totals.due, due)?;
    let detail = format!("{} ₫: {reason}", amount.minor());
    who.note(tx, "give_discount", "visit", visit.raw(), Some(patient), &detail)?;
    announce(tx, visit, patient);
    Ok(())
}

/// Takes the discount back; what is due is the whole bill again.
pub fn remove_discount(tx: &mut Tx<'_>, who: &Who, visit: VisitId) -> Result<(), Stop> {
    let (patient, bill, totals) = bill::lock(tx, who, visit)?;
    if !store::drop_discount(tx, visit)? {
        return Err(Refusal::conflict(text::discount_gone_say()).into());
    }
    let due = totals.due.add(bill.sums.discount).ok_or_else(|| Stop::fault("a bill that does not fit"))?;
    store::set_due(tx, visit, totals.due, due)?;
    let detail = format!("{} ₫", bill.sums.discount.minor());
    who.note(tx, "remove_discount", "visit", visit.raw(), Some(patient), &detail)?;
    announce(tx, visit, patient);
    Ok(())
}

/// Writes the mail that carries a receipt, once: a second one for the same receipt is refused.
pub fn send_by_mail(tx: &mut Tx<'_>, who: &Who, id: ReceiptId, form: &Form, lang: Lang) -> Result<(), Stop> {
    let mut fields = Fields::new(form, lang);
    let address = fields.email("email");
    if address.is_none() && form.text("email").trim().is_empty() {
        fields.refuse("email", text::email_missing_say());
    }
    let mail_lang = fields.choice("lang", Lang::parse);
    fields.check()?;
    let (Some(address), Some(mail_lang)) = (address, mail_lang) else {
        return Err(Stop::fault("a form that was checked is not whole"));
    };
    let receipt = crate::seen::receipt_of(tx, who, id)?;
    let new = NewMessage {
        kind: Kind::Receipt,
        occurrence_id: id.raw(),
        patient: receipt.patient,
        address,
        lang: mail_lang,
        subject: text::mail_subject(mail_lang, &receipt.printed.clinic.name, &receipt.printed.number),
        body: mail_body(&receipt.printed, who, mail_lang),
        receipt: Some(id),
        due_at: tx.now(),
    };
    match papers::message::enqueue(tx, who, &new)? {
        Enqueued::Written(_) => Ok(()),
        Enqueued::Known => Err(Refusal::conflict(text::email_exists_say()).into()),
        Enqueued::Refused => Err(Refusal::field("email", text::email_refused_say()).into()),
    }
}

fn mail_body(printed: &Printed, who: &Who, lang: Lang) -> String {
    let (clinic, day) = (&printed.clinic, show_day(who.day_of(printed.issued_at), lang));
    let total = printed.paid.show_with_sign(lang);
    let parts = [
        text::mail_greeting(lang, &printed.patient.name),
        text::mail_text(lang, &clinic.name, day, &printed.number, total),
        text::mail_end(lang).to_owned(),
    ];
    format!("{}\n\n{}\n{}\n{}\n", parts.join("\n\n"), clinic.name, clinic.address, clinic.phone)
}
