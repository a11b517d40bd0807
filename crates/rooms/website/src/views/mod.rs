//! The pages of the public, for a phone first; and the two of the staff.

pub mod appointment;
pub mod choose;
pub mod code;
pub mod details;
pub mod frame;
pub mod requests;
pub mod settings;

use crate::text;
use bricks::clock::{Instant, Zone};
use bricks::id::BranchId;
use bricks::lang::Lang;
use ground::access::Branch;
use ground::html::Theme;
use papers::schedule::department::code_of;
use std::sync::Arc;

/// A doctor's speciality: in Vietnamese as the clinic wrote it, in English by the department it tells of.
pub fn speciality(l: Lang, written: &str) -> &str {
    match code_of(written) {
        Some(code) if l == Lang::En || code == written => department(l, code),
        _ => written,
    }
}

fn department(l: Lang, code: &str) -> &'static str {
    match code {
        "internal" => text::department_internal(l),
        "paediatrics" => text::department_paediatrics(l),
        "ent" => text::department_ent(l),
        "obstetrics" => text::department_obstetrics(l),
        "dental" => text::department_dental(l),
        "dermatology" => text::department_dermatology(l),
        _ => text::department_general(l),
    }
}

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
