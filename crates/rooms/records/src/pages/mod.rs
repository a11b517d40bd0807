//! The handlers.

pub(crate) mod background;
pub(crate) mod opening;
pub(crate) mod privacy;

use crate::rules::Show;
use crate::{history, store, views, views_find};
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::Response;
use bricks::id::PatientId;
use ground::db::Stop;
use ground::people;
use ground::web::{Desk, Reading, redirect};
use serde::Deserialize;

const TYPED_CHARS_MAX: usize = 80;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Typed {
    q: String,
}

impl Typed {
    fn words(&self) -> String {
        self.q.trim().chars().take(TYPED_CHARS_MAX).collect()
    }
}

/// `/patients?q=`: who fits; who is in the house while nothing is asked.
pub(crate) async fn find(desk: Desk, Query(typed): Query<Typed>) -> Response {
    let q = typed.words();
    let asked = q.clone();
    desk.show(
        move |tx, who| {
            if asked.is_empty() {
                return Ok((Vec::new(), store::present(tx, who.branch)?));
            }
            Ok((people::search(tx, &asked)?, Vec::new()))
        },
        move |face, (hits, present)| views_find::page(face, &q, &hits, &present),
    )
    .await
}

/// `/patients/choices?q=`: the typeahead's list.
pub(crate) async fn choices(desk: Desk, Query(typed): Query<Typed>) -> Response {
    let q = typed.words();
    desk.fragment(move |tx, _| Ok(people::search(tx, &q)?), |face, hits| views_find::choices(face, &hits)).await
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Part {
    show: String,
    before: String,
}

/// `/patients/{id}`: the record. That it was read stands in the audit before the page leaves. The address of a profile
/// that became a part of another one leads there.
pub(crate) async fn record(desk: Desk, Path(id): Path<String>, Query(part): Query<Part>) -> Response {
    let Ok(id) = id.parse::<PatientId>() else { return desk.stop(Stop::Missing) };
    match desk.read(move |tx, _| history::merged_into(tx, id)).await {
        Ok((_, Some(winner))) => return redirect(&format!("/patients/{winner}")),
        Ok((_, None)) => {}
        Err(stop) => return desk.stop(stop),
    }
    let (show, before) = (Show::of(&part.show), part.before.parse().ok());
    desk.show_record(
        StatusCode::OK,
        move |tx, who| {
            let record = history::load(tx, who, id, show, before)?;
            Ok((Reading { act: "read_record", subject: "patient", subject_id: id.raw(), patient: id }, record))
        },
        move |face, record| views::page(face, &record, show),
    )
    .await
}
