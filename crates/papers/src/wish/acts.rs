use super::store::{self, WishRow};
use super::{ALL_WEEKDAYS, NewWish};
use crate::appointment::{self, NewAppointment, Source};
use crate::refuse::{conflict, invalid};
use crate::text;
use bricks::clock::Instant;
use bricks::id::{AppointmentId, ResourceId, WishId};
use ground::access::Who;
use ground::db::{Stop, Topic, Tx};

/// Puts a patient on the waiting list. Refused at `weekday`, `to_day` or `to` when no time could ever fit;
/// `Stop::Missing` when somebody is not of this branch or no longer in use.
pub fn add(tx: &mut Tx<'_>, who: &Who, new: &NewWish) -> Result<WishId, Stop> {
    if !store::is_known(tx, who.branch, new)? {
        return Err(Stop::Missing);
    }
    if new.weekdays & ALL_WEEKDAYS == 0 {
        return Err(invalid("weekday", text::wish_no_weekday_say()));
    }
    let today = who.day_of(tx.now());
    if new.to_day.is_some_and(|last| last < new.from_day.unwrap_or(today).max(today)) {
        return Err(invalid("to_day", text::wish_days_say()));
    }
    if new.to_minute <= new.from_minute {
        return Err(invalid("to", text::hours_end_before_start_say()));
    }
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
        source: Source::Phone,
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
