//! A copier of PDF pages with nothing to copy: see `hayro-syntax` beside it.

pub use hayro_syntax;

use hayro_syntax::Pdf;
use pdf_writer::writers::Group;
use pdf_writer::{Chunk, Ref, Settings};

/// A page to be copied.
#[derive(Clone, Copy, Debug)]
pub struct ExtractionQuery;

impl ExtractionQuery {
    /// A page as a page.
    pub fn new_page(_page_index: usize) -> Self {
        Self
    }

    /// A page as a picture.
    pub fn new_xobject(_page_index: usize) -> Self {
        Self
    }
}

/// Why pages were not copied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExtractionError {
    /// There is no such page.
    InvalidPageIndex(usize),
}

/// Copied pages.
pub struct ExtractionResult {
    /// The objects.
    pub chunk: Chunk,
    /// Each page's object.
    pub root_refs: Vec<Result<Ref, ExtractionError>>,
    /// What the pages hang from.
    pub page_tree_parent_ref: Ref,
}

/// Always refuses: there is no PDF to copy from.
///
/// # Errors
/// Every call gives [`ExtractionError::InvalidPageIndex`].
pub fn extract<'a>(
    _pdf: &Pdf,
    _new_ref: Box<dyn FnMut() -> Ref + 'a>,
    _settings: Settings,
    _group: impl Fn(&mut Group<'_>),
    _queries: &[ExtractionQuery],
) -> Result<ExtractionResult, ExtractionError> {
    Err(ExtractionError::InvalidPageIndex(0))
}
