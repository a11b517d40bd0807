use crate::rules::{Listed, words_of};
use crate::store;
use ground::access::Who;
use ground::db::{Stop, Tx};
use std::collections::HashMap;

/// What a list came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Imported {
    pub new: usize,
    pub renamed: usize,
}

/// Takes a whole list in: new codes are added, known ones get the list's titles, all others stay. What was signed keeps
/// the titles that it had.
pub fn import(tx: &mut Tx<'_>, who: &Who, listed: &[Listed]) -> Result<Imported, Stop> {
    let known: HashMap<String, (String, String)> =
        store::known_diagnoses(tx)?.into_iter().map(|(code, vi, en)| (code, (vi, en))).collect();
    let mut imported = Imported::default();
    for one in listed {
        match known.get(&one.code) {
            Some((vi, en)) if *vi == one.title_vi && *en == one.title_en => continue,
            Some(_) => imported.renamed += 1,
            None => imported.new += 1,
        }
        store::put_diagnosis(tx, one)?;
        for word in words_of(one) {
            store::put_word(tx, &word, &one.code)?;
        }
    }
    let detail = format!("{} + {}", imported.new, imported.renamed);
    who.note(tx, "import_diagnoses", "clinic", who.branch.raw(), None, &detail)?;
    Ok(imported)
}
