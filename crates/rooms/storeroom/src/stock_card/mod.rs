//! The stock card of a medicine: its batches, and what moved with what was left after it.

pub mod pages;
pub mod store;
mod views;
