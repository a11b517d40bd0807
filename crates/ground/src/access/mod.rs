//! Who may come in and what they may do: staff, roles, sessions.

pub mod house_account;
pub mod paper_key;
pub mod password;
pub mod proof;
mod role;
pub mod session;
pub mod throttle;
mod who;

pub use role::{Permission, Role, Roles};
pub use who::{Branch, Who};
