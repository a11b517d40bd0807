//! How an appointment changes: every change leaves a row of what was before, and can be undone as long as nothing
//! changed after it.

use super::acts::{check_again, check_time, not_booked};
use super::question::{self, Knowing, Whose};
use super::take::{self, Needs, Place, Taken};
use super::{Appointment, Confirmation, State, freed, rules, store};
use crate::parties::{self, Parties};
use crate::refuse::conflict;
use crate::text;
use bricks::clock::Instant;
use bricks::id::{AppointmentId, PatientId, ResourceId, StaffId};
use ground::access::Who;
use ground::db::{DbError, Stop, Topic, Tx, together};

codes! {
    /// What was done to an appointment.
    pub enum ChangeKind {
        Move = "move",
        Stretch = "stretch",
        Confirmation = "confirmation",
        Cancel = "cancel",
        NoShow = "no_show",
        Undo = "undo",
    }
}

ground::row! {
    /// What an appointment was before a change that made it this version.
    pub struct Change {
        pub version: i64,
        pub kind: ChangeKind,
        pub changed_at: Instant,
        pub changed_by: StaffId,
        pub was_doctor: ResourceId,
        pub was_room: ResourceId,
        pub was_device: Option<ResourceId>,
        pub was_starts_at: Instant,
        pub was_duration_minutes: i64,
        pub was_overbooked: bool,
        pub was_state: State,
        pub was_confirmation: Confirmation,
        pub was_ended_at: Option<Instant>,
        pub was_ended_by: Option<StaffId>,
        pub was_ended_reason: Option<String>,
    }
}

/// How a move is asked for.
#[derive(Debug, Clone, Copy, Default)]
pub struct Asked {
    /// The version that the asker saw; another one is refused.
    pub seen_version: Option<i64>,
    /// Stand beside a booked appointment when the time is taken.
    pub beside: bool,
    pub knowing: Knowing,
}

/// Moves a booked appointment to another time, doctor, room or length: takes the new and frees the old, all or nothing.
/// Refused as [`super::book`] refuses, and when somebody else changed it since `seen_version`; who stays with the doctor is not
/// asked about the service. Who had confirmed is to be
/// asked again. Whoever calls it tells the patient (`notice::changed`). Nothing happens when nothing changes.
pub fn move_to(tx: &mut Tx<'_>, who: &Who, id: AppointmentId, to: &Place, asked: Asked) -> Result<Appointment, Stop> {
    let before = open(tx, who, id, asked.seen_version)?;
    if before.place() == *to {
        return Ok(before);
    }
    if (before.doctor, before.room) != (to.doctor, to.room) {
        let all = Parties { patient: before.patient, doctor: to.doctor, room: to.room, service: before.service };
        parties::ticket_prefix(tx, who.branch, &all)?;
    }
    check_time(tx, who, to, before.starts_at != to.starts_at)?;
    let whose = Whose { id, patient: before.patient, service: before.service };
    let given = match before.doctor == to.doctor {
        true => Ok(()),
        false => question::gives(tx, who, whose, to.doctor, asked.knowing),
    };
    let mut needs = Needs::of(tx, who, before.service, to)?;
    take::first(&mut needs.devices, before.device);
    store::release(tx, id)?;
    let taken = take::take(tx, id, to, &needs, asked.beside)?;
    let elsewhere = question::is_elsewhere(tx, who, whose, to, asked.knowing);
    let twice = match (before.doctor, before.day) == (to.doctor, who.day_of(to.starts_at)) {
        true => Ok(()),
        false => question::comes_twice(tx, who, whose, to, asked.knowing),
    };
    together([given, elsewhere, twice])?;
    let same_time = (before.doctor, before.starts_at) == (to.doctor, to.starts_at);
    let confirmation = match before.confirmation {
        Confirmation::Confirmed if !same_time => Confirmation::Asked,
        other => other,
    };
    let kind = if same_time && before.room == taken.room { ChangeKind::Stretch } else { ChangeKind::Move };
    let after = Appointment { confirmation, ..placed(who, &before, to, &taken) };
    change(tx, who, &before, after, kind)
}

/// Makes a booked appointment longer or shorter.
pub fn stretch(
    tx: &mut Tx<'_>,
    who: &Who,
    id: AppointmentId,
    duration_minutes: i64,
    asked: Asked,
) -> Result<Appointment, Stop> {
    let now = store::by_id(tx, who.branch, id)?;
    move_to(tx, who, id, &Place { duration_minutes, ..now.place() }, asked)
}

/// Writes down what the patient said about coming.
pub fn confirm(tx: &mut Tx<'_>, who: &Who, id: AppointmentId, confirmation: Confirmation) -> Result<Appointment, Stop> {
    let before = open(tx, who, id, None)?;
    if before.confirmation == confirmation {
        return Ok(before);
    }
    let after = Appointment { confirmation, ..before.clone() };
    change(tx, who, &before, after, ChangeKind::Confirmation)
}

/// Takes the last change back: the appointment is exactly what it was, in its own time and with its own resources.
/// Refused when anything changed since that version, when the patient is here, when its time has been given away or when
/// nobody works then any more.
/// Whoever calls it tells the patient.
pub fn undo(tx: &mut Tx<'_>, who: &Who, id: AppointmentId, version: i64) -> Result<Appointment, Stop> {
    let now = store::lock(tx, who.branch, id)?;
    if now.state == State::Arrived {
        return Err(conflict(text::appointment_arrived_say()));
    }
    if now.version != version {
        return Err(conflict(text::appointment_undo_late_say()));
    }
    let was = store::change(tx, id, version)?.ok_or(Stop::Missing)?;
    store::release(tx, id)?;
    let place = Place {
        doctor: was.was_doctor,
        room: was.was_room,
        starts_at: was.was_starts_at,
        duration_minutes: was.was_duration_minutes,
    };
    let taken = Taken { room: was.was_room, device: was.was_device, overbooked: was.was_overbooked };
    if was.was_state == State::Booked {
        check_again(tx, who, &now, &place, &taken)?;
        take::take_again(tx, id, &place, &taken)?;
    }
    let after = Appointment {
        state: was.was_state,
        confirmation: was.was_confirmation,
        ended_at: was.was_ended_at,
        ended_by: was.was_ended_by,
        ended_reason: was.was_ended_reason,
        ..placed(who, &now, &place, &taken)
    };
    change(tx, who, &now, after, ChangeKind::Undo)
}

/// The changes of an appointment, the last one first.
pub fn history(tx: &mut Tx<'_>, id: AppointmentId) -> Result<Vec<Change>, DbError> {
    store::changes(tx, id)
}

/// The appointment, locked, if it is still booked and is what the asker saw.
fn open(tx: &mut Tx<'_>, who: &Who, id: AppointmentId, seen_version: Option<i64>) -> Result<Appointment, Stop> {
    let found = store::lock(tx, who.branch, id)?;
    if found.state != State::Booked {
        return Err(not_booked(found.state));
    }
    if seen_version.is_some_and(|seen| seen != found.version) {
        return Err(conflict(text::appointment_changed_say()));
    }
    Ok(found)
}

fn placed(who: &Who, before: &Appointment, at: &Place, taken: &Taken) -> Appointment {
    Appointment {
        doctor: at.doctor,
        room: taken.room,
        device: taken.device,
        day: who.day_of(at.starts_at),
        starts_at: at.starts_at,
        duration_minutes: at.duration_minutes,
        overbooked: taken.overbooked,
        ..before.clone()
    }
}

/// Writes what is now, what was before, and the audit; the appointment is locked.
pub(super) fn change(
    tx: &mut Tx<'_>,
    who: &Who,
    before: &Appointment,
    after: Appointment,
    kind: ChangeKind,
) -> Result<Appointment, Stop> {
    let after = Appointment { version: before.version + 1, ..after };
    store::put(tx, &after, before.version)?;
    store::keep_change(tx, who.staff, before, after.version, kind)?;
    if before.state == State::Booked && !before.overbooked && gives_back(before, &after) {
        freed::remember(tx, before)?;
    }
    let (act, detail) = told(who, kind, before, &after);
    who.note(tx, act, "appointment", after.id.raw(), Some(after.patient), &detail)?;
    announce(tx, after.id, after.patient);
    Ok(after)
}

/// Whether others can have the time in which an appointment began.
fn gives_back(before: &Appointment, after: &Appointment) -> bool {
    after.state == State::Cancelled
        || after.state == State::Booked && (before.doctor, before.starts_at) != (after.doctor, after.starts_at)
}

pub(super) fn announce(tx: &mut Tx<'_>, id: AppointmentId, patient: PatientId) {
    tx.announce(Topic::Diary);
    tx.announce(Topic::Appointment(id));
    tx.announce(Topic::Patient(patient));
}

fn told(who: &Who, kind: ChangeKind, before: &Appointment, after: &Appointment) -> (&'static str, String) {
    let when = |of: &Appointment| rules::told(who.zone(), of.starts_at, of.duration_minutes);
    let moved = || format!("{} > {}", when(before), when(after));
    match kind {
        ChangeKind::Move => ("move_appointment", moved()),
        ChangeKind::Stretch => ("stretch_appointment", moved()),
        ChangeKind::Confirmation => ("confirm_appointment", after.confirmation.code().to_owned()),
        ChangeKind::Cancel => ("cancel_appointment", after.ended_reason.clone().unwrap_or_default()),
        ChangeKind::NoShow => ("no_show", String::new()),
        ChangeKind::Undo => ("undo_appointment", moved()),
    }
}
