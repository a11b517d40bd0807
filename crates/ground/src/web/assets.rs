//! The files of the face, inside the binary.

use axum::body::Body;
use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode, header};

/// One embedded file; `packed` is its gzip form where that is smaller.
pub struct Asset {
    pub path: &'static str,
    pub mime: &'static str,
    pub plain: &'static [u8],
    pub packed: Option<&'static [u8]>,
}

include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// `GET /assets/{version}/{*path}`: the address changes with the content, so a browser keeps it for a year.
pub async fn serve(Path((_, path)): Path<(String, String)>, headers: HeaderMap) -> Response<Body> {
    let Some(asset) = ASSETS.iter().find(|a| a.path == path) else {
        let mut missing = Response::new(Body::empty());
        *missing.status_mut() = StatusCode::NOT_FOUND;
        return missing;
    };
    let packs = headers.get(header::ACCEPT_ENCODING).and_then(|v| v.to_str().ok()).is_some_and(|v| v.contains("gzip"));
    let packed = asset.packed.filter(|_| packs);
    let mut response = Response::new(Body::from(packed.unwrap_or(asset.plain)));
    let out = response.headers_mut();
    out.insert(header::CONTENT_TYPE, HeaderValue::from_static(asset.mime));
    out.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable"));
    if packed.is_some() {
        out.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    if asset.packed.is_some() {
        out.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    }
    response
}
