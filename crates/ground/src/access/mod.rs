//! Who may come in and what they may do: staff, roles, sessions.

pub mod password;
mod role;
pub mod session;
mod who;

pub use role::{Permission, Role, Roles};
pub use who::{Branch, Who};
