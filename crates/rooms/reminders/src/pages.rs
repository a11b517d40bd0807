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
    let (part, before, demo) = (Part::parse(&asked.part), asked.before.parse().ok(), desk.house.demo);
    desk.show(move |tx, who| store::list(tx, who, part, before, demo), |face, list| views::page(face, &list)).await
}

pub async fn list(desk: Desk, asked: Query<Asked>) -> Response {
    let (part, before, demo) = (Part::parse(&asked.part), asked.before.parse().ok(), desk.house.demo);
    desk.fragment(move |tx, who| store::list(tx, who, part, before, demo), |face, list| views::list(face, &list)).await
}
