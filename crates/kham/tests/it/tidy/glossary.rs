//! One word, one meaning: GLOSSARY.md says which, and which words the code does not use for it.

use super::none;
use super::source::{SOURCES, read};
use super::translation::{keys, sentences};
use std::collections::BTreeMap;

const GLOSSARY: &str = "GLOSSARY.md";

/// The rows of the glossary: term, Vietnamese, English on screen, FHIR, meaning, not.
fn rows() -> Vec<Vec<String>> {
    let text = read(GLOSSARY);
    let cells = |line: &str| line.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect();
    let is_row = |line: &&str| line.starts_with('|') && !line.starts_with("|---") && !line.starts_with("| Term ");
    text.lines().filter(is_row).map(cells).collect()
}

/// The banned words with the term to say instead.
fn banned() -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for row in rows() {
        let words = row.get(5).map(String::as_str).unwrap_or_default();
        for word in words.split(',').map(|word| word.trim().trim_matches('`')).filter(|word| !word.is_empty()) {
            found.insert(word.to_lowercase(), row[0].replace('`', ""));
        }
    }
    found
}

/// The words of an identifier: `draft_for`, `DraftFor` and `draft-for` are draft and for.
fn words(name: &str) -> Vec<String> {
    let mut found = vec![String::new()];
    let mut before = ' ';
    for c in name.chars() {
        if !c.is_alphanumeric() || (c.is_uppercase() && before.is_lowercase()) {
            found.push(String::new());
        }
        if c.is_alphanumeric() {
            found.last_mut().unwrap().extend(c.to_lowercase());
        }
        before = c;
    }
    found.retain(|word| !word.is_empty());
    found
}

/// Every name of the house with the place where it is given: code, tables, columns, keys of sentences.
fn names() -> Vec<(String, String)> {
    let mut found = Vec::new();
    for source in SOURCES.iter() {
        found.extend(source.names.iter().map(|n| (source.at(n.line, &n.name), n.name.clone())));
        let module = source.path.trim_end_matches(".rs").to_owned();
        found.push((source.path.clone(), module));
    }
    for step in ground::db::MIGRATIONS {
        for (line, text) in step.sql.lines().enumerate() {
            // What stands in quotes is a value.
            let code = text.split("--").next().unwrap_or_default().split('\'').step_by(2);
            let is_name = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
            for name in code.flat_map(|part| part.split(|c: char| !is_name(c))).filter(|name| !name.is_empty()) {
                found.push((format!("migrations/{:04}:{}: {name}", step.version, line + 1), name.to_owned()));
            }
        }
    }
    for path in sentences("vi") {
        found.extend(keys(&path).into_iter().map(|(key, line)| (format!("{path}:{line}: {key}"), key)));
    }
    found
}

/// What a migration that is out named otherwise, with its reason.
const NAMED_ALREADY: &[(&str, &str)] = &[
    ("prescription_owed", "an index; its table has the word"),
    ("revisit_free_days", "a column that clinics have; its meaning is the free visit of a service"),
];

#[test]
fn no_name_uses_a_second_word_for_a_thing() {
    let banned = banned();
    assert!(banned.len() > 40, "only {} banned words were read from {GLOSSARY}", banned.len());
    let mut findings = Vec::new();
    for (place, name) in names().into_iter().filter(|(_, name)| !NAMED_ALREADY.iter().any(|(known, _)| known == name)) {
        for word in words(&name) {
            let singular = word.strip_suffix('s').unwrap_or(&word);
            if let Some(term) = banned.get(&word).or_else(|| banned.get(singular)) {
                findings.push(format!("{place}: not `{word}`, here that is: {term}"));
            }
        }
    }
    none("Use the glossary's word; or, if a second meaning is needed, write it into GLOSSARY.md.", findings);
}

#[test]
fn every_row_of_the_glossary_is_whole_and_every_term_occurs() {
    let mut known: std::collections::BTreeSet<String> = std::collections::BTreeSet::new();
    for (_, name) in names() {
        known.extend(words(&name));
        known.insert(name);
    }
    let mut findings = Vec::new();
    for row in rows() {
        let term = row.first().cloned().unwrap_or_default();
        let short = row.len() != 6 || term.is_empty() || row.get(4).is_none_or(String::is_empty);
        if short {
            findings.push(format!("{term}: a row has six columns, of which the first and the fifth are never empty"));
        }
        let not = row.get(5).map(String::as_str).unwrap_or_default();
        let whole = |word: &str| word.trim().chars().all(char::is_alphanumeric);
        if !not.split(',').all(whole) {
            findings.push(format!("{term}: {not:?} has a name of several words; names are compared word by word"));
        }
        for name in term.split('`').skip(1).step_by(2) {
            let parts = words(name);
            if !known.contains(name) && !parts.iter().all(|part| known.contains(part)) {
                findings.push(format!("{term}: nothing is called {name}"));
            }
        }
    }
    none("The glossary speaks of what is there.", findings);
}

#[test]
fn the_tables_are_all_in_the_glossary() {
    let terms: Vec<String> =
        rows().iter().flat_map(|row| row[0].split('`').map(str::to_owned).collect::<Vec<_>>()).collect();
    let steps = ground::db::MIGRATIONS.iter().map(|step| step.sql).collect::<Vec<_>>().join("\n");
    let tables = steps.lines().filter_map(|line| line.strip_prefix("CREATE TABLE "));
    let names = tables.map(|rest| rest.split(' ').next().unwrap_or_default().to_owned());
    let is_gone = |name: &String| {
        steps.contains(&format!("DROP TABLE {name};")) || steps.contains(&format!("ALTER TABLE {name} RENAME TO "))
    };
    let missing = names.filter(|name| !terms.contains(name) && !is_gone(name));
    none("Write a row for the table into GLOSSARY.md.", missing.map(|name| format!("table {name}")).collect());
}
