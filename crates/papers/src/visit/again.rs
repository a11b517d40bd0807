use super::acts::check_in;
use super::emergency::{before, emergency_of_day};
use super::hand_over::room_of;
use super::{CheckIn, Priority, State, store};
use crate::refuse::conflict;
use crate::{appointment, text};
use bricks::id::{ResourceId, VisitId};
use ground::access::Who;
use ground::db::{Stop, Tx};

/// Lets a patient in once more who became an emergency today after the doctor had finished: another visit for the same service,
/// first in the line of the doctor who saw them, or of another one who takes them. A conflict when the visit is no emergency of
/// today that is finished, and when the patient is back in a line already.
pub fn see_again(tx: &mut Tx<'_>, who: &Who, id: VisitId, by: Option<ResourceId>) -> Result<VisitId, Stop> {
    let seen = store::lock(tx, who.branch, id)?;
    let today = who.day_of(tx.now());
    if seen.state != State::Finished || seen.priority != Priority::Emergency || seen.day != today {
        return Err(conflict(text::visit_not_seen_again_say()));
    }
    appointment::take_patient(tx, seen.patient)?;
    let here = appointment::inside(tx, seen.patient, today)?.filter(|here| here.is_seen);
    let reason = emergency_of_day(tx, seen.patient, today)?.map(|emergency| emergency.reason);
    let room = match by {
        Some(doctor) => room_of(tx, who.branch, doctor)?.0,
        None => None,
    };
    let new = CheckIn {
        patient: seen.patient,
        appointment: None,
        service: seen.service,
        doctor: by.unwrap_or(seen.doctor),
        room: room.unwrap_or(seen.room),
        reason: reason.filter(|reason| !reason.is_empty()).unwrap_or_else(|| seen.reason.clone()),
        priority: before(tx, who, &seen)?,
        beside: here.map(|here| here.visit),
    };
    let (visit, ticket) = check_in(tx, who, &new)?;
    who.note(tx, "see_again", "visit", id.raw(), Some(seen.patient), &ticket)?;
    super::acts::announce(tx, id, seen.patient);
    Ok(visit)
}
