//! Money that goes back: a receipt that is voided on its day, and refunds afterwards.

pub mod acts;
pub mod pages;
pub mod paid;
pub mod store;
pub mod views;

use crate::text;
use bricks::lang::Lang;
use ground::html::Tone;

/// Where a refund stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    Asked,
    Approved,
    Refused,
    Paid,
}

impl State {
    /// Reads what is stored.
    pub fn parse(code: &str) -> Option<State> {
        match code {
            "asked" => Some(State::Asked),
            "approved" => Some(State::Approved),
            "refused" => Some(State::Refused),
            "paid" => Some(State::Paid),
            _ => None,
        }
    }

    /// Tone, icon and word.
    pub fn shown(self, l: Lang) -> (Tone, &'static str, &'static str) {
        match self {
            State::Asked => (Tone::Wait, "hourglass", text::refund_asked(l)),
            State::Approved => (Tone::Info, "check", text::refund_approved(l)),
            State::Refused => (Tone::Mute, "ban", text::refund_refused(l)),
            State::Paid => (Tone::Ok, "hand-coins", text::refund_paid(l)),
        }
    }
}

impl store::Refund {
    /// Tone, icon and word of where it stands; nobody agreed to what is below the limit.
    pub fn shown(&self, l: Lang) -> (Tone, &'static str, &'static str) {
        match self.state {
            _ if self.called_off => (Tone::Mute, "undo-2", text::refund_called_off(l)),
            State::Approved if self.decided_name.is_empty() => (Tone::Info, "check", text::refund_below_limit(l)),
            state => state.shown(l),
        }
    }
}
