//! Texts that are inserted into notes.

use crate::{acts, store, views};
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::Response;
use bricks::id::TemplateId;
use ground::db::Stop;
use ground::html::Attempt;
use ground::web::{Desk, Form};
use serde::Deserialize;

/// What stands behind the `/`, and in which field.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Typed {
    part: String,
    q: String,
}

/// The list that `/` opens.
pub async fn search(desk: Desk, Query(typed): Query<Typed>) -> Response {
    desk.fragment(
        move |tx, who| Ok(store::find_templates(tx, who, &typed.part, &typed.q)?),
        |face, found| views::template_choices(face, &found),
    )
    .await
}

async fn drawn(desk: &Desk, status: StatusCode, attempt: Attempt) -> Response {
    desk.show_as(
        status,
        |tx, who| Ok(store::templates(tx, who)?),
        move |face, all| views::templates(face, &all, &attempt),
    )
    .await
}

/// `GET /note-templates`
pub async fn list(desk: Desk) -> Response {
    drawn(&desk, StatusCode::OK, Attempt::none()).await
}

pub async fn put(desk: Desk, form: Form) -> Response {
    let (asked, lang) = (form.clone(), desk.lang);
    let done = desk.act_locked(&form, move |tx, who| {
        acts::put_template(tx, who, &asked, lang)?;
        Ok("/note-templates".to_owned())
    });
    end(&desk, &form, done.await).await
}

pub async fn remove(desk: Desk, Path(id): Path<TemplateId>, form: Form) -> Response {
    let done = desk.act_locked(&form, move |tx, who| {
        acts::remove_template(tx, who, id)?;
        Ok("/note-templates".to_owned())
    });
    end(&desk, &form, done.await).await
}

async fn end(desk: &Desk, form: &Form, done: Result<Response, Stop>) -> Response {
    match done {
        Err(Stop::Refused(refusal)) => drawn(desk, Desk::status_of(&refusal), form.attempt(refusal)).await,
        other => desk.end(other),
    }
}
