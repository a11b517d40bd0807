//! Records: finding a patient, and the whole history on one page.
//!
//! Besides reading, the room keeps what is known of a patient beyond one visit, opens closed records for a reason and
//! tells who saw one. A page shows twenty visits with everything that hangs on them, by a fixed number of statements
//! whatever the patient's past; every reading of a record is written into the audit before the page leaves.

mod acts;
mod acts_requests;
mod chart;
mod export;
mod history;
mod pages;
mod paper;
mod past;
mod rules;
mod search;
mod store;
#[cfg(test)]
mod tests;
mod views;
mod views_background;
mod views_background_page;
mod views_chart;
mod views_charts;
mod views_dose;
mod views_find;
mod views_frame;
mod views_loose;
mod views_opening;
mod views_past;
mod views_privacy;
mod views_requests;
mod views_review;
mod views_search;
mod views_visit;
mod vital;

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
        .get("/patients/{id}", Access::Record, pages::record)
        .get("/patients/{id}/background", Access::Record, pages::background::page)
        .get("/patients/{id}/summary", Access::Record, pages::export::summary)
        .get("/patients/{id}/export", Access::May(Permission::ExportRecord), pages::export::export)
        .get("/patients/{id}/charts", Access::Record, pages::charts::page)
        .get("/patients/{id}/at", Access::Record, pages::past::page)
        .post("/patients/{id}/problems", Access::May(Permission::EditBackground), pages::background::add_problem)
        .post(
            "/patients/{id}/problems/{part}/end",
            Access::May(Permission::EditBackground),
            pages::background::end_problem,
        )
        .post("/patients/{id}/family", Access::May(Permission::EditBackground), pages::background::add_relative)
        .post(
            "/patients/{id}/family/{part}/end",
            Access::May(Permission::EditBackground),
            pages::background::end_relative,
        )
        .post(
            "/patients/{id}/medicines/{part}/stop",
            Access::May(Permission::Consult),
            pages::background::stop_medicine,
        )
        .post(
            "/patients/{id}/medicines/{part}/resumption",
            Access::May(Permission::Consult),
            pages::background::take_stop_back,
        )
        .post("/patients/{id}/allergies", Access::May(Permission::EditBackground), pages::background::add_allergy)
        .post(
            "/patients/{id}/allergies/removal",
            Access::May(Permission::EditBackground),
            pages::background::remove_allergy,
        )
        .post("/patients/{id}/allergies/coding", Access::May(Permission::EditBackground), pages::background::code_words)
        .post("/patients/{id}/allergies/words", Access::May(Permission::EditBackground), pages::background::drop_words)
        .post("/patients/{id}/safety-facts", Access::May(Permission::EditBackground), pages::background::note_facts)
        .get("/patients/{id}/opening", Access::May(Permission::OpenRecord), pages::opening::page)
        .post("/patients/{id}/opening", Access::May(Permission::OpenRecord), pages::opening::open)
        .post("/patients/{id}/opening/end", Access::May(Permission::OpenRecord), pages::opening::close)
        .get("/patients/{id}/privacy", Access::May(Permission::SeeReaders), pages::privacy::page)
        .post("/patients/{id}/requests", Access::May(Permission::HandleRequests), pages::privacy::register)
        .post("/patients/{id}/restriction/lift", Access::May(Permission::HandleRequests), pages::privacy::lift)
        .post("/privacy/requests/{id}/decision", Access::May(Permission::HandleRequests), pages::privacy::decide)
        .post("/privacy/days", Access::May(Permission::HandleRequests), pages::privacy::set_days)
        .get("/privacy", Access::May(Permission::HandleRequests), pages::privacy::reviews)
        .post("/privacy/openings/{id}/review", Access::May(Permission::HandleRequests), pages::privacy::review)
}
