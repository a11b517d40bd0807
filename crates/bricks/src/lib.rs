//! The plain values every other crate speaks in. Pure: nothing here reads a file, a socket or a
//! database; only [`clock::SystemClock`] looks at the outside world.
//!
//! Every refusal a person may read is a [`say::Say`]: one sentence in Vietnamese and in English.

pub mod age;
pub mod clock;
mod day;
pub mod email;
mod grouping;
pub mod hex;
pub mod id;
pub mod lang;
pub mod money;
mod money_words;
pub mod pack_code;
pub mod phone;
pub mod quantity;
pub mod refusal;
pub mod say;
pub mod search_words;
pub mod spread;
pub mod text;
pub mod vietqr;
mod zone;
