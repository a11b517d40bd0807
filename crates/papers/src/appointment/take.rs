//! What an appointment takes: every five minutes of its doctor, its room and its device, or of a place beside the doctor.

use super::rules::slot_count;
use super::store;
use crate::refuse::{conflict_at, invalid};
use crate::{schedule, text};
use bricks::clock::Instant;
use bricks::id::{AppointmentId, ResourceId, ServiceId};
use ground::access::Who;
use ground::db::{DbError, Stop, Tx};

/// Where and when, as it is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    pub doctor: ResourceId,
    pub room: ResourceId,
    /// On the grid of [`super::GRID_MINUTES`].
    pub starts_at: Instant,
    /// 5 to 480.
    pub duration_minutes: i64,
}

/// What was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Taken {
    pub(super) room: ResourceId,
    pub(super) device: Option<ResourceId>,
    pub(super) overbooked: bool,
}

/// What a service can be done with.
pub(super) struct Needs {
    pub(super) rooms: Vec<ResourceId>,
    pub(super) devices: Vec<ResourceId>,
}

impl Needs {
    /// Refused at `service` when it needs a device and none is in use, at `starts_at` when all are away then.
    pub(super) fn of(tx: &mut Tx<'_>, who: &Who, service: ServiceId, at: &Place) -> Result<Needs, Stop> {
        let all = store::needs(tx, who.branch, service)?;
        let in_use = |is_device| {
            let wanted = all.iter().filter(move |need| need.active && need.is_device == is_device);
            wanted.map(|need| need.resource).collect::<Vec<_>>()
        };
        let (mut rooms, mut devices) = (in_use(false), in_use(true));
        if devices.is_empty() && all.iter().any(|need| need.is_device) {
            return Err(invalid("service", text::appointment_no_device_say()));
        }
        if !all.is_empty() {
            let whole = [rooms.as_slice(), &devices].concat();
            schedule::hold(tx, &whole)?;
            let open = schedule::open(tx, who.zone(), &whole, who.day_of(at.starts_at), 2)?;
            let there =
                |each: &ResourceId| open.holds(*each, at.starts_at, at.starts_at.plus_minutes(at.duration_minutes));
            let needed = (rooms.is_empty(), devices.is_empty());
            rooms.retain(there);
            devices.retain(there);
            if needed != (rooms.is_empty(), devices.is_empty()) {
                return Err(conflict_at("starts_at", text::appointment_device_taken_say()));
            }
        }
        if rooms.is_empty() {
            rooms.push(at.room);
        }
        first(&mut rooms, Some(at.room));
        Ok(Needs { rooms, devices })
    }
}

/// What one had before stays the first choice.
pub(super) fn first(all: &mut [ResourceId], wished: Option<ResourceId>) {
    all.sort_by_key(|each| Some(*each) != wished);
}

/// Takes the doctor with one of the rooms, and one of the devices. With `beside` a time that the doctor has given is
/// taken in a place beside it, within the doctor's limit, and then no room is taken. Conflicts at `starts_at`.
pub(super) fn take(tx: &mut Tx<'_>, id: AppointmentId, at: &Place, needs: &Needs, beside: bool) -> Result<Taken, Stop> {
    let (room, overbooked) = match firm(tx, id, at, &needs.rooms)? {
        Some(room) => (room, false),
        None if beside => {
            stand_beside(tx, id, at)?;
            (needs.rooms.first().copied().unwrap_or(at.room), true)
        }
        None => return Err(conflict_at("starts_at", text::appointment_slot_taken_say())),
    };
    Ok(Taken { room, device: device(tx, id, at, &needs.devices)?, overbooked })
}

/// Takes what was taken before, and nothing else.
pub(super) fn take_again(tx: &mut Tx<'_>, id: AppointmentId, at: &Place, taken: &Taken) -> Result<(), Stop> {
    if taken.overbooked {
        stand_beside(tx, id, at)?;
    } else if firm(tx, id, at, &[taken.room])?.is_none() {
        return Err(conflict_at("starts_at", text::appointment_slot_taken_say()));
    }
    device(tx, id, at, taken.device.as_slice()).map(|_| ())
}

fn firm(tx: &mut Tx<'_>, id: AppointmentId, at: &Place, rooms: &[ResourceId]) -> Result<Option<ResourceId>, DbError> {
    let count = slot_count(at.duration_minutes);
    for room in rooms {
        let taken = store::take_slots(tx, id, (at.doctor, *room), at.starts_at, count)?;
        if i64::try_from(taken) == Ok(count * 2) {
            return Ok(Some(*room));
        }
        store::release(tx, id)?;
    }
    Ok(None)
}

/// The places of a doctor are tried from the first on, so that nobody waits for each other in a circle.
fn stand_beside(tx: &mut Tx<'_>, id: AppointmentId, at: &Place) -> Result<(), Stop> {
    let (count, limit) = (slot_count(at.duration_minutes), store::overbooking_limit(tx, at.doctor)?);
    if limit == 0 {
        return Err(conflict_at("starts_at", text::appointment_no_overbooking_say()));
    }
    for place in 1..=limit {
        let taken = store::take_beside(tx, id, (at.doctor, place), at.starts_at, count)?;
        if i64::try_from(taken) == Ok(count) {
            return Ok(());
        }
        store::release_beside(tx, id)?;
    }
    Err(conflict_at("starts_at", text::appointment_overbooking_full_say(limit)))
}

fn device(tx: &mut Tx<'_>, id: AppointmentId, at: &Place, devices: &[ResourceId]) -> Result<Option<ResourceId>, Stop> {
    let count = slot_count(at.duration_minutes);
    for device in devices {
        let taken = store::take_slots(tx, id, (*device, *device), at.starts_at, count)?;
        if i64::try_from(taken) == Ok(count) {
            return Ok(Some(*device));
        }
        store::release_of(tx, id, *device)?;
    }
    if devices.is_empty() { Ok(None) } else { Err(conflict_at("starts_at", text::appointment_device_taken_say())) }
}
