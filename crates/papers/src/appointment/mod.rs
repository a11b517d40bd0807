//! An appointment is booked by phone, at the desk or as a follow-up, and ends in one way: the patient arrives, cancels
//! or does not come. While it holds, every five minutes of its doctor and its room belong to it, as rows whose key
//! makes a second booking impossible. A hold of the website takes the same rows for a few minutes.

mod acts;
mod audience;
mod change;
mod free;
mod freed;
pub mod hold;
mod inside;
mod question;
mod rules;
mod search;
mod store;
mod take;

pub use acts::{How, arrive, book, book_as, cancel, expect_again, no_show, no_show_overdue};
pub use audience::{Audience, Misfit, audience};
pub use change::{Asked, Change, ChangeKind, confirm, history, move_to, stretch, undo};
pub use free::{Free, SEARCHED_DAYS, Work, free_times, nearest, nearest_free, suitable};
pub(crate) use free::{Span, free_within};
pub use freed::{Freed, freed};
pub use inside::{Inside, inside};
pub(crate) use question::does_not_give;
pub use question::{AT_ONCE, Elsewhere, Knowing, OTHER_DOCTOR, SAME_DAY, UNSUITED, ask_without_time, booked_within};
pub use rules::{GRID_MINUTES, STEP_MINUTES, slots_of};
pub(crate) use rules::{Taken as TakenSlots, closed_say};
pub use store::needs_more;
pub(crate) use store::take_patient;
pub use store::{by_id, lock};
pub use take::Place;

use bricks::clock::{Day, Instant};
use bricks::id::{AppointmentId, PatientId, ResourceId, ServiceId, StaffId};

codes! {
    /// How far an appointment has come.
    pub enum State {
        Booked = "booked",
        Arrived = "arrived",
        Cancelled = "cancelled",
        NoShow = "no_show",
    }
}

codes! {
    /// How the booking reached the clinic.
    pub enum Source {
        Phone = "phone",
        InPerson = "in_person",
        Website = "website",
        FollowUp = "follow_up",
    }
}

codes! {
    /// What the patient said about coming.
    pub enum Confirmation {
        /// Nobody asked yet.
        None = "none",
        Asked = "asked",
        Confirmed = "confirmed",
        Declined = "declined",
    }
}

/// What a booking asks for.
#[derive(Debug, Clone)]
pub struct NewAppointment {
    pub patient: PatientId,
    pub doctor: ResourceId,
    /// Another one is taken when the service has rooms of its own.
    pub room: ResourceId,
    pub service: ServiceId,
    /// On the grid of [`GRID_MINUTES`].
    pub starts_at: Instant,
    /// 5 to 480.
    pub duration_minutes: i64,
    pub source: Source,
    pub note: String,
}

impl NewAppointment {
    pub fn place(&self) -> Place {
        let NewAppointment { doctor, room, starts_at, duration_minutes, .. } = *self;
        Place { doctor, room, starts_at, duration_minutes }
    }
}

impl Appointment {
    pub fn place(&self) -> Place {
        let Appointment { doctor, room, starts_at, duration_minutes, .. } = *self;
        Place { doctor, room, starts_at, duration_minutes }
    }
}

ground::row! {
    /// An appointment as stored.
    pub struct Appointment {
        pub id: AppointmentId,
        pub patient: PatientId,
        pub doctor: ResourceId,
        pub room: ResourceId,
        pub service: ServiceId,
        /// The clinic's local day of `starts_at`.
        pub day: Day,
        pub starts_at: Instant,
        pub duration_minutes: i64,
        pub state: State,
        pub source: Source,
        pub note: String,
        pub created_at: Instant,
        pub created_by: StaffId,
        /// When it was cancelled or the patient was given up; empty for those who came.
        pub ended_at: Option<Instant>,
        pub ended_by: Option<StaffId>,
        pub ended_reason: Option<String>,
        /// The device that the service needs.
        pub device: Option<ResourceId>,
        /// Stands beside an appointment of the same doctor, and takes neither doctor nor room.
        pub overbooked: bool,
        pub confirmation: Confirmation,
        /// How often it was changed.
        pub version: i64,
    }
}
