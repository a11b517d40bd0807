use super::people::page;
use super::{hash, random};
use crate::acts::person::{self as acts, Asked};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use bricks::hex::hex;
use bricks::id::StaffId;
use ground::db::Stop;
use ground::html::Attempt;
use ground::web::{Desk, Form};

/// `/office/staff/{id}`: a person to be changed.
pub(crate) async fn show(desk: Desk, Path(id): Path<StaffId>) -> Response {
    page(&desk, Some(id), StatusCode::OK, Attempt::none()).await
}

async fn answered(desk: &Desk, id: StaffId, form: &Form, done: Result<Response, Stop>) -> Response {
    match done {
        Err(Stop::Refused(r)) => page(desk, Some(id), Desk::status_of(&r), form.attempt(r)).await,
        other => desk.end(other),
    }
}

/// `POST /office/staff/{id}`: name and roles.
pub(crate) async fn change(desk: Desk, Path(id): Path<StaffId>, form: Form) -> Response {
    let done = change_asked(&desk, id, &form).await;
    answered(&desk, id, &form, done).await
}

async fn change_asked(desk: &Desk, id: StaffId, form: &Form) -> Result<Response, Stop> {
    desk.read(|_, _| Ok(())).await?;
    let asked = Asked::read(form, desk.lang)?;
    desk.act_locked(form, move |tx, who| {
        acts::change(tx, who, id, &asked)?;
        Ok(format!("/office/staff/{id}"))
    })
    .await
}

/// `POST /office/staff/{id}/practice`: a doctor's room and prefix.
pub(crate) async fn set_practice(desk: Desk, Path(id): Path<StaffId>, form: Form) -> Response {
    let (sent, lang) = (form.clone(), desk.lang);
    let done = desk.act(&form, move |tx, who| {
        acts::set_practice(tx, who, id, &sent, lang)?;
        Ok(format!("/office/staff/{id}"))
    });
    answered(&desk, id, &form, done.await).await
}

/// `POST /office/staff/{id}/practice/removal`: out of the diary.
pub(crate) async fn close_practice(desk: Desk, Path(id): Path<StaffId>, form: Form) -> Response {
    let done = desk.act_locked(&form, move |tx, who| {
        acts::close_practice(tx, who, id)?;
        Ok(format!("/office/staff/{id}"))
    });
    answered(&desk, id, &form, done.await).await
}

/// `POST /office/staff/{id}/disabling`.
pub(crate) async fn disable(desk: Desk, Path(id): Path<StaffId>, form: Form) -> Response {
    let done = desk.act_locked(&form, move |tx, who| {
        acts::disable(tx, who, id)?;
        Ok(format!("/office/staff/{id}"))
    });
    answered(&desk, id, &form, done.await).await
}

/// `POST /office/staff/{id}/enabling`.
pub(crate) async fn enable(desk: Desk, Path(id): Path<StaffId>, form: Form) -> Response {
    let done = desk.act_locked(&form, move |tx, who| {
        acts::enable(tx, who, id)?;
        Ok(format!("/office/staff/{id}"))
    });
    answered(&desk, id, &form, done.await).await
}

/// `POST /office/staff/{id}/password-link`: the way back in for somebody who forgot the password.
pub(crate) async fn make_link(desk: Desk, Path(id): Path<StaffId>, form: Form) -> Response {
    let done = make_link_asked(&desk, id, &form).await;
    answered(&desk, id, &form, done).await
}

async fn make_link_asked(desk: &Desk, id: StaffId, form: &Form) -> Result<Response, Stop> {
    desk.read(|_, _| Ok(())).await?;
    let unknown = hash(&hex(&random::<32>()?)).await?;
    desk.act_locked(form, move |tx, who| {
        acts::make_link(tx, who, id, &unknown)?;
        Ok(format!("/office/staff/{id}"))
    })
    .await
}
