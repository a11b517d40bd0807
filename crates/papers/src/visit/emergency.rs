use super::acts::announce;
use crate::refuse::conflict;
use crate::text;
use bricks::id::{PatientId, VisitId};
use ground::access::Who;
use ground::db::{Stop, Tx};

const SET: &str = "UPDATE visit SET priority = 'emergency' \
     WHERE id = $1 AND branch_id = $2 AND state IN ('waiting', 'in_room') AND priority <> 'emergency' RETURNING patient_id";

/// Lets a patient who waits, or who will come back with results, go before all others; `why` is kept in the audit. A
/// conflict when the visit is over or goes before all others already.
pub fn set_emergency(tx: &mut Tx<'_>, who: &Who, id: VisitId, why: &str) -> Result<(), Stop> {
    let patient: Option<PatientId> = tx.one(SET, &[&id, &who.branch])?;
    let patient = patient.ok_or_else(|| conflict(text::visit_moved_on_say()))?;
    who.note(tx, "set_emergency", "visit", id.raw(), Some(patient), why)?;
    announce(tx, id, patient);
    Ok(())
}
