//! Order sets, and how services are paid.

use crate::{acts, store, views};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use bricks::id::OrderSetId;
use ground::db::Stop;
use ground::html::Attempt;
use ground::web::{Desk, Form};

async fn drawn(desk: &Desk, status: StatusCode, attempt: Attempt) -> Response {
    desk.show_as(
        status,
        |tx, who| Ok((store::order_sets(tx, who)?, store::set_items(tx, who, who.day_of(tx.now()))?)),
        move |face, (sets, items)| views::order_sets(face, &sets, &items, &attempt),
    )
    .await
}

/// `GET /order-sets`
pub async fn list(desk: Desk) -> Response {
    drawn(&desk, StatusCode::OK, Attempt::none()).await
}

async fn end(desk: &Desk, form: &Form, done: Result<Response, Stop>) -> Response {
    match done {
        Err(Stop::Refused(refusal)) => drawn(desk, Desk::status_of(&refusal), form.attempt(refusal)).await,
        other => desk.end(other),
    }
}

pub async fn make(desk: Desk, form: Form) -> Response {
    let (asked, lang) = (form.clone(), desk.lang);
    let done = desk.act_locked(&form, move |tx, who| {
        acts::make_order_set(tx, who, &asked, lang)?;
        Ok("/order-sets".to_owned())
    });
    end(&desk, &form, done.await).await
}

pub async fn remove(desk: Desk, Path(id): Path<OrderSetId>, form: Form) -> Response {
    let done = desk.act_locked(&form, move |tx, who| {
        acts::remove_order_set(tx, who, id)?;
        Ok("/order-sets".to_owned())
    });
    end(&desk, &form, done.await).await
}

/// `GET /services`: which are paid first, which the insurance pays.
pub async fn services(desk: Desk) -> Response {
    desk.show(|tx, _| Ok(store::services(tx)?), |face, rows| views::services_page(face, &rows)).await
}

pub async fn set_payment(desk: Desk, form: Form) -> Response {
    let asked = form.clone();
    let done = desk.act_locked(&form, move |tx, who| {
        acts::set_payment(tx, who, &asked)?;
        Ok("/services".to_owned())
    });
    desk.end(done.await)
}
