//! The languages of the product.

use serde::{Deserialize, Serialize};

/// A language a person may read the product in. Vietnamese is the first and the default.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// Vietnamese.
    #[default]
    Vi,
    /// English.
    En,
}

impl Lang {
    /// Every language, in the order a menu shows them.
    pub const ALL: [Self; 2] = [Self::Vi, Self::En];

    /// The ISO 639-1 code, as used in `<html lang>` and in cookies.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Vi => "vi",
            Self::En => "en",
        }
    }

    /// The other language, in which a paper says again what both must read.
    pub const fn other(self) -> Self {
        match self {
            Self::Vi => Self::En,
            Self::En => Self::Vi,
        }
    }

    /// Reads a code, with or without a region and in either case: `vi`, `en-GB`, `VI_vn`.
    pub fn parse(code: &str) -> Option<Self> {
        let primary = code.trim().split(['-', '_']).next()?;
        Self::ALL.into_iter().find(|lang| primary.eq_ignore_ascii_case(lang.code()))
    }
}

#[cfg(test)]
mod tests {
    use super::Lang;

    #[test]
    fn a_code_is_read_with_or_without_its_region() {
        for (code, lang) in [
            ("vi", Some(Lang::Vi)),
            ("en-GB", Some(Lang::En)),
            (" VI_vn ", Some(Lang::Vi)),
            ("fr", None),
            ("", None),
            ("vietnamese", None),
        ] {
            assert_eq!(Lang::parse(code), lang, "{code:?}");
        }
    }
}
