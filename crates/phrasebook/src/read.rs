//! Reads one Fluent file.

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement, Variant, VariantKey};
use fluent_syntax::parser::{self, ParserError};
use fluent_syntax::unicode::unescape_unicode_to_string;

use crate::message::{Choice, Message, Part};

/// Every message of a file in the order of the file, or every fault.
pub(crate) fn messages(file: &'static str, source: &str) -> Result<Vec<Message>, Vec<String>> {
    let resource = parser::parse(source)
        .map_err(|(_, errors)| errors.iter().map(|error| syntax_fault(file, source, error)).collect::<Vec<_>>())?;
    let mut found: Vec<Message> = Vec::new();
    let mut faults = Vec::new();
    for entry in resource.body {
        match message(file, source, &entry) {
            Ok(Some(next)) if found.iter().any(|seen| seen.key == next.key) => {
                faults.push(next.fault("this key stands twice in the file"));
            }
            Ok(next) => found.extend(next),
            Err(fault) => faults.push(fault),
        }
    }
    if faults.is_empty() { Ok(found) } else { Err(faults) }
}

fn syntax_fault(file: &str, source: &str, error: &ParserError) -> String {
    let line = line_at(source, error.pos.start);
    let start = error.slice.as_ref().map_or(error.pos.start, |slice| slice.start);
    let key = source
        .get(start..)
        .and_then(|rest| rest.trim_start().split(|c: char| c.is_whitespace() || c == '=').next())
        .unwrap_or("");
    format!("{file}:{line}: {key}: {}", error.kind)
}

/// The line of a byte of the source, from 1.
fn line_at(source: &str, offset: usize) -> usize {
    let before = source.as_bytes().iter().take(offset);
    before.filter(|byte| **byte == b'\n').count() + 1
}

/// The line where a slice of the source stands.
fn line_of(source: &str, slice: &str) -> usize {
    line_at(source, (slice.as_ptr() as usize).saturating_sub(source.as_ptr() as usize))
}

fn message(file: &'static str, source: &str, entry: &Entry<&str>) -> Result<Option<Message>, String> {
    let at = |name: &str, what: &str| format!("{file}:{}: {name}: {what}", line_of(source, name));
    let message = match entry {
        Entry::Message(message) => message,
        Entry::Term(term) => {
            return Err(at(term.id.name, "terms are not understood: write a message"));
        }
        Entry::Junk { content } => {
            return Err(format!("{file}:{}: this cannot be read", line_of(source, content)));
        }
        Entry::Comment(_) | Entry::GroupComment(_) | Entry::ResourceComment(_) => return Ok(None),
    };
    let key = message.id.name;
    if !message.attributes.is_empty() {
        return Err(at(key, "attributes are not understood: write a message of its own"));
    }
    check_name(key, &['-']).map_err(|what| at(key, &what))?;
    let pattern = message.value.as_ref().ok_or_else(|| at(key, "the message is empty"))?;
    let parts = parts(pattern).map_err(|what| at(key, &what))?;
    Ok(Some(Message { file, line: line_of(source, key), key: key.to_owned(), parts }))
}

/// Names become Rust names, so they are lower case, in single words joined by one of `joints`.
fn check_name(name: &str, joints: &[char]) -> Result<(), String> {
    let plain = name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.split(joints).all(|word| {
            !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
        });
    if !plain {
        return Err(format!("the name {name} is not lower-case-words-like-this"));
    }
    if RUST_WORDS.contains(&name) {
        return Err(format!("{name} is a word of Rust: choose another name"));
    }
    Ok(())
}

const RUST_WORDS: [&str; 51] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate", "do", "dyn", "else",
    "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod",
    "move", "mut", "override", "priv", "pub", "ref", "return", "self", "static", "struct", "super", "trait", "true",
    "try", "type", "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

fn parts(pattern: &Pattern<&str>) -> Result<Vec<Part>, String> {
    let mut parts = Vec::new();
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { value } => push_text(&mut parts, value),
            PatternElement::Placeable { expression } => push(&mut parts, expression)?,
        }
    }
    Ok(parts)
}

fn push_text(parts: &mut Vec<Part>, text: &str) {
    match parts.last_mut() {
        Some(Part::Text(before)) => before.push_str(text),
        _ => parts.push(Part::Text(text.to_owned())),
    }
}

fn push(parts: &mut Vec<Part>, expression: &Expression<&str>) -> Result<(), String> {
    match expression {
        Expression::Select { selector, variants } => {
            parts.push(Part::Choice(choice(selector, variants)?));
        }
        Expression::Inline(inline) => match inline {
            InlineExpression::StringLiteral { value } => {
                push_text(parts, &unescape_unicode_to_string(value));
            }
            InlineExpression::NumberLiteral { value } => push_text(parts, value),
            InlineExpression::VariableReference { id } => parts.push(Part::Variable(variable(id.name)?)),
            InlineExpression::Placeable { expression } => push(parts, expression)?,
            InlineExpression::FunctionReference { id, .. } => {
                return Err(format!("the function {} is not understood: pass the finished text", id.name));
            }
            InlineExpression::MessageReference { id, .. } | InlineExpression::TermReference { id, .. } => {
                return Err(format!("the reference to {} is not understood: write its words out", id.name));
            }
        },
    }
    Ok(())
}

fn variable(name: &str) -> Result<String, String> {
    check_name(name, &['-', '_'])?;
    if name == "l" {
        return Err("the name l is taken by the language: choose another".to_owned());
    }
    Ok(name.replace('-', "_"))
}

fn choice(selector: &InlineExpression<&str>, variants: &[Variant<&str>]) -> Result<Choice, String> {
    let InlineExpression::VariableReference { id } = selector else {
        return Err("a choice must be made by a variable that is a number".to_owned());
    };
    let mut exact: Vec<(i64, Vec<Part>)> = Vec::new();
    let mut other = None;
    for variant in variants {
        let said = parts(&variant.value)?;
        match (number(&variant.key)?, variant.default) {
            (None, true) => other = Some(said),
            (Some(number), false) if exact.iter().all(|(seen, _)| *seen != number) => {
                exact.push((number, said));
            }
            (Some(_), false) => return Err("two variants are for the same number".to_owned()),
            _ => return Err("the default variant, and only it, must be *[other]".to_owned()),
        }
    }
    Ok(Choice { variable: variable(id.name)?, exact, other: other.ok_or("the default variant must be *[other]")? })
}

/// The one number that a variant is for; `None` for `other`.
fn number(key: &VariantKey<&str>) -> Result<Option<i64>, String> {
    match key {
        VariantKey::Identifier { name: "other" } => Ok(None),
        VariantKey::Identifier { name: "one" } => Ok(Some(1)),
        VariantKey::NumberLiteral { value } => {
            value.parse().map(Some).map_err(|_| format!("the variant [{value}] is not a whole number"))
        }
        VariantKey::Identifier { name } => {
            Err(format!("the variant [{name}] is not understood: only one, other and whole numbers are"))
        }
    }
}
