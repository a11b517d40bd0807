//! Puts the two languages of each message together.

use std::collections::{BTreeMap, BTreeSet};

use crate::message::Message;

/// One message in both languages, ready to be written as functions.
pub(crate) struct Phrase {
    /// The name of the function.
    pub name: String,
    /// The arguments by name, with whether each is a number chosen by.
    pub arguments: BTreeMap<String, bool>,
    pub vi: Message,
    pub en: Message,
}

/// The phrases in the order of the Vietnamese file, or every fault.
pub(crate) fn phrases(vi: Vec<Message>, en: Vec<Message>) -> Result<Vec<Phrase>, Vec<String>> {
    let mut faults = name_clashes(&vi);
    let mut english: BTreeMap<String, Message> = en.into_iter().map(|message| (message.key.clone(), message)).collect();
    let mut phrases = Vec::new();
    for message in vi {
        match english.remove(&message.key) {
            None => faults.push(message.fault("this key is missing in en.ftl")),
            Some(other) => {
                faults.extend(variable_faults(&message, &other));
                phrases.push(Phrase {
                    name: message.key.replace('-', "_"),
                    arguments: arguments(&message, &other),
                    vi: message,
                    en: other,
                });
            }
        }
    }
    faults.extend(english.values().map(|message| message.fault("this key is missing in vi.ftl")));
    if faults.is_empty() { Ok(phrases) } else { Err(faults) }
}

/// `x` also makes a function `x_say`, which a key `x-say` would make again.
fn name_clashes(messages: &[Message]) -> Vec<String> {
    let keys: BTreeSet<&str> = messages.iter().map(|message| message.key.as_str()).collect();
    messages
        .iter()
        .filter(|message| message.key.strip_suffix("-say").is_some_and(|key| keys.contains(key)))
        .map(|message| message.fault("another key already makes a function of this name"))
        .collect()
}

fn arguments(vi: &Message, en: &Message) -> BTreeMap<String, bool> {
    let mut arguments = BTreeMap::new();
    for message in [vi, en] {
        let (shown, chosen_by) = message.variables();
        for name in shown {
            arguments.entry(name.to_owned()).or_insert(false);
        }
        for name in chosen_by {
            arguments.insert(name.to_owned(), true);
        }
    }
    arguments
}

/// A variable that one language chooses by may be left out of the other, which may have no plural.
fn variable_faults(vi: &Message, en: &Message) -> Vec<String> {
    [(vi, en), (en, vi)]
        .into_iter()
        .flat_map(|(message, other)| {
            let (shown, chosen_by) = message.variables();
            let (other_shown, other_chosen_by) = other.variables();
            let known = [chosen_by, other_shown, other_chosen_by].concat();
            let missing: BTreeSet<&str> = shown.into_iter().filter(|name| !known.contains(name)).collect();
            missing.into_iter().map(|name| {
                let what = format!("the variable ${name} is missing in {}", other.file);
                message.fault(&what)
            })
        })
        .collect()
}
