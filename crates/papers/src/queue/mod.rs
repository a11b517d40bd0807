//! One fair queue for each doctor: who booked, who walked in and who comes back with results stand in it together.
//!
//! The order is [`order`], a pure function of plain facts and of the published [`Rule`] (docs/queue.md); nothing of it is
//! stored. The time that a patient is promised is [`promise`], from the doctor's own [`Pace`] of today. [`load`] reads the
//! facts of a whole branch in two statements.

mod load;
mod pace;
mod rule;
#[cfg(test)]
mod simulation;
mod store;
mod words;

pub use load::{Inside, Line, Place, Queues, load, of_doctor};
pub use pace::{Pace, Promise, pace, promise};
pub use rule::{Called, InLine, Placed, Reason, Rule, Turn, Wait, order};
pub use store::{doctor_of, lock_doctor, rule, save_rule};
pub use words::{priority_icon, priority_text};
