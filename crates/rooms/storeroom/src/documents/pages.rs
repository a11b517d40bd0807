use super::{acts, store, views};
use axum::extract::Query;
use axum::http::StatusCode;
use axum::response::Response;
use ground::db::Stop;
use ground::html::Attempt;
use ground::web::{Desk, Form};
use serde::Deserialize;

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    q: String,
    made: String,
}

/// `GET /storeroom/documents`
pub async fn documents(desk: Desk, Query(asked): Query<Asked>) -> Response {
    page(&desk, asked.made, Attempt::none()).await
}

async fn page(desk: &Desk, made: String, attempt: Attempt) -> Response {
    let status = attempt.refusal.as_ref().map_or(StatusCode::OK, Desk::status_of);
    desk.show_as(
        status,
        |tx, who| Ok(store::documents(tx, who.branch)?),
        |face, documents| views::page(face, &documents, &made, &attempt),
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
        Err(Stop::Refused(r)) => page(&desk, String::new(), form.attempt(r)).await,
        other => desk.end(other),
    }
}
