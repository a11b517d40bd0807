use super::{hash, without_secrets};
use crate::acts::people::{self, Asked};
use crate::store::people as store;
use crate::views::people as view;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use bricks::id::StaffId;
use ground::db::Stop;
use ground::html::Attempt;
use ground::web::{Desk, Form};

/// `/office/staff`: who works here.
pub(crate) async fn list(desk: Desk) -> Response {
    page(&desk, StatusCode::OK, Attempt::none()).await
}

async fn page(desk: &Desk, status: StatusCode, attempt: Attempt) -> Response {
    desk.show_as(
        status,
        |tx, who| Ok(view::gathered(store::people(tx, who.branch)?)),
        move |face, people| view::page(face, &people, &attempt),
    )
    .await
}

/// `POST /office/staff`: one more.
pub(crate) async fn add(desk: Desk, form: Form) -> Response {
    match add_asked(&desk, &form).await {
        Err(Stop::Refused(r)) => page(&desk, Desk::status_of(&r), form.attempt(r)).await,
        other => desk.end(other),
    }
}

async fn add_asked(desk: &Desk, form: &Form) -> Result<Response, Stop> {
    desk.read(|_, _| Ok(())).await?;
    let asked = Asked::read(form, desk.lang)?;
    let password_hash = hash(form.text("password")).await?;
    desk.act(&without_secrets(form), move |tx, who| {
        people::add(tx, who, &asked, &password_hash)?;
        Ok("/office/staff".to_owned())
    })
    .await
}

/// `POST /office/staff/{id}/disabling`.
pub(crate) async fn disable(desk: Desk, Path(id): Path<String>, form: Form) -> Response {
    let Ok(id) = id.parse::<StaffId>() else { return desk.stop(Stop::Missing) };
    let done = desk.act_locked(&form, move |tx, who| {
        people::disable(tx, who, id)?;
        Ok("/office/staff".to_owned())
    });
    match done.await {
        Err(Stop::Refused(r)) => page(&desk, Desk::status_of(&r), form.attempt(r)).await,
        other => desk.end(other),
    }
}
