//! The front door: coming in, going out, the language and the light.

mod pages;
mod sign_in;

pub(crate) use sign_in::forget_failures;

use ground::web::{Access, Routes, assets, stream};

/// The routes that belong to no room.
pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/", Access::Public, pages::front)
        .get("/sign-in", Access::Public, pages::sign_in)
        .post("/session", Access::Public, pages::open_session)
        .post("/sign-out", Access::Public, pages::sign_out)
        .post("/preferences", Access::Public, pages::preferences)
        .get("/rail", Access::Staff, pages::rail)
        .get("/live", Access::Staff, stream)
        .get("/assets/{version}/{*path}", Access::Public, assets::serve)
        .get("/healthz", Access::Public, pages::healthz)
        .get("/readyz", Access::Public, pages::readyz)
}
