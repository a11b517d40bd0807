use super::store::Head;
use super::{DAYS_MAX, NewLine, Prescription, State, days_taken, law, quantity_needed, store};
use crate::refuse::{conflict, invalid};
use crate::visit::Visit;
use crate::{counter, text};
use bricks::id::{PrescriptionId, PrescriptionLineId, VisitId};
use bricks::lang::Lang;
use bricks::quantity::Quantity;
use ground::access::Who;
use ground::db::{Stop, Topic, Tx};

/// The visit's prescription, begun now if there is none. The patient must be in the room.
pub fn draft_for(tx: &mut Tx<'_>, who: &Who, visit: VisitId) -> Result<PrescriptionId, Stop> {
    let visit = super::lock_to_write(tx, who, visit)?;
    match store::by_visit(tx, visit.id)? {
        Some(found) => Ok(found.id),
        None => begin(tx, who, &visit),
    }
}

fn begin(tx: &mut Tx<'_>, who: &Who, visit: &Visit) -> Result<PrescriptionId, Stop> {
    begin_as(tx, who, visit, (false, None))
}

/// Begins a draft: after the visit, and in place of another one, where that is said.
pub(super) fn begin_as(
    tx: &mut Tx<'_>,
    who: &Who,
    visit: &Visit,
    (late, replaces): (bool, Option<PrescriptionId>),
) -> Result<PrescriptionId, Stop> {
    let day = who.day_of(tx.now());
    let date = format!("{:02}{:02}{:02}", day.year() % 100, day.month(), day.day());
    let number = counter::next(tx, &format!("prescription:{date}"))?;
    let number = format!("DT-{date}-{number:03}");
    let id = PrescriptionId::from_raw(tx.new_id());
    let (branch, staff) = (who.branch, who.staff);
    let head = Head { id, branch, visit: visit.id, patient: visit.patient, number: &number, staff, late, replaces };
    store::insert(tx, &head)?;
    who.note(tx, "begin_prescription", "prescription", id.raw(), Some(visit.patient), &number)?;
    Ok(id)
}

/// The locked visit's prescription, still a draft; begun if there is none.
pub(super) fn draft(tx: &mut Tx<'_>, who: &Who, visit: &Visit) -> Result<PrescriptionId, Stop> {
    match store::by_visit(tx, visit.id)? {
        Some(found) if found.state == State::Draft => Ok(found.id),
        Some(_) => Err(conflict(text::prescription_not_draft_say())),
        None => begin(tx, who, visit),
    }
}

/// Writes a line; what the pharmacy gives out is computed, and nothing of what is not kept in the clinic. Refused at
/// `medicine` when it is on the prescription for one of these days, at `morning` when no dose is given, or one is impossible
/// or cannot be measured, at `days` when the course does not end within 90.
pub fn put_line(tx: &mut Tx<'_>, who: &Who, visit: VisitId, new: &NewLine) -> Result<PrescriptionLineId, Stop> {
    let visit = super::lock_to_write(tx, who, visit)?;
    let prescription = draft(tx, who, &visit)?;
    let medicine = store::medicine(tx, new.medicine)?.ok_or(Stop::Missing)?;
    if !new.doses().are_measurable(&medicine.dose_unit) {
        return Err(invalid("morning", text::prescription_dose_unmeasurable_say()));
    }
    let quantity = quantity_of(new, medicine.dose_milli_per_dispense_unit)?;
    let id = PrescriptionLineId::from_raw(tx.new_id());
    if !store::insert_line(tx, prescription, id, new, (quantity, !medicine.stocked, who.staff))? {
        return Err(invalid("medicine", text::prescription_medicine_twice_say()));
    }
    store::touch(tx, prescription)?;
    who.note(tx, "prescribe", "prescription", prescription.raw(), Some(visit.patient), &medicine.code)?;
    tx.announce(Topic::Visit(visit.id));
    Ok(id)
}

fn quantity_of(new: &NewLine, dose_milli_per_dispense_unit: i64) -> Result<Quantity, Stop> {
    let doses = new.doses();
    if doses.are_none() {
        return Err(invalid("morning", text::prescription_no_dose_say()));
    }
    if !doses.are_possible() {
        return Err(invalid("morning", text::prescription_dose_impossible_say()));
    }
    let last_day = new.first_day.saturating_add(new.days) - 1;
    if new.days < 1 || new.first_day < 1 || last_day > DAYS_MAX {
        return Err(invalid("days", text::prescription_days_say()));
    }
    quantity_needed(doses, days_taken(new.days, new.weekday), dose_milli_per_dispense_unit)
        .ok_or_else(|| invalid("morning", text::prescription_dose_impossible_say()))
}

/// Says in which language the patient reads the prescription, its draft begun if there is none.
pub fn read_by(tx: &mut Tx<'_>, who: &Who, visit: VisitId, lang: Lang) -> Result<(), Stop> {
    let visit = super::lock_to_write(tx, who, visit)?;
    let id = draft(tx, who, &visit)?;
    if !store::read_by(tx, id, lang)? {
        return Err(conflict(text::prescription_not_draft_say()));
    }
    who.note(tx, "choose_prescription_language", "prescription", id.raw(), Some(visit.patient), lang.code())?;
    tx.announce(Topic::Visit(visit.id));
    Ok(())
}

/// Takes a line off the draft.
pub fn remove_line(tx: &mut Tx<'_>, who: &Who, visit: VisitId, line: PrescriptionLineId) -> Result<(), Stop> {
    let visit = super::lock_to_write(tx, who, visit)?;
    let found = store::by_visit(tx, visit.id)?.ok_or(Stop::Missing)?;
    if found.state != State::Draft {
        return Err(conflict(text::prescription_not_draft_say()));
    }
    if !store::delete_line(tx, found.id, line)? {
        return Err(Stop::Missing);
    }
    store::touch(tx, found.id)?;
    who.note(tx, "remove_prescription_line", "prescription", found.id.raw(), Some(visit.patient), &line.to_string())?;
    tx.announce(Topic::Visit(visit.id));
    Ok(())
}

/// The visit's draft, when something stands on it.
pub fn draft_with_lines(tx: &mut Tx<'_>, visit: VisitId) -> Result<Option<Prescription>, Stop> {
    let Some(draft) = store::by_visit(tx, visit)?.filter(|p| p.state == State::Draft) else { return Ok(None) };
    Ok((store::line_count(tx, draft.id)? > 0).then_some(draft))
}

/// Hands the draft to the pharmacy and gives its id. An empty draft is cancelled instead. `None` when nothing was
/// issued now: there is no draft, or it was empty, or it was issued before; so it may always precede `visit::finish`. Refused at
/// `child_weight`, `companion` or `days` while what the law wants is missing.
pub fn issue(tx: &mut Tx<'_>, who: &Who, visit: VisitId) -> Result<Option<PrescriptionId>, Stop> {
    let visit = super::lock_to_write(tx, who, visit)?;
    let Some(draft) = store::by_visit(tx, visit.id)?.filter(|p| p.state == State::Draft) else {
        return Ok(None);
    };
    let empty = store::line_count(tx, draft.id)? == 0;
    let act = if empty {
        store::cancel(tx, draft.id)?;
        super::replace::give_back(tx, &draft)?;
        "cancel_prescription"
    } else {
        law::demand(tx, who, &draft)?;
        law::number_forms(tx, who, &draft)?;
        store::issue(tx, draft.id, who.staff)?;
        if store::is_all_outside(tx, draft.id)? {
            store::settle(tx, draft.id)?;
        }
        "issue_prescription"
    };
    who.note(tx, act, "prescription", draft.id.raw(), Some(draft.patient), &draft.number)?;
    announce(tx, &draft);
    Ok((!empty).then_some(draft.id))
}

/// Holds an issued prescription of which something is to be given, so that it is the caller's own until the transaction ends. The
/// pharmacy's acts call it first.
pub fn hold_issued(tx: &mut Tx<'_>, who: &Who, id: PrescriptionId) -> Result<Prescription, Stop> {
    if let Some(held) = store::hold_issued(tx, who.branch, id)? {
        return Ok(held);
    }
    store::by_id(tx, who.branch, id)?;
    Err(conflict(text::prescription_not_issued_say()))
}

/// Like [`hold_issued`] of a prescription of which something was given, all of it or a part.
pub fn hold_given(tx: &mut Tx<'_>, who: &Who, id: PrescriptionId) -> Result<Prescription, Stop> {
    if let Some(held) = store::hold_given(tx, who.branch, id)? {
        return Ok(held);
    }
    store::by_id(tx, who.branch, id)?;
    Err(conflict(text::prescription_not_issued_say()))
}

/// Sums up what a held prescription's lines were given and declined, and says whether the pharmacy owes something still.
/// `act` names in the audit what was done.
pub fn settle(
    tx: &mut Tx<'_>,
    who: &Who,
    id: PrescriptionId,
    (act, detail): (&'static str, &str),
) -> Result<Prescription, Stop> {
    let done = store::settle(tx, id)?.ok_or(Stop::Missing)?;
    let said = if detail.is_empty() { done.number.clone() } else { format!("{} · {detail}", done.number) };
    who.note(tx, act, "prescription", id.raw(), Some(done.patient), &said)?;
    announce(tx, &done);
    Ok(done)
}

pub(super) fn announce(tx: &mut Tx<'_>, prescription: &Prescription) {
    tx.announce(Topic::Pharmacy);
    tx.announce(Topic::Queue);
    tx.announce(Topic::Visit(prescription.visit));
    tx.announce(Topic::Patient(prescription.patient));
}
