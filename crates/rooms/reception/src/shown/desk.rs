use super::diary::{Clock, Taken, taken};
use super::{Ask, CELL_MINUTES, Doctor, Picked, doctors, load_picked, picked_patient};
use crate::rules::grid::free_starts;
use crate::rules::place;
use crate::store;
use bricks::clock::{Day, Instant};
use bricks::id::{AppointmentId, ResourceId, ServiceId};
use ground::access::Who;
use ground::catalog::{self, Service};
use ground::db::{DbError, Stop, Tx};
use ground::html::Attempt;
use ground::people::{self, Hit};
use ground::web::Form;
use papers::appointment::{self, Work};
use papers::schedule::department::is_of;

/// Free times of a doctor for a service on a day.
pub struct Times {
    pub day: Day,
    pub today: Day,
    pub free: Vec<Instant>,
    /// The time asked for, free or not.
    pub chosen: Option<Instant>,
    /// What was asked: service, doctor, and whether any suitable doctor will do.
    pub service: Option<ServiceId>,
    pub doctor: Option<ResourceId>,
    /// The nearest of all suitable doctors, when any of them will do.
    pub of_any: Option<Vec<OfAny>>,
}

/// A free time with its doctor's name.
pub struct OfAny {
    pub free: appointment::Free,
    pub doctor_name: String,
}

/// So many are offered when any doctor will do.
const OF_ANY: usize = 12;

/// The nearest free times of all doctors who do a service.
fn of_any(
    tx: &mut Tx<'_>,
    who: &Who,
    service: Option<ServiceId>,
    (day, duration): (Day, i64),
    doctors: &[Doctor],
) -> Result<Vec<OfAny>, DbError> {
    let Some(service) = service else { return Ok(Vec::new()) };
    let suitable = appointment::suitable(tx, who.branch, service)?;
    let free = appointment::nearest_free(tx, who.zone(), &suitable, day, Work::of(service, duration), OF_ANY)?;
    let name = |id| doctors.iter().find(|d| d.id == id).map_or(String::new(), |d| d.name.clone());
    Ok(free.into_iter().map(|free| OfAny { doctor_name: name(free.doctor), free }).collect())
}

/// What the booking form offers.
pub struct Desk {
    pub doctors: Vec<Doctor>,
    pub services: Vec<Service>,
    pub service: Option<ServiceId>,
    pub doctor: Option<ResourceId>,
    pub times: Times,
    pub picked: Option<Picked>,
    /// The patient's profile was made just now.
    pub made: bool,
    /// The grid beside it shows a day that is over, on which nothing is booked any more.
    pub beside_past: bool,
}

/// The service and doctor that the form stands at: those asked for, or such that belong to one department.
pub fn defaults(ask: &Ask, services: &[Service], doctors: &[Doctor]) -> (Option<ServiceId>, Option<ResourceId>) {
    let asked_doctor = doctors.iter().find(|d| Some(d.id) == ask.doctor);
    let of_doctor = asked_doctor.and_then(|d| services.iter().find(|s| is_of(&d.department, &s.department)));
    let asked = services.iter().find(|s| Some(s.id) == ask.service);
    let service = asked.or(of_doctor).or(services.first());
    let of_service =
        service.and_then(|s| doctors.iter().find(|d| is_of(&d.department, &s.department) && !d.open.is_empty()));
    let doctor = asked_doctor.or(of_service).or(doctors.first());
    (service.map(|s| s.id), doctor.map(|d| d.id))
}

pub(super) fn desk(
    tx: &mut Tx<'_>,
    who: &Who,
    ask: &Ask,
    clock: &Clock<'_>,
    all: Taken<'_>,
    doctors: &[Doctor],
) -> Result<Desk, Stop> {
    let day = clock.day.max(clock.today);
    let services = catalog::services_of_kind(tx, "consultation", day)?;
    let (service, doctor) = defaults(ask, &services, doctors);
    let duration = duration_of(&services, service);
    let free = match doctors.iter().find(|d| Some(d.id) == doctor) {
        None => Vec::new(),
        // The grid knows the doctor's times; what else a service needs is asked for.
        Some(d) if day != clock.day || appointment::needs_more(tx, who.branch, service)? => {
            appointment::free_times(tx, clock.zone, d.id, day, Work { service, minutes: duration })?
        }
        Some(d) => {
            let starts = free_starts(&d.open, &taken(all, d, clock), duration, clock.earliest());
            starts.into_iter().map(|minute| clock.zone.instant_of(day, minute)).collect()
        }
    };
    let picked = match ask.patient {
        Some(id) => load_picked(tx, who, id)?,
        None => None,
    };
    let chosen = ask.at.map(|minute| clock.zone.instant_of(day, minute));
    let of_any = if ask.any_doctor { Some(of_any(tx, who, service, (day, duration), doctors)?) } else { None };
    let times = Times { day, today: clock.today, free, chosen, service, doctor, of_any };
    let beside_past = clock.day < clock.today;
    Ok(Desk { doctors: doctors.to_vec(), services, service, doctor, times, picked, made: ask.made, beside_past })
}

fn duration_of(services: &[Service], id: Option<ServiceId>) -> i64 {
    services.iter().find(|s| Some(s.id) == id).map_or(CELL_MINUTES, |s| s.duration_minutes)
}

/// The free times alone, for the fields of the booking form that were changed.
pub fn load_times(tx: &mut Tx<'_>, who: &Who, ask: &Ask) -> Result<Times, Stop> {
    let today = who.day_of(tx.now());
    let day = ask.day.unwrap_or(today).max(today);
    let service = match ask.service {
        Some(id) => catalog::service(tx, id, day)?,
        None => None,
    };
    let duration = service.map_or(CELL_MINUTES, |s| s.duration_minutes);
    let free = match ask.doctor {
        Some(doctor) if store::room_of(tx, who.branch, doctor)?.is_some() => {
            appointment::free_times(tx, who.zone(), doctor, day, Work { service: ask.service, minutes: duration })?
        }
        _ => Vec::new(),
    };
    let chosen = ask.at.map(|minute| who.zone().instant_of(day, minute));
    let of_any = if ask.any_doctor {
        let doctors = doctors(tx, who, day)?;
        Some(of_any(tx, who, ask.service, (day, duration), &doctors)?)
    } else {
        None
    };
    Ok(Times { day, today, free, chosen, service: ask.service, doctor: ask.doctor, of_any })
}

/// Times to offer instead of one that is taken: `(the same doctor's, other doctors')`, nearest first by the clock.
pub struct Offers {
    pub same: Vec<appointment::Free>,
    pub others: Vec<appointment::Free>,
}

const OFFERED: usize = 4;
const LOOKED_AT: usize = 80;

/// What helps after a refusal: other times, the patients that the typed words may mean, the departure that was typed.
#[derive(Default)]
pub struct Redo {
    pub offers: Option<Offers>,
    /// The taken time itself, where the doctor may be double-booked.
    pub beside: Option<appointment::Free>,
    pub hits: Vec<Hit>,
    pub departure: Attempt,
    /// A move on the grid that was refused.
    pub moving: Option<crate::views::moving::RefusedMove>,
}

/// Patients for words that were sent without picking one.
pub fn load_hits(tx: &mut Tx<'_>, form: &Form) -> Result<Vec<Hit>, DbError> {
    if !picked_patient(form).is_empty() { Ok(Vec::new()) } else { people::search(tx, form.text("patient_text")) }
}

/// Other times for an appointment whose move was refused, as long as the form says which time was wanted.
pub fn load_move_offers(tx: &mut Tx<'_>, who: &Who, id: AppointmentId, form: &Form) -> Result<Option<Offers>, Stop> {
    let is = appointment::by_id(tx, who.branch, id)?;
    let ask = Ask { service: Some(is.service), ..Ask::of_booking(form, who.zone()) };
    let duration = form.text("duration").parse().ok().filter(|minutes| (5..=480).contains(minutes));
    offers_around(tx, who, &ask, duration.unwrap_or(is.duration_minutes))
}

/// The time that is taken, when its doctor has places beside taken times.
pub fn load_beside(tx: &mut Tx<'_>, who: &Who, ask: &Ask) -> Result<Option<appointment::Free>, DbError> {
    let (Some(doctor), Some(day), Some(minute)) = (ask.doctor, ask.day, ask.at) else { return Ok(None) };
    let has_places = store::overbooking_limit(tx, doctor)? > 0;
    let starts_at = who.zone().instant_of(day, minute);
    Ok(has_places.then_some(appointment::Free { doctor, room: None, starts_at }))
}

pub fn load_offers(tx: &mut Tx<'_>, who: &Who, ask: &Ask) -> Result<Option<Offers>, Stop> {
    let Some(day) = ask.day else { return Ok(None) };
    let service = match ask.service {
        Some(id) => catalog::service(tx, id, day)?,
        None => None,
    };
    offers_around(tx, who, ask, service.map_or(CELL_MINUTES, |s| s.duration_minutes))
}

fn offers_around(tx: &mut Tx<'_>, who: &Who, ask: &Ask, duration: i64) -> Result<Option<Offers>, Stop> {
    let (Some(doctor), Some(day), Some(minute)) = (ask.doctor, ask.day, ask.at) else { return Ok(None) };
    let wanted = who.zone().instant_of(day, minute);
    let mut others = match ask.service {
        Some(id) => appointment::suitable(tx, who.branch, id)?,
        None => Vec::new(),
    };
    others.retain(|id| *id != doctor);
    let work = Work { service: ask.service, minutes: duration };
    let mut near = |doctors: &[ResourceId]| {
        let free = appointment::nearest_free(tx, who.zone(), doctors, day, work, LOOKED_AT)?;
        Ok::<_, DbError>(place::nearest(free, wanted, OFFERED, |f| f.starts_at))
    };
    Ok(Some(Offers { same: near(&[doctor])?, others: near(&others)? }))
}
