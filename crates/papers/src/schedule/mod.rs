//! When doctors, rooms and devices work: hours by weekday, the hours of single days, leave, and the clinic's holidays.
//!
//! Leave is stronger than everything. The hours of a single day count on a holiday too, the weekday's do not. A room or
//! device without hours of its own is there whenever somebody needs it, but for its leave.
//!
//! Who books holds the resources ([`hold`]) before reading when they work, and who takes hours away locks them
//! ([`lock`]): so no appointment can slip into a leave that is made at the same moment.

mod acts;
pub mod department;
mod many;
mod open;
mod rules;
mod store;
#[cfg(test)]
mod tests;
mod words;

pub use acts::{
    NewLeave, add_day_hours, make_leave, remove_day_hours, remove_holiday, remove_leave, set_holiday, set_hours,
};
pub use many::Many;
pub(crate) use many::asked_resources;
pub use open::{Away, Open, Why};
pub use rules::{Daily, Facts, HolidayFact, LeaveFact, Weekly, leave_trouble};
pub use store::{
    DayHoursRow, HolidayRow, LeaveRow, WeeklyRow, coming_day_hours, coming_leave, facts, hold, holidays, lock,
    lock_doctors, weekly,
};
pub use words::show_end;

use bricks::clock::{Day, Zone};
use bricks::id::ResourceId;
use ground::db::{DbError, Tx};

codes! {
    /// What resources are.
    pub enum Kind {
        Doctor = "doctor",
        Room = "room",
        Device = "device",
    }
}

codes! {
    /// Why somebody or something is away.
    pub enum LeaveKind {
        Annual = "annual",
        Sick = "sick",
        Training = "training",
        Maintenance = "maintenance",
        Other = "other",
    }
}

codes! {
    /// How the hours of a single day stand to the weekday's.
    pub enum DayKind {
        /// Besides the usual hours.
        Extra = "extra",
        /// In their place.
        Instead = "instead",
    }
}

/// When these resources work, from a day on for so many days: two statements, however many they are.
pub fn open(tx: &mut Tx<'_>, zone: &Zone, resources: &[ResourceId], from_day: Day, days: i64) -> Result<Open, DbError> {
    Ok(facts(tx, zone, resources, from_day, days)?.open(zone))
}
