//! The handlers of the leak finder.

use super::store::{self, Closed, GoesBack, Unbilled, Undone};
use super::{acts, views};
use axum::http::StatusCode;
use axum::response::Response;
use bricks::clock::add_days;
use ground::access::{Permission, Who};
use ground::db::{Stop, Tx};
use ground::html::Attempt;
use ground::web::{Desk, Form};

/// What was said to be not owed is listed for so many days.
const CLOSED_DAYS: i64 = 366;

/// The lists.
pub struct Leaks {
    pub unbilled: Vec<Unbilled>,
    pub undone: Vec<Undone>,
    pub back: Vec<GoesBack>,
    /// For those alone who may refuse a refund.
    pub closed: Vec<Closed>,
}

/// `/leaks`
pub async fn list(desk: Desk) -> Response {
    page(&desk, StatusCode::OK, Attempt::none()).await
}

async fn page(desk: &Desk, status: StatusCode, attempt: Attempt) -> Response {
    let load = |tx: &mut Tx<'_>, who: &Who| {
        let today = who.day_of(tx.now());
        let since = add_days(today, -acts::DAYS);
        let (unbilled, undone) = (store::unbilled(tx, who, since)?, store::undone(tx, who, since, today)?);
        let closed = if who.may(Permission::ApproveRefund) {
            store::closed(tx, who, add_days(today, -CLOSED_DAYS))?
        } else {
            Vec::new()
        };
        Ok(Leaks { unbilled, undone, back: store::goes_back(tx, who)?, closed })
    };
    desk.show_as(status, load, move |face, leaks| views::page(face, &leaks, &attempt)).await
}

/// `POST /leaks/charge`
pub async fn charge(desk: Desk, form: Form) -> Response {
    let sent = form.clone();
    let done = desk.act_locked(&form, move |tx, who| {
        acts::charge(tx, who, &sent)?;
        Ok("/leaks".to_owned())
    });
    answered(&desk, &form, done.await).await
}

/// `POST /leaks/removal`
pub async fn remove(desk: Desk, form: Form) -> Response {
    let sent = form.clone();
    let done = desk.act_locked(&form, move |tx, who| {
        acts::remove(tx, who, &sent)?;
        Ok("/leaks".to_owned())
    });
    answered(&desk, &form, done.await).await
}

/// `POST /leaks/refund`
pub async fn refund(desk: Desk, form: Form) -> Response {
    let sent = form.clone();
    let done = desk.act_locked(&form, move |tx, who| {
        acts::refund(tx, who, &sent)?;
        Ok("/leaks".to_owned())
    });
    answered(&desk, &form, done.await).await
}

/// `POST /leaks/closing`
pub async fn close(desk: Desk, form: Form) -> Response {
    let (sent, lang) = (form.clone(), desk.lang);
    let done = desk.act_locked(&form, move |tx, who| {
        acts::close(tx, who, &sent, lang)?;
        Ok("/leaks".to_owned())
    });
    answered(&desk, &form, done.await).await
}

async fn answered(desk: &Desk, form: &Form, done: Result<Response, Stop>) -> Response {
    match done {
        Err(Stop::Refused(r)) => page(desk, Desk::status_of(&r), form.attempt(r)).await,
        other => desk.end(other),
    }
}
