use super::concerned::{self, Change};
use super::store::ConcernedRow;
use crate::rules::place;
use crate::{store as room, text};
use bricks::id::{AppointmentId, ResourceId};
use bricks::lang::Lang;
use bricks::refusal::Refusal;
use ground::access::Who;
use ground::db::{Stop, Topic, Tx};
use ground::web::Form;
use papers::appointment::{self, Asked, Knowing, Place, SAME_DAY};
use papers::notice::{self, Cause};
use papers::schedule;

/// The choice that cancels.
pub const CANCEL: &str = "cancel";

/// The field in which an appointment's fate is chosen.
pub fn choice_of(id: AppointmentId) -> String {
    format!("to-{id}")
}

/// The field that says which version of it was shown.
pub fn version_of(id: AppointmentId) -> String {
    format!("seen-{id}")
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
        settle(tx, who, &row, form, reason)?;
    }
    Ok(())
}

fn settle(tx: &mut Tx<'_>, who: &Who, row: &ConcernedRow, form: &Form, reason: &str) -> Result<(), Stop> {
    let before = appointment::lock(tx, who.branch, row.id)?;
    let seen = form.text(&version_of(row.id)).parse().unwrap_or(row.version);
    if before.version != row.version || before.version != seen {
        return Err(named(Refusal::conflict(papers::text::appointment_changed_say()).into(), row));
    }
    let choice = form.text(&choice_of(row.id));
    if choice == CANCEL {
        let after = appointment::cancel(tx, who, row.id, reason)?;
        return notice::changed(tx, who, (&before, &after), Cause::Clinic);
    }
    let offer = place::offer(choice);
    let doctor: Option<ResourceId> = offer.and_then(|o| o.doctor.parse().ok());
    let at = offer.and_then(|o| place::parse_local_time(o.time, None, who.zone()));
    let (doctor, starts_at) = doctor.zip(at).ok_or_else(|| Refusal::invalid(text::form_incomplete_say()))?;
    let Some(Some(room)) = room::room_of(tx, who.branch, doctor)? else {
        return Err(Refusal::invalid(text::doctor_without_room_say()).into());
    };
    let to = Place { doctor, room, starts_at, duration_minutes: row.duration_minutes };
    let asked = Asked { knowing: Knowing { same_day: form.has(SAME_DAY), ..Knowing::default() }, ..Asked::default() };
    let after = appointment::move_to(tx, who, row.id, &to, asked).map_err(|stop| named(stop, row))?;
    notice::changed(tx, who, (&before, &after), Cause::Clinic)
}

/// A refusal among many says whose appointment it speaks of.
fn named(stop: Stop, row: &ConcernedRow) -> Stop {
    match stop {
        Stop::Refused(refusal) => {
            let say = |words: &str| format!("{}: {words}", row.patient_name);
            let say = bricks::say::Say::new(say(&refusal.say.vi), say(&refusal.say.en));
            let asked = refusal.fields.iter().any(|f| f.field == SAME_DAY);
            let named = Refusal { say: say.clone(), fields: Vec::new(), ..refusal };
            Stop::Refused(if asked { named.and_field(SAME_DAY, say) } else { named })
        }
        other => other,
    }
}

/// A patient was called. A conflict when somebody else did so before.
pub fn called(tx: &mut Tx<'_>, who: &Who, id: AppointmentId) -> Result<(), Stop> {
    if notice::called(tx, who.branch, id, who.staff)? == 0 {
        return Err(Refusal::conflict(text::call_done_say()).into());
    }
    let patient = appointment::by_id(tx, who.branch, id)?.patient;
    who.note(tx, "call_patient", "appointment", id.raw(), Some(patient), "")?;
    tx.announce(Topic::Diary);
    Ok(())
}
