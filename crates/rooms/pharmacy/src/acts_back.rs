//! What was handed over comes back: taken back as a mistake, or returned by the patient; and a return that was none.

use crate::store_given::{self, Given};
use crate::{review, text};
use bricks::clock::Day;
use bricks::id::{DispenseId, PrescriptionId};
use bricks::lang::Lang;
use bricks::money::Money;
use bricks::quantity::Quantity;
use bricks::refusal::Refusal;
use bricks::say::Say;
use ground::access::Who;
use ground::catalog::is_divided_rightly;
use ground::db::{Stop, Tx};
use ground::web::{Fields, Form};
use papers::charge::{self, Source, SourceKind};
use papers::{batch, counter, prescription, returned, visit};

const REASON_CHARS: usize = 300;
pub const FATES: [&str; 2] = ["shelf", "destruction"];

/// Takes a handing over back as if it had not been: every batch holds what it held, nothing is charged for it (what was paid
/// before stays paid), and the lines wait to be given again. A conflict when it was taken back before, something of it was returned, or it was paid.
pub fn undo(tx: &mut Tx<'_>, who: &Who, id: DispenseId, form: &Form, lang: Lang) -> Result<PrescriptionId, Stop> {
    let mut fields = Fields::new(form, lang);
    let reason = fields.required_reason("reason", REASON_CHARS);
    fields.check()?;
    let of = store_given::prescription_of(tx, who.branch, id)?;
    let held = prescription::hold_given(tx, who, of)?;
    if held.replaced_at.is_some() {
        return Err(Refusal::conflict(text::undo_replaced_say()).into());
    }
    visit::lock(tx, who.branch, held.visit)?;
    if !store_given::undo(tx, who, id, &reason)? {
        return Err(Refusal::conflict(text::undo_gone_say()).into());
    }
    let given = given_by(tx, of, id)?;
    returned::give_again(tx, who, id, &reason)?;
    for source in sources(&review::put_back(tx, &given)?) {
        if !charge::take_back(tx, who, source)? {
            return Err(Refusal::conflict(text::undo_paid_say()).into());
        }
    }
    let document = new_document(tx, who, id, ("shelf", &reason))?;
    for line in &given {
        bring_back(tx, who, &document, (line, line.quantity))?;
    }
    prescription::settle(tx, who, of, ("undo_dispense", &format!("{} · {reason}", document.number)))?;
    Ok(of)
}

/// Takes goods in that a patient brings back, as a document: onto the shelf, or to be destroyed. What was charged is lowered;
/// what is paid is asked to be given back. Refused field by field.
pub fn take_in(tx: &mut Tx<'_>, who: &Who, id: DispenseId, form: &Form, lang: Lang) -> Result<PrescriptionId, Stop> {
    let mut fields = Fields::new(form, lang);
    let reason = fields.required_reason("reason", REASON_CHARS);
    let fate = fields.choice("fate", |code| FATES.into_iter().find(|fate| *fate == code));
    fields.check()?;
    let fate = fate.unwrap_or("destruction");
    let of = store_given::prescription_of(tx, who.branch, id)?;
    let held = prescription::hold_given(tx, who, of)?;
    visit::lock(tx, who.branch, held.visit)?;
    if !store_given::is_standing(tx, id)? {
        return Err(Refusal::conflict(text::undo_gone_say()).into());
    }
    let given = given_by(tx, of, id)?;
    let back = read_returns(&given, (form, lang), (fate, who.day_of(tx.now())))?;
    let document = new_document(tx, who, id, (fate, &reason))?;
    let mut asked = Money::ZERO;
    let why = format!("{} · {reason}", document.number);
    for (line, quantity) in &back {
        bring_back(tx, who, &document, (line, *quantity))?;
        if fate == "destruction" {
            batch::destroy(tx, who, line.batch, *quantity, &document.number)?;
        }
        let back = (source_of(&given, line), *quantity);
        let part = returned::bring(tx, who, back, returned::By::Returned(document.id), &why)?;
        asked = asked.add(part).ok_or_else(|| Stop::fault("a refund that does not fit"))?;
    }
    let refund = if asked.is_zero() { String::new() } else { format!(" · refund {} ₫", asked.minor()) };
    let detail = format!("{} · {fate} · {reason}{refund}", document.number);
    prescription::settle(tx, who, of, ("return_medicines", &detail))?;
    Ok(of)
}

/// Undoes a return that was typed wrongly, on its day: the batches hold what they held, the patient has the goods, and what was charged
/// stands again. A conflict when that was done before, the shelf no longer holds so much, or its money is paid out.
pub fn undo_return(
    tx: &mut Tx<'_>,
    who: &Who,
    (id, document): (DispenseId, i64),
    form: &Form,
    lang: Lang,
) -> Result<(), Stop> {
    let mut fields = Fields::new(form, lang);
    let reason = fields.required_reason("undo_return_reason", REASON_CHARS);
    fields.check()?;
    let of = store_given::prescription_of(tx, who.branch, id)?;
    let held = prescription::hold_given(tx, who, of)?;
    visit::lock(tx, who.branch, held.visit)?;
    let back = store_given::return_of(tx, (id, document))?.ok_or(Stop::Missing)?;
    if who.day_of(back.at) != who.day_of(tx.now()) {
        return Err(Refusal::conflict(text::return_undo_late_say()).into());
    }
    if !store_given::is_standing(tx, id)? || !store_given::undo_return(tx, who, document, &reason)? {
        return Err(Refusal::conflict(text::return_undo_gone_say()).into());
    }
    for (line, batch, quantity) in store_given::return_lines(tx, document)? {
        if !store_given::stay(tx, line, quantity)? {
            return Err(Refusal::conflict(text::changed_meanwhile_say()).into());
        }
        if back.fate == "destruction" {
            batch::undo_destruction(tx, who, batch, quantity, &back.number)?;
        }
        batch::undo_return(tx, who, batch, quantity, &back.number)?;
    }
    if !returned::undo_return(tx, who, document, &format!("{} · {reason}", back.number))? {
        return Err(Refusal::conflict(text::return_undo_paid_say()).into());
    }
    prescription::settle(tx, who, of, ("undo_return", &format!("{} · {reason}", back.number)))?;
    Ok(())
}

/// What was typed for each batch: something in all, and of none more than the patient has.
fn read_returns<'a>(
    given: &'a [Given],
    (form, lang): (&Form, Lang),
    (fate, today): (&str, Day),
) -> Result<Vec<(&'a Given, Quantity)>, Refusal> {
    let mut back = Vec::new();
    for line in given {
        let typed = form.text(&return_name(line));
        let quantity = if typed.trim().is_empty() { Ok(Quantity::ZERO) } else { Quantity::parse(typed, lang) };
        let quantity = quantity.map_err(|say| Refusal::invalid(at_batch(line, &say)))?;
        if quantity > left_with_patient(line) {
            let most = left_with_patient(line);
            let say = Say::new(
                text::return_too_much(Lang::Vi, most.show(Lang::Vi)),
                text::return_too_much(Lang::En, most.show(Lang::En)),
            );
            return Err(Refusal::invalid(at_batch(line, &say)));
        }
        let whole = line.quantity.is_whole() && !quantity.is_whole();
        // What is left of a part that was handed over comes back as it is.
        if whole || quantity != left_with_patient(line) && !is_divided_rightly(quantity, &line.dispense_unit) {
            return Err(Refusal::invalid(at_batch(line, &text::return_whole_say())));
        }
        if fate == "shelf" && !quantity.is_zero() && line.expires_on < today {
            return Err(Refusal::invalid(at_batch(line, &text::return_expired_say())));
        }
        if !quantity.is_zero() {
            back.push((line, quantity));
        }
    }
    back.sort_by_key(|(line, _)| line.batch);
    if back.is_empty() { Err(Refusal::invalid(text::return_nothing_say())) } else { Ok(back) }
}

fn at_batch(line: &Given, say: &Say) -> Say {
    Say::new(format!("{}: {}", line.number, say.vi), format!("{}: {}", line.number, say.en))
}

/// The name of the input for what comes back of a batch.
pub fn return_name(line: &Given) -> String {
    format!("back-{}", line.id)
}

/// What the patient still has of it, as far as the clinic knows.
pub fn left_with_patient(line: &Given) -> Quantity {
    line.quantity.sub(line.returned).unwrap_or(Quantity::ZERO)
}

fn given_by(tx: &mut Tx<'_>, of: PrescriptionId, id: DispenseId) -> Result<Vec<Given>, Stop> {
    let mut given = store_given::given(tx, of)?;
    given.retain(|line| line.dispense == id);
    given.sort_by_key(|line| line.batch);
    Ok(given)
}

/// The charge of a line: that of the first row of the same product.
fn source_of(given: &[Given], line: &Given) -> Source {
    if let Some(row) = line.review {
        return Source { kind: SourceKind::Medicine, id: row };
    }
    let same = given.iter().filter(|other| other.line == line.line && other.medicine == line.medicine);
    Source { kind: SourceKind::Medicine, id: same.map(|other| other.id).min().unwrap_or(line.id) }
}

fn sources(given: &[Given]) -> Vec<Source> {
    let mut sources: Vec<Source> = given.iter().map(|line| source_of(given, line)).collect();
    sources.sort_by_key(|source| source.id);
    sources.dedup();
    sources
}

/// What was charged for what this handing over gave is paid, if only in part; what was paid before it is put back without that.
pub fn is_paid(tx: &mut Tx<'_>, given: &[Given]) -> Result<bool, Stop> {
    let own: Vec<Given> = given.iter().filter(|line| line.review.is_none()).cloned().collect();
    for source in sources(&own) {
        if charge::is_paid(tx, source)? {
            return Ok(true);
        }
    }
    Ok(false)
}

struct Document {
    id: i64,
    number: String,
}

fn new_document(tx: &mut Tx<'_>, who: &Who, of: DispenseId, (fate, reason): (&str, &str)) -> Result<Document, Stop> {
    let day = who.day_of(tx.now());
    let date = format!("{:02}{:02}{:02}", day.year() % 100, day.month(), day.day());
    let number = format!("TT-{date}-{:03}", counter::next(tx, &format!("stock_return:{date}"))?);
    let id = store_given::insert_return(tx, who, of, (&number, fate, reason))?;
    Ok(Document { id, number })
}

fn bring_back(
    tx: &mut Tx<'_>,
    who: &Who,
    document: &Document,
    (line, quantity): (&Given, Quantity),
) -> Result<(), Stop> {
    if !store_given::come_back(tx, line.id, quantity)? {
        return Err(Refusal::conflict(text::changed_meanwhile_say()).into());
    }
    store_given::insert_return_line(tx, document.id, line.id, quantity)?;
    batch::give_back(tx, who, line.batch, quantity, &document.number)
}
