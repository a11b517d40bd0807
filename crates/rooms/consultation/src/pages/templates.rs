//! Texts that are inserted into notes.

use super::shelf::{Asked, act_on};
use crate::views::{At, Done};
use crate::{acts, store, views};
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::Response;
use bricks::id::TemplateId;
use ground::access::Who;
use ground::db::{Stop, Tx};
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

async fn drawn(desk: &Desk, status: StatusCode, at: At, attempt: Attempt) -> Response {
    desk.show_as(
        status,
        move |tx, who| {
            let all = store::templates(tx, who)?;
            let missing = at.open.is_some_and(|id| !all.iter().any(|template| template.id.raw() == id));
            if missing { Err(Stop::Missing) } else { Ok(all) }
        },
        move |face, all| views::templates(face, &all, at, &attempt),
    )
    .await
}

/// `GET /note-templates`
pub async fn list(desk: Desk, Query(asked): Query<Asked>) -> Response {
    drawn(&desk, StatusCode::OK, asked.at(None), Attempt::none()).await
}

/// `GET /note-templates/{id}`: the same with one in the form.
pub async fn one(desk: Desk, Path(id): Path<TemplateId>, Query(asked): Query<Asked>) -> Response {
    drawn(&desk, StatusCode::OK, asked.at(Some(id.raw())), Attempt::none()).await
}

pub async fn put(desk: Desk, form: Form) -> Response {
    let put = |tx: &mut Tx<'_>, who: &Who, form: &Form, lang| {
        acts::put_template(tx, who, form, lang).map(|id| Done::Kept(id.raw()))
    };
    act_on(desk, form, PATH, put, drawn).await
}

pub async fn remove(desk: Desk, Path(id): Path<TemplateId>, form: Form) -> Response {
    let remove =
        move |tx: &mut Tx<'_>, who: &Who, _: &Form, _| acts::remove_template(tx, who, id).map(|()| Done::Removed);
    act_on(desk, form, PATH, remove, drawn).await
}
