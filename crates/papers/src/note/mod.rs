//! The note of a visit: a draft while the patient is in the room, signed by finishing the visit. What was signed is a
//! version: it never changes, and what has to be said later is a further version with its author, time and reason. The
//! database refuses everything else.

mod acts;
mod store;

pub use acts::{Amendment, amend, lock_to_write, sign};
pub use store::{as_of, diagnosis as find_diagnosis, draft, latest, of_patient_as_of, versions};

use bricks::clock::Instant;
use bricks::id::{StaffId, VisitId};
use bricks::lang::Lang;
use ground::catalog::in_lang;
use serde::{Deserialize, Serialize};

use crate::visit::State;

ground::row! {
    /// The four texts of a note as a doctor writes them.
    #[derive(Default, PartialEq, Eq)]
    pub struct Texts {
        pub reason: String,
        pub symptoms: String,
        pub findings: String,
        pub advice: String,
    }
}

/// A diagnosis as it was signed: a title that the catalogue changes later stays here as it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signed {
    pub code: String,
    pub vi: String,
    pub en: String,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub preliminary: bool,
}

impl Signed {
    pub fn title(&self, lang: Lang) -> &str {
        in_lang(lang, &self.vi, &self.en)
    }
}

/// A diagnosis of an amendment: its code, and whether it is only supposed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coded {
    pub code: String,
    pub preliminary: bool,
}

/// Whether a person may write a note now: everybody who treats while the patient is in the room, and its author alone once
/// the desk closed the visit before it was signed.
pub fn is_open_to(who: StaffId, state: State, author: Option<StaffId>, is_signed: bool) -> bool {
    state == State::InRoom || state == State::Finished && !is_signed && author == Some(who)
}

/// A note as it was signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    pub visit: VisitId,
    /// From 1.
    pub number: i64,
    pub texts: Texts,
    /// The main one first.
    pub diagnoses: Vec<Signed>,
    /// Why it was amended; empty for the first.
    pub why: String,
    pub signed_at: Instant,
    pub signed_by: StaffId,
    /// `BS. Phạm Quốc Bảo`.
    pub signer: String,
}

/// The diagnoses as the version keeps them.
pub fn diagnoses_json(diagnoses: &[Signed]) -> Result<String, serde_json::Error> {
    serde_json::to_string(diagnoses)
}
