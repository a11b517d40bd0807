//! The office's acts.

pub mod account;
pub mod medicines;
pub mod people;
pub mod places;
pub mod prices;
pub mod services;
pub mod start;
