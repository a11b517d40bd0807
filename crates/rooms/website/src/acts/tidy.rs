//! What the house does by itself: times come back, and what strangers typed goes away.

use crate::store;
use ground::access::throttle;
use ground::db::{Stop, Tx};
use papers::appointment::hold;

/// What was typed for a hold is kept so long.
const KEEP_MINUTES: i64 = 24 * 60;
/// So long after a code has become too old another may be asked for.
const LATE_MINUTES: i64 = 50;

/// Gives back what holds kept beyond their time, ends holds whose code is long too old, forgets old holds and counters.
pub fn tidy_up(tx: &mut Tx<'_>) -> Result<(), Stop> {
    let now = tx.now();
    hold::give_back_expired(tx)?;
    store::end_old_holds(tx, now.plus_minutes(-LATE_MINUTES))?;
    store::forget_holds(tx, now.plus_minutes(-KEEP_MINUTES))?;
    throttle::forget(tx)?;
    Ok(())
}
