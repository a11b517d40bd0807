//! The single things that a profile's words name as allergies, and how they stand beside the coded ones: nothing is told
//! twice, and nothing that the words add is lost.

use super::in_words::{is_name_of, told};
use super::known::{UNKNOWN, severity_word};
use super::patient::KnownAllergy;
use super::{Allergy, Book};
use bricks::lang::Lang;
use bricks::text::fold;

/// One of them, as it was written: `Penicillin (nổi mề đay) và aspirin`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry<'a> {
    pub text: &'a str,
}

/// One thing within an entry, with what is said of it: `Penicillin (nổi mề đay)`.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Part<'a> {
    text: &'a str,
    /// Before a bracket or a colon.
    name: &'a str,
    /// What stands in the bracket and behind it, or behind the colon.
    besides: String,
}

/// Words between two things that are named together, folded; besides them `+`, `&` and `/`.
const CONNECTORS: [&str; 6] = ["va", "hoac", "cung", "and", "or", "plus"];

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
    (!text.is_empty()).then_some(Entry { text })
}

/// A stretch of an entry, by bytes, and whether a connector stands before it.
struct Piece {
    from: usize,
    to: usize,
    connected: bool,
}

/// Divides an entry at its connectors and behind its closing brackets.
fn pieces(text: &str) -> Vec<Piece> {
    let (mut found, mut depth, mut connected, mut at) = (Vec::<Piece>::new(), 0_usize, false, 0);
    let mut open = false;
    for word in text.split_inclusive(|c: char| c.is_whitespace() || matches!(c, '/' | '&' | '+' | ')')) {
        let from = at;
        at += word.len();
        let is_sign = |c: char| matches!(c, '/' | '&' | '+');
        let bare = word.trim_end_matches(|c: char| c.is_whitespace() || is_sign(c));
        let connects =
            depth == 0 && (bare.is_empty() || CONNECTORS.contains(&fold(bare).as_str()) && !bare.contains(')'));
        let ends = depth == 0 && word.ends_with(is_sign);
        depth = (depth + word.matches('(').count()).saturating_sub(word.matches(')').count());
        if connects {
            (connected, open) = (connected || !bare.is_empty() || ends, open && bare.is_empty() && !ends);
            continue;
        }
        match found.last_mut().filter(|_| open) {
            Some(piece) => piece.to = from + bare.len(),
            None => found.push(Piece { from, to: from + bare.len(), connected }),
        }
        let closed = depth == 0 && bare.ends_with(')');
        (open, connected) = (!ends && !closed, ends);
    }
    found
}

/// The single things of an entry. What names no allergy belongs to the thing before it where it follows its bracket, or
/// stands behind its colon: `Penicillin: mề đay và sốc`.
fn parts<'a>(text: &'a str, book: &Book) -> Vec<Part<'a>> {
    let mut whole: Vec<(usize, usize)> = Vec::new();
    for Piece { from, to, connected } in pieces(text) {
        let names_nothing = text.get(from..to).is_none_or(|words| told(words, book).is_empty());
        let of_before = |before: &&mut (usize, usize)| {
            let explains = text.get(before.0..before.1).is_some_and(|words| words.contains(':'));
            names_nothing && (explains || !connected)
        };
        match whole.last_mut().filter(of_before) {
            Some(before) => before.1 = to,
            None => whole.push((from, to)),
        }
    }
    whole.into_iter().filter_map(|(from, to)| text.get(from..to)).map(part).collect()
}

fn part(text: &str) -> Part<'_> {
    let (name, besides) = text.split_once(['(', ':']).unwrap_or((text, ""));
    let besides = besides.replace(['(', ')'], " ").split_whitespace().collect::<Vec<_>>().join(" ");
    Part { text, name: name.trim(), besides }
}

impl Part<'_> {
    fn is_name_of(&self, allergy: &Allergy, book: &Book) -> bool {
        is_name_of(self.name, &allergy.name(book))
    }

    fn is_of(&self, row: &KnownAllergy, book: &Book) -> bool {
        Allergy::parse(&row.allergen).is_some_and(|allergy| self.is_name_of(&allergy, book))
    }

    fn is_said_by(&self, known: &[KnownAllergy], book: &Book) -> bool {
        known.iter().any(|row| self.is_of(row, book) && holds(&row.reaction, &self.besides))
    }
}

/// Whether a reaction says already what else is told.
pub(super) fn holds(reaction: &str, besides: &str) -> bool {
    let (said, more) = (fold(reaction), fold(besides));
    more.is_empty() || format!(" {said} ").contains(&format!(" {more} "))
}

/// Two reactions as one, nothing told twice.
pub(super) fn joined(reaction: &str, besides: &str) -> String {
    match (holds(reaction, besides), holds(besides, reaction)) {
        (true, _) => reaction.to_owned(),
        (_, true) => besides.to_owned(),
        _ => format!("{reaction}; {besides}"),
    }
}

impl<'a> Entry<'a> {
    /// The allergies whose names stand in it.
    pub fn named(&self, book: &Book) -> Vec<Allergy> {
        told(self.text, book)
    }

    /// What it says of an allergy besides its name: the whole part of it that says more than the name before the bracket.
    pub fn reaction(&self, of: &Allergy, book: &Book) -> String {
        let parts = parts(self.text, book);
        let names = |part: &&Part<'_>| told(part.text, book).contains(of);
        let said = parts
            .iter()
            .filter(names)
            .map(|part| if part.is_name_of(of, book) { part.besides.as_str() } else { part.text });
        // A name that no single part holds stands across them.
        if parts.iter().any(|part| names(&part)) {
            said.fold(String::new(), |all, more| joined(&all, more))
        } else {
            self.text.to_owned()
        }
    }

    /// The parts that name no allergy of the tables: they stay words.
    pub fn unnamed(&self, book: &Book) -> Vec<&'a str> {
        parts(self.text, book).into_iter().map(|part| part.text).filter(|text| told(text, book).is_empty()).collect()
    }

    /// Whether the coded allergies say all that it says.
    pub fn is_said_by(&self, known: &[KnownAllergy], book: &Book) -> bool {
        parts(self.text, book).iter().all(|part| part.is_said_by(known, book))
    }
}

/// All allergies for a banner: the coded ones by name with their reaction, their severity and all that the words add,
/// then what nobody has coded.
pub(super) fn merged(book: &Book, known: &[KnownAllergy], written: &str, l: Lang) -> Vec<String> {
    if known.is_empty() {
        return Some(written.trim().to_owned()).filter(|words| !words.is_empty()).into_iter().collect();
    }
    let parts: Vec<Part<'_>> = entries(written).iter().flat_map(|entry| parts(entry.text, book)).collect();
    let coded = known.iter().map(|row| {
        let name = Allergy::parse(&row.allergen).map(|allergy| allergy.name(book).to(l).to_owned());
        let name = name.unwrap_or_else(|| row.allergen.clone());
        let besides = parts.iter().filter(|part| part.is_of(row, book)).map(|part| part.besides.as_str());
        let reaction = besides.fold(row.reaction.trim().to_owned(), |all, more| joined(&all, more));
        let severity =
            if row.severity == UNKNOWN { String::new() } else { severity_word(&row.severity, l).to_lowercase() };
        match [reaction, severity].into_iter().filter(|said| !said.is_empty()).collect::<Vec<_>>().join(", ") {
            said if said.is_empty() => name,
            said => format!("{name} ({said})"),
        }
    });
    let rest = parts.iter().filter(|part| !known.iter().any(|row| part.is_of(row, book)));
    coded.chain(rest.map(|part| part.text.to_owned())).collect()
}

/// The words with other ones in the place of one of their entries; nothing when it does not stand there.
pub(super) fn instead(words: &str, text: &str, left: &[&str]) -> Option<String> {
    let mut all: Vec<&str> = entries(words).into_iter().map(|entry| entry.text).collect();
    let place = all.iter().position(|entry| *entry == text.trim())?;
    all.splice(place..=place, left.iter().copied());
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
        assert_eq!(all("Penicillin và aspirin"), ["Penicillin", "aspirin"], "a second name is never hidden");
        assert_eq!(all("Penicillin (mề đay) và aspirin (hen)"), ["Penicillin (mề đay)", "aspirin (hen)"]);
        assert_eq!(all("Penicillin: mề đay; penicilin (sốc)"), ["Penicillin (mề đay; sốc)"], "every reaction is told");
        assert_eq!(
            merged(starter(), &[], "Tôm, cua", Lang::Vi),
            ["Tôm, cua"],
            "as it was written while nothing is coded"
        );
        let (said, more) = (entries("Penicillin: mề đay")[0], entries("Penicillin: sốc")[0]);
        let coded = [known("class:penicillin", "Mề đay")];
        assert!(said.is_said_by(&coded, starter()) && !more.is_said_by(&coded, starter()));
        assert!(!entries("Penicillin và tôm")[0].is_said_by(&coded, starter()));
        let severe = [KnownAllergy { severity: "severe".into(), ..known("class:penicillin", "Mề đay") }];
        assert_eq!(merged(starter(), &severe, "Penicillin (sốc)", Lang::Vi), ["Penicillin (Mề đay; sốc, nặng)"]);
    }

    #[test]
    fn an_entry_is_divided_into_the_things_that_it_names() {
        let told = |words: &'static str| {
            parts(words, starter()).into_iter().map(|part| (part.name, part.besides)).collect::<Vec<_>>()
        };
        let of = |name: &'static str, besides: &str| (name, besides.to_owned());
        assert_eq!(told("Penicillin (mề đay) và aspirin"), [of("Penicillin", "mề đay"), of("aspirin", "")]);
        assert_eq!(told("penicillin/aspirin + tôm"), [of("penicillin", ""), of("aspirin", ""), of("tôm", "")]);
        assert_eq!(told("Penicillin: mề đay và sốc"), [of("Penicillin", "mề đay và sốc")]);
        assert_eq!(told("Penicillin: sốc và aspirin: hen"), [of("Penicillin", "sốc"), of("aspirin", "hen")]);
        assert_eq!(told("Penicillin (mề đay) nặng"), [of("Penicillin", "mề đay nặng")]);
        assert_eq!(told("Penicillin (mề đay) aspirin"), [of("Penicillin", "mề đay"), of("aspirin", "")]);
        assert_eq!(told("Penicillin (mề đay và sốc)"), [of("Penicillin", "mề đay và sốc")]);
        assert_eq!(told("phấn hoa và bụi"), [of("phấn hoa", ""), of("bụi", "")]);
        assert_eq!(told("và"), []);
    }

    #[test]
    fn what_is_coded_keeps_its_reaction_and_leaves_the_words() {
        let coded = |words: &'static str| {
            let entry = entries(words)[0];
            let said = entry.named(starter()).into_iter().map(|a| (a.code(), entry.reaction(&a, starter())));
            (said.collect::<Vec<_>>(), entry.unnamed(starter()))
        };
        let of = |code: &str, reaction: &str| (code.to_owned(), reaction.to_owned());
        assert_eq!(coded("Penicillin: nổi mề đay"), (vec![of("class:penicillin", "nổi mề đay")], vec![]));
        let whole = "Mề đay sau khi uống Amoxicilin";
        assert_eq!(coded(whole), (vec![of("ingredient:amoxicillin", whole)], vec![]), "nothing of it is lost");
        let both = vec![of("class:penicillin", "mề đay"), of("ingredient:aspirin", "")];
        assert_eq!(coded("Penicillin (mề đay) và aspirin và tôm"), (both, vec!["tôm"]));
        assert_eq!(instead("Penicillin: sốc, tôm; cua", " tôm ", &[]).as_deref(), Some("Penicillin: sốc; cua"));
        assert_eq!(instead("tôm và aspirin; cua", "tôm và aspirin", &["tôm"]).as_deref(), Some("tôm; cua"));
        assert_eq!(instead("tôm", "tôm", &[]).as_deref(), Some(""));
        assert_eq!(instead("tôm", "cua", &[]), None);
    }
}
