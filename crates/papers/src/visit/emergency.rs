use super::acts::announce;
use super::{Priority, store};
use crate::refuse::conflict;
use crate::text;
use bricks::id::{PatientId, VisitId};
use bricks::lang::Lang;
use bricks::say::Say;
use ground::access::Who;
use ground::db::{Stop, Topic, Tx};
use ground::people;

/// Also after the consultation, while something of the visit is still open: results, the pharmacy, the cashier.
const SET: &str = concat!(
    "UPDATE visit AS v SET priority = 'emergency', priority_before = priority, emergency_reason = $3, emergency_reason_en = $4 \
     WHERE v.id = $1 AND v.branch_id = $2 AND v.priority <> 'emergency' AND (v.state IN ('waiting', 'in_room') OR v.day = $5 AND ",
    crate::seen_and_here!(),
    ") RETURNING patient_id"
);
const BEFORE: &str = "SELECT priority_before FROM visit WHERE id = $1";
const END: &str = "UPDATE visit SET priority = $3, priority_before = NULL, emergency_reason = '', emergency_reason_en = '' \
     WHERE id = $1 AND branch_id = $2 AND (state IN ('waiting', 'in_room') OR state = 'finished' AND day = $4) AND priority = 'emergency' RETURNING patient_id";

/// Lets a patient who is in the house go before all others, wherever they wait; `why` stands beside the name and in the
/// audit, typed by somebody or in both languages. A conflict when the visit is over or goes before all others already.
pub fn set_emergency(tx: &mut Tx<'_>, who: &Who, id: VisitId, why: &Say) -> Result<(), Stop> {
    let today = who.day_of(tx.now());
    let english = if why.en == why.vi { "" } else { why.en.as_ref() };
    let patient: Option<PatientId> = tx.one(SET, &[&id, &who.branch, &why.vi.as_ref(), &english, &today])?;
    let patient = patient.ok_or_else(|| conflict(text::visit_emergency_already_say()))?;
    who.note(tx, "set_emergency", "visit", id.raw(), Some(patient), &why.vi)?;
    tell(tx, id, patient);
    Ok(())
}

/// Gives the patient the priority of before the emergency. A conflict when the visit is over or is no emergency.
pub fn end_emergency(tx: &mut Tx<'_>, who: &Who, id: VisitId, why: &str) -> Result<(), Stop> {
    let visit = store::lock(tx, who.branch, id)?;
    let today = who.day_of(tx.now());
    let before: Option<Option<Priority>> = tx.one(BEFORE, &[&id])?;
    let before = match before.flatten() {
        Some(before) => before,
        // An emergency of before this was kept.
        None => Priority::of(people::by_id(tx, visit.patient)?.birth(), today, false),
    };
    let patient: Option<PatientId> = tx.one(END, &[&id, &who.branch, &before, &today])?;
    let patient = patient.ok_or_else(|| conflict(text::visit_no_emergency_say()))?;
    who.note(tx, "end_emergency", "visit", id.raw(), Some(patient), why)?;
    tell(tx, id, patient);
    Ok(())
}

/// Why somebody goes before all others, as the reader reads it; empty for everybody else.
pub fn emergency_reason<'a>(l: Lang, typed: &'a str, english: &'a str) -> &'a str {
    if l == Lang::En && !english.is_empty() { english } else { typed }
}

/// What is ordered for an emergency, prescribed and charged stands first too.
fn tell(tx: &mut Tx<'_>, id: VisitId, patient: PatientId) {
    announce(tx, id, patient);
    tx.announce(Topic::Orders);
    tx.announce(Topic::Pharmacy);
    tx.announce(Topic::Cashier);
}
