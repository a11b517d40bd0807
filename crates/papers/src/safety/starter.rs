//! The tables that every clinic begins with, compiled into the program.

use super::{Book, List, Texts};
use bricks::clock::Day;
use std::sync::OnceLock;

/// The day on which the tables were last gone through.
pub(super) const AS_OF: Day = Day::constant(2026, 11, 29);

const INGREDIENTS: &str = include_str!("../../../../data/ingredients.tsv");
const CLASSES: &str = include_str!("../../../../data/classes.tsv");
const INTERACTIONS: &str = include_str!("../../../../data/interactions.tsv");
const MEDICINES: &str = include_str!("../../../../data/medicines.tsv");

/// The book of the starter tables, read once.
pub fn starter() -> &'static Book {
    static BOOK: OnceLock<Book> = OnceLock::new();
    BOOK.get_or_init(|| {
        let of = |list| Some(starter_text(list));
        let texts = Texts {
            ingredients: of(List::Ingredients),
            classes: of(List::Classes),
            interactions: of(List::Interactions),
            medicines: of(List::Medicines),
        };
        Book::read(texts, AS_OF)
    })
}

/// A starter table as it is compiled in.
pub const fn starter_text(list: List) -> &'static str {
    match list {
        List::Ingredients => INGREDIENTS,
        List::Classes => CLASSES,
        List::Interactions => INTERACTIONS,
        List::Medicines => MEDICINES,
    }
}
