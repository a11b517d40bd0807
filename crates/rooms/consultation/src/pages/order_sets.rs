//! Order sets, and how services are paid.

use super::shelf::{Asked, act_on};
use crate::views::{At, Done};
use crate::{acts, store, views};
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::Response;
use bricks::id::OrderSetId;
use ground::access::Who;
use ground::db::{Stop, Tx};
use ground::html::Attempt;
use ground::web::{Desk, Form};

const PATH: &str = "/order-sets";

async fn drawn(desk: &Desk, status: StatusCode, at: At, attempt: Attempt) -> Response {
    desk.show_as(
        status,
        move |tx, who| {
            let sets = store::order_sets(tx, who)?;
            let missing = at.open.is_some_and(|id| !sets.iter().any(|set| set.id.raw() == id));
            if missing { Err(Stop::Missing) } else { Ok((sets, store::set_items(tx, who, who.day_of(tx.now()))?)) }
        },
        move |face, (sets, items)| views::order_sets(face, &sets, &items, at, &attempt),
    )
    .await
}

/// `GET /order-sets`
pub async fn list(desk: Desk, Query(asked): Query<Asked>) -> Response {
    drawn(&desk, StatusCode::OK, asked.at(None), Attempt::none()).await
}

/// `GET /order-sets/{id}`: the same with one in the form.
pub async fn one(desk: Desk, Path(id): Path<OrderSetId>, Query(asked): Query<Asked>) -> Response {
    drawn(&desk, StatusCode::OK, asked.at(Some(id.raw())), Attempt::none()).await
}

pub async fn put(desk: Desk, form: Form) -> Response {
    let put = |tx: &mut Tx<'_>, who: &Who, form: &Form, lang| {
        acts::put_order_set(tx, who, form, lang).map(|id| Done::Kept(id.raw()))
    };
    act_on(desk, form, PATH, put, drawn).await
}

pub async fn remove(desk: Desk, Path(id): Path<OrderSetId>, form: Form) -> Response {
    let remove =
        move |tx: &mut Tx<'_>, who: &Who, _: &Form, _| acts::remove_order_set(tx, who, id).map(|()| Done::Removed);
    act_on(desk, form, PATH, remove, drawn).await
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
