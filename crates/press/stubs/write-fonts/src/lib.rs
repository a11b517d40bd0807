//! A font writer that writes no glyph.
//!
//! The PDF exporter asks for it only to draw an instance of a variable font. Papers use
//! static fonts, so it refuses every outline.

/// Why nothing was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Error;

#[derive(Clone, Copy, Debug)]
enum Never {}

/// Something that can be written to a font table.
pub trait FontWrite {
    /// Writes it.
    fn write_into(&self, writer: &mut TableWriter);
}

/// Where a table is written to.
#[derive(Debug, Default)]
pub struct TableWriter;

/// Always refuses.
///
/// # Errors
/// Every call gives [`Error`].
pub fn dump_table<T: FontWrite>(_table: &T) -> Result<Vec<u8>, Error> {
    Err(Error)
}

/// Font tables.
pub mod tables {
    /// Glyph outlines.
    pub mod glyf {
        use crate::{Error, FontWrite, Never, TableWriter};

        /// A glyph made of contours; there is none.
        pub struct SimpleGlyph {
            never: Never,
            /// What the outline covers.
            pub bbox: Bbox,
            /// The outline.
            pub contours: Vec<Contour>,
        }

        impl SimpleGlyph {
            /// Always refuses.
            ///
            /// # Errors
            /// Every call gives [`Error`].
            pub fn from_bezpath(_path: &kurbo::BezPath) -> Result<Self, Error> {
                Err(Error)
            }
        }

        impl FontWrite for SimpleGlyph {
            fn write_into(&self, _writer: &mut TableWriter) {
                match self.never {}
            }
        }

        /// What an outline covers, in font units.
        pub struct Bbox {
            /// The leftmost point.
            pub x_min: i16,
        }

        /// A closed line.
        pub struct Contour(Never);

        impl Contour {
            /// The number of points.
            #[allow(clippy::len_without_is_empty)]
            pub fn len(&self) -> usize {
                match self.0 {}
            }
        }
    }
}
