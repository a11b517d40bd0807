//! What no source outside the tests may hold.

use super::none;
use super::source::{SOURCES, Source};
use super::token::{Kind, Place, Token};

/// Goes through every token of every file, with those around it.
fn find(rule: impl Fn(&Source, &[Token], usize) -> Option<String>) -> Vec<String> {
    let one = |source: &'static Source| {
        let rule = &rule;
        let hit =
            move |at: usize| rule(source, &source.tokens, at).map(|what| source.at(source.tokens[at].line, &what));
        (0..source.tokens.len()).filter_map(hit)
    };
    SOURCES.iter().flat_map(one).collect()
}

fn is_at(tokens: &[Token], at: usize, sign: char) -> bool {
    tokens.get(at).is_some_and(|t| t.is(sign))
}

fn is_call(tokens: &[Token], at: usize, names: &[&str]) -> Option<String> {
    let word = tokens[at].word().filter(|word| names.contains(word) && is_at(tokens, at + 1, '!'))?;
    Some(format!("{word}!"))
}

#[test]
fn nothing_is_left_to_do_and_nothing_is_left_of_debugging() {
    let names = ["todo", "unimplemented", "dbg", "unreachable", "panic"];
    none("Finish it, or return a fault.", find(|_, tokens, at| is_call(tokens, at, &names)));
}

/// What speaks to the person at the terminal.
const SPEAKS: &[&str] = &["main", "demo", "serve", "verify", "safety", "bench"];

#[test]
fn only_the_commands_of_the_program_print() {
    let names = ["println", "eprintln", "print", "eprint"];
    let rule = |source: &Source, tokens: &[Token], at: usize| {
        let speaks = SPEAKS.iter().any(|part| source.is_in(&format!("crates/kham/src/{part}")));
        let to_cargo = source.path.ends_with("build.rs") || source.is_in("crates/phrasebook/");
        if speaks || to_cargo { None } else { is_call(tokens, at, &names) }
    };
    none("Log it with tracing, or return it.", find(rule));
}

#[test]
fn no_page_has_a_style_a_script_or_a_handler_of_its_own() {
    let rule = |_: &Source, tokens: &[Token], at: usize| {
        let token = &tokens[at];
        if let Some(text) = token.text() {
            let inline = ["<script", "style=\"", "onclick=", "javascript:"].iter().find(|part| text.contains(**part));
            return inline.map(|part| format!("{part} in a text"));
        }
        let word = token.word().filter(|_| token.place == Place::Markup)?;
        let handler = word.len() > 4 && word.starts_with("on") && word.chars().all(|c| c.is_ascii_lowercase());
        let attribute = is_at(tokens, at + 1, '=') && (word == "style" || handler);
        let inline = word == "script" && is_at(tokens, at + 1, '{');
        (attribute || inline || word == "style" && is_at(tokens, at + 1, '{')).then(|| format!("{word} in markup"))
    };
    none("Classes stand in assets/css, behaviour in assets/js behind a data attribute.", find(rule));
}

/// Where text that is HTML already enters a page.
const RAW_HTML: &[&str] = &["crates/ground/src/html/"];

#[test]
fn pages_escape_by_construction() {
    let rule = |source: &Source, tokens: &[Token], at: usize| {
        let raw = tokens[at].is_word("PreEscaped") && !RAW_HTML.iter().any(|folder| source.is_in(folder));
        raw.then(|| "PreEscaped".to_owned())
    };
    none("Write it with html!.", find(rule));
}

const VERBS: [&str; 5] = ["SELECT ", "INSERT ", "UPDATE ", "DELETE ", "WITH "];

#[test]
fn no_statement_is_built_at_run_time() {
    let rule = |source: &Source, tokens: &[Token], at: usize| {
        let token = &tokens[at];
        if token.is_word("leak") && is_at(tokens, at + 1, '(') {
            return Some("leak() makes a text that outlives the program's knowledge".to_owned());
        }
        let statement = token.text().is_some_and(|text| VERBS.iter().any(|verb| text.trim_start().starts_with(verb)));
        let built = ["format", "format_args", "write", "writeln"].contains(&token.inside.as_str());
        let joined = is_at(tokens, at + 1, '+') || is_at(tokens, at + 1, '.');
        (statement && (built || joined) && !source.is_in("crates/kham/src/bench/"))
            .then(|| "a statement is put together".to_owned())
    };
    none("Write the statement as a constant; parts that differ are further constants.", find(rule));
}

#[test]
fn only_the_layer_of_the_database_knows_its_drivers() {
    let rule = |source: &Source, tokens: &[Token], at: usize| {
        let home = source.is_in("crates/ground/src/db/") || source.is_in("crates/kham/src/bench/");
        let word = tokens[at].word().filter(|word| ["rusqlite", "tokio_postgres", "postgres_types"].contains(word))?;
        (!home).then(|| word.to_owned())
    };
    none("Go through ground::db::Tx.", find(rule));
}

#[test]
fn ids_are_the_typed_ones_of_bricks() {
    let rule = |_: &Source, tokens: &[Token], at: usize| {
        let word = tokens[at].word().filter(|word| ["Uuid", "uuid", "ulid", "Ulid"].contains(word))?;
        Some(word.to_owned())
    };
    none("Use bricks::id and tx.new_id().", find(rule));
}

/// Where places on the screen, not amounts of the clinic, are fractions.
const DRAWINGS: &[&str] = &[
    "crates/rooms/records/src/chart.rs",
    "crates/rooms/records/src/views_chart.rs",
    "crates/rooms/reports/src/views_chart.rs",
    "crates/rooms/office/src/views/today.rs",
];

/// A published formula with powers, whose result is a whole number again.
const FORMULAS: &[&str] = &["crates/papers/src/safety/kidney.rs"];

#[test]
fn money_quantities_and_measured_values_are_whole_numbers() {
    let rule = |source: &Source, tokens: &[Token], at: usize| {
        let counted = ["crates/bricks/", "crates/papers/", "crates/rooms/"].iter().any(|folder| source.is_in(folder));
        let is_fraction = match &tokens[at].kind {
            Kind::Word(word) => word == "f32" || word == "f64",
            Kind::Other(number) => number.starts_with(|c: char| c.is_ascii_digit()) && number.contains('.'),
            _ => false,
        };
        let path = source.path.as_str();
        let found = counted && is_fraction && !DRAWINGS.contains(&path) && !FORMULAS.contains(&path);
        found.then(|| "a floating-point number".to_owned())
    };
    none("Use Money, Quantity or thousandths.", find(rule));
}
