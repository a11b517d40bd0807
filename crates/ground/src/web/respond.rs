use axum::body::Body;
use axum::http::{HeaderValue, Response, StatusCode, header};
use maud::Markup;

/// An HTML answer. Patients' data stand on it, so nothing on the way may keep it.
pub fn html(status: StatusCode, markup: Markup) -> Response<Body> {
    let mut response = Response::new(Body::from(markup.into_string()));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// «See other»: where a finished act leads. A location that is no plain path leads to the front door.
pub fn redirect(location: &str) -> Response<Body> {
    // Browsers drop tabs and turn backslashes: either would make another host of a path.
    let plain = location.bytes().all(|byte| (0x21..0x7f).contains(&byte) && byte != b'\\');
    let safe = location.starts_with('/') && !location.starts_with("//") && plain;
    let value = HeaderValue::from_str(if safe { location } else { "/" }).unwrap_or(HeaderValue::from_static("/"));
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::SEE_OTHER;
    response.headers_mut().insert(header::LOCATION, value);
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// A file to keep. `name` is of letters, digits, dots and dashes.
pub fn attached(name: &str, content_type: &'static str, file: impl Into<Body>) -> Response<Body> {
    let mut response = Response::new(file.into());
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let named = HeaderValue::from_str(&format!("attachment; filename=\"{name}\""));
    headers.insert(header::CONTENT_DISPOSITION, named.unwrap_or(HeaderValue::from_static("attachment")));
    response
}

/// A text inside a query, escaped.
pub fn percent(text: &str) -> String {
    use std::fmt::Write as _;
    text.bytes().fold(String::with_capacity(text.len()), |mut out, b| {
        if b.is_ascii_alphanumeric() || b"-_.~/".contains(&b) {
            out.push(char::from(b));
        } else {
            let _ = write!(out, "%{b:02X}");
        }
        out
    })
}
