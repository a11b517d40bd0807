use super::{Kind, acts, store, views};
use axum::extract::Query;
use axum::http::StatusCode;
use axum::response::Response;
use bricks::id::BatchId;
use ground::db::Stop;
use ground::html::Attempt;
use ground::web::{Desk, Form};
use serde::Deserialize;

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    q: String,
    made: String,
    /// A batch that was chosen on its medicine's page, and what is to be done with it.
    batch: String,
    kind: String,
}

/// `GET /storeroom/documents?batch=&kind=`
pub async fn documents(desk: Desk, Query(asked): Query<Asked>) -> Response {
    page(&desk, asked, Attempt::none()).await
}

async fn page(desk: &Desk, asked: Asked, attempt: Attempt) -> Response {
    let status = attempt.refusal.as_ref().map_or(StatusCode::OK, Desk::status_of);
    let (batch, kind) = (asked.batch.parse::<BatchId>().ok(), Kind::of(&asked.kind).unwrap_or(Kind::Count));
    desk.show_as(
        status,
        move |tx, who| {
            let chosen = batch.map(|batch| store::one(tx, who.branch, batch)).transpose()?.flatten();
            Ok((store::documents(tx, who.branch)?, chosen))
        },
        |face, (documents, chosen)| views::page(face, &documents, &asked.made, chosen.as_ref(), kind, &attempt),
    )
    .await
}

/// `GET /storeroom/documents/batches?q=`
pub async fn batches(desk: Desk, Query(asked): Query<Asked>) -> Response {
    desk.fragment(move |tx, who| Ok(store::find(tx, who.branch, &asked.q)?), |face, found| views::choices(face, &found))
        .await
}

/// `POST /storeroom/documents`
pub async fn make(desk: Desk, form: Form) -> Response {
    let (asked, lang) = (form.clone(), desk.lang);
    let done = desk.act_locked(&form, move |tx, who| {
        let number = acts::make(tx, who, &asked, lang)?;
        Ok(format!("/storeroom/documents?made={number}"))
    });
    match done.await {
        Err(Stop::Refused(r)) => page(&desk, Asked::default(), form.attempt(r)).await,
        other => desk.end(other),
    }
}
