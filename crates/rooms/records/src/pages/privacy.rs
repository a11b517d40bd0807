use crate::{acts, history, store, views_privacy, views_review};
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::Response;
use bricks::id::{PatientId, VisitId};
use ground::db::Stop;
use ground::html::Attempt;
use ground::people::opening;
use ground::web::{Desk, Form, Reading};
use serde::Deserialize;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Older {
    before: String,
}

/// `/patients/{id}/privacy`: who saw this record.
pub(crate) async fn page(desk: Desk, Path(id): Path<PatientId>, Query(older): Query<Older>) -> Response {
    let before = older.before.parse::<VisitId>().ok().map(|id| id.raw());
    desk.show_record(
        StatusCode::OK,
        move |tx, who| {
            let top = history::top(tx, who, id)?;
            if top.patient.branch != who.branch {
                return Err(Stop::Missing);
            }
            let readers = store::privacy::readers(tx, id, before)?;
            Ok((Reading { act: "read_readers", subject: "patient", subject_id: id.raw(), patient: id }, (top, readers)))
        },
        |face, (top, readers)| views_privacy::page(face, &top, &readers),
    )
    .await
}

/// `/privacy`: openings that somebody has to look at.
pub(crate) async fn reviews(desk: Desk) -> Response {
    draw(&desk, StatusCode::OK, Attempt::none()).await
}

async fn draw(desk: &Desk, status: StatusCode, attempt: Attempt) -> Response {
    desk.show_as(
        status,
        |tx, who| Ok(opening::latest(tx, who.branch)?),
        move |face, rows| views_review::page(face, &rows, &attempt),
    )
    .await
}

/// Marks an opening as looked at.
pub(crate) async fn review(desk: Desk, Path(id): Path<VisitId>, form: Form) -> Response {
    let (asked, lang) = (form.clone(), desk.lang);
    let done = desk
        .act_locked(&form, move |tx, who| {
            acts::review(tx, who, id.raw(), &asked, lang)?;
            Ok("/privacy".to_owned())
        })
        .await;
    match done {
        Err(Stop::Refused(refusal)) => draw(&desk, Desk::status_of(&refusal), form.attempt(refusal)).await,
        other => desk.end(other),
    }
}
