use super::{State, store};
use crate::refuse::conflict;
use crate::{appointment, text};
use bricks::id::{AppointmentId, VisitId};
use ground::access::Who;
use ground::db::{Stop, Topic, Tx};

/// Takes a check-in back, as if it had not been: the visit is gone, its appointment is booked again with its times. Gives
/// that appointment, so that its reminder can be restored (`message::restore_for`). The ticket number is never given again. Refused when the patient was called, on another day, when
/// something was done on the visit already, or when the appointment's times were given to somebody else meanwhile.
pub fn take_back(tx: &mut Tx<'_>, who: &Who, id: VisitId) -> Result<Option<AppointmentId>, Stop> {
    let visit = store::lock(tx, who.branch, id)?;
    if visit.state != State::Waiting {
        return Err(conflict(text::visit_not_waiting_say()));
    }
    if visit.day != who.day_of(tx.now()) {
        return Err(conflict(text::visit_of_another_day_say()));
    }
    if let Some(appointment) = visit.appointment {
        appointment::expect_again(tx, who, appointment)?;
    }
    if !store::remove_untouched(tx, id)? {
        return Err(conflict(text::visit_touched_say()));
    }
    who.note(tx, "take_back_check_in", "visit", id.raw(), Some(visit.patient), &visit.ticket())?;
    tx.announce(Topic::Queue);
    tx.announce(Topic::Diary);
    tx.announce(Topic::Visit(id));
    tx.announce(Topic::Patient(visit.patient));
    Ok(visit.appointment)
}
