use typst_library::diag::FileResult;
use typst_library::foundations::{Bytes, Datetime, Duration};
use typst_library::text::{Font, FontBook};
use typst_library::{Library, World};
use typst_syntax::{FileId, Source};
use typst_utils::LazyHash;

use crate::fonts::Fonts;
use crate::templates::Templates;

/// The file under which a template finds the paper's facts: `json("/paper.json")`.
pub const FACTS: &str = "paper.json";
/// The file under which it finds the logo, where the fact `logo` says that there is one.
pub const LOGO: &str = "paper-logo.png";

/// Everything the typesetter may see while it lays out one paper.
pub struct Sheet<'a> {
    pub library: &'a LazyHash<Library>,
    pub fonts: &'a Fonts,
    pub templates: &'a Templates,
    pub main: FileId,
    pub facts_id: FileId,
    pub facts: Bytes,
    /// The clinic's logo; empty without one.
    pub logo: Bytes,
    pub logo_id: FileId,
}

impl World for Sheet<'_> {
    fn library(&self) -> &LazyHash<Library> {
        self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.fonts.book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        self.templates.source(id)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        match id {
            _ if id == self.facts_id => Ok(self.facts.clone()),
            _ if id == self.logo_id => Ok(self.logo.clone()),
            _ => self.templates.file(id),
        }
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.faces.get(index).cloned()
    }

    /// Dates come with the facts, never from a clock.
    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}
