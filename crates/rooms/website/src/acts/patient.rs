//! What a patient does on the page of an appointment.

use super::appointment_path;
use crate::limits::{self, What};
use crate::rules::time::{Start, may_change};
use crate::store::{self, SeenRow};
use crate::{offer, settings, text};
use bricks::id::AppointmentId;
use bricks::lang::Lang;
use bricks::refusal::Refusal;
use ground::access::Who;
use ground::db::{Stop, Tx};
use papers::appointment::{self, Asked, Confirmation, Knowing, Place, State, Work};
use papers::notice::{self, Cause};

fn own(tx: &mut Tx<'_>, who: &Who, id: AppointmentId) -> Result<SeenRow, Stop> {
    appointment::lock(tx, who.branch, id)?;
    store::seen(tx, id)?.ok_or(Stop::Missing)
}

/// Booked, and far enough ahead to be changed by the patient.
fn changeable(tx: &mut Tx<'_>, who: &Who, id: AppointmentId) -> Result<SeenRow, Stop> {
    let seen = own(tx, who, id)?;
    let settings = settings::read(tx)?;
    if seen.state != State::Booked {
        return Err(Refusal::conflict(text::no_longer_booked_say()).into());
    }
    if !may_change(&settings, tx.now(), seen.starts_at) {
        return Err(Refusal::conflict(text::too_late_to_change_say()).into());
    }
    Ok(seen)
}

/// The patient says to come. A second time changes nothing.
pub fn confirm_coming(tx: &mut Tx<'_>, who: &Who, id: AppointmentId, lang: Lang) -> Result<String, Stop> {
    let seen = own(tx, who, id)?;
    if seen.state != State::Booked {
        return Err(Refusal::conflict(text::no_longer_booked_say()).into());
    }
    appointment::confirm(tx, who, id, Confirmation::Confirmed)?;
    appointment_path(tx, id, lang)
}

/// The patient cancels; the time is free at once.
pub fn cancel(tx: &mut Tx<'_>, who: &Who, id: AppointmentId, lang: Lang) -> Result<String, Stop> {
    changeable(tx, who, id)?;
    store::no_longer_awaits(tx, id)?;
    let before = appointment::lock(tx, who.branch, id)?;
    let after = appointment::cancel(tx, who, id, text::cancelled_by_patient(Lang::Vi))?;
    notice::changed(tx, who, (&before, &after), Cause::Patient)?;
    appointment_path(tx, id, lang)
}

/// The patient takes another free time of the same service. Refused at `starts_at` (a conflict) when that is gone.
pub fn move_to(tx: &mut Tx<'_>, who: &Who, id: AppointmentId, to: Start, lang: Lang) -> Result<String, Stop> {
    let seen = changeable(tx, who, id)?;
    limits::throttle(tx, What::Move, &id.to_string())?;
    let gone = || Refusal::conflict(text::time_gone_say()).and_field("starts_at", text::time_gone_say());
    let service = offer::service(tx, &who.clinic, seen.service)?;
    if !offer::doctors_of_move(service.as_ref(), seen.doctor).contains(&to.doctor) {
        return Err(gone().into());
    }
    let settings = settings::read(tx)?;
    if !offer::is_free(tx, who.zone(), &settings, to, Work::of(seen.service, seen.duration_minutes))? {
        return Err(gone().into());
    }
    let room = store::room_of(tx, who.branch, to.doctor)?.ok_or_else(gone)?;
    let place = Place { doctor: to.doctor, room, starts_at: to.at, duration_minutes: seen.duration_minutes };
    let before = appointment::lock(tx, who.branch, id)?;
    let after = appointment::move_to(tx, who, id, &place, Asked { knowing: Knowing::ALL, ..Asked::default() })?;
    notice::changed(tx, who, (&before, &after), Cause::Patient)?;
    appointment_path(tx, id, lang)
}
