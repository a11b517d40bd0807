//! Who pays for a visit besides the patient, and the payers with their plans.

pub mod acts;
pub mod on_bill;
pub mod pages;
pub mod plan;
pub mod plans;
pub mod store;
pub mod views;
