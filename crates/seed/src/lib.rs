//! What a clinic begins with: the starter catalogue that every clinic gets, and the demonstration clinic, which a
//! seeded generator makes around the present day.

mod accounts;
mod catalogue;
mod demo;
mod dice;
mod holidays;
mod rows;
mod stable;
mod tsv;

pub use accounts::{DemoAccount, accounts};
pub use catalogue::{Partners, catalogue};
pub use demo::{DemoImage, DemoOptions, DemoReport, demo};
pub use holidays::{Closing, holidays};
