//! The messages that patients get: the list of what waits, went out or went wrong, and the loop that sends.
//!
//! Other rooms write messages in the transaction of the act they tell of. The loop here takes what is due, each row at
//! most once, and hands it to the clinic's own mail server. What that server certainly refused is tried again or given
//! up; what it may have taken is never sent again and waits for a person to look at.

mod acts;
mod config;
mod letter;
mod pages;
mod pages_settings;
mod sender;
mod sms;
mod sms_sender;
mod smtp;
mod store;
#[cfg(test)]
mod tests;
mod views;
mod views_settings;
mod zalo;
mod zalo_sender;

pub use config::{Security, SmtpConfig};
pub use sender::{Sender, run};
pub use sms::{Gateway, SmsConfig};
pub use sms_sender::run_sms;
pub use zalo_sender::run_zalo;

use ground::access::Permission;
use ground::web::{Access, Routes};

/// The words of this room in every language, generated from `text/*.ftl`.
pub mod text {
    include!(concat!(env!("OUT_DIR"), "/text.rs"));
}

/// The room's routes.
pub fn routes() -> Routes {
    const SEE: Access = Access::May(Permission::SeeMessages);
    const MANAGE: Access = Access::May(Permission::ManageClinic);
    Routes::new()
        .get("/messages", SEE, pages::messages)
        .get("/messages/list", SEE, pages::list)
        .get("/messages/settings", MANAGE, pages_settings::show)
        .post("/messages/order", MANAGE, pages_settings::order)
        .post("/messages/zalo", MANAGE, pages_settings::zalo)
        .post("/messages/zalo/removal", MANAGE, pages_settings::remove_zalo)
}
