//! One act per idempotency key: the key's row is written first, so a second post of the same form waits for the first
//! and then finds where it led.

use super::form::Form;
use crate::access::Who;
use crate::db::{DbError, Stop, Tx};
use crate::text;
use bricks::clock::Instant;
use bricks::refusal::Refusal;

const CLAIM: &str = "INSERT INTO idempotency (key, staff_id, route, body_hash, location, done_at) VALUES ($1, $2, $3, $4, '', $5) \
     ON CONFLICT (key, staff_id, route) DO NOTHING";
const DONE: &str = "SELECT body_hash, location FROM idempotency WHERE key = $1 AND staff_id = $2 AND route = $3";
const END: &str = "UPDATE idempotency SET location = $4 WHERE key = $1 AND staff_id = $2 AND route = $3";
const PURGE: &str = "DELETE FROM idempotency WHERE done_at < $1";
const KEEP_MINUTES: i64 = 3 * 24 * 60;

/// A fresh idempotency key.
pub fn new_key() -> Result<String, Stop> {
    let mut random = [0_u8; 12];
    getrandom::fill(&mut random).map_err(|e| Stop::fault(format!("no randomness: {e}")))?;
    Ok(bricks::hex::hex(&random))
}

pub(super) fn checked_key(form: &Form) -> Result<String, Stop> {
    let key = form.key();
    let fits =
        (8..=64).contains(&key.len()) && key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    if fits { Ok(key.to_owned()) } else { Err(Refusal::invalid(text::key_missing_say()).into()) }
}

/// `None`: this is the first time, the act may run. `Some(location)`: it was done already and led there.
pub(super) fn begin(
    tx: &mut Tx<'_>,
    who: &Who,
    key: &str,
    route: &str,
    hash: &[u8; 32],
) -> Result<Option<String>, Stop> {
    let now = tx.now();
    if tx.run(CLAIM, &[&key, &who.staff, &route, hash, &now])? == 1 {
        return Ok(None);
    }
    let done: Option<(Vec<u8>, String)> = tx.one(DONE, &[&key, &who.staff, &route])?;
    match done {
        Some((before, location)) if before == hash => Ok(Some(location)),
        Some(_) => Err(Refusal::invalid(text::key_reused_say()).into()),
        None => Err(Stop::fault("an idempotency key vanished")),
    }
}

/// An act that changed something without a row in the audit is a mistake of the program: no test lets it pass. Where people
/// work it is told in the log, and nobody's treatment waits for it.
pub(super) fn noted<T>(tx: &mut Tx<'_>, act: impl FnOnce(&mut Tx<'_>) -> Result<T, Stop>) -> Result<T, Stop> {
    let done = act(tx)?;
    match tx.unnoted() {
        None => {}
        Some(statement) if cfg!(debug_assertions) => {
            return Err(Stop::fault(format!("an act without a row in the audit: {statement}")));
        }
        Some(statement) => tracing::error!(statement, "an act without a row in the audit"),
    }
    Ok(done)
}

/// Keeps where the act led.
pub(super) fn end(tx: &mut Tx<'_>, who: &Who, key: &str, route: &str, location: &str) -> Result<(), DbError> {
    tx.run_one(END, &[&key, &who.staff, &route, &location])
}

/// Forgets keys that no browser will send again; gives how many.
pub fn purge(tx: &mut Tx<'_>, now: Instant) -> Result<u64, DbError> {
    tx.run(PURGE, &[&now.plus_minutes(-KEEP_MINUTES)])
}
