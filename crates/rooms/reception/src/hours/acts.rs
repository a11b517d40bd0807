use super::concerned::{self, Change};
use super::store::{self, ConcernedRow};
use crate::acts::{patient, remind};
use crate::rules::place;
use crate::{store as room, text};
use bricks::clock::{Instant, show_day, show_time, weekday_name};
use bricks::id::{AppointmentId, ResourceId};
use bricks::lang::Lang;
use bricks::refusal::Refusal;
use ground::access::Who;
use ground::db::{Stop, Topic, Tx};
use ground::web::Form;
use papers::appointment::{self, Asked, Place};
use papers::message::{self, Channel, Kind, NewText};
use papers::schedule;

/// The choice that cancels.
pub const CANCEL: &str = "cancel";

/// The field in which an appointment's fate is chosen.
pub fn choice_of(id: AppointmentId) -> String {
    format!("to-{id}")
}

/// Changes hours, makes leave or closes a holiday, and settles every appointment that no longer lies inside: each moves or is cancelled
/// as the form chose, and each patient is told. All or nothing; a conflict while one of them is not chosen for.
pub fn change(tx: &mut Tx<'_>, who: &Who, change: &Change, form: &Form) -> Result<(), Stop> {
    let reason = match change {
        Change::Leave(leave) => {
            schedule::make_leave(tx, who, leave)?;
            leave.kind.word(Lang::Vi)
        }
        Change::Week(resource, week) => {
            schedule::set_hours(tx, who, *resource, week)?;
            text::hours_changed(Lang::Vi)
        }
        Change::Holiday(row) => {
            schedule::set_holiday(tx, who, row)?;
            &row.name_vi
        }
        Change::Day(daily) => {
            schedule::add_day_hours(tx, who, daily)?;
            text::hours_changed(Lang::Vi)
        }
        Change::UsualDay(resource, day) => {
            schedule::remove_day_hours(tx, who, *resource, *day)?;
            text::hours_changed(Lang::Vi)
        }
    };
    let resources = change.resources(tx, who)?;
    let all = concerned::outside(tx, who, &resources)?;
    let open = all.iter().filter(|row| form.text(&choice_of(row.id)).is_empty()).fold(0_i64, |n, _| n + 1);
    if open > 0 {
        let words = |l| text::concerned_say(l, open);
        return Err(Refusal::conflict(bricks::say::Say::new(words(Lang::Vi), words(Lang::En))).into());
    }
    for row in all {
        settle(tx, who, &row, form.text(&choice_of(row.id)), reason)?;
    }
    Ok(())
}

fn settle(tx: &mut Tx<'_>, who: &Who, row: &ConcernedRow, choice: &str, reason: &str) -> Result<(), Stop> {
    if choice == CANCEL {
        appointment::cancel(tx, who, row.id, reason)?;
        message::cancel_for(tx, Kind::Reminder, row.id.raw())?;
        return tell(tx, who, row, Kind::Cancellation, None);
    }
    let offer = place::offer(choice);
    let doctor: Option<ResourceId> = offer.and_then(|o| o.doctor.parse().ok());
    let at = offer.and_then(|o| place::parse_local_time(o.time, None, who.zone()));
    let (doctor, starts_at) = doctor.zip(at).ok_or_else(|| Refusal::invalid(text::form_incomplete_say()))?;
    let Some(Some(room)) = room::room_of(tx, who.branch, doctor)? else {
        return Err(Refusal::invalid(text::doctor_without_room_say()).into());
    };
    let to = Place { doctor, room, starts_at, duration_minutes: row.duration_minutes };
    appointment::move_to(tx, who, row.id, &to, Asked::default()).map_err(|stop| named(stop, row))?;
    if message::supersede(tx, Kind::Reminder, row.id.raw())? {
        let person = patient(tx, who, row.patient)?;
        remind(tx, who, row.id, &person, starts_at, Lang::Vi)?;
    }
    tell(tx, who, row, Kind::Change, Some(starts_at))
}

/// A refusal among many says whose appointment it speaks of.
fn named(stop: Stop, row: &ConcernedRow) -> Stop {
    match stop {
        Stop::Refused(refusal) => {
            let say = |words: &str| format!("{}: {words}", row.patient_name);
            let say = bricks::say::Say::new(say(&refusal.say.vi), say(&refusal.say.en));
            Stop::Refused(Refusal { say, fields: Vec::new(), ..refusal })
        }
        other => other,
    }
}

/// Tells the patient by email, or writes down that somebody has to call.
pub fn tell(tx: &mut Tx<'_>, who: &Who, row: &ConcernedRow, kind: Kind, moved_to: Option<Instant>) -> Result<(), Stop> {
    let Some(address) = row.email.clone() else {
        tx.announce(Topic::Diary);
        return Ok(store::add_call(tx, who.branch, row.id)?);
    };
    let (lang, clinic) = (Lang::Vi, &who.clinic);
    let was = when(who, row.starts_at, lang);
    let (subject, body) = match moved_to.map(|at| when(who, at, lang)) {
        Some(now) => (
            text::moved_subject(lang, &clinic.name, &now),
            text::moved_body(lang, &clinic.address, &clinic.name, &now, &row.patient_name, &clinic.phone, &was),
        ),
        None => (
            text::cancelled_subject(lang, &clinic.name, &was),
            text::cancelled_body(lang, &clinic.name, &row.patient_name, &clinic.phone, &was),
        ),
    };
    let new = NewText {
        kind,
        channel: Channel::Email,
        // An appointment may be moved more than once; each of them is told.
        occurrence_id: tx.new_id(),
        patient: Some(row.patient),
        address,
        lang,
        subject,
        body,
    };
    message::enqueue_text(tx, who, &new).map(|_| ())
}

fn when(who: &Who, at: Instant, l: Lang) -> String {
    let day = who.day_of(at);
    format!("{} {}, {}", weekday_name(day, l), show_day(day, l), show_time(at, who.zone()))
}

/// A patient was called. A conflict when somebody else did so before.
pub fn called(tx: &mut Tx<'_>, who: &Who, id: AppointmentId) -> Result<(), Stop> {
    if store::called(tx, who.branch, id, who.staff)? == 0 {
        return Err(Refusal::conflict(text::call_done_say()).into());
    }
    let patient = appointment::by_id(tx, who.branch, id)?.patient;
    who.note(tx, "call_patient", "appointment", id.raw(), Some(patient), "")?;
    tx.announce(Topic::Diary);
    Ok(())
}
