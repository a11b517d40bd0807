//! Every sentence exists in both languages, is used, and hides nowhere in the code.

use super::none;
use super::source::{SOURCES, Source, files, read};
use super::token::{Place, Token};
use std::collections::{BTreeMap, BTreeSet};

/// The keys of a file of sentences with their lines.
pub fn keys(path: &str) -> BTreeMap<String, usize> {
    let is_key = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let key = |(line, text): (usize, &str)| {
        let (key, _) = text.split_once('=')?;
        let key = key.trim_end();
        (!key.is_empty() && key.chars().all(is_key)).then(|| (key.to_owned(), line + 1))
    };
    read(path).lines().enumerate().filter_map(key).collect()
}

pub fn sentences(language: &str) -> Vec<String> {
    files("crates").into_iter().filter(|path| path.ends_with(&format!("/text/{language}.ftl"))).collect()
}

#[test]
fn both_languages_have_the_same_sentences() {
    let mut findings = Vec::new();
    let (vi, en) = (sentences("vi"), sentences("en"));
    assert_eq!(vi.len(), en.len(), "every text/vi.ftl has its text/en.ftl");
    for (vi, en) in vi.into_iter().zip(en) {
        let (in_vi, in_en) = (keys(&vi), keys(&en));
        let missing = |from: &BTreeMap<String, usize>, to: &BTreeMap<String, usize>, path: &str| -> Vec<String> {
            let gone = from.iter().filter(|(key, _)| !to.contains_key(*key));
            gone.map(|(key, line)| format!("{path}:{line}: {key} has no counterpart")).collect()
        };
        findings.extend(missing(&in_vi, &in_en, &vi));
        findings.extend(missing(&in_en, &in_vi, &en));
    }
    none("Write the sentence in the other language too.", findings);
}

/// Files whose texts are data or pairs of both languages, each with its reason.
const VIETNAMESE: &[(&str, &str)] = &[
    ("crates/bricks/src/", "values say themselves in pairs, and folding knows the letters"),
    ("crates/seed/src/", "data of the starter catalogue and the invented clinic"),
    ("crates/ground/src/catalog.rs", "units are data of the catalogue, stored in Vietnamese"),
    ("crates/kham/src/main.rs", "the command line speaks both languages at once"),
    ("crates/kham/src/bench/", "what invented patients type into forms"),
];

/// The language switch names each language in itself.
const SELF_NAMED: &str = "Tiếng Việt";

fn is_vietnamese(text: &str) -> bool {
    text.chars().any(|c| c.is_alphabetic() && matches!(c, '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}'))
}

#[test]
fn no_vietnamese_sentence_hides_in_the_code() {
    let mut findings = Vec::new();
    for source in SOURCES.iter().filter(|s| !VIETNAMESE.iter().any(|(path, _)| s.is_in(path))) {
        let hidden =
            source.tokens.iter().filter(|t| t.text().is_some_and(|text| is_vietnamese(text) && text != SELF_NAMED));
        findings.extend(hidden.map(|t| source.at(t.line, &format!("{:?}", t.text().unwrap_or_default()))));
    }
    none("Move it into text/vi.ftl and text/en.ftl.", findings);
}

/// Two words with a space between them.
fn has_two_words(text: &str) -> bool {
    let words = text.split_whitespace().filter(|word| word.chars().filter(|c| c.is_alphabetic()).count() > 1);
    words.count() > 1
}

#[test]
fn no_sentence_stands_in_markup() {
    let mut findings = Vec::new();
    for source in SOURCES.iter() {
        let tokens = &source.tokens;
        for (at, token) in tokens.iter().enumerate().filter(|(_, t)| t.place == Place::Markup) {
            let before = at.checked_sub(1).and_then(|at| tokens.get(at));
            let value = before.is_some_and(|t| ['=', '.', '#'].iter().any(|c| t.is(*c)));
            let pattern = tokens.get(at + 1).is_some_and(|t| t.is('='));
            if let Some(text) = token.text().filter(|text| has_two_words(text) && !value && !pattern) {
                findings.push(source.at(token.line, &format!("{text:?}")));
            }
        }
    }
    none("Move it into text/vi.ftl and text/en.ftl.", findings);
}

/// What stands behind `text::` in a file: the crate's folder and the function's name.
fn spoken(source: &Source) -> BTreeSet<(String, String)> {
    let tokens = &source.tokens;
    let colons = |at: usize| tokens.get(at).is_some_and(|t| t.is(':')) && tokens.get(at + 1).is_some_and(|t| t.is(':'));
    let mut found = BTreeSet::new();
    for at in 0..tokens.len() {
        if !tokens[at].is_word("text") || !colons(at + 1) {
            continue;
        }
        if tokens.get(at + 3).is_some_and(|t| t.is('$')) {
            found.extend(spoken_by_macros(source));
        }
        let Some(name) = tokens.get(at + 3).and_then(Token::word) else { continue };
        let before = at.checked_sub(3).filter(|before| colons(before + 1)).and_then(|before| tokens[before].word());
        let home = match before {
            None | Some("crate" | "self" | "super") => source.home().to_owned(),
            Some(krate @ ("ground" | "papers" | "kham")) => format!("crates/{krate}"),
            Some(other) => format!("crates/rooms/{other}"),
        };
        found.insert((home, name.to_owned()));
    }
    found
}

/// The words given to the file's own macros, which put `text::` before them.
fn spoken_by_macros(source: &Source) -> Vec<(String, String)> {
    let defined = source.tokens.windows(3).filter(|t| t[0].is_word("macro_rules")).filter_map(|t| t[2].word());
    let macros: BTreeSet<&str> = defined.collect();
    let given = source.tokens.iter().filter(|t| macros.contains(t.inside.as_str())).filter_map(Token::word);
    given.map(|word| (source.home().to_owned(), word.to_owned())).collect()
}

#[test]
fn every_sentence_is_said_somewhere() {
    let said: BTreeSet<(String, String)> = SOURCES.iter().flat_map(spoken).collect();
    let mut findings = Vec::new();
    for path in sentences("vi") {
        let home = path.trim_end_matches("/text/vi.ftl");
        for (key, line) in keys(&path) {
            let name = key.replace('-', "_");
            let is_said = |name: String| said.contains(&(home.to_owned(), name));
            if !is_said(name.clone()) && !is_said(format!("{name}_say")) {
                findings.push(format!("{path}:{line}: {key}"));
            }
        }
    }
    none("Say it with text::…, or take it out of both languages.", findings);
}

/// The acts that the audit is told of: the second argument of `note(…)`, and the field `act`.
fn acts(source: &Source) -> Vec<(usize, String)> {
    let tokens = &source.tokens;
    let text = |at: usize| tokens.get(at).and_then(|t| t.text().map(|text| (t.line, text.to_owned())));
    let mut found = Vec::new();
    for at in 0..tokens.len() {
        let sign = |ahead: usize, sign: char| tokens.get(at + ahead).is_some_and(|t| t.is(sign));
        if tokens[at].is_word("note") && sign(1, '(') && sign(3, ',') {
            found.extend(text(at + 4));
        } else if tokens[at].is_word("act") && sign(1, ':') {
            found.extend(text(at + 2));
        }
    }
    found
}

const WORDS: &str = "crates/rooms/office/src/words.rs";

#[test]
fn every_act_of_the_audit_has_words_for_people() {
    let words = SOURCES.iter().find(|s| s.path == WORDS).unwrap_or_else(|| panic!("{WORDS} is gone"));
    let known: BTreeSet<&str> = words.tokens.iter().filter_map(Token::text).collect();
    let mut findings = Vec::new();
    for source in SOURCES.iter() {
        for (line, act) in acts(source).into_iter().filter(|(_, act)| !known.contains(act.as_str())) {
            findings.push(source.at(line, &format!("the act {act} has no words")));
        }
    }
    // An act may reach the audit through a function of several, so any text of its name will do.
    let others = SOURCES.iter().filter(|s| s.path != WORDS).flat_map(|s| s.tokens.iter());
    let done: BTreeSet<&str> = others.filter_map(Token::text).collect();
    findings.extend(known.difference(&done).map(|act| format!("{WORDS}: nothing does {act}")));
    none("Give the act its line in the office's words, or take the line out.", findings);
}
