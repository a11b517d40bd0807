//! Money that arrives at the bank: told by the bank's gateway or typed by a cashier, found by its reference once, given to
//! the bill that its purpose and amount name, or kept in a list until somebody does.

pub mod acts;
pub mod gateway;
pub mod pages;
pub mod purpose;
pub mod store;
pub mod views;

pub use acts::claim;
