//! What is said with several values is said with each at its place. The functions of the sentences take their values in the
//! order of the values' names, and nothing but the name tells two texts apart.

use super::none;
use super::source::{SOURCES, Source, read};
use super::token::{Token, close};
use super::translation::sentences;
use std::collections::{BTreeMap, BTreeSet};

/// The names of the values of each sentence of a file that has several, in the order of the function's parameters.
fn values(path: &str) -> BTreeMap<String, Vec<String>> {
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut key = String::new();
    for line in read(path).lines() {
        if let Some((name, _)) = line.split_once(" =").filter(|_| line.starts_with(|c: char| c.is_ascii_lowercase())) {
            key = name.replace('-', "_");
        }
        for part in line.split('$').skip(1) {
            let name = part.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').next().unwrap_or_default();
            found.entry(key.clone()).or_default().insert(name.to_owned());
        }
    }
    found
        .into_iter()
        .filter(|(_, names)| names.len() > 1)
        .map(|(key, names)| (key, names.into_iter().collect()))
        .collect()
}

/// Sentences that are right all the same.
const RIGHT: &[(&str, &str)] = &[
    ("hours", "both values are counted from the minutes"),
    ("consent_recorded", "who decided is another person than who wrote it down"),
];

/// The words of each argument of the call that opens at `open`, without those that are arguments themselves.
fn arguments(tokens: &[Token], open: usize) -> Vec<Vec<&str>> {
    let (mut all, mut depth) = (vec![Vec::new()], 0_i32);
    for token in tokens.get(open + 1..close(tokens, open)).unwrap_or_default() {
        depth += i32::from(token.opens()) - i32::from(token.closes());
        match (token.word(), all.last_mut()) {
            _ if depth > 0 => {}
            (Some(word), Some(last)) => last.push(word),
            _ if token.is(',') => all.push(Vec::new()),
            _ => {}
        }
    }
    all
}

/// Whether an argument speaks of a value: by its name, or by a longer one that ends with it.
fn speaks_of(words: &[&str], value: &str) -> bool {
    words.iter().any(|word| word.strip_suffix(value).is_some_and(|rest| rest.is_empty() || rest.ends_with('_')))
}

fn misplaced(source: &Source, known: &BTreeMap<String, Vec<String>>) -> Vec<String> {
    let (tokens, mut findings) = (&source.tokens, Vec::new());
    for (at, token) in tokens.iter().enumerate().filter(|(_, token)| token.is_word("text")) {
        let called = tokens.get(at + 1).zip(tokens.get(at + 3)).filter(|(colon, _)| colon.is(':'));
        let Some(name) = called.and_then(|(_, name)| name.word()) else { continue };
        let (key, is_say) = name.strip_suffix("_say").map_or((name, false), |key| (key, true));
        let Some(values) = known.get(key).filter(|_| RIGHT.iter().all(|(right, _)| *right != key)) else { continue };
        let given = arguments(tokens, at + 4);
        for (place, words) in given.iter().skip(usize::from(!is_say)).enumerate() {
            let own = values.get(place).is_some_and(|own| speaks_of(words, own));
            let others = values.iter().enumerate().filter(|(other, value)| *other != place && speaks_of(words, value));
            findings.extend(others.filter(|_| !own).map(|(_, other)| {
                let expected = values.get(place).map_or("nothing", String::as_str);
                source.at(token.line, &format!("{key} takes {expected} here, not {other}"))
            }));
        }
    }
    findings
}

#[test]
fn every_value_of_a_sentence_stands_at_its_place() {
    let mut findings = Vec::new();
    for path in sentences("vi") {
        let (home, known) = (path.trim_end_matches("/text/vi.ftl"), values(&path));
        for source in SOURCES.iter().filter(|source| source.home() == home) {
            findings.extend(misplaced(source, &known));
        }
    }
    none("Give the values in the order of their names.", findings);
}
