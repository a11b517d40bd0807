//! What anybody may ask without an account: whether a printed prescription is the house's, and by which key that is checked.

use crate::{seal, views_public};
use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use bricks::hex::hex;
use ground::access::paper_key;
use ground::db::{Stop, Tx};
use ground::html::bare_page;
use ground::web::{Desk, Form, html};

const TYPED_CHARS_MAX: usize = 900;

/// `GET /prescription-check`: the field alone.
pub async fn form(desk: Desk) -> Response {
    page(&desk, "", None)
}

/// `POST /prescription-check`: posted, so that nobody's name stands in an address. Nothing is looked up: the code says it all.
pub async fn check(desk: Desk, form: Form) -> Response {
    let typed: String = form.text("code").trim().chars().take(TYPED_CHARS_MAX).collect();
    match desk.read_open(paper_key::public_key).await {
        Ok(key) => page(&desk, &typed, Some(seal::open(&key, &typed))),
        Err(stop) => desk.stop(stop),
    }
}

fn page(desk: &Desk, typed: &str, answer: Option<Option<seal::Said>>) -> Response {
    let l = desk.lang;
    let main = views_public::check(l, typed, answer.as_ref().map(Option::as_ref));
    let title = crate::text::seal_title(l);
    html(StatusCode::OK, bare_page(l, desk.theme, &desk.house.clinics.name(), title, &desk.path, &main))
}

/// The public half of the key in words: `ed25519` and 64 hexadecimal digits.
pub fn key_line(tx: &mut Tx<'_>) -> Result<String, Stop> {
    Ok(format!("ed25519 {}\n", hex(&paper_key::public_key(tx)?)))
}

/// `GET /prescription-key`
pub async fn key(desk: Desk) -> Response {
    match desk.read_open(key_line).await {
        Ok(key) => {
            let mut response = Response::new(Body::from(key));
            let plain = HeaderValue::from_static("text/plain; charset=utf-8");
            response.headers_mut().insert(header::CONTENT_TYPE, plain);
            response
        }
        Err(stop) => desk.stop(stop),
    }
}
