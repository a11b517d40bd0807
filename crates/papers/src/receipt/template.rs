//! How the clinic's receipts look. A receipt keeps the template with which it was issued; what is read here is text and never
//! markup, so nothing typed can spoil a paper.

use bricks::lang::Lang;
use ground::catalog::in_lang;
use ground::db::{DbError, Tx};
use serde::{Deserialize, Serialize};

/// The paper on which receipts are printed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Size {
    #[serde(rename = "80mm")]
    Roll,
    #[default]
    #[serde(rename = "a5")]
    A5,
    #[serde(rename = "a4")]
    A4,
}

impl Size {
    pub const ALL: [Size; 3] = [Size::Roll, Size::A5, Size::A4];

    /// As stored and as an address tells it.
    pub const fn code(self) -> &'static str {
        match self {
            Size::Roll => "80mm",
            Size::A5 => "a5",
            Size::A4 => "a4",
        }
    }

    /// As people say it.
    pub const fn name(self) -> &'static str {
        match self {
            Size::Roll => "80 mm",
            Size::A5 => "A5",
            Size::A4 => "A4",
        }
    }

    /// Reads what [`Self::code`] gives.
    pub fn parse(code: &str) -> Option<Size> {
        Size::ALL.into_iter().find(|size| size.code() == code)
    }
}

/// What the clinic chose. The plain one is that of receipts of before.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Template {
    /// Of the logo: the key of `receipt_logo`; empty without one.
    pub logo: String,
    /// Lines below the clinic's address.
    pub head_vi: String,
    pub head_en: String,
    /// Where nobody says another size.
    pub size: Size,
    /// Columns of their own, on A5 and A4.
    pub discount: bool,
    pub insurance: bool,
    pub vat: bool,
}

impl Template {
    pub fn is_plain(&self) -> bool {
        *self == Template::default()
    }

    /// The lines below the address in a language.
    pub fn head(&self, lang: Lang) -> Vec<&str> {
        let lines = in_lang(lang, &self.head_vi, &self.head_en).lines().map(str::trim);
        lines.filter(|line| !line.is_empty()).collect()
    }

    /// The columns that were chosen, as the paper's template names them.
    pub fn columns(&self) -> Vec<&'static str> {
        let columns = [(self.discount, "discount"), (self.insurance, "insurance"), (self.vat, "vat")];
        columns.into_iter().filter_map(|(chosen, name)| chosen.then_some(name)).collect()
    }
}

const KEEP_LOGO: &str = "INSERT INTO receipt_logo (sha256, png) VALUES ($1, $2) ON CONFLICT DO NOTHING";
const LOGO: &str = "SELECT png FROM receipt_logo WHERE sha256 = $1";

/// Keeps a logo: a PNG in Base64 under its hash in hexadecimal.
pub fn keep_logo(tx: &mut Tx<'_>, sha256: &str, png: &str) -> Result<(), DbError> {
    tx.run(KEEP_LOGO, &[&sha256, &png]).map(|_| ())
}

/// The logo of a template, a PNG in Base64.
pub fn logo(tx: &mut Tx<'_>, template: &Template) -> Result<Option<String>, DbError> {
    if template.logo.is_empty() {
        return Ok(None);
    }
    tx.one(LOGO, &[&template.logo])
}
