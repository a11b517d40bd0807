//! Texts that are inserted into notes.

use super::shelf::act_on;
use crate::{acts, store, views};
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::Response;
use bricks::id::TemplateId;
use ground::html::Attempt;
use ground::web::{Desk, Form};
use serde::Deserialize;

const PATH: &str = "/note-templates";

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
    act_on(desk, form, PATH, acts::put_template, drawn).await
}

pub async fn remove(desk: Desk, Path(id): Path<TemplateId>, form: Form) -> Response {
    act_on(desk, form, PATH, move |tx, who, _, _| acts::remove_template(tx, who, id), drawn).await
}
