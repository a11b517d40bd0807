//! Treatment: the room of those who perform what doctors order. A technician opens the worklist of a kind, begins an
//! order, types values (flagged by the limits for the patient's sex and age) or writes what was seen, adds pictures,
//! and gives the result. That happens once: it posts the charge, and the doctor's page shows it at once.
//!
//! What is sent as a picture is looked into and drawn anew before anybody sees it; the original is only downloaded.

mod acts;
mod extras;
mod images;
mod load;
mod pages;
mod rules;
mod serve;
mod store;
#[cfg(test)]
mod tests;
mod vaccine;
mod vaccine_earlier;
mod vaccine_giving;
mod vaccine_outside;
mod views;
mod views_consumables;
mod views_corrections;
mod views_images;
mod views_order;
mod views_values;

use ground::access::Permission;
use ground::web::{Access, Routes};

/// The words of this room in every language, generated from `text/*.ftl`.
pub mod text {
    include!(concat!(env!("OUT_DIR"), "/text.rs"));
}

/// What is reached at which address, and by whom.
pub fn routes() -> Routes {
    let (see, perform) = (Access::May(Permission::SeeOrders), Access::May(Permission::PerformOrders));
    let record = Access::May(Permission::SeeRecord);
    Routes::new()
        .get("/treatment", see, pages::worklist)
        .get("/treatment/list", see, pages::list)
        .get("/treatment/goods", perform, pages::goods)
        .get("/orders/{id}", see, pages::order)
        .post("/orders/{id}/start", perform, pages::start)
        .post("/orders/{id}/result", perform, pages::result)
        .post("/orders/{id}/correction", perform, pages::correct)
        .post("/orders/{id}/withdrawal", perform, pages::withdraw)
        .post("/orders/{id}/attachments", perform, pages::attach)
        .post("/orders/{id}/earlier-doses", perform, pages::note_earlier)
        .post("/orders/{id}/earlier-doses/{dose}/removal", perform, pages::remove_earlier)
        .get("/attachments/{id}", record, serve::preview)
        .get("/attachments/{id}/original", record, serve::original)
}
