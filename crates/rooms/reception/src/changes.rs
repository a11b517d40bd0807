//! What is done to an appointment that stands in the diary: moved, stretched, confirmed, brought back.

use crate::acts::{here, room_of};
use crate::{asked, store, text};
use bricks::id::{AppointmentId, ResourceId};
use bricks::lang::Lang;
use bricks::refusal::Refusal;
use ground::access::Who;
use ground::db::{DbError, Stop, Tx};
use ground::web::Form;
use papers::appointment::{self, Appointment, Confirmation, Place};
use papers::notice::{self, Cause};

/// After so many minutes behind its end an appointment is given up, unless the clinic chose otherwise.
pub const NO_SHOW_AFTER_MINUTES: i64 = 60;
/// The clinic's own choice stands in `setting` under this key.
pub const NO_SHOW_SETTING: &str = "no_show_after_minutes";

/// Moves or stretches, and tells the patient. Refused as `appointment::move_to` refuses.
pub fn move_to(tx: &mut Tx<'_>, who: &Who, id: AppointmentId, form: &Form, lang: Lang) -> Result<Appointment, Stop> {
    let before = appointment::lock(tx, who.branch, id)?;
    let asked = asked::moving(form, before.service, here(tx, who, lang))?;
    let room = room_for(tx, who, &before, asked.doctor, asked.room)?;
    let asked::Move { doctor, starts_at, duration_minutes, .. } = asked;
    let place = Place { doctor, room, starts_at, duration_minutes };
    let after = match appointment::move_to(tx, who, id, &place, asked.asked) {
        Err(Stop::Missing) => return Err(Refusal::field("doctor", ground::text::field_unknown_say()).into()),
        other => other?,
    };
    tell(tx, who, (&before, &after), form)?;
    Ok(after)
}

/// The room asked for; the old one where the doctor stays; the new doctor's own.
fn room_for(
    tx: &mut Tx<'_>,
    who: &Who,
    before: &Appointment,
    doctor: ResourceId,
    asked: Option<ResourceId>,
) -> Result<ResourceId, Stop> {
    match asked {
        Some(room) => Ok(room),
        None if doctor == before.doctor => Ok(before.room),
        None => room_of(tx, who, doctor),
    }
}

/// Takes the last change back; the patient is told nothing, or what is so again.
pub fn undo(tx: &mut Tx<'_>, who: &Who, id: AppointmentId, form: &Form) -> Result<Appointment, Stop> {
    let version = asked::version(form).ok_or_else(|| Refusal::invalid(text::form_incomplete_say()))?;
    let before = appointment::lock(tx, who.branch, id)?;
    let after = appointment::undo(tx, who, id, version)?;
    notice::changed(tx, who, (&before, &after), Cause::Desk)?;
    Ok(after)
}

/// Writes down what the patient said about coming.
pub fn confirm(tx: &mut Tx<'_>, who: &Who, id: AppointmentId, form: &Form) -> Result<Appointment, Stop> {
    let said = Confirmation::parse(form.text("confirmation"));
    let said = said.ok_or_else(|| Refusal::field("confirmation", ground::text::field_unknown_say()))?;
    appointment::confirm(tx, who, id, said)
}

/// The patient is told what changed, unless the form says that somebody has done so.
pub(crate) fn tell(
    tx: &mut Tx<'_>,
    who: &Who,
    (before, after): (&Appointment, &Appointment),
    form: &Form,
) -> Result<(), Stop> {
    if form.has("said") {
        return notice::changed_and_said(tx, who, after);
    }
    notice::changed(tx, who, (before, after), Cause::Desk)
}

/// Gives up, in the name of the house, whose appointments ended long ago without anybody coming; how many.
pub fn give_up_overdue(tx: &mut Tx<'_>, who: &Who) -> Result<usize, Stop> {
    let before = tx.now().plus_minutes(-no_show_after(tx)?);
    let given_up = appointment::no_show_overdue(tx, who, before)?;
    for id in &given_up {
        notice::over(tx, *id)?;
    }
    Ok(given_up.len())
}

/// How many minutes behind its end an appointment is given up.
pub fn no_show_after(tx: &mut Tx<'_>) -> Result<i64, DbError> {
    let chosen = store::setting(tx, NO_SHOW_SETTING)?;
    Ok(chosen.and_then(|text| text.parse().ok()).filter(|minutes| *minutes >= 0).unwrap_or(NO_SHOW_AFTER_MINUTES))
}
