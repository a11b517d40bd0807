use super::Prescription;
use super::acts::announce;
use super::store;
use crate::refuse::{conflict, invalid};
use crate::text;
use crate::visit::{self, State as VisitState, Visit};
use bricks::id::{PrescriptionId, VisitId};
use ground::access::Who;
use ground::db::{DbError, Stop, Tx};

const WITHDRAW: &str = "UPDATE prescription SET state = 'draft', version = version + 1, late_at = $3, late_by = $4 \
     WHERE id = $1 AND branch_id = $2 AND issued_by = $4 AND replaced_at IS NULL AND reviewed_at IS NULL AND (state = 'issued' OR (state = 'dispensed' \
     AND NOT EXISTS (SELECT 1 FROM prescription_line o WHERE o.prescription_id = prescription.id AND NOT o.outside))) \
     AND NOT EXISTS (SELECT 1 FROM dispense d WHERE d.prescription_id = prescription.id) \
     AND NOT EXISTS (SELECT 1 FROM prescription_line l JOIN pack_scan k ON k.prescription_line_id = l.id WHERE l.prescription_id = prescription.id)";
/// What the pharmacy asked, checked or was allowed was about what stood there.
const END_PAUSES: &str = "UPDATE prescription_pause SET ended_at = $2, ended_by = $3, answer = $4 \
     WHERE prescription_id = $1 AND ended_at IS NULL";
const FORGET_CHECKS: &str = "DELETE FROM controlled_check WHERE prescription_id = $1";
const FORGET_SUBSTITUTIONS: &str = "DELETE FROM substitution \
     WHERE prescription_line_id IN (SELECT l.id FROM prescription_line l WHERE l.prescription_id = $1)";
const FORGET_FORMS: &str = "DELETE FROM prescription_form WHERE prescription_id = $1";
const IS_LATE: &str = "SELECT EXISTS (SELECT 1 FROM prescription WHERE visit_id = $1 AND state = 'draft' AND replaced_at IS NULL AND late_by = $2)";

/// Takes a signed prescription back, by the doctor who signed it and while the pharmacy has neither made ready, billed
/// nor given anything of it (nor can it, where every line is bought elsewhere): from then on it is a draft again, which is signed anew. Refused at `withdraw_reason` without
/// one; a conflict for everybody else and when the pharmacy was first.
pub fn take_back(tx: &mut Tx<'_>, who: &Who, id: PrescriptionId, reason: &str) -> Result<(), Stop> {
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(invalid("withdraw_reason", text::prescription_withdraw_reason_say()));
    }
    store::lock(tx, who.branch, id)?;
    let now = tx.now();
    if tx.run(WITHDRAW, &[&id, &who.branch, &now, &who.staff])? != 1 {
        return Err(conflict(text::prescription_begun_say()));
    }
    tx.run(END_PAUSES, &[&id, &now, &who.staff, &reason])?;
    tx.run(FORGET_CHECKS, &[&id])?;
    tx.run(FORGET_SUBSTITUTIONS, &[&id])?;
    tx.run(FORGET_FORMS, &[&id])?;
    let taken: Prescription = super::by_id(tx, who.branch, id)?;
    let detail = format!("{}: {reason}", taken.number);
    who.note(tx, "withdraw_prescription", "prescription", id.raw(), Some(taken.patient), &detail)?;
    announce(tx, &taken);
    Ok(())
}

/// The visit, locked, if this doctor may write its prescription now: the patient is in the room, or the doctor took the
/// signed prescription back or began another one after the visit, and has not signed it.
pub fn lock_to_write(tx: &mut Tx<'_>, who: &Who, id: VisitId) -> Result<Visit, Stop> {
    let visit = visit::lock(tx, who.branch, id)?;
    match visit.state {
        VisitState::InRoom => Ok(visit),
        VisitState::Finished if is_late(tx, who, id)? => Ok(visit),
        _ => Err(conflict(text::visit_not_in_room_say())),
    }
}

fn is_late(tx: &mut Tx<'_>, who: &Who, id: VisitId) -> Result<bool, DbError> {
    Ok(tx.one(IS_LATE, &[&id, &who.staff])?.unwrap_or(false))
}
