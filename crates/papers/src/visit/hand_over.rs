use super::acts::announce;
use super::{State, store};
use crate::refuse::{conflict, invalid};
use crate::text;
use bricks::id::{BranchId, ResourceId, VisitId};
use ground::access::Who;
use ground::db::{Stop, Tx};

/// Whoever retires the doctor waits until the transaction ends.
const DOCTOR: &str =
    "SELECT room_id, name FROM resource WHERE id = $1 AND branch_id = $2 AND kind = 'doctor' AND active FOR KEY SHARE";
/// Who waits keeps the place that the coming gives.
const WAITING: &str =
    "UPDATE visit SET doctor_id = $2, room_id = COALESCE($3, room_id), calls = 0 WHERE id = $1 AND state = 'waiting'";
const CALLED: &str = "UPDATE visit SET doctor_id = $2, room_id = COALESCE($3, room_id), calls = 0, put_back_at = $4, handed_over_at = $4, \
     state = 'waiting', called_at = NULL, called_by = NULL WHERE id = $1 AND state = 'in_room' \
     AND NOT EXISTS (SELECT 1 FROM clinical_order o WHERE o.visit_id = visit.id AND o.state <> 'cancelled')";
/// Whose tests were ordered stays called in: the results lead to the new doctor.
const WITH_ORDERS: &str = "UPDATE visit SET doctor_id = $2, room_id = COALESCE($3, room_id), calls = 0, put_back_at = $4, handed_over_at = $4 \
     WHERE id = $1 AND state = 'in_room'";

/// Who is given to whom, and why.
#[derive(Debug, Clone)]
pub struct HandOver {
    pub doctor: ResourceId,
    /// The state that the page showed: somebody who was called in meanwhile is not taken out of the room.
    pub seen: State,
    pub reason: String,
}

/// Gives a patient to another doctor of the branch: who waits keeps the place of the coming, who was in the room or is away
/// at tests stands in the other's line from now on, before those who have no time of their own. What was written stays.
pub fn hand_over(tx: &mut Tx<'_>, who: &Who, id: VisitId, new: &HandOver) -> Result<(), Stop> {
    let visit = store::lock(tx, who.branch, id)?;
    let (room, name) = room_of(tx, who.branch, new.doctor)?;
    if visit.doctor == new.doctor {
        return Err(invalid("doctor", text::visit_own_doctor_say()));
    }
    if visit.state != new.seen || !matches!(visit.state, State::Waiting | State::InRoom) {
        return Err(conflict(text::visit_moved_on_say()));
    }
    let now = tx.now();
    let moved = match visit.state {
        State::Waiting => tx.run(WAITING, &[&id, &new.doctor, &room])?,
        _ => match tx.run(CALLED, &[&id, &new.doctor, &room, &now])? {
            0 => tx.run(WITH_ORDERS, &[&id, &new.doctor, &room, &now])?,
            moved => moved,
        },
    };
    if moved != 1 {
        return Err(conflict(text::visit_moved_on_say()));
    }
    let detail = format!("{name}: {}", new.reason.trim());
    who.note(tx, "hand_over", "visit", id.raw(), Some(visit.patient), &detail)?;
    announce(tx, id, visit.patient);
    Ok(())
}

/// The room in which a doctor of the branch works, where there is one, and the doctor's name.
pub(super) fn room_of(
    tx: &mut Tx<'_>,
    branch: BranchId,
    doctor: ResourceId,
) -> Result<(Option<ResourceId>, String), Stop> {
    let found: Option<(Option<ResourceId>, String)> = tx.one(DOCTOR, &[&doctor, &branch])?;
    found.ok_or_else(|| invalid("doctor", text::visit_no_doctor_say()))
}
