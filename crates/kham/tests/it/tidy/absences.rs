//! What a part of the house does not know: the absences that ARCHITECTURE.md names.

use super::none;
use super::source::{SOURCES, Source};

/// The words of `paths` that stand where they must not. A path's parts are those of the source: `ground::html`.
fn known(of: impl Fn(&Source) -> bool, paths: &[&str]) -> Vec<String> {
    let mut findings = Vec::new();
    for source in SOURCES.iter().filter(|s| of(s)) {
        let tokens = &source.tokens;
        for at in 0..tokens.len() {
            let is_path = |path: &&&str| {
                path.split("::")
                    .enumerate()
                    .all(|(part, word)| tokens.get(at + part * 3).is_some_and(|t| t.is_word(word)))
            };
            if let Some(path) = paths.iter().find(is_path) {
                findings.push(source.at(tokens[at].line, &format!("it knows {path}")));
            }
        }
    }
    findings
}

fn file_name(source: &Source) -> &str {
    source.path.rsplit('/').next().unwrap_or_default()
}

fn is_room(source: &Source) -> bool {
    source.is_in("crates/rooms/")
}

/// A room's file of that role, or a file in the folder of that role.
fn is_role(source: &Source, role: &str) -> bool {
    is_room(source) && (file_name(source).starts_with(role) || source.path.contains(&format!("/{role}/")))
}

#[test]
fn bricks_know_no_database_no_web_and_no_file() {
    let paths = ["axum", "maud", "tokio", "rusqlite", "std::fs", "std::net", "std::env"];
    none("Pass it as a value.", known(|s| s.is_in("crates/bricks/"), &paths));
}

#[test]
fn papers_know_no_html_and_no_page() {
    let paths = ["maud", "axum", "ground::html", "ground::web"];
    none("Papers have types, rules and SQL; pages are the rooms'.", known(|s| s.is_in("crates/papers/"), &paths));
}

#[test]
fn nothing_waits_in_a_rule_or_in_a_paper() {
    let sync =
        |s: &Source| s.is_in("crates/papers/") || is_role(s, "rules") || is_role(s, "acts") || is_role(s, "store");
    none("Acts and rules are plain functions; only handlers wait.", known(sync, &["async", "await"]));
}

#[test]
fn a_rule_is_pure() {
    let paths = ["Tx", "maud", "axum", "Markup", "Clock", "std::fs", "getrandom"];
    none("Read in store, decide in rules.", known(|s| is_role(s, "rules"), &paths));
}

#[test]
fn a_view_knows_no_database() {
    let paths = ["Tx", "ground::db", "Db", "async"];
    none("Give the view plain values.", known(|s| is_role(s, "views"), &paths));
}

#[test]
fn a_store_knows_no_page() {
    let paths = ["maud", "axum", "ground::html", "html", "Form", "Desk"];
    none("Statements stand in store, markup in views.", known(|s| is_role(s, "store"), &paths));
}

#[test]
fn the_press_knows_nothing_of_the_clinic() {
    none(
        "Give the template its facts as JSON.",
        known(|s| s.is_in("crates/press/"), &["bricks", "ground", "papers", "patient"]),
    );
}

#[test]
fn a_room_has_the_shape_of_a_room() {
    let rooms: std::collections::BTreeSet<&str> = SOURCES.iter().filter(|s| is_room(s)).map(Source::home).collect();
    let mut findings = Vec::new();
    for room in rooms {
        let has = |role: &str| SOURCES.iter().any(|s| s.home() == room && is_role(s, role));
        let missing = ["lib", "store", "pages", "views"].into_iter().filter(|role| !has(role));
        findings.extend(missing.map(|role| format!("{room}: no {role}.rs")));
    }
    none("See A room in ARCHITECTURE.md.", findings);
}
