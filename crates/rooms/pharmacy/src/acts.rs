//! Handing a prescription over.

use crate::store_given::HandedTo;
use crate::takings::{Decided, Stock, Taking, by_product, leaves_the_order, read_takings};
use crate::{review, seen, store, store_given, text};
use bricks::clock::Instant;
use bricks::id::{BatchId, DispenseId, PrescriptionId, PrescriptionLineId, StaffId};
use bricks::lang::Lang;
use bricks::refusal::Refusal;
use ground::access::Who;
use ground::db::{Stop, Tx};
use ground::web::{Fields, Form};
use papers::charge::{self, NewCharge, Source, SourceKind};
use papers::prescription::{self, DAYS_MAX, Line, Prescription, State};
use papers::{batch, safety, visit};

const REASON_CHARS: usize = 300;
const NAME_CHARS: usize = 120;
/// A second person's look holds so long.
const CHECK_MINUTES: i64 = 60;

/// What the form says besides the figures.
struct Typed {
    to: HandedTo,
    override_reason: String,
    stopped_reason: String,
    told: Vec<PrescriptionLineId>,
}

/// Hands over what was typed of a prescription, the whole or a part: what is taken from each batch with its movement, what is
/// declined with its reason, and one charge for each product (or what was reviewed and paid before), all or nothing. The medicine rules are asked again: a stop
/// that nobody gave a reason against needs one now. What was paid first and is declined is asked back. A conflict when somebody else was first, the prescription is too old
/// or waits for an answer, or stock changed.
pub fn dispense(tx: &mut Tx<'_>, who: &Who, id: PrescriptionId, form: &Form, lang: Lang) -> Result<(), Stop> {
    let mut typed = read(form, lang)?;
    let held = hold(tx, who, id)?;
    refuse_changed(tx, who, &held, form)?;
    visit::lock(tx, who.branch, held.visit)?;
    let checked = safety::demand_reasons(tx, who, &held, &typed.override_reason)?;
    let (lines, today) = (prescription::lines(tx, id)?, who.day_of(tx.now()));
    let stock = Stock {
        available: batch::available_for(tx, who.branch, id, today)?,
        substitutes: batch::substitutes_for(tx, who.branch, id, today)?,
    };
    let decided = read_takings(&lines, &stock, form.pairs(), lang)?;
    if leaves_the_order(&lines, &stock, &decided, today) && typed.to.batch_reason.is_empty() {
        return Err(Refusal::field("batch_reason", text::batch_reason_missing_say()).into());
    }
    let seen = seen::demand(&checked, &decided, form)?;
    let despite = despite_stop(tx, id, &decided, &typed.stopped_reason)?;
    typed.to.confirmed_by = second_person(tx, who, (id, &lines, &decided), &typed.to)?;
    let paid = review::may_give(tx, who, id, &decided)?;
    let drawn = match &paid {
        Some(rows) => review::draw(tx, rows, (&lines, &stock, &decided))?,
        None => Vec::new(),
    };
    let dispense = store_given::insert(tx, who, &held, &typed.to)?;
    seen::note(tx, (dispense, id), &seen, &checked)?;
    let charged = give(tx, who, dispense, (&lines, &stock, &decided), (&typed, &drawn))?;
    for line in despite {
        store_given::insert_stopped(tx, dispense, line, &typed.stopped_reason)?;
    }
    if paid.is_none() {
        let charges: Vec<NewCharge> = charged.into_iter().map(|of| charge_of(&held, of)).collect();
        charge::post_all(tx, who, held.visit, &charges)?;
    }
    let back = review::withhold(tx, who, (&held, dispense), (&lines, &decided))?;
    store_given::forget_checks(tx, id)?;
    let owes = decided.iter().any(|line| !line.remainder.is_zero());
    let detail = if owes { format!("{dispense} · in part") } else { dispense.to_string() };
    let detail = if back.is_zero() { detail } else { format!("{detail} · refund {} ₫", back.minor()) };
    prescription::settle(tx, who, id, ("dispense", &detail)).map(|_| ())
}

/// The lines that are given though the record says they are stopped; refused at `stopped_reason` without a reason. The
/// prescription is held, and so is every stop of it.
fn despite_stop(
    tx: &mut Tx<'_>,
    id: PrescriptionId,
    decided: &[Decided],
    reason: &str,
) -> Result<Vec<PrescriptionLineId>, Stop> {
    let given = |line| decided.iter().flat_map(|d| &d.takings).any(|taking| taking.line == line);
    let stopped = papers::background::stopped(tx, id)?.into_iter().map(|stopped| stopped.line);
    let despite: Vec<_> = stopped.filter(|line| given(*line)).collect();
    if !despite.is_empty() && reason.is_empty() {
        return Err(Refusal::field("stopped_reason", text::stopped_reason_missing_say()).into());
    }
    Ok(despite)
}

fn read(form: &Form, lang: Lang) -> Result<Typed, Refusal> {
    let mut fields = Fields::new(form, lang);
    if !fields.ticked("explained") {
        fields.refuse("explained", text::explained_missing_say());
    }
    let given_to = if form.text("given_to") == "relative" { "relative" } else { "patient" };
    let receiver = fields.line("receiver", NAME_CHARS);
    if given_to == "relative" && receiver.is_empty() {
        fields.refuse("receiver", text::receiver_missing_say());
    }
    let batch_reason = fields.reason("batch_reason", REASON_CHARS);
    let override_reason = fields.line("override_reason", REASON_CHARS);
    let stopped_reason = fields.reason("stopped_reason", REASON_CHARS);
    fields.check()?;
    let told = form.all("told").filter_map(|line| line.parse().ok()).collect();
    Ok(Typed {
        to: HandedTo { given_to, receiver, batch_reason, confirmed_by: None },
        override_reason,
        stopped_reason,
        told,
    })
}

/// Holds it, or tells who was first, which the guarded change behind it could not.
pub(crate) fn hold(tx: &mut Tx<'_>, who: &Who, id: PrescriptionId) -> Result<Prescription, Stop> {
    match prescription::hold_issued(tx, who, id) {
        Err(Stop::Refused(_)) => {
            let head = store::head(tx, who.branch, id)?;
            Err(match head.state {
                State::Dispensed => Refusal::conflict(text::already_dispensed_say(head.dispenser())).into(),
                _ => Refusal::conflict(text::not_issued_say()).into(),
            })
        }
        held => held,
    }
}

/// The page must be of the prescription as it is: what somebody else handed over in the meantime is not given twice.
/// Holding it counted once. The law knows no exception from the days of collection.
pub(crate) fn refuse_changed(tx: &mut Tx<'_>, who: &Who, held: &Prescription, form: &Form) -> Result<(), Stop> {
    let seen: Option<i64> = form.text("version").parse().ok();
    if seen.and_then(|seen| seen.checked_add(1)) != Some(held.version) {
        return Err(Refusal::conflict(text::changed_meanwhile_say()).into());
    }
    let today = who.day_of(tx.now());
    if held.issued_at.is_some_and(|at| is_over(held.state, who.day_of(at), today)) {
        return Err(Refusal::conflict(text::too_old_say(prescription::COLLECT_DAYS)).into());
    }
    if store_given::is_paused(tx, held.id)? {
        return Err(Refusal::conflict(text::paused_now_say()).into());
    }
    Ok(())
}

/// The remainder of a prescription that was collected in time waits as long as a course may last.
pub fn is_over(state: State, issued_on: bricks::clock::Day, today: bricks::clock::Day) -> bool {
    match state {
        State::Issued => prescription::is_too_old(issued_on, today),
        State::Partial => bricks::clock::days_between(issued_on, today) >= DAYS_MAX,
        State::Draft | State::Dispensed | State::Cancelled => false,
    }
}

/// Since when a second person's look holds.
pub fn checked_since(now: Instant) -> Instant {
    now.plus_minutes(-CHECK_MINUTES)
}

/// Whether the law wants two persons for a medicine.
pub fn is_controlled(line: &Line) -> bool {
    !matches!(line.controlled.as_str(), "" | "none")
}

/// Controlled medicines are handed over by two, and to somebody with a name.
fn second_person(
    tx: &mut Tx<'_>,
    who: &Who,
    (id, lines, decided): (PrescriptionId, &[Line], &[Decided]),
    to: &HandedTo,
) -> Result<Option<StaffId>, Stop> {
    let mut given = lines.iter().zip(decided).filter(|(_, decided)| !decided.takings.is_empty());
    if !given.any(|(line, _)| is_controlled(line)) {
        return Ok(None);
    }
    let since = checked_since(tx.now());
    let second = store_given::checked(tx, id, since)?.into_iter().find(|(staff, ..)| *staff != who.staff);
    let Some((second, ..)) = second else {
        return Err(Refusal::conflict(text::second_person_missing_say()).into());
    };
    if to.receiver.is_empty() {
        return Err(Refusal::field("receiver", text::receiver_controlled_say()).into());
    }
    Ok(Some(second))
}

type Charged<'a> = Vec<(&'a Line, (i64, crate::takings::Product, bricks::quantity::Quantity))>;

/// Batches are taken from in the order of their ids, so that two dispensings never wait for each other in a circle.
fn give<'a>(
    tx: &mut Tx<'_>,
    who: &Who,
    dispense: DispenseId,
    (lines, stock, decided): (&'a [Line], &Stock, &[Decided]),
    (typed, drawn): (&Typed, &review::Drawn),
) -> Result<Charged<'a>, Stop> {
    let mut takings: Vec<_> = decided.iter().flat_map(|line| &line.takings).collect();
    takings.sort_by_key(|t| (t.batch, t.line));
    let mut rows: Vec<(PrescriptionLineId, BatchId, i64)> = Vec::with_capacity(takings.len());
    for taking in takings {
        let row = store_given::insert_line(tx, dispense, taking, drawn_for(stock, lines, taking, drawn))?;
        batch::take(tx, who, taking.batch, taking.quantity, batch::Leaving::Dispensed(row))?;
        rows.push((taking.line, taking.batch, row));
    }
    for declined in decided.iter().filter_map(|line| line.declined.as_ref()) {
        store_given::insert_refusal(tx, dispense, declined)?;
    }
    for line in lines.iter().filter(|line| typed.told.contains(&line.id)) {
        store_given::insert_counselling(tx, dispense, line.id)?;
    }
    let mut charged = Vec::new();
    for (line, decided) in lines.iter().zip(decided) {
        for (product, quantity, batches) in by_product(line, stock, decided) {
            let own = rows.iter().filter(|(of, batch, _)| *of == line.id && batches.contains(batch));
            let first = own.map(|(.., row)| *row).min().ok_or_else(|| Stop::fault("a taking without its row"))?;
            charged.push((line, (first, product, quantity)));
        }
    }
    Ok(charged)
}

/// The reviewed row that a taking is drawn from.
fn drawn_for(stock: &Stock, lines: &[Line], taking: &Taking, drawn: &review::Drawn) -> Option<i64> {
    let other = stock.substitutes.iter().find(|s| s.line == taking.line && s.batch == taking.batch);
    let own = || lines.iter().find(|line| line.id == taking.line).map(|line| line.medicine);
    let medicine = other.map(|s| s.medicine).or_else(own)?;
    drawn.iter().find(|(line, of, _)| *line == taking.line && *of == medicine).map(|(.., row)| *row)
}

/// What is charged of a line, for the row that it is given or reviewed by.
pub(crate) fn charge_of(
    of: &Prescription,
    (line, (row, product, quantity)): (&Line, (i64, crate::takings::Product, bricks::quantity::Quantity)),
) -> NewCharge {
    NewCharge {
        visit: of.visit,
        patient: of.patient,
        source: Source { kind: SourceKind::Medicine, id: row },
        name_vi: product.name.to(Lang::Vi).to_owned(),
        name_en: product.name.to(Lang::En).to_owned(),
        unit: line.dispense_unit.clone(),
        quantity,
        unit_price: product.price,
    }
}
