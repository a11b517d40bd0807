//! What a scanner reads from a medicine's pack: a bare EAN, or a GS1 code with batch and expiry.

use crate::clock::Day;
use crate::say::Say;

/// The separator behind a field without a fixed length, and the picture that some programs show for it.
const SEPARATORS: [char; 2] = ['\u{1d}', '\u{241d}'];
/// What scanners tell of the kind of code before its content.
const SYMBOLOGIES: [&str; 5] = ["]d2", "]d1", "]C1", "]Q3", "]e0"];
const CHARS_MAX: usize = 200;
const VALUE_MAX: usize = 20;
const GTIN_DIGITS: usize = 14;

const NOT_A_CODE: Say = Say::fixed(
    "Mã quét không đọc được: đây không phải mã trên hộp thuốc (EAN hoặc GS1)",
    "This is not a code of a medicine's pack (EAN or GS1)",
);
const WRONG_DIGIT: Say =
    Say::fixed("Mã quét sai số kiểm tra: hãy quét lại", "The check digit of the code is wrong: scan again");
const WRONG_DAY: Say = Say::fixed("Ngày trong mã quét không có thật", "A day in the code does not exist");
const TWICE: Say = Say::fixed(
    "Mã quét có một phần lặp lại: hãy quét lại từng mã",
    "A part of the code is there twice: scan one code at a time",
);
/// What is told of a code whose separator was lost.
pub const NO_SEPARATOR: Say = Say::fixed(
    "Mã quét thiếu ký tự ngăn cách (GS/FNC1) nên không biết số lô kết thúc ở đâu. Hãy đặt lại máy quét để gửi ký tự này, hoặc nhập số lô bằng tay.",
    "The separator (GS/FNC1) is missing, so nobody knows where the batch number ends. Set the scanner to send it, or type the batch number.",
);

/// The content of a pack's code.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PackCode {
    /// Fourteen digits, with zeros in front of a shorter code.
    pub gtin: String,
    pub batch: Option<String>,
    /// The last day of use.
    pub expires_on: Option<Day>,
    pub made_on: Option<Day>,
    pub serial: Option<String>,
    /// A separator is missing: where batch and serial end is not known, so they are left out.
    pub separator_lost: bool,
}

/// Reads a code as a scanner types it. `year` is the present one, which decides the century of a year of two digits.
pub fn parse_pack_code(text: &str, year: i16) -> Result<PackCode, Say> {
    let text = text.trim_matches([' ', '\t', '\r', '\n']);
    if text.is_empty() || text.chars().count() > CHARS_MAX {
        return Err(NOT_A_CODE);
    }
    let named = SYMBOLOGIES.iter().find_map(|mark| text.strip_prefix(mark));
    let content = named.unwrap_or(text);
    if matches!(content.len(), 8 | 12 | 13 | 14) && all_digits(content) {
        return Ok(PackCode { gtin: gtin(content)?, ..PackCode::default() });
    }
    elements(content.trim_start_matches(SEPARATORS), year)
}

/// The code of a bare EAN or GTIN in fourteen digits, if its check digit is right.
pub fn gtin(digits: &str) -> Result<String, Say> {
    if !matches!(digits.len(), 8 | 12 | 13 | 14) || !all_digits(digits) {
        return Err(NOT_A_CODE);
    }
    let padded = format!("{digits:0>GTIN_DIGITS$}");
    let weighted =
        padded.bytes().zip([3_u32, 1].into_iter().cycle()).map(|(digit, weight)| u32::from(digit - b'0') * weight);
    if weighted.sum::<u32>() % 10 == 0 { Ok(padded) } else { Err(WRONG_DIGIT) }
}

fn all_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// How long the value behind an identifier is; `None` ends at a separator or at the end.
fn fixed_length(identifier: &str) -> Option<usize> {
    match identifier {
        "00" => Some(18),
        "01" | "02" => Some(14),
        "11" | "12" | "13" | "15" | "16" | "17" => Some(6),
        "20" => Some(2),
        _ => None,
    }
}

fn elements(content: &str, year: i16) -> Result<PackCode, Say> {
    let is_allowed = |c: char| SEPARATORS.contains(&c) || c.is_ascii_graphic() || c == ' ';
    if !content.chars().all(is_allowed) {
        return Err(NOT_A_CODE);
    }
    let (mut code, mut rest) = (PackCode::default(), content);
    while !rest.is_empty() {
        let (identifier, behind) = rest.split_at_checked(2).filter(|(ai, _)| all_digits(ai)).ok_or(NOT_A_CODE)?;
        let (value, left) = match fixed_length(identifier) {
            Some(length) => behind.split_at_checked(length).filter(|(value, _)| all_digits(value)).ok_or(NOT_A_CODE)?,
            None => behind.split_once(SEPARATORS).unwrap_or((behind, "")),
        };
        put(&mut code, (identifier, value), year)?;
        rest = left.trim_start_matches(SEPARATORS);
    }
    let runs_on = |value: &String| value.len() > VALUE_MAX || hides(value, &code, year);
    if code.batch.iter().chain(&code.serial).any(runs_on) {
        code = PackCode { batch: None, serial: None, separator_lost: true, ..code };
    }
    match (code.gtin.is_empty(), code.separator_lost) {
        (true, true) => Err(NO_SEPARATOR),
        (true, false) => Err(NOT_A_CODE),
        _ => Ok(code),
    }
}

fn put(code: &mut PackCode, (identifier, value): (&str, &str), year: i16) -> Result<(), Say> {
    let text = || if value.is_empty() { Err(NOT_A_CODE) } else { Ok(value.to_owned()) };
    let is_twice = match identifier {
        "01" => !std::mem::replace(&mut code.gtin, gtin(value)?).is_empty(),
        "10" => code.batch.replace(text()?).is_some(),
        "11" => code.made_on.replace(day(value, year)?).is_some(),
        "17" => code.expires_on.replace(day(value, year)?).is_some(),
        "21" => code.serial.replace(text()?).is_some(),
        _ => false,
    };
    if is_twice { Err(TWICE) } else { Ok(()) }
}

/// Whether a value seems to hold a field that the code does not have yet: the separator between them was lost.
fn hides(value: &str, code: &PackCode, year: i16) -> bool {
    (1..value.len()).filter_map(|at| value.get(at..)).any(|tail| {
        let day_behind = |ai: &str| {
            let digits = tail.strip_prefix(ai).and_then(|behind| behind.get(..6)).filter(|digits| all_digits(digits));
            digits.is_some_and(|digits| day(digits, year).is_ok())
        };
        let number = tail.strip_prefix("01").and_then(|behind| behind.get(..GTIN_DIGITS));
        (code.expires_on.is_none() && day_behind("17"))
            || (code.made_on.is_none() && code.expires_on.is_none() && day_behind("11"))
            || (code.gtin.is_empty() && number.is_some_and(|digits| gtin(digits).is_ok()))
    })
}

/// `YYMMDD`; day 00 is the last of the month.
fn day(digits: &str, this_year: i16) -> Result<Day, Say> {
    let part = |at: usize| digits.get(at..at + 2).and_then(|part| part.parse::<i16>().ok()).ok_or(NOT_A_CODE);
    let (short, month, day) = (part(0)?, part(2)?, part(4)?);
    let century = this_year - this_year.rem_euclid(100);
    let year = century
        + short
        + match short - this_year.rem_euclid(100) {
            51.. => -100,
            ..-49 => 100,
            _ => 0,
        };
    let small = |n: i16| i8::try_from(n).map_err(|_| WRONG_DAY);
    if day == 0 {
        return Day::new(year, small(month)?, 1).map(Day::last_of_month).map_err(|_| WRONG_DAY);
    }
    Day::new(year, small(month)?, small(day)?).map_err(|_| WRONG_DAY)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn read(text: &str) -> Result<PackCode, Say> {
        parse_pack_code(text, 2026)
    }

    #[test]
    fn a_pack_tells_product_batch_expiry_and_serial_in_any_order() {
        let good = PackCode {
            gtin: "08470006991541".into(),
            batch: Some("DXB2005".into()),
            expires_on: Some(date(2022, 2, 28)),
            made_on: None,
            separator_lost: false,
            serial: Some("08199619525610".into()),
        };
        let whole = "]d20108470006991541211008199619525610DXB2005\u{1d}17220228";
        let cut = "]d201084700069915412110081996195256\u{1d}10DXB2005\u{1d}17220228";
        assert_eq!(read(cut).unwrap().serial.as_deref(), Some("10081996195256"));
        let whole = read(whole).unwrap();
        assert_eq!((whole.gtin, whole.expires_on, whole.batch), (good.gtin.clone(), good.expires_on, None));
        assert!(whole.separator_lost);
        for text in [
            "010847000699154117220228".to_owned() + "10DXB2005\u{1d}21" + "08199619525610",
            "\u{1d}17220228010847000699154110DXB2005\u{241d}2108199619525610".to_owned(),
            "]C110DXB2005\u{1d}2108199619525610\u{1d}010847000699154117220228".to_owned(),
        ] {
            assert_eq!(read(&text), Ok(good.clone()), "{text:?}");
        }
    }

    #[test]
    fn a_bare_ean_tells_the_product_alone() {
        for (text, gtin) in [
            ("4006381333931", "04006381333931"),
            ("96385074", "00000096385074"),
            ("]e04006381333931", "04006381333931"),
            ("08470006991541", "08470006991541"),
            (" 036000291452\r\n", "00036000291452"),
        ] {
            assert_eq!(read(text), Ok(PackCode { gtin: gtin.into(), ..PackCode::default() }), "{text}");
        }
        assert_eq!(read("4006381333932"), Err(WRONG_DIGIT));
    }

    #[test]
    fn a_lost_separator_is_told_and_never_guessed() {
        for text in ["010847000699154110DXB200517220228", "0108470006991541101234567890123456789012345"] {
            let code = read(text).unwrap();
            assert_eq!((code.batch, code.serial, code.separator_lost), (None, None, true), "{text}");
        }
        assert_eq!(read("10DXB20050108470006991541"), Err(NO_SEPARATOR));
        let with_expiry = read("01084700069915411722022810AB17220228").unwrap();
        assert_eq!(with_expiry.batch.as_deref(), Some("AB17220228"), "the expiry is known, so the batch is whole");
    }

    #[test]
    fn days_have_their_century_and_the_last_of_a_month() {
        let expiry = |six: &str| read(&format!("010847000699154117{six}")).map(|code| code.expires_on.unwrap());
        assert_eq!(expiry("280200"), Ok(date(2028, 2, 29)));
        assert_eq!(expiry("760101"), Ok(date(2076, 1, 1)));
        assert_eq!(expiry("770101"), Ok(date(1977, 1, 1)));
        assert_eq!(parse_pack_code("010847000699154117010101", 2090).unwrap().expires_on, Some(date(2101, 1, 1)));
        for bad in ["281301", "280230", "280032"] {
            assert_eq!(expiry(bad), Err(WRONG_DAY), "{bad}");
        }
    }

    #[test]
    fn what_is_no_code_is_refused() {
        for text in ["", "DT-261124-001", "A020", "]d2", "01084700", "0108470006991541\u{7}", "0108470006991540", "12"]
        {
            assert!(read(text).is_err(), "{text:?}");
        }
        assert_eq!(read("01084700069915410108470006991541"), Err(TWICE));
        assert!(read(&"1".repeat(500)).is_err());
    }

    proptest! {
        #[test]
        fn whatever_is_scanned_is_read_or_refused(text in "\\PC{0,60}", year in 2000_i16..2099) {
            let _ = parse_pack_code(&text, year);
        }

        #[test]
        fn digits_and_separators_are_read_or_refused(text in "[0-9A-Z\u{1d}]{0,60}", year in 2000_i16..2099) {
            if let Ok(code) = parse_pack_code(&text, year) {
                prop_assert_eq!(gtin(&code.gtin), Ok(code.gtin.clone()));
                prop_assert!(code.batch.iter().chain(&code.serial).all(|v| (1..=VALUE_MAX).contains(&v.len())));
            }
        }

        #[test]
        fn what_is_written_with_separators_is_read_back(batch in "[A-Z0-9-]{1,20}", serial in "[A-Z0-9]{1,20}") {
            let text = format!("0108470006991541172810311126010110{batch}\u{1d}21{serial}");
            let code = read(&text).unwrap();
            prop_assert_eq!((code.batch, code.serial), (Some(batch), Some(serial)));
            prop_assert_eq!((code.expires_on, code.made_on), (Some(date(2028, 10, 31)), Some(date(2026, 1, 1))));
        }
    }
}
