use crate::acts;
use crate::views::rule as view;
use axum::http::StatusCode;
use axum::response::Response;
use ground::db::Stop;
use ground::html::Attempt;
use ground::web::{Desk, Form};
use papers::queue;

/// `GET /queue-rule`: why the order is what it is.
pub async fn show(desk: Desk) -> Response {
    page(&desk, StatusCode::OK, Attempt::none()).await
}

async fn page(desk: &Desk, status: StatusCode, attempt: Attempt) -> Response {
    desk.show_as(status, |tx, _| Ok(queue::rule(tx)?), move |face, rule| view::page(face, &rule, &attempt)).await
}

/// `POST /queue-rule`: other figures.
pub async fn save(desk: Desk, form: Form) -> Response {
    let (asked, lang) = (form.clone(), desk.lang);
    let done = desk.act_locked(&form, move |tx, who| {
        acts::set_rule(tx, who, &asked, lang)?;
        Ok("/queue-rule".to_owned())
    });
    match done.await {
        Err(Stop::Refused(r)) => page(&desk, Desk::status_of(&r), form.attempt(r)).await,
        other => desk.end(other),
    }
}
