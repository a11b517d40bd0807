//! The handlers.

use crate::store::{self, Part};
use crate::views;
use axum::extract::Query;
use axum::response::Response;
use ground::web::Desk;
use serde::Deserialize;

/// Which messages are asked for; anything unknown shows those that wait.
#[derive(Debug, Deserialize)]
pub struct Asked {
    #[serde(default)]
    part: String,
    #[serde(default)]
    before: String,
}

pub async fn messages(desk: Desk, asked: Query<Asked>) -> Response {
    let (part, before) = (Part::parse(&asked.part), asked.before.parse().ok());
    desk.show(move |tx, who| store::list(tx, who, part, before), |face, list| views::page(face, &list)).await
}

pub async fn list(desk: Desk, asked: Query<Asked>) -> Response {
    let (part, before) = (Part::parse(&asked.part), asked.before.parse().ok());
    desk.fragment(move |tx, who| store::list(tx, who, part, before), |face, list| views::list(face, &list)).await
}
