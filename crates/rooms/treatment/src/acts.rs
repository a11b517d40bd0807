//! What is done here, each act within one transaction: begin, give the result, add pictures.

use crate::images::Stored;
use crate::load::input_name;
use crate::rules::read_value;
use crate::{store, text};
use bricks::id::{AnalyteId, AttachmentId, OrderId};
use bricks::lang::Lang;
use bricks::refusal::Refusal;
use bricks::say::Say;
use ground::access::Who;
use ground::db::{Stop, Topic, Tx};
use ground::web::{Fields, Form};
use papers::charge::{self, Source, SourceKind};
use papers::order::{self, Analyte, NEGATIVE, NewValue, POSITIVE, State, ValueKind};

const FINDING_CHARS_MAX: usize = 4_000;
const CONCLUSION_CHARS_MAX: usize = 2_000;
const VALUE_CHARS_MAX: usize = 500;

/// Somebody begins to perform an order.
pub fn start(tx: &mut Tx<'_>, who: &Who, id: OrderId) -> Result<(), Stop> {
    order::start(tx, who, id)
}

/// Gives the result, exactly once: the values with their flags, the words, and the charge at today's price. What was
/// typed wrongly is refused before anything is written.
pub fn result(tx: &mut Tx<'_>, who: &Who, id: OrderId, form: &Form, lang: Lang) -> Result<(), Stop> {
    let mut fields = Fields::new(form, lang);
    let finding = fields.text("finding", FINDING_CHARS_MAX);
    let conclusion = fields.text("conclusion", CONCLUSION_CHARS_MAX);
    fields.check()?;
    let asked = order::by_id(tx, who.branch, id)?;
    refuse_closed(asked.state)?;
    let analytes = if asked.kind == order::Kind::Lab { order::analytes(tx, asked.service)? } else { Vec::new() };
    let values = read_values(&analytes, form)?;
    order::complete(tx, who, id, &finding, &conclusion, &values)?;
    let source = Source { kind: SourceKind::Order, id: id.raw() };
    charge::post_service(tx, who, (asked.visit, asked.patient), source, asked.service)?;
    Ok(())
}

/// A result or a picture comes too late for an order that is done or cancelled.
fn refuse_closed(state: State) -> Result<(), Refusal> {
    match state {
        State::Ordered | State::Started => Ok(()),
        State::Done => Err(Refusal::conflict(text::closed_done_say())),
        State::Cancelled => Err(Refusal::conflict(text::closed_cancelled_say())),
    }
}

/// All typed values, or how many of them are wrong; the page says beside each why (see [`read_one`]).
fn read_values(analytes: &[Analyte], form: &Form) -> Result<Vec<NewValue>, Refusal> {
    let typed = |analyte: &Analyte| form.text(&input_name(analyte.id)).to_owned();
    let read = analytes.iter().map(|a| read_one(a.id, a.kind, a.decimals, &typed(a)));
    let (good, wrong): (Vec<_>, Vec<_>) = read.partition(Result::is_ok);
    match i64::try_from(wrong.len()) {
        Ok(0) => Ok(good.into_iter().flatten().flatten().collect()),
        wrong => Err(Refusal::invalid(text::values_wrong_say(wrong.unwrap_or(i64::MAX)))),
    }
}

/// One typed value; `None` when nothing was typed, else why it is refused.
pub fn read_one(analyte: AnalyteId, kind: ValueKind, decimals: i64, typed: &str) -> Result<Option<NewValue>, Say> {
    let word =
        |value_text: String| (!value_text.is_empty()).then_some(NewValue { analyte, value_milli: None, value_text });
    match (kind, typed.trim()) {
        (ValueKind::Number, typed) => {
            let milli = read_value(typed, decimals)?;
            Ok(milli.map(|milli| NewValue { analyte, value_milli: Some(milli), value_text: String::new() }))
        }
        (ValueKind::NegPos, "" | NEGATIVE | POSITIVE) => Ok(word(typed.trim().to_owned())),
        (ValueKind::NegPos, _) => Err(text::value_unknown_say()),
        (ValueKind::Text, words) => Ok(word(bricks::text::clean_text(words, VALUE_CHARS_MAX)?)),
    }
}

/// Puts pictures, whose bytes are kept already, to an open order.
pub fn attach(tx: &mut Tx<'_>, who: &Who, id: OrderId, pictures: &[Stored]) -> Result<(), Stop> {
    let asked = store::lock(tx, who.branch, id)?;
    refuse_closed(asked.state)?;
    for picture in pictures {
        let attachment = AttachmentId::from_raw(tx.new_id());
        store::insert_attachment(tx, who.staff, attachment, &asked, picture)?;
        who.note(tx, "attach_image", "order", id.raw(), Some(asked.patient), &picture.name)?;
    }
    tx.announce(Topic::Orders);
    tx.announce(Topic::Visit(asked.visit));
    tx.announce(Topic::Patient(asked.patient));
    Ok(())
}
