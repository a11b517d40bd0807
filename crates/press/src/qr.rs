use qrcodegen::{QrCode, QrCodeEcc};
use serde_json::{Value, json};

use crate::PressError;

/// The QR code of a text as `{"size": modules per side, "runs": [[x, y, length], …]}`: each
/// run is a row of dark modules, so that a template draws few shapes.
pub fn runs(text: &str) -> Result<Value, PressError> {
    let code = QrCode::encode_text(text, QrCodeEcc::Medium).map_err(|_| PressError::Qr)?;
    let size = code.size();
    let runs: Vec<_> = (0..size).flat_map(|y| row_runs(&code, y)).collect();
    Ok(json!({ "size": size, "runs": runs }))
}

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
        let code = runs("KHAM").unwrap();
        assert_eq!(code["size"], 21);
        assert_eq!(code["runs"][0], json!([0, 0, 7]));
    }

    #[test]
    fn a_text_too_long_for_any_code_is_refused() {
        assert_eq!(runs(&"x".repeat(4000)), Err(PressError::Qr));
    }
}
