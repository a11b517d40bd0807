use super::{rules, store};
use bricks::clock::{Day, Instant, Zone, add_days};
use bricks::id::ResourceId;
use ground::db::{DbError, Tx};

/// How many days [`nearest_free`] looks at, the first included.
pub const SEARCHED_DAYS: i64 = 14;

/// A start that may be booked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Free {
    pub doctor: ResourceId,
    /// The doctor's own room, if the doctor has one.
    pub room: Option<ResourceId>,
    pub starts_at: Instant,
}

/// The free starts of a doctor (with the doctor's own room) on one day, from now on, in 15-minute steps from the
/// beginning of the working hours. `duration` in minutes. Empty for somebody who is no doctor in use.
pub fn free_times(
    tx: &mut Tx<'_>,
    zone: &Zone,
    doctor: ResourceId,
    day: Day,
    duration: i64,
) -> Result<Vec<Instant>, DbError> {
    let free = free_of(tx, zone, doctor, (day, 1), duration)?;
    Ok(free.into_iter().map(|f| f.starts_at).collect())
}

/// The first `wanted` free starts of these doctors from a day on, earliest first, within [`SEARCHED_DAYS`] days.
pub fn nearest_free(
    tx: &mut Tx<'_>,
    zone: &Zone,
    doctors: &[ResourceId],
    from: Day,
    duration: i64,
    wanted: usize,
) -> Result<Vec<Free>, DbError> {
    let mut found = Vec::new();
    for doctor in doctors {
        found.extend(free_of(tx, zone, *doctor, (from, SEARCHED_DAYS), duration)?);
    }
    found.sort_by_key(|f| f.starts_at);
    found.truncate(wanted);
    Ok(found)
}

fn free_of(
    tx: &mut Tx<'_>,
    zone: &Zone,
    doctor: ResourceId,
    (from, days): (Day, i64),
    duration: i64,
) -> Result<Vec<Free>, DbError> {
    let Some(room) = store::room_of(tx, doctor)? else {
        return Ok(Vec::new());
    };
    let (start, end) = (zone.instant_of(from, 0), zone.instant_of(add_days(from, days), 0));
    let hours = store::hours(tx, doctor)?;
    let taken = store::taken(tx, doctor, room, start, end)?;
    let now = tx.now();
    let days = (0..days).map(|n| add_days(from, n));
    let starts = days.flat_map(|day| rules::free_on(&hours, &taken, zone, day, duration, now));
    Ok(starts.map(|starts_at| Free { doctor, room, starts_at }).collect())
}
