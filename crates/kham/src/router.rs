//! All rooms' routes in one table.

use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use ground::web::{House, Routes, guard};
use std::sync::Arc;

/// The largest posted form, in bytes; files have their own limit.
const FORM_BYTES_MAX: usize = 256 * 1024;

/// Every route of the house with who may use it.
pub fn routes() -> Routes {
    crate::door::routes()
        .merge(reception::routes())
        .merge(consultation::routes())
        .merge(treatment::routes())
        .merge(pharmacy::routes())
        .merge(cashier::routes())
        .merge(storeroom::routes())
        .merge(records::routes())
        .merge(reminders::routes())
        .merge(reports::routes())
        .merge(office::routes())
        .merge(waiting::routes())
        .merge(website::routes())
}

/// The service that answers requests.
pub fn router(house: Arc<House>) -> axum::Router {
    routes()
        .into_router()
        .fallback(missing)
        .layer(DefaultBodyLimit::max(FORM_BYTES_MAX))
        .layer(from_fn_with_state(house.clone(), guard))
        .with_state(house)
}

async fn missing(desk: ground::web::Desk) -> axum::response::Response {
    desk.stop(ground::db::Stop::Missing)
}
