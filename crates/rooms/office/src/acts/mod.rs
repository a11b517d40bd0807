//! The office's acts.

pub mod account;
pub mod people;
pub mod start;
