//! A new password for somebody who forgot the old one, behind a link that works once.

use super::hash;
use crate::acts::password_link as acts;
use crate::views::password_link as view;
use crate::{rules, text};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use bricks::refusal::Refusal;
use ground::db::Stop;
use ground::html::{Attempt, bare_page};
use ground::web::{Desk, Form, html, redirect};

/// `/password/{link}/{proof}`: the form, while the link works.
pub(crate) async fn form(desk: Desk, Path((link, proof)): Path<(i64, String)>) -> Response {
    page(&desk, link, &proof, StatusCode::OK, &Attempt::none()).await
}

async fn page(desk: &Desk, link: i64, proof: &str, status: StatusCode, attempt: &Attempt) -> Response {
    let given = proof.to_owned();
    match desk.house.db.read(move |tx| acts::login(tx, link, &given)).await {
        Ok(Some(login)) => {
            let (l, title) = (desk.lang, text::password_link_title(desk.lang));
            let main = view::form(l, &format!("/password/{link}/{proof}"), &login, attempt);
            html(status, bare_page(l, desk.theme, &desk.house.clinics.name(), title, &desk.path, &main))
        }
        Ok(None) => {
            let l = desk.lang;
            desk.bare(StatusCode::GONE, text::link_over_title(l), text::password_link_over(l))
        }
        Err(stop) => desk.stop(stop),
    }
}

/// `POST /password/{link}/{proof}`: sets the password; then its owner signs in with it.
pub(crate) async fn set(desk: Desk, Path((link, proof)): Path<(i64, String)>, form: Form) -> Response {
    match set_asked(&desk, link, &proof, &form).await {
        Ok(()) => redirect("/sign-in"),
        Err(Stop::Refused(r)) => {
            let status = Desk::status_of(&r);
            page(&desk, link, &proof, status, &Attempt::refused(Vec::new(), r)).await
        }
        Err(stop) => desk.stop(stop),
    }
}

async fn set_asked(desk: &Desk, link: i64, proof: &str, form: &Form) -> Result<(), Stop> {
    let given = proof.to_owned();
    let login = desk.house.db.read(move |tx| acts::login(tx, link, &given)).await?;
    if login.is_none() {
        return Err(Refusal::conflict(text::password_link_over_say()).into());
    }
    rules::password(form.text("password"), form.text("again")).map_err(|(field, say)| Refusal::field(field, say))?;
    let password_hash = hash(form.text("password")).await?;
    let (given, request_id) = (proof.to_owned(), desk.request_id().to_owned());
    desk.house.db.write_locked(move |tx| acts::set(tx, link, &given, &password_hash, &request_id)).await
}
