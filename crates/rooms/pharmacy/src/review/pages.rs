//! The review, and the clinic's choice.

use super::{acts, store, views};
use crate::pages;
use axum::extract::Path;
use axum::response::Response;
use bricks::id::PrescriptionId;
use ground::db::Stop;
use ground::web::{Desk, Form};

/// `POST /prescriptions/{id}/review`
pub async fn review(desk: Desk, Path(id): Path<PrescriptionId>, form: Form) -> Response {
    let (asked, lang) = (form.clone(), desk.lang);
    let done = desk.act_locked(&form, move |tx, who| {
        acts::review(tx, who, id, &asked, lang)?;
        Ok(format!("/prescriptions/{id}"))
    });
    let done = done.await;
    pages::ended(desk, id, form, done).await
}

/// `POST /prescriptions/{id}/review-withdrawal`
pub async fn withdraw(desk: Desk, Path(id): Path<PrescriptionId>, form: Form) -> Response {
    let done = desk.act_locked(&form, move |tx, who| {
        acts::withdraw(tx, who, id)?;
        Ok(format!("/prescriptions/{id}"))
    });
    let done = done.await;
    pages::ended(desk, id, form, done).await
}

/// `GET /pharmacy/settings`
pub async fn settings(desk: Desk) -> Response {
    desk.show(|tx, who| Ok(store::pays_first(tx, who.branch)?), views::settings).await
}

/// `POST /pharmacy/settings`
pub async fn choose(desk: Desk, form: Form) -> Response {
    let asked = form.clone();
    let done = desk.act_locked(&form, move |tx, who| {
        acts::set_pays_first(tx, who, &asked)?;
        Ok("/pharmacy/settings".to_owned())
    });
    match done.await {
        Err(Stop::Refused(_)) => settings(desk).await,
        other => desk.end(other),
    }
}
