//! The reception's pure decisions: no database, no clock.

pub mod card;
pub mod coming;
pub mod grid;
pub mod identity;
pub mod likeness;
pub mod merging;
pub mod place;
pub mod province;
pub mod scan;
pub mod unchanged;
