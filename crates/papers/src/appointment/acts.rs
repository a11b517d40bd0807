use super::store::{End, Stored};
use super::{Appointment, NewAppointment, State, rules, store};
use crate::parties::{self, Parties};
use crate::refuse::{conflict, conflict_at, invalid};
use crate::{schedule, text};
use bricks::id::AppointmentId;
use bricks::refusal::Refusal;
use ground::access::Who;
use ground::db::{DbError, Stop, Topic, Tx};

const DURATION_MIN: i64 = 5;
const DURATION_MAX: i64 = 480;

/// Books, and takes every five minutes of the doctor and the room. Refused at `starts_at` when that is past, off the
/// grid, outside the doctor's hours or taken (a conflict: offer [`super::nearest_free`]), at `duration` when that is
/// not 5 to 480 minutes; `Stop::Missing` when someone is not of this branch or no longer in use.
pub fn book(tx: &mut Tx<'_>, who: &Who, new: &NewAppointment) -> Result<AppointmentId, Stop> {
    check_parties(tx, who, new)?;
    check_time(tx, who, new)?;
    let id = AppointmentId::from_raw(tx.new_id());
    let row = Stored { id, branch: who.branch, staff: who.staff, day: who.day_of(new.starts_at), new };
    store::insert(tx, &row)?;
    let count = rules::slot_count(new.duration_minutes);
    let taken = store::take_slots(tx, id, new, count)?;
    if i64::try_from(taken) != Ok(count * 2) {
        return Err(conflict_at("starts_at", text::appointment_slot_taken_say()));
    }
    who.note(tx, "book", "appointment", id.raw(), Some(new.patient), new.source.code())?;
    tx.announce(Topic::Diary);
    tx.announce(Topic::Patient(new.patient));
    Ok(id)
}

fn check_parties(tx: &mut Tx<'_>, who: &Who, new: &NewAppointment) -> Result<(), Stop> {
    let parties = Parties { patient: new.patient, doctor: new.doctor, room: new.room, service: new.service };
    parties::ticket_prefix(tx, who.branch, &parties).map(|_| ())
}

fn check_time(tx: &mut Tx<'_>, who: &Who, new: &NewAppointment) -> Result<(), Stop> {
    if !(DURATION_MIN..=DURATION_MAX).contains(&new.duration_minutes) {
        return Err(invalid("duration", text::appointment_duration_say()));
    }
    if !rules::is_on_grid(new.starts_at) {
        return Err(invalid("starts_at", text::appointment_off_grid_say()));
    }
    if rules::is_past(new.starts_at, tx.now()) {
        return Err(invalid("starts_at", text::appointment_past_say()));
    }
    check_open(tx, who, new)
}

/// Everybody and everything works during the whole appointment. Whoever would take these hours away waits until this
/// transaction ends.
fn check_open(tx: &mut Tx<'_>, who: &Who, new: &NewAppointment) -> Result<(), Stop> {
    let (zone, resources) = (who.zone(), [new.doctor, new.room]);
    let (from, to) = (new.starts_at, new.starts_at.plus_minutes(new.duration_minutes));
    schedule::hold(tx, &resources)?;
    let open = schedule::open(tx, zone, &resources, zone.day_of(from), 2)?;
    match resources.into_iter().find(|resource| !open.holds(*resource, from, to)) {
        None => Ok(()),
        Some(resource) => {
            Err(invalid("starts_at", rules::closed_say(open.away(resource, from, to), resource == new.doctor, zone)))
        }
    }
}

/// Cancels a booked appointment and frees its slots. Whoever calls it also takes back its reminder
/// (`message::cancel_for`).
pub fn cancel(tx: &mut Tx<'_>, who: &Who, id: AppointmentId, reason: &str) -> Result<(), Stop> {
    end(tx, who, id, "cancel_appointment", State::Cancelled, reason).map(|_| ())
}

/// Gives up a patient who did not come, and frees the slots. Refused before the appointed time.
pub fn no_show(tx: &mut Tx<'_>, who: &Who, id: AppointmentId) -> Result<(), Stop> {
    let ended = end(tx, who, id, "no_show", State::NoShow, "")?;
    if ended.starts_at > tx.now() {
        return Err(conflict(text::appointment_not_due_say()));
    }
    Ok(())
}

fn end(
    tx: &mut Tx<'_>,
    who: &Who,
    id: AppointmentId,
    act: &'static str,
    state: State,
    reason: &str,
) -> Result<Appointment, Stop> {
    let reason = reason.trim();
    let end = End { state, staff: who.staff, reason };
    let Some(ended) = store::end(tx, who.branch, id, &end)? else {
        return Err(not_booked(tx, who, id));
    };
    store::release(tx, id)?;
    who.note(tx, act, "appointment", id.raw(), Some(ended.patient), reason)?;
    tx.announce(Topic::Diary);
    tx.announce(Topic::Patient(ended.patient));
    Ok(ended)
}

/// Frees what an appointment holds. Part of a larger act, which writes the audit.
pub fn release(tx: &mut Tx<'_>, id: AppointmentId) -> Result<(), DbError> {
    store::release(tx, id).map(|_| ())
}

/// The patient of a booked appointment is here: booked becomes arrived exactly once. One of a later day gives its
/// slots back, one of an earlier day is refused. Part of the check-in, which writes the audit.
pub fn arrive(tx: &mut Tx<'_>, who: &Who, id: AppointmentId) -> Result<Appointment, Stop> {
    let Some(arrived) = store::arrive(tx, who.branch, id)? else {
        return Err(not_booked(tx, who, id));
    };
    let today = who.day_of(tx.now());
    if arrived.day < today {
        return Err(conflict(text::appointment_day_over_say()));
    }
    if arrived.day > today {
        store::release(tx, id)?;
    }
    tx.announce(Topic::Diary);
    Ok(arrived)
}

fn not_booked(tx: &mut Tx<'_>, who: &Who, id: AppointmentId) -> Stop {
    let say = match store::by_id(tx, who.branch, id) {
        Err(stop) => return stop,
        Ok(found) => match found.state {
            State::Arrived => text::appointment_arrived_say(),
            State::Cancelled => text::appointment_cancelled_say(),
            State::NoShow => text::appointment_no_show_say(),
            State::Booked => text::appointment_changed_say(),
        },
    };
    Refusal::conflict(say).into()
}
