//! `/a/{appointment}/{proof}`: the patient's page of an appointment.

use super::{Query, answer, day_of, lost, sight, speaking, text_of};
use crate::offer::{self, FreeDay};
use crate::rules::invitation::{self, Invitation};
use crate::rules::time::{Start, may_change, window};
use crate::settings::{self, Settings};
use crate::store::SeenRow;
use crate::views::appointment::{AppointmentPage, page_of, times as times_page};
use crate::views::choose::Times;
use crate::{acts, limits, text};
use axum::body::Body;
use axum::extract::{Path, Query as Read};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use bricks::clock::Day;
use bricks::id::{AppointmentId, ResourceId};
use bricks::money::Money;
use bricks::refusal::Refusal;
use ground::access::{Branch, Who};
use ground::db::{Stop, Tx};
use ground::html::Attempt;
use ground::web::{Caller, Desk, Form};
use papers::appointment::{State, Work};
use std::sync::Arc;

/// What the link opened.
struct Opened {
    seen: SeenRow,
    settings: Settings,
    price: Option<Money>,
    clinic: Arc<Branch>,
    proof: String,
}

async fn opened(desk: &Desk, id: &str, proof: &str) -> Result<Opened, Stop> {
    let id: AppointmentId = id.parse().map_err(|_| Stop::Missing)?;
    let (given, clinics) = (proof.to_owned(), desk.house.clinics.all());
    let load = move |tx: &mut Tx<'_>| {
        let seen = acts::appointment_of(tx, id, &given)?;
        let clinic = clinics.iter().find(|b| b.id == seen.branch).cloned().ok_or(Stop::Missing)?;
        let price = ground::catalog::service(tx, seen.service, seen.day)?.map(|s| s.price);
        Ok(Opened { settings: settings::read(tx)?, price, clinic, seen, proof: given.clone() })
    };
    desk.read_open(load).await
}

fn page<'a>(desk: &Desk, of: &'a Opened) -> AppointmentPage<'a> {
    let now = desk.house.db.clock().now();
    AppointmentPage {
        seen: &of.seen,
        proof: &of.proof,
        price: of.price,
        url: format!("{}/a/{}/{}", desk.house.public_url, of.seen.id, of.proof),
        may_change: of.seen.state == State::Booked && may_change(&of.settings, now, of.seen.starts_at),
        change_notice_hours: of.settings.change_notice_minutes / 60,
    }
}

fn drawn(desk: &Desk, of: &Opened, status: StatusCode, attempt: &Attempt) -> Response {
    let page = sight(desk, &of.clinic).map(|sight| page_of(&sight, &page(desk, of), attempt));
    answer(desk, status, page)
}

/// `GET /a/{appointment}/{proof}`
pub async fn show(desk: Desk, Path((id, proof)): Path<(String, String)>, Read(query): Query) -> Response {
    let desk = speaking(desk, text_of(&query, "lang"));
    match opened(&desk, &id, &proof).await {
        Ok(of) => drawn(&desk, &of, StatusCode::OK, &Attempt::none()),
        Err(stop) => lost(&desk, stop),
    }
}

/// An act on the appointment; a refusal shows its page again as it is now.
async fn act<F>(desk: Desk, caller: Caller, (id, proof): (String, String), form: Form, done: F) -> Response
where
    F: Fn(&mut Tx<'_>, &Who, AppointmentId) -> Result<String, Stop> + Send + 'static,
{
    let of = match opened(&desk, &id, &proof).await {
        Ok(of) => of,
        Err(stop) => return lost(&desk, stop),
    };
    let appointment = of.seen.id;
    let counted = counted(&desk, caller, appointment).await;
    let done = match counted {
        Ok(()) => desk.act_open(&form, &of.clinic, move |tx, who| done(tx, who, appointment)).await,
        Err(stop) => Err(stop),
    };
    match done {
        Err(Stop::Refused(refusal)) => match opened(&desk, &id, &proof).await {
            Ok(of) => drawn(&desk, &of, Desk::status_of(&refusal), &form.attempt(refusal)),
            Err(stop) => lost(&desk, stop),
        },
        other => desk.end(other),
    }
}

async fn counted(desk: &Desk, caller: Caller, id: AppointmentId) -> Result<(), Stop> {
    desk.count_open(move |tx| limits::spend_post(tx, &caller.0, Some(&format!("appointment {id}")))).await
}

/// `POST /a/{appointment}/{proof}/confirmation`
pub async fn confirm(desk: Desk, caller: Caller, Path(path): Path<(String, String)>, form: Form) -> Response {
    let desk = speaking(desk, form.text("lang"));
    let lang = desk.lang;
    act(desk, caller, path, form, move |tx, who, id| acts::confirm_coming(tx, who, id, lang)).await
}

/// `POST /a/{appointment}/{proof}/cancellation`
pub async fn cancel(desk: Desk, caller: Caller, Path(path): Path<(String, String)>, form: Form) -> Response {
    let desk = speaking(desk, form.text("lang"));
    let lang = desk.lang;
    act(desk, caller, path, form, move |tx, who, id| acts::cancel(tx, who, id, lang)).await
}

/// `GET /a/{appointment}/{proof}/time`
pub async fn times(desk: Desk, Path((id, proof)): Path<(String, String)>, Read(query): Query) -> Response {
    let desk = speaking(desk, text_of(&query, "lang"));
    let (day, from) = (day_of(&query, "day"), day_of(&query, "from"));
    match opened(&desk, &id, &proof).await {
        Ok(of) if !page(&desk, &of).may_change => drawn(&desk, &of, StatusCode::OK, &Attempt::none()),
        Ok(of) => times_drawn(&desk, &of, (day, from), StatusCode::OK, &Attempt::none()).await,
        Err(stop) => lost(&desk, stop),
    }
}

/// The free days, the names of the other doctors, and the first and last day.
type Choices = (Vec<FreeDay>, Vec<(ResourceId, String)>, (Day, Day));

async fn times_drawn(
    desk: &Desk,
    of: &Opened,
    (day, from): (Option<Day>, Option<Day>),
    status: StatusCode,
    attempt: &Attempt,
) -> Response {
    let (clinic, settings) = (of.clinic.clone(), of.settings.clone());
    let (service, doctor) = (of.seen.service, of.seen.doctor);
    let work = Work::of(service, of.seen.duration_minutes);
    let load = move |tx: &mut Tx<'_>| -> Result<Choices, Stop> {
        let service = offer::service(tx, &clinic, service)?;
        let doctors = offer::doctors_of_move(service.as_ref(), doctor);
        let names = service.map(|s| s.names_but(Some(doctor))).unwrap_or_default();
        let today = clinic.zone.day_of(tx.now());
        let far = day.filter(|day| bricks::clock::days_between(today, *day) >= offer::DAYS_SHOWN);
        let begins = from.or(far).unwrap_or(today);
        let days = offer::days(tx, &clinic.zone, &settings, (&doctors, work), begins)?;
        Ok((days, names, window(&settings, today)))
    };
    let drawn = desk.read_open(load).await.and_then(|(days, names, (first, last))| {
        let wanted = day.filter(|day| days.iter().any(|d| d.day == *day));
        let full = days.iter().find(|d| !d.starts.is_empty()).or(days.first()).map(|d| d.day);
        let day = wanted.or(full).unwrap_or(first);
        let address = format!("/a/{}/{}/time?", of.seen.id, of.proof);
        let times = Times { days: &days, day, first, last, address, missed: false };
        Ok(times_page(&sight(desk, &of.clinic)?, &page(desk, of), (&times, &names), attempt))
    });
    answer(desk, status, drawn)
}

/// `POST /a/{appointment}/{proof}/time`
pub async fn move_to(desk: Desk, caller: Caller, Path((id, proof)): Path<(String, String)>, form: Form) -> Response {
    let desk = speaking(desk, form.text("lang"));
    let of = match opened(&desk, &id, &proof).await {
        Ok(of) => of,
        Err(stop) => return lost(&desk, stop),
    };
    let (appointment, lang) = (of.seen.id, desk.lang);
    let to = form.text("starts_at").parse::<Start>().ok();
    let done = match counted(&desk, caller, appointment).await {
        Ok(()) => {
            let act = move |tx: &mut Tx<'_>, who: &Who| {
                let to = to.ok_or_else(|| Refusal::field("starts_at", text::choose_a_time_say()))?;
                acts::move_to(tx, who, appointment, to, lang)
            };
            desk.act_open(&form, &of.clinic, act).await
        }
        Err(stop) => Err(stop),
    };
    match done {
        Err(Stop::Refused(refusal)) => {
            let (status, day) = (Desk::status_of(&refusal), to.map(|start| of.clinic.zone.day_of(start.at)));
            times_drawn(&desk, &of, (day, None), status, &form.attempt(refusal)).await
        }
        other => desk.end(other),
    }
}

/// `GET /a/{appointment}/{proof}/appointment.ics`
pub async fn invitation(desk: Desk, Path((id, proof)): Path<(String, String)>, Read(query): Query) -> Response {
    let desk = speaking(desk, text_of(&query, "lang"));
    let of = match opened(&desk, &id, &proof).await {
        Ok(of) => of,
        Err(stop) => return lost(&desk, stop),
    };
    file(&written(&desk, &of))
}

fn written(desk: &Desk, of: &Opened) -> String {
    let (l, seen, clinic) = (desk.lang, &of.seen, &of.clinic);
    let url = page(desk, of).url;
    let host = desk.house.public_url.split("://").nth(1).unwrap_or("kham");
    invitation::write(&Invitation {
        uid: &format!("appointment-{}@{host}", seen.id),
        sequence: seen.version,
        cancelled: matches!(seen.state, State::Cancelled | State::NoShow),
        starts_at: seen.starts_at,
        duration_minutes: seen.duration_minutes,
        stamp: desk.house.db.clock().now(),
        zone: &clinic.zone,
        title: &text::invitation_title(l, &clinic.name, seen.doctor()),
        place: &clinic.address,
        about: &text::invitation_about(l, &url, &clinic.phone, seen.service_name(l)),
        url: &url,
    })
}

fn file(text: &str) -> Response {
    let mut response = Response::new(Body::from(text.to_owned()));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/calendar; charset=utf-8"));
    headers.insert(header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"appointment.ics\""));
    response
}
