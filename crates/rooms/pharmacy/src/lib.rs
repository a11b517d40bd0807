//! The pharmacy gives out what doctors issued. A prescription appears in the queue as soon as the doctor finishes; the
//! page proposes batches by earliest expiry, the pharmacist may take from others, confirms that everything was checked
//! and explained, and gives it out in one act: stock, movements and charges change together or not at all.

mod acts;
mod acts_safety;
mod load;
mod pages;
mod pages_safety;
mod paper;
mod rules;
mod store;
#[cfg(test)]
mod tests;
mod views;
mod views_checks;
mod views_lines;
mod views_prescription;
mod views_safety;

use ground::access::Permission;
use ground::web::{Access, Routes};

/// The words of this room in every language, generated from `text/*.ftl`.
pub mod text {
    include!(concat!(env!("OUT_DIR"), "/text.rs"));
}

/// What is reached at which address, and by whom.
pub fn routes() -> Routes {
    let see = Access::May(Permission::SeePrescriptions);
    Routes::new()
        .get("/pharmacy", see, pages::queue)
        .get("/pharmacy/queue", see, pages::parts)
        .get("/pharmacy/safety", see, pages_safety::page)
        .post("/pharmacy/safety/confirmations", Access::May(Permission::ReviewSafety), pages_safety::confirm)
        .post("/pharmacy/safety/lists", Access::May(Permission::ReviewSafety), pages_safety::import)
        .get("/prescriptions/{id}", see, pages::prescription)
        .post("/prescriptions/{id}/dispensing", Access::May(Permission::Dispense), pages::dispense)
        .get("/prescriptions/{id}/paper", see, pages::paper)
}
