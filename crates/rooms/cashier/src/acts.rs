//! The mail that carries a receipt.

use crate::text;
use bricks::clock::show_day;
use bricks::id::ReceiptId;
use bricks::lang::Lang;
use bricks::refusal::Refusal;
use ground::access::Who;
use ground::db::{Stop, Tx};
use ground::web::{Fields, Form};
use papers::message::{Enqueued, Kind, NewMessage};
use papers::receipt::Printed;

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
