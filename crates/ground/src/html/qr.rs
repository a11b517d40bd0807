//! A picture that a camera reads.

use maud::{Markup, html};
use qrcodegen::{QrCode, QrCodeEcc};
use std::fmt::Write as _;

/// The light margin that a reader needs, in modules.
const MARGIN: i32 = 4;

/// A text as a QR code; nothing for one too long for any.
pub fn svg(of: &str, label: &str) -> Markup {
    let Ok(code) = QrCode::encode_text(of, QrCodeEcc::Medium) else { return html! {} };
    let size = code.size() + 2 * MARGIN;
    html! {
        svg.qr viewBox={ "0 0 " (size) " " (size) } role="img" aria-label=(label) { path d=(dark(&code)) {} }
    }
}

/// The dark modules, row by row.
fn dark(code: &QrCode) -> String {
    let mut path = String::new();
    for y in 0..code.size() {
        for x in (0..code.size()).filter(|x| code.get_module(*x, y)) {
            let _ = write!(path, "M{} {}h1v1h-1z", x + MARGIN, y + MARGIN);
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_a_picture_and_what_fits_in_none_is_nothing() {
        let drawn = svg("https://clinic.example/a/7/00", "QR").into_string();
        assert!(drawn.contains("role=\"img\"") && drawn.contains("M4 4h1v1h-1z"));
        assert!(svg(&"x".repeat(4_000), "QR").into_string().is_empty());
    }
}
