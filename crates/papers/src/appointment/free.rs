use super::rules::{Taken, Wanted, free_starts};
use crate::schedule::department::suited;
use crate::schedule::{self, Many, Open, asked_resources};
use bricks::clock::{Day, Instant, Zone, add_days};
use bricks::id::{BranchId, ResourceId, ServiceId};
use ground::db::{DbError, Tx};

/// How many days [`nearest_free`] looks at, the first included.
pub const SEARCHED_DAYS: i64 = 60;
/// What is taken is read in so many days at once, further only when nothing was found before.
const WINDOWS: [(i64, i64); 3] = [(0, 4), (4, 16), (16, SEARCHED_DAYS)];

const ROOMS: &str = concat!(
    asked_resources!(),
    "SELECT d.id, d.room_id FROM asked JOIN resource d ON d.id = asked.id WHERE d.kind = 'doctor' AND d.active"
);
const TAKEN: &str = concat!(
    asked_resources!(),
    "SELECT s.resource_id, s.starts_at FROM asked JOIN slot s ON s.resource_id = asked.id \
     WHERE s.starts_at >= $2 AND s.starts_at < $3 AND (s.held_until IS NULL OR s.held_until > $4)"
);
const DOCTORS: &str = "SELECT d.id, d.department, s.department FROM resource d CROSS JOIN service s \
     WHERE d.branch_id = $1 AND s.id = $2 AND d.kind = 'doctor' AND d.active AND d.room_id IS NOT NULL \
     ORDER BY d.position, d.id";

/// A start that may be booked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Free {
    pub doctor: ResourceId,
    /// The doctor's own room, if the doctor has one.
    pub room: Option<ResourceId>,
    pub starts_at: Instant,
}

/// The doctors of a branch, with rooms of their own, who do a service: those of its department, or all of them when none is.
pub fn suitable(tx: &mut Tx<'_>, branch: BranchId, service: ServiceId) -> Result<Vec<ResourceId>, DbError> {
    let all: Vec<(ResourceId, String, String)> = tx.all(DOCTORS, &[&branch, &service])?;
    let wanted = all.first().map(|(_, _, wanted)| wanted.clone()).unwrap_or_default();
    let doctors: Vec<_> = all.into_iter().map(|(id, own, _)| (id, own)).collect();
    Ok(suited(&doctors, &wanted))
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
    let search = Search::open(tx, zone, &[doctor], (day, 1))?;
    let free = search.between(tx, zone, (0, 1), duration)?;
    Ok(free.into_iter().map(|f| f.starts_at).collect())
}

/// Some days, and how long an appointment takes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Span {
    pub(crate) from: Day,
    pub(crate) days: i64,
    pub(crate) duration_minutes: i64,
}

/// Everything that is taken of a doctor and the doctor's room within a span, and every free start.
pub(crate) fn free_within(
    tx: &mut Tx<'_>,
    zone: &Zone,
    doctor: ResourceId,
    span: Span,
) -> Result<(Taken, Vec<Free>), DbError> {
    let search = Search::open(tx, zone, &[doctor], (span.from, span.days))?;
    let start = zone.instant_of(span.from, 0);
    let before = zone.instant_of(add_days(span.from, span.days), 0);
    let wanted = Wanted { from: start, before, duration_minutes: span.duration_minutes };
    let all = Taken::of(taken(tx, &search.resources(), start, wanted)?);
    Ok((all, search.between(tx, zone, (0, span.days), span.duration_minutes)?))
}

/// The first `wanted` free starts of these doctors from a day on, earliest first, within [`SEARCHED_DAYS`] days. A
/// handful of statements, however many doctors there are.
pub fn nearest_free(
    tx: &mut Tx<'_>,
    zone: &Zone,
    doctors: &[ResourceId],
    from: Day,
    duration: i64,
    wanted: usize,
) -> Result<Vec<Free>, DbError> {
    nearest(tx, zone, doctors, (from, duration), wanted, |_| true)
}

/// Like [`nearest_free`], of the starts that fit.
pub fn nearest(
    tx: &mut Tx<'_>,
    zone: &Zone,
    doctors: &[ResourceId],
    (from, duration): (Day, i64),
    wanted: usize,
    fits: impl Fn(&Free) -> bool,
) -> Result<Vec<Free>, DbError> {
    let search = Search::open(tx, zone, doctors, (from, SEARCHED_DAYS))?;
    let mut found = Vec::new();
    for window in WINDOWS {
        if found.len() >= wanted || search.teams.is_empty() {
            break;
        }
        found.extend(search.between(tx, zone, window, duration)?.into_iter().filter(&fits));
    }
    found.truncate(wanted);
    Ok(found)
}

/// Doctors with their rooms, and when they work.
struct Search {
    from: Day,
    teams: Vec<(ResourceId, Option<ResourceId>)>,
    open: Open,
}

impl Search {
    fn open(tx: &mut Tx<'_>, zone: &Zone, doctors: &[ResourceId], (from, days): (Day, i64)) -> Result<Search, DbError> {
        let many = Many::of(doctors);
        let rooms: Vec<(ResourceId, Option<ResourceId>)> =
            if many.is_empty() { Vec::new() } else { tx.all(ROOMS, &[&many])? };
        let team = |doctor: &ResourceId| rooms.iter().find(|(id, _)| id == doctor).copied();
        let search = Search { from, teams: doctors.iter().filter_map(team).collect(), open: Open::default() };
        let open = schedule::open(tx, zone, &search.resources(), from, days + 1)?;
        Ok(Search { open, ..search })
    }

    fn resources(&self) -> Vec<ResourceId> {
        self.teams.iter().flat_map(|(doctor, room)| [Some(*doctor), *room]).flatten().collect()
    }

    /// The free starts between two days counted from the first, in the order of time and then of the doctors.
    fn between(
        &self,
        tx: &mut Tx<'_>,
        zone: &Zone,
        (first, last): (i64, i64),
        duration_minutes: i64,
    ) -> Result<Vec<Free>, DbError> {
        let start = zone.instant_of(add_days(self.from, first), 0);
        let before = zone.instant_of(add_days(self.from, last), 0);
        let wanted = Wanted { from: start.max(tx.now()), before, duration_minutes };
        let doctors: Vec<ResourceId> = self.teams.iter().map(|(doctor, _)| *doctor).collect();
        let mut taken = Taken::of(taken(tx, &doctors, start, wanted)?);
        // Where every doctor is busy nobody needs to look at the rooms.
        let has_time = |(doctor, _): &&(ResourceId, _)| !free_starts(&self.open, &taken, &[*doctor], wanted).is_empty();
        let teams: Vec<_> = self.teams.iter().filter(has_time).copied().collect();
        let rooms: Vec<ResourceId> = teams.iter().filter_map(|(_, room)| *room).collect();
        taken.add(self::taken(tx, &rooms, start, wanted)?);
        let mut free = Vec::new();
        for (doctor, room) in teams {
            let team: Vec<ResourceId> = [Some(doctor), room].into_iter().flatten().collect();
            let starts = free_starts(&self.open, &taken, &team, wanted);
            free.extend(starts.into_iter().map(|starts_at| Free { doctor, room, starts_at }));
        }
        free.sort_by_key(|f| f.starts_at);
        Ok(free)
    }
}

/// The taken slots of some resources; what begins before midnight may reach into the next day.
fn taken(
    tx: &mut Tx<'_>,
    resources: &[ResourceId],
    start: Instant,
    wanted: Wanted,
) -> Result<Vec<(ResourceId, Instant)>, DbError> {
    let (many, now) = (Many::of(resources), tx.now());
    if many.is_empty() {
        return Ok(Vec::new());
    }
    tx.all(TAKEN, &[&many, &start, &wanted.before.plus_minutes(wanted.duration_minutes), &now])
}
