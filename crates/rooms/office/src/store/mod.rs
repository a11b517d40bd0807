//! The office's SQL: one statement a function, nothing decided.

pub mod figures;
pub mod log;
pub mod medicines;
pub mod names;
pub mod people;
pub mod person;
pub mod places;
pub mod prices;
pub mod services;
pub mod start;
