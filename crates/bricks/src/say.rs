//! A sentence in every language.

use std::borrow::Cow;

use crate::lang::Lang;

/// One sentence a person may read, in every language of the product.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Say {
    /// In Vietnamese.
    pub vi: Cow<'static, str>,
    /// In English.
    pub en: Cow<'static, str>,
}

impl Say {
    /// A sentence whose words are known only at run time.
    pub fn new(vi: impl Into<Cow<'static, str>>, en: impl Into<Cow<'static, str>>) -> Self {
        Self { vi: vi.into(), en: en.into() }
    }

    /// A sentence that is always the same.
    pub const fn fixed(vi: &'static str, en: &'static str) -> Self {
        Self { vi: Cow::Borrowed(vi), en: Cow::Borrowed(en) }
    }

    /// The sentence in one language.
    pub fn to(&self, lang: Lang) -> &str {
        match lang {
            Lang::Vi => &self.vi,
            Lang::En => &self.en,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_is_told_in_the_language_asked_for() {
        const GREETING: Say = Say::fixed("Xin chào", "Hello");
        assert_eq!(GREETING.to(Lang::Vi), "Xin chào");
        assert_eq!(GREETING.to(Lang::En), "Hello");
        assert_eq!(Say::new(String::from("Xin chào"), "Hello"), GREETING);
    }
}
