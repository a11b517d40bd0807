//! The reception's pure decisions: no database, no clock.

pub mod coming;
pub mod grid;
pub mod identity;
pub mod likeness;
pub mod place;
pub mod reminding;
