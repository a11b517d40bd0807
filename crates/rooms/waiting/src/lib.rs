//! The waiting room: the television that calls, the patient's own page behind the ticket's QR, and the rule of the queue
//! for everybody to read.
//!
//! The television holds no session. It asks for a short code, somebody who works here enters it, and from then on the
//! screen's own token opens the board and nothing else. The patient's page is opened by a proof in its address and tells
//! a ticket's place, never a name.

mod acts;
mod pages;
mod rules;
mod store;
mod views;

/// The words of this room in every language, generated from `text/*.ftl`.
pub mod text {
    include!(concat!(env!("OUT_DIR"), "/text.rs"));
}

use ground::access::Permission::{ManageClinic, PairScreens};
use ground::web::{Access, Routes};

/// The board, the patient's page, the screens and the rule.
pub fn routes() -> Routes {
    Routes::new()
        .get("/tv", Access::Public, pages::board::show)
        .post("/tv/code", Access::Public, pages::board::ask_code)
        .get("/tv/live", Access::Public, pages::board::live)
        .get("/t/{visit}/{proof}", Access::Public, pages::ticket::show)
        .get("/queue-rule", Access::Staff, pages::rule::show)
        .post("/queue-rule", Access::May(ManageClinic), pages::rule::save)
        .get("/office/screens", Access::May(PairScreens), pages::screens::list)
        .post("/office/screens", Access::May(PairScreens), pages::screens::pair)
        .post("/office/screens/{id}/unpairing", Access::May(PairScreens), pages::screens::unpair)
}
