use crate::store::Closed;
use crate::{acts, store, views_opening};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use bricks::id::PatientId;
use ground::db::Stop;
use ground::html::Attempt;
use ground::people::opening;
use ground::web::{Desk, Form};

/// `/patients/{id}/opening`: why a record is closed to who asks, and the reason that opens it.
pub(crate) async fn page(desk: Desk, Path(id): Path<PatientId>) -> Response {
    draw(&desk, id, StatusCode::OK, Attempt::none()).await
}

async fn draw(desk: &Desk, id: PatientId, status: StatusCode, attempt: Attempt) -> Response {
    desk.show_as(
        status,
        move |tx, who| {
            let of: Closed = store::closed(tx, id)?;
            Ok((of, opening::asked(tx, who, id)?))
        },
        move |face, (of, asked)| views_opening::page(face, id, &of, &asked, &attempt),
    )
    .await
}

/// Opens the record, for a reason and a short time.
pub(crate) async fn open(desk: Desk, Path(id): Path<PatientId>, form: Form) -> Response {
    let (asked, lang) = (form.clone(), desk.lang);
    let done = desk
        .act_locked(&form, move |tx, who| {
            acts::open(tx, who, id, &asked, lang)?;
            Ok(format!("/patients/{id}"))
        })
        .await;
    match done {
        Err(Stop::Refused(refusal)) => draw(&desk, id, Desk::status_of(&refusal), form.attempt(refusal)).await,
        other => desk.end(other),
    }
}

/// Gives the opening back before its time.
pub(crate) async fn close(desk: Desk, Path(id): Path<PatientId>, form: Form) -> Response {
    let done = desk.act_locked(&form, move |tx, who| {
        opening::close(tx, who, id)?;
        Ok("/patients".to_owned())
    });
    desk.end(done.await)
}
