//! The pharmacy gives out what doctors issued. A prescription appears in the queue as soon as the doctor finishes; the
//! page proposes batches by earliest expiry, the pharmacist may take from others, confirms that everything was checked
//! and explained, and hands it over in one act, the whole or a part: stock, movements and charges change together or not at
//! all. What was handed over can be taken back exactly, or come back from the patient as a document.
//! At the counter it sells what needs no prescription.

mod acts;
mod acts_back;
mod acts_pause;
mod acts_safety;
mod load;
mod pages;
mod pages_paper;
mod pages_public;
mod pages_safety;
mod paper;
mod register;
mod retail;
mod review;
mod rules;
mod safety_words;
mod scan;
mod seal;
mod seen;
mod store;
mod store_given;
mod store_scan;
mod store_seen;
mod takings;
#[cfg(test)]
mod tests;
mod views;
mod views_aside;
mod views_checks;
mod views_handing;
mod views_lines;
mod views_prescription;
mod views_public;
mod views_safety;
mod views_seal;

use ground::access::Permission;
use ground::web::{Access, Routes};

/// The words of this room in every language, generated from `text/*.ftl`.
pub mod text {
    include!(concat!(env!("OUT_DIR"), "/text.rs"));
}

/// What is reached at which address, and by whom.
pub fn routes() -> Routes {
    let see = Access::May(Permission::SeePrescriptions);
    let dispense = Access::May(Permission::Dispense);
    Routes::new()
        .get("/pharmacy", see, pages::queue)
        .get("/pharmacy/queue", see, pages::parts)
        .get("/pharmacy/safety", see, pages_safety::page)
        .post("/pharmacy/safety/confirmations", Access::May(Permission::ReviewSafety), pages_safety::confirm)
        .post("/pharmacy/safety/lists", Access::May(Permission::ReviewSafety), pages_safety::import)
        .get("/prescriptions/{id}", see, pages::prescription)
        .post("/prescriptions/{id}/dispensing", dispense, pages::dispense)
        .post("/prescriptions/{id}/review", dispense, review::pages::review)
        .post("/prescriptions/{id}/review-withdrawal", dispense, review::pages::withdraw)
        .get("/pharmacy/settings", Access::May(Permission::ManageClinic), review::pages::settings)
        .post("/pharmacy/settings", Access::May(Permission::ManageClinic), review::pages::choose)
        .post("/prescriptions/{id}/scans", dispense, pages::scan)
        .post("/prescriptions/{id}/pause", dispense, pages::pause)
        .post("/prescriptions/{id}/resumption", dispense, pages::resume)
        .post("/prescriptions/{id}/question-withdrawal", dispense, pages::withdraw)
        .post("/prescriptions/{id}/answer", Access::May(Permission::Consult), pages::answer)
        .post("/prescriptions/{id}/check", see, pages::check)
        .get("/prescriptions/{id}/paper", see, pages_paper::paper)
        .get("/prescriptions/{id}/labels", see, pages_paper::label_sheet)
        .get("/pharmacy/papers", see, pages_paper::check)
        .get("/pharmacy/register", dispense, register::pages::register)
        .get("/pharmacy/register/paper", dispense, register::pages::printed)
        .get("/pharmacy/retail", dispense, retail::pages::counter)
        .get("/pharmacy/retail/medicines", dispense, retail::pages::medicines)
        .get("/pharmacy/retail/buyers", dispense, retail::pages::buyers)
        .post("/pharmacy/retail/lines", dispense, retail::pages::add)
        .post("/retail-basket/{id}", dispense, retail::pages::change)
        .post("/pharmacy/retail/scans", dispense, retail::pages::scan)
        .post("/pharmacy/retail/sales", dispense, retail::pages::sell)
        .get("/retail-sales/{id}", dispense, retail::pages::sale)
        .post("/retail-sales/{id}/undo", dispense, retail::pages::take_back)
        .get("/prescription-check", Access::Public, pages_public::form)
        .post("/prescription-check", Access::Public, pages_public::check)
        .get("/prescription-key", Access::Public, pages_public::key)
        .get("/dispenses/{id}", see, pages::handing)
        .post("/dispenses/{id}/undo", dispense, pages::undo)
        .post("/dispenses/{id}/returns", dispense, pages::take_in)
        .post("/dispenses/{id}/returns/{document}/undo", dispense, pages::undo_return)
}
