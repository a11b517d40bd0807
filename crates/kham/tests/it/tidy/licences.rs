//! What we stand on may be used: the licence of every crate that is built, on any path, is one that `deny.toml` allows, and the
//! list of what we depend on says the licences of its crates.

use super::manifests::rows;
use super::none;
use super::source::read;
use std::collections::BTreeMap;
use std::process::Command;

struct Crate {
    name: String,
    version: String,
    licence: String,
}

/// Every crate of the lock file that comes from elsewhere, as cargo knows it without a network.
fn crates() -> Vec<Crate> {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let told = Command::new(cargo)
        .args(["metadata", "--offline", "--locked", "--format-version", "1"])
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
        .output()
        .unwrap();
    assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
    let whole: serde_json::Value = serde_json::from_slice(&told.stdout).unwrap();
    let text = |package: &serde_json::Value, key: &str| package[key].as_str().unwrap_or_default().to_owned();
    let foreign = whole["packages"].as_array().unwrap().iter().filter(|package| !package["source"].is_null());
    foreign.map(|p| Crate { name: text(p, "name"), version: text(p, "version"), licence: text(p, "license") }).collect()
}

/// The words of a licence expression: names (an exception belongs to its name), brackets, `AND`, `OR`.
fn words(expression: &str) -> Vec<String> {
    let spaced = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let mut out: Vec<String> = Vec::new();
    let mut with = false;
    for word in spaced.split_whitespace() {
        match (word, out.last_mut()) {
            ("WITH", _) => with = true,
            (word, Some(last)) if with => {
                *last = format!("{last} WITH {word}");
                with = false;
            }
            _ => out.push(word.to_owned()),
        }
    }
    out
}

/// Whether an expression holds with the licences that are allowed; `OR` binds less than `AND`.
fn holds(words: &[String], allowed: &dyn Fn(&str) -> bool) -> bool {
    let mut at = 0;
    let held = any(words, &mut at, allowed);
    held && at == words.len()
}

fn any(words: &[String], at: &mut usize, allowed: &dyn Fn(&str) -> bool) -> bool {
    let mut held = all(words, at, allowed);
    while words.get(*at).is_some_and(|word| word == "OR") {
        *at += 1;
        held |= all(words, at, allowed);
    }
    held
}

fn all(words: &[String], at: &mut usize, allowed: &dyn Fn(&str) -> bool) -> bool {
    let mut held = one(words, at, allowed);
    while words.get(*at).is_some_and(|word| word == "AND") {
        *at += 1;
        held &= one(words, at, allowed);
    }
    held
}

fn one(words: &[String], at: &mut usize, allowed: &dyn Fn(&str) -> bool) -> bool {
    let Some(word) = words.get(*at) else { return false };
    *at += 1;
    if word != "(" {
        return allowed(word);
    }
    let held = any(words, at, allowed);
    *at += 1;
    held
}

#[test]
fn licence_expressions_are_read() {
    let allowed = |word: &str| ["MIT", "ISC", "Apache-2.0 WITH LLVM-exception"].contains(&word);
    for (expression, expected) in [
        ("MIT", true),
        ("GPL-3.0", false),
        ("GPL-3.0 OR MIT", true),
        ("GPL-3.0/MIT", true),
        ("GPL-3.0 AND MIT", false),
        ("(GPL-3.0 OR MIT) AND ISC", true),
        ("GPL-3.0 OR MIT AND BSD-3-Clause", false),
        ("Apache-2.0 WITH LLVM-exception", true),
        ("Apache-2.0", false),
        ("", false),
    ] {
        assert_eq!(holds(&words(expression), &allowed), expected, "{expression}");
    }
}

#[test]
fn every_crate_has_a_licence_that_is_allowed() {
    let rules: toml::Table = read("deny.toml").parse().unwrap();
    let of = |value: &toml::Value| -> Vec<String> {
        value.as_array().unwrap().iter().map(|each| each.as_str().unwrap().to_owned()).collect()
    };
    let (allow, mut excepted) = (of(&rules["licenses"]["allow"]), BTreeMap::new());
    for each in rules["licenses"]["exceptions"].as_array().unwrap() {
        excepted.insert(each["crate"].as_str().unwrap().to_owned(), of(&each["allow"]));
    }
    let crates = crates();
    assert!(crates.len() > 100, "only {} crates were read", crates.len());
    let may = |of: &Crate, word: &str| {
        let own = excepted.get(&of.name).is_some_and(|own| own.iter().any(|each| each == word));
        own || allow.iter().any(|each| each == word)
    };
    let refused = crates.iter().filter(|each| !holds(&words(&each.licence), &|word| may(each, word)));
    let refused = refused.map(|each| format!("{} {}: {:?}", each.name, each.version, each.licence)).collect();
    none("Leave the crate, or review its licence in deny.toml and docs/decisions/dependencies.md.", refused);
    let gone = excepted.into_keys().filter(|name| crates.iter().all(|each| each.name != *name)).collect();
    none("An exception for a crate that is no longer there.", gone);
}

#[test]
fn the_list_of_what_we_stand_on_says_the_licences_of_its_crates() {
    let known: BTreeMap<String, String> = crates().into_iter().map(|each| (each.name, each.licence)).collect();
    let mut wrong = Vec::new();
    for [names, _, said] in rows() {
        for name in names.split(',').map(str::trim) {
            let Some(licence) = known.get(name) else { continue };
            let ids = words(licence).into_iter().filter(|word| !["AND", "OR", "(", ")"].contains(&word.as_str()));
            wrong.extend(ids.filter(|id| !said.contains(id.as_str())).map(|id| format!("{name}: {id} (says {said})")));
        }
    }
    none("Say the licence as the crate's makers do, in docs/decisions/dependencies.md.", wrong);
}
