//! Every icon that a page names is in the sprite.

use super::none;
use super::source::{SOURCES, Source, read};
use super::token::{Token, close};
use std::collections::BTreeSet;

fn sprite() -> BTreeSet<String> {
    let text = read("assets/icons/sprite.svg");
    let ids = text.split("id=\"i-").skip(1).filter_map(|rest| rest.split('"').next());
    ids.map(str::to_owned).collect()
}

/// The arguments of the call or the parameters of the function whose parenthesis opens at `open`, as runs of tokens.
fn arguments(tokens: &[Token], open: usize) -> Vec<&[Token]> {
    let end = close(tokens, open);
    let (mut found, mut from, mut at) = (Vec::new(), open + 1, open + 1);
    while at < end {
        let token = &tokens[at];
        if token.is(',') {
            found.push(&tokens[from..at]);
            from = at + 1;
        }
        at = if token.opens() { close(tokens, at) } else { at };
        at += 1;
    }
    if from < end {
        found.push(&tokens[from..end]);
    }
    found
}

fn is_icon_name(word: &str) -> bool {
    word == "icon" || word == "icon_name" || word == "symbol"
}

/// Functions with an icon among their parameters: name and place.
fn takers() -> BTreeSet<(String, usize)> {
    let mut found: BTreeSet<(String, usize)> = BTreeSet::new();
    found.extend(["icon", "icon_small", "icon_large"].map(|name| (name.to_owned(), 0)));
    for source in SOURCES.iter() {
        for at in 0..source.tokens.len() {
            let name = source.tokens.get(at + 1).and_then(Token::word);
            let (true, Some(name)) = (source.tokens[at].is_word("fn"), name) else { continue };
            if !source.tokens.get(at + 2).is_some_and(|t| t.is('(')) {
                continue;
            }
            for (place, parameter) in arguments(&source.tokens, at + 2).iter().enumerate() {
                if parameter.first().and_then(Token::word).is_some_and(is_icon_name) {
                    found.insert((name.to_owned(), place));
                }
            }
        }
    }
    found
}

/// The icons that a file names, with their lines.
fn named(source: &Source, takers: &BTreeSet<(String, usize)>) -> Vec<(usize, String)> {
    let tokens = &source.tokens;
    let text = |token: &Token| token.text().filter(|t| !t.is_empty()).map(|t| (token.line, t.to_owned()));
    let mut found = Vec::new();
    for at in 0..tokens.len() {
        let Some(word) = tokens[at].word() else { continue };
        let after = |ahead: usize, sign: char| tokens.get(at + ahead).is_some_and(|t| t.is(sign));
        let is_definition = at.checked_sub(1).is_some_and(|before| tokens[before].is_word("fn"));
        if is_definition && is_icon_name(word) {
            // A function that answers with an icon: every text in its body is one.
            let body = (at..tokens.len()).find(|at| tokens[*at].is('{')).unwrap_or(at);
            let returns_text = tokens[at..body].iter().any(|t| t.is_word("str"))
                && after(1, '(')
                && !tokens[at..body].iter().any(|t| t.is_word("Markup"));
            found.extend(tokens[body..close(tokens, body)].iter().filter(|_| returns_text).filter_map(text));
        } else if is_icon_name(word) && after(1, ':') && !after(2, ':') {
            // A field: all texts up to its comma, for an `if` may choose.
            let value = tokens[at + 2..].iter().take_while(|t| !t.is(',') && !t.is('}') && !t.is(')'));
            found.extend(value.filter_map(text));
        } else if after(1, '(') && !is_definition {
            let arguments = arguments(tokens, at + 1);
            let places = takers.iter().filter(|(name, _)| name == word).filter_map(|(_, place)| arguments.get(*place));
            found.extend(places.flat_map(|a| a.iter()).filter_map(text));
        }
    }
    found
}

#[test]
fn every_icon_that_is_named_is_in_the_sprite() {
    let (sprite, takers) = (sprite(), takers());
    let mut findings = Vec::new();
    let mut count = 0;
    for source in SOURCES.iter() {
        for (line, name) in named(source, &takers) {
            count += 1;
            if !sprite.contains(&name) {
                findings.push(source.at(line, &format!("there is no icon `{name}`")));
            }
        }
    }
    none("Add the symbol to assets/icons/sprite.svg, or choose one that is there.", findings);
    assert!(count > 50, "only {count} icons were found: this test no longer sees how icons are named");
}
