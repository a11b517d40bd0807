//! Times that appointments gave back. They are offered to those who wait, as long as they are free.

use super::Appointment;
use crate::schedule;
use bricks::clock::{Instant, Zone, days_between};
use bricks::id::{BranchId, ResourceId};
use ground::db::{DbError, Tx};

const KEEP: &str = "INSERT INTO freed_time (doctor_id, starts_at, duration_minutes, freed_at) VALUES ($1, $2, $3, $4) \
     ON CONFLICT (doctor_id, starts_at) DO UPDATE SET duration_minutes = excluded.duration_minutes, freed_at = excluded.freed_at";
const FORGET: &str = "DELETE FROM freed_time WHERE starts_at < $1";
/// The next slot that is taken tells how long the time is still free.
const FREED: &str = "SELECT f.doctor_id, d.room_id, f.starts_at, f.freed_at, \
     (SELECT MIN(s.starts_at) FROM slot s WHERE s.resource_id = d.id AND s.starts_at >= f.starts_at AND (s.held_until IS NULL OR s.held_until > $2)), \
     (SELECT MIN(s.starts_at) FROM slot s WHERE s.resource_id = d.room_id AND s.starts_at >= f.starts_at AND (s.held_until IS NULL OR s.held_until > $2)) \
     FROM freed_time f JOIN resource d ON d.id = f.doctor_id \
     WHERE f.starts_at > $2 AND d.branch_id = $1 AND d.active AND d.room_id IS NOT NULL ORDER BY f.starts_at LIMIT 100";
/// Further ahead nobody offers a time.
const AHEAD_DAYS: i64 = 60;

ground::row! {
    struct FreedRow {
        doctor: ResourceId,
        room: ResourceId,
        starts_at: Instant,
        freed_at: Instant,
        doctor_taken_at: Option<Instant>,
        room_taken_at: Option<Instant>,
    }
}

/// A time that an appointment gave back and that nobody has taken since.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Freed {
    pub doctor: ResourceId,
    pub room: ResourceId,
    pub starts_at: Instant,
    pub freed_at: Instant,
    /// So long doctor and room are free from the start on.
    pub free_minutes: i64,
}

/// Remembers the time that an appointment gives back. Part of the act that frees it.
pub(super) fn remember(tx: &mut Tx<'_>, of: &Appointment) -> Result<(), DbError> {
    let now = tx.now();
    tx.run(FORGET, &[&now])?;
    if of.starts_at > now {
        tx.run(KEEP, &[&of.doctor, &of.starts_at, &of.duration_minutes, &now])?;
    }
    Ok(())
}

/// The times of a branch that were given back and are still free, earliest first.
pub fn freed(tx: &mut Tx<'_>, branch: BranchId, zone: &Zone) -> Result<Vec<Freed>, DbError> {
    let now = tx.now();
    let rows: Vec<FreedRow> = tx.all(FREED, &[&branch, &now])?;
    let today = zone.day_of(now);
    let near = |row: &&FreedRow| days_between(today, zone.day_of(row.starts_at)) < AHEAD_DAYS;
    let rows: Vec<&FreedRow> = rows.iter().filter(near).collect();
    let resources: Vec<ResourceId> = rows.iter().flat_map(|row| [row.doctor, row.room]).collect();
    let open = schedule::open(tx, zone, &resources, today, AHEAD_DAYS + 1)?;
    let worked_until = |resource, at: Instant| {
        let until = open.between(resource, at, at.plus_minutes(1)).find(|(from, _)| *from <= at);
        until.map_or(at, |(_, to)| to)
    };
    let freed = rows.into_iter().map(|row| {
        let at = row.starts_at;
        let taken = [row.doctor_taken_at, row.room_taken_at].into_iter().flatten();
        let worked = [worked_until(row.doctor, at), worked_until(row.room, at)];
        let until = taken.chain(worked).min().unwrap_or(at);
        Freed {
            doctor: row.doctor,
            room: row.room,
            starts_at: at,
            freed_at: row.freed_at,
            free_minutes: until.minutes_since(at),
        }
    });
    Ok(freed.filter(|f| f.free_minutes > 0).collect())
}
