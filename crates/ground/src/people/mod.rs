//! The patients: who they are, and finding them as one types.

pub mod consent;
mod find;
pub mod opening;
mod write;

pub use find::{by_code, by_number, search};
pub use write::{answer_allergies, confirm, create, keep_allergies, rewrite_allergies, rewrite_words, update};

use crate::db::{Stop, Tx};
use crate::text;
use bricks::age::Birth;
use bricks::clock::Day;
use bricks::id::{BranchId, InsurerId, PatientId};

/// A patient's sex, as records and reference ranges need it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sex {
    Male,
    Female,
    Other,
}

impl Sex {
    pub fn code(self) -> &'static str {
        match self {
            Sex::Male => "male",
            Sex::Female => "female",
            Sex::Other => "other",
        }
    }

    pub fn parse(code: &str) -> Option<Sex> {
        [Sex::Male, Sex::Female, Sex::Other].into_iter().find(|s| s.code() == code)
    }

    /// The word on screens and papers.
    pub fn word(self, l: bricks::lang::Lang) -> &'static str {
        match self {
            Sex::Male => text::sex_male(l),
            Sex::Female => text::sex_female(l),
            Sex::Other => text::sex_other(l),
        }
    }
}

crate::row! {
    /// A whole profile.
    pub struct Patient {
        pub id: PatientId,
        pub branch: BranchId,
        pub code: String,
        pub name: String,
        pub sex_code: String,
        pub birth_day: Option<Day>,
        pub birth_year: i64,
        pub phone: Option<String>,
        pub email: Option<String>,
        pub address: String,
        /// The code of one of the 34 provinces.
        pub province: Option<String>,
        pub national_id: Option<String>,
        pub insurer: Option<InsurerId>,
        pub insurance_number: Option<String>,
        pub insurance_from: Option<Day>,
        pub insurance_until: Option<Day>,
        pub guardian_name: Option<String>,
        pub guardian_phone: Option<String>,
        pub allergies: String,
        /// Asked, and there is none.
        pub allergies_none: bool,
        pub conditions: String,
        pub reminders_wanted: bool,
        pub version: i64,
        /// The profile that this one became a part of.
        pub merged_into: Option<PatientId>,
    }
}

impl Patient {
    pub fn birth(&self) -> Birth {
        birth(self.birth_day, self.birth_year)
    }

    pub fn sex(&self) -> Sex {
        Sex::parse(&self.sex_code).unwrap_or(Sex::Other)
    }
}

/// A date of birth of which perhaps only the year is known.
pub fn birth(day: Option<Day>, year: i64) -> Birth {
    day.map_or(Birth::Year(year), Birth::Day)
}

crate::row! {
    /// A patient as a list shows one.
    pub struct Hit {
        pub id: PatientId,
        pub code: String,
        pub name: String,
        pub sex_code: String,
        pub birth_day: Option<Day>,
        pub birth_year: i64,
        pub phone: Option<String>,
    }
}

impl Hit {
    pub fn birth(&self) -> Birth {
        birth(self.birth_day, self.birth_year)
    }

    pub fn sex(&self) -> Sex {
        Sex::parse(&self.sex_code).unwrap_or(Sex::Other)
    }
}

/// What a person fills in about a patient.
#[derive(Debug, Clone)]
pub struct Profile {
    pub name: String,
    pub sex: Sex,
    pub birth: Birth,
    /// E.164.
    pub phone: Option<String>,
    pub email: Option<String>,
    pub address: String,
    /// The code of one of the 34 provinces.
    pub province: Option<String>,
    pub national_id: Option<String>,
    pub insurer: Option<InsurerId>,
    pub insurance_number: Option<String>,
    pub insurance_from: Option<Day>,
    pub insurance_until: Option<Day>,
    pub guardian_name: Option<String>,
    pub guardian_phone: Option<String>,
    pub allergies: String,
    /// Asked, and there is none.
    pub allergies_none: bool,
    pub conditions: String,
    pub reminders_wanted: bool,
}

const BY_ID: &str = "SELECT id, branch_id, code, name, sex, birth_day, birth_year, phone, email, address, province, national_id, insurer_id, \
     insurance_number, insurance_from, insurance_until, guardian_name, guardian_phone, allergies, allergies_none, conditions, \
     reminders_wanted, version, merged_into FROM patient WHERE id = $1";

/// One profile, merged into another or not; `Stop::Missing` when there is none.
pub fn by_id(tx: &mut Tx<'_>, id: PatientId) -> Result<Patient, Stop> {
    tx.one(BY_ID, &[&id])?.ok_or(Stop::Missing)
}
