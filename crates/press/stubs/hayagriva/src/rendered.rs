use crate::citationberg::{Display, FontStyle, FontVariant, FontWeight, TextDecoration, VerticalAlign};

/// Formatted citations and bibliography.
pub struct Rendered {
    /// The bibliography.
    pub bibliography: Option<RenderedBibliography>,
    /// The citations, in order.
    pub citations: Vec<RenderedCitation>,
}

/// A formatted bibliography.
pub struct RenderedBibliography {
    /// The entries.
    pub items: Vec<BibliographyItem>,
    /// Whether lines after the first are indented.
    pub hanging_indent: bool,
}

/// A formatted entry.
pub struct BibliographyItem {
    /// The entry's key.
    pub key: String,
    /// What stands in the margin.
    pub first_field: Option<ElemChild>,
    /// The rest.
    pub content: ElemChildren,
}

/// A formatted citation.
pub struct RenderedCitation {
    /// The content.
    pub citation: ElemChildren,
}

/// Parts in order.
pub struct ElemChildren(pub Vec<ElemChild>);

impl ElemChildren {
    /// The part marked so; there is none.
    pub fn find_meta(&self, _meta: &ElemMeta) -> Option<&Elem> {
        None
    }
}

/// A part.
pub enum ElemChild {
    /// Text.
    Text(Formatted),
    /// A nested element.
    Elem(Elem),
    /// Mathematics.
    Markup(String),
    /// A link.
    Link {
        /// What is shown.
        text: Formatted,
        /// Where it leads.
        url: String,
    },
    /// What the caller gave.
    Transparent {
        /// Which citation it belongs to.
        cite_idx: usize,
        /// Its look.
        format: Formatting,
    },
}

/// A nested element.
pub struct Elem {
    /// Its parts.
    pub children: ElemChildren,
    /// How it is set.
    pub display: Option<Display>,
    /// What it is.
    pub meta: Option<ElemMeta>,
}

/// What an element is.
#[derive(PartialEq, Eq)]
pub enum ElemMeta {
    /// A citation's number.
    CitationNumber,
    /// An entry, by its place.
    Entry(usize),
}

/// Text with its look.
pub struct Formatted {
    /// The text.
    pub text: String,
    /// The look.
    pub formatting: Formatting,
}

/// The look of text.
pub struct Formatting {
    /// Upright or italic.
    pub font_style: FontStyle,
    /// Capitals.
    pub font_variant: FontVariant,
    /// Weight.
    pub font_weight: FontWeight,
    /// Line below.
    pub text_decoration: TextDecoration,
    /// Height.
    pub vertical_align: VerticalAlign,
}
