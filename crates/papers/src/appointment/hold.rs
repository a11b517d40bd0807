//! A time kept for a few minutes for somebody who is still to prove a phone: it stands under the key of `slot`, so the
//! desk and the website never both have it.

use super::acts::check_open;
use super::rules::{self, GRID_MINUTES, slot_count};
use super::take::Needs;
use super::{Place, store};
use crate::refuse::{conflict_at, invalid};
use crate::schedule::Open;
use crate::text;
use bricks::clock::Instant;
use bricks::id::{BranchId, HoldId, ResourceId, ServiceId};
use ground::access::Who;
use ground::db::{DbError, Stop, Topic, Tx};

/// What is kept, and until when.
#[derive(Debug, Clone, Copy)]
pub struct Kept {
    pub doctor: ResourceId,
    pub room: ResourceId,
    pub service: ServiceId,
    /// On the grid of [`super::GRID_MINUTES`].
    pub starts_at: Instant,
    pub duration_minutes: i64,
    pub until: Instant,
}

/// Keeps every five minutes of the doctor, of a room and, when the service needs one, of a device, as a booking takes them.
/// Refused at `starts_at`: invalid off the grid or when one of them is away then, a conflict when one of them is taken.
/// Whoever calls it writes the audit.
pub fn keep(tx: &mut Tx<'_>, who: &Who, hold: HoldId, kept: &Kept) -> Result<(), Stop> {
    if !rules::is_on_grid(kept.starts_at) {
        return Err(invalid("starts_at", text::appointment_off_grid_say()));
    }
    let Kept { doctor, room, starts_at, duration_minutes, .. } = *kept;
    let at = Place { doctor, room, starts_at, duration_minutes };
    check_open(tx, who, &at)?;
    let needs = Needs::of(tx, who, kept.service, &at)?;
    if !with_a_room(tx, hold, kept, &needs.rooms)? {
        return Err(conflict_at("starts_at", text::appointment_slot_taken_say()));
    }
    if !needs.devices.is_empty() && !a_device(tx, hold, kept, &needs.devices)? {
        return Err(conflict_at("starts_at", text::appointment_device_taken_say()));
    }
    tx.announce(Topic::Diary);
    Ok(())
}

/// Keeps the doctor with the first of the rooms that is free.
fn with_a_room(tx: &mut Tx<'_>, hold: HoldId, kept: &Kept, rooms: &[ResourceId]) -> Result<bool, DbError> {
    let count = slot_count(kept.duration_minutes);
    for room in rooms {
        let taken = store::keep_slots(tx, hold, (kept.doctor, *room), kept, count)?;
        if i64::try_from(taken) == Ok(count * 2) {
            return Ok(true);
        }
        store::release_hold(tx, hold)?;
    }
    Ok(false)
}

/// Keeps the first of the devices that is free.
fn a_device(tx: &mut Tx<'_>, hold: HoldId, kept: &Kept, devices: &[ResourceId]) -> Result<bool, DbError> {
    let count = slot_count(kept.duration_minutes);
    for device in devices {
        let taken = store::keep_slots(tx, hold, (*device, *device), kept, count)?;
        if i64::try_from(taken) == Ok(count) {
            return Ok(true);
        }
        store::release_hold_of(tx, hold, *device)?;
    }
    Ok(false)
}

/// Gives back what a hold keeps. Part of the act that ends it.
pub fn give_back(tx: &mut Tx<'_>, hold: HoldId) -> Result<(), DbError> {
    if store::release_hold(tx, hold)? > 0 {
        tx.announce(Topic::Diary);
    }
    Ok(())
}

/// Gives back what is kept of a resource outside of its hours, as they are in this transaction: whoever kept it learns
/// that the time is gone. Part of the act that takes the hours away and has locked the resource.
pub fn give_back_closed(tx: &mut Tx<'_>, resource: ResourceId, open: &Open) -> Result<(), DbError> {
    let now = tx.now();
    for (hold, first, last) in store::kept_of(tx, resource, now)? {
        if !open.holds(resource, first, last.plus_minutes(GRID_MINUTES)) {
            give_back(tx, hold)?;
        }
    }
    Ok(())
}

/// A time of a resource that is kept for somebody now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Held {
    pub resource: ResourceId,
    pub starts_at: Instant,
    pub ends_at: Instant,
    pub until: Instant,
}

/// What is kept of a branch's resources between two instants, by time.
pub fn held(tx: &mut Tx<'_>, branch: BranchId, span: (Instant, Instant)) -> Result<Vec<Held>, DbError> {
    let of = |(resource, starts_at, last, until): (ResourceId, Instant, Instant, Instant)| Held {
        resource,
        starts_at,
        ends_at: last.plus_minutes(GRID_MINUTES),
        until,
    };
    Ok(store::held(tx, branch, span)?.into_iter().map(of).collect())
}

/// Gives back what holds kept beyond their time; whether there was any. For the house's clock; whoever wants such a time
/// does not wait for it.
pub fn give_back_expired(tx: &mut Tx<'_>) -> Result<bool, DbError> {
    let now = tx.now();
    let any = store::release_expired(tx, now)? > 0;
    if any {
        tx.announce(Topic::Diary);
    }
    Ok(any)
}
