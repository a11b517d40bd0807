//! The pages of the public, for a phone first; and the two of the staff.

pub mod appointment;
pub mod choose;
pub mod code;
pub mod details;
pub mod frame;
mod qr;
pub mod requests;
pub mod settings;

use bricks::clock::{Instant, Zone};
use bricks::id::BranchId;
use bricks::lang::Lang;
use ground::access::Branch;
use ground::html::Theme;
use std::sync::Arc;

/// What every page of the public knows of its reader.
#[derive(Clone)]
pub struct Sight {
    pub lang: Lang,
    pub theme: Theme,
    pub clinic: Arc<Branch>,
    pub now: Instant,
    /// The idempotency key for the forms of this page.
    pub key: String,
    /// What the addresses name, where the clinic has several branches.
    pub branch: Option<BranchId>,
}

impl Sight {
    pub fn zone(&self) -> &Zone {
        &self.clinic.zone
    }

    /// The address of a step of the booking; `chosen` is the query of what was chosen.
    pub fn book(&self, chosen: &str) -> String {
        let branch = self.branch.map(|branch| format!("branch={branch}")).unwrap_or_default();
        match (branch.as_str(), chosen) {
            ("", "") => "/book".to_owned(),
            ("", query) | (query, "") => format!("/book?{query}"),
            (branch, query) => format!("/book?{branch}&{query}"),
        }
    }
}
