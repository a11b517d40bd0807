use std::fmt::Write as _;

use qrcodegen::{QrCode, QrCodeEcc};

use crate::PressError;

/// The QR code of a text as an SVG of one path, a unit a module: drawn as one shape it costs a third of what hundreds of
/// rectangles do.
pub fn svg(text: &str) -> Result<String, PressError> {
    let code = QrCode::encode_text(text, QrCodeEcc::Medium).map_err(|_| PressError::Qr)?;
    let size = code.size();
    let mut path = String::new();
    for [x, y, length] in (0..size).flat_map(|y| row_runs(&code, y)) {
        // Writing to a string never fails.
        let _ = write!(path, "M{x} {y}h{length}v1h-{length}z");
    }
    Ok(format!(r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}"><path d="{path}"/></svg>"#))
}

/// The dark modules of a row as `[x, y, length]`.
fn row_runs(code: &QrCode, y: i32) -> Vec<[i32; 3]> {
    let mut runs: Vec<[i32; 3]> = Vec::new();
    for x in (0..code.size()).filter(|&x| code.get_module(x, y)) {
        match runs.last_mut() {
            Some([start, _, length]) if *start + *length == x => *length += 1,
            _ => runs.push([x, y, 1]),
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_finder_pattern_starts_with_seven_dark_modules() {
        let code = svg("KHAM").unwrap();
        assert!(code.contains(r#"viewBox="0 0 21 21""#));
        assert!(code.contains(r#"<path d="M0 0h7v1h-7z"#));
    }

    #[test]
    fn a_text_too_long_for_any_code_is_refused() {
        assert_eq!(svg(&"x".repeat(4000)), Err(PressError::Qr));
    }
}
