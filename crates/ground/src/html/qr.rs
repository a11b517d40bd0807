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
    use bricks::money::Money;
    use bricks::vietqr;

    #[test]
    fn a_link_is_a_picture_and_what_fits_in_none_is_nothing() {
        let drawn = svg("https://clinic.example/a/7/00", "QR").into_string();
        assert!(drawn.contains("role=\"img\"") && drawn.contains("M4 4h1v1h-1z"));
        assert!(svg(&"x".repeat(4_000), "QR").into_string().is_empty());
    }

    /// What a decoder that shares nothing with us reads in the picture, drawn eight points a module.
    fn read_back(drawn: &str) -> String {
        const POINTS: usize = 8;
        let size = drawn.split("viewBox=\"0 0 ").nth(1).and_then(|rest| rest.split(' ').next()).unwrap();
        let size: usize = size.parse().unwrap();
        let mut dark = vec![false; size * size];
        for module in drawn.split('M').skip(1) {
            let (x, y) = module.split_once("h1v1h-1z").and_then(|(at, _)| at.split_once(' ')).unwrap();
            let (x, y): (usize, usize) = (x.parse().unwrap(), y.parse().unwrap());
            dark[y * size + x] = true;
        }
        let at = |x: usize, y: usize| if dark[y / POINTS * size + x / POINTS] { 0 } else { 255 };
        let mut picture = rqrr::PreparedImage::prepare_from_greyscale(size * POINTS, size * POINTS, at);
        let found = picture.detect_grids();
        assert_eq!(found.len(), 1, "one code in the picture");
        found[0].decode().unwrap().1
    }

    #[test]
    fn another_decoder_reads_the_transfer_in_the_picture() {
        let made =
            vietqr::of_transfer("970436", "1023456789", Money::from_minor(557_400), "PT261124A020", "PT261124A020");
        let published = [
            "00020101021238570010A00000072701270006970403011300110123456780208QRIBFTTA530370454061800005802VN62340107NPS68690819thanh toan don hang63042E2E",
            "00020101021238600010A00000072701300006970403011697040311012345670208QRIBFTTC530370454061800005802VN62340107NPS68690819thanh toan don hang6304A203",
        ];
        for text in published.map(str::to_owned).into_iter().chain(made) {
            assert_eq!(read_back(&svg(&text, "QR").into_string()), text);
        }
    }
}
