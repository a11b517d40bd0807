use super::NewWish;
use super::rules::faults;
use super::store::{self, WishRow};
use crate::appointment::{self, NewAppointment, Source};
use crate::parties;
use crate::refuse::{conflict, invalid};
use crate::text;
use bricks::clock::Instant;
use bricks::id::{AppointmentId, ResourceId, WishId};
use ground::access::Who;
use ground::db::{Stop, Topic, Tx};

/// Puts a patient on the waiting list. Refused at `weekday`, `to_day` or `to` when no time could ever fit, at `doctor` when
/// that one does not give the service;
/// `Stop::Missing` when somebody is not of this branch or no longer in use.
pub fn add(tx: &mut Tx<'_>, who: &Who, new: &NewWish) -> Result<WishId, Stop> {
    if !store::is_known(tx, who.branch, new)? {
        return Err(Stop::Missing);
    }
    let (days, minutes) = ((new.from_day, new.to_day), Some((new.from_minute, new.to_minute)));
    if let Some((field, say)) = faults(new.weekdays, days, minutes, who.day_of(tx.now())).into_iter().next() {
        return Err(invalid(field, say));
    }
    if let Some(doctor) = new.doctor
        && let Some(named) = appointment::does_not_give(tx, who.branch, doctor, new.service)?
    {
        return Err(invalid("doctor", named.say(|l, doctor, service| text::wish_other_doctor(l, doctor, service))));
    }
    parties::hold(tx, new.patient)?;
    let id = WishId::from_raw(tx.new_id());
    store::add(tx, (id, who.branch, who.staff), new)?;
    who.note(tx, "add_wish", "wish", id.raw(), Some(new.patient), "")?;
    tx.announce(Topic::Diary);
    Ok(id)
}

/// Books a time for a wish and takes it off the list, all or nothing. A conflict when it was fulfilled or withdrawn
/// before, and at `starts_at` when the time is taken.
pub fn fulfil(
    tx: &mut Tx<'_>,
    who: &Who,
    id: WishId,
    (doctor, room, starts_at): (ResourceId, ResourceId, Instant),
    source: Source,
) -> Result<(AppointmentId, WishRow), Stop> {
    let Some(wish) = store::lock(tx, who.branch, id)? else {
        return Err(conflict(text::wish_ended_say()));
    };
    let new = NewAppointment {
        patient: wish.patient,
        doctor,
        room,
        service: wish.service,
        starts_at,
        duration_minutes: wish.duration_minutes,
        source,
        note: wish.note.clone(),
    };
    let booked = appointment::book(tx, who, &new)?;
    store::booked(tx, id, booked, who.staff)?;
    who.note(tx, "fulfil_wish", "wish", id.raw(), Some(wish.patient), "")?;
    Ok((booked, wish))
}

/// Takes a patient off the waiting list without a booking.
pub fn withdraw(tx: &mut Tx<'_>, who: &Who, id: WishId) -> Result<(), Stop> {
    let Some(patient) = store::withdraw(tx, who.branch, id, who.staff)? else {
        return Err(conflict(text::wish_ended_say()));
    };
    who.note(tx, "withdraw_wish", "wish", id.raw(), Some(patient), "")?;
    tx.announce(Topic::Diary);
    Ok(())
}
