//! Stock documents: a count of a batch, or goods that were destroyed; numbered, with what the batch held before and after.

mod acts;
pub mod pages;
mod store;
mod views;

#[cfg(test)]
pub use {acts::make, store::documents};
