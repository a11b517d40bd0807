//! Mending a leak: charging what was done, taking back what was not.

use super::store::{self, Unbilled, Undone};
use crate::text;
use bricks::clock::add_days;
use bricks::id::ChargeId;
use bricks::lang::Lang;
use bricks::refusal::Refusal;
use ground::access::Who;
use ground::db::{Stop, Tx};
use ground::web::{Fields, Form};
use papers::charge::{self, NewCharge, Source, SourceKind};
use papers::{refund, returned};

/// The finder looks back so many days.
pub const DAYS: i64 = 31;
const REASON_CHARS_MAX: usize = 200;

fn source(form: &Form) -> Result<Source, Stop> {
    let kind = SourceKind::parse(form.text("kind")).ok_or(Stop::Missing)?;
    let id = form.text("id").parse().map_err(|_| Stop::Missing)?;
    Ok(Source { kind, id })
}

/// Charges what was done, at the price of now. Refused when it is charged meanwhile: the key of the charge lets there be
/// one.
pub fn charge(tx: &mut Tx<'_>, who: &Who, form: &Form) -> Result<(), Stop> {
    let source = source(form)?;
    let since = add_days(who.day_of(tx.now()), -DAYS);
    let found =
        store::unbilled(tx, who, since)?.into_iter().find(|leak| (leak.kind, leak.id) == (source.kind, source.id));
    let mended = || Stop::from(Refusal::conflict(text::leak_mended_say()));
    let leak = found.ok_or_else(mended)?;
    papers::visit::lock(tx, who.branch, leak.visit)?;
    let posted = match leak.service {
        Some(service) => charge::post_service(tx, who, (leak.visit, leak.patient), source, service)?,
        None => charge::post(tx, who, &of_medicine(source, leak))?,
    };
    if !posted {
        return Err(mended());
    }
    Ok(who.note(tx, "mend_unbilled", "charge", source.id, None, source.kind.code())?)
}

fn of_medicine(source: Source, leak: Unbilled) -> NewCharge {
    let Unbilled { visit, patient, name_vi, name_en, unit, quantity, unit_price, .. } = leak;
    NewCharge { visit, patient, source, name_vi, name_en, unit, quantity, unit_price }
}

/// Takes back what was charged and not done; what of it is paid is asked to be given back, where its act was taken back.
pub fn remove(tx: &mut Tx<'_>, who: &Who, form: &Form) -> Result<(), Stop> {
    let source = source(form)?;
    let today = who.day_of(tx.now());
    let found: Option<Undone> = store::undone(tx, who, add_days(today, -DAYS), today)?
        .into_iter()
        .find(|leak| (leak.kind, leak.source) == (source.kind, source.id));
    let leak = found.ok_or_else(|| Stop::from(Refusal::conflict(text::leak_mended_say())))?;
    papers::visit::lock(tx, who.branch, leak.visit)?;
    let why = text::leak_reason(Lang::Vi);
    let taken = match (leak.cancelled, leak.is_reviewed) {
        (true, _) => refund::take_back(tx, who, source, why)?,
        (false, true) => not_collected(tx, who, source, why)?,
        (false, false) => charge::take_back(tx, who, source)?,
    };
    if !taken {
        return Err(Refusal::conflict(text::leak_not_open_say()).into());
    }
    Ok(who.note(tx, "mend_undone", "charge", leak.charge.raw(), None, source.kind.code())?)
}

/// What was to be paid first and nobody collects goes off the bill, or is asked back; the rest of the line is put on a bill anew,
/// should the patient come for it after all.
fn not_collected(tx: &mut Tx<'_>, who: &Who, source: Source, why: &str) -> Result<bool, Stop> {
    let Some(left) = returned::left_of_reviewed(tx, source.id)?.filter(|left| !left.is_zero()) else {
        return Ok(false);
    };
    Ok(returned::withhold(tx, who, (source.id, left), returned::By::NotCollected, why)?.is_some())
}

/// Asks for what is owed back and nobody asked for: it was refused, or not paid when it came back.
pub fn refund(tx: &mut Tx<'_>, who: &Who, form: &Form) -> Result<(), Stop> {
    let charge: ChargeId = form.text("charge").parse().map_err(|_| Stop::Missing)?;
    let asked = refund::ask_again(tx, who, charge, text::leak_reason(Lang::Vi))?;
    if asked.is_zero() {
        return Err(Refusal::conflict(text::leak_unpaid_say()).into());
    }
    let detail = format!("{} ₫", asked.minor());
    Ok(who.note(tx, "ask_back", "charge", charge.raw(), None, &detail)?)
}

/// Says that what came back is not paid out after all, and why.
pub fn close(tx: &mut Tx<'_>, who: &Who, form: &Form, lang: Lang) -> Result<(), Stop> {
    let mut fields = Fields::new(form, lang);
    let reason = fields.required_reason("no_return_reason", REASON_CHARS_MAX);
    fields.check()?;
    let charge: ChargeId = form.text("charge").parse().map_err(|_| Stop::Missing)?;
    if !refund::close(tx, who, charge, &reason)? {
        return Err(Refusal::conflict(text::leak_mended_say()).into());
    }
    Ok(())
}
