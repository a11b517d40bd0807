//! The office against a real database.

/// The small clinic of the papers' own tests.
#[allow(dead_code, reason = "each crate uses its part of the clinic")]
#[path = "../../../../papers/tests/it/house.rs"]
mod house;

mod offered;
mod people;
mod start;
mod today;
