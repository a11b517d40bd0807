//! The rows of a record.

use bricks::clock::{Day, Instant};
use bricks::id::*;
use bricks::money::Money;
use bricks::quantity::Quantity;
use papers::journey::Facts;
use papers::order::{self, Flag, ValueKind};
use papers::{appointment, certificate, prescription, visit};

ground::row! {
    pub(super) struct HeadRow {
        pub(super) insurer_vi: Option<String>,
        pub(super) insurer_en: Option<String>,
        pub(super) visits: i64,
        pub(super) orders: i64,
        pub(super) images: i64,
        pub(super) prescriptions: i64,
        pub(super) receipts: i64,
        pub(super) appointments: i64,
        pub(super) last_visit: Option<VisitId>,
        pub(super) last_room: Option<String>,
        pub(super) state: Option<visit::State>,
        pub(super) vitals_taken: bool,
        pub(super) orders_open: i64,
        pub(super) orders_done: i64,
        pub(super) prescription: Option<prescription::State>,
        pub(super) due: Option<Money>,
        pub(super) owes: bool,
    }
}

/// What stands above the history: how much of each kind there is, and where the patient is now.
pub struct Head {
    pub insurer_vi: Option<String>,
    pub insurer_en: Option<String>,
    pub visits: i64,
    pub orders: i64,
    pub images: i64,
    pub prescriptions: i64,
    pub receipts: i64,
    pub appointments: i64,
    pub last: Option<LastVisit>,
}

/// The latest visit, which may still be open.
pub struct LastVisit {
    pub id: VisitId,
    pub room: String,
    pub facts: Facts,
}

ground::row! {
    pub struct VisitRow {
        pub id: VisitId,
        pub day: Day,
        pub arrived_at: Instant,
        pub state: visit::State,
        pub service_vi: String,
        pub service_en: String,
        pub doctor: String,
        pub reason: String,
        pub symptoms: String,
        pub findings: String,
        pub advice: String,
    }
}

ground::row! {
    pub struct VitalsRow {
        pub visit: VisitId,
        pub taken_at: Instant,
        pub systolic_mmhg: Option<i64>,
        pub diastolic_mmhg: Option<i64>,
        pub pulse: Option<i64>,
        pub temperature: Option<Quantity>,
        pub saturation: Option<i64>,
        pub breaths: Option<i64>,
        /// In kilograms.
        pub weight: Option<Quantity>,
        /// In metres.
        pub height: Option<Quantity>,
    }
}

ground::row! {
    pub struct DiagnosisRow {
        pub visit: VisitId,
        pub code: String,
        pub title_vi: String,
        pub title_en: String,
    }
}

ground::row! {
    pub struct OrderRow {
        pub visit: VisitId,
        pub id: OrderId,
        pub service_vi: String,
        pub service_en: String,
        pub kind: order::Kind,
        pub state: order::State,
        pub done_at: Option<Instant>,
        pub cancelled_reason: Option<String>,
        pub finding: String,
        pub conclusion: String,
    }
}

ground::row! {
    pub struct ValueRow {
        pub order: OrderId,
        pub analyte: AnalyteId,
        pub name_vi: String,
        pub name_en: String,
        pub unit: String,
        pub decimals: i64,
        pub kind: ValueKind,
        pub value_milli: Option<i64>,
        pub value_text: String,
        pub flag: Flag,
        pub low_milli: Option<i64>,
        pub high_milli: Option<i64>,
        pub done_at: Option<Instant>,
    }
}

ground::row! {
    pub struct ImageRow {
        pub visit: VisitId,
        pub order: OrderId,
        pub id: AttachmentId,
        pub name: String,
        pub width: i64,
        pub height: i64,
        pub added_at: Instant,
        pub service_vi: String,
        pub service_en: String,
    }
}

ground::row! {
    pub struct LineRow {
        pub visit: VisitId,
        pub prescription: PrescriptionId,
        pub number: String,
        pub state: prescription::State,
        pub line: PrescriptionLineId,
        pub generic_vi: String,
        pub generic_en: String,
        pub strength: String,
        pub dose_unit: String,
        pub dispense_unit: String,
        pub morning: Quantity,
        pub noon: Quantity,
        pub evening: Quantity,
        pub night: Quantity,
        pub days: i64,
        pub quantity: Quantity,
        pub instruction: String,
        pub replaced_by: Option<String>,
    }
}

ground::row! {
    pub struct GivenRow {
        pub line: PrescriptionLineId,
        pub number: String,
        pub expires_on: Day,
        pub quantity: Quantity,
    }
}

ground::row! {
    pub struct ReceiptRow {
        pub visit: VisitId,
        pub id: ReceiptId,
        pub series: String,
        pub number: i64,
        pub total: Money,
        pub issued_at: Instant,
        pub method: String,
        pub cashier: String,
        pub is_void: bool,
    }
}

ground::row! {
    pub struct CertificateRow {
        pub visit: VisitId,
        pub id: CertificateId,
        pub kind: certificate::Kind,
        pub series: String,
        pub number: i64,
        pub issued_at: Instant,
        pub doctor: String,
        /// Why it was voided.
        pub voided: Option<String>,
    }
}

ground::row! {
    pub struct AppointmentRow {
        pub id: AppointmentId,
        pub starts_at: Instant,
        pub state: appointment::State,
        pub service_vi: String,
        pub service_en: String,
        pub doctor: String,
        pub note: String,
    }
}

ground::row! {
    /// A patient who is in the house.
    pub struct Present {
        pub id: PatientId,
        pub code: String,
        pub name: String,
        pub sex_code: String,
        pub birth_day: Option<Day>,
        pub birth_year: i64,
        pub arrived_at: Instant,
        pub room: String,
        pub facts_state: visit::State,
        pub vitals_taken: bool,
        pub orders_open: i64,
        pub orders_done: i64,
        pub prescription: Option<prescription::State>,
        pub due: Money,
        pub owes: bool,
    }
}

impl Present {
    pub fn facts(&self) -> Facts {
        Facts {
            state: self.facts_state,
            vitals_taken: self.vitals_taken,
            orders_open: self.orders_open,
            orders_done: self.orders_done,
            prescription: self.prescription,
            due: self.due,
            owes: self.owes,
        }
    }
}
