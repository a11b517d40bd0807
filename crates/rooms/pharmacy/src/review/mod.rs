//! Where medicines are paid first: the pharmacist's review puts a prescription on the bill, the cashier takes the money,
//! and only then is it given out, no more of a product than was reviewed. A review is taken back while nothing is paid.

mod acts;
pub mod pages;
pub(crate) mod store;
mod views;

pub use acts::{Drawn, draw, left_of, may_give, put_back, withhold};
#[cfg(test)]
pub use acts::{review, set_pays_first, withdraw};
pub use store::{Reviewed, pays_first, reviewed};
pub use views::{badge, bar};
