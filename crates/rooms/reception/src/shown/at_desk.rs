//! Who stands at the desk: what is read out, asked, and in the way of letting them in.

use crate::acts::questions::{self, Open};
use crate::store::BookedRow;
use crate::{acts, store};
use bricks::id::PatientId;
use bricks::say::Say;
use ground::access::Who;
use ground::db::{Stop, Tx};
use ground::people::{Patient, opening};
use papers::appointment::{self, Inside};
use papers::debt::{self, Balance};
use papers::journey::{self, Station};
use papers::safety;
use papers::visit::{self, Emergency};

/// The visit for which a patient is in the house already, and where they are.
pub struct Here {
    pub inside: Inside,
    pub station: Station,
}

/// Nothing for somebody who is not in the house today, or is through with everything.
pub fn load_here(tx: &mut Tx<'_>, who: &Who, id: PatientId) -> Result<Option<Here>, Stop> {
    let today = who.day_of(tx.now());
    let Some(inside) = appointment::inside(tx, id, today)? else { return Ok(None) };
    let station = journey::facts_of(tx, who.branch, inside.visit)?.station();
    Ok(Some(Here { inside, station }))
}

/// A patient who was picked to be let in.
pub struct AtDesk {
    pub patient: Patient,
    /// Allergies by name and in words; empty for a restricted record, of which nothing is told.
    pub allergies: Say,
    pub is_restricted: bool,
    pub open: Open,
    pub here: Option<Here>,
    /// The patient is an emergency today.
    pub emergency: Option<Emergency>,
    /// What the patient has booked for today.
    pub booked: Vec<BookedRow>,
    /// The profile was made just now.
    pub made: bool,
}

/// A patient who was picked for a booking, and what is to be asked before they are let in.
pub struct Picked {
    pub patient: Patient,
    pub open: Open,
    pub here: Option<Here>,
    /// The patient is an emergency today.
    pub emergency: Option<Emergency>,
    /// What is owed of earlier visits.
    pub balance: Balance,
}

/// Nothing for somebody who is none of the branch's patients. No health data are read.
pub fn load_picked(tx: &mut Tx<'_>, who: &Who, id: PatientId) -> Result<Option<Picked>, Stop> {
    let patient = match acts::patient(tx, who, id) {
        Err(Stop::Missing) => return Ok(None),
        other => other?,
    };
    let today = who.day_of(tx.now());
    let open = questions::open(tx, who, &patient, today)?;
    let balance = debt::balance(tx, (who.branch, id), today)?;
    let emergency = visit::emergency_of_day(tx, id, today)?;
    Ok(Some(Picked { open, here: load_here(tx, who, id)?, emergency, balance, patient }))
}

pub fn load_at_desk(tx: &mut Tx<'_>, who: &Who, id: PatientId) -> Result<AtDesk, Stop> {
    let (patient, today) = (acts::patient(tx, who, id)?, who.day_of(tx.now()));
    let is_restricted = opening::is_restricted(tx, who, id)?;
    let patient = as_told(patient, is_restricted);
    let allergies = if is_restricted { Say::new("", "") } else { safety::allergies_told(tx, id, &patient.allergies)? };
    Ok(AtDesk {
        allergies,
        is_restricted,
        open: questions::open(tx, who, &patient, today)?,
        here: load_here(tx, who, id)?,
        emergency: visit::emergency_of_day(tx, id, today)?,
        booked: store::booked_on(tx, who.branch, id, today)?,
        patient,
        made: false,
    })
}

/// Of a restricted patient the desk sees who it is, and lets them in; health data are the doctor's to open.
pub fn as_told(patient: Patient, is_restricted: bool) -> Patient {
    if !is_restricted {
        return patient;
    }
    Patient { allergies: String::new(), allergies_none: false, conditions: String::new(), ..patient }
}
