use super::rules::{Taken, Wanted};
use super::search::Search;
use crate::schedule::department::is_of;
use bricks::clock::{Day, Instant, Zone, add_days};
use bricks::id::{BranchId, ResourceId, ServiceId};
use ground::db::{DbError, Tx};

/// How many days [`nearest_free`] looks at, the first included.
pub const SEARCHED_DAYS: i64 = 60;
/// Hours are read in so many days at once, further only when too little was found before.
const WINDOWS: [(i64, i64); 4] = [(0, 2), (2, 9), (9, 24), (24, SEARCHED_DAYS)];

const DOCTORS: &str = "SELECT d.id, d.department, s.department, \
     EXISTS (SELECT 1 FROM bookable b WHERE b.doctor_id = d.id AND b.service_id = s.id) FROM resource d CROSS JOIN service s \
     WHERE d.branch_id = $1 AND s.id = $2 AND d.kind = 'doctor' AND d.active AND d.room_id IS NOT NULL \
     ORDER BY d.position, d.id";

/// What free times are looked for: how long it takes, and the service, of whose devices and rooms one has to be free too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Work {
    pub service: Option<ServiceId>,
    pub minutes: i64,
}

impl Work {
    pub fn of(service: ServiceId, minutes: i64) -> Work {
        Work { service: Some(service), minutes }
    }

    /// Work that needs nothing but the doctor and the doctor's room.
    pub fn lasting(minutes: i64) -> Work {
        Work { service: None, minutes }
    }
}

/// A start that may be booked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Free {
    pub doctor: ResourceId,
    /// The doctor's own room, if the doctor has one.
    pub room: Option<ResourceId>,
    pub starts_at: Instant,
}

/// The doctors of a branch, with rooms of their own, who give a service: those of its department and those whom the public may
/// book for it, or all of them when there are none.
pub fn suitable(tx: &mut Tx<'_>, branch: BranchId, service: ServiceId) -> Result<Vec<ResourceId>, DbError> {
    let all: Vec<(ResourceId, String, String, bool)> = tx.all(DOCTORS, &[&branch, &service])?;
    let gives =
        |(_, own, wanted, is_bookable): &&(ResourceId, String, String, bool)| *is_bookable || is_of(own, wanted);
    let own: Vec<ResourceId> = all.iter().filter(gives).map(|(id, ..)| *id).collect();
    Ok(if own.is_empty() { all.into_iter().map(|(id, ..)| id).collect() } else { own })
}

/// The free starts of a doctor (with the doctor's own room) on one day, from now on, in 15-minute steps from the
/// beginning of the working hours. Empty for somebody who is no doctor in use.
pub fn free_times(
    tx: &mut Tx<'_>,
    zone: &Zone,
    doctor: ResourceId,
    day: Day,
    work: Work,
) -> Result<Vec<Instant>, DbError> {
    let search = Search::of(tx, &[doctor], work)?;
    let span = Span { from: day, days: 1, work };
    Ok(search.all(tx, zone, span)?.into_iter().map(|f| f.starts_at).collect())
}

/// Some days, and how long an appointment takes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Span {
    pub(crate) from: Day,
    pub(crate) days: i64,
    pub(crate) work: Work,
}

/// Everything that is taken within a span of a doctor, the doctor's room and what the service needs, and every free start.
pub(crate) fn free_within(
    tx: &mut Tx<'_>,
    zone: &Zone,
    doctor: ResourceId,
    span: Span,
) -> Result<(Search, Taken, Vec<Free>), DbError> {
    let search = Search::of(tx, &[doctor], span.work)?;
    let from = zone.instant_of(span.from, 0);
    let before = zone.instant_of(add_days(span.from, span.days), 0);
    let wanted = Wanted { from, before, duration_minutes: span.work.minutes };
    let taken = Taken::of(super::search::taken(tx, &search.resources(), wanted)?);
    let free = search.all(tx, zone, span)?;
    Ok((search, taken, free))
}

/// The first `wanted` free starts of these doctors from a day on, earliest first, within [`SEARCHED_DAYS`] days. A
/// few statements, however many doctors there are; hours that are full are counted and never read.
pub fn nearest_free(
    tx: &mut Tx<'_>,
    zone: &Zone,
    doctors: &[ResourceId],
    from: Day,
    work: Work,
    wanted: usize,
) -> Result<Vec<Free>, DbError> {
    nearest(tx, zone, doctors, (from, work), wanted, |_| true)
}

/// Like [`nearest_free`], of the starts that fit.
pub fn nearest(
    tx: &mut Tx<'_>,
    zone: &Zone,
    doctors: &[ResourceId],
    (from, work): (Day, Work),
    wanted: usize,
    fits: impl Fn(&Free) -> bool,
) -> Result<Vec<Free>, DbError> {
    let search = Search::of(tx, doctors, work)?;
    let mut found = Vec::new();
    for (first, last) in WINDOWS {
        if found.len() >= wanted || search.is_empty() {
            break;
        }
        let span = Span { from: add_days(from, first), days: last - first, work };
        search.some(tx, zone, span, &mut found, wanted, &fits)?;
    }
    found.truncate(wanted);
    Ok(found)
}
