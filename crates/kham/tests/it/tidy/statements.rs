//! The SQL statements of the sources, as the compiler will put them together.

use super::source::{SOURCES, Source};
use super::token::{Token, close};
use std::collections::BTreeMap;

pub struct Statement {
    pub path: String,
    pub line: usize,
    pub sql: String,
}

impl Statement {
    /// Where it stands, for a finding.
    pub fn place(&self) -> String {
        format!("{}:{}", self.path, self.line)
    }
}

const VERBS: [&str; 5] = ["SELECT", "INSERT", "UPDATE", "DELETE", "WITH"];

pub fn is_sql(text: &str) -> bool {
    let first = text.split_whitespace().next().unwrap_or_default();
    VERBS.contains(&first) && text.split_whitespace().nth(1).is_some()
}

/// A `macro_rules!` that stands for a text: for each arm its parameters and its body.
type Arms = Vec<(Vec<String>, Vec<Token>)>;

struct Macros {
    by_file: BTreeMap<(String, String), Arms>,
    by_name: BTreeMap<String, Arms>,
}

/// All statements outside the database layer itself, and the literals that could not be read.
pub fn statements() -> (Vec<Statement>, Vec<String>) {
    let macros = collect();
    let (mut found, mut unread) = (Vec::new(), Vec::new());
    let speaks = |s: &&Source| !s.is_in("crates/ground/src/db/") && !s.is_in("crates/kham/src/bench/");
    for source in SOURCES.iter().filter(speaks) {
        let mut at = 0;
        while let Some(token) = source.tokens.get(at) {
            let value = if token.in_macro { None } else { value(&source.tokens, at, source, &macros, &[]) };
            match value {
                Some((sql, next)) => {
                    if is_sql(&sql) {
                        found.push(Statement { path: source.path.clone(), line: token.line, sql });
                    }
                    at = next;
                }
                None => {
                    let begins =
                        token.is_word("concat") && source.tokens.get(at + 3).and_then(Token::text).is_some_and(is_sql);
                    if begins && !token.in_macro {
                        unread.push(source.at(token.line, "a statement that this test cannot read"));
                    }
                    at += 1;
                }
            }
        }
    }
    (found, unread)
}

fn collect() -> Macros {
    let mut macros = Macros { by_file: BTreeMap::new(), by_name: BTreeMap::new() };
    for source in SOURCES.iter() {
        let tokens = &source.tokens;
        for at in 0..tokens.len() {
            let name = tokens.get(at + 2).and_then(Token::word);
            let (true, Some(name)) = (tokens[at].is_word("macro_rules"), name) else { continue };
            let arms = arms(group(tokens, at + 3));
            macros.by_file.insert((source.path.clone(), name.to_owned()), arms.clone());
            macros.by_name.insert(name.to_owned(), arms);
        }
    }
    macros
}

/// What stands between the brackets that open at `open`.
fn group(tokens: &[Token], open: usize) -> &[Token] {
    tokens.get(open + 1..close(tokens, open)).unwrap_or_default()
}

/// The arms `($a:literal, …) => { … };` of a macro.
fn arms(body: &[Token]) -> Arms {
    let (mut found, mut at) = (Vec::new(), 0);
    while at < body.len() {
        let pattern = group(body, at);
        let names = pattern.windows(2).filter(|w| w[0].is('$')).filter_map(|w| w[1].word());
        let parameters: Vec<String> = names.map(str::to_owned).collect();
        // The closing bracket, the arrow's two signs, then the body and a semicolon.
        let open = at + pattern.len() + 2 + 2;
        let inner = group(body, open);
        found.push((parameters, inner.to_vec()));
        at = open + inner.len() + 2;
        at += usize::from(body.get(at).is_some_and(|t| t.is(';')));
    }
    found
}

/// The text that an expression at `at` stands for, and where it ends.
fn value(
    tokens: &[Token],
    at: usize,
    source: &Source,
    macros: &Macros,
    bound: &[(String, String)],
) -> Option<(String, usize)> {
    let token = tokens.get(at)?;
    if let Some(text) = token.text() {
        return Some((text.to_owned(), at + 1));
    }
    let of_crate = token.is('$') && tokens.get(at + 1)?.is_word("crate");
    if token.is('$') && !of_crate {
        let name = tokens.get(at + 1)?.word()?;
        let value = bound.iter().find(|(parameter, _)| parameter == name).map(|(_, value)| value.clone())?;
        return Some((value, at + 2));
    }
    let mut name = at + usize::from(of_crate);
    while tokens.get(name + 1)?.is(':') && tokens.get(name + 2)?.is(':') {
        name += 3;
    }
    let word = tokens.get(name)?.word()?;
    if !tokens.get(name + 1)?.is('!') {
        return None;
    }
    let inner = group(tokens, name + 2);
    let end = name + 2 + inner.len() + 2;
    let arguments = list(inner, source, macros, bound)?;
    if word == "concat" {
        return Some((arguments.concat(), end));
    }
    let own = macros.by_file.get(&(source.path.clone(), word.to_owned()));
    let (parameters, body) =
        own.or_else(|| macros.by_name.get(word))?.iter().find(|(parameters, _)| parameters.len() == arguments.len())?;
    let bound: Vec<(String, String)> = parameters.iter().cloned().zip(arguments).collect();
    let (text, read) = value(body, 0, source, macros, &bound)?;
    (read == body.len()).then_some((text, end))
}

fn list(tokens: &[Token], source: &Source, macros: &Macros, bound: &[(String, String)]) -> Option<Vec<String>> {
    let (mut found, mut at) = (Vec::new(), 0);
    while at < tokens.len() {
        let (text, next) = value(tokens, at, source, macros, bound)?;
        found.push(text);
        at = next + usize::from(tokens.get(next).is_some_and(|t| t.is(',')));
    }
    Some(found)
}
