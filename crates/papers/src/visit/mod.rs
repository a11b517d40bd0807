//! A visit is a patient in the house: checked in with a ticket, called in by the doctor, finished, or gone before the
//! call. Orders, the prescription and charges hang on it. Where its patient goes next is not stored here: see
//! [`crate::journey`].

mod acts;
mod again;
mod calls;
mod emergency;
mod hand_over;
mod sign;
mod store;
mod take_back;

pub use acts::{BESIDE_VISIT, check_in, close_left_open, due_add, finish, leave, lock_in_room, plan_follow_up};
pub use again::see_again;
pub use calls::{call_again, call_back, call_in, put_back};
pub use emergency::{
    Emergency, emergency_of_day, emergency_reason, end_emergency, set_emergency, set_emergency_where_open,
};
pub use hand_over::{HandOver, hand_over};
pub use sign::{Level, Sign, level_of, usual_range};
pub use store::{by_id, lock};
pub use take_back::take_back;

use bricks::age::{Birth, age_on};
use bricks::clock::{Day, Instant};
use bricks::id::{AppointmentId, BranchId, PatientId, ResourceId, ServiceId, StaffId, VisitId};
use bricks::money::Money;

/// A visit that was left open longer ago than any working day lasts is the desk's to close; nobody is called for it.
pub const LEFT_OPEN_MINUTES: i64 = 18 * 60;

codes! {
    /// How far a visit has come at the doctor's.
    pub enum State {
        Waiting = "waiting",
        InRoom = "in_room",
        Finished = "finished",
        /// Gone before being called.
        Left = "left",
    }
}

codes! {
    /// Why a patient may go before others; the first is everybody else.
    pub enum Priority {
        Ordinary = "ordinary",
        /// 80 years or more.
        Elderly = "over_80",
        /// Not yet 6 years.
        YoungChild = "under_6",
        Pregnant = "pregnant",
        Emergency = "emergency",
    }
}

/// From so many years on a patient goes before others.
const ELDERLY_FROM_YEARS: i64 = 80;
/// Below so many years.
const YOUNG_BELOW_YEARS: i64 = 6;

impl Priority {
    /// The strongest reason that holds: what the desk sees at once before what the date of birth tells. Emergencies are
    /// made by [`set_emergency`] alone, which remembers this.
    pub fn of(birth: Birth, today: Day, is_pregnant: bool) -> Priority {
        let years = age_on(birth, today).years();
        match is_pregnant {
            true => Priority::Pregnant,
            _ if years >= ELDERLY_FROM_YEARS => Priority::Elderly,
            _ if years < YOUNG_BELOW_YEARS => Priority::YoungChild,
            _ => Priority::Ordinary,
        }
    }
}

/// What the desk knows when a patient comes.
#[derive(Debug, Clone)]
pub struct CheckIn {
    pub patient: PatientId,
    /// The booked appointment, if there is one.
    pub appointment: Option<AppointmentId>,
    pub service: ServiceId,
    pub doctor: ResourceId,
    pub room: ResourceId,
    /// In the patient's words; may be empty.
    pub reason: String,
    pub priority: Priority,
    /// The visit that the doctor has finished and for which the patient is still in the house, as whoever lets them in once more
    /// was told.
    pub beside: Option<VisitId>,
}

ground::row! {
    /// A visit as stored.
    pub struct Visit {
        pub id: VisitId,
        pub branch: BranchId,
        pub patient: PatientId,
        pub appointment: Option<AppointmentId>,
        pub service: ServiceId,
        pub doctor: ResourceId,
        pub room: ResourceId,
        /// The clinic's local day of `arrived_at`.
        pub day: Day,
        pub ticket_prefix: String,
        pub ticket_number: i64,
        pub state: State,
        pub reason: String,
        pub arrived_at: Instant,
        pub arrived_by: StaffId,
        pub called_at: Option<Instant>,
        pub called_by: Option<StaffId>,
        /// When it was finished, or when the patient left.
        pub finished_at: Option<Instant>,
        pub finished_by: Option<StaffId>,
        pub follow_up: Option<AppointmentId>,
        /// What is charged and on no invoice, less the open discount.
        pub due: Money,
        pub priority: Priority,
    }
}

impl Visit {
    /// `A021`: as called out and printed.
    pub fn ticket(&self) -> String {
        show_ticket(&self.ticket_prefix, self.ticket_number)
    }
}

/// `A021` from the two columns of a list.
pub fn show_ticket(prefix: &str, number: i64) -> String {
    format!("{prefix}{number:03}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ticket_has_three_digits_and_grows_when_it_must() {
        assert_eq!(show_ticket("A", 21), "A021");
        assert_eq!(show_ticket("SA", 1000), "SA1000");
    }

    #[test]
    fn the_strongest_reason_to_go_first_holds() {
        let today = bricks::clock::parse_day("2026-11-24").unwrap();
        let born = |day: &str| Birth::parse(day).unwrap();
        for (birth, pregnant, expected) in [
            ("24/11/1946", false, Priority::Elderly),
            ("25/11/1946", false, Priority::Ordinary),
            ("1946", false, Priority::Elderly),
            ("25/11/2020", false, Priority::YoungChild),
            ("24/11/2020", false, Priority::Ordinary),
            ("24/11/1996", true, Priority::Pregnant),
        ] {
            assert_eq!(Priority::of(born(birth), today, pregnant), expected, "{birth}");
        }
    }

    #[test]
    fn every_state_is_read_back() {
        for state in State::ALL {
            assert_eq!(State::parse(state.code()), Some(*state));
        }
        assert_eq!(State::parse("closed"), None);
    }
}
