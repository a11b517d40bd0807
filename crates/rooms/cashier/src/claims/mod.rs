//! What payers owe: made by the first payment of a bill, sent by payer and period, settled to the last đồng.

pub mod acts;
pub mod pages;
pub mod rules;
pub mod store;
pub mod views;
pub mod workbook;
