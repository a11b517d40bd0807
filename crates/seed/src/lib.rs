//! What a clinic begins with: the starter catalogue that every clinic gets, and the demonstration clinic, which a
//! seeded generator makes around the present day.

mod catalogue;
mod dice;
mod rows;
mod stable;
mod tsv;

pub use catalogue::{Partners, catalogue};
