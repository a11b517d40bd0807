//! The one act of this room.

use crate::rules::{Taking, medicine_name, read_takings};
use crate::{store, text};
use bricks::id::PrescriptionId;
use bricks::lang::Lang;
use bricks::refusal::Refusal;
use ground::access::Who;
use ground::db::{Stop, Tx};
use ground::web::{Fields, Form};
use papers::charge::{self, NewCharge, Source, SourceKind};
use papers::prescription::{self, Line, Prescription, State};
use papers::{batch, safety, visit};

const REASON_CHARS: usize = 300;

/// Gives a prescription out, exactly once: what is taken from each batch with its movement, the dispense with its
/// lines, and one charge for each medicine, all or nothing. The medicine rules are asked again: a stop that nobody gave a
/// reason against needs one now. A conflict when somebody else was first or stock changed.
pub fn dispense(tx: &mut Tx<'_>, who: &Who, id: PrescriptionId, form: &Form, lang: Lang) -> Result<(), Stop> {
    refuse_not_issued(tx, who, id)?;
    let mut fields = Fields::new(form, lang);
    if !fields.ticked("explained") {
        fields.refuse("explained", text::explained_missing_say());
    }
    let reason = fields.line("override_reason", REASON_CHARS);
    fields.check()?;
    let done = prescription::dispensed(tx, who, id)?;
    visit::lock(tx, who.branch, done.visit)?;
    safety::demand_reasons(tx, who, &done, &reason)?;
    let lines = prescription::lines(tx, id)?;
    let available = batch::available_for(tx, who.branch, id, who.day_of(tx.now()))?;
    let takings = read_takings(&lines, &available, form.pairs(), lang)?;
    give(tx, who, &done, takings)?;
    lines.iter().try_for_each(|line| charge_line(tx, who, &done, line))
}

/// Tells who was first, which the guarded change behind it could not.
fn refuse_not_issued(tx: &mut Tx<'_>, who: &Who, id: PrescriptionId) -> Result<(), Stop> {
    let head = store::head(tx, who.branch, id)?;
    match head.state {
        State::Issued => Ok(()),
        State::Dispensed => Err(Refusal::conflict(text::already_dispensed_say(head.dispenser())).into()),
        State::Draft | State::Cancelled => Err(Refusal::conflict(text::not_issued_say()).into()),
    }
}

/// Batches are taken from in the order of their ids, so that two dispensings never wait for each other in a circle.
fn give(tx: &mut Tx<'_>, who: &Who, of: &Prescription, mut takings: Vec<Taking>) -> Result<(), Stop> {
    let dispense = store::insert(tx, who, of)?;
    takings.sort_by_key(|t| t.batch);
    for taking in &takings {
        let line = store::insert_line(tx, dispense, taking)?;
        batch::take(tx, who, taking.batch, taking.quantity, line)?;
    }
    Ok(())
}

fn charge_line(tx: &mut Tx<'_>, who: &Who, of: &Prescription, line: &Line) -> Result<(), Stop> {
    let new = NewCharge {
        visit: of.visit,
        patient: of.patient,
        source: Source { kind: SourceKind::Medicine, id: line.id.raw() },
        name_vi: medicine_name(line, Lang::Vi),
        name_en: medicine_name(line, Lang::En),
        unit: line.dispense_unit.clone(),
        quantity: line.quantity,
        unit_price: line.price,
    };
    charge::post(tx, who, &new).map(|_| ())
}
