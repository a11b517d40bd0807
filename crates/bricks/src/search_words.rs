//! The words under which a patient is found: each is looked up as a prefix.

use crate::text::fold;

/// The rows of `patient_word` for one patient, sorted and distinct:
///
/// - the folded name with the year of birth behind it, from each of its words to the end;
/// - the code without its dash, and its number without leading zeros;
/// - the digits of the national telephone number backwards behind `~`, so that a tail is a prefix.
///
/// `name_fold` is what [`fold`] made of the name; `phone` is E.164 or a national number.
pub fn patient_words(name_fold: &str, birth_year: i64, code: &str, phone: Option<&str>) -> Vec<String> {
    let mut found = suffixes(&format!("{} {birth_year}", name_fold.trim()));
    found.extend(code_words(code));
    found.extend(phone.and_then(phone_word));
    found.sort_unstable();
    found.dedup();
    found
}

/// A code without its dash, and its number without leading zeros.
pub fn code_words(code: &str) -> Vec<String> {
    let code: String = fold(code).split(' ').collect();
    let digits_from = code.find(|letter: char| letter.is_ascii_digit()).unwrap_or(code.len());
    let number = code.get(digits_from..).unwrap_or_default().trim_start_matches('0').to_owned();
    [number, code].into_iter().filter(|word| !word.is_empty()).collect()
}

/// What a search for the tail of a telephone number looks up: its digits backwards behind `~`.
/// Nothing when there are no digits.
pub fn phone_word(phone: &str) -> Option<String> {
    let national = match phone.trim().strip_prefix("+84") {
        Some(rest) => format!("0{rest}"),
        None => phone.to_owned(),
    };
    let mut word = String::from("~");
    word.extend(national.chars().rev().filter(char::is_ascii_digit));
    (word.len() > 1).then_some(word)
}

/// A folded text from each of its words to its end: `mai huong` gives `mai huong` and `huong`.
pub fn suffixes(folded: &str) -> Vec<String> {
    let starts = folded.char_indices().filter(|(at, letter)| {
        *letter != ' ' && (*at == 0 || folded.get(..*at).is_some_and(|before| before.ends_with(' ')))
    });
    starts.filter_map(|(at, _)| folded.get(at..)).map(|word| word.trim_end().to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_patient_is_found_by_name_year_code_and_the_end_of_the_telephone() {
        let words = patient_words("tran thi mai huong", 1972, "BN-000123", Some("+84903118264"));
        let expected = [
            "123",
            "1972",
            "bn000123",
            "huong 1972",
            "mai huong 1972",
            "thi mai huong 1972",
            "tran thi mai huong 1972",
            "~4628113090",
        ];
        assert_eq!(words, expected);
    }

    #[test]
    fn one_word_names_and_missing_numbers_are_no_trouble() {
        assert_eq!(patient_words("y", 1950, "BN-000000", None), ["1950", "bn000000", "y 1950"]);
        assert_eq!(patient_words("", 1950, "", Some("không có")), ["1950"]);
    }

    #[test]
    fn a_number_of_another_country_keeps_its_country() {
        assert_eq!(phone_word("+33612345678").as_deref(), Some("~87654321633"));
        assert_eq!(phone_word("0903 118 264"), phone_word("+84903118264"));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn every_word_of_a_name_begins_one_search_word(name in "\\PC{0,40}") {
            let folded = fold(&name);
            let words = patient_words(&folded, 1990, "BN-000007", None);
            for word in folded.split(' ').filter(|word| !word.is_empty()) {
                prop_assert!(words.iter().any(|found| found.starts_with(word)));
            }
        }
    }
}
