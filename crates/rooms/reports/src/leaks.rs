//! The leak finder: what was done and is on no bill, what is on a bill and was not done, each with the act that mends it.

mod acts;
pub mod pages;
pub mod store;
mod views;
