//! What passes from room to room: the types, the rules and the SQL of the clinic's papers, and no pages.
//!
//! A room never calls another room. Reception lays a visit into the queue, the doctor lays orders and a prescription
//! on it, the pharmacy takes from batches, everybody posts charges, and the cashier finds them. A module knows only
//! those before it: `schedule`, `appointment`, `wish`, `series`, `visit`, `note`, `prescription`, `safety`, `background`, `order`,
//! `debt`, `journey`, `queue`, `batch`, `payer`, `limits`, `charge`, `refund`, `returned`, `retail`, `message`, `notice`, `receipt`, `deposit`, `payout`,
//! `cash`, `certificate`, `whose`.
//!
//! Every act is a plain function inside a running transaction. It guards, changes, tells the open pages and writes its
//! row of the audit. All acts are right under READ COMMITTED (`Db::write_locked`): keys, guarded updates and the lock
//! on the visit's row decide every race. Parts of a larger act (`appointment::arrive`, `batch::take`, …) say that they
//! leave the audit to that act.

#[macro_use]
mod codes;
pub mod counter;
mod parties;
mod refuse;

pub use parties::hold as hold_patient;

pub mod schedule;

pub mod appointment;
pub mod visit;
pub mod wish;

pub mod series;

pub mod note;

pub mod prescription;

pub mod safety;

pub mod background;

pub mod order;

pub mod debt;

pub mod journey;

pub mod queue;

pub mod batch;

pub mod payer;

pub mod limits;

pub mod charge;

pub mod refund;

pub mod returned;

pub mod retail;

pub mod consumable;

pub mod vaccination;

pub mod message;

pub mod notice;

pub mod receipt;

pub mod deposit;

pub mod payout;

pub mod cash;

pub mod takings;

pub mod certificate;

pub mod whose;

/// The words of this crate in every language, generated from `text/*.ftl`.
pub mod text {
    include!(concat!(env!("OUT_DIR"), "/text.rs"));
}
