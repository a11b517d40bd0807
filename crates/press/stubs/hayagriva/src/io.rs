//! Loading, which always fails.

use std::ops::Range;

use serde::de::Error as _;

use crate::{Library, Never};

/// Why a BibLaTeX file did not load.
pub enum BibLaTeXError {
    /// It could not be read.
    Parse(BibLaTeXFault),
    /// A field has the wrong type.
    Type(BibLaTeXFault),
}

/// A fault and its place; there is none.
pub struct BibLaTeXFault {
    /// The place in bytes.
    pub span: Range<usize>,
    /// The fault.
    pub kind: BibLaTeXFaultKind,
}

/// A kind of fault.
pub struct BibLaTeXFaultKind(Never);

impl std::fmt::Display for BibLaTeXFaultKind {
    fn fmt(&self, _formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.0 {}
    }
}

/// Always refuses.
///
/// # Errors
/// Every call gives one.
pub fn from_yaml_str(_text: &str) -> Result<Library, serde_yaml::Error> {
    Err(serde_yaml::Error::custom("bibliographies are turned off"))
}

/// Always refuses.
///
/// # Errors
/// Every call gives an empty list.
pub fn from_biblatex_str(_text: &str) -> Result<Library, Vec<BibLaTeXError>> {
    Err(Vec::new())
}
