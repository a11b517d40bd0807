//! How often strangers may ask. Each limit is a counter of one row, raised by a guarded statement in the act's own
//! transaction, so that fifty at once do not pass where one is left. The desk has no such limits.

use crate::{store, text};
use bricks::clock::Instant;
use bricks::refusal::Refusal;
use ground::db::{Stop, Tx};

const HOUR_MINUTES: i64 = 60;
/// Counters are kept for a day.
const KEEP_MINUTES: i64 = 24 * 60;

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// Codes to one phone.
    Phone,
    /// Codes to one email address.
    Email,
    /// Codes asked for from one address of the network.
    Caller,
    /// Codes tried from one address of the network.
    Try,
    /// Moves of one appointment.
    Move,
}

impl What {
    fn name(self) -> &'static str {
        match self {
            What::Phone => "phone",
            What::Email => "email",
            What::Caller => "caller",
            What::Try => "try",
            What::Move => "move",
        }
    }

    /// So many an hour.
    fn limit(self) -> i64 {
        match self {
            What::Phone | What::Email => 5,
            What::Caller => 20,
            What::Try => 60,
            What::Move => 6,
        }
    }
}

/// Counts one more, or refuses. The sentence does not say which limit it was.
pub fn throttle(tx: &mut Tx<'_>, what: What, whose: &str) -> Result<(), Stop> {
    let (name, began_at) = (format!("{}:{whose}", what.name()), hour_of(tx.now()));
    if store::count_up(tx, &name, began_at, what.limit())? == 0 {
        return Err(Refusal::conflict(text::too_often_say()).into());
    }
    Ok(())
}

fn hour_of(now: Instant) -> Instant {
    let hour = HOUR_MINUTES * 60_000;
    Instant::from_millis(now.millis().div_euclid(hour) * hour)
}

/// Forgets counters that no longer count.
pub fn forget(tx: &mut Tx<'_>) -> Result<u64, Stop> {
    let before = tx.now().plus_minutes(-KEEP_MINUTES);
    Ok(store::forget_counters(tx, before)?)
}
