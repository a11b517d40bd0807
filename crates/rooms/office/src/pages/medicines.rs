use crate::acts::medicines as acts;
use crate::store::medicines as store;
use crate::views::medicines as view;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::Response;
use bricks::id::MedicineId;
use ground::access::Who;
use ground::catalog;
use ground::db::{Stop, Tx};
use ground::html::Attempt;
use ground::web::{Desk, Form};
use std::collections::HashMap;

/// `/office/medicines?q=…`: the medicines of the catalogue.
pub(crate) async fn list(desk: Desk, Query(query): Query<HashMap<String, String>>) -> Response {
    let typed = query.get("q").cloned().unwrap_or_default();
    let range = catalog::medicine_range(&typed);
    let load = move |tx: &mut Tx<'_>, _: &Who| Ok(store::medicines(tx, range.clone())?);
    desk.show_as(StatusCode::OK, load, move |face, medicines| view::list(face, &typed, &medicines)).await
}

/// `/office/medicines/new`
pub(crate) async fn new(desk: Desk) -> Response {
    form_page(&desk, None, StatusCode::OK, Attempt::none()).await
}

/// `/office/medicines/{id}`
pub(crate) async fn show(desk: Desk, Path(id): Path<MedicineId>) -> Response {
    form_page(&desk, Some(id), StatusCode::OK, Attempt::none()).await
}

async fn form_page(desk: &Desk, id: Option<MedicineId>, status: StatusCode, attempt: Attempt) -> Response {
    let load = move |tx: &mut Tx<'_>, _: &Who| match id {
        Some(id) => Ok(Some(store::one(tx, id)?.ok_or(Stop::Missing)?)),
        None => Ok(None),
    };
    desk.show_as(status, load, move |face, medicine| view::page(face, medicine.as_ref(), &attempt)).await
}

async fn answered(desk: &Desk, id: Option<MedicineId>, form: &Form, done: Result<Response, Stop>) -> Response {
    match done {
        Err(Stop::Refused(r)) => form_page(desk, id, Desk::status_of(&r), form.attempt(r)).await,
        other => desk.end(other),
    }
}

/// `POST /office/medicines`: one more.
pub(crate) async fn add(desk: Desk, form: Form) -> Response {
    let (sent, lang) = (form.clone(), desk.lang);
    let done = desk.act(&form, move |tx, who| {
        let id = acts::add(tx, who, &sent, lang)?;
        Ok(format!("/office/medicines/{id}"))
    });
    answered(&desk, None, &form, done.await).await
}

/// `POST /office/medicines/{id}`
pub(crate) async fn change(desk: Desk, Path(id): Path<MedicineId>, form: Form) -> Response {
    let (sent, lang) = (form.clone(), desk.lang);
    let done = desk.act(&form, move |tx, who| {
        acts::change(tx, who, id, &sent, lang)?;
        Ok(format!("/office/medicines/{id}"))
    });
    answered(&desk, Some(id), &form, done.await).await
}
