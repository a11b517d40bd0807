//! Settings that are written whole, and not over what somebody else wrote since: each such group has a version.

use ground::db::{DbError, Tx};

const READ: &str = "SELECT value FROM setting WHERE key = $1";
const FIRST: &str = "INSERT INTO setting (key, value) VALUES ($1, '1') ON CONFLICT (key) DO NOTHING";
const STEP: &str = "UPDATE setting SET value = $3 WHERE key = $1 AND value = $2";

/// 0 while the group was never written.
pub fn of(tx: &mut Tx<'_>, key: &'static str) -> Result<i64, DbError> {
    let written: Option<String> = tx.one(READ, &[&key])?;
    Ok(written.and_then(|value| value.parse().ok()).unwrap_or(0))
}

/// Takes the group for whoever saw this version of it, until the transaction ends; false when it is another one by now.
pub fn step(tx: &mut Tx<'_>, key: &'static str, seen: i64) -> Result<bool, DbError> {
    if seen == 0 {
        return Ok(tx.run(FIRST, &[&key])? == 1);
    }
    Ok(tx.run(STEP, &[&key, &seen.to_string(), &seen.saturating_add(1).to_string()])? == 1)
}
