//! A PDF reader that reads no PDF.
//!
//! A paper's pictures are PNG, JPEG or SVG. Placing a PDF inside a paper would bring JPEG 2000
//! and JBIG2 decoders along, so loading one always fails here.

use std::sync::Arc;

#[derive(Clone, Copy, Debug)]
enum Never {}

/// The bytes of a PDF.
pub type PdfData = Arc<dyn AsRef<[u8]> + Send + Sync>;

/// A PDF; there is none.
pub struct Pdf(Never);

impl Pdf {
    /// Always refuses.
    ///
    /// # Errors
    /// Every call gives [`LoadPdfError::Invalid`].
    pub fn new<D: AsRef<[u8]> + Send + Sync + 'static>(_data: Arc<D>) -> Result<Self, LoadPdfError> {
        Err(LoadPdfError::Invalid)
    }

    /// The bytes.
    pub fn data(&self) -> &PdfData {
        match self.0 {}
    }

    /// The pages.
    pub fn pages(&self) -> &[page::Page<'_>] {
        match self.0 {}
    }

    /// The table of objects.
    pub fn xref(&self) -> &XRef {
        match self.0 {}
    }

    /// The version.
    pub fn version(&self) -> PdfVersion {
        match self.0 {}
    }
}

/// A PDF's table of objects.
pub struct XRef(Never);

impl XRef {
    /// Whether the PDF has layers.
    pub fn has_optional_content_groups(&self) -> bool {
        match self.0 {}
    }
}

/// A PDF's pages.
pub mod page {
    use std::marker::PhantomData;

    use crate::Never;

    /// A page; there is none.
    pub struct Page<'a> {
        never: Never,
        document: PhantomData<&'a ()>,
    }

    impl Page<'_> {
        /// Width and height in points.
        pub fn render_dimensions(&self) -> (f32, f32) {
            match self.never {}
        }
    }
}

/// Why a PDF did not load.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LoadPdfError {
    /// It is locked.
    Decryption(DecryptionError),
    /// It is damaged, or not read at all.
    Invalid,
}

/// Why a PDF could not be unlocked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DecryptionError {
    /// A password is needed.
    PasswordProtected,
}

/// A version of the PDF format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum PdfVersion {
    Pdf10,
    Pdf11,
    Pdf12,
    Pdf13,
    Pdf14,
    Pdf15,
    Pdf16,
    Pdf17,
    Pdf20,
}
