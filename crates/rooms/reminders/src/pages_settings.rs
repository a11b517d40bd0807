//! `/messages/settings`: by which channels the clinic reaches people.

use crate::acts;
use crate::store::zalo as store;
use crate::views_settings::{SettingsPage, page};
use axum::http::StatusCode;
use axum::response::Response;
use ground::access::Who;
use ground::db::{Stop, Tx};
use ground::html::Attempt;
use ground::web::{Desk, Form};
use papers::message::reach;

const PAGE: &str = "/messages/settings";

/// Which form was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Order,
    Zalo,
}

async fn drawn(desk: &Desk, refused: Option<(Part, Form, bricks::refusal::Refusal)>) -> Response {
    let demo = desk.house.demo;
    let load = move |tx: &mut Tx<'_>, _: &Who| {
        let (reach, account, templates) = (reach::read(tx)?, store::account(tx)?, store::templates(tx)?);
        Ok(SettingsPage { reach, account: account.map(Into::into), templates, demo })
    };
    let (status, part, attempt) = match refused {
        Some((part, form, refusal)) => (Desk::status_of(&refusal), Some(part), form.attempt(refusal)),
        None => (StatusCode::OK, None, Attempt::none()),
    };
    desk.show_as(status, load, move |face, shown| page(face, &shown, part, &attempt)).await
}

/// `GET /messages/settings`
pub async fn show(desk: Desk) -> Response {
    drawn(&desk, None).await
}

/// `POST /messages/order`
pub async fn order(desk: Desk, form: Form) -> Response {
    let (sent, lang) = (form.clone(), desk.lang);
    let done = desk.act_locked(&form, move |tx, who| {
        acts::set_order(tx, who, &sent, lang)?;
        Ok(PAGE.to_owned())
    });
    match done.await {
        Err(Stop::Refused(refusal)) => drawn(&desk, Some((Part::Order, form, refusal))).await,
        other => desk.end(other),
    }
}

/// `POST /messages/zalo`
pub async fn zalo(desk: Desk, form: Form) -> Response {
    let (sent, lang) = (form.clone(), desk.lang);
    let done = desk.act_locked(&form, move |tx, who| {
        acts::set_zalo(tx, who, &sent, lang)?;
        Ok(PAGE.to_owned())
    });
    match done.await {
        Err(Stop::Refused(refusal)) => drawn(&desk, Some((Part::Zalo, form, refusal))).await,
        other => desk.end(other),
    }
}

/// `POST /messages/zalo/removal`
pub async fn remove_zalo(desk: Desk, form: Form) -> Response {
    let done = desk.act_locked(&form, |tx, who| {
        acts::remove_zalo(tx, who)?;
        Ok(PAGE.to_owned())
    });
    desk.end(done.await)
}
