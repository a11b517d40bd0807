use crate::store::requests;
use crate::views_privacy::Privacy;
use crate::views_review::Duties;
use crate::{acts, acts_requests, history, store, views_privacy, views_review};
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::Response;
use bricks::id::{PatientId, VisitId};
use bricks::lang::Lang;
use ground::access::Who;
use ground::db::{Stop, Tx};
use ground::html::Attempt;
use ground::people::opening;
use ground::web::{Desk, Form, Reading};
use serde::Deserialize;

/// Answers of the last ninety days are shown.
const DECIDED_MINUTES: i64 = 90 * 24 * 60;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Older {
    before: String,
}

/// `/patients/{id}/privacy`: who saw this record, and what its patient asked about it.
pub(crate) async fn page(desk: Desk, Path(id): Path<PatientId>, Query(older): Query<Older>) -> Response {
    let before = older.before.parse::<VisitId>().ok().map(|id| id.raw());
    of_patient(&desk, id, before, (StatusCode::OK, Attempt::none())).await
}

async fn of_patient(
    desk: &Desk,
    id: PatientId,
    before: Option<i64>,
    (status, attempt): (StatusCode, Attempt),
) -> Response {
    desk.show_record(
        status,
        move |tx, who| {
            let top = history::top(tx, who, id)?;
            if top.patient.branch != who.branch {
                return Err(Stop::Missing);
            }
            let shown = Privacy {
                readers: store::privacy::readers(tx, id, before)?,
                requests: requests::of_patient(tx, id)?,
                restriction: requests::restriction(tx, id)?,
                top,
            };
            Ok((Reading { act: "read_readers", subject: "patient", subject_id: id.raw(), patient: id }, shown))
        },
        move |face, shown| views_privacy::page(face, &shown, &attempt),
    )
    .await
}

/// Runs an act of the patient's page, and draws it again with what was typed when it is refused.
async fn on_patient<F>(desk: Desk, id: PatientId, form: Form, act: F) -> Response
where
    F: Fn(&mut Tx<'_>, &Who, &Form, Lang) -> Result<(), Stop> + Send + 'static,
{
    let (asked, lang) = (form.clone(), desk.lang);
    let done = desk.act_locked(&form, move |tx, who| {
        act(tx, who, &asked, lang)?;
        Ok(format!("/patients/{id}/privacy"))
    });
    match done.await {
        Err(Stop::Refused(r)) => of_patient(&desk, id, None, (Desk::status_of(&r), form.attempt(r))).await,
        other => desk.end(other),
    }
}

/// Writes down what a patient asks.
pub(crate) async fn register(desk: Desk, Path(id): Path<PatientId>, form: Form) -> Response {
    on_patient(desk, id, form, move |tx, who, form, lang| acts_requests::register(tx, who, id, form, lang)).await
}

/// Uses a restricted record again.
pub(crate) async fn lift(desk: Desk, Path(id): Path<PatientId>, form: Form) -> Response {
    on_patient(desk, id, form, move |tx, who, form, lang| acts_requests::lift(tx, who, id, form, lang)).await
}

/// `/privacy`: what the clinic has to look at and to answer.
pub(crate) async fn reviews(desk: Desk) -> Response {
    draw(&desk, StatusCode::OK, Attempt::none()).await
}

async fn draw(desk: &Desk, status: StatusCode, attempt: Attempt) -> Response {
    desk.show_as(
        status,
        |tx, who| {
            let since = tx.now().plus_minutes(-DECIDED_MINUTES);
            Ok(Duties {
                openings: opening::latest(tx, who.branch)?,
                open: requests::open(tx, who.branch)?,
                decided: requests::decided(tx, who.branch, since)?,
                days: requests::days(tx)?.unwrap_or(acts_requests::DAYS_USUAL),
            })
        },
        move |face, duties| views_review::page(face, &duties, &attempt),
    )
    .await
}

/// Runs an act of the clinic's list.
async fn on_list<F>(desk: Desk, form: Form, act: F) -> Response
where
    F: Fn(&mut Tx<'_>, &Who, &Form, Lang) -> Result<(), Stop> + Send + 'static,
{
    let (asked, lang) = (form.clone(), desk.lang);
    let done = desk.act_locked(&form, move |tx, who| {
        act(tx, who, &asked, lang)?;
        Ok("/privacy".to_owned())
    });
    match done.await {
        Err(Stop::Refused(r)) => draw(&desk, Desk::status_of(&r), form.attempt(r)).await,
        other => desk.end(other),
    }
}

/// Answers a request.
pub(crate) async fn decide(desk: Desk, Path(id): Path<VisitId>, form: Form) -> Response {
    on_list(desk, form, move |tx, who, form, lang| acts_requests::decide(tx, who, id.raw(), form, lang)).await
}

/// Says within how many days requests are answered.
pub(crate) async fn set_days(desk: Desk, form: Form) -> Response {
    on_list(desk, form, acts_requests::set_days).await
}

/// Marks an opening as looked at.
pub(crate) async fn review(desk: Desk, Path(id): Path<VisitId>, form: Form) -> Response {
    on_list(desk, form, move |tx, who, form, lang| acts::review(tx, who, id.raw(), form, lang)).await
}
