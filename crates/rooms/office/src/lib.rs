//! Office: the first start, the people who work here, today's figures and what everybody did.
//!
//! The first start is a link that works once: whoever opens it names the clinic and becomes its owner, and a clinic of
//! one person can work the same day.

mod acts;
mod chart;
mod pages;
mod rules;
mod store;
#[cfg(test)]
mod tests;
mod views;
mod words;

pub use pages::start::first_start_link;

use ground::access::Permission;
use ground::web::{Access, Routes};

/// The words of this crate in every language, generated from `text/*.ftl`.
pub mod text {
    include!(concat!(env!("OUT_DIR"), "/text.rs"));
}

/// Figures, people, one's own account, and the first start.
pub fn routes() -> Routes {
    Routes::new()
        .get("/office", Access::May(Permission::SeeActivity), pages::today::office)
        .get("/office/staff", Access::May(Permission::ManageClinic), pages::people::list)
        .post("/office/staff", Access::May(Permission::ManageClinic), pages::people::add)
        .post("/office/staff/{id}/disabling", Access::May(Permission::ManageClinic), pages::people::disable)
        .get("/account", Access::Staff, pages::account::account)
        .post("/account/password", Access::Staff, pages::account::change_password)
        .get("/start/{token}", Access::Public, pages::start::form)
        .post("/start/{token}", Access::Public, pages::start::start)
}
