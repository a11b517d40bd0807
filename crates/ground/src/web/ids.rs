use super::desk::Desk;
use super::house::House;
use super::routes::Access;
use crate::db::Stop;
use axum::body::Body;
use axum::extract::{FromRequestParts as _, RawPathParams};
use axum::http::Response;
use axum::http::request::Parts;
use bricks::id::VisitId;
use std::sync::Arc;

/// The parts of an address that the handlers of the staff read as ids.
const IDS: [&str; 4] = ["id", "appointment", "leave", "part"];

/// The first id of an address; or the answer to one that can be none, before the handler reads it: nothing is there,
/// which only those are told who may ask.
pub(super) async fn first(desk: &Desk, parts: &mut Parts, house: &Arc<House>) -> Result<Option<i64>, Response<Body>> {
    let Ok(params) = RawPathParams::from_request_parts(parts, house).await else { return Ok(None) };
    // All kinds of ids read alike.
    let ids: Vec<Option<i64>> = params
        .iter()
        .filter(|(name, _)| IDS.contains(name))
        .map(|(_, value)| value.parse::<VisitId>().ok().map(VisitId::raw))
        .collect();
    if ids.iter().all(Option::is_some) {
        return Ok(ids.first().copied().flatten());
    }
    let proved = if desk.access == Access::Public { Ok(()) } else { desk.read(|_, _| Ok(())).await.map(|_| ()) };
    Err(desk.stop(proved.err().unwrap_or(Stop::Missing)))
}
