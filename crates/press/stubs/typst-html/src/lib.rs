//! The few names of Typst's HTML export that its realization step mentions.
//!
//! Papers are laid out on pages only, so no `HtmlElem` is ever made. Standing in for the
//! real crate keeps its SVG, PDF-reading and rasterizing dependencies out of the build.

use typst_library::foundations::Content;
use typst_macros::elem;

/// An HTML element; never constructed.
#[elem]
pub struct HtmlElem {
    /// The tag's number; meaningless here.
    #[required]
    pub tag: i64,

    /// The element's content.
    #[positional]
    pub body: Option<Content>,
}

/// Questions about HTML tags.
pub mod tag {
    /// Whether white space around the tag collapses.
    pub fn is_whitespace_collapsing(_tag: i64) -> bool {
        false
    }

    /// Whether the tag's children are grouped into paragraphs.
    pub fn should_group_into_pars(_tag: i64) -> bool {
        false
    }
}
