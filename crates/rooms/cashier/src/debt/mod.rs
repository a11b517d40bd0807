//! Bills that are paid later: agreeing to it, the agreement on the bill, and who owes.

pub mod acts;
pub mod on_bill;
pub mod pages;
pub mod rules;
pub mod views;
