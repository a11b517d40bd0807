use crate::acts::prices;
use crate::acts::services as acts;
use crate::rules::SERVICE_KINDS;
use crate::store::prices as rules;
use crate::store::services as store;
use crate::views::services::{self as view, One};
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::Response;
use bricks::id::ServiceId;
use ground::access::Who;
use ground::db::{Stop, Tx};
use ground::html::Attempt;
use ground::web::{Desk, Form};
use std::collections::HashMap;

/// `/office/services?kind=…`: what is offered.
pub(crate) async fn list(desk: Desk, Query(query): Query<HashMap<String, String>>) -> Response {
    let asked = query.get("kind").map_or("", String::as_str);
    let kind = SERVICE_KINDS.into_iter().find(|kind| *kind == asked).unwrap_or("consultation");
    let load = move |tx: &mut Tx<'_>, who: &Who| {
        let today = who.day_of(tx.now());
        Ok(store::of_kind(tx, who.branch, kind, today)?)
    };
    desk.show_as(StatusCode::OK, load, move |face, services| view::list(face, kind, &services)).await
}

/// `/office/services/new`
pub(crate) async fn new(desk: Desk) -> Response {
    form_page(&desk, None, StatusCode::OK, Attempt::none()).await
}

/// `/office/services/{id}`
pub(crate) async fn show(desk: Desk, Path(id): Path<ServiceId>) -> Response {
    form_page(&desk, Some(id), StatusCode::OK, Attempt::none()).await
}

async fn form_page(desk: &Desk, id: Option<ServiceId>, status: StatusCode, attempt: Attempt) -> Response {
    let load = move |tx: &mut Tx<'_>, who: &Who| {
        let today = who.day_of(tx.now());
        let service = match id {
            Some(id) => Some(store::one(tx, who.branch, id, today)?.ok_or(Stop::Missing)?),
            None => None,
        };
        let Some(id) = id else {
            return Ok(One { service, ticks: store::ticks(tx, who.branch, None)?, ..One::default() });
        };
        Ok(One {
            service,
            prices: store::prices(tx, id)?,
            rules: papers::charge::price::rules_of(tx, id)?,
            consumables: papers::consumable::of_service(tx, id)?,
            terms: rules::terms(tx, id)?,
            doctors: rules::doctors(tx, who)?,
            parts: rules::parts(tx, id)?,
            ticks: store::ticks(tx, who.branch, Some(id))?,
        })
    };
    desk.show_as(status, load, move |face, one| view::page(face, &one, &attempt)).await
}

pub(super) async fn answered(
    desk: &Desk,
    id: Option<ServiceId>,
    form: &Form,
    done: Result<Response, Stop>,
) -> Response {
    match done {
        Err(Stop::Refused(r)) => form_page(desk, id, Desk::status_of(&r), form.attempt(r)).await,
        other => desk.end(other),
    }
}

/// `POST /office/services`: one more.
pub(crate) async fn add(desk: Desk, form: Form) -> Response {
    let (sent, lang) = (form.clone(), desk.lang);
    let done = desk.act(&form, move |tx, who| {
        let id = acts::add(tx, who, &sent, lang)?;
        Ok(format!("/office/services/{id}"))
    });
    answered(&desk, None, &form, done.await).await
}

/// `POST /office/services/{id}`
pub(crate) async fn change(desk: Desk, Path(id): Path<ServiceId>, form: Form) -> Response {
    let (sent, lang) = (form.clone(), desk.lang);
    let done = desk.act(&form, move |tx, who| {
        acts::change(tx, who, id, &sent, lang)?;
        Ok(format!("/office/services/{id}"))
    });
    answered(&desk, Some(id), &form, done.await).await
}

/// `POST /office/services/{id}/price`
pub(crate) async fn set_price(desk: Desk, Path(id): Path<ServiceId>, form: Form) -> Response {
    let (sent, lang) = (form.clone(), desk.lang);
    let done = desk.act(&form, move |tx, who| {
        acts::set_price(tx, who, id, &sent, lang)?;
        Ok(format!("/office/services/{id}"))
    });
    answered(&desk, Some(id), &form, done.await).await
}

/// `POST /office/services/{id}/price/removal`: a price that is to come.
pub(crate) async fn remove_price(desk: Desk, Path(id): Path<ServiceId>, form: Form) -> Response {
    let (sent, lang) = (form.clone(), desk.lang);
    let done = desk.act(&form, move |tx, who| {
        acts::remove_price(tx, who, id, &sent, lang)?;
        Ok(format!("/office/services/{id}"))
    });
    answered(&desk, Some(id), &form, done.await).await
}

/// `POST /office/services/{id}/use`: out of use (`in_use=no`), or back.
pub(crate) async fn set_use(desk: Desk, Path(id): Path<ServiceId>, form: Form) -> Response {
    let active = form.text("in_use") != "no";
    let done = desk.act_locked(&form, move |tx, who| {
        acts::set_use(tx, who, id, active)?;
        Ok(format!("/office/services/{id}"))
    });
    answered(&desk, Some(id), &form, done.await).await
}

/// `POST /office/services/{id}/price-rules`: an exception to the price.
pub(crate) async fn add_rule(desk: Desk, Path(id): Path<ServiceId>, form: Form) -> Response {
    let (sent, lang) = (form.clone(), desk.lang);
    let done = desk.act_locked(&form, move |tx, who| {
        prices::add_rule(tx, who, id, &sent, lang)?;
        Ok(format!("/office/services/{id}"))
    });
    answered(&desk, Some(id), &form, done.await).await
}

/// `POST /office/price-rules/{id}/end`
pub(crate) async fn end_rule(desk: Desk, Path(id): Path<i64>, form: Form) -> Response {
    let done = desk.act_locked(&form, move |tx, who| {
        let service = prices::end_rule(tx, who, id)?;
        Ok(format!("/office/services/{service}"))
    });
    desk.end(done.await)
}

/// `POST /office/services/{id}/terms`: free re-visits, packages.
pub(crate) async fn set_terms(desk: Desk, Path(id): Path<ServiceId>, form: Form) -> Response {
    let (sent, lang) = (form.clone(), desk.lang);
    let done = desk.act_locked(&form, move |tx, who| {
        prices::set_terms(tx, who, id, &sent, lang)?;
        Ok(format!("/office/services/{id}"))
    });
    answered(&desk, Some(id), &form, done.await).await
}
