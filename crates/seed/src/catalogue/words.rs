use crate::rows::{Insert as _, insertable};
use bricks::search_words::suffixes;
use bricks::text::fold;
use ground::db::{DbError, Tx};

insertable! {
    CatalogWord: "INSERT INTO catalog_word (kind, word, item, rank) VALUES ($1, $2, $3, $4)" {
        kind: &'static str,
        word: String,
        item: String,
        rank: i64,
    }
}

/// A thing of the catalogue and what it is called.
pub(super) struct Named<'a> {
    pub(super) kind: &'static str,
    pub(super) item: String,
    pub(super) rank: i64,
    pub(super) code: &'a str,
    /// Each is found from the beginning of every word.
    pub(super) names: Vec<String>,
}

/// Writes the search words of one thing: its names from each word to the end, and its code with and without marks.
pub(super) fn insert(tx: &mut Tx<'_>, named: &Named<'_>) -> Result<(), DbError> {
    let mut words: Vec<String> = named.names.iter().flat_map(|name| suffixes(&fold(name))).collect();
    let code = fold(named.code);
    words.push(code.replace(' ', ""));
    words.push(named.code.to_lowercase());
    words.push(code);
    words.retain(|word| word.chars().count() > 1);
    words.sort_unstable();
    words.dedup();
    for word in words {
        CatalogWord { kind: named.kind, word, item: named.item.clone(), rank: named.rank }.insert(tx)?;
    }
    Ok(())
}
