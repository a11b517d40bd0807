//! A prescription belongs to one visit. The doctor writes it line by line while the patient is in the room; issued, it
//! no longer changes and waits in the pharmacy, which gives it out at once or in parts; when every line was given or
//! declined it is done. An empty one never reaches the pharmacy.

mod acts;
mod law;
mod law_store;
mod not_given;
mod one_line;
mod question;
mod replace;
mod rules;
mod store;
mod take_back;

pub use acts::{draft_for, draft_with_lines, hold_given, hold_issued, issue, put_line, read_by, remove_line, settle};
pub use law::{
    CHILD_MONTHS, Child, Course, Kept, Legal, Limit, Numbered, PaperForm, accompanied, demand as demand_of_law,
    facility, is_disease_code, is_facility_code, kept_child, legal, limits, long_term, numbered, set_facility,
    set_limit, set_long_term,
};
pub use not_given::{
    NotGiven, REFUSALS, not_given, refusal_kept, refusal_told, refusal_word, see_refusals, unseen_refusals,
};
pub use one_line::{Step, Written, parse_line, write_line};
pub use question::{Question, answer, open_questions, question, withdraw};
pub use replace::begin_after;
pub use rules::{COLLECT_DAYS, DAYS_MAX, Doses, days_taken, is_too_old, quantity_needed};
pub use store::{by_id, by_visit, latest_before, lines};
pub use take_back::{lock_to_write, take_back};

use bricks::clock::Instant;
use bricks::id::{MedicineId, PatientId, PrescriptionId, PrescriptionLineId, StaffId, VisitId};
use bricks::lang::Lang;
use bricks::money::Money;
use bricks::quantity::Quantity;

codes! {
    /// How far a prescription has come.
    pub enum State {
        Draft = "draft",
        Issued = "issued",
        /// Given out in part: the pharmacy owes the rest.
        Partial = "partial",
        Dispensed = "dispensed",
        Cancelled = "cancelled",
    }
}

ground::row! {
    /// A prescription as stored, without its lines.
    pub struct Prescription {
        pub id: PrescriptionId,
        pub visit: VisitId,
        pub patient: PatientId,
        /// `DT-261124-001`.
        pub number: String,
        pub state: State,
        /// Grows with every change of a line.
        pub version: i64,
        pub created_at: Instant,
        pub created_by: StaffId,
        pub issued_at: Option<Instant>,
        pub issued_by: Option<StaffId>,
        /// The language that the patient reads, as stored.
        pub lang_code: String,
        /// The one of the same visit that it was written in place of.
        pub replaces: Option<PrescriptionId>,
        /// Since when another one of its visit counts.
        pub replaced_at: Option<Instant>,
    }
}

impl Prescription {
    /// The language that the patient reads.
    pub fn lang(&self) -> Lang {
        Lang::parse(&self.lang_code).unwrap_or_default()
    }
}

ground::row! {
    /// A line with its medicine. Doses are in `dose_unit`, the quantity in `dispense_unit`.
    pub struct Line {
        pub id: PrescriptionLineId,
        pub position: i64,
        pub medicine: MedicineId,
        pub morning: Quantity,
        pub noon: Quantity,
        pub evening: Quantity,
        pub night: Quantity,
        pub days: i64,
        pub quantity: Quantity,
        pub instruction: String,
        pub code: String,
        pub generic_vi: String,
        pub generic_en: String,
        pub strength: String,
        pub form: String,
        pub route: String,
        pub dose_unit: String,
        pub dispense_unit: String,
        /// Of one `dispense_unit`, today.
        pub price: Money,
        pub controlled: String,
        /// Given out so far, and what will not be.
        pub given: Quantity,
        pub declined: Quantity,
        /// From which day of the course on, 1 is the first.
        pub first_day: i64,
        /// On this day of each week only, 1 is Monday.
        pub weekday: Option<i64>,
        /// Bought elsewhere.
        pub outside: bool,
        /// The maker's name for the product; often none.
        pub brand: String,
        pub written_by: Option<StaffId>,
        /// The doctor who wrote it, with title; empty for a line from before that was kept.
        pub writer: String,
    }
}

impl Line {
    /// What the pharmacy has still to give.
    pub fn remainder(&self) -> Quantity {
        if self.outside {
            return Quantity::ZERO;
        }
        let left = self.quantity.milli().saturating_sub(self.given.milli()).saturating_sub(self.declined.milli());
        Quantity::from_milli(left.max(0))
    }
}

/// What the doctor writes on one line.
#[derive(Debug, Clone)]
pub struct NewLine {
    pub medicine: MedicineId,
    pub morning: Quantity,
    pub noon: Quantity,
    pub evening: Quantity,
    pub night: Quantity,
    pub days: i64,
    pub instruction: String,
    pub first_day: i64,
    pub weekday: Option<i64>,
}

impl From<Line> for NewLine {
    /// The same once more.
    fn from(line: Line) -> NewLine {
        NewLine {
            medicine: line.medicine,
            morning: line.morning,
            noon: line.noon,
            evening: line.evening,
            night: line.night,
            days: line.days,
            instruction: line.instruction,
            first_day: line.first_day,
            weekday: line.weekday,
        }
    }
}

impl NewLine {
    /// The four doses of a day.
    pub fn doses(&self) -> Doses {
        Doses { morning: self.morning, noon: self.noon, evening: self.evening, night: self.night }
    }
}
