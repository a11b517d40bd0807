//! A message as this crate understands it.

/// One message of one file.
pub(crate) struct Message {
    /// `vi.ftl` or `en.ftl`.
    pub file: &'static str,
    /// The line of its key, from 1.
    pub line: usize,
    pub key: String,
    pub parts: Vec<Part>,
}

/// A piece of a message.
pub(crate) enum Part {
    Text(String),
    /// A variable, by its Rust name.
    Variable(String),
    Choice(Choice),
}

/// A choice by a number.
pub(crate) struct Choice {
    /// The number's variable, by its Rust name.
    pub variable: String,
    /// What is said for these numbers, `[one]` being 1.
    pub exact: Vec<(i64, Vec<Part>)>,
    /// What is said for every other number.
    pub other: Vec<Part>,
}

impl Message {
    /// A fault of this message, with its place.
    pub fn fault(&self, what: &str) -> String {
        format!("{}:{}: {}: {what}", self.file, self.line, self.key)
    }

    /// The names of the variables shown, and of those chosen by.
    pub fn variables(&self) -> (Vec<&str>, Vec<&str>) {
        let (mut shown, mut chosen_by) = (Vec::new(), Vec::new());
        collect(&self.parts, &mut shown, &mut chosen_by);
        (shown, chosen_by)
    }
}

fn collect<'a>(parts: &'a [Part], shown: &mut Vec<&'a str>, chosen_by: &mut Vec<&'a str>) {
    for part in parts {
        match part {
            Part::Text(_) => {}
            Part::Variable(name) => shown.push(name),
            Part::Choice(choice) => {
                chosen_by.push(&choice.variable);
                for (_, parts) in &choice.exact {
                    collect(parts, shown, chosen_by);
                }
                collect(&choice.other, shown, chosen_by);
            }
        }
    }
}
