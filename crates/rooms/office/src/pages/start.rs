//! The first start.

use super::{hash, random};
use crate::acts::start::{self, Asked, Secrets};
use crate::store::start as store;
use crate::{text, views};
use axum::extract::Path;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use bricks::hex::hex;
use ground::access::session::{SessionToken, token_hash};
use ground::db::Stop;
use ground::html::{Attempt, bare_page};
use ground::web::{Desk, Form, House, html, redirect};
use std::sync::Arc;

/// Makes the link by which a new clinic is set up: it works once, within an hour, and links made before work no more.
pub async fn first_start_link(house: &Arc<House>) -> Result<String, Stop> {
    let token = hex(&random::<32>()?);
    let hash = token_hash(&token);
    house.db.write(move |tx| start::make_link(tx, &hash)).await?;
    Ok(format!("{}/start/{token}", house.public_url))
}

/// `/start/{token}`: the form, while the link works.
pub(crate) async fn form(desk: Desk, Path(token): Path<String>) -> Response {
    match works(&desk, &token).await {
        Ok(true) => page(&desk, StatusCode::OK, &token, &Attempt::none()),
        Ok(false) => over(&desk),
        Err(stop) => desk.stop(stop),
    }
}

async fn works(desk: &Desk, token: &str) -> Result<bool, Stop> {
    let hash = token_hash(token);
    desk.house.db.read(move |tx| Ok(store::link_works(tx, &hash)? && !store::any_branch(tx)?)).await
}

fn over(desk: &Desk) -> Response {
    desk.bare(StatusCode::GONE, text::link_over_title(desk.lang), text::link_over(desk.lang))
}

fn page(desk: &Desk, status: StatusCode, token: &str, attempt: &Attempt) -> Response {
    let (l, main) = (desk.lang, views::start::form(desk.lang, token, attempt));
    html(status, bare_page(l, desk.theme, &desk.house.clinics.name(), text::start_title(l), &desk.path, &main))
}

/// `POST /start/{token}`: makes the clinic, and the owner is signed in.
pub(crate) async fn start(desk: Desk, Path(token): Path<String>, form: Form) -> Response {
    match works(&desk, &token).await {
        Ok(true) => {}
        Ok(false) => return over(&desk),
        Err(stop) => return desk.stop(stop),
    }
    match set_up(&desk, &token, &form).await {
        Ok(session) => enter(&desk.house, &session),
        Err(Stop::Refused(r)) => page(&desk, Desk::status_of(&r), &token, &form.attempt(r)),
        Err(stop) => desk.stop(stop),
    }
}

async fn set_up(desk: &Desk, token: &str, form: &Form) -> Result<SessionToken, Stop> {
    let asked = Asked::read(form, desk.lang)?;
    let session = SessionToken::new(random::<32>()?);
    let secrets = Secrets {
        link: token_hash(token),
        password: hash(form.text("password")).await?,
        session: token_hash(session.as_str()),
    };
    let request_id = desk.request_id().to_owned();
    desk.house.db.write(move |tx| start::start(tx, &asked, &secrets, &request_id)).await?;
    desk.house.clinics.reload(&desk.house.db).await?;
    Ok(session)
}

/// The way in, with the session's cookie as the front door sets it.
fn enter(house: &House, session: &SessionToken) -> Response {
    let (name, secure) = if house.behind_tls { ("__Host-kham", "; Secure") } else { ("kham", "") };
    let cookie = format!("{name}={}; Path=/; HttpOnly; SameSite=Lax{secure}", session.as_str());
    let mut response = redirect("/");
    if let Ok(cookie) = HeaderValue::from_str(&cookie) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}
