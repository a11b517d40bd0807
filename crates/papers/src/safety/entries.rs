//! The single things that a profile's words name as allergies, and how they stand beside the coded ones: nothing is told
//! twice, and nothing that the words add is lost.

use super::in_words::{is_name_of, told};
use super::patient::KnownAllergy;
use super::{Allergy, Book};
use bricks::lang::Lang;
use bricks::text::fold;

/// One of them, as it was written: `Penicillin (nổi mề đay)`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry<'a> {
    pub text: &'a str,
    /// Before a bracket or a colon.
    name: &'a str,
    /// What stands in the bracket or behind the colon.
    besides: &'a str,
}

/// The entries of a text: divided by commas, semicolons, lines and full stops, but not within brackets.
pub fn entries(words: &str) -> Vec<Entry<'_>> {
    let (mut found, mut from, mut depth) = (Vec::new(), 0, 0_u32);
    let mut letters = words.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        match letter {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        let ends_sentence = letter == '.' && letters.peek().is_none_or(|(_, next)| next.is_whitespace());
        if letter == '\n' || (depth == 0 && (matches!(letter, ',' | ';') || ends_sentence)) {
            found.extend(words.get(from..at).and_then(entry));
            (from, depth) = (at + letter.len_utf8(), 0);
        }
    }
    found.extend(words.get(from..).and_then(entry));
    found
}

fn entry(text: &str) -> Option<Entry<'_>> {
    let text = text.trim();
    let (name, besides) = text.split_once(['(', ':']).unwrap_or((text, ""));
    let entry = Entry { text, name: name.trim(), besides: besides.trim().trim_end_matches(')').trim() };
    (!text.is_empty()).then_some(entry)
}

impl Entry<'_> {
    /// The allergies whose names stand in it.
    pub fn named(&self, book: &Book) -> Vec<Allergy> {
        told(self.text, book)
    }

    /// What it says of an allergy besides its name: all of it where it says more than the name before the bracket.
    pub fn reaction(&self, of: &Allergy, book: &Book) -> &str {
        if is_name_of(self.name, &of.name(book)) { self.besides } else { self.text }
    }

    fn is_of(&self, row: &KnownAllergy, book: &Book) -> bool {
        Allergy::parse(&row.allergen).is_some_and(|allergy| is_name_of(self.name, &allergy.name(book)))
    }

    /// Whether the coded allergies say all that it says.
    pub fn is_said_by(&self, known: &[KnownAllergy], book: &Book) -> bool {
        let says = |row: &KnownAllergy| self.besides.is_empty() || fold(self.besides) == fold(&row.reaction);
        known.iter().any(|row| self.is_of(row, book) && says(row))
    }
}

/// All allergies for a banner: the coded ones by name, each with what the words add, then what nobody has coded.
pub(super) fn merged(book: &Book, known: &[KnownAllergy], written: &str, l: Lang) -> Vec<String> {
    if known.is_empty() {
        return Some(written.trim().to_owned()).filter(|words| !words.is_empty()).into_iter().collect();
    }
    let entries = entries(written);
    let coded = known.iter().map(|row| {
        let name = Allergy::parse(&row.allergen).map(|allergy| allergy.name(book).to(l).to_owned());
        let name = name.unwrap_or_else(|| row.allergen.clone());
        let mut besides = entries.iter().filter(|entry| entry.is_of(row, book)).map(|entry| entry.besides);
        match besides.find(|words| !words.is_empty()) {
            Some(words) => format!("{name} ({words})"),
            None => name,
        }
    });
    let rest = entries.iter().filter(|entry| !known.iter().any(|row| entry.is_of(row, book)));
    coded.chain(rest.map(|entry| entry.text.to_owned())).collect()
}

/// The words without one of their entries; nothing when it does not stand there.
pub(super) fn without(words: &str, text: &str) -> Option<String> {
    let mut all: Vec<&str> = entries(words).into_iter().map(|entry| entry.text).collect();
    let place = all.iter().position(|entry| *entry == text.trim())?;
    all.remove(place);
    Some(all.join("; "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::safety::starter;
    use bricks::clock::Instant;

    fn known(allergen: &str, reaction: &str) -> KnownAllergy {
        KnownAllergy {
            allergen: allergen.into(),
            reaction: reaction.into(),
            severity: "unknown".into(),
            recorded_at: Instant::from_millis(0),
            recorded_by: String::new(),
        }
    }

    #[test]
    fn words_are_divided_into_what_they_name() {
        let told = |words: &'static str| entries(words).into_iter().map(|entry| entry.text).collect::<Vec<_>>();
        assert_eq!(
            told("Penicillin (mề đay, sốc), tôm; cua\nphấn hoa. Bụi"),
            ["Penicillin (mề đay, sốc)", "tôm", "cua", "phấn hoa", "Bụi"]
        );
        assert_eq!(told(" , ;\n."), Vec::<&str>::new());
        assert_eq!(told("thuốc 0.5 mg (chưa rõ"), ["thuốc 0.5 mg (chưa rõ"]);
    }

    #[test]
    fn an_allergy_is_told_once_with_what_the_words_add() {
        let coded = [known("class:penicillin", "")];
        let all = |words: &str| merged(starter(), &coded, words, Lang::Vi);
        assert_eq!(all("Penicillin"), ["Penicillin"]);
        assert_eq!(all("Penicillin: nổi mề đay; tôm"), ["Penicillin (nổi mề đay)", "tôm"]);
        assert_eq!(all("dị ứng penicilin (sốc)"), ["Penicillin (sốc)"]);
        assert_eq!(
            all("Penicillin và aspirin"),
            ["Penicillin", "Penicillin và aspirin"],
            "a second name is never hidden"
        );
        assert_eq!(
            merged(starter(), &[], "Tôm, cua", Lang::Vi),
            ["Tôm, cua"],
            "as it was written while nothing is coded"
        );
        let (said, more) = (entries("Penicillin: mề đay")[0], entries("Penicillin: sốc")[0]);
        let coded = [known("class:penicillin", "Mề đay")];
        assert!(said.is_said_by(&coded, starter()) && !more.is_said_by(&coded, starter()));
    }

    #[test]
    fn what_is_coded_keeps_its_reaction_and_leaves_the_words() {
        let entry = entries("Penicillin: nổi mề đay")[0];
        let allergy = entry.named(starter()).remove(0);
        assert_eq!((allergy.code().as_str(), entry.reaction(&allergy, starter())), ("class:penicillin", "nổi mề đay"));
        let entry = entries("Mề đay sau khi uống Amoxicilin")[0];
        let allergy = entry.named(starter()).remove(0);
        assert_eq!(entry.reaction(&allergy, starter()), entry.text, "nothing of it is lost");
        assert_eq!(without("Penicillin: sốc, tôm; cua", " tôm ").as_deref(), Some("Penicillin: sốc; cua"));
        assert_eq!(without("tôm", "tôm").as_deref(), Some(""));
        assert_eq!(without("tôm", "cua"), None);
    }
}
