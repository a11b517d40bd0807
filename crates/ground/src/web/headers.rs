//! What is read from a request's headers.

use crate::html::Theme;
use axum::http::{HeaderMap, header};
use bricks::lang::Lang;

/// The path and query of the page a request came from.
pub(super) fn referer(headers: &HeaderMap) -> Option<String> {
    let from: axum::http::Uri = headers.get(header::REFERER)?.to_str().ok()?.parse().ok()?;
    from.path_and_query().map(|p| p.as_str().to_owned())
}

/// The name of the session's cookie.
pub(super) fn session_cookie(behind_tls: bool) -> &'static str {
    if behind_tls { "__Host-kham" } else { "kham" }
}

/// The value of a cookie.
pub fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get_all(header::COOKIE).iter().filter_map(|v| v.to_str().ok()).flat_map(|v| v.split(';')).find_map(|pair| {
        let (key, value) = pair.trim().split_once('=')?;
        (key == name).then_some(value)
    })
}

/// The cookie by which a screen without a session knows itself.
pub fn screen_cookie(house: &super::House) -> &'static str {
    if house.behind_tls { "__Host-kham-tv" } else { "kham-tv" }
}

/// The hash of a screen's token, as the screens are found by it.
pub fn screen_token(house: &super::House, headers: &HeaderMap) -> Option<[u8; 32]> {
    cookie(headers, screen_cookie(house)).map(crate::access::session::token_hash)
}

/// The language and the light that a browser asks for.
pub(super) fn taste(headers: &HeaderMap) -> (Lang, Theme) {
    let lang = cookie(headers, "lang").and_then(Lang::parse).unwrap_or(Lang::Vi);
    (lang, Theme::of(cookie(headers, "theme").unwrap_or_default()))
}
