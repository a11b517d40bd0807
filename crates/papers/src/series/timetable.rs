use crate::appointment::{Free, Span, Work, closed_say, free_within};
use crate::schedule::{self, Open};
use crate::text;
use bricks::clock::{Day, Instant, Zone};
use bricks::id::{ResourceId, ServiceId};
use bricks::say::Say;
use ground::db::{DbError, Tx};

/// How a wished time stands to a doctor's hours and bookings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fit {
    Free,
    Taken,
    /// Nobody works then; the sentence says why.
    Closed(Say),
}

/// What is free of a doctor over many days, in a handful of statements.
pub struct Timetable {
    doctor: ResourceId,
    /// Of the first one has to be free, and of the second if there are any: rooms and devices.
    others: [Vec<ResourceId>; 2],
    /// A device is needed, and none is in use.
    is_idle: bool,
    open: Open,
    taken: crate::appointment::TakenSlots,
    free: Vec<Free>,
    duration_minutes: i64,
}

/// The timetable of a doctor with a room of their own.
pub fn timetable(
    tx: &mut Tx<'_>,
    zone: &Zone,
    (doctor, room): (ResourceId, ResourceId),
    (from, days): (Day, i64),
    (service, duration_minutes): (ServiceId, i64),
) -> Result<Timetable, DbError> {
    let work = Work::of(service, duration_minutes);
    let (search, taken, free) = free_within(tx, zone, doctor, Span { from, days, work })?;
    let mut resources = search.resources();
    resources.extend([doctor, room]);
    let open = schedule::open(tx, zone, &resources, from, days + 1)?;
    let (others, is_idle) = (search.alternatives(room), search.is_idle());
    Ok(Timetable { doctor, others, is_idle, open, taken, free, duration_minutes })
}

impl Timetable {
    /// Whether the appointment could be booked at a time.
    pub fn fit(&self, at: Instant, zone: &Zone) -> Fit {
        self.fit_but(at, zone, None)
    }

    /// Like [`Timetable::fit`], for an appointment of this doctor that gives its own time back when it moves.
    pub fn fit_but(&self, at: Instant, zone: &Zone, own: Option<(Instant, Instant)>) -> Fit {
        let to = at.plus_minutes(self.duration_minutes);
        let works = |r: &ResourceId| self.open.holds(*r, at, to);
        if self.is_idle {
            return Fit::Closed(text::appointment_no_device_say());
        }
        let shut = self.others.iter().find(|all| !all.is_empty() && !all.iter().any(works));
        let closed =
            Some(self.doctor).filter(|doctor| !works(doctor)).or_else(|| shut.and_then(|all| all.first().copied()));
        if let Some(closed) = closed {
            return Fit::Closed(closed_say(self.open.away(closed, at, to), closed == self.doctor, zone));
        }
        let parts = match own {
            Some((from, until)) => [(at, to.min(from)), (at.max(until), to)],
            None => [(at, to), (to, to)],
        };
        let is_free = |r: &ResourceId| parts.iter().all(|(from, to)| from >= to || self.taken.is_free(*r, *from, *to));
        let any = |all: &Vec<ResourceId>| all.is_empty() || all.iter().any(|r| works(r) && is_free(r));
        if is_free(&self.doctor) && self.others.iter().all(any) { Fit::Free } else { Fit::Taken }
    }

    /// The free starts nearest to a time that will do, nearest first.
    pub fn nearest(&self, at: Instant, wanted: usize, will_do: impl Fn(Instant) -> bool) -> Vec<Instant> {
        let mut all: Vec<Instant> = self.free.iter().map(|f| f.starts_at).filter(|at| will_do(*at)).collect();
        all.sort_by_key(|free| (free.millis() - at.millis()).abs());
        all.truncate(wanted);
        all
    }
}
