//! The product's face: plain values in, [`maud::Markup`] out.
//!
//! Nothing here knows the database, a request or the clock. Every page works without script and
//! under a policy that refuses inline styles and inline scripts; `docs/screens.md` shows how a
//! screen is put together.

pub mod attempt;
pub mod button;
pub mod chart;
pub mod combobox;
mod escape;
pub mod field;
pub mod form;
pub mod icon;
mod palette;
pub mod parts;
pub mod qr;
pub mod shell;
#[cfg(test)]
mod tests;

pub use attempt::Attempt;
pub use button::{Button, Look, Size};
pub use combobox::{Combobox, choice, combobox, medicine_choice};
pub use escape::{Escaped, escaped};
pub use field::{Field, Kind, checkbox, field, hidden, radios, select, textarea};
pub use form::{alert, general_error, post_form};
pub use icon::{icon, icon_large, icon_small};
pub use parts::{Part, Tone};
pub use shell::{RailItem, Shell, StaffBadge, Theme, bare_page, open_page, page};

/// The address of a file under `assets/`, for instance `asset("css/base.css")`. It changes with the content of the files.
#[must_use]
pub fn asset(path: &str) -> String {
    concat!("/assets/", env!("KHAM_ASSETS"), "/").to_owned() + path
}
