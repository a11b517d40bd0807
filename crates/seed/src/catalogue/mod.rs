//! The starter catalogue: what a clinic offers, measures, diagnoses and prescribes on its first day.

mod diagnoses;
mod medicines;
mod partners;
mod services;
mod synonyms;

pub(crate) use diagnoses::titles as diagnosis_titles;
pub(crate) use medicines::{CONSUMABLES, MEDICINES, medicine_id};
pub(crate) use partners::{insurer_id, supplier_ids};
pub(crate) use services::{LAB_TESTS, SERVICES, analyte_id, kind, service_id, sex};

use bricks::clock::Day;
use ground::db::{Stop, Tx};

/// Which insurers and suppliers go into the catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Partners {
    /// The national health insurance only: for a real clinic.
    National,
    /// Invented private insurers and suppliers too: for the demonstration.
    Invented,
}

/// Writes services with their prices from `from_day` on, analytes with their reference ranges, diagnoses, medicines, consumables,
/// insurers, suppliers and the words under which they are found. Ids are made from the codes, so they are the same in
/// every clinic. For an empty database: a row that is there already is a fault.
pub fn catalogue(tx: &mut Tx<'_>, from_day: Day, partners: Partners) -> Result<(), Stop> {
    let synonyms = synonyms::Synonyms::read()?;
    services::insert(tx, from_day, &synonyms)?;
    diagnoses::insert(tx, &synonyms)?;
    medicines::insert(tx, &synonyms)?;
    medicines::insert_consumables(tx)?;
    partners::insert(tx, partners)?;
    Ok(())
}
