use crate::store::{self, Over, Texts};
use crate::text;
use bricks::clock::show_time;
use bricks::id::VisitId;
use bricks::refusal::Refusal;
use ground::access::Who;
use ground::db::{Stop, Tx};
use papers::charge::{self, Source, SourceKind};
use papers::{queue, visit};

/// Calls a waiting patient in, exactly once, charges the consultation and begins the note with the reason that the desk
/// wrote down. Who comes second is told who was first.
pub fn call_in(tx: &mut Tx<'_>, who: &Who, id: VisitId) -> Result<(), Stop> {
    match visit::call_in(tx, who, id) {
        Err(Stop::Refused(refusal)) => return Err(told_by_whom(tx, who, id, refusal)),
        other => other?,
    }
    let called = visit::by_id(tx, who.branch, id)?;
    charge::post_service(tx, who, (id, called.patient), consultation(id), called.service)?;
    let begun = Texts { reason: called.reason, ..Texts::default() };
    store::insert_note(tx, who, id, Over::default(), &begun)?;
    Ok(())
}

fn consultation(id: VisitId) -> Source {
    Source { kind: SourceKind::Consultation, id: id.raw() }
}

fn told_by_whom(tx: &mut Tx<'_>, who: &Who, id: VisitId, refusal: Refusal) -> Stop {
    match store::called_by(tx, who.branch, id) {
        Ok(Some((title, name, at))) => {
            let name = format!("{title} {name}");
            let at = show_time(at, who.zone());
            Refusal::conflict(text::called_already_say(name.trim(), at)).into()
        }
        Ok(None) => refusal.into(),
        Err(fault) => fault.into(),
    }
}

/// Calls the first of the doctor's own line in, by the published rule. With `seen`, the one that the doctor's screen
/// showed as first, a line that has moved meanwhile is refused: nobody is called by mistake.
pub fn call_next(tx: &mut Tx<'_>, who: &Who, seen: Option<VisitId>) -> Result<VisitId, Stop> {
    let doctor = queue::lock_doctor(tx, who)?;
    let queues = queue::of_doctor(tx, who.branch, doctor)?;
    let first = queues.line_of(doctor).and_then(|line| line.places.first());
    let Some(first) = first else {
        return Err(Refusal::conflict(text::call_nobody_say()).into());
    };
    if seen.is_some_and(|seen| seen != first.visit) {
        return Err(Refusal::conflict(text::call_moved_say(&first.ticket)).into());
    }
    // Nobody gives the patient to another doctor from here on; who did so a moment ago has taken the patient out of this line.
    if visit::lock(tx, who.branch, first.visit)?.doctor != doctor {
        return Err(Refusal::conflict(text::call_handed_over_say(&first.ticket)).into());
    }
    if first.has_results {
        visit::call_back(tx, who, first.visit, first.joined_at)?;
    } else {
        call_in(tx, who, first.visit)?;
    }
    Ok(first.visit)
}

/// Calls out again who was called and did not come.
pub fn call_again(tx: &mut Tx<'_>, who: &Who, id: VisitId) -> Result<(), Stop> {
    let rule = queue::rule(tx)?;
    visit::call_again(tx, who, id, rule.calls_max)
}

/// Puts back into the line who did not come at the last of the calls; what the first call began is taken back, unless a
/// doctor saw the patient before and handed over. Refused when something was written since, so that the patient was here.
pub fn put_back(tx: &mut Tx<'_>, who: &Who, id: VisitId) -> Result<(), Stop> {
    visit::lock_in_room(tx, who, id)?;
    let (is_written, here) = store::written(tx, id)?;
    if here {
        return Err(Refusal::conflict(text::put_back_written_say()).into());
    }
    let rule = queue::rule(tx)?;
    if visit::put_back(tx, who, id, rule.calls_max)? && !is_written {
        store::remove_begun_note(tx, id)?;
        charge::take_back(tx, who, consultation(id))?;
    }
    Ok(())
}
