//! The clinic's printed papers: a Typst template and the paper's facts in, PDF bytes out.
//!
//! Papers arrive with every value already a ready-made string; the template adds labels in
//! the language asked for and lays them out. Values reach the page as text and are never
//! read as markup. Keys of each paper are listed in this crate's README.
//!
//! Nothing here reads the clock, the network or system fonts, so the same facts always give
//! the same bytes.

mod engine;
mod fonts;
mod qr;
mod sheet;
mod templates;

use std::fmt::{self, Display, Formatter};
use std::path::PathBuf;
use std::sync::OnceLock;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use typst_layout::PagedDocument;
use typst_library::foundations::Bytes;

use crate::engine::Engine;
use crate::templates::Templates;

/// A kind of paper the clinic prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Paper {
    /// Receipt on A5, or on A4 when `size` is `a4`.
    ReceiptA5,
    /// The same facts as [`Paper::ReceiptA5`] on an 80 mm roll.
    Receipt80mm,
    /// Prescription on A5.
    PrescriptionA5,
    /// Laboratory or imaging result on A5.
    ResultA5,
    /// Sick leave, referral or health certificate on A5.
    CertificateA5,
    /// Queue ticket on an 80 mm roll.
    Ticket80mm,
    /// Summary of a patient's record on A5.
    SummaryA5,
    /// Labels for medicines, 70 × 40 mm, one a page.
    Labels,
    /// The slip of a closed cash session on A4.
    SessionA4,
    /// The same facts on an 80 mm roll.
    Session80mm,
    /// The register of a controlled medicine on A4, landscape.
    RegisterA4,
}

impl Paper {
    /// Every paper.
    pub const ALL: [Self; 11] = [
        Self::ReceiptA5,
        Self::Receipt80mm,
        Self::PrescriptionA5,
        Self::ResultA5,
        Self::CertificateA5,
        Self::Ticket80mm,
        Self::SummaryA5,
        Self::Labels,
        Self::SessionA4,
        Self::Session80mm,
        Self::RegisterA4,
    ];

    /// File name of the paper's template.
    pub const fn template(self) -> &'static str {
        match self {
            Self::ReceiptA5 => "receipt.typ",
            Self::Receipt80mm => "receipt-80mm.typ",
            Self::PrescriptionA5 => "prescription.typ",
            Self::ResultA5 => "result.typ",
            Self::CertificateA5 => "certificate.typ",
            Self::Ticket80mm => "ticket-80mm.typ",
            Self::SummaryA5 => "summary.typ",
            Self::Labels => "labels.typ",
            Self::SessionA4 => "session.typ",
            Self::Session80mm => "session-80mm.typ",
            Self::RegisterA4 => "register.typ",
        }
    }
}

/// The language of a paper's own labels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Lang {
    /// Vietnamese.
    #[default]
    Vi,
    /// English.
    En,
}

impl Lang {
    /// The language's two-letter code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Vi => "vi",
            Self::En => "en",
        }
    }
}

/// Why a paper could not be printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PressError {
    /// A template is wrong, or lacks a fact it demands. One line per finding, each
    /// `file:line: what is wrong`.
    Template(String),
    /// The text for the QR code is too long.
    Qr,
    /// The logo is not in Base64.
    Logo,
    /// The fonts or the typesetter could not be loaded.
    Setup(&'static str),
}

impl Display for PressError {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Template(findings) => write!(formatter, "the paper's template is wrong: {findings}"),
            Self::Logo => formatter.write_str("the logo cannot be read"),
            Self::Qr => formatter.write_str("the text for the QR code is too long"),
            Self::Setup(part) => write!(formatter, "the press could not load {part}"),
        }
    }
}

impl std::error::Error for PressError {}

/// Prints papers. Share one in an `Arc`: it is `Send + Sync`.
///
/// Fonts and the typesetter load at the first paper, not at start-up.
#[derive(Debug, Default)]
pub struct Press {
    templates: Templates,
    engine: OnceLock<Result<Engine, PressError>>,
}

impl Press {
    /// A press with the built-in templates.
    pub fn new() -> Self {
        Self::default()
    }

    /// A press that takes a template, or a file a template names, from `dir` when it is
    /// there, and the built-in one otherwise. Edits count from the next paper on.
    pub fn with_template_dir(dir: PathBuf) -> Self {
        Self { templates: Templates::with_dir(dir), engine: OnceLock::new() }
    }

    /// Prints one paper, on the caller's thread.
    ///
    /// # Errors
    /// [`PressError::Template`] when a template does not compile with these facts,
    /// [`PressError::Qr`] when `data.qr` is too long for a QR code, [`PressError::Logo`] when `data.logo` is no Base64.
    pub fn pdf(&self, paper: Paper, data: &Value, lang: Lang) -> Result<Vec<u8>, PressError> {
        let engine = self.engine()?;
        let document = self.lay_out(engine, paper, data, lang)?;
        let pdf = engine.export(&document);
        comemo::evict(CACHE_AGE_PAPERS);
        pdf
    }

    fn engine(&self) -> Result<&Engine, PressError> {
        self.engine.get_or_init(Engine::load).as_ref().map_err(Clone::clone)
    }

    fn lay_out(&self, engine: &Engine, paper: Paper, data: &Value, lang: Lang) -> Result<PagedDocument, PressError> {
        let qr = match data.get("qr").and_then(Value::as_str) {
            Some(text) if !text.is_empty() => qr::svg(text)?.into(),
            _ => Value::Null,
        };
        let mut data = data.clone();
        let logo = data.as_object_mut().and_then(|facts| facts.remove("logo"));
        let logo = logo.as_ref().and_then(Value::as_str).map(|png| STANDARD.decode(png)).transpose();
        let logo = logo.map_err(|_| PressError::Logo)?.unwrap_or_default();
        let has_logo = !logo.is_empty();
        let facts =
            |pages: usize| json!({ "lang": lang.code(), "data": data, "qr": qr, "pages": pages, "logo": has_logo });
        let logo = Bytes::new(logo);
        let document = engine.compile(&self.templates, paper, (&facts(1), &logo))?;
        // Page numbers would make the typesetter lay out every paper twice to learn the
        // count, so only a paper that did spill over is laid out again with them.
        match document.pages().len() {
            0 | 1 => Ok(document),
            pages => {
                let numbered = engine.compile(&self.templates, paper, (&facts(pages), &logo))?;
                // The foot takes room, which may make one page more of it.
                match numbered.pages().len() {
                    more if more != pages => engine.compile(&self.templates, paper, (&facts(more), &logo)),
                    _ => Ok(numbered),
                }
            }
        }
    }
}

/// Cached steps not used during this many papers are dropped, which bounds the memory.
const CACHE_AGE_PAPERS: usize = 5;

#[cfg(test)]
mod tests;
