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

/// The answer to an address whose id can be none, before the handler reads it: nothing is there, which only those
/// are told who may ask.
pub(super) async fn refuse_impossible(
    desk: &Desk,
    access: Access,
    parts: &mut Parts,
    house: &Arc<House>,
) -> Option<Response<Body>> {
    let params = RawPathParams::from_request_parts(parts, house).await.ok()?;
    // All kinds of ids read alike.
    let impossible = params.iter().any(|(name, value)| IDS.contains(&name) && value.parse::<VisitId>().is_err());
    if !impossible {
        return None;
    }
    let proved = if access == Access::Public { Ok(()) } else { desk.read(|_, _| Ok(())).await.map(|_| ()) };
    Some(desk.stop(proved.err().unwrap_or(Stop::Missing)))
}
