use super::store::{Step, Stored};
use super::{CheckIn, LEFT_OPEN_MINUTES, State, Visit, emergency, show_ticket, store};
use crate::parties::{self, Parties};
use crate::refuse::{conflict, conflict_at, invalid};
use crate::{appointment, counter, text};
use bricks::clock::Day;
use bricks::id::{AppointmentId, PatientId, VisitId};
use bricks::money::Money;
use bricks::say::Say;
use ground::access::Who;
use ground::db::{DbError, Stop, Topic, Tx};

/// The field of [`CheckIn::beside`].
pub const BESIDE_VISIT: &str = "beside_visit";

/// Lets a patient in, with the ticket to call out (`A021`). Refused when the patient waits or is in a room already, or the
/// appointment has been used, cancelled or given up; at `appointment` when it is another patient's; at [`BESIDE_VISIT`] (a
/// conflict) while another visit of today is not over for the patient, unless that one was told. Who is an emergency today
/// already is one at this visit too.
pub fn check_in(tx: &mut Tx<'_>, who: &Who, new: &CheckIn) -> Result<(VisitId, String), Stop> {
    let parties = Parties { patient: new.patient, doctor: new.doctor, room: new.room, service: new.service };
    let ticket_prefix = parties::ticket_prefix(tx, who.branch, &parties)?;
    if let Some(id) = new.appointment
        && appointment::arrive(tx, who, id)?.patient != new.patient
    {
        return Err(invalid("appointment", text::visit_other_patient_say()));
    }
    let day = who.day_of(tx.now());
    ask_inside(tx, new, day)?;
    let id = VisitId::from_raw(tx.new_id());
    let row = Stored {
        id,
        branch: who.branch,
        staff: who.staff,
        day,
        ticket_number: next_ticket(tx, who, day, &ticket_prefix)?,
        ticket_prefix: &ticket_prefix,
        new,
    };
    if !store::insert(tx, &row)? {
        return Err(conflict(text::visit_in_meanwhile_say()));
    }
    let ticket = show_ticket(&ticket_prefix, row.ticket_number);
    who.note(tx, "check_in", "visit", id.raw(), Some(new.patient), &ticket)?;
    announce(tx, id, new.patient);
    tx.announce(Topic::Diary);
    emergency::carry(tx, who, (id, new.patient), day)?;
    Ok((id, ticket))
}

/// Two who let one patient in wait for each other, so that the second one sees the first one's visit.
fn ask_inside(tx: &mut Tx<'_>, new: &CheckIn, today: Day) -> Result<(), Stop> {
    appointment::take_patient(tx, new.patient)?;
    match appointment::inside(tx, new.patient, today)? {
        Some(open) if !open.is_seen => Err(conflict(open.say_open())),
        Some(seen) if new.beside != Some(seen.visit) => Err(conflict_at(BESIDE_VISIT, seen.say_again())),
        _ => Ok(()),
    }
}

fn next_ticket(tx: &mut Tx<'_>, who: &Who, day: Day, prefix: &str) -> Result<i64, DbError> {
    counter::next(tx, &format!("ticket:{}:{day}:{prefix}", who.branch))
}

/// Ends the consultation. The room first issues the prescription (`prescription::issue`).
pub fn finish(tx: &mut Tx<'_>, who: &Who, id: VisitId) -> Result<(), Stop> {
    let act = ("finish_visit", text::visit_not_in_room_say());
    step(tx, who, id, Step::Finish, act, "")
}

/// A waiting patient went home without being seen. Refused where a doctor wrote something before handing the patient over.
pub fn leave(tx: &mut Tx<'_>, who: &Who, id: VisitId, reason: &str) -> Result<(), Stop> {
    let act = ("leave", text::visit_not_waiting_say());
    step(tx, who, id, Step::Leave, act, reason.trim())
}

/// Closes a visit that was left open on an earlier day: the patient was seen, or went home. A conflict for one that is not
/// so, for one that nobody called in and that is said to be seen, and for one about which a doctor wrote and that is said
/// not to be: what was written waits for its author's signature.
pub fn close_left_open(tx: &mut Tx<'_>, who: &Who, id: VisitId, was_seen: bool, reason: &str) -> Result<(), Stop> {
    let before = tx.now().plus_minutes(-LEFT_OPEN_MINUTES);
    let Some(patient) = store::close_left_open(tx, (who.branch, who.staff), id, (was_seen, before))? else {
        let visit = store::by_id(tx, who.branch, id)?;
        let is_open = matches!(visit.state, State::Waiting | State::InRoom) && visit.arrived_at <= before;
        let is_written = !was_seen && is_open;
        return Err(conflict(if is_written {
            text::visit_written_seen_say()
        } else {
            text::visit_not_left_open_say()
        }));
    };
    who.note(tx, "close_left_open", "visit", id.raw(), Some(patient), reason.trim())?;
    announce(tx, id, patient);
    Ok(())
}

fn step(
    tx: &mut Tx<'_>,
    who: &Who,
    id: VisitId,
    step: Step,
    (act, refusal): (&'static str, Say),
    detail: &str,
) -> Result<(), Stop> {
    let Some(patient) = store::step(tx, step, who.branch, who.staff, id)? else {
        let visit = store::by_id(tx, who.branch, id)?;
        let is_written = matches!(step, Step::Leave) && visit.state == State::Waiting;
        return Err(conflict(if is_written { text::visit_written_say() } else { refusal }));
    };
    who.note(tx, act, "visit", id.raw(), Some(patient), detail)?;
    announce(tx, id, patient);
    Ok(())
}

pub(super) fn announce(tx: &mut Tx<'_>, id: VisitId, patient: PatientId) {
    tx.announce(Topic::Queue);
    tx.announce(Topic::Visit(id));
    tx.announce(Topic::Patient(patient));
}

/// Adds to what the visit owes, or takes from it; below nothing the database refuses (a fault). Only `charge` and the
/// cashier's room call it, as a part of acts that write the audit.
pub fn due_add(tx: &mut Tx<'_>, id: VisitId, amount: Money) -> Result<(), DbError> {
    store::due_add(tx, id, amount)
}

/// Remembers the follow-up that was booked for a visit, or forgets it.
pub fn plan_follow_up(tx: &mut Tx<'_>, who: &Who, id: VisitId, appointment: Option<AppointmentId>) -> Result<(), Stop> {
    let visit = store::lock(tx, who.branch, id)?;
    store::follow_up(tx, id, appointment)?;
    let detail = appointment.map_or_else(String::new, |a| a.to_string());
    who.note(tx, "plan_follow_up", "visit", id.raw(), Some(visit.patient), &detail)?;
    tx.announce(Topic::Visit(id));
    Ok(())
}

/// The visit, locked, if its patient is in the room now; the doctor's acts begin with it.
pub fn lock_in_room(tx: &mut Tx<'_>, who: &Who, id: VisitId) -> Result<Visit, Stop> {
    let visit = store::lock(tx, who.branch, id)?;
    match visit.state {
        State::InRoom => Ok(visit),
        State::Waiting | State::Finished | State::Left => Err(conflict(text::visit_not_in_room_say())),
    }
}
