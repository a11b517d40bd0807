//! A clinical order: the doctor asks for a test, an image, a procedure or a vaccine while the patient is in the room,
//! and somebody performs it and writes down the result. Done, it changes only by a correction that keeps what stood there.

mod acts;
mod complete;
mod correct;
mod review;
mod rules;
mod store;

pub use acts::{cancel, place, start, withdraw};
pub use complete::complete;
pub use correct::{Corrected, CorrectedValue, Correction, correct, corrected_values, corrections};
pub use review::{Alarm, Shown, review, unseen_alarms};
pub use rules::{Limits, Range, RangeSex, flag, limits_for, range_for};
pub use store::{Recent, analytes, by_id, by_visit, pays_first, ranges, recent, results};

use bricks::clock::Instant;
use bricks::id::{AnalyteId, OrderId, PatientId, ServiceId, StaffId, VisitId};

/// Whether an order `o` waits for its payment: it is paid first and not begun (what an emergency began is gone on with), its
/// charge costs something, nothing of its invoice is paid, and what the visit owes is not agreed to be paid later.
#[macro_export]
macro_rules! unpaid {
    () => {
        concat!(
            "(o.pay_first AND o.state = 'ordered' \
             AND NOT EXISTS (SELECT 1 FROM visit e WHERE e.id = o.visit_id AND e.priority = 'emergency') AND NOT EXISTS (SELECT 1 FROM charge c \
             WHERE c.source_kind = 'order' AND c.source_id = o.id AND (c.amount_vnd = 0 OR ",
            $crate::settled!(),
            " OR EXISTS (SELECT 1 FROM visit v WHERE v.id = c.visit_id AND ",
            $crate::owes!(),
            "))))"
        )
    };
}

codes! {
    /// How far an order has come.
    pub enum State {
        Ordered = "ordered",
        Started = "started",
        Done = "done",
        Cancelled = "cancelled",
    }
}

codes! {
    /// What kind of service is ordered.
    pub enum Kind {
        /// Never ordered: a visit is for it.
        Consultation = "consultation",
        Lab = "lab",
        Imaging = "imaging",
        Procedure = "procedure",
        Vaccine = "vaccine",
    }
}

codes! {
    /// How a value stands to its limits.
    pub enum Flag {
        /// Nothing can be said: a text, or no limits are known.
        None = "",
        CriticalLow = "LL",
        Low = "L",
        Normal = "N",
        High = "H",
        CriticalHigh = "HH",
        /// A finding that should not be there.
        Abnormal = "A",
    }
}

impl Flag {
    /// Whether somebody must look at once.
    pub const fn is_critical(self) -> bool {
        matches!(self, Flag::CriticalLow | Flag::CriticalHigh)
    }

    /// Whether the value lies outside what is usual.
    pub const fn is_abnormal(self) -> bool {
        !matches!(self, Flag::None | Flag::Normal)
    }
}

codes! {
    /// What an analyte's value is.
    pub enum ValueKind {
        Number = "number",
        /// Negative or positive.
        NegPos = "neg_pos",
        Text = "text",
    }
}

/// What `value_text` holds for a positive finding of a [`ValueKind::NegPos`] analyte.
pub const POSITIVE: &str = "positive";
/// What `value_text` holds for a negative one.
pub const NEGATIVE: &str = "negative";

/// What the doctor asks for.
#[derive(Debug, Clone)]
pub struct NewOrder {
    pub service: ServiceId,
    pub urgent: bool,
    /// What the doctor wants to know; may be empty.
    pub question: String,
    /// The patient comes without having eaten.
    pub fasting: bool,
}

/// One measured value. A number has `value_milli`, [`ValueKind::NegPos`] has [`POSITIVE`] or [`NEGATIVE`] in
/// `value_text`, a text has its words there. A value that is empty in both is left out.
#[derive(Debug, Clone)]
pub struct NewValue {
    pub analyte: AnalyteId,
    pub value_milli: Option<i64>,
    pub value_text: String,
}

ground::row! {
    /// An order with the name of its service.
    pub struct Order {
        pub id: OrderId,
        pub visit: VisitId,
        pub patient: PatientId,
        pub service: ServiceId,
        pub service_code: String,
        pub service_vi: String,
        pub service_en: String,
        pub kind: Kind,
        pub state: State,
        pub urgent: bool,
        pub question: String,
        pub ordered_at: Instant,
        pub ordered_by: StaffId,
        pub started_at: Option<Instant>,
        pub started_by: Option<StaffId>,
        pub done_at: Option<Instant>,
        pub done_by: Option<StaffId>,
        pub cancelled_reason: Option<String>,
        pub finding: String,
        pub conclusion: String,
    }
}

ground::row! {
    /// A value of a finished order with the name of its analyte and the limits that held.
    pub struct ResultValue {
        pub order: OrderId,
        pub analyte: AnalyteId,
        pub code: String,
        pub name_vi: String,
        pub name_en: String,
        pub unit: String,
        /// How many decimals of the value are shown, 0 to 3.
        pub decimals: i64,
        pub kind: ValueKind,
        pub value_milli: Option<i64>,
        pub value_text: String,
        pub flag: Flag,
        pub low_milli: Option<i64>,
        pub high_milli: Option<i64>,
    }
}

ground::row! {
    /// What one service measures.
    pub struct Analyte {
        pub id: AnalyteId,
        pub code: String,
        pub name_vi: String,
        pub name_en: String,
        pub unit: String,
        pub decimals: i64,
        pub kind: ValueKind,
    }
}

/// An order and, once it is done, its values.
#[derive(Debug, Clone)]
pub struct OrderWithResults {
    pub order: Order,
    pub values: Vec<ResultValue>,
}
