//! What the day's page shows, put together from a handful of statements.

mod at_desk;
mod desk;
mod diary;
mod house;
mod week;

pub use at_desk::{AtDesk, Here, Picked, as_told, load_at_desk, load_here, load_picked};
pub use desk::{
    Desk, OfAny, Offers, Redo, Times, defaults, load_beside, load_hits, load_move_offers, load_offers, load_times,
};
pub use diary::{Card, Changed, Column, Diary, Done, Head, View, load_changed, load_diary, load_pins};
pub use house::{House, load_house};
pub use week::{WeekPage, load_week};

use crate::rules::grid::Stretch;
use crate::rules::place;
use crate::store::{self, DoctorRow};
use bricks::clock::{Day, Zone, add_days, parse_day};
use bricks::id::{AppointmentId, PatientId, ResourceId, ServiceId, VisitId};
use bricks::refusal::Refusal;
use diary::Clock;
use ground::access::Who;
use ground::db::{DbError, Stop, Tx};
use ground::html::Attempt;
use ground::web::Form;
use papers::schedule::{self, Why};
use std::collections::HashMap;

/// The free cells of the grid are so long.
pub const CELL_MINUTES: i64 = 15;

/// The lists of the left pane.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tab {
    #[default]
    Waiting,
    InRoom,
    Coming,
    /// Visits of earlier days that nobody closed.
    LeftOpen,
}

impl Tab {
    pub const ALL: [Tab; 4] = [Tab::Waiting, Tab::InRoom, Tab::Coming, Tab::LeftOpen];

    pub fn code(self) -> &'static str {
        match self {
            Tab::Waiting => "waiting",
            Tab::InRoom => "room",
            Tab::Coming => "coming",
            Tab::LeftOpen => "open",
        }
    }
}

/// What the address (or a refused form) asks to see. Whatever cannot be read is not asked.
#[derive(Debug, Clone, Default)]
pub struct Ask {
    pub day: Option<Day>,
    pub tab: Option<Tab>,
    pub patient: Option<PatientId>,
    pub service: Option<ServiceId>,
    pub doctor: Option<ResourceId>,
    /// Any suitable doctor will do.
    pub any_doctor: bool,
    /// Minute of the day.
    pub at: Option<i64>,
    pub visit: Option<VisitId>,
    pub appointment: Option<AppointmentId>,
    /// The version that an appointment was changed to just now.
    pub done: Option<i64>,
    /// The patient's profile was made just now.
    pub made: bool,
    /// A check-in was taken back just now.
    pub retracted: bool,
    /// An emergency was put first at the visit, which was open already.
    pub first: bool,
    pub view: View,
}

pub type Query = axum::extract::Query<HashMap<String, String>>;

impl Ask {
    pub fn of(query: &HashMap<String, String>) -> Ask {
        let get = |name: &str| query.get(name).map_or("", String::as_str);
        Ask {
            day: parse_day(get("day")).ok(),
            tab: Tab::ALL.into_iter().find(|t| t.code() == get("tab")),
            patient: get("patient").parse().ok(),
            service: get("service").parse().ok(),
            doctor: get("doctor").parse().ok(),
            any_doctor: get("doctor") == place::ANY_DOCTOR,
            at: place::minute(get("at")).or_else(|| place::minute(get("time"))),
            visit: get("visit").parse().ok(),
            appointment: get("appointment").parse().ok(),
            done: get("done").parse().ok(),
            made: get("made") == "yes",
            retracted: get("retracted") == "yes",
            first: get("first") == "yes",
            view: View::of(get("by"), get("grid")),
        }
    }

    /// The day on which a refused move stands, with the view that it was asked in.
    pub fn of_move(form: &Form) -> Ask {
        Ask {
            day: parse_day(form.text("day")).ok(),
            view: View::of(form.text("by"), form.text("grid")),
            ..Ask::default()
        }
    }

    /// What a booking form stood for when it was sent.
    pub fn of_booking(form: &Form, zone: &Zone) -> Ask {
        let beside = parse_day(form.text("day")).ok();
        let offered = place::offer_of(form.text("offer"), form.text("starts_at"));
        let time = offered.map_or(form.text("starts_at"), |offer| offer.time);
        let starts_at = place::parse_local_time(time, beside, zone);
        Ask {
            day: starts_at.map(|at| zone.day_of(at)).or(beside),
            service: form.text("service").parse().ok(),
            doctor: offered.map_or(form.text("doctor"), |offer| offer.doctor).parse().ok(),
            any_doctor: form.text("doctor") == place::ANY_DOCTOR,
            at: starts_at.map(|at| zone.minute_of_day(at)),
            patient: picked_patient(form).parse().ok(),
            ..Ask::default()
        }
    }
}

/// The patient's id as the form sends it: picked while typing, or by the button of a page without script.
pub fn picked_patient(form: &Form) -> &str {
    if form.has("patient_choice") { form.text("patient_choice") } else { form.text("patient") }
}

/// A refused form as it is drawn again, with the patient that a button picked in the patient's field.
pub fn attempt_of(form: &Form, refusal: Refusal) -> Attempt {
    let mut attempt = form.attempt(refusal);
    if let Some((_, value)) = attempt.values.iter_mut().find(|(name, _)| name == "patient") {
        picked_patient(form).clone_into(value);
    }
    attempt
}

/// A doctor with the work of one day.
#[derive(Debug, Clone)]
pub struct Doctor {
    pub id: ResourceId,
    pub name: String,
    pub title: String,
    pub department: String,
    pub room: Option<ResourceId>,
    pub room_name: String,
    pub open: Vec<Stretch>,
    /// Leave of the day, and the holiday.
    pub away: Vec<(Stretch, Why)>,
}

impl Doctor {
    pub fn titled_name(&self) -> String {
        titled(&self.title, &self.name)
    }
}

pub fn titled(title: &str, name: &str) -> String {
    if title.is_empty() { name.to_owned() } else { format!("{title} {name}") }
}

/// The branch's doctors with their work on a day: three statements.
pub fn doctors(tx: &mut Tx<'_>, who: &Who, day: Day) -> Result<Vec<Doctor>, DbError> {
    Ok(doctors_of_days(tx, who, day, 1)?.into_iter().next().unwrap_or_default())
}

/// The branch's doctors with their work, for each of some days.
pub fn doctors_of_days(tx: &mut Tx<'_>, who: &Who, from: Day, days: i64) -> Result<Vec<Vec<Doctor>>, DbError> {
    let (rows, zone) = (store::doctors(tx, who.branch)?, who.zone());
    let ids: Vec<ResourceId> = rows.iter().map(|row| row.id).collect();
    let open = schedule::open(tx, zone, &ids, from, days)?;
    let stretch = |(from, to)| Stretch { from, to };
    let doctor = |row: &DoctorRow, day: Day| Doctor {
        open: open.minutes_of(row.id, day, zone).into_iter().map(stretch).collect(),
        away: open.away_minutes_of(row.id, day, zone).into_iter().map(|(at, why)| (stretch(at), why)).collect(),
        id: row.id,
        name: row.name.clone(),
        title: row.title.clone(),
        department: row.department.clone(),
        room: row.room,
        room_name: row.room_name.clone(),
    };
    let of_day = |n| rows.iter().map(|row| doctor(row, add_days(from, n))).collect();
    Ok((0..days).map(of_day).collect())
}

pub fn count<T>(all: impl Iterator<Item = T>) -> i64 {
    all.fold(0, |n, _| n + 1)
}

/// Everything that `/reception` shows.
pub struct DayPage {
    pub house: House,
    pub diary: Diary,
    pub desk: Desk,
    pub waits: crate::wishes::Waits,
    /// What was changed just now and can be undone.
    pub done: Option<Done>,
}

/// The whole page: doctors and their work, the day's appointments, open visits, services; today's appointments beside another day;
/// the patient when one is asked for.
pub fn load_day(tx: &mut Tx<'_>, who: &Who, ask: &Ask) -> Result<DayPage, Stop> {
    let now = tx.now();
    let clock = Clock::of(who, now, ask.day.unwrap_or(who.day_of(now)));
    let doctors = doctors(tx, who, clock.day)?;
    let rows = clock.cards(store::diary(tx, who.branch, clock.day)?);
    let open = store::open_visits(tx, who.branch)?;
    let seen = house::seen(tx, who, ask, &open)?;
    let is_today = clock.day == clock.today;
    let rooms = if ask.view.by_room { store::rooms(tx, who.branch)? } else { Vec::new() };
    let open_today = Some(open.as_slice()).filter(|_| is_today);
    let held = diary::held_on(tx, who, clock.day)?;
    let all = diary::Taken { rows: &rows, held: &held };
    let diary = diary::diary(ask, &clock, all, (&doctors, &rooms), open_today);
    let done = diary::load_done(tx, who, ask)?;
    let desk = desk::desk(tx, who, ask, &clock, all, &doctors)?;
    let waits = crate::wishes::waits(tx, who)?;
    let queues = papers::queue::load(tx, who.branch)?;
    let diary = Diary { rule: queues.rule, ..diary };
    let requests = store::requests(tx, who.branch)?;
    let again = house::again(tx, seen.as_ref())?;
    let open = (open, seen, house::after(tx, who)?, queues);
    let house = House { requests, again, ..house::house(ask, (clock.day, tx.now()), open, &doctors) };
    let house = house::expected(tx, who, house, Some(rows.as_slice()).filter(|_| is_today), &doctors)?;
    Ok(DayPage { house, diary, desk, waits, done })
}
