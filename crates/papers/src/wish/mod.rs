//! The waiting list: a patient would take a time of a doctor, or of any who does the service, on some days at some hours.
//! When an appointment gives a time back, those whom it fits are offered it, the urgent first, then who has waited
//! longest. A wish is fulfilled once: its row is locked, and the slots have their key.

mod acts;
mod rules;
mod store;

pub use acts::{add, fulfil, withdraw};
pub use rules::{ALL_WEEKDAYS, faults, fits, has_weekday, in_turn, weekday_bit};
pub use store::{WishRow, count, waiting};

use bricks::clock::Day;
use bricks::id::{PatientId, ResourceId, ServiceId};

codes! {
    /// What became of a wish.
    pub enum State {
        Waiting = "waiting",
        Booked = "booked",
        Withdrawn = "withdrawn",
    }
}

/// What a patient would take.
#[derive(Debug, Clone)]
pub struct NewWish {
    pub patient: PatientId,
    pub service: ServiceId,
    /// Nobody: any doctor who does the service.
    pub doctor: Option<ResourceId>,
    /// A bit a day, see [`weekday_bit`].
    pub weekdays: i64,
    pub from_day: Option<Day>,
    pub to_day: Option<Day>,
    /// Minutes of the day between which the whole appointment lies.
    pub from_minute: i64,
    pub to_minute: i64,
    pub urgent: bool,
    pub note: String,
}
