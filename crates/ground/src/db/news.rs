use bricks::id::{AppointmentId, PatientId, VisitId};
use std::fmt;

/// What a page can listen to. The text form is the name of the event that the browser sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Topic {
    /// The diary of appointments changed.
    Diary,
    /// One appointment changed. Told together with other topics, it says that nothing else of theirs moved.
    Appointment(AppointmentId),
    /// When somebody or something works changed.
    Hours,
    /// Somebody came, was called, finished or left.
    Queue,
    /// Orders were made, started, done or cancelled.
    Orders,
    /// Prescriptions were issued or dispensed.
    Pharmacy,
    /// A bill changed.
    Cashier,
    /// Stock changed.
    Stock,
    /// A message was written or sent.
    Messages,
    /// Anything about one visit changed.
    Visit(VisitId),
    /// Anything in one patient's record changed.
    Patient(PatientId),
    /// Somebody opened or closed the page of one visit.
    Presence(VisitId),
}

impl fmt::Display for Topic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Topic::Diary => f.write_str("diary"),
            Topic::Appointment(id) => write!(f, "appointment-{id}"),
            Topic::Hours => f.write_str("hours"),
            Topic::Queue => f.write_str("queue"),
            Topic::Orders => f.write_str("orders"),
            Topic::Pharmacy => f.write_str("pharmacy"),
            Topic::Cashier => f.write_str("cashier"),
            Topic::Stock => f.write_str("stock"),
            Topic::Messages => f.write_str("messages"),
            Topic::Visit(id) => write!(f, "visit-{id}"),
            Topic::Patient(id) => write!(f, "patient-{id}"),
            Topic::Presence(id) => write!(f, "presence-{id}"),
        }
    }
}

/// The event at which a page fetches all of its parts again.
pub const EVERYTHING: &str = "everything";

/// What was committed: the topics of one transaction, in their text form.
#[derive(Debug, Clone)]
pub struct News {
    pub topics: Vec<String>,
}
