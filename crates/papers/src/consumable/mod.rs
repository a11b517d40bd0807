//! What performing a service uses up: syringes, gauze, test kits, but also medicines of the shelf. Each service has its list;
//! whoever performs an order takes them out of stock in the transaction that writes the result, by earliest expiry, and may
//! use more or less than the list says.
//!
//! Where the shelves hold less than was used, the service is recorded all the same, for a reason: it was done, and a
//! result that waits for a stock-take would be worse than a book that says where it is wrong. What was missing is kept with its
//! reason and never taken, so that no batch falls below zero.

mod acts;
mod rules;
mod store;

pub use acts::{Performed, drop_from_list, give_back, put_on_list, use_up};
pub use rules::{Taking, Wanted, plan};
pub use store::{Listed, Used, available, kept, of_service, used};
