//! What is taken off a bill: a discount for a reason, which above its giver's limit waits for a manager, or a voucher.

pub mod acts;
pub mod on_bill;
pub mod pages;
pub mod rules;
pub mod store;
pub mod views;
pub mod vouchers;
