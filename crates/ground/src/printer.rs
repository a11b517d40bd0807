//! The printer as the rooms know it: a paper's name and its data in, a PDF out. What draws it stands in the main crate.

use bricks::lang::Lang;

/// The papers that the house prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paper {
    /// On A5, or on A4 when the fact `size` is `a4`.
    ReceiptA5,
    Receipt80mm,
    PrescriptionA5,
    ResultA5,
    CertificateA5,
    Ticket80mm,
    /// What a record says in short.
    SummaryA5,
    /// One label a page, as many as the facts have.
    Labels,
    SessionA4,
    Session80mm,
    /// A month of the register of a controlled medicine.
    RegisterA4,
}

/// Draws papers. Slow: call it on a blocking thread.
pub trait Printer: Send + Sync {
    /// The PDF of a paper, or why it could not be drawn (for the log).
    fn pdf(&self, paper: Paper, lang: Lang, data: &serde_json::Value) -> Result<Vec<u8>, String>;
}
