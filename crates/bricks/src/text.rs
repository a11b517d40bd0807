//! Names and free text: cleaned on the way in, folded for search, shortened for screens.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{decompose_canonical, is_combining_mark};

use crate::say::Say;

/// A letter of any living language carries no more marks than these.
const MARKS_IN_A_ROW_MAX: usize = 4;

const CONTROL: Say = Say::fixed(
    "Văn bản có ký tự điều khiển, hãy xoá và gõ lại",
    "The text holds control characters: delete it and type it again",
);
const TOO_MANY_MARKS: Say =
    Say::fixed("Văn bản có quá nhiều dấu chồng lên một chữ", "The text piles too many accents on one letter");

/// The text as search compares it: lower case, no marks, đ as d, one space between words.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for letter in text.chars() {
        if letter.is_ascii() {
            fold_in(&mut folded, letter.to_ascii_lowercase());
            continue;
        }
        decompose_canonical(letter, |part| {
            part.to_lowercase().for_each(|lower| decompose_canonical(lower, |small| fold_in(&mut folded, small)));
        });
    }
    folded.truncate(folded.trim_end().len());
    folded
}

/// Adds one letter in lower case, decomposed: no order of marks matters, since none is kept.
fn fold_in(folded: &mut String, letter: char) {
    match letter {
        'a'..='z' | '0'..='9' => folded.push(letter),
        'đ' | 'ð' => folded.push('d'),
        _ if is_combining_mark(letter) => {}
        _ if letter.is_alphanumeric() => folded.push(letter),
        _ if folded.ends_with(' ') || folded.is_empty() => {}
        _ => folded.push(' '),
    }
}

/// Whether a name holds what was typed with its marks: who types `sởi` does not mean `soi`. Who types no mark means all.
pub fn has_as_marked(name: &str, typed: &str) -> bool {
    let plain = |text: &str| clean_line(text, usize::MAX).unwrap_or_default().to_lowercase();
    let typed = plain(typed);
    typed.is_ascii() || plain(name).contains(&typed)
}

/// Whether a reason says anything: words of at least five different letters, not one key held down.
pub fn says_something(reason: &str) -> bool {
    const LETTERS_MIN: usize = 5;
    different_letters(reason) >= LETTERS_MIN
}

/// Whether a text names something, if only in one short word (`sốc`, `tím`), and is not one key held down.
pub fn names_something(text: &str) -> bool {
    const LETTERS_MIN: usize = 3;
    different_letters(text) >= LETTERS_MIN
}

fn different_letters(text: &str) -> usize {
    let letters: std::collections::HashSet<char> = text.to_lowercase().chars().filter(|c| c.is_alphabetic()).collect();
    letters.len()
}

/// The distinct folded words, in the order in which they first occur.
pub fn words(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for word in fold(text).split(' ').filter(|word| !word.is_empty()) {
        if !found.iter().any(|seen| seen == word) {
            found.push(word.to_owned());
        }
    }
    found
}

/// One clean line of at most `max_chars` characters: NFC, trimmed, single spaces, invisible
/// characters removed. Control characters, text direction overrides and piled-up accents are
/// refused. May be empty.
pub fn clean_line(text: &str, max_chars: usize) -> Result<String, Say> {
    let visible = composed(text)?;
    let line = visible.split_whitespace().collect::<Vec<_>>().join(" ");
    within(line, max_chars)
}

/// As [`clean_line`], but line breaks are kept as `\n`, with no more than one empty line in a row.
pub fn clean_text(text: &str, max_chars: usize) -> Result<String, Say> {
    let visible = composed(text)?.replace("\r\n", "\n").replace(['\r', '\u{2028}', '\u{2029}'], "\n");
    let mut kept = String::with_capacity(visible.len());
    for line in visible.lines() {
        let paragraph_ended = kept.is_empty() || kept.ends_with("\n\n");
        let words: Vec<&str> = line.split_whitespace().collect();
        if !(words.is_empty() && paragraph_ended) {
            kept.push_str(&words.join(" "));
            kept.push('\n');
        }
    }
    kept.truncate(kept.trim_end().len());
    within(kept, max_chars)
}

/// The first letters of the last two words: `Trần Thị Mai Hương` gives `MH`.
pub fn initials(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    let last_two = words.len().saturating_sub(2);
    words.iter().skip(last_two).filter_map(|word| first_letter(word)).collect()
}

/// What lists of people are sorted by: the given name, which is the last word, then the rest.
pub fn sort_key(name: &str) -> String {
    let folded = fold(name);
    match folded.rsplit_once(' ') {
        Some((family, given)) => format!("{given} {family}"),
        None => folded,
    }
}

/// The name for a screen that strangers see: `Trần Thị Mai Hương` gives `T. T. M. Hương`.
pub fn mask_name(name: &str) -> String {
    let composed: String = name.nfc().collect();
    let words: Vec<&str> = composed.split_whitespace().collect();
    let Some((given, others)) = words.split_last() else {
        return String::new();
    };
    if others.is_empty() {
        return first_letter(given).map_or_else(String::new, |letter| format!("{letter}***"));
    }
    let mut masked: String =
        others.iter().filter_map(|word| first_letter(word)).map(|letter| format!("{letter}. ")).collect();
    masked.push_str(given);
    masked
}

fn first_letter(word: &str) -> Option<String> {
    let letter = word.nfc().find(|letter| letter.is_alphanumeric())?;
    Some(letter.to_uppercase().collect())
}

fn composed(text: &str) -> Result<String, Say> {
    if text.chars().any(is_harmful) {
        return Err(CONTROL);
    }
    let visible: String = text.chars().filter(|letter| !is_invisible(*letter)).nfc().collect();
    let mut marks_in_a_row = 0;
    for letter in visible.chars() {
        marks_in_a_row = if is_combining_mark(letter) { marks_in_a_row + 1 } else { 0 };
        if marks_in_a_row > MARKS_IN_A_ROW_MAX {
            return Err(TOO_MANY_MARKS);
        }
    }
    Ok(visible)
}

fn within(text: String, max_chars: usize) -> Result<String, Say> {
    let chars = text.chars().count();
    if chars <= max_chars {
        return Ok(text);
    }
    Err(Say::new(
        format!("Tối đa {max_chars} ký tự, văn bản này có {chars}"),
        format!("At most {max_chars} characters; this text has {chars}"),
    ))
}

/// Control characters other than tabs and line breaks, and overrides of the text direction.
fn is_harmful(letter: char) -> bool {
    let breaks = matches!(letter, '\t' | '\n' | '\r' | '\u{85}');
    (letter.is_control() && !breaks) || matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Characters that take no room on paper, so two equal-looking names could differ.
fn is_invisible(letter: char) -> bool {
    matches!(
        letter,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}'
            | '\u{feff}' | '\u{e0000}'..='\u{e007f}'
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_key_held_down_is_no_reason() {
        assert!(!says_something("aaaaaaaaaaaa"));
        assert!(!says_something("12345 - ......"));
        assert!(says_something("Đã dùng lâu, theo dõi INR hằng tuần"));
        assert!(names_something("sốc") && names_something("ngất") && names_something("Tím tái"));
        assert!(!names_something("xxxxxx") && !names_something("...") && !names_something("a"));
    }

    #[test]
    fn a_name_with_other_marks_is_not_what_was_typed_with_marks() {
        let vaccine = "Vắc xin sởi - quai bị - rubella";
        assert!(has_as_marked(vaccine, "Sởi") && !has_as_marked("Nội soi tai mũi họng", "sởi"));
        assert!(has_as_marked("Nội soi tai mũi họng", "soi"), "no mark means any");
        assert!(has_as_marked(vaccine, "so\u{31b}\u{309}i"), "however the marks are composed");
    }

    #[test]
    fn folding_forgets_case_marks_and_punctuation() {
        for (text, folded) in [
            ("Trần Thị Mai Hương", "tran thi mai huong"),
            ("Đỗ  Đức-Ðạt, Jr.", "do duc dat jr"),
            ("  ", ""),
            ("Nguye\u{302}\u{303}n", "nguyen"),
            ("Paracetamol 500mg (Tab)", "paracetamol 500mg tab"),
        ] {
            assert_eq!(fold(text), folded);
        }
        assert_eq!(words("Mai Hương, MAI huong lan"), ["mai", "huong", "lan"]);
        assert!(words("—").is_empty());
    }

    #[test]
    fn letter_by_letter_a_text_is_folded_as_its_decomposition_as_a_whole_is() {
        let as_a_whole = |text: &str| -> String {
            text.nfd().flat_map(char::to_lowercase).nfd().filter(|letter| !is_combining_mark(*letter)).collect()
        };
        for letter in ('\u{80}'..='\u{2FFFF}').filter(|letter| letter.is_alphanumeric()) {
            let text = format!("a{letter}\u{301}z");
            let whole: String = as_a_whole(&text).replace(['đ', 'ð'], "d");
            if whole.chars().all(char::is_alphanumeric) {
                assert_eq!(fold(&text), whole, "{letter:?}");
            }
        }
    }

    #[test]
    fn a_line_is_cleaned() {
        assert_eq!(clean_line("  Trần\t Thị \r\n Mai ", 20).as_deref(), Ok("Trần Thị Mai"));
        assert_eq!(clean_line("Nguye\u{302}\u{303}n", 6).as_deref(), Ok("Nguyễn"));
        assert_eq!(clean_line("A\u{200b}n\u{feff}", 2).as_deref(), Ok("An"));
        assert_eq!(clean_line("e\u{200b}\u{301}", 1).as_deref(), Ok("é"));
        assert_eq!(clean_line(" \u{200b} ", 5).as_deref(), Ok(""));
    }

    #[test]
    fn harmful_and_overlong_lines_are_refused() {
        for bad in ["a\0b", "a\u{1b}[31m", "a\u{202e}b", "a\u{2066}b", "a\u{7f}"] {
            assert_eq!(clean_line(bad, 50), Err(CONTROL), "{bad:?}");
            assert_eq!(clean_text(bad, 50), Err(CONTROL), "{bad:?}");
        }
        assert_eq!(clean_line(&format!("h{}", "\u{335}".repeat(5)), 50), Err(TOO_MANY_MARKS));
        assert!(clean_line(&format!("h{}", "\u{335}".repeat(4)), 50).is_ok());
        let say = clean_line("abcdef", 5).unwrap_err();
        assert_eq!(say.vi, "Tối đa 5 ký tự, văn bản này có 6");
    }

    #[test]
    fn a_text_keeps_its_lines() {
        let text = " Ho  khan\r\n\r\n\r\n\n Sốt \u{2028}\tđau họng\n\n";
        assert_eq!(clean_text(text, 100).as_deref(), Ok("Ho khan\n\nSốt\nđau họng"));
        assert_eq!(clean_text("\n\n", 100).as_deref(), Ok(""));
    }

    #[test]
    fn names_are_shortened_and_sorted_by_the_given_name() {
        for (name, initials_of, key, masked) in [
            ("Trần Thị Mai Hương", "MH", "huong tran thi mai", "T. T. M. Hương"),
            ("Lê Đức", "LĐ", "duc le", "L. Đức"),
            ("hương", "H", "huong", "H***"),
            ("", "", "", ""),
            ("John (Jack) Smith", "JS", "smith john jack", "J. J. Smith"),
        ] {
            assert_eq!(initials(name), initials_of);
            assert_eq!(sort_key(name), key);
            assert_eq!(mask_name(name), masked);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]

        #[test]
        fn folding_twice_changes_nothing(text in "\\PC{0,30}|[a-zàáảãạđĐ .-]{0,30}") {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }

        #[test]
        fn cleaning_twice_changes_nothing(text in ".{0,30}|[a-zàđ \t\r\n]{0,30}") {
            if let Ok(once) = clean_line(&text, 100) {
                prop_assert_eq!(clean_line(&once, 100), Ok(once));
            }
            if let Ok(once) = clean_text(&text, 100) {
                prop_assert_eq!(clean_text(&once, 100), Ok(once));
            }
        }
    }
}
