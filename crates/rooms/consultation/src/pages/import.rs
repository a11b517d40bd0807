//! The list of diagnoses: how many there are, and taking a new edition in.

use crate::{acts, rules, store, text, views};
use axum::extract::{FromRequest as _, Query, Request};
use axum::http::StatusCode;
use axum::response::Response;
use bricks::refusal::Refusal;
use bricks::say::Say;
use ground::db::Stop;
use ground::html::Attempt;
use ground::web::{Desk, Upload};
use serde::Deserialize;

/// So many wrong rows are shown; the others are counted.
const SHOWN: usize = 40;

#[derive(Debug, Default, Deserialize)]
pub struct Done {
    new: Option<u32>,
    renamed: Option<u32>,
}

/// `GET /diagnoses`
pub async fn diagnosis_list(desk: Desk, Query(done): Query<Done>) -> Response {
    let done = done.new.zip(done.renamed);
    desk.show(
        |tx, _| Ok(store::count_diagnoses(tx)?),
        move |face, count| views::diagnosis_list(face, count, done, &[], &Attempt::none()),
    )
    .await
}

/// `POST /diagnoses` (multipart): who sends is proved before a byte of the list is read.
pub async fn import_diagnoses(desk: Desk, request: Request) -> Response {
    if let Err(stop) = desk.read(|_, _| Ok(())).await {
        return desk.stop(stop);
    }
    let upload = match Upload::from_request(request, &desk.house).await {
        Ok(upload) => upload,
        Err(_) => return again(&desk, &[], text::import_too_large_say()).await,
    };
    let Some(file) = upload.files.first() else {
        return again(&desk, &[], text::import_no_file_say()).await;
    };
    let listed = match rules::read_list(&file.bytes) {
        Ok(listed) => listed,
        Err(wrong) => return again(&desk, &wrong, text::import_wrong_say(wrong.len())).await,
    };
    let done = desk.act(&upload.form, move |tx, who| {
        let imported = acts::import(tx, who, &listed)?;
        Ok(format!("/diagnoses?new={}&renamed={}", imported.new, imported.renamed))
    });
    match done.await {
        Err(Stop::Refused(refusal)) => again(&desk, &[], refusal.say).await,
        other => desk.end(other),
    }
}

async fn again(desk: &Desk, wrong: &[Say], why: Say) -> Response {
    let shown: Vec<Say> = wrong.iter().take(SHOWN).cloned().collect();
    let attempt = Attempt::refused(Vec::new(), Refusal::field("list", why));
    desk.show_as(
        StatusCode::UNPROCESSABLE_ENTITY,
        |tx, _| Ok(store::count_diagnoses(tx)?),
        move |face, count| views::diagnosis_list(face, count, None, &shown, &attempt),
    )
    .await
}
