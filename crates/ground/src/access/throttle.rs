//! How often strangers may ask: counters of one row each, raised by a guarded statement, so that fifty at once do not
//! pass where one is left. What must be counted however an act ends is counted in a transaction before it.

use crate::db::{DbError, Tx};
use bricks::clock::Instant;

const HOUR_MILLIS: i64 = 60 * 60_000;
/// Counters are kept for a day.
const KEEP_MINUTES: i64 = 24 * 60;

const COUNT_UP: &str = "INSERT INTO throttle (name, began_at, count) VALUES ($1, $2, 1) \
     ON CONFLICT (name, began_at) DO UPDATE SET count = throttle.count + 1 WHERE throttle.count < $3";
const FORGET: &str = "DELETE FROM throttle WHERE began_at < $1";

/// Counts one more in this hour; `false` when as many as `limit` are counted already.
pub fn count_up(tx: &mut Tx<'_>, name: &str, limit: i64) -> Result<bool, DbError> {
    let began_at = Instant::from_millis(tx.now().millis().div_euclid(HOUR_MILLIS) * HOUR_MILLIS);
    Ok(tx.run(COUNT_UP, &[&name, &began_at, &limit])? == 1)
}

/// Forgets counters that no longer count.
pub fn forget(tx: &mut Tx<'_>) -> Result<u64, DbError> {
    let before = tx.now().plus_minutes(-KEEP_MINUTES);
    tx.run(FORGET, &[&before])
}
