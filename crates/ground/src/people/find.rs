//! Finding patients: as one types, and by what stands on a card.

use super::Hit;
use crate::db::{DbError, Tx};
use bricks::id::{BranchId, PatientId};
use bricks::text::{fold, has_as_marked};

/// One word (or several words that stand side by side in the name): a range of the key, nothing else.
const FIND: &str = "SELECT DISTINCT p.id, p.code, p.name, p.sex, p.birth_day, p.birth_year, p.phone FROM \
     (SELECT patient_id FROM patient_word WHERE word >= $1 AND word < $2 ORDER BY word LIMIT 60) w JOIN patient p ON p.id = w.patient_id LIMIT 20";
/// Words that stand apart: the range of the last of them, looked through for the others up to a bound.
const FIND_APART: &str = "SELECT DISTINCT p.id, p.code, p.name, p.sex, p.birth_day, p.birth_year, p.phone FROM \
     (SELECT patient_id FROM patient_word WHERE word >= $1 AND word < $2 ORDER BY word LIMIT 1500) w JOIN patient p ON p.id = w.patient_id \
     WHERE (' ' || p.name_fold || ' ' || CAST(p.birth_year AS TEXT)) LIKE $3 AND (' ' || p.name_fold || ' ' || CAST(p.birth_year AS TEXT)) LIKE $4 LIMIT 20";

/// Up to 20 patients for what was typed: words of the name without diacritics in any order, the code, the tail of the
/// phone (three digits or more), the year of birth. Empty for less than two characters.
pub fn search(tx: &mut Tx<'_>, typed: &str) -> Result<Vec<Hit>, DbError> {
    let folded = fold(typed);
    let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
    let only_digits = typed.chars().all(|c| c.is_ascii_digit() || " .-+".contains(c));
    if folded.chars().count() < 2 {
        return Ok(Vec::new());
    }
    let mut hits = Vec::new();
    if only_digits && digits.len() >= 3 {
        let national =
            digits.strip_prefix("84").filter(|rest| rest.len() == 9).unwrap_or(digits.trim_start_matches('0'));
        let backwards: String = ['~'].into_iter().chain(national.chars().rev()).collect();
        merge(&mut hits, find(tx, &backwards)?);
        merge(&mut hits, find(tx, digits.trim_start_matches('0'))?);
    }
    let joined_code = folded.replace(' ', "");
    if joined_code.starts_with("bn") && joined_code != folded {
        merge(&mut hits, find(tx, &joined_code)?);
    }
    merge(&mut hits, find(tx, &folded)?);
    if hits.len() < 20 && folded.contains(' ') {
        merge(&mut hits, find_apart(tx, &folded)?);
    }
    hits.truncate(20);
    // Whoever writes the marks of a name means that name: it stands before those that differ by marks alone.
    hits.sort_by_key(|hit| !has_as_marked(&hit.name, typed));
    Ok(hits)
}

fn merge(hits: &mut Vec<Hit>, more: Vec<Hit>) {
    for hit in more {
        if !hits.iter().any(|h| h.id == hit.id) {
            hits.push(hit);
        }
    }
}

fn find(tx: &mut Tx<'_>, prefix: &str) -> Result<Vec<Hit>, DbError> {
    if prefix.is_empty() {
        return Ok(Vec::new());
    }
    tx.all(FIND, &[&prefix, &past(prefix)])
}

/// Drives by the last two words side by side, then by the last word alone; the first two others have to occur too.
fn find_apart(tx: &mut Tx<'_>, folded: &str) -> Result<Vec<Hit>, DbError> {
    let words: Vec<&str> = folded.split(' ').collect();
    let mut hits = Vec::new();
    for together in [2, 1] {
        let Some(cut) = words.len().checked_sub(together).filter(|cut| *cut > 0) else { continue };
        let (others, driver) = words.split_at(cut);
        let driver = driver.join(" ");
        let like = |index: usize| others.get(index).or(others.first()).map_or("%".to_owned(), |w| format!("% {w}%"));
        merge(&mut hits, tx.all(FIND_APART, &[&driver, &past(&driver), &like(0), &like(1)])?);
        if !hits.is_empty() {
            break;
        }
    }
    Ok(hits)
}

/// The end of the range of words with a prefix.
fn past(prefix: &str) -> String {
    format!("{prefix}\u{10FFFF}")
}

const BY_CODE: &str = "SELECT COALESCE(merged_into, id) FROM patient WHERE code = $2 AND branch_id = $1";
const BY_NATIONAL_ID: &str =
    "SELECT id FROM patient WHERE national_id = $2 AND branch_id = $1 AND merged_into IS NULL ORDER BY id LIMIT 3";
const BY_INSURANCE: &str =
    "SELECT id FROM patient WHERE insurance_number = $2 AND branch_id = $1 AND merged_into IS NULL ORDER BY id LIMIT 3";

/// The patient of a whole code (`BN-000123`), also of one whose profile was merged: then whom it became.
pub fn by_code(tx: &mut Tx<'_>, branch: BranchId, code: &str) -> Result<Option<PatientId>, DbError> {
    tx.one(BY_CODE, &[&branch, &code])
}

/// The patients with an identity number or an insurance number, at most three: two are a doubt.
pub fn by_number(tx: &mut Tx<'_>, branch: BranchId, number: &str) -> Result<Vec<PatientId>, DbError> {
    let mut found: Vec<PatientId> = tx.all(BY_NATIONAL_ID, &[&branch, &number])?;
    for id in tx.all(BY_INSURANCE, &[&branch, &number])? {
        if !found.contains(&id) {
            found.push(id);
        }
    }
    Ok(found)
}
