//! Office: the first start, the people who work here, today's figures and what everybody did.
//!
//! The first start is a link that works once: whoever opens it names the clinic and becomes its owner, and a clinic of
//! one person can work the same day.

mod acts;
mod pages;
mod rules;
mod store;
#[cfg(test)]
mod tests;
mod told;
mod views;
mod words;

pub use pages::start::first_start_link;

use ground::access::Permission;
use ground::web::{Access, Routes};

/// The words of this crate in every language, generated from `text/*.ftl`.
pub mod text {
    include!(concat!(env!("OUT_DIR"), "/text.rs"));
}

/// Rooms, devices, services and medicines.
fn what_is_offered() -> Routes {
    use Access::May;
    use Permission::ManageClinic;
    Routes::new()
        .get("/office/settings", May(ManageClinic), pages::settings::show)
        .get("/office/places", May(ManageClinic), pages::places::list)
        .post("/office/places", May(ManageClinic), pages::places::add)
        .get("/office/places/{id}", May(ManageClinic), pages::places::show)
        .post("/office/places/{id}", May(ManageClinic), pages::places::change)
        .post("/office/places/{id}/use", May(ManageClinic), pages::places::set_use)
        .get("/office/medicines", May(ManageClinic), pages::medicines::list)
        .post("/office/medicines", May(ManageClinic), pages::medicines::add)
        .get("/office/medicines/new", May(ManageClinic), pages::medicines::new)
        .get("/office/medicines/{id}", May(ManageClinic), pages::medicines::show)
        .post("/office/medicines/{id}", May(ManageClinic), pages::medicines::change)
        .get("/office/services", May(ManageClinic), pages::services::list)
        .post("/office/services", May(ManageClinic), pages::services::add)
        .get("/office/services/new", May(ManageClinic), pages::services::new)
        .get("/office/services/{id}", May(ManageClinic), pages::services::show)
        .post("/office/services/{id}", May(ManageClinic), pages::services::change)
        .post("/office/services/{id}/price", May(ManageClinic), pages::services::set_price)
        .post("/office/services/{id}/price/removal", May(ManageClinic), pages::services::remove_price)
        .post("/office/services/{id}/price-rules", May(ManageClinic), pages::services::add_rule)
        .post("/office/price-rules/{id}/end", May(ManageClinic), pages::services::end_rule)
        .post("/office/services/{id}/terms", May(ManageClinic), pages::services::set_terms)
        .post("/office/services/{id}/use", May(ManageClinic), pages::services::set_use)
        .get("/office/medicines/choices", May(ManageClinic), pages::consumables::choices)
        .post("/office/services/{id}/consumables", May(ManageClinic), pages::consumables::put)
        .post("/office/services/{id}/consumables/{medicine}/removal", May(ManageClinic), pages::consumables::remove)
}

/// One of the people who work here, and the way back in for who forgot the password.
fn of_a_person() -> Routes {
    use Access::{May, Public};
    use Permission::ManageClinic;
    Routes::new()
        .get("/office/staff/{id}", May(ManageClinic), pages::person::show)
        .post("/office/staff/{id}", May(ManageClinic), pages::person::change)
        .post("/office/staff/{id}/practice", May(ManageClinic), pages::person::set_practice)
        .post("/office/staff/{id}/practice/removal", May(ManageClinic), pages::person::close_practice)
        .post("/office/staff/{id}/disabling", May(ManageClinic), pages::person::disable)
        .post("/office/staff/{id}/enabling", May(ManageClinic), pages::person::enable)
        .post("/office/staff/{id}/password-link", May(ManageClinic), pages::person::make_link)
        .get("/password/{link}/{proof}", Public, pages::password_link::form)
        .post("/password/{link}/{proof}", Public, pages::password_link::set)
}

/// Figures, people, one's own account, and the first start.
pub fn routes() -> Routes {
    Routes::new()
        .get("/office", Access::May(Permission::SeeActivity), pages::today::office)
        .get("/office/staff", Access::May(Permission::ManageClinic), pages::people::list)
        .post("/office/staff", Access::May(Permission::ManageClinic), pages::people::add)
        .merge(of_a_person())
        .merge(what_is_offered())
        .get("/account", Access::Staff, pages::account::account)
        .post("/account/password", Access::Staff, pages::account::change_password)
        .get("/start/{token}", Access::Public, pages::start::form)
        .post("/start/{token}", Access::Public, pages::start::start)
}
