use super::acts::announce;
use super::{Priority, store};
use crate::refuse::conflict;
use crate::text;
use bricks::id::{PatientId, VisitId};
use ground::access::Who;
use ground::db::{Stop, Topic, Tx};
use ground::people;

const SET: &str = "UPDATE visit SET priority = 'emergency', priority_before = priority, emergency_reason = $3 \
     WHERE id = $1 AND branch_id = $2 AND state IN ('waiting', 'in_room') AND priority <> 'emergency' RETURNING patient_id";
const BEFORE: &str = "SELECT priority_before FROM visit WHERE id = $1";
const END: &str = "UPDATE visit SET priority = $3, priority_before = NULL, emergency_reason = '' \
     WHERE id = $1 AND branch_id = $2 AND state IN ('waiting', 'in_room') AND priority = 'emergency' RETURNING patient_id";

/// Lets a patient who waits, or who will come back with results, go before all others; `why` stands beside the name and in
/// the audit. A conflict when the visit is over or goes before all others already.
pub fn set_emergency(tx: &mut Tx<'_>, who: &Who, id: VisitId, why: &str) -> Result<(), Stop> {
    let patient: Option<PatientId> = tx.one(SET, &[&id, &who.branch, &why])?;
    let patient = patient.ok_or_else(|| conflict(text::visit_emergency_already_say()))?;
    who.note(tx, "set_emergency", "visit", id.raw(), Some(patient), why)?;
    tell(tx, id, patient);
    Ok(())
}

/// Gives the patient the priority of before the emergency. A conflict when the visit is over or is no emergency.
pub fn end_emergency(tx: &mut Tx<'_>, who: &Who, id: VisitId, why: &str) -> Result<(), Stop> {
    let visit = store::lock(tx, who.branch, id)?;
    let before: Option<Option<Priority>> = tx.one(BEFORE, &[&id])?;
    let before = match before.flatten() {
        Some(before) => before,
        // An emergency of before this was kept.
        None => Priority::of(people::by_id(tx, visit.patient)?.birth(), who.day_of(tx.now()), false),
    };
    let patient: Option<PatientId> = tx.one(END, &[&id, &who.branch, &before])?;
    let patient = patient.ok_or_else(|| conflict(text::visit_no_emergency_say()))?;
    who.note(tx, "end_emergency", "visit", id.raw(), Some(patient), why)?;
    tell(tx, id, patient);
    Ok(())
}

/// What is ordered for an emergency, prescribed and charged stands first too.
fn tell(tx: &mut Tx<'_>, id: VisitId, patient: PatientId) {
    announce(tx, id, patient);
    tx.announce(Topic::Orders);
    tx.announce(Topic::Pharmacy);
    tx.announce(Topic::Cashier);
}
