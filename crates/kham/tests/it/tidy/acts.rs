//! Every route that is posted to is an act of the desk, and the desk demands of each act that changed something its audit row in
//! the same transaction (`Desk::act`, `Tx::unnoted`).

use super::none;
use super::source::{SOURCES, Source};
use super::token::{Token, close};
use std::collections::{BTreeMap, BTreeSet};

/// The ways to write by which an act without an audit row is refused.
const ACTS: [&str; 3] = ["act", "act_locked", "act_open"];

/// Posts that are none of them, each with its reason.
const OTHERS: [(&str, &str); 4] = [
    ("/session", "a sign-in writes its own row, or counts a wrong password"),
    ("/sign-out", "it writes its own row, whoever is still known"),
    ("/preferences", "language and colours, kept by the browser"),
    ("/tv/code", "a screen asks for a code; who enters the code acts"),
];

/// It posts to routes, and makes none.
const BENCH: &str = "crates/kham/src/bench/";

/// The token range of every function of a crate, by name; names under which it is brought elsewhere too.
type Functions = BTreeMap<&'static str, Vec<&'static [Token]>>;

fn of_line(source: &'static Source, from: usize, lines: usize) -> &'static [Token] {
    let begin = source.tokens.partition_point(|t| t.line < from);
    let end = source.tokens.partition_point(|t| t.line < from + lines);
    &source.tokens[begin..end]
}

fn functions(home: &str) -> Functions {
    let mut found = Functions::new();
    for source in SOURCES.iter().filter(|s| s.home() == home && !s.is_in(BENCH)) {
        for function in &source.functions {
            found.entry(&function.name).or_default().push(of_line(source, function.line, function.lines));
        }
    }
    for source in SOURCES.iter().filter(|s| s.home() == home) {
        for three in source.tokens.windows(3).filter(|three| three[1].is_word("as")) {
            let (Some(name), Some(also)) = (three[0].word(), three[2].word()) else { continue };
            let bodies = found.get(name).cloned().unwrap_or_default();
            found.entry(also).or_default().extend(bodies);
        }
    }
    found
}

/// Whether a function of the crate comes to an act, by itself or by those it calls.
fn acts(functions: &Functions, name: &str) -> bool {
    let (mut ahead, mut seen) = (vec![name], BTreeSet::new());
    while let Some(name) = ahead.pop() {
        let Some((known, bodies)) = functions.get_key_value(name).filter(|_| seen.insert(name)) else { continue };
        for body in bodies {
            let is_act = |two: &[Token]| two[0].is('.') && two[1].word().is_some_and(|word| ACTS.contains(&word));
            if body.windows(2).any(is_act) {
                return true;
            }
            let called = body.windows(3).filter(|three| !three[0].is('.') && three[2].is('('));
            let called = called.filter_map(|three| three[1].word());
            ahead.extend(called.filter(|word| word != known && functions.contains_key(word)));
        }
    }
    false
}

/// The address and the handler of every post that a file gives to the router.
fn posts(source: &'static Source) -> Vec<(&'static str, &'static str, usize)> {
    let tokens = &source.tokens;
    let one = |at: usize| {
        let path = tokens[at].is_word("post").then(|| tokens.get(at + 2)?.text())??;
        let end = close(tokens, at + 1);
        let handler = tokens[at..end].iter().rev().find_map(Token::word)?;
        tokens[at + 1].is('(').then_some((path, handler, tokens[at].line))
    };
    (1..tokens.len()).filter(|at| tokens[at - 1].is('.')).filter_map(one).collect()
}

#[test]
fn every_post_is_an_act_that_cannot_go_unnoted() {
    let (mut findings, mut met, mut count) = (Vec::new(), BTreeSet::new(), 0);
    let homes: BTreeSet<&str> = SOURCES.iter().map(Source::home).collect();
    for home in homes {
        let functions = functions(home);
        for source in SOURCES.iter().filter(|s| s.home() == home && !s.is_in(BENCH)) {
            for (path, handler, line) in posts(source).into_iter().filter(|(path, ..)| path.starts_with('/')) {
                count += 1;
                let excused = OTHERS.iter().any(|(other, _)| *other == path) && met.insert(path);
                if acts(&functions, handler) == excused {
                    findings.push(source.at(line, &format!("POST {path} by {handler}")));
                }
            }
        }
    }
    assert!(count > 200, "only {count} posts were found");
    none("Write by `Desk::act`, or say in OTHERS why not; who is there without need comes off it.", findings);
    let gone: Vec<&str> = OTHERS.iter().map(|(path, _)| *path).filter(|path| !met.contains(path)).collect();
    assert!(gone.is_empty(), "no such post any more: {gone:?}");
}
