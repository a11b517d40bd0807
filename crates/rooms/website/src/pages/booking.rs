//! `/book`: choosing, and who comes.

use super::{Query, answer, day_of, is_about_time, lost, sight, speaking, text_of};
use crate::offer::{self, FreeDay, Service};
use crate::rules::time::{Start, window};
use crate::settings::{self, Settings};
use crate::views::choose::{self, Others, Times};
use crate::views::details::{self, Details};
use crate::{acts, asked, limits};
use axum::extract::Query as Read;
use axum::http::StatusCode;
use axum::response::Response;
use bricks::clock::{Day, parse_day};
use bricks::id::{BranchId, ResourceId, ServiceId};
use bricks::phone::Phone;
use bricks::refusal::Refusal;
use ground::access::Branch;
use ground::db::{Stop, Tx};
use ground::html::Attempt;
use ground::web::{Caller, Desk, Form, redirect};
use maud::Markup;
use papers::appointment::Work;
use papers::message::Kind;
use std::sync::Arc;

/// What was chosen so far.
#[derive(Debug, Clone, Default)]
struct Choice {
    branch: Option<BranchId>,
    service: Option<ServiceId>,
    /// Whether a doctor was chosen, if only anybody.
    doctor_chosen: bool,
    doctor: Option<ResourceId>,
    day: Option<Day>,
    /// Where the days begin that stand side by side.
    from: Option<Day>,
    start: Option<Start>,
    /// The form of the times was sent.
    asked_time: bool,
}

/// What a step shows.
enum Step {
    Closed,
    Services(Vec<Service>),
    Doctors(Service),
    Times { service: Service, days: Vec<FreeDay>, day: Day, window: (Day, Day) },
    Details { service: Service, start: Start, settings: Settings },
}

/// `GET /book`
pub async fn show(desk: Desk, Read(query): Query) -> Response {
    let desk = speaking(desk, text_of(&query, "lang"));
    let doctor = text_of(&query, "doctor");
    let choice = Choice {
        branch: text_of(&query, "branch").parse().ok(),
        service: text_of(&query, "service").parse().ok(),
        doctor_chosen: doctor == "any" || doctor.parse::<ResourceId>().is_ok(),
        doctor: doctor.parse().ok(),
        day: day_of(&query, "day"),
        from: day_of(&query, "from"),
        start: text_of(&query, "starts_at").parse().ok(),
        asked_time: text_of(&query, "asked") == "time",
    };
    let drawn = draw(&desk, choice).await;
    answer(&desk, StatusCode::OK, drawn)
}

async fn draw(desk: &Desk, choice: Choice) -> Result<Markup, Stop> {
    let clinic = match wanted_branch(desk, choice.branch).await? {
        Wanted::One(clinic) => clinic,
        Wanted::Choice(clinic, branches) => return Ok(choose::branches(&sight(desk, &clinic)?, &branches)),
    };
    let (sight, at, wanted) = (sight(desk, &clinic)?, clinic.clone(), choice.clone());
    let step = desk.read_open(move |tx| step(tx, &at, &wanted)).await?;
    Ok(match step {
        Step::Closed => choose::closed(&sight),
        Step::Services(services) => choose::services(&sight, &services),
        Step::Doctors(service) => choose::doctors(&sight, &service),
        Step::Times { service, days, day, window: (first, last) } => {
            let doctor = choice.doctor.map_or("any".to_owned(), |d| d.to_string());
            let address = sight.book(&format!("service={}&doctor={doctor}", service.id));
            choose::times(
                &sight,
                &service,
                choice.doctor,
                &Times { days: &days, day, first, last, address, missed: choice.asked_time },
            )
        }
        Step::Details { service, start, settings } => {
            let email_needed = !settings.reach.phone_is_enough(Kind::Code);
            let day = clinic.zone.day_of(start.at);
            let start = Some(start);
            let of = Details { service: &service, doctor: choice.doctor, start, day, others: None, email_needed };
            details::page_of(&sight, &of, &Attempt::none())
        }
    })
}

/// Where somebody books.
enum Wanted {
    One(Arc<Branch>),
    /// One of these, shown under the name of the first.
    Choice(Arc<Branch>, Vec<Arc<Branch>>),
}

/// The branch that was named; else the one that offers anything, or the choice among several.
async fn wanted_branch(desk: &Desk, named: Option<BranchId>) -> Result<Wanted, Stop> {
    let all = desk.house.clinics.all();
    let first = offer::clinic(&desk.house, named)?;
    if all.len() < 2 || named == Some(first.id) {
        return Ok(Wanted::One(first));
    }
    let mut found = desk.read_open(move |tx| offer::branches(tx, &all)).await?;
    Ok(match found.len() {
        0 => Wanted::One(first),
        1 => Wanted::One(found.swap_remove(0)),
        _ => Wanted::Choice(first, found),
    })
}

fn step(tx: &mut Tx<'_>, clinic: &Branch, choice: &Choice) -> Result<Step, Stop> {
    let settings = settings::read(tx)?;
    let mut services = offer::services(tx, clinic)?;
    if !settings.open || services.is_empty() {
        return Ok(Step::Closed);
    }
    let Some(at) = services.iter().position(|s| Some(s.id) == choice.service) else {
        return Ok(Step::Services(services));
    };
    let service = services.swap_remove(at);
    if let Some(start) = choice.start.filter(|start| service.row_of(start.doctor).is_some()) {
        return Ok(Step::Details { service, start, settings });
    }
    let doctors = service.chosen(choice.doctor);
    if !choice.doctor_chosen && service.rows.len() > 1 || doctors.is_empty() {
        return Ok(Step::Doctors(service));
    }
    let today = clinic.zone.day_of(tx.now());
    let window = window(&settings, today);
    let asked = (doctors.as_slice(), Work::of(service.id, service.duration_minutes));
    let (days, day) = shown(tx, clinic, &settings, asked, choice, today)?;
    Ok(Step::Times { service, days, day, window })
}

/// The days that stand side by side, and the one whose times are shown: the one asked for, else the first with a place.
fn shown(
    tx: &mut Tx<'_>,
    clinic: &Branch,
    settings: &Settings,
    asked: (&[ResourceId], Work),
    choice: &Choice,
    today: Day,
) -> Result<(Vec<FreeDay>, Day), Stop> {
    let near = choice.day.filter(|day| bricks::clock::days_between(today, *day) >= offer::DAYS_SHOWN);
    let from = choice.from.or(near).unwrap_or(today);
    let days = offer::days(tx, &clinic.zone, settings, asked, from)?;
    let wanted = choice.day.and_then(|day| days.iter().find(|d| d.day == day));
    let day = wanted.or_else(|| days.iter().find(|d| !d.starts.is_empty())).or(days.first()).map_or(today, |d| d.day);
    Ok((days, day))
}

/// `POST /book`
pub async fn hold(desk: Desk, caller: Caller, form: Form) -> Response {
    let desk = speaking(desk, form.text("lang"));
    if asked::is_machine(&form) {
        return redirect("/book");
    }
    let clinic = match offer::clinic(&desk.house, form.text("branch").parse().ok()) {
        Ok(clinic) => clinic,
        Err(stop) => return lost(&desk, stop),
    };
    match held(&desk, caller, &clinic, &form).await {
        Err(Stop::Refused(refusal)) => again(&desk, &clinic, &form, refusal).await,
        other => desk.end(other),
    }
}

async fn held(desk: &Desk, caller: Caller, clinic: &Arc<Branch>, form: &Form) -> Result<Response, Stop> {
    let from = caller.clone();
    let phone = Phone::parse(form.text("phone")).ok().map(|phone| phone.as_e164().to_owned());
    desk.count_open(move |tx| limits::spend_post(tx, &from.0, phone.as_deref())).await?;
    let (sent, lang) = (form.clone(), desk.lang);
    desk.act_open(form, clinic, move |tx, who| acts::hold(tx, who, &sent, lang, &caller.0)).await
}

/// The form with everything that was typed, and other times when the one asked for is gone.
async fn again(desk: &Desk, clinic: &Arc<Branch>, form: &Form, refusal: Refusal) -> Response {
    let status = Desk::status_of(&refusal);
    let start = form.text("starts_at").parse::<Start>().ok();
    let offers = is_about_time(&refusal) || start.is_none();
    let Ok(service) = form.text("service").parse::<ServiceId>() else {
        return answer(desk, status, draw(desk, Choice { branch: Some(clinic.id), ..Choice::default() }).await);
    };
    let doctor = form.text("doctor").parse::<ResourceId>().ok();
    let (at, typed_day) = (clinic.clone(), parse_day(form.text("day")).ok());
    let load = move |tx: &mut Tx<'_>| {
        let settings = settings::read(tx)?;
        let found = offer::service(tx, &at, service)?.ok_or(Stop::Missing)?;
        let today = at.zone.day_of(tx.now());
        let day = start.map(|start| at.zone.day_of(start.at)).or(typed_day).unwrap_or(today).max(today);
        if !offers {
            return Ok((settings, found, day, None));
        }
        let mut doctors = found.chosen(doctor);
        doctors.sort_by_key(|id| start.is_none_or(|start| *id != start.doctor));
        let starts = offer::others(tx, &at, &settings, (&found, &doctors), day)?;
        let names = found.names_but(start.map(|start| start.doctor).or(doctor));
        Ok((settings, found, day, Some(Others { starts, names })))
    };
    let drawn = desk.read_open(load).await.and_then(|(settings, service, day, others)| {
        let email_needed = !settings.reach.phone_is_enough(Kind::Code);
        let of = Details { service: &service, doctor, start, day, others, email_needed };
        Ok(details::page_of(&sight(desk, clinic)?, &of, &form.attempt(refusal)))
    });
    answer(desk, status, drawn)
}
