use super::sign_in;
use crate::{rail, text};
use axum::extract::{Query, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use bricks::lang::Lang;
use ground::db::Stop;
use ground::html::{Attempt, Button, Field, Kind, Look, Theme, bare_page, field, general_error, hidden};
use ground::web::{Desk, Form, House, html, redirect, role_text};
use maud::{Markup, html as markup};
use serde::Deserialize;
use std::sync::Arc;

/// `/`: the first room of whoever is signed in.
pub(super) async fn front(desk: Desk) -> Response {
    match desk.read(|_, who| Ok(rail::first_room(who))).await {
        Ok((_, room)) => redirect(room),
        Err(Stop::SignedOut) => redirect("/sign-in"),
        Err(stop) => desk.stop(stop),
    }
}

#[derive(Deserialize)]
pub(super) struct Back {
    #[serde(default)]
    back: String,
}

pub(super) async fn sign_in(desk: Desk, Query(query): Query<Back>) -> Response {
    if !desk.house.clinics.is_set_up() {
        return desk.bare(StatusCode::OK, text::not_set_up_title(desk.lang), text::not_set_up_text(desk.lang));
    }
    sign_in_page(&desk, StatusCode::OK, &query.back, &Attempt::none())
}

fn sign_in_page(desk: &Desk, status: StatusCode, back: &str, attempt: &Attempt) -> Response {
    let l = desk.lang;
    let main = markup! {
        div.sign-in {
            section.card {
                div.ch { h1 { (text::sign_in_title(l)) } }
                div.cb.col.g3 {
                    (general_error(attempt, l))
                    form.col.g3 method="post" action="/session" data-plain novalidate {
                        (hidden("back", back))
                        (field(Field { name: "login", label: text::sign_in_login(l), kind: Kind::Text, required: true, maxlength: 60, autocomplete: "username", autofocus: true, ..Field::default() }, attempt, l))
                        (field(Field { name: "password", label: text::sign_in_password(l), kind: Kind::Password, required: true, maxlength: 200, autocomplete: "current-password", ..Field::default() }, attempt, l))
                        (Button { text: text::sign_in_button(l), look: Look::Primary, submit: true, ..Button::default() })
                    }
                }
            }
            @if desk.house.demo { (demo_accounts(l, back)) }
        }
    };
    let title = text::sign_in_title(l);
    html(status, bare_page(l, desk.theme, &desk.house.clinics.name(), title, &desk.path, &main))
}

/// The demonstration's accounts: one click signs in.
fn demo_accounts(l: Lang, back: &str) -> Markup {
    markup! {
        section.card {
            div.ch { h2 { (text::demo_accounts(l)) } }
            div.cb.col.g2 {
                p.mut.sm { (text::demo_harmless(l)) }
                ul.demo-accounts {
                    @for account in seed::accounts() {
                        li {
                            form method="post" action="/session" data-plain {
                                (hidden("back", back))
                                (hidden("login", account.login))
                                (hidden("password", crate::demo::PASSWORD))
                                button.btn.blk type="submit" {
                                    (ground::html::parts::avatar_small(account.name))
                                    span.grow { b { (account.title) " " (account.name) } br; span.mut.sm { (ground::access::Role::parse(account.role).map_or("", |r| role_text(r, l))) " · " (account.login) } }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

pub(super) async fn open_session(desk: Desk, form: Form) -> Response {
    let back = form.text("back").to_owned();
    match sign_in::sign_in(&desk.house.db, form.text("login"), form.text("password"), desk.request_id()).await {
        Ok(token) => {
            let goal = if back.starts_with('/') { back } else { "/".to_owned() };
            with_cookie(redirect(&goal), &session_cookie(&desk.house, token.as_str(), ""))
        }
        Err(Stop::Refused(refusal)) => {
            let mut attempt = form.attempt(refusal);
            attempt.values.retain(|(name, _)| name != "password");
            sign_in_page(&desk, StatusCode::UNPROCESSABLE_ENTITY, &back, &attempt)
        }
        Err(stop) => desk.stop(stop),
    }
}

pub(super) async fn sign_out(desk: Desk) -> Response {
    if let Some(token) = desk.token()
        && let Err(stop) = sign_in::sign_out(&desk.house.db, token, desk.request_id()).await
    {
        return desk.stop(stop);
    }
    with_cookie(redirect("/sign-in"), &session_cookie(&desk.house, "", "; Max-Age=0"))
}

fn session_cookie(house: &House, token: &str, more: &str) -> String {
    let (name, secure) = if house.behind_tls { ("__Host-kham", "; Secure") } else { ("kham", "") };
    format!("{name}={token}; Path=/; HttpOnly; SameSite=Lax{secure}{more}")
}

fn with_cookie(mut response: Response, cookie: &str) -> Response {
    if let Ok(value) = HeaderValue::from_str(cookie) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
    response
}

/// `POST /preferences`: language and light, kept a year in cookies that say nothing about anybody.
pub(super) async fn preferences(form: Form) -> Response {
    let mut response = redirect(form.text("back"));
    if let Some(lang) = Lang::parse(form.text("lang")) {
        response = with_cookie(response, &format!("lang={}; Path=/; Max-Age=31536000; SameSite=Lax", lang.code()));
    }
    if form.has("theme") {
        let theme = Theme::of(form.text("theme")).word();
        response = with_cookie(response, &format!("theme={theme}; Path=/; Max-Age=31536000; SameSite=Lax"));
    }
    response
}

#[derive(Deserialize)]
pub(super) struct RailQuery {
    #[serde(default)]
    room: String,
}

pub(super) async fn rail(desk: Desk, Query(query): Query<RailQuery>) -> Response {
    desk.rail(query.room).await
}

/// The process answers.
pub(super) async fn healthz() -> Response {
    "ok\n".into_response()
}

/// The database reads and commits.
pub(super) async fn readyz(State(house): State<Arc<House>>) -> Response {
    let read = house.db.read(|tx| Ok(tx.one::<i64>("SELECT COUNT(*) FROM node", &[])?)).await;
    let written =
        house.db.write_locked(|tx| Ok(tx.run("UPDATE setting SET value = value WHERE key = 'ready'", &[])?)).await;
    if read.is_ok() && written.is_ok() {
        "ready\n".into_response()
    } else {
        StatusCode::SERVICE_UNAVAILABLE.into_response()
    }
}
