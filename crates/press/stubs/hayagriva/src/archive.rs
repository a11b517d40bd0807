//! The built-in styles: one, and empty.

use crate::citationberg::{IndependentStyle, Locale, Style, StyleClass, StyleSettings};

/// The name of a built-in style.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ArchivedStyle {
    /// Typst's default.
    InstituteOfElectricalAndElectronicsEngineers,
}

impl ArchivedStyle {
    /// Every style.
    pub fn all() -> &'static [Self] {
        &[Self::InstituteOfElectricalAndElectronicsEngineers]
    }

    /// The style of that name.
    pub fn by_name(name: &str) -> Option<Self> {
        (name == "ieee").then_some(Self::InstituteOfElectricalAndElectronicsEngineers)
    }

    /// The style's names.
    pub fn names(self) -> &'static [&'static str] {
        &["ieee"]
    }

    /// The style's name for people.
    pub fn display_name(self) -> &'static str {
        "IEEE"
    }

    /// The style; it formats nothing.
    pub fn get(self) -> Style {
        Style::Independent(IndependentStyle { settings: StyleSettings { class: StyleClass::InText } })
    }
}

/// The languages' words: none.
pub fn locales() -> Vec<Locale> {
    Vec::new()
}
