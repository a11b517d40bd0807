//! `/website/settings`: what the manager decides.

use crate::views::settings::{SettingsPage, page};
use crate::{acts, settings, store};
use axum::http::StatusCode;
use axum::response::Response;
use ground::access::Who;
use ground::db::{Stop, Tx};
use ground::html::Attempt;
use ground::web::{Desk, Form};
use papers::message::Kind;

async fn drawn(desk: &Desk, status: StatusCode, attempt: Attempt) -> Response {
    let base = format!("{}/book", desk.house.public_url);
    let several = desk.house.clinics.all().len() > 1;
    let load = move |tx: &mut Tx<'_>, who: &Who| {
        let settings = settings::read(tx)?;
        let url = if several { format!("{base}?branch={}", who.branch) } else { base.clone() };
        let reaches = settings.reach.is_any_on(Kind::Code);
        Ok(SettingsPage { pairs: store::pairs(tx, who.branch)?, settings, url, reaches })
    };
    desk.show_as(status, load, move |face, shown| page(face, &shown, &attempt)).await
}

/// `GET /website/settings`
pub async fn show(desk: Desk) -> Response {
    drawn(&desk, StatusCode::OK, Attempt::none()).await
}

/// `POST /website/settings`
pub async fn save(desk: Desk, form: Form) -> Response {
    let (sent, lang) = (form.clone(), desk.lang);
    let done = desk
        .act_locked(&form, move |tx, who| {
            acts::save_settings(tx, who, &sent, lang)?;
            Ok("/website/settings".to_owned())
        })
        .await;
    match done {
        Err(Stop::Refused(refusal)) => {
            let status = Desk::status_of(&refusal);
            drawn(&desk, status, form.attempt(refusal)).await
        }
        other => desk.end(other),
    }
}
