use super::views::Shown;
use super::{Kind, acts, store, views, wish};
use axum::extract::{Path, Query};
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
    /// Not empty when what was sent waits for a second person.
    waits: String,
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
            let (documents, wishes) = (store::documents(tx, who.branch)?, wish::open(tx, who.branch)?);
            Ok(Shown { documents, wishes, limit: papers::limits::read(tx)?.stock_loss, chosen })
        },
        |face, shown| views::page(face, &shown, (&asked.made, !asked.waits.is_empty()), kind, &attempt),
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
        Ok(match acts::make(tx, who, &asked, lang)? {
            Some(number) => format!("/storeroom/documents?made={number}"),
            None => "/storeroom/documents?waits=1".to_owned(),
        })
    });
    match done.await {
        Err(Stop::Refused(r)) => page(&desk, Asked::default(), form.attempt(r)).await,
        other => desk.end(other),
    }
}

/// `POST /stock-wishes/{id}/agreement`
pub async fn agree(desk: Desk, Path(id): Path<i64>, form: Form) -> Response {
    let done = desk.act_locked(&form, move |tx, who| {
        let number = wish::agree(tx, who, id)?;
        Ok(format!("/storeroom/documents?made={number}"))
    });
    match done.await {
        Err(Stop::Refused(r)) => page(&desk, Asked::default(), form.attempt(r)).await,
        other => desk.end(other),
    }
}

/// `POST /stock-wishes/{id}/refusal`: refused by a second person, or taken back by who asked.
pub async fn refuse(desk: Desk, Path(id): Path<i64>, form: Form) -> Response {
    let done = desk.act_locked(&form, move |tx, who| {
        wish::refuse(tx, who, id)?;
        Ok("/storeroom/documents".to_owned())
    });
    match done.await {
        Err(Stop::Refused(r)) => page(&desk, Asked::default(), form.attempt(r)).await,
        other => desk.end(other),
    }
}
