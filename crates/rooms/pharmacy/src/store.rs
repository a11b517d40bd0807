//! What the queue, a prescription's page and its paper show: one statement a function.

use bricks::age::Birth;
use bricks::clock::{Day, Instant};
use bricks::id::{BranchId, PatientId, PrescriptionId, VisitId};
use bricks::money::Money;
use bricks::quantity::Quantity;
use ground::db::{DbError, Stop, Tx};
use ground::people::{self, Sex};
use papers::journey::Facts;
use papers::prescription::State;
use papers::visit::show_ticket;

/// Whether somebody went on with a stop of the prescription `r`.
macro_rules! stops {
    () => {
        "EXISTS (SELECT 1 FROM safety_override o WHERE o.prescription_id = r.id)"
    };
}

/// Emergencies first, then who waits longest.
const WAITING: &str = concat!(
    "SELECT r.id, v.ticket_prefix, v.ticket_number, p.name, p.birth_day, p.birth_year, \
     (SELECT COUNT(*) FROM prescription_line l WHERE l.prescription_id = r.id), r.issued_at, r.reviewed_at IS NOT NULL, v.due_vnd = 0 OR ",
    papers::owes!(),
    ", COALESCE((SELECT x.reason FROM prescription_pause x WHERE x.prescription_id = r.id AND x.ended_at IS NULL), ''), FALSE, ",
    stops!(),
    ", v.priority = 'emergency' FROM prescription r JOIN visit v ON v.id = r.visit_id JOIN patient p ON p.id = r.patient_id \
     WHERE r.branch_id = $1 AND r.state = 'issued' ORDER BY (v.priority = 'emergency') DESC, r.issued_at, r.id LIMIT 200"
);
const DISPENSED: &str = concat!(
    "SELECT r.id, v.ticket_prefix, v.ticket_number, p.name, p.birth_day, p.birth_year, \
     (SELECT COUNT(*) FROM prescription_line l WHERE l.prescription_id = r.id), d.dispensed_at, FALSE, FALSE, '', \
     NOT EXISTS (SELECT 1 FROM dispense_line g WHERE g.dispense_id = d.id), ",
    stops!(),
    ", v.priority = 'emergency' FROM dispense d JOIN prescription r ON r.id = d.prescription_id JOIN visit v ON v.id = r.visit_id \
     JOIN patient p ON p.id = r.patient_id WHERE d.branch_id = $1 AND d.dispensed_at >= $2 AND d.undone_at IS NULL ORDER BY d.dispensed_at DESC LIMIT 20"
);
const NEXT: &str = "SELECT r.id, v.ticket_prefix, v.ticket_number FROM prescription r JOIN visit v ON v.id = r.visit_id \
     WHERE r.branch_id = $1 AND r.state = 'issued' AND NOT EXISTS \
     (SELECT 1 FROM prescription_pause x WHERE x.prescription_id = r.id AND x.ended_at IS NULL) ORDER BY (v.priority = 'emergency') DESC, r.issued_at, r.id LIMIT 1";
const HEAD: &str = concat!(
    "SELECT r.id, r.visit_id, r.patient_id, r.number, r.state, r.version, r.issued_at, s.title, s.name, v.ticket_prefix, v.ticket_number, \
     v.day, p.code, p.name, p.sex, p.birth_day, p.birth_year, p.allergies, p.allergies_none, p.conditions, \
     (SELECT w.weight_milli FROM vitals w WHERE w.patient_id = r.patient_id AND w.weight_milli IS NOT NULL \
     ORDER BY w.taken_at DESC LIMIT 1), d.dispensed_at, COALESCE(ds.title, ''), COALESCE(ds.name, ''), \
     o.id, o.number, n.id, n.number, ",
    papers::facts_columns!(),
    ", v.priority = 'emergency' FROM prescription r JOIN visit v ON v.id = r.visit_id JOIN patient p ON p.id = r.patient_id \
     JOIN staff s ON s.id = COALESCE(r.issued_by, r.created_by) LEFT JOIN dispense d ON d.prescription_id = r.id AND d.number = (SELECT MAX(x.number) FROM dispense x \
     WHERE x.prescription_id = r.id AND x.undone_at IS NULL) \
     LEFT JOIN staff ds ON ds.id = d.dispensed_by LEFT JOIN prescription o ON o.id = r.replaces_id \
     LEFT JOIN prescription n ON n.replaces_id = r.id AND n.state <> 'cancelled' WHERE r.id = $1 AND r.branch_id = $2"
);
/// What the paper says besides the banner.
const REST: &str = "SELECT p.address, p.phone, p.national_id, p.insurance_number, p.guardian_name, p.guardian_phone, \
     COALESCE(n.advice, ''), a.day FROM visit v JOIN patient p ON p.id = v.patient_id LEFT JOIN note n ON n.visit_id = v.id \
     LEFT JOIN appointment a ON a.id = v.follow_up_id WHERE v.id = $1";
const DIAGNOSES: &str = "SELECT d.code, d.title_vi, d.title_en FROM visit_diagnosis vd JOIN diagnosis d ON d.code = vd.code \
     WHERE vd.visit_id = $1 ORDER BY vd.position";
const REMAINDER: &str = concat!(
    "SELECT r.id, v.ticket_prefix, v.ticket_number, p.name, p.birth_day, p.birth_year, \
     (SELECT COUNT(*) FROM prescription_line l WHERE l.prescription_id = r.id AND l.given_milli + l.declined_milli < l.quantity_milli), r.issued_at, FALSE, FALSE, \
     COALESCE((SELECT x.reason FROM prescription_pause x WHERE x.prescription_id = r.id AND x.ended_at IS NULL), ''), FALSE, ",
    stops!(),
    ", v.priority = 'emergency' FROM prescription r JOIN visit v ON v.id = r.visit_id JOIN patient p ON p.id = r.patient_id \
     WHERE r.branch_id = $1 AND r.state = 'partial' ORDER BY r.issued_at DESC LIMIT 50"
);

ground::row! {
    /// A prescription as the queue shows it; `at` is when it was issued, or dispensed.
    pub struct Listed {
        pub id: PrescriptionId,
        pub ticket_prefix: String,
        pub ticket_number: i64,
        pub patient: String,
        pub birth_day: Option<Day>,
        pub birth_year: i64,
        pub medicines: i64,
        pub at: Instant,
        /// It is on the bill before it is given out.
        pub reviewed: bool,
        /// Nothing of the visit is owed.
        pub paid: bool,
        /// Why it waits (a code of `acts_pause::PAUSES`); empty while it does not.
        pub paused: String,
        /// It was closed and nothing of it handed over.
        pub nothing_given: bool,
        /// Somebody went on with a stop of it.
        pub has_stop: bool,
        pub emergency: bool,
    }
}

impl Listed {
    pub fn ticket(&self) -> String {
        show_ticket(&self.ticket_prefix, self.ticket_number)
    }
    pub fn birth(&self) -> Birth {
        people::birth(self.birth_day, self.birth_year)
    }
}

ground::row! {
    /// A prescription with everything its banner says.
    pub struct Head {
        pub id: PrescriptionId,
        pub visit: VisitId,
        pub patient: PatientId,
        pub number: String,
        pub state: State,
        pub version: i64,
        pub issued_at: Option<Instant>,
        pub doctor_title: String,
        pub doctor_name: String,
        pub ticket_prefix: String,
        pub ticket_number: i64,
        pub day: Day,
        pub patient_code: String,
        pub patient_name: String,
        pub sex_code: String,
        pub birth_day: Option<Day>,
        pub birth_year: i64,
        pub allergies: String,
        /// Somebody asked, and there are none.
        pub allergies_none: bool,
        pub conditions: String,
        /// The latest that was measured, in kilograms.
        pub weight: Option<Quantity>,
        pub dispensed_at: Option<Instant>,
        pub dispenser_title: String,
        pub dispenser_name: String,
        /// The one of the visit that it was written in place of.
        pub replaces: Option<PrescriptionId>,
        pub replaces_number: Option<String>,
        /// The one that was written in place of it.
        pub replaced_by: Option<PrescriptionId>,
        pub replaced_by_number: Option<String>,
        pub visit_state: papers::visit::State,
        pub vitals_taken: bool,
        pub orders_open: i64,
        pub orders_done: i64,
        pub prescription: Option<State>,
        pub due: Money,
        pub owes: bool,
        pub emergency: bool,
    }
}

impl Head {
    pub fn ticket(&self) -> String {
        show_ticket(&self.ticket_prefix, self.ticket_number)
    }
    pub fn birth(&self) -> Birth {
        people::birth(self.birth_day, self.birth_year)
    }
    pub fn sex(&self) -> Sex {
        Sex::parse(&self.sex_code).unwrap_or(Sex::Other)
    }
    pub fn doctor(&self) -> String {
        format!("{} {}", self.doctor_title, self.doctor_name).trim().to_owned()
    }
    pub fn dispenser(&self) -> String {
        format!("{} {}", self.dispenser_title, self.dispenser_name).trim().to_owned()
    }
    /// What decides where the patient goes next.
    pub fn facts(&self) -> Facts {
        Facts {
            state: self.visit_state,
            vitals_taken: self.vitals_taken,
            orders_open: self.orders_open,
            orders_done: self.orders_done,
            prescription: self.prescription,
            due: self.due,
            owes: self.owes,
        }
    }
}

ground::row! {
    /// What only the paper says.
    pub struct Rest {
        pub address: String,
        /// E.164.
        pub phone: Option<String>,
        pub national_id: Option<String>,
        pub insurance_number: Option<String>,
        pub guardian_name: Option<String>,
        pub guardian_phone: Option<String>,
        pub advice: String,
        pub follow_up: Option<Day>,
    }
}

ground::row! {
    pub struct Diagnosis {
        pub code: String,
        pub title_vi: String,
        pub title_en: String,
    }
}

/// Issued prescriptions, the longest wait first.
pub fn waiting(tx: &mut Tx<'_>, branch: BranchId) -> Result<Vec<Listed>, DbError> {
    tx.all(WAITING, &[&branch])
}

/// Up to 20 prescriptions dispensed since an instant, the latest first.
pub fn dispensed_since(tx: &mut Tx<'_>, branch: BranchId, since: Instant) -> Result<Vec<Listed>, DbError> {
    tx.all(DISPENSED, &[&branch, &since])
}

/// Prescriptions of which the pharmacy owes something, the latest first; with how many medicines.
pub fn remainder(tx: &mut Tx<'_>, branch: BranchId) -> Result<Vec<Listed>, DbError> {
    tx.all(REMAINDER, &[&branch])
}

/// The prescription that waits longest and is not paused, with its ticket.
pub fn next(tx: &mut Tx<'_>, branch: BranchId) -> Result<Option<(PrescriptionId, String)>, DbError> {
    let next: Option<(PrescriptionId, String, i64)> = tx.one(NEXT, &[&branch])?;
    Ok(next.map(|(id, prefix, number)| (id, show_ticket(&prefix, number))))
}

/// One prescription of this branch; `Stop::Missing` otherwise.
pub fn head(tx: &mut Tx<'_>, branch: BranchId, id: PrescriptionId) -> Result<Head, Stop> {
    tx.one(HEAD, &[&id, &branch])?.ok_or(Stop::Missing)
}

/// What the paper says besides the banner.
pub fn rest(tx: &mut Tx<'_>, visit: VisitId) -> Result<Rest, Stop> {
    tx.one(REST, &[&visit])?.ok_or(Stop::Missing)
}

/// The visit's diagnoses in the doctor's order.
pub fn diagnoses(tx: &mut Tx<'_>, visit: VisitId) -> Result<Vec<Diagnosis>, DbError> {
    tx.all(DIAGNOSES, &[&visit])
}
