//! A bibliography formatter that loads no bibliography.
//!
//! Papers cite nothing, and the real crate brings every citation style of the world along,
//! so loading always fails here. What would follow a load sees no entry.

pub mod archive;
pub mod citationberg;
pub mod io;
mod rendered;

use std::borrow::Cow;
use std::marker::PhantomData;

pub use crate::rendered::*;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Never {}

/// A set of entries; always empty.
#[derive(Clone, Debug, Default)]
pub struct Library;

impl Library {
    /// Always true.
    pub fn is_empty(&self) -> bool {
        true
    }
}

impl IntoIterator for Library {
    type Item = Entry;
    type IntoIter = std::iter::Empty<Entry>;

    fn into_iter(self) -> Self::IntoIter {
        std::iter::empty()
    }
}

/// A work that can be cited; there is none.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Entry(Never);

impl Entry {
    /// The name by which the work is cited.
    pub fn key(&self) -> &str {
        match self.0 {}
    }

    /// The work's title.
    pub fn title(&self) -> Option<&FormatString> {
        match self.0 {}
    }
}

/// A string with variants.
pub struct FormatString {
    /// The main variant.
    pub value: ChunkedString,
}

/// A string of parts.
pub struct ChunkedString(Never);

impl ChunkedString {
    /// The text.
    pub fn to_str(&self) -> Cow<'_, str> {
        match self.0 {}
    }
}

/// Where in a work; kept for no one.
pub struct SpecificLocator(pub citationberg::taxonomy::Locator, pub LocatorPayload);

/// What a locator says.
pub enum LocatorPayload {
    /// Anything the caller gave.
    Transparent(TransparentLocator),
}

/// A locator only the caller understands.
pub struct TransparentLocator;

impl TransparentLocator {
    /// Forgets the locator.
    pub fn new<T>(_locator: T) -> Self {
        Self
    }
}

/// How a work is cited.
pub enum CitePurpose {
    /// As part of a sentence.
    Prose,
    /// As in the bibliography.
    Full,
    /// By its authors.
    Author,
    /// By its year.
    Year,
}

/// One work in a citation.
pub struct CitationItem<'a, E>(PhantomData<&'a E>);

impl<'a, E> CitationItem<'a, E> {
    /// Forgets the work.
    pub fn new(
        _entry: &'a E,
        _locator: Option<SpecificLocator>,
        _locale: Option<citationberg::LocaleCode>,
        _hidden: bool,
        _purpose: Option<CitePurpose>,
    ) -> Self {
        Self(PhantomData)
    }
}

/// A citation to be formatted.
pub struct CitationRequest<'a, E>(PhantomData<&'a E>);

impl<'a, E> CitationRequest<'a, E> {
    /// Forgets the citation.
    pub fn new(
        _items: Vec<CitationItem<'a, E>>,
        _style: &'a citationberg::IndependentStyle,
        _locale: Option<citationberg::LocaleCode>,
        _locale_files: &'a [citationberg::Locale],
        _note_number: Option<usize>,
    ) -> Self {
        Self(PhantomData)
    }
}

/// A bibliography to be formatted.
pub struct BibliographyRequest<'a> {
    /// The style.
    pub style: &'a citationberg::IndependentStyle,
    /// The language.
    pub locale: Option<citationberg::LocaleCode>,
    /// The languages' words.
    pub locale_files: &'a [citationberg::Locale],
}

/// Formats citations and the bibliography; there are none.
pub struct BibliographyDriver<'a, E>(PhantomData<&'a E>);

impl<'a, E> BibliographyDriver<'a, E> {
    /// An empty driver.
    #[allow(clippy::new_without_default)]
    pub fn new() -> Self {
        Self(PhantomData)
    }

    /// Changes nothing.
    #[must_use]
    pub fn with_citation_number_offset(self, _offset: usize) -> Self {
        self
    }

    /// Forgets the citation.
    pub fn citation(&mut self, _request: CitationRequest<'a, E>) {}

    /// Nothing, formatted.
    pub fn finish(self, _request: BibliographyRequest<'_>) -> Rendered {
        Rendered { bibliography: None, citations: Vec::new() }
    }
}
