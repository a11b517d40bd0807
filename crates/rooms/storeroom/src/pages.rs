//! The handlers.

use crate::rules::{self, Show};
use crate::views::{self, Asked};
use crate::{acts, store, views_goods_in};
use axum::extract::Query;
use axum::http::StatusCode;
use axum::response::Response;
use bricks::id::BatchId;
use ground::access::{Permission, Who};
use ground::catalog;
use ground::db::{Stop, Tx};
use ground::html::Attempt;
use ground::web::{Desk, Form};
use serde::Deserialize;

const TYPED_CHARS_MAX: usize = 60;

#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub(crate) struct Typed {
    q: String,
    show: String,
    page: String,
    received: String,
}

impl Typed {
    fn asked(&self) -> Asked {
        Asked {
            q: self.q.trim().chars().take(TYPED_CHARS_MAX).collect(),
            show: Show::of(&self.show),
            page: self.page.parse().unwrap_or(1),
        }
    }
}

fn load(tx: &mut Tx<'_>, who: &Who, received: Option<BatchId>) -> Result<views::Stock, Stop> {
    let today = who.day_of(tx.now());
    let items = rules::stock(store::medicines(tx)?, store::batches(tx, who.branch)?, today);
    let may_receive = who.may(Permission::ReceiveStock);
    let suppliers = if may_receive { store::suppliers(tx)? } else { Vec::new() };
    let received = match received {
        Some(id) => store::received(tx, who.branch, id)?,
        None => None,
    };
    Ok(views::Stock { items, suppliers, received })
}

/// `/storeroom?q=&show=&page=`: the stock, and goods in for those who take deliveries.
pub(crate) async fn stock(desk: Desk, Query(typed): Query<Typed>) -> Response {
    page(&desk, StatusCode::OK, &typed, Attempt::none()).await
}

async fn page(desk: &Desk, status: StatusCode, typed: &Typed, attempt: Attempt) -> Response {
    let (asked, received) = (typed.asked(), typed.received.parse().ok());
    desk.show_as(
        status,
        move |tx, who| load(tx, who, received),
        move |face, stock| views::page(face, &stock, &asked, &attempt),
    )
    .await
}

/// `/storeroom/list`: figures and list alone, with which an open page keeps up.
pub(crate) async fn list(desk: Desk, Query(typed): Query<Typed>) -> Response {
    let asked = typed.asked();
    desk.fragment(|tx, who| load(tx, who, None), move |face, stock| views::live(face, &stock, &asked)).await
}

/// `/storeroom/medicines?q=`: what may be taken in.
pub(crate) async fn medicines(desk: Desk, Query(typed): Query<Typed>) -> Response {
    let q = typed.asked().q;
    desk.fragment(
        move |tx, who| Ok(catalog::find_medicines(tx, &q, who.branch, who.day_of(tx.now()))?),
        |face, found| views_goods_in::choices(face, &found),
    )
    .await
}

/// `POST /batches`: a delivery.
pub(crate) async fn receive(desk: Desk, form: Form) -> Response {
    let (asked, lang) = (form.clone(), desk.lang);
    let done = desk.act_locked(&form, move |tx, who| {
        let batch = acts::receive(tx, who, &asked, lang)?;
        Ok(format!("/storeroom?received={batch}"))
    });
    match done.await {
        Err(Stop::Refused(r)) => page(&desk, Desk::status_of(&r), &Typed::default(), form.attempt(r)).await,
        other => desk.end(other),
    }
}
