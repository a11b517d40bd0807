//! Storeroom: what the clinic has of each medicine, what runs out or expires, taking deliveries in, and the
//! documents of what was counted or destroyed.
//!
//! Stock moves only through `papers::batch`: the pharmacy takes, the storeroom receives, and both see the same batches.

mod acts;
mod documents;
mod pages;
mod rules;
mod stock_card;
mod store;
#[cfg(test)]
mod tests;
mod views;
mod views_goods_in;

use ground::access::Permission;
use ground::web::{Access, Routes};

/// The words of this crate in every language, generated from `text/*.ftl`.
pub mod text {
    include!(concat!(env!("OUT_DIR"), "/text.rs"));
}

/// The stock and goods in.
pub fn routes() -> Routes {
    Routes::new()
        .get("/storeroom", Access::May(Permission::SeeStock), pages::stock)
        .get("/storeroom/list", Access::May(Permission::SeeStock), pages::list)
        .get("/storeroom/medicines", Access::May(Permission::ReceiveStock), pages::medicines)
        .get("/storeroom/medicines/{id}", Access::May(Permission::SeeStock), stock_card::pages::card)
        .get("/storeroom/documents", Access::May(Permission::SeeStock), documents::pages::documents)
        .get("/storeroom/documents/batches", Access::May(Permission::ReceiveStock), documents::pages::batches)
        .post("/storeroom/documents", Access::May(Permission::ReceiveStock), documents::pages::make)
        .post("/stock-wishes/{id}/agreement", Access::May(Permission::ManageClinic), documents::pages::agree)
        .post("/stock-wishes/{id}/refusal", Access::May(Permission::SeeStock), documents::pages::refuse)
        .post("/batches", Access::May(Permission::ReceiveStock), pages::receive)
}
