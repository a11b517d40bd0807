use super::store::{self, Reviewed};
use crate::store_given::Given;
use crate::takings::{Decided, Stock, by_product, read_takings};
use crate::{acts, load, text};
use bricks::id::{DispenseId, MedicineId, PrescriptionId, PrescriptionLineId};
use bricks::lang::Lang;
use bricks::money::Money;
use bricks::quantity::Quantity;
use bricks::refusal::Refusal;
use ground::access::Who;
use ground::db::{Stop, Topic, Tx};
use ground::web::{Fields, Form};
use papers::charge::{self, Source, SourceKind};
use papers::prescription::{self, Line, Prescription, refusal_kept};
use papers::returned::{self, By};
use papers::{safety, visit};

const REASON_CHARS: usize = 300;

/// From which reviewed rows the products of a handing over come: line, medicine, row.
pub type Drawn = Vec<(PrescriptionLineId, MedicineId, i64)>;

/// Puts what was typed of a prescription on the bill, so that it is given out once it is paid. Nothing leaves the shelf. A
/// conflict when it was reviewed before and something of that is still to be given, or the page is not of the prescription
/// as it is.
pub fn review(tx: &mut Tx<'_>, who: &Who, id: PrescriptionId, form: &Form, lang: Lang) -> Result<(), Stop> {
    let mut fields = Fields::new(form, lang);
    let reason = fields.line("override_reason", REASON_CHARS);
    fields.check()?;
    let held = acts::hold(tx, who, id)?;
    acts::refuse_changed(tx, who, &held, form)?;
    visit::lock(tx, who.branch, held.visit)?;
    if !store::pays_first(tx, who.branch)? {
        return Err(Refusal::conflict(text::review_needless_say()).into());
    }
    if store::reviewed(tx, id)?.iter().any(|row| !row.left().is_zero()) {
        return Err(Refusal::conflict(text::reviewed_already_say()).into());
    }
    safety::demand_reasons(tx, who, &held, &reason)?;
    let (lines, stock) = (prescription::lines(tx, id)?, load::stock(tx, who, id)?);
    let decided = read_takings(&lines, &stock, form.pairs(), lang)?;
    if decided.iter().all(|line| line.takings.is_empty()) {
        return Err(Refusal::invalid(text::nothing_given_say()).into());
    }
    let mut charges = Vec::new();
    for (line, decided) in lines.iter().zip(&decided) {
        for (product, quantity, _) in by_product(line, &stock, decided) {
            let row = store::insert(tx, who, (line.id, product.medicine), quantity)?;
            charges.push(acts::charge_of(&held, (line, (row, product, quantity))));
        }
    }
    charge::post_all(tx, who, held.visit, &charges)?;
    store::mark(tx, id, true)?;
    note(tx, who, &held, "review_prescription")
}

/// Takes a review back: nothing of it is on the bill any more. A conflict when it is paid, or something was given.
pub fn withdraw(tx: &mut Tx<'_>, who: &Who, id: PrescriptionId) -> Result<(), Stop> {
    let held = acts::hold(tx, who, id)?;
    visit::lock(tx, who.branch, held.visit)?;
    let open: Vec<Reviewed> = store::reviewed(tx, id)?.into_iter().filter(|row| !row.left().is_zero()).collect();
    if open.is_empty() {
        return Err(Refusal::conflict(text::review_gone_say()).into());
    }
    for row in open {
        let source = Source { kind: SourceKind::Medicine, id: row.id };
        if !charge::take_back(tx, who, source)? || !store::delete(tx, row.id)? {
            return Err(Refusal::conflict(text::review_paid_say()).into());
        }
    }
    store::mark(tx, id, false)?;
    note(tx, who, &held, "withdraw_review")
}

/// Whether what was decided needs no payment before, or is paid: `None` when the handing over earns its own charges.
/// Under the locks of the prescription and its visit, which whoever voids or gives money back takes too.
pub fn may_give(
    tx: &mut Tx<'_>,
    who: &Who,
    id: PrescriptionId,
    decided: &[Decided],
) -> Result<Option<Vec<Reviewed>>, Stop> {
    if decided.iter().all(|line| line.takings.is_empty()) {
        return Ok(None);
    }
    let rows: Vec<Reviewed> = store::reviewed(tx, id)?.into_iter().filter(|row| !row.left().is_zero()).collect();
    if rows.is_empty() {
        return if store::pays_first(tx, who.branch)? {
            Err(Refusal::conflict(text::review_first_say()).into())
        } else {
            Ok(None)
        };
    }
    if rows.iter().all(|row| row.paid) { Ok(Some(rows)) } else { Err(Refusal::conflict(text::not_paid_say()).into()) }
}

/// Draws what is given from what was reviewed; a refusal when it is more of a product.
pub fn draw(
    tx: &mut Tx<'_>,
    rows: &[Reviewed],
    (lines, stock, decided): (&[Line], &Stock, &[Decided]),
) -> Result<Drawn, Stop> {
    let mut drawn = Drawn::new();
    for (line, decided) in lines.iter().zip(decided) {
        for (product, quantity, _) in by_product(line, stock, decided) {
            let own = rows.iter().find(|row| row.line == line.id && row.medicine == product.medicine);
            let row = match own {
                Some(row) if store::give(tx, row.id, quantity)? => row.id,
                _ => return Err(Refusal::invalid(text::more_than_paid_say()).into()),
            };
            drawn.push((line.id, product.medicine, row));
        }
    }
    Ok(drawn)
}

/// What was drawn for rows of a handing over that is taken back may be given again: it is paid already. Gives the other rows,
/// which earned charges of their own.
pub fn put_back(tx: &mut Tx<'_>, given: &[Given]) -> Result<Vec<Given>, Stop> {
    let mut own = Vec::new();
    for line in given {
        match line.review {
            Some(row) if store::put_back(tx, row, line.quantity)? => {}
            Some(_) => return Err(Stop::fault("a reviewed row of which less was given than was taken back")),
            None => own.push(line.clone()),
        }
    }
    Ok(own)
}

/// Of a line of which nothing more is to be given, what is on the bill and was not given goes off it, or is asked back where it is
/// paid; gives how much is asked for. After what is given was drawn.
pub fn withhold(
    tx: &mut Tx<'_>,
    who: &Who,
    (held, dispense): (&Prescription, DispenseId),
    (lines, decided): (&[Line], &[Decided]),
) -> Result<Money, Stop> {
    let rows = store::reviewed(tx, held.id)?;
    let mut asked = Money::ZERO;
    for (line, decided) in lines.iter().zip(decided).filter(|(_, decided)| decided.remainder.is_zero()) {
        let why = decided.declined.as_ref().map_or_else(String::new, |declined| refusal_kept(declined.reason));
        let reason = format!("{} · {why}", held.number);
        for row in rows.iter().filter(|row| row.line == line.id && !row.left().is_zero()) {
            let back = (row.id, row.left());
            let part = returned::withhold(tx, who, back, By::Declined(dispense), reason.trim_end_matches(" · "))?;
            let part = part.ok_or_else(|| Stop::fault("a reviewed row that changed under the prescription's lock"))?;
            asked = asked.add(part).ok_or_else(|| Stop::fault("a refund that does not fit"))?;
        }
    }
    Ok(asked)
}

/// Chooses whether medicines are paid first.
pub fn set_pays_first(tx: &mut Tx<'_>, who: &Who, form: &Form) -> Result<(), Stop> {
    let first = form.text("medicines_pay_first") == "yes";
    if store::set_pays_first(tx, who.branch, first)? {
        let said = if first { "pay first" } else { "dispense first" };
        who.note(tx, "set_medicine_payment", "branch", who.branch.raw(), None, said)?;
        tx.announce(Topic::Pharmacy);
    }
    Ok(())
}

/// The sum of what may still be given of a line's own medicine, when something of the prescription was reviewed.
pub fn left_of(rows: &[Reviewed], line: &Line) -> Quantity {
    let own = rows.iter().filter(|row| row.line == line.id && row.medicine == line.medicine);
    Quantity::sum(own.map(Reviewed::left)).unwrap_or(Quantity::ZERO)
}

fn note(tx: &mut Tx<'_>, who: &Who, of: &Prescription, act: &'static str) -> Result<(), Stop> {
    who.note(tx, act, "prescription", of.id.raw(), Some(of.patient), &of.number)?;
    for topic in [Topic::Pharmacy, Topic::Queue, Topic::Visit(of.visit), Topic::Patient(of.patient)] {
        tx.announce(topic);
    }
    Ok(())
}
