//! Writing documents in the acts they tell of; the provider, a second try, a number that came by hand.

use super::document::{Document, DocumentLine};
use super::store::{self, New, Original, Provider};
use super::{Kind, Way, is_number, is_series};
use crate::undo::store::Refund;
use crate::{pay, seen, text};
use bricks::id::{BranchId, InvoiceId, ReceiptId, VisitId};
use bricks::lang::Lang;
use bricks::money::Money;
use bricks::refusal::Refusal;
use ground::access::Who;
use ground::db::{Stop, Topic, Tx};
use ground::web::{Fields, Form};
use papers::prescription::refusal_told;
use papers::receipt::Printed;
use papers::visit;

const WORD_CHARS_MAX: usize = 60;
const URL_CHARS_MAX: usize = 200;
const SECRET_CHARS_MAX: usize = 200;

/// Writes the document of a receipt that was just issued: the patient's part of the charges that no document tells of yet.
/// Nothing while the branch has no provider, or when others bear all of it.
pub fn of_receipt(tx: &mut Tx<'_>, who: &Who, receipt: ReceiptId, printed: &Printed) -> Result<(), Stop> {
    if store::provider(tx, who.branch)?.is_none_or(|provider| provider.way == Way::Off) {
        return Ok(());
    }
    let charges = store::charges(tx, receipt)?;
    let lines = charges.iter().map(|charge| pay::line(charge, Money::ZERO));
    let lines: Vec<DocumentLine> = lines.filter_map(|line| DocumentLine::of(&line)).collect();
    if lines.is_empty() {
        return Ok(());
    }
    let document = Document::of(printed, lines);
    let id = write(tx, who.branch, (receipt, Kind::Original, receipt.raw(), None), &document)?;
    Ok(store::tell(tx, id, receipt)?)
}

/// What a receipt told no longer counts: its document is taken back, by another one if the provider may have heard of it.
pub fn of_void(tx: &mut Tx<'_>, who: &Who, receipt: ReceiptId, reason: &str) -> Result<(), Stop> {
    let Some(original) = store::original(tx, receipt)? else { return Ok(()) };
    store::no_longer(tx, original.id)?;
    if store::withdraw(tx, original.id)? {
        return Ok(());
    }
    let whole = read(&original)?.reversed(tx.now(), reason);
    let whole = whole.ok_or_else(|| Stop::fault("a document that cannot be taken back"))?;
    write(tx, who.branch, (receipt, Kind::Void, receipt.raw(), Some(original.id)), &whole)?;
    Ok(())
}

/// Money went back: the document that told of it is lowered by as much.
pub fn of_refund(tx: &mut Tx<'_>, who: &Who, refund: &Refund) -> Result<(), Stop> {
    let Some(original) = store::original_of(tx, refund.invoice)? else { return Ok(()) };
    let lowered = read(&original)?.lowered(refund.amount, tx.now(), &refusal_told(&refund.reason, Lang::Vi));
    let lowered = lowered.ok_or_else(|| Stop::fault("a document that cannot be lowered"))?;
    write(tx, who.branch, (original.receipt, Kind::Refund, refund.id.raw(), Some(original.id)), &lowered)?;
    Ok(())
}

/// What came back was taken off what is owed: the document that told of it is lowered by as much. Nobody sets off of the visit, or
/// undoes it, meanwhile.
pub fn of_set_off(tx: &mut Tx<'_>, (branch, visit, invoice): (BranchId, VisitId, InvoiceId)) -> Result<(), Stop> {
    visit::lock(tx, branch, visit)?;
    let Some(original) = store::original_of(tx, invoice)? else { return Ok(()) };
    let told = store::tell_set_off(tx, invoice)?;
    let amount = Money::sum(told.iter().map(|(_, amount, _)| *amount));
    let amount = amount.ok_or_else(|| Stop::fault("a document that does not fit"))?;
    let Some((id, _, reason)) = told.last().filter(|_| !amount.is_zero()) else { return Ok(()) };
    let lowered = read(&original)?.lowered(amount, tx.now(), &refusal_told(reason, Lang::Vi));
    let lowered = lowered.ok_or_else(|| Stop::fault("a document that cannot be lowered"))?;
    write(tx, branch, (original.receipt, Kind::Refund, *id, Some(original.id)), &lowered)?;
    Ok(())
}

fn write(
    tx: &mut Tx<'_>,
    branch: BranchId,
    (receipt, kind, occurrence, original): (ReceiptId, Kind, i64, Option<i64>),
    document: &Document,
) -> Result<i64, Stop> {
    let amount = document.amount().ok_or_else(|| Stop::fault("a document that does not fit"))?;
    let json = serde_json::to_string(document).map_err(|e| Stop::fault(format!("a document that is no JSON: {e}")))?;
    Ok(store::add(tx, branch, &New { receipt, kind, occurrence, original, document: &json, amount })?)
}

fn read(original: &Original) -> Result<Document, Stop> {
    serde_json::from_str(&original.document).map_err(|e| Stop::fault(format!("e-invoice {}: {e}", original.id)))
}

/// Sets how the branch's e-invoices are made. An empty secret keeps the one that is there.
pub fn set_provider(tx: &mut Tx<'_>, who: &Who, form: &Form, lang: Lang) -> Result<(), Stop> {
    let mut fields = Fields::new(form, lang);
    let way = fields.choice("way", Way::parse).unwrap_or(Way::Off);
    let mut new = Provider {
        way,
        form: fields.line("form", WORD_CHARS_MAX),
        series: fields.line("series", WORD_CHARS_MAX).to_ascii_uppercase(),
        register_code: fields.line("register_code", WORD_CHARS_MAX),
        url: fields.line("url", URL_CHARS_MAX).trim_end_matches('/').to_owned(),
        login: fields.line("login", WORD_CHARS_MAX),
        secret: fields.line("secret", SECRET_CHARS_MAX),
    };
    let before = store::provider(tx, who.branch)?;
    if new.secret.is_empty() {
        // A secret belongs to its address: it is not sent to another one.
        let kept = before.filter(|before| before.url == new.url && before.login == new.login);
        new.secret = kept.map(|before| before.secret).unwrap_or_default();
    }
    check(&mut fields, &new, who);
    fields.check()?;
    store::set_provider(tx, who.branch, &new)?;
    let detail = format!("{} {} {} {}", way.code(), new.series, new.url, new.login);
    who.note(tx, "set_einvoice_provider", "branch", who.branch.raw(), None, &detail)?;
    tx.announce(Topic::Cashier);
    Ok(())
}

fn check(fields: &mut Fields<'_>, new: &Provider, who: &Who) {
    if new.way == Way::Off {
        return;
    }
    if who.clinic.tax_id.as_deref().unwrap_or_default().is_empty() {
        fields.refuse("way", text::einvoice_no_tax_id_say());
    }
    if new.form.is_empty() {
        fields.refuse("form", text::einvoice_form_missing_say());
    }
    if !is_series(&new.series) {
        fields.refuse("series", text::einvoice_series_wrong_say());
    }
    if new.way == Way::File {
        return;
    }
    let is_safe = new.url.starts_with("https://") || ground::outgoing::is_loopback(&new.url);
    if !is_safe || new.url.contains(['?', '#', ' ']) {
        fields.refuse("url", text::einvoice_url_wrong_say());
    }
    if new.login.is_empty() {
        fields.refuse("login", text::einvoice_login_missing_say());
    }
    if new.secret.is_empty() {
        fields.refuse("secret", text::einvoice_secret_missing_say());
    }
}

/// Lets a failed document be tried again.
pub fn retry(tx: &mut Tx<'_>, who: &Who, receipt: ReceiptId, form: &Form, lang: Lang) -> Result<(), Stop> {
    let mut fields = Fields::new(form, lang);
    let id: Option<i64> = fields.required_id("document");
    fields.check()?;
    let id = id.ok_or_else(|| Stop::fault("a form that was checked is not whole"))?;
    let receipt = seen::receipt_of(tx, who, receipt)?;
    if !store::retry(tx, receipt.id, id)? {
        return Err(Refusal::conflict(text::einvoice_not_failed_say()).into());
    }
    who.note(tx, "retry_einvoice", "receipt", receipt.id.raw(), Some(receipt.patient), &receipt.printed.number)?;
    store::announce(tx, receipt.visit);
    Ok(())
}

/// Writes down the number that a provider gave to what was handed over as a file.
pub fn number(tx: &mut Tx<'_>, who: &Who, receipt: ReceiptId, form: &Form, lang: Lang) -> Result<(), Stop> {
    let mut fields = Fields::new(form, lang);
    let id: Option<i64> = fields.required_id("document");
    let series = fields.line("series", WORD_CHARS_MAX).to_ascii_uppercase();
    if !is_series(&series) {
        fields.refuse("series", text::einvoice_series_wrong_say());
    }
    let number = fields.line("number", WORD_CHARS_MAX);
    if !is_number(&number) {
        fields.refuse("number", text::einvoice_number_wrong_say());
    }
    let code = fields.line("code", WORD_CHARS_MAX);
    fields.check()?;
    let id = id.ok_or_else(|| Stop::fault("a form that was checked is not whole"))?;
    let receipt = seen::receipt_of(tx, who, receipt)?;
    store::document(tx, receipt.id, id)?;
    if store::is_taken(tx, who.branch, &series, &number)? {
        return Err(Refusal::field("number", text::einvoice_number_taken_say()).into());
    }
    if !store::issued(tx, id, (&series, &number, &code))? {
        return Err(Refusal::conflict(text::einvoice_has_number_say()).into());
    }
    let detail = format!("{} {series} {number}", receipt.printed.number);
    who.note(tx, "number_einvoice", "receipt", receipt.id.raw(), Some(receipt.patient), &detail)?;
    store::announce(tx, receipt.visit);
    Ok(())
}
