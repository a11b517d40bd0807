//! A time kept for a few minutes for somebody who is still to prove a phone: it stands under the key of `slot`, so the
//! desk and the website never both have it.

use super::acts::check_open;
use super::rules::{self, GRID_MINUTES, slot_count};
use super::{Place, store};
use crate::refuse::{conflict_at, invalid};
use crate::schedule::Open;
use crate::text;
use bricks::clock::Instant;
use bricks::id::{HoldId, ResourceId};
use ground::access::Who;
use ground::db::{DbError, Stop, Topic, Tx};

/// What is kept, and until when.
#[derive(Debug, Clone, Copy)]
pub struct Kept {
    pub doctor: ResourceId,
    pub room: ResourceId,
    /// On the grid of [`super::GRID_MINUTES`].
    pub starts_at: Instant,
    pub duration_minutes: i64,
    pub until: Instant,
}

/// Keeps every five minutes of the doctor and the room. Refused at `starts_at`: invalid off the grid or
/// when one of them is away then, a conflict when one of them is taken. Whoever calls it writes the audit.
pub fn keep(tx: &mut Tx<'_>, who: &Who, hold: HoldId, kept: &Kept) -> Result<(), Stop> {
    if !rules::is_on_grid(kept.starts_at) {
        return Err(invalid("starts_at", text::appointment_off_grid_say()));
    }
    let Kept { doctor, room, starts_at, duration_minutes, .. } = *kept;
    check_open(tx, who, &Place { doctor, room, starts_at, duration_minutes })?;
    let count = slot_count(kept.duration_minutes);
    let taken = store::keep_slots(tx, hold, kept, count)?;
    if i64::try_from(taken) != Ok(count * 2) {
        return Err(conflict_at("starts_at", text::appointment_slot_taken_say()));
    }
    tx.announce(Topic::Diary);
    Ok(())
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
