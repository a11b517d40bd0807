//! Order sets, and how services are paid.

use super::shelf::act_on;
use crate::{acts, store, views};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use bricks::id::OrderSetId;
use ground::html::Attempt;
use ground::web::{Desk, Form};

const PATH: &str = "/order-sets";

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

pub async fn make(desk: Desk, form: Form) -> Response {
    act_on(desk, form, PATH, acts::make_order_set, drawn).await
}

pub async fn remove(desk: Desk, Path(id): Path<OrderSetId>, form: Form) -> Response {
    act_on(desk, form, PATH, move |tx, who, _, _| acts::remove_order_set(tx, who, id), drawn).await
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
