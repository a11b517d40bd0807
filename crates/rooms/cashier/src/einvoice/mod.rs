//! E-invoices: what a licensed provider is told of an issued receipt.
//!
//! A document is written in the transaction that issues the receipt, one for a receipt by key, and never changes. It goes to
//! the provider as a file that somebody hands over, or through the provider's service by the loop here, again and again
//! under the same reference until there is an answer, so that a lost answer makes no second invoice. A void and a refund
//! write a document that adjusts the first one. Shapes: docs/einvoice.md.

pub mod acts;
mod document;
pub mod pages;
mod sender;
mod sinvoice;
pub mod store;
#[cfg(test)]
mod tests;
pub mod views;
mod xml;

pub use acts::{of_receipt, of_refund, of_void};
pub use sender::{round, run};

use crate::text;
use bricks::lang::Lang;
use ground::html::Tone;

papers::codes! {
    /// How a branch's e-invoices are made.
    pub enum Way {
        Off = "off",
        /// As files that somebody hands to the provider.
        File = "file",
        /// Through a service of the shape of S-Invoice.
        Sinvoice = "sinvoice",
    }
}

papers::codes! {
    /// What a document does.
    pub enum Kind {
        Original = "original",
        /// Takes a whole original back, whose receipt was voided.
        Void = "void",
        /// Takes an amount back that was refunded.
        Refund = "refund",
    }
}

papers::codes! {
    /// How far a document has come.
    pub enum State {
        Waiting = "waiting",
        Sending = "sending",
        Issued = "issued",
        Failed = "failed",
        /// Its receipt was voided before the provider had heard of it.
        Withdrawn = "withdrawn",
    }
}

impl State {
    /// Tone, icon and word.
    pub fn shown(self, l: Lang) -> (Tone, &'static str, &'static str) {
        match self {
            State::Waiting => (Tone::Wait, "hourglass", text::einvoice_waiting(l)),
            State::Sending => (Tone::Info, "loader", text::einvoice_sending(l)),
            State::Issued => (Tone::Ok, "check", text::einvoice_issued(l)),
            State::Failed => (Tone::Bad, "circle-alert", text::einvoice_failed(l)),
            State::Withdrawn => (Tone::Mute, "ban", text::einvoice_withdrawn(l)),
        }
    }
}

impl Kind {
    pub fn word(self, l: Lang) -> &'static str {
        match self {
            Kind::Original => text::einvoice_original(l),
            Kind::Void => text::einvoice_void(l),
            Kind::Refund => text::einvoice_refund(l),
        }
    }
}

/// What a provider said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The invoice exists, with its series, number and the tax authority's code.
    Issued { series: String, number: String, code: String },
    /// It certainly does not exist; a later try may do better.
    NotYet(String),
    /// It certainly does not exist, and somebody has to mend something first.
    Refused(String),
    /// The provider may have made it; the next try asks first.
    Uncertain(String),
}

/// Whether a text is a series of invoices: `C26MKH`. The last but two is the kind, M for a cash register.
pub fn is_series(text: &str) -> bool {
    let bytes: Vec<u8> = text.bytes().collect();
    match bytes.as_slice() {
        [code, y1, y2, kind, a, b] => {
            matches!(code, b'C' | b'K')
                && y1.is_ascii_digit()
                && y2.is_ascii_digit()
                && b"TDLMNBGHXF".contains(kind)
                && a.is_ascii_uppercase()
                && b.is_ascii_uppercase()
        }
        _ => false,
    }
}

/// Whether a text is a number of an invoice: at most eight digits.
pub fn is_number(text: &str) -> bool {
    (1..=8).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
}
