//! Recurring appointments: planned, shown with what does not fit, then booked together; changed one by one or together.

pub mod acts;
pub mod asked;
pub mod edits;
mod views;

use crate::pages::status_of;
use crate::shown::{Ask, Doctor, Query, attempt_of, doctors, load_hits};
use crate::text;
use acts::Planned;
use axum::extract::{Path, Query as Read, RawQuery};
use axum::response::Response;
use bricks::id::{AppointmentId, SeriesId};
use bricks::refusal::Refusal;
use ground::access::Who;
use ground::catalog::{self, Service};
use ground::db::{Stop, Tx};
use ground::html::Attempt;
use ground::people::{Hit, Patient};
use ground::web::{Desk, Form, saved};
use papers::appointment;
use papers::series::{MemberRow, members};

/// The page on which a series is planned.
pub struct NewPage {
    pub patient: Option<Patient>,
    pub hits: Vec<Hit>,
    pub services: Vec<Service>,
    pub doctors: Vec<Doctor>,
    pub ask: Ask,
    pub plan: Plan,
}

/// The days of a series as they would be booked.
#[derive(Default)]
pub struct Plan {
    pub days: Vec<Planned>,
    /// For what they were planned.
    pub planned_for: String,
    /// Where another time has to be chosen the nearest is.
    pub nearest: bool,
}

/// A series as it was booked.
pub struct SeriesPage {
    pub id: SeriesId,
    pub patient: Patient,
    pub members: Vec<MemberRow>,
    pub doctors: Vec<Doctor>,
    pub chosen: Option<AppointmentId>,
    /// Of the first appointment.
    pub service: Option<Service>,
    pub note: String,
    /// What was booked of it just now.
    pub booked: Option<acts::Booked>,
    /// The appointments that cannot go where a refused form wants them.
    pub conflicts: Vec<Planned>,
    /// The form that cancels was refused, and stands open.
    pub is_cancelling: bool,
}

/// `GET /series/new`
pub async fn new(desk: Desk, Read(query): Query) -> Response {
    draw_new(&desk, Ask::of(&query), None, Attempt::none()).await
}

async fn draw_new(desk: &Desk, ask: Ask, form: Option<Form>, attempt: Attempt) -> Response {
    let (status, lang) = (status_of(&attempt), desk.lang);
    let load = move |tx: &mut Tx<'_>, who: &Who| -> Result<NewPage, Stop> {
        let today = who.day_of(tx.now());
        let patient = match ask.patient {
            Some(id) => crate::acts::patient(tx, who, id).ok(),
            None => None,
        };
        let (hits, plan) = match &form {
            Some(form) => (load_hits(tx, form)?, planned(tx, who, form, lang)?),
            None => (Vec::new(), Plan::default()),
        };
        let services = acts::services(tx, today)?;
        Ok(NewPage { patient, hits, services, doctors: doctors(tx, who, today)?, ask: ask.clone(), plan })
    };
    desk.show_as(status, load, move |face, page| views::new(face, &page, &attempt)).await
}

/// The plan of a form; nothing for one that cannot be read yet.
fn planned(tx: &mut Tx<'_>, who: &Who, form: &Form, lang: bricks::lang::Lang) -> Result<Plan, Stop> {
    let Ok(asked) = asked::series(form, who.day_of(tx.now()), lang) else { return Ok(Plan::default()) };
    let days = acts::plan(tx, who, &asked).or_else(no_plan)?;
    Ok(Plan { days, planned_for: asked.planned_for(), nearest: form.has(acts::NEAREST) })
}

/// What cannot be read yet has no plan.
fn no_plan(stop: Stop) -> Result<Vec<Planned>, Stop> {
    if matches!(stop, Stop::Refused(_)) { Ok(Vec::new()) } else { Err(stop) }
}

/// `GET /series/plan`
pub async fn plan(desk: Desk, RawQuery(query): RawQuery) -> Response {
    let lang = desk.lang;
    let load = move |tx: &mut Tx<'_>, who: &Who| -> Result<Plan, Stop> {
        match Form::parse(query.as_deref().unwrap_or_default().as_bytes()) {
            Some(form) => planned(tx, who, &form, lang),
            None => Ok(Plan::default()),
        }
    };
    desk.fragment(load, |face, plan| views::plan(face, &plan, &Attempt::none())).await
}

/// `POST /series`
pub async fn book(desk: Desk, form: Form) -> Response {
    let ask = Ask { patient: crate::shown::picked_patient(&form).parse().ok(), ..Ask::default() };
    if form.has(acts::NEAREST) {
        let filled = Attempt { refusal: None, ..attempt_of(&form, Refusal::conflict(text::series_nothing_say())) };
        return draw_new(&desk, ask, Some(form), filled).await;
    }
    let (sent, lang) = (form.clone(), desk.lang);
    let done = desk.act_locked(&form, move |tx, who| {
        let asked = asked::with_patient(&sent, who.day_of(tx.now()), lang)?;
        let (id, booked) = acts::book(tx, who, &asked, &sent)?;
        Ok(format!("/series/{id}?made={}&others={}", booked.sessions, booked.others))
    });
    match done.await {
        Err(Stop::Refused(refusal)) => {
            let attempt = attempt_of(&form, refusal);
            draw_new(&desk, ask, Some(form), attempt).await
        }
        other => desk.end(other),
    }
}

/// `GET /series/{id}`
pub async fn show(desk: Desk, Path(id): Path<SeriesId>, Read(query): Query) -> Response {
    let number = |name: &str| query.get(name).and_then(|n| n.parse().ok());
    let booked = number("made").zip(number("others")).map(|(sessions, others)| acts::Booked { sessions, others });
    draw(&desk, id, (Ask::of(&query).appointment, booked), Attempt::none(), None).await
}

/// Which form of the page was sent.
#[derive(Debug, Clone, Copy)]
enum Doing {
    Move,
    Cancel,
}

async fn draw(
    desk: &Desk,
    id: SeriesId,
    (chosen, booked): (Option<AppointmentId>, Option<acts::Booked>),
    attempt: Attempt,
    refused: Option<(Doing, Form)>,
) -> Response {
    let (status, lang) = (status_of(&attempt), desk.lang);
    let load = move |tx: &mut Tx<'_>, who: &Who| -> Result<SeriesPage, Stop> {
        let members = members(tx, who.branch, id)?;
        let first = members.first().ok_or(Stop::Missing)?;
        let patient = crate::acts::patient(tx, who, first.patient)?;
        let today = who.day_of(tx.now());
        let conflicts = match &refused {
            Some((Doing::Move, form)) => edits::conflicts(tx, who, id, form, lang).or_else(no_plan)?,
            _ => Vec::new(),
        };
        let is_cancelling = matches!(refused, Some((Doing::Cancel, _)));
        let service = catalog::service(tx, first.service, today)?;
        let note = appointment::by_id(tx, who.branch, first.id)?.note;
        let doctors = doctors(tx, who, today)?;
        Ok(SeriesPage { id, patient, members, doctors, chosen, service, note, booked, conflicts, is_cancelling })
    };
    desk.show_as(status, load, move |face, page| views::series(face, &page, &attempt)).await
}

/// `POST /series/{id}/cancellation`
pub async fn cancel(desk: Desk, Path(id): Path<SeriesId>, form: Form) -> Response {
    let (sent, lang) = (form.clone(), desk.lang);
    let done = desk.act_locked(&form, move |tx, who| {
        edits::cancel(tx, who, id, &sent, lang)?;
        Ok(saved(&format!("/series/{id}")))
    });
    again(&desk, id, &form, Doing::Cancel, done.await).await
}

/// `POST /series/{id}/time`
pub async fn move_to(desk: Desk, Path(id): Path<SeriesId>, form: Form) -> Response {
    let (sent, lang) = (form.clone(), desk.lang);
    let done = desk.act_locked(&form, move |tx, who| {
        edits::move_to(tx, who, id, &sent, lang)?;
        Ok(saved(&format!("/series/{id}")))
    });
    again(&desk, id, &form, Doing::Move, done.await).await
}

async fn again(desk: &Desk, id: SeriesId, form: &Form, doing: Doing, done: Result<Response, Stop>) -> Response {
    match done {
        Err(Stop::Refused(refusal)) => {
            let refused = Some((doing, form.clone()));
            draw(desk, id, (form.text("member").parse().ok(), None), form.attempt(refusal), refused).await
        }
        other => desk.end(other),
    }
}
