use super::{hash, without_secrets};
use crate::acts::account::{self, Change};
use crate::rules;
use crate::store::people as store;
use crate::views::account as view;
use axum::extract::Query;
use axum::http::StatusCode;
use axum::response::Response;
use bricks::refusal::Refusal;
use ground::access::password;
use ground::db::Stop;
use ground::html::Attempt;
use ground::web::{Desk, Form};
use serde::Deserialize;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Done {
    changed: String,
}

/// `/account`: who is signed in, language and light, the password.
pub(crate) async fn account(desk: Desk, Query(done): Query<Done>) -> Response {
    page(&desk, StatusCode::OK, Attempt::none(), !done.changed.is_empty()).await
}

async fn page(desk: &Desk, status: StatusCode, attempt: Attempt, changed: bool) -> Response {
    desk.show_as(
        status,
        |tx, who| {
            let (login, _) = store::login_of(tx, who.staff)?.ok_or(Stop::SignedOut)?;
            let now = tx.now();
            Ok(view::Account { login, sessions: store::sessions(tx, who.staff, now)? })
        },
        move |face, account| view::page(face, &account, &attempt, changed),
    )
    .await
}

/// `POST /account/password`.
pub(crate) async fn change_password(desk: Desk, form: Form) -> Response {
    match change(&desk, &form).await {
        Err(Stop::Refused(r)) => page(&desk, Desk::status_of(&r), form.attempt(r), false).await,
        other => desk.end(other),
    }
}

async fn change(desk: &Desk, form: &Form) -> Result<Response, Stop> {
    let session = desk.token().ok_or(Stop::SignedOut)?;
    let (_, (_, verified)) = desk.read(|tx, who| store::login_of(tx, who.staff)?.ok_or(Stop::SignedOut)).await?;
    rules::password(form.text("password"), form.text("again")).map_err(|(field, say)| Refusal::field(field, say))?;
    let fits = password::fits(form.text("current").to_owned(), Some(verified.clone())).await;
    let change = Change { verified, fits, hash: hash(form.text("password")).await? };
    desk.act_locked(&without_secrets(form), move |tx, who| {
        account::change_password(tx, who, &session, &change)?;
        Ok("/account?changed=yes".to_owned())
    })
    .await
}
