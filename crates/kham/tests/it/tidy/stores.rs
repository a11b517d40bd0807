//! A room's statements stand in its stores: nowhere else is it decided what is read and written, so that a reader finds them.

use super::none;
use super::source::{SOURCES, Source};
use super::statements::statements;
use std::collections::BTreeSet;

/// Statements that stand beside the one decision that they serve.
const ELSEWHERE: [(&str, &str); 7] = [
    ("crates/rooms/cashier/src/payers/plans.rs", "insurance plans, a page of few rows"),
    ("crates/rooms/cashier/src/seen.rs", "what one form saw, compared with what is"),
    ("crates/rooms/cashier/src/session/wish.rs", "a closing that waits for a second person"),
    ("crates/rooms/cashier/src/template/mod.rs", "the one text of the receipt"),
    ("crates/rooms/cashier/src/undo/paid.rs", "what was paid of an act that is taken back"),
    ("crates/rooms/cashier/src/version.rs", "a page's version, asked and raised"),
    ("crates/rooms/storeroom/src/documents/wish.rs", "a document that waits for a second person"),
];

fn is_store(path: &str) -> bool {
    path.rsplit('/').next().is_some_and(|file| file.starts_with("store")) || path.contains("/store/")
}

#[test]
fn a_rooms_statements_stand_in_its_stores() {
    let (statements, _) = statements();
    let outside: BTreeSet<String> = statements
        .into_iter()
        .filter(|each| each.path.starts_with("crates/rooms/") && !is_store(&each.path))
        .map(|each| each.path)
        .collect();
    let new = outside.iter().filter(|path| ELSEWHERE.iter().all(|(known, _)| known != path));
    none("Put the statement into a store, a function for each.", new.cloned().collect());
    let gone = ELSEWHERE.iter().filter(|(known, _)| !outside.contains(*known)).map(|(known, _)| (*known).to_owned());
    none("It has no statement any more: take it off the list.", gone.collect());
}

/// Who reads or writes past the desk, each with the proof that it has instead of a session.
const PAST_THE_DESK: [(&str, &str); 8] = [
    ("crates/rooms/cashier/src/einvoice/sender.rs", "the house's own job, under its lease"),
    ("crates/rooms/office/src/pages/password_link.rs", "the secret of the link"),
    ("crates/rooms/office/src/pages/start.rs", "the secret of the first start, before there is anybody"),
    ("crates/rooms/reminders/src/sender.rs", "the house's own job"),
    ("crates/rooms/reminders/src/zalo_sender.rs", "the house's own job"),
    ("crates/rooms/waiting/src/pages/board.rs", "the pairing of the television"),
    (
        "crates/rooms/waiting/src/pages/screens.rs",
        "a wrong code is counted though the act is refused, after the desk let its sender in",
    ),
    ("crates/rooms/waiting/src/pages/ticket.rs", "the proof in the ticket's address"),
];

/// A transaction of the house's database that no desk proved: `house.db.read`, `write` or `write_locked`.
fn reaches(source: &Source) -> bool {
    source.tokens.windows(5).any(|five| {
        five[0].is_word("house")
            && five[1].is('.')
            && five[2].is_word("db")
            && five[3].is('.')
            && ["read", "write", "write_locked"].iter().any(|word| five[4].is_word(word))
    })
}

#[test]
fn a_room_reaches_the_database_through_the_desk() {
    let found: BTreeSet<&str> =
        SOURCES.iter().filter(|s| s.is_in("crates/rooms/") && reaches(s)).map(|s| s.path.as_str()).collect();
    let new = found.iter().filter(|path| PAST_THE_DESK.iter().all(|(known, _)| known != *path));
    none("Read and act through the desk, or name the proof here.", new.map(|path| (*path).to_owned()).collect());
    let gone = PAST_THE_DESK.iter().filter(|(known, _)| !found.contains(known)).map(|(known, _)| (*known).to_owned());
    none("It goes through the desk now: take it off the list.", gone.collect());
}
