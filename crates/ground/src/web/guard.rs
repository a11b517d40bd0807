use super::desk::RequestId;
use super::house::House;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

const TIMEOUT: Duration = Duration::from_secs(30);
const SLOW: Duration = Duration::from_millis(500);
const CSP: &str = "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self'; \
     object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
static REQUESTS: AtomicU64 = AtomicU64::new(0);

/// What every request passes: an id for the log, no post from another site, a time limit, and the answer's headers.
pub async fn guard(State(house): State<Arc<House>>, mut request: Request, next: Next) -> Response {
    let id = format!("{:x}-{:x}", house.db.clock().now().millis(), REQUESTS.fetch_add(1, Ordering::Relaxed));
    request.extensions_mut().insert(RequestId(id.clone()));
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    let route = route_of(&request);
    let began = Instant::now();
    let mut response = if may_pass(&method, request.uri().path(), request.headers()) {
        match tokio::time::timeout(TIMEOUT, next.run(request)).await {
            Ok(response) => response,
            Err(_) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
        }
    } else {
        StatusCode::FORBIDDEN.into_response()
    };
    log(&id, &method, &route, response.status(), began.elapsed());
    secure(response.headers_mut(), house.behind_tls);
    if let Ok(id) = HeaderValue::from_str(&id) {
        response.headers_mut().insert("x-request-id", id);
    }
    if is_somebodys(&path) {
        response.headers_mut().insert("x-robots-tag", HeaderValue::from_static("noindex, nofollow"));
    }
    if is_booking(&path) && !house.outside.embed_origins.is_empty() {
        embed(response.headers_mut(), &house.outside.embed_origins);
    }
    response
}

/// The route as it is written, for the log: an address itself may hold the proof that opens somebody's page.
fn route_of(request: &Request) -> String {
    request.extensions().get::<MatchedPath>().map_or_else(|| "-".to_owned(), |route| route.as_str().to_owned())
}

fn log(id: &str, method: &Method, route: &str, status: StatusCode, took: Duration) {
    let ms = took.as_millis();
    if status.is_server_error() || took > SLOW {
        tracing::warn!(request = id, %method, route, status = status.as_u16(), ms, "answered");
    } else if *method == Method::POST {
        tracing::info!(request = id, %method, route, status = status.as_u16(), ms, "answered");
    } else {
        tracing::debug!(request = id, %method, route, status = status.as_u16(), ms, "answered");
    }
}

/// Where other machines post: nothing there reads a cookie, each post proves itself.
const HOOKS: &str = "/hooks/";

/// An unsafe method must come from our own pages, as the browser itself says.
fn may_pass(method: &Method, path: &str, headers: &HeaderMap) -> bool {
    if matches!(*method, Method::GET | Method::HEAD) {
        return true;
    }
    if path.starts_with(HOOKS) {
        return true;
    }
    if let Some(site) = headers.get("sec-fetch-site") {
        return site == "same-origin";
    }
    let text = |name| headers.get(name).and_then(|v: &HeaderValue| v.to_str().ok());
    match (text(header::ORIGIN), text(header::HOST)) {
        (Some(origin), Some(host)) => origin.split_once("://").is_some_and(|(_, origin_host)| origin_host == host),
        _ => false,
    }
}

/// The pages on which somebody books, up to the code. Nothing on them is about anybody who is signed in, and they need no
/// cookie; the page of an appointment is never shown within another.
fn is_booking(path: &str) -> bool {
    path == "/book" || path.starts_with("/book/")
}

/// The pages that a link opens for one patient: no search engine keeps them.
fn is_somebodys(path: &str) -> bool {
    ["/a/", "/t/", "/book/"].iter().any(|under| path.starts_with(under))
}

fn embed(headers: &mut HeaderMap, origins: &[String]) {
    let csp = CSP.replace("frame-ancestors 'none'", &format!("frame-ancestors {}", origins.join(" ")));
    if let Ok(csp) = HeaderValue::from_str(&csp) {
        headers.insert("content-security-policy", csp);
        headers.remove("x-frame-options");
    }
}

fn secure(headers: &mut HeaderMap, behind_tls: bool) {
    let fixed = [
        ("content-security-policy", CSP),
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("referrer-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("permissions-policy", "camera=(self), microphone=(), geolocation=()"),
    ];
    for (name, value) in fixed {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    if behind_tls {
        headers.insert("strict-transport-security", HeaderValue::from_static("max-age=31536000"));
    }
}
