//! What the public is shown to choose from: services with their doctors, days and free times.

use crate::rules::time::{Start, is_offered, window};
use crate::settings::{self, Settings};
use crate::store::{self, OfferRow};
use bricks::clock::{Day, Zone, add_days, days_between};
use bricks::id::{BranchId, ResourceId, ServiceId};
use bricks::money::Money;
use ground::access::Branch;
use ground::db::{Stop, Tx};
use ground::web::House;
use papers::appointment::{SEARCHED_DAYS, Work, nearest_free};
use std::sync::Arc;

/// So many days stand side by side.
pub const DAYS_SHOWN: i64 = SEARCHED_DAYS;
/// So many other times are offered in the place of one that is gone.
const OTHERS: usize = 8;

/// A service with the doctors who may be booked for it.
#[derive(Debug, Clone)]
pub struct Service {
    pub id: ServiceId,
    pub duration_minutes: i64,
    pub price: Money,
    pub rows: Vec<OfferRow>,
}

impl Service {
    pub fn doctors(&self) -> Vec<ResourceId> {
        self.rows.iter().map(|row| row.doctor).collect()
    }

    pub fn row_of(&self, doctor: ResourceId) -> Option<&OfferRow> {
        self.rows.iter().find(|row| row.doctor == doctor)
    }

    /// All doctors, a certain one before the others.
    pub fn doctors_after(&self, first: ResourceId) -> Vec<ResourceId> {
        let mut all = self.doctors();
        all.sort_by_key(|id| *id != first);
        all
    }

    /// The names of all doctors but one, to be said where one of them would come in the place of that one.
    pub fn names_but(&self, doctor: Option<ResourceId>) -> Vec<(ResourceId, String)> {
        let rows = self.rows.iter().filter(|row| Some(row.doctor) != doctor);
        rows.map(|row| (row.doctor, row.doctor())).collect()
    }

    /// The one doctor, or all of them when none is named.
    pub fn chosen(&self, doctor: Option<ResourceId>) -> Vec<ResourceId> {
        let all = self.doctors();
        all.into_iter().filter(|id| doctor.is_none_or(|wanted| wanted == *id)).collect()
    }
}

/// All services that may be booked, with today's price.
pub fn services(tx: &mut Tx<'_>, clinic: &Branch) -> Result<Vec<Service>, Stop> {
    let today = clinic.zone.day_of(tx.now());
    let mut found: Vec<Service> = Vec::new();
    for row in store::offers(tx, clinic.id, today)? {
        if let Some(last) = found.last_mut().filter(|s| s.id == row.service) {
            last.rows.push(row);
            continue;
        }
        let (duration_minutes, price) = (row.duration_minutes, row.price);
        found.push(Service { id: row.service, duration_minutes, price, rows: vec![row] });
    }
    Ok(found)
}

/// One service that may be booked.
pub fn service(tx: &mut Tx<'_>, clinic: &Branch, id: ServiceId) -> Result<Option<Service>, Stop> {
    Ok(services(tx, clinic)?.into_iter().find(|s| s.id == id))
}

/// The doctors to whom a patient may move an appointment: its own, also where the public may not book that service, then
/// the others who may be booked for it.
pub fn doctors_of_move(service: Option<&Service>, own: ResourceId) -> Vec<ResourceId> {
    let others = service.map(Service::doctors).unwrap_or_default().into_iter().filter(|id| *id != own);
    std::iter::once(own).chain(others).collect()
}

/// A day with its free times, one for each start.
#[derive(Debug, Clone)]
pub struct FreeDay {
    pub day: Day,
    pub starts: Vec<Start>,
}

/// The days from `from` on, as many as stand side by side and the window allows, each with its free times. At a time
/// when several doctors are free it is the one who stands first in `doctors`.
pub fn days(
    tx: &mut Tx<'_>,
    zone: &Zone,
    settings: &Settings,
    (doctors, work): (&[ResourceId], Work),
    from: Day,
) -> Result<Vec<FreeDay>, Stop> {
    let now = tx.now();
    let (first, last) = window(settings, zone.day_of(now));
    let from = from.clamp(first, last);
    let free = nearest_free(tx, zone, doctors, from, work, usize::MAX)?;
    let count = (days_between(from, last) + 1).clamp(1, DAYS_SHOWN);
    let mut days: Vec<FreeDay> = (0..count).map(|n| FreeDay { day: add_days(from, n), starts: Vec::new() }).collect();
    for one in free.into_iter().filter(|f| f.room.is_some() && is_offered(settings, zone, now, f.starts_at)) {
        let day = zone.day_of(one.starts_at);
        let Some(of_day) = days.iter_mut().find(|d| d.day == day) else { continue };
        let start = Start { doctor: one.doctor, at: one.starts_at };
        let rank = |doctor: ResourceId| doctors.iter().position(|id| *id == doctor);
        match of_day.starts.last_mut().filter(|before| before.at == start.at) {
            Some(before) if rank(start.doctor) < rank(before.doctor) => *before = start,
            Some(_) => {}
            None => of_day.starts.push(start),
        }
    }
    Ok(days)
}

/// Whether a start is one of those offered.
pub fn is_free(tx: &mut Tx<'_>, zone: &Zone, settings: &Settings, start: Start, work: Work) -> Result<bool, Stop> {
    let now = tx.now();
    if !is_offered(settings, zone, now, start.at) {
        return Ok(false);
    }
    let free = papers::appointment::free_times(tx, zone, start.doctor, zone.day_of(start.at), work)?;
    Ok(free.contains(&start.at))
}

/// The nearest other times of a service, for the day that was wanted or later.
pub fn others(
    tx: &mut Tx<'_>,
    clinic: &Branch,
    settings: &Settings,
    (service, doctors): (&Service, &[ResourceId]),
    wanted: Day,
) -> Result<Vec<Start>, Stop> {
    let days = days(tx, &clinic.zone, settings, (doctors, Work::of(service.id, service.duration_minutes)), wanted)?;
    Ok(days.into_iter().flat_map(|d| d.starts).take(OTHERS).collect())
}

/// The branch that the public books: the one named, else the first.
pub fn clinic(house: &House, branch: Option<BranchId>) -> Result<Arc<Branch>, Stop> {
    let all = house.clinics.all();
    let named = all.iter().find(|b| Some(b.id) == branch);
    named.or_else(|| all.first()).cloned().ok_or(Stop::Missing)
}

/// The branches in which anything may be booked now, in the order of the house.
pub fn branches(tx: &mut Tx<'_>, all: &[Arc<Branch>]) -> Result<Vec<Arc<Branch>>, Stop> {
    if !settings::read(tx)?.open {
        return Ok(Vec::new());
    }
    let offering = store::offering(tx)?;
    Ok(all.iter().filter(|branch| offering.contains(&branch.id)).cloned().collect())
}
