//! The cashier's acts. Each holds the lock of the visit's row, so that charges, discounts and payments of one bill
//! follow each other; what is due is always the open charges less the open discount.

use crate::rules::{self, Sums};
use crate::store::{self, Discount, NewInvoice, NewPayment, NewReceipt};
use crate::text;
use bricks::clock::{show_day, show_instant};
use bricks::id::{InvoiceId, PatientId, ReceiptId, VisitId};
use bricks::lang::Lang;
use bricks::money::Money;
use bricks::refusal::Refusal;
use bricks::say::Say;
use ground::access::Who;
use ground::db::{DbError, Stop, Topic, Tx};
use ground::web::{Fields, Form};
use papers::charge::{self, Charge, SourceKind};
use papers::message::{Enqueued, Kind, NewMessage};
use papers::receipt::{Clinic, Group, Line, Method, Payer, Printed};

const REASON_CHARS_MAX: usize = 120;
const REFERENCE_CHARS_MAX: usize = 60;

/// How the patient pays, as the cashier entered it.
#[derive(Debug, Clone)]
pub struct Asked {
    pub method: Method,
    /// What the cashier saw as due; `None` when the form was meddled with.
    pub seen_due: Option<Money>,
    /// The notes handed over; `None` when nothing was typed. Only for cash.
    pub tendered: Option<Money>,
    /// The bank's reference. Only for a transfer.
    pub reference: String,
}

impl Asked {
    /// Reads the payment form; refuses every field that cannot be right.
    pub fn read(form: &Form, lang: Lang) -> Result<Asked, Refusal> {
        let mut fields = Fields::new(form, lang);
        let method = fields.choice("method", Method::parse).unwrap_or(Method::Cash);
        let seen_due = form.text("due").parse().ok().map(Money::from_minor);
        let (mut tendered, mut reference) = (None, String::new());
        match method {
            Method::Cash => tendered = fields.money("tendered"),
            Method::Transfer => reference = fields.required_line("reference", REFERENCE_CHARS_MAX),
        }
        fields.check()?;
        Ok(Asked { method, seen_due, tendered, reference })
    }
}

struct Bill {
    visit: VisitId,
    patient: PatientId,
    charges: Vec<Charge>,
    discount: Option<Discount>,
    sums: Sums,
}

/// The open charges in the order of the bill: the consultation, then orders, then medicines, each as charged.
pub fn open_lines(tx: &mut Tx<'_>, visit: VisitId) -> Result<Vec<Charge>, DbError> {
    let mut charges = charge::open_charges(tx, visit)?;
    charges.sort_by_key(|each| match each.source_kind {
        SourceKind::Consultation => 0,
        SourceKind::Order => 1,
        SourceKind::Medicine => 2,
    });
    Ok(charges)
}

/// Locks the visit and adds up its open bill.
fn lock_bill(tx: &mut Tx<'_>, who: &Who, visit: VisitId) -> Result<Bill, Stop> {
    let patient = papers::visit::lock(tx, who.branch, visit)?.patient;
    let charges = open_lines(tx, visit)?;
    let discount = store::discount(tx, visit)?;
    let off = discount.as_ref().map_or(Money::ZERO, |d| d.amount);
    let sums =
        rules::sums(charges.iter().map(|c| c.amount), off).ok_or_else(|| Stop::fault("a bill that does not add up"))?;
    Ok(Bill { visit, patient, charges, discount, sums })
}

/// Gives the one discount of an open bill: `amount` is an amount or a share, as typed.
pub fn give_discount(tx: &mut Tx<'_>, who: &Who, visit: VisitId, form: &Form, lang: Lang) -> Result<(), Stop> {
    let mut fields = Fields::new(form, lang);
    let typed = fields.required_line("amount", 24);
    let reason = fields.required_line("reason", REASON_CHARS_MAX);
    let bill = lock_bill(tx, who, visit)?;
    refuse_closed(tx, who, &bill)?;
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
    let due = bill.sums.charged.sub(amount).ok_or_else(|| Stop::fault("a discount above its bill"))?;
    store::set_due(tx, visit, bill.sums.due, due)?;
    who.note(
        tx,
        "give_discount",
        "visit",
        visit.raw(),
        Some(bill.patient),
        &format!("{} ₫: {reason}", amount.minor()),
    )?;
    announce(tx, &bill);
    Ok(())
}

/// Takes the discount back; what is due is the whole bill again.
pub fn remove_discount(tx: &mut Tx<'_>, who: &Who, visit: VisitId) -> Result<(), Stop> {
    let bill = lock_bill(tx, who, visit)?;
    if !store::drop_discount(tx, visit)? {
        return Err(Refusal::conflict(text::discount_gone_say()).into());
    }
    store::set_due(tx, visit, bill.sums.due, bill.sums.charged)?;
    let detail = format!("{} ₫", bill.sums.discount.minor());
    who.note(tx, "remove_discount", "visit", visit.raw(), Some(bill.patient), &detail)?;
    announce(tx, &bill);
    Ok(())
}

/// Takes the money for everything that is open on a visit and issues the receipt. Refused when nothing is open, when
/// the bill is no longer what the cashier saw, and when too little was handed over.
pub fn settle(tx: &mut Tx<'_>, who: &Who, visit: VisitId, asked: &Asked) -> Result<ReceiptId, Stop> {
    let bill = lock_bill(tx, who, visit)?;
    refuse_closed(tx, who, &bill)?;
    if asked.seen_due != Some(bill.sums.due) {
        return Err(bill_changed(bill.sums.due).into());
    }
    let (tendered, change) = handed_over(asked, bill.sums.due)?;
    let invoice = InvoiceId::from_raw(tx.new_id());
    write_invoice(tx, who, &bill, invoice)?;
    let day = who.day_of(tx.now());
    let payment = NewPayment {
        invoice,
        day,
        method: asked.method,
        amount: bill.sums.due,
        tendered,
        change,
        reference: &asked.reference,
    };
    store::insert_payment(tx, who, &payment)?;
    store::set_due(tx, visit, bill.sums.due, Money::ZERO)?;
    let receipt = issue(tx, who, &bill, &payment)?;
    announce(tx, &bill);
    Ok(receipt)
}

/// Moves charges and discount from the open bill onto an invoice.
fn write_invoice(tx: &mut Tx<'_>, who: &Who, bill: &Bill, invoice: InvoiceId) -> Result<(), Stop> {
    let discount = bill.discount.as_ref();
    let new = NewInvoice { id: invoice, visit: bill.visit, patient: bill.patient, sums: bill.sums, discount };
    store::insert_invoice(tx, who, &new)?;
    if store::take_charges(tx, bill.visit, invoice)? != bill.charges.len() as u64 {
        return Err(Stop::fault("charges moved under the visit's lock"));
    }
    if bill.discount.is_some() {
        store::drop_discount(tx, bill.visit)?;
    }
    Ok(())
}

/// Numbers and writes the receipt. The counter is taken last, because it is the one row all payments share.
fn issue(tx: &mut Tx<'_>, who: &Who, bill: &Bill, payment: &NewPayment<'_>) -> Result<ReceiptId, Stop> {
    let id = ReceiptId::from_raw(tx.new_id());
    let series = rules::series(payment.day.year());
    let number = papers::counter::next(tx, &format!("receipt:{series}"))?;
    let payer = store::payer(tx, bill.patient)?;
    let printed = printed(who, bill, payment, (store::show_number(&series, number), payer), tx.now());
    let json = serde_json::to_string(&printed).map_err(|e| Stop::fault(format!("a receipt that is no JSON: {e}")))?;
    let patient = bill.patient;
    let new = NewReceipt {
        id,
        series: &series,
        number,
        invoice: payment.invoice,
        visit: bill.visit,
        patient,
        total: bill.sums.due,
        printed: &json,
    };
    store::insert_receipt(tx, who, &new)?;
    let detail = format!("{} {} ₫ {}", printed.number, bill.sums.due.minor(), payment.method.code());
    who.note(tx, "settle", "receipt", id.raw(), Some(patient), &detail)?;
    Ok(id)
}

fn printed(
    who: &Who,
    bill: &Bill,
    payment: &NewPayment<'_>,
    (number, patient): (String, Payer),
    now: bricks::clock::Instant,
) -> Printed {
    let clinic = &who.clinic;
    Printed {
        number,
        issued_at: now,
        clinic: Clinic {
            name: clinic.name.clone(),
            address: clinic.address.clone(),
            phone: clinic.phone.clone(),
            tax_id: clinic.tax_id.clone(),
        },
        patient,
        lines: bill.charges.iter().map(line).collect(),
        charged: bill.sums.charged,
        discount: bill.sums.discount,
        discount_reason: bill.discount.as_ref().map(|d| d.reason.clone()).unwrap_or_default(),
        total: bill.sums.due,
        method: payment.method,
        tendered: payment.tendered,
        change: payment.change,
        cashier: who.name.clone(),
    }
}

/// A charge as the receipt shows it.
pub fn line(charge: &Charge) -> Line {
    Line {
        group: if charge.source_kind == SourceKind::Medicine { Group::Medicine } else { Group::Service },
        name_vi: charge.name_vi.clone(),
        name_en: charge.name_en.clone(),
        unit: charge.unit.clone(),
        quantity: charge.quantity,
        unit_price: charge.unit_price,
        amount: charge.amount,
    }
}

/// What was handed over and what is given back. A bill of nothing takes nothing.
fn handed_over(asked: &Asked, due: Money) -> Result<(Money, Money), Refusal> {
    if asked.method == Method::Transfer {
        return Ok((due, Money::ZERO));
    }
    let nothing_due = due.is_zero().then_some(Money::ZERO);
    let tendered =
        asked.tendered.or(nothing_due).ok_or_else(|| Refusal::field("tendered", text::tendered_missing_say()))?;
    let change = rules::change(due, tendered).ok_or_else(|| Refusal::field("tendered", too_little(due, tendered)))?;
    Ok((tendered, change))
}

fn too_little(due: Money, tendered: Money) -> Say {
    let short = due.sub(tendered).unwrap_or(due);
    in_both(short, text::tendered_short)
}

fn bill_changed(due: Money) -> Refusal {
    Refusal::conflict(in_both(due, text::bill_changed))
}

/// A sentence about an amount, each language with its own digits.
fn in_both(amount: Money, say: impl Fn(Lang, String) -> String) -> Say {
    Say::new(say(Lang::Vi, amount.show_with_sign(Lang::Vi)), say(Lang::En, amount.show_with_sign(Lang::En)))
}

/// Refuses a bill with nothing open: tells who took the money and when, if somebody did.
fn refuse_closed(tx: &mut Tx<'_>, who: &Who, bill: &Bill) -> Result<(), Stop> {
    if !bill.charges.is_empty() {
        return Ok(());
    }
    let Some(paid) = store::paid(tx, bill.visit)?.into_iter().next() else {
        return Err(Refusal::conflict(text::nothing_open_say()).into());
    };
    let said = |l| text::already_paid(l, &paid.by_name, &paid.number, show_instant(paid.at, who.zone(), l));
    Err(Refusal::conflict(Say::new(said(Lang::Vi), said(Lang::En))).into())
}

fn announce(tx: &mut Tx<'_>, bill: &Bill) {
    for topic in [Topic::Cashier, Topic::Queue, Topic::Visit(bill.visit), Topic::Patient(bill.patient)] {
        tx.announce(topic);
    }
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
    let total = printed.total.show_with_sign(lang);
    let parts = [
        text::mail_greeting(lang, &printed.patient.name),
        text::mail_text(lang, &clinic.name, day, &printed.number, total),
        text::mail_end(lang).to_owned(),
    ];
    format!("{}\n\n{}\n{}\n{}\n", parts.join("\n\n"), clinic.name, clinic.address, clinic.phone)
}
