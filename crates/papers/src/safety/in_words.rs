//! Allergies that were told in words. A name of an ingredient or a class in them counts as the allergy itself: nobody may
//! be given penicillin because "dị ứng penicillin" stands in the wrong field. What the rules cannot read, and no coded
//! allergy says already, is told as unchecked.

use super::patient::KnownAllergy;
use super::store::Born;
use super::{Allergy, Book};
use crate::text;
use bricks::lang::Lang;
use bricks::say::Say;
use bricks::text::fold;
use std::collections::HashSet;

/// Words around a name, and between two, that say nothing more.
const FILLERS: [&str; 12] =
    ["di", "ung", "thuoc", "nhom", "allergy", "allergic", "va", "hoac", "cung", "and", "or", "plus"];
/// What a body does and nobody can be given, folded: said of an allergy it is no allergy of its own.
const REACTIONS: [&str; 20] = [
    "me day",
    "noi me day",
    "phat ban",
    "noi ban",
    "noi man",
    "ngua",
    "soc",
    "soc phan ve",
    "phan ve",
    "phu",
    "phu mat",
    "phu mi mat",
    "kho tho",
    "hen",
    "buon non",
    "non",
    "rash",
    "urticaria",
    "hives",
    "anaphylaxis",
];

/// The allergies whose names stand in the words: every ingredient and class of which a name is there, letter doubled or
/// not (`penicilin`). A negation is not understood: a false alarm is answered by coding what was asked.
pub(super) fn told(words: &str, book: &Book) -> Vec<Allergy> {
    let said: Vec<Vec<String>> = parts(words).map(spelled).collect();
    if said.is_empty() {
        return Vec::new();
    }
    let stands = |name: &Vec<String>| said.iter().any(|part| part.windows(name.len()).any(|window| window == name));
    let named = book.spelled.get_or_init(|| spelled_names(book)).iter();
    named.filter(|(_, names)| names.iter().any(stands)).map(|(allergy, _)| allergy.clone()).collect()
}

/// Every class and ingredient with the spellings of its names, none of them empty.
fn spelled_names(book: &Book) -> Vec<(Allergy, Vec<Vec<String>>)> {
    let classes = book.classes().into_iter().map(|class| (Allergy::Class(class.id.clone()), &class.name));
    let ids = book.ingredient_ids().into_iter().filter_map(|id| book.ingredient(id));
    let ingredients = ids.map(|one| (Allergy::Ingredient(one.id.clone()), &one.name));
    let names = |name: &Say| read_as(name).into_iter().filter(|words| !words.is_empty()).collect();
    classes.chain(ingredients).map(|(allergy, name)| (allergy, names(name))).collect()
}

/// A name, and what stands within it in brackets by itself: `Kháng viêm không steroid (NSAID)`.
fn aliases(name: &str) -> impl Iterator<Item = &str> {
    name.split(['(', ')']).map(str::trim).filter(|alias| !alias.is_empty())
}

/// Words as they are compared: folded, doubled letters once.
fn spelled(words: &str) -> Vec<String> {
    let once = |word: &str| {
        let mut letters: Vec<char> = word.chars().filter(|c| c.is_alphanumeric()).collect();
        letters.dedup();
        letters.into_iter().collect::<String>()
    };
    fold(words).split_whitespace().map(once).filter(|word| !word.is_empty()).collect()
}

/// What every screen and paper says where no allergy is known: that somebody asked and there is none, or that nobody
/// asked. Never the same words, and never other ones.
pub const fn none_known(asked: bool, l: Lang) -> &'static str {
    if asked { text::allergies_asked_none(l) } else { text::allergies_not_asked(l) }
}

/// What the rules cannot read of allergies: words that nobody has coded, or that nobody has asked.
pub(super) fn untold(born: &Born, known: &[KnownAllergy], book: &Book) -> Option<Say> {
    let words = born.allergies.trim();
    if words.is_empty() {
        return (known.is_empty() && !born.allergies_none).then(text::safety_allergy_unasked_say);
    }
    let read: Vec<Vec<String>> = told(words, book).iter().flat_map(|a| read_as(&a.name(book))).collect();
    let coded: Vec<HashSet<String>> = known.iter().flat_map(|row| names(row, book)).collect();
    let is_coded = |part: &str| is_coded(part, &coded) || read.contains(&without_fillers(part));
    if !parts(words).any(is_coded) {
        return Some(text::safety_allergy_words_say(words));
    }
    let rest: Vec<&str> = parts(words).filter(|part| !is_coded(part)).collect();
    (!rest.is_empty()).then(|| text::safety_allergy_words_say(rest.join("; ")))
}

/// Whether words are a name of an allergy and nothing more: `dị ứng penicilin`.
pub(super) fn is_name_of(words: &str, name: &Say) -> bool {
    read_as(name).contains(&without_fillers(words))
}

/// Every spelling by which an allergy was read.
fn read_as(name: &Say) -> Vec<Vec<String>> {
    both(name).into_iter().flat_map(aliases).map(spelled).collect()
}

fn both(name: &Say) -> [&str; 2] {
    [name.vi.as_ref(), name.en.as_ref()]
}

fn without_fillers(part: &str) -> Vec<String> {
    spelled(part).into_iter().filter(|word| !FILLERS.contains(&word.as_str())).collect()
}

fn parts(words: &str) -> impl Iterator<Item = &str> {
    words.split([',', ';', '(', ')', '\n', '.']).map(str::trim).filter(|part| !part.is_empty())
}

/// The words of a coded allergy's names and of its reaction.
fn names(row: &KnownAllergy, book: &Book) -> Vec<HashSet<String>> {
    let allergy = Allergy::parse(&row.allergen).map(|allergy| allergy.name(book));
    let said = allergy.iter().flat_map(|name| [name.vi.as_ref(), name.en.as_ref()]);
    let reactions = row.reaction.split([';', ',']).chain([row.reaction.as_str()]);
    said.chain(reactions).map(tokens).filter(|words| !words.is_empty()).collect()
}

fn tokens(words: &str) -> HashSet<String> {
    fold(words).split_whitespace().map(str::to_owned).collect()
}

/// Only when nothing more is said than one name: a word too many may be a second medicine.
fn is_coded(part: &str, coded: &[HashSet<String>]) -> bool {
    let said: HashSet<String> = tokens(part).into_iter().filter(|word| !FILLERS.contains(&word.as_str())).collect();
    said.is_empty() || coded.contains(&said) || REACTIONS.contains(&fold(part).as_str())
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
            said_pregnant: None,
        };
        untold(&born, &known, starter()).map(|said| said.vi.into_owned())
    }

    #[test]
    fn a_name_within_the_words_counts_as_the_allergy() {
        let read = |words: &str| told(words, starter()).iter().map(Allergy::code).collect::<Vec<_>>();
        assert_eq!(read("dị ứng penicilin"), ["class:penicillin"]);
        assert_eq!(read("Mề đay sau khi uống Amoxicilin; hải sản"), ["ingredient:amoxicillin"]);
        assert_eq!(read("NSAID (phù mí mắt)"), ["class:nsaid"]);
        assert_eq!(read("phấn hoa, tôm"), Vec::<String>::new());
    }

    #[test]
    fn only_words_that_no_coded_allergy_says_are_told_as_unchecked() {
        let known = [("class:penicillin", "nổi mề đay")];
        assert_eq!(left("Penicillin (nổi mề đay)", &known), None);
        assert_eq!(left("Dị ứng thuốc Penicillin", &known), None);
        let rest = left("Penicillin (nổi mề đay), Hải sản", &known).unwrap();
        assert!(rest.contains("Hải sản") && !rest.contains("Penicillin"), "{rest}");
        assert!(left("Penicillin và aspirin", &known).unwrap().contains("aspirin"), "a second name is never hidden");
        assert_eq!(left("dị ứng penicilin", &[]), None, "a name in words is read");
        assert_eq!(
            left("Penicillin (mề đay) và aspirin", &[]),
            None,
            "both names are read, and hives are nothing to give"
        );
        let rest = left("Penicillin, tôm", &[]).unwrap();
        assert!(rest.contains("tôm") && !rest.contains("Penicillin"), "{rest}");
        assert_eq!(left("", &known), None);
        assert!(left("", &[]).is_some(), "nobody has asked");
    }
}
