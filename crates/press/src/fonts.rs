use typst_library::foundations::Bytes;
use typst_library::text::{Font, FontBook};
use typst_utils::LazyHash;

const FILES: [&[u8]; 2] = [include_bytes!("../fonts/Inter-Regular.ttf"), include_bytes!("../fonts/Inter-Bold.ttf")];

/// The embedded fonts and their catalogue.
#[derive(Debug)]
pub struct Fonts {
    pub faces: Vec<Font>,
    pub book: LazyHash<FontBook>,
}

impl Fonts {
    /// Reads the embedded fonts; `None` when one is damaged.
    pub fn load() -> Option<Self> {
        let faces = FILES.into_iter().map(|file| Font::new(Bytes::new(file), 0)).collect::<Option<Vec<_>>>()?;
        let book = LazyHash::new(FontBook::from_fonts(&faces));
        Some(Self { faces, book })
    }
}
