//! The office's acts.

pub mod account;
pub mod medicines;
pub mod password_link;
pub mod people;
pub mod person;
pub mod places;
pub mod prices;
pub mod services;
pub mod start;
