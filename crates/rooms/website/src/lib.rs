//! The website: booking by people who have no account, on a phone.
//!
//! Somebody chooses a service, a doctor and a free time, and says who comes. The time is held for five minutes under the
//! slot's own key, so that the desk cannot give it away meanwhile, and a code goes to the phone or the address. The right
//! code makes the appointment: of a patient whose name, birth and phone are all the same, else of a new profile that
//! reception verifies. From then on a signed link is the patient's own page: to see, confirm, move, cancel, or put it into
//! a phone. Whoever asks learns nothing about who is a patient here.

mod acts;
mod asked;
mod limits;
mod offer;
mod pages;
mod rules;
mod settings;
mod store;
#[cfg(test)]
mod tests;
mod told;
mod views;

pub use acts::tidy_up;

use ground::access::Permission;
use ground::web::{Access, Routes};

/// The words of this crate in every language, generated from `text/*.ftl`.
pub mod text {
    include!(concat!(env!("OUT_DIR"), "/text.rs"));
}

/// The pages of the public, and what the desk and the manager do about them.
pub fn routes() -> Routes {
    use Access::{May, Public};
    use Permission::{Book, ManageClinic, SeeDiary};
    Routes::new()
        .get("/book", Public, pages::booking::show)
        .post("/book", Public, pages::booking::hold)
        .get("/book/{hold}/{proof}", Public, pages::code::show)
        .post("/book/{hold}/{proof}", Public, pages::code::confirm)
        .post("/book/{hold}/{proof}/code", Public, pages::code::send_again)
        .get("/a/{appointment}/{proof}", Public, pages::appointment::show)
        .get("/a/{appointment}/{proof}/appointment.ics", Public, pages::appointment::invitation)
        .post("/a/{appointment}/{proof}/confirmation", Public, pages::appointment::confirm)
        .get("/a/{appointment}/{proof}/time", Public, pages::appointment::times)
        .post("/a/{appointment}/{proof}/time", Public, pages::appointment::move_to)
        .post("/a/{appointment}/{proof}/cancellation", Public, pages::appointment::cancel)
        .get("/website/requests", May(SeeDiary), pages::requests::show)
        .get("/website/requests/list", May(SeeDiary), pages::requests::list)
        .post("/website/requests/{appointment}/acceptance", May(Book), pages::requests::accept)
        .post("/website/requests/{appointment}/decline", May(Book), pages::requests::decline)
        .get("/website/settings", May(ManageClinic), pages::settings::show)
        .post("/website/settings", May(ManageClinic), pages::settings::save)
}
