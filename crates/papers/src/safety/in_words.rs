//! Allergies that were told in words: the rules cannot read them, so what no coded allergy says already is told as
//! unchecked.

use super::patient::KnownAllergy;
use super::store::Born;
use super::{Allergy, Book};
use crate::text;
use bricks::say::Say;
use bricks::text::fold;
use std::collections::HashSet;

/// Words around a name that say nothing more.
const FILLERS: [&str; 6] = ["di", "ung", "thuoc", "nhom", "allergy", "allergic"];

/// What the rules cannot read of allergies: words that nobody has coded, or that nobody has asked.
pub(super) fn untold(born: &Born, known: &[KnownAllergy], book: &Book) -> Option<Say> {
    let words = born.allergies.trim();
    if words.is_empty() {
        return (known.is_empty() && !born.allergies_none).then(text::safety_allergy_unasked_say);
    }
    let coded: Vec<HashSet<String>> = known.iter().flat_map(|row| names(row, book)).collect();
    if !parts(words).any(|part| is_coded(part, &coded)) {
        return Some(text::safety_allergy_words_say(words));
    }
    let rest: Vec<&str> = parts(words).filter(|part| !is_coded(part, &coded)).collect();
    (!rest.is_empty()).then(|| text::safety_allergy_words_say(rest.join("; ")))
}

fn parts(words: &str) -> impl Iterator<Item = &str> {
    words.split([',', ';', '(', ')', '\n', '.']).map(str::trim).filter(|part| !part.is_empty())
}

/// The words of a coded allergy's names and of its reaction.
fn names(row: &KnownAllergy, book: &Book) -> Vec<HashSet<String>> {
    let allergy = Allergy::parse(&row.allergen).map(|allergy| allergy.name(book));
    let said = allergy.iter().flat_map(|name| [name.vi.as_ref(), name.en.as_ref()]);
    said.chain([row.reaction.as_str()]).map(tokens).filter(|words| !words.is_empty()).collect()
}

fn tokens(words: &str) -> HashSet<String> {
    fold(words).split_whitespace().map(str::to_owned).collect()
}

/// Only when nothing more is said than one name: a word too many may be a second medicine.
fn is_coded(part: &str, coded: &[HashSet<String>]) -> bool {
    let said: HashSet<String> = tokens(part).into_iter().filter(|word| !FILLERS.contains(&word.as_str())).collect();
    said.is_empty() || coded.contains(&said)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::safety::starter;
    use bricks::clock::Instant;

    fn left(words: &str, known: &[(&str, &str)]) -> Option<String> {
        let row = |(allergen, reaction): &(&str, &str)| KnownAllergy {
            allergen: (*allergen).into(),
            reaction: (*reaction).into(),
            severity: "unknown".into(),
            recorded_at: Instant::from_millis(0),
            recorded_by: String::new(),
        };
        let known: Vec<KnownAllergy> = known.iter().map(row).collect();
        let born = Born {
            sex: "female".into(),
            birth_day: None,
            birth_year: 1980,
            allergies: words.into(),
            allergies_none: false,
        };
        untold(&born, &known, starter()).map(|said| said.vi.into_owned())
    }

    #[test]
    fn only_words_that_no_coded_allergy_says_are_told_as_unchecked() {
        let known = [("class:penicillin", "nổi mề đay")];
        assert_eq!(left("Penicillin (nổi mề đay)", &known), None);
        assert_eq!(left("Dị ứng thuốc Penicillin", &known), None);
        let rest = left("Penicillin (nổi mề đay), Hải sản", &known).unwrap();
        assert!(rest.contains("Hải sản") && !rest.contains("Penicillin"), "{rest}");
        assert!(left("Penicillin và aspirin", &known).unwrap().contains("aspirin"), "a second name is never hidden");
        assert!(left("Penicillin, nổi mề đay", &[]).unwrap().contains("Penicillin, nổi mề đay"));
        assert_eq!(left("", &known), None);
        assert!(left("", &[]).is_some(), "nobody has asked");
    }
}
