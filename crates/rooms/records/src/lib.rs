//! Records: finding a patient, and the whole history on one page.
//!
//! The room only reads. A page shows twenty visits with everything that hangs on them, by a fixed number of statements
//! whatever the patient's past; every reading of a record is written into the audit before the page leaves.

mod chart;
mod history;
mod pages;
mod rules;
mod store;
#[cfg(test)]
mod tests;
mod views;
mod views_chart;
mod views_find;
mod views_visit;

use ground::access::Permission;
use ground::web::{Access, Routes};

/// The words of this crate in every language, generated from `text/*.ftl`.
pub mod text {
    include!(concat!(env!("OUT_DIR"), "/text.rs"));
}

/// Finding patients, and their records.
pub fn routes() -> Routes {
    Routes::new()
        .get("/patients", Access::May(Permission::SeePatients), pages::find)
        .get("/patients/choices", Access::May(Permission::SeePatients), pages::choices)
        .get("/patients/{id}", Access::May(Permission::SeeRecord), pages::record)
}
