//! Thousands and decimals as each language writes them.

use crate::lang::Lang;

/// What stands between the thousands: `1.000` in Vietnamese, `1,000` in English.
pub(crate) const fn grouping_mark(lang: Lang) -> char {
    match lang {
        Lang::Vi => '.',
        Lang::En => ',',
    }
}

/// What stands before the decimals: the other language's grouping mark.
pub(crate) const fn decimal_mark(lang: Lang) -> char {
    match lang {
        Lang::Vi => ',',
        Lang::En => '.',
    }
}

/// Writes a whole number with its thousands apart.
pub(crate) fn group(number: u64, lang: Lang) -> String {
    let digits = number.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push(grouping_mark(lang));
        }
        grouped.push(digit);
    }
    grouped
}

/// The digits of a number whose thousands stand apart in the right places; `None` when the mark is
/// missing or misplaced, or the number begins with zero.
pub(crate) fn ungroup(text: &str, lang: Lang) -> Option<String> {
    let mut parts = text.split(grouping_mark(lang));
    let first = parts.next()?;
    let rest: Vec<&str> = parts.collect();
    let well_placed = matches!(first.len(), 1..=3)
        && !first.starts_with('0')
        && !rest.is_empty()
        && rest.iter().all(|part| part.len() == 3);
    let digits = format!("{first}{}", rest.concat());
    (well_placed && all_digits(&digits)).then_some(digits)
}

/// Whether the text is one or more ASCII digits and nothing else.
pub(crate) fn all_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_stand_apart() {
        for (number, vi) in [(0, "0"), (999, "999"), (1000, "1.000"), (557_400, "557.400"), (1_234_567, "1.234.567")] {
            assert_eq!(group(number, Lang::Vi), vi);
            assert_eq!(group(number, Lang::En), vi.replace('.', ","));
        }
    }

    #[test]
    fn thousands_in_the_wrong_place_are_seen() {
        assert_eq!(ungroup("1.234.567", Lang::Vi).as_deref(), Some("1234567"));
        for bad in ["1.23", "1234.567", "0.500", "1..000", ".000", "1.000.", "1,000", "1000", "a.000"] {
            assert_eq!(ungroup(bad, Lang::Vi), None, "{bad}");
        }
    }
}
