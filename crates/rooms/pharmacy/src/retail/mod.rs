//! The counter: medicines that need no prescription are put together, by search or by scanner, and sold to a known patient
//! or to somebody who gives no name. The cashier takes the money on the sale's own bill.

pub(crate) mod acts;
pub(crate) mod basket;
pub mod pages;
pub(crate) mod store;
mod views;
mod views_sale;
