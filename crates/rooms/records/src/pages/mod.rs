//! The handlers.

pub(crate) mod background;
pub(crate) mod charts;
pub(crate) mod export;
pub(crate) mod opening;
pub(crate) mod past;
pub(crate) mod privacy;

use crate::history::Asked;
use crate::rules::Show;
use crate::store::From;
use crate::store::loose::Cursor;
use crate::{history, search, store, views, views_find, views_search};
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::Response;
use bricks::clock::Instant;
use bricks::id::PatientId;
use ground::db::Stop;
use ground::people;
use ground::web::{Desk, Reading};
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
    /// The visit behind which the page begins, or the one that begins it.
    before: String,
    from: String,
    /// The row of a list of messages or appointments behind which the page begins.
    at: String,
    id: String,
    q: String,
}

impl Part {
    fn asked(&self) -> Asked {
        let visit = |raw: &str, with_it| raw.parse().ok().map(|visit| From { visit, with_it });
        let cursor = self.at.parse().ok().zip(self.id.parse().ok());
        Asked {
            show: Show::of(&self.show),
            from: visit(&self.from, true).or_else(|| visit(&self.before, false)),
            cursor: cursor.map(|(at, id)| Cursor { at: Instant::from_millis(at), id }),
        }
    }

    fn words(&self) -> String {
        self.q.trim().chars().take(TYPED_CHARS_MAX).collect()
    }
}

/// `/patients/{id}`: the record. That it was read stands in the audit before the page leaves.
pub(crate) async fn record(desk: Desk, Path(id): Path<String>, Query(part): Query<Part>) -> Response {
    let Ok(id) = id.parse::<PatientId>() else { return desk.stop(Stop::Missing) };
    let (asked, q) = (part.asked(), part.words());
    if !q.is_empty() {
        return found(desk, id, q).await;
    }
    desk.show_record(
        StatusCode::OK,
        move |tx, who| {
            let record = history::load(tx, who, id, asked)?;
            Ok((Reading { act: "read_record", subject: "patient", subject_id: id.raw(), patient: id }, record))
        },
        move |face, record| views::page(face, &record, asked),
    )
    .await
}

/// The texts of a record that have all the words.
async fn found(desk: Desk, id: PatientId, q: String) -> Response {
    desk.show_record(
        StatusCode::OK,
        move |tx, who| {
            let top = history::top(tx, who, id)?;
            let texts = search::texts(tx, &top, history::start_of_day(tx, who))?;
            Ok((Reading { act: "read_record", subject: "patient", subject_id: id.raw(), patient: id }, (top, texts)))
        },
        move |face, (top, texts)| views_search::page(face, &top, &texts, &q),
    )
    .await
}
