//! Certificates and letters: a sick leave, a referral, a health certificate. Each is issued once under the next number of its
//! kind and year and shows the same for ever; a wrong one is voided, with the reason.

mod paper;
mod store;

pub use store::{Certificate, by_id, of_patient, of_visit};

use crate::note::Signed;
use crate::refuse::conflict;
use crate::{counter, text};
use bricks::clock::Instant;
use bricks::id::{CertificateId, PatientId, VisitId};
use ground::access::Who;
use ground::db::{Stop, Topic, Tx};
use serde::{Deserialize, Serialize};

codes! {
    /// What is certified.
    pub enum Kind {
        SickLeave = "sick_leave",
        Transfer = "transfer",
        Health = "health",
    }
}

impl Kind {
    /// The letters before the year: `NO26`.
    const fn prefix(self) -> &'static str {
        match self {
            Kind::SickLeave => "NO",
            Kind::Transfer => "CV",
            Kind::Health => "SK",
        }
    }
}

/// The clinic as it was called on the day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clinic {
    pub name: String,
    pub address: String,
    pub phone: String,
    pub tax_id: Option<String>,
}

/// Whom it is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    pub name: String,
    pub code: String,
    /// As stored: `female`.
    pub sex: String,
    /// `12/03/1972`, or the year.
    pub birth: String,
    pub address: String,
    pub insurance: Option<String>,
    pub guardian: Option<String>,
}

/// What the doctor says; what a kind does not ask for is empty.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Says {
    /// Of a sick leave: first and last day (`2026-11-24`), and how many they are.
    pub from_day: String,
    pub to_day: String,
    pub days: i64,
    /// To whom a referral goes.
    pub place: String,
    /// Why the patient is referred, or what a health certificate is for.
    pub reason: String,
    /// What was found and done.
    pub summary: String,
    /// What a health certificate comes to.
    pub conclusion: String,
    /// What the clinic knows and a referral carries along, as it was on the day.
    pub allergies: String,
    pub vitals: String,
    pub medicines: String,
    pub results: String,
}

impl Says {
    /// Whether two sick leaves share a day.
    pub fn overlaps(&self, other: &Says) -> bool {
        // Days written as `2026-11-24` are in the order of their letters.
        self.from_day <= other.to_day && other.from_day <= self.to_day
    }
}

/// All that the paper shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Printed {
    /// `NO26-000001`.
    pub number: String,
    pub issued_at: Instant,
    pub clinic: Clinic,
    pub patient: Person,
    pub diagnoses: Vec<Signed>,
    pub says: Says,
    pub doctor: String,
}

/// What is to be issued.
#[derive(Debug, Clone)]
pub struct New {
    pub kind: Kind,
    pub visit: VisitId,
    pub patient: PatientId,
    pub person: Person,
    pub diagnoses: Vec<Signed>,
    pub says: Says,
}

/// Issues a certificate under the next number of its kind and year.
pub fn issue(tx: &mut Tx<'_>, who: &Who, new: &New) -> Result<CertificateId, Stop> {
    let now = tx.now();
    let series = format!("{}{:02}", new.kind.prefix(), who.day_of(now).year() % 100);
    let number = counter::next(tx, &format!("certificate:{}:{series}", who.branch))?;
    let clinic = &who.clinic;
    let printed = Printed {
        number: format!("{series}-{number:06}"),
        issued_at: now,
        clinic: Clinic {
            name: clinic.name.clone(),
            address: clinic.address.clone(),
            phone: clinic.phone.clone(),
            tax_id: clinic.tax_id.clone(),
        },
        patient: new.person.clone(),
        diagnoses: new.diagnoses.clone(),
        says: new.says.clone(),
        doctor: who.titled_name(),
    };
    let id = CertificateId::from_raw(tx.new_id());
    store::insert(tx, who, id, new, (&series, number, &printed))?;
    who.note(tx, "issue_certificate", "certificate", id.raw(), Some(new.patient), &printed.number)?;
    tx.announce(Topic::Patient(new.patient));
    Ok(id)
}

/// Voids a certificate with the reason; it stays readable and says so. Refused when it was voided before.
pub fn void(tx: &mut Tx<'_>, who: &Who, id: CertificateId, why: &str) -> Result<VisitId, Stop> {
    let certificate = store::by_id(tx, who.branch, id)?;
    if !store::void(tx, who, id, why.trim())? {
        return Err(conflict(text::certificate_voided_say()));
    }
    let detail = format!("{}: {}", certificate.printed.number, why.trim());
    who.note(tx, "void_certificate", "certificate", id.raw(), Some(certificate.patient), &detail)?;
    tx.announce(Topic::Patient(certificate.patient));
    Ok(certificate.visit)
}
