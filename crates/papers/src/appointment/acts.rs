use super::change::{ChangeKind, announce, change};
use super::question::{self, Knowing, Whose};
use super::store::Stored;
use super::take::{self, Needs, Place, Taken};
use super::{Appointment, NewAppointment, State, freed, rules, store};
use crate::parties::{self, Parties};
use crate::refuse::{conflict, invalid};
use crate::{schedule, text};
use bricks::clock::Instant;
use bricks::id::{AppointmentId, ResourceId};
use bricks::refusal::Refusal;
use ground::access::Who;
use ground::db::{Stop, Topic, Tx, together};

const DURATION_MIN: i64 = 5;
const DURATION_MAX: i64 = 480;

/// At most so many are given up at once.
const OVERDUE_MAX: i64 = 200;

/// Books, and takes every five minutes of the doctor, of a room and, when the service needs one, of a device. Refused at
/// `starts_at` when that is past, off the grid, outside the doctor's hours or taken (a conflict: offer
/// [`super::nearest_free`]), at `duration` when that is not 5 to 480 minutes, at `service` when its device is out of use,
/// at what the asker has to know ([`Knowing`], conflicts); `Stop::Missing` when someone is not of this branch or no longer
/// in use.
pub fn book(tx: &mut Tx<'_>, who: &Who, new: &NewAppointment) -> Result<AppointmentId, Stop> {
    book_as(tx, who, new, How::default())
}

/// How a booking is asked for.
#[derive(Debug, Clone, Copy, Default)]
pub struct How {
    /// A time that is taken is taken once more, within the doctor's limit.
    pub beside: bool,
    pub knowing: Knowing,
}

/// Like [`book`], in the way that was asked for.
pub fn book_as(tx: &mut Tx<'_>, who: &Who, new: &NewAppointment, how: How) -> Result<AppointmentId, Stop> {
    let at = new.place();
    check_parties(tx, who, new)?;
    check_time(tx, who, &at, true)?;
    let needs = Needs::of(tx, who, new.service, &at)?;
    let id = AppointmentId::from_raw(tx.new_id());
    let whose = Whose { id, patient: new.patient, service: new.service };
    let suited = question::suits(tx, who, whose, &at, how.knowing);
    let given = question::gives(tx, who, whose, new.doctor, how.knowing);
    let day = who.day_of(new.starts_at);
    let first = Taken { room: new.room, device: None, overbooked: false };
    store::insert(tx, &Stored { id, branch: who.branch, staff: who.staff, day, new })?;
    let taken = take::take(tx, id, &at, &needs, how.beside)?;
    let elsewhere = question::is_elsewhere(tx, who, whose, &at, how.knowing);
    let twice = question::comes_twice(tx, who, whose, &at, how.knowing);
    together([suited, given, elsewhere, twice])?;
    if taken != first {
        store::put_taken(tx, id, &taken)?;
    }
    let detail = if taken.overbooked { "beside" } else { new.source.code() };
    who.note(tx, "book", "appointment", id.raw(), Some(new.patient), detail)?;
    announce(tx, id, new.patient);
    Ok(id)
}

fn check_parties(tx: &mut Tx<'_>, who: &Who, new: &NewAppointment) -> Result<(), Stop> {
    let parties = Parties { patient: new.patient, doctor: new.doctor, room: new.room, service: new.service };
    parties::ticket_prefix(tx, who.branch, &parties).map(|_| ())
}

/// Whether a doctor can be booked at this time; a start that is not `new` may lie in the past.
pub(super) fn check_time(tx: &mut Tx<'_>, who: &Who, at: &Place, new: bool) -> Result<(), Stop> {
    if !(DURATION_MIN..=DURATION_MAX).contains(&at.duration_minutes) {
        return Err(invalid("duration", text::appointment_duration_say()));
    }
    if !rules::is_on_grid(at.starts_at) {
        return Err(invalid("starts_at", text::appointment_off_grid_say()));
    }
    if new && rules::is_past(at.starts_at, tx.now()) {
        return Err(invalid("starts_at", text::appointment_past_say()));
    }
    check_open(tx, who, at)
}

/// Everybody and everything works during the whole appointment. Whoever would take these hours away waits until this
/// transaction ends.
pub(super) fn check_open(tx: &mut Tx<'_>, who: &Who, at: &Place) -> Result<(), Stop> {
    check_works(tx, who, &[at.doctor, at.room], at)
}

fn check_works(tx: &mut Tx<'_>, who: &Who, resources: &[ResourceId], at: &Place) -> Result<(), Stop> {
    let zone = who.zone();
    let (from, to) = (at.starts_at, at.starts_at.plus_minutes(at.duration_minutes));
    schedule::hold(tx, resources)?;
    let open = schedule::open(tx, zone, resources, zone.day_of(from), 2)?;
    match resources.iter().find(|resource| !open.holds(**resource, from, to)) {
        None => Ok(()),
        Some(resource) => {
            Err(invalid("starts_at", rules::closed_say(open.away(*resource, from, to), *resource == at.doctor, zone)))
        }
    }
}

/// Everything that an appointment took is still in use and works then: asked before it is taken again.
pub(super) fn check_again(tx: &mut Tx<'_>, who: &Who, of: &Appointment, at: &Place, taken: &Taken) -> Result<(), Stop> {
    let parties = Parties { patient: of.patient, doctor: at.doctor, room: taken.room, service: of.service };
    let retired = || conflict(text::appointment_retired_say());
    match parties::ticket_prefix(tx, who.branch, &parties) {
        Err(Stop::Missing) => return Err(retired()),
        other => other.map(|_| ())?,
    }
    let at = Place { room: taken.room, ..*at };
    check_open(tx, who, &at)?;
    let Some(device) = taken.device else { return Ok(()) };
    if !store::needs(tx, who.branch, of.service)?.iter().any(|need| need.resource == device && need.active) {
        return Err(retired());
    }
    check_works(tx, who, &[device], &at)
}

/// Cancels a booked appointment and frees its slots. Whoever calls it tells the patient (`notice::changed`).
pub fn cancel(tx: &mut Tx<'_>, who: &Who, id: AppointmentId, reason: &str) -> Result<Appointment, Stop> {
    let before = store::lock(tx, who.branch, id)?;
    end(tx, who, &before, ChangeKind::Cancel, State::Cancelled, reason)
}

/// Gives up a patient who did not come, and frees the slots. Refused before the appointed time.
pub fn no_show(tx: &mut Tx<'_>, who: &Who, id: AppointmentId) -> Result<Appointment, Stop> {
    let before = store::lock(tx, who.branch, id)?;
    if before.state == State::Booked && before.starts_at > tx.now() {
        return Err(conflict(text::appointment_not_due_say()));
    }
    end(tx, who, &before, ChangeKind::NoShow, State::NoShow, "")
}

/// Gives up everybody whose appointment ended before an instant without anybody coming, and tells whom; not who waits in the
/// house that day, with another doctor. Rows that
/// another process has in hand are left to it.
pub fn no_show_overdue(tx: &mut Tx<'_>, who: &Who, ended_before: Instant) -> Result<Vec<AppointmentId>, Stop> {
    let overdue = store::overdue(tx, who.branch, ended_before, OVERDUE_MAX)?;
    for before in &overdue {
        end(tx, who, before, ChangeKind::NoShow, State::NoShow, "")?;
    }
    Ok(overdue.into_iter().map(|each| each.id).collect())
}

/// Ends an appointment that is locked.
fn end(
    tx: &mut Tx<'_>,
    who: &Who,
    before: &Appointment,
    kind: ChangeKind,
    state: State,
    reason: &str,
) -> Result<Appointment, Stop> {
    if before.state != State::Booked {
        return Err(not_booked(before.state));
    }
    let (ended_at, ended_by) = (Some(tx.now()), Some(who.staff));
    let after =
        Appointment { state, ended_at, ended_by, ended_reason: Some(reason.trim().to_owned()), ..before.clone() };
    store::release(tx, before.id)?;
    change(tx, who, before, after, kind)
}

/// The patient of a booked appointment is here: booked becomes arrived exactly once. One of a later day gives its
/// slots back, one of an earlier day is refused. Part of the check-in, which writes the audit.
pub fn arrive(tx: &mut Tx<'_>, who: &Who, id: AppointmentId) -> Result<Appointment, Stop> {
    let Some(arrived) = store::arrive(tx, who.branch, id)? else {
        return Err(not_booked(store::by_id(tx, who.branch, id)?.state));
    };
    let today = who.day_of(tx.now());
    if arrived.day < today {
        return Err(conflict(text::appointment_day_over_say()));
    }
    if arrived.day > today {
        store::release(tx, id)?;
        if !arrived.overbooked {
            freed::remember(tx, &arrived)?;
        }
    }
    tx.announce(Topic::Diary);
    tx.announce(Topic::Appointment(id));
    Ok(arrived)
}

/// Takes an arrival back: arrived becomes booked. One of a later day takes again what it had given back, and is refused
/// when somebody else has it meanwhile. Part of taking back a check-in, which writes the audit.
pub fn expect_again(tx: &mut Tx<'_>, who: &Who, id: AppointmentId) -> Result<(), Stop> {
    let Some(again) = store::expect_again(tx, who.branch, id)? else {
        store::by_id(tx, who.branch, id)?;
        return Err(conflict(text::appointment_changed_say()));
    };
    if again.day > who.day_of(tx.now()) {
        let taken = Taken { room: again.room, device: again.device, overbooked: again.overbooked };
        let place = again.place();
        check_again(tx, who, &again, &place, &taken).map_err(as_conflict)?;
        take::take_again(tx, id, &place, &taken).map_err(|stop| match stop {
            Stop::Refused(_) => conflict(text::appointment_time_given_away_say()),
            other => other,
        })?;
    }
    tx.announce(Topic::Diary);
    tx.announce(Topic::Appointment(id));
    Ok(())
}

/// There is no field for a time that nobody types.
fn as_conflict(stop: Stop) -> Stop {
    match stop {
        Stop::Refused(refusal) => Refusal::conflict(refusal.say).into(),
        other => other,
    }
}

/// Why an appointment in this state cannot be changed.
pub(super) fn not_booked(state: State) -> Stop {
    conflict(match state {
        State::Arrived => text::appointment_arrived_say(),
        State::Cancelled => text::appointment_cancelled_say(),
        State::NoShow => text::appointment_no_show_say(),
        State::Booked => text::appointment_changed_say(),
    })
}
