use crate::rules::Listed;
use ground::db::{DbError, Tx};

const KNOWN: &str = "SELECT code, title_vi, title_en FROM diagnosis";
const COUNT: &str = "SELECT COUNT(*) FROM diagnosis";
const PUT: &str = "INSERT INTO diagnosis (code, title_vi, title_en, chapter, common) VALUES ($1, $2, $3, $4, 0) \
     ON CONFLICT (code) DO UPDATE SET title_vi = excluded.title_vi, title_en = excluded.title_en, \
     chapter = CASE WHEN excluded.chapter = '' THEN diagnosis.chapter ELSE excluded.chapter END";
/// The least usual rank; a word that leads there already keeps its own.
const WORD: &str =
    "INSERT INTO catalog_word (kind, word, item, rank) VALUES ('diagnosis', $1, $2, 5) ON CONFLICT DO NOTHING";

/// Every code with its titles.
pub fn known_diagnoses(tx: &mut Tx<'_>) -> Result<Vec<(String, String, String)>, DbError> {
    tx.all(KNOWN, &[])
}

pub fn count_diagnoses(tx: &mut Tx<'_>) -> Result<i64, DbError> {
    Ok(tx.one(COUNT, &[])?.unwrap_or(0))
}

/// Writes a diagnosis, or its new titles.
pub fn put_diagnosis(tx: &mut Tx<'_>, one: &Listed) -> Result<(), DbError> {
    tx.run_one(PUT, &[&one.code, &one.title_vi, &one.title_en, &one.chapter])
}

pub fn put_word(tx: &mut Tx<'_>, word: &str, code: &str) -> Result<(), DbError> {
    tx.run(WORD, &[&word, &code]).map(|_| ())
}
