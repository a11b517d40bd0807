//! What the waiting room shows: plain values in, markup out.

pub mod board;
pub mod rule;
pub mod screens;
pub mod ticket;
