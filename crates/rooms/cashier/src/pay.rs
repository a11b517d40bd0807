//! Taking money: one or several ways of paying, for all that is due or a part of it, with the receipt that tells so.

use crate::asked::{Asked, Taking};
use crate::bill::{self, Bill, Totals};
use crate::payers::store::Payer;
use crate::session::{self, Open};
use crate::store::{self, NewInvoice, NewPayment, NewReceipt};
use crate::template::{self, Look};
use crate::{deposit, discount, einvoice, rules, text, transfer};
use bricks::clock::show_instant;
use bricks::id::{InvoiceId, PatientId, PaymentId, ReceiptId, VisitId};
use bricks::lang::Lang;
use bricks::money::Money;
use bricks::refusal::Refusal;
use bricks::say::Say;
use ground::access::Who;
use ground::db::{Stop, Topic, Tx};
use ground::web::Fields;
use papers::charge::{Charge, SourceKind};
use papers::receipt::{Borne, Clinic, Group, Line, PaidBy, Payer as Patient, Printed};

const REASON_CHARS_MAX: usize = 200;

/// Takes the money and issues the receipt. Refused when nothing is open, when the bill is no longer what the cashier
/// saw, when too little was handed over, and while the cashier has opened no session and said no float.
pub fn settle(tx: &mut Tx<'_>, who: &Who, visit: VisitId, asked: &Asked) -> Result<ReceiptId, Stop> {
    let (patient, bill, totals) = bill::lock(tx, who, visit)?;
    refuse_closed(tx, who, visit, &bill)?;
    if asked.seen_due != Some(totals.due) {
        return Err(bill_changed(totals.due).into());
    }
    let held = deposit::held(tx, who, patient)?;
    let taking = deposit::draw(tx, who, patient, asked.taking(totals.due, held)?)?;
    let session = session::of_cashier(tx, who, asked.opening.as_ref())?;
    let receipt = take(
        tx,
        who,
        &Taken { visit, patient, bill: &bill, totals, session: &session, taking: &taking, payer: asked.payer.as_ref() },
    )?;
    transfer::claim(tx, who, &taking, receipt)?;
    Ok(receipt)
}

/// Money that is there, and the bill that it is for, under the locks of the visit and of the session.
pub struct Taken<'a> {
    pub visit: VisitId,
    pub patient: PatientId,
    pub bill: &'a Bill,
    pub totals: Totals,
    pub session: &'a Open,
    pub taking: &'a Taking,
    /// Who pays, where it is somebody else than the patient.
    pub payer: Option<&'a PaidBy>,
}

/// Writes invoice, payments and receipt of what was taken.
pub fn take(tx: &mut Tx<'_>, who: &Who, taken: &Taken<'_>) -> Result<ReceiptId, Stop> {
    let mut owing: Vec<(InvoiceId, Money)> = taken.bill.unpaid.iter().map(|i| (i.id, i.due)).collect();
    let fresh = (!taken.bill.charges.is_empty()).then(|| InvoiceId::from_raw(tx.new_id()));
    owing.extend(fresh.map(|id| (id, taken.bill.sums.due)));
    let shares =
        rules::allocate(&taken.taking.parts, &owing).ok_or_else(|| Stop::fault("more is taken than is due"))?;
    for (invoice, due) in &owing {
        let paid = Money::sum(shares.iter().filter(|s| s.invoice == *invoice).map(|s| s.amount));
        let paid = paid.ok_or_else(|| Stop::fault("shares that do not fit"))?;
        if Some(*invoice) == fresh {
            let left = due.sub(paid).ok_or_else(|| Stop::fault("a share above its invoice"))?;
            write_invoice(tx, who, (taken.visit, taken.patient), taken.bill, (*invoice, left))?;
        } else if !paid.is_zero() {
            store::pay_invoice(tx, *invoice, paid)?;
        }
    }
    let left = taken.totals.due.sub(taken.taking.paid).ok_or_else(|| Stop::fault("more is taken than is due"))?;
    store::set_due(tx, taken.visit, taken.totals.due, left)?;
    let receipt = ReceiptId::from_raw(tx.new_id());
    write_payments(tx, who, taken, receipt, &shares)?;
    let invoice = fresh.or_else(|| owing.first().map(|(id, _)| *id));
    issue(tx, who, taken, (receipt, invoice.ok_or_else(|| Stop::fault("a payment for nothing"))?, left))?;
    announce(tx, taken.visit, taken.patient);
    Ok(receipt)
}

/// Moves what is open onto an invoice of which nothing is paid yet: what has to be paid is no more to be changed.
pub fn close_bill(tx: &mut Tx<'_>, who: &Who, whose: (VisitId, PatientId), bill: &Bill) -> Result<(), Stop> {
    if bill.charges.is_empty() {
        return Ok(());
    }
    let invoice = InvoiceId::from_raw(tx.new_id());
    write_invoice(tx, who, whose, bill, (invoice, bill.sums.due))
}

/// Moves charges and discount from the open bill onto an invoice.
fn write_invoice(
    tx: &mut Tx<'_>,
    who: &Who,
    (visit, patient): (VisitId, PatientId),
    bill: &Bill,
    (invoice, left): (InvoiceId, Money),
) -> Result<(), Stop> {
    let (sums, discount_reason) = (bill.sums, bill.open_reason());
    let discount_by = bill.discounts.first().map(|d| d.by);
    let discount_reason = discount_reason.as_str();
    let new = NewInvoice { id: invoice, visit, patient, sums, discount_reason, discount_by, left };
    store::insert_invoice(tx, who, &new)?;
    if store::take_charges(tx, visit, invoice)? != bill.charges.len() as u64 {
        return Err(Stop::fault("charges moved under the visit's lock"));
    }
    for (charge, off) in bill.charges.iter().zip(&bill.off).filter(|(_, off)| !off.is_zero()) {
        discount::store::fix_on_line(tx, charge.id, *off)?;
    }
    if !bill.discounts.is_empty() {
        discount::store::keep(tx, visit, invoice)?;
    }
    discount::store::drop(tx, visit)?;
    for payer in &bill.payers {
        let amount = bill.borne_by(payer.position);
        if !amount.is_zero() {
            papers::payer::store::claim(tx, (visit, invoice), payer.position, amount)?;
        }
    }
    Ok(())
}

/// One row for every part of every invoice. The change stands at the first row of the cash.
fn write_payments(
    tx: &mut Tx<'_>,
    who: &Who,
    taken: &Taken<'_>,
    receipt: ReceiptId,
    shares: &[rules::Share],
) -> Result<(), Stop> {
    let mut change = taken.taking.change;
    for share in shares {
        let part = taken.taking.parts.get(share.part).ok_or_else(|| Stop::fault("a share of no part"))?;
        let given =
            if part.method == papers::receipt::Method::Cash { std::mem::take(&mut change) } else { Money::ZERO };
        let payment = NewPayment {
            id: PaymentId::from_raw(tx.new_id()),
            session: taken.session,
            receipt,
            invoice: share.invoice,
            method: part.method,
            amount: share.amount,
            change: given,
            reference: &part.reference,
            deposit: taken.taking.deposits.get(share.part).copied().flatten(),
        };
        store::insert_payment(tx, who, &payment)?;
        papers::takings::taken(tx, payment.id, payment.invoice, payment.amount)?;
    }
    Ok(())
}

/// Numbers and writes the receipt. The counter is taken last, because it is the one row all payments share.
fn issue(
    tx: &mut Tx<'_>,
    who: &Who,
    taken: &Taken<'_>,
    (id, invoice, left): (ReceiptId, InvoiceId, Money),
) -> Result<(), Stop> {
    let series = papers::counter::series(tx, who.branch, "PT", taken.session.day.year())?;
    let payer = store::payer(tx, taken.patient)?;
    let number = papers::counter::next(tx, &format!("receipt:{series}"))?;
    let look = template::of_today(tx)?;
    let printed = printed(tx, look, who, taken, (store::show_number(&series, number), payer, left));
    let json = serde_json::to_string(&printed).map_err(|e| Stop::fault(format!("a receipt that is no JSON: {e}")))?;
    let (visit, patient, total) = (taken.visit, taken.patient, taken.taking.paid);
    let new =
        NewReceipt { id, series: &series, number, invoice, visit, patient, total, printed: &json, payer: taken.payer };
    store::insert_receipt(tx, who, &new)?;
    einvoice::of_receipt(tx, who, id, &printed)?;
    let ways: Vec<&str> = taken.taking.parts.iter().map(|part| part.method.code()).collect();
    let detail = format!("{} {} ₫ {}", printed.number, total.minor(), ways.join("+"));
    Ok(who.note(tx, "settle", "receipt", id.raw(), Some(patient), &detail)?)
}

fn printed(
    tx: &Tx<'_>,
    look: Look,
    who: &Who,
    taken: &Taken<'_>,
    (number, patient, left): (String, Patient, Money),
) -> Printed {
    let (totals, taking) = (taken.totals, taken.taking);
    Printed {
        number,
        issued_at: tx.now(),
        clinic: clinic_of(who),
        patient,
        lines: taken.bill.lines().map(|(charge, off)| line(charge, off)).collect(),
        charged: totals.charged,
        discount: totals.discount,
        discount_reason: taken.bill.discount_reason(),
        insured: totals.insured,
        payers: borne(taken.bill),
        total: totals.earlier.add(totals.due).unwrap_or(totals.due),
        earlier: totals.earlier,
        paid: taking.paid,
        left,
        parts: taking.parts.clone(),
        tendered: taking.tendered,
        change: taking.change,
        cashier: who.name.clone(),
        paid_by: taken.payer.cloned(),
        note_vi: look.note_vi,
        note_en: look.note_en,
        template: look.template,
    }
}

/// The clinic as it is called today.
pub fn clinic_of(who: &Who) -> Clinic {
    let clinic = &who.clinic;
    Clinic {
        name: clinic.name.clone(),
        address: clinic.address.clone(),
        phone: clinic.phone.clone(),
        tax_id: clinic.tax_id.clone(),
    }
}

/// The other payers of what is being paid, as the receipt names them.
pub fn borne(bill: &Bill) -> Vec<Borne> {
    let told = |payer: &Payer| Borne {
        name_vi: payer.name_vi.clone(),
        name_en: payer.name_en.clone(),
        card: payer.card.clone(),
        guarantee: payer.guarantee.clone(),
        amount: bill.borne_of_all(payer.position),
    };
    bill.payers.iter().map(told).filter(|borne| !borne.amount.is_zero()).collect()
}

/// A charge as the receipt shows it; `off` is what of the bill's discounts falls on it.
pub fn line(charge: &Charge, off: Money) -> Line {
    Line {
        group: if charge.source_kind == SourceKind::Medicine { Group::Medicine } else { Group::Service },
        name_vi: charge.name_vi.clone(),
        name_en: charge.name_en.clone(),
        unit: charge.unit.clone(),
        quantity: charge.quantity,
        unit_price: charge.unit_price,
        amount: charge.amount,
        discount: charge.discount.add(off).unwrap_or(charge.discount),
        insured: charge.insured(),
        vat_basis_points: charge.vat_basis_points,
        by: charge.by_name.clone(),
    }
}

/// Refuses a bill with nothing open: tells who took the money and when, if somebody did.
pub fn refuse_closed(tx: &mut Tx<'_>, who: &Who, visit: VisitId, bill: &Bill) -> Result<(), Stop> {
    if !bill.is_closed() {
        return Ok(());
    }
    let Some(paid) = store::paid(tx, visit)?.into_iter().find(|paid| !paid.voided) else {
        return Err(Refusal::conflict(text::nothing_open_say()).into());
    };
    let said = |l| text::already_paid(l, &paid.number, show_instant(paid.at, who.zone(), l), &paid.by_name);
    Err(Refusal::conflict(Say::new(said(Lang::Vi), said(Lang::En))).into())
}

/// What is due is not what the page showed.
pub fn bill_changed(due: Money) -> Refusal {
    Refusal::conflict(in_both(due, text::bill_changed))
}

/// A sentence about an amount, each language with its own digits.
pub fn in_both(amount: Money, say: impl Fn(Lang, String) -> String) -> Say {
    Say::new(say(Lang::Vi, amount.show_with_sign(Lang::Vi)), say(Lang::En, amount.show_with_sign(Lang::En)))
}

/// Why something is done: refused at its field when nothing stands there, or nothing that says why.
pub fn required_reason(fields: &mut Fields<'_>, field: &'static str) -> String {
    fields.required_reason(field, REASON_CHARS_MAX)
}

/// Tells the pages on which a bill is seen.
pub fn announce(tx: &mut Tx<'_>, visit: VisitId, patient: PatientId) {
    for topic in [Topic::Cashier, Topic::Queue, Topic::Visit(visit), Topic::Patient(patient)] {
        tx.announce(topic);
    }
}
