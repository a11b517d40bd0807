//! Writes the Rust functions of one phrase.

use std::fmt::Write;

use crate::message::{Choice, Message, Part};
use crate::plan::Phrase;

/// The attributes cannot be said once for an included file, so each function carries them.
const ALLOW: &str = "#[allow(dead_code, clippy::pedantic, clippy::too_many_arguments)]";
const LANG: &str = "bricks::lang::Lang";
const SAY: &str = "bricks::say::Say";

/// `name(l, …)` and `name_say(…)` of one phrase.
pub(crate) fn phrase(phrase: &Phrase) -> String {
    match (fixed_text(&phrase.vi), fixed_text(&phrase.en)) {
        (Some(vi), Some(en)) => fixed(phrase, &vi, &en),
        _ => built(phrase),
    }
}

fn fixed_text(message: &Message) -> Option<String> {
    message
        .parts
        .iter()
        .map(|part| match part {
            Part::Text(text) => Some(text.as_str()),
            Part::Variable(_) | Part::Choice(_) => None,
        })
        .collect()
}

fn fixed(phrase: &Phrase, vi: &str, en: &str) -> String {
    let (name, key) = (&phrase.name, &phrase.vi.key);
    let (vi, en) = (literal(vi), literal(en));
    format!(
        "/// The message `{key}`.\n{ALLOW}\n\
         pub const fn {name}(l: {LANG}) -> &'static str {{\n    match l {{\n        \
         {LANG}::Vi => {vi},\n        {LANG}::En => {en},\n    }}\n}}\n\n\
         /// The message `{key}` in every language.\n{ALLOW}\n\
         pub const fn {name}_say() -> {SAY} {{\n    {SAY}::fixed({vi}, {en})\n}}\n\n"
    )
}

fn built(phrase: &Phrase) -> String {
    let (name, key) = (&phrase.name, &phrase.vi.key);
    let (mut parameters, mut lent) = (Vec::new(), String::new());
    for (argument, chosen_by) in &phrase.arguments {
        if *chosen_by {
            parameters.push(format!("{argument}: i64"));
            let _ = write!(lent, ", {argument}");
        } else {
            parameters.push(format!("{argument}: impl std::fmt::Display"));
            let _ = write!(lent, ", &{argument}");
        }
    }
    let parameters = parameters.join(", ");
    let (vi, en) = (expression(&phrase.vi.parts), expression(&phrase.en.parts));
    format!(
        "/// The message `{key}`.\n{ALLOW}\n\
         pub fn {name}(l: {LANG}, {parameters}) -> String {{\n    match l {{\n        \
         {LANG}::Vi => {vi},\n        {LANG}::En => {en},\n    }}\n}}\n\n\
         /// The message `{key}` in every language.\n{ALLOW}\n\
         pub fn {name}_say({parameters}) -> {SAY} {{\n    \
         {SAY}::new(self::{name}({LANG}::Vi{lent}), self::{name}({LANG}::En{lent}))\n}}\n\n"
    )
}

/// An expression of type `String`.
fn expression(parts: &[Part]) -> String {
    match parts {
        [] => "String::new()".to_owned(),
        [Part::Text(text)] => format!("String::from({})", literal(text)),
        [Part::Variable(name)] => format!("{name}.to_string()"),
        [Part::Choice(choice)] => chosen(choice),
        _ => assembled(parts),
    }
}

fn assembled(parts: &[Part]) -> String {
    let (mut template, mut arguments) = (String::new(), String::new());
    for part in parts {
        match part {
            Part::Text(text) => template.push_str(&text.replace('{', "{{").replace('}', "}}")),
            Part::Variable(name) => {
                let _ = write!(template, "{{{name}}}");
            }
            Part::Choice(choice) => {
                template.push_str("{}");
                let _ = write!(arguments, ", {}", chosen(choice));
            }
        }
    }
    format!("format!({}{arguments})", literal(&template))
}

fn chosen(choice: &Choice) -> String {
    let other = expression(&choice.other);
    if choice.exact.is_empty() {
        return other;
    }
    let mut arms = String::new();
    for (number, parts) in &choice.exact {
        let _ = write!(arms, "{number} => {}, ", expression(parts));
    }
    format!("match {} {{ {arms}_ => {other} }}", choice.variable)
}

/// A Rust string literal.
fn literal(text: &str) -> String {
    format!("{text:?}")
}
