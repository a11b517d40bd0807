//! What may be offered and changed, and how things are written: pure functions.

pub mod invitation;
pub mod time;
