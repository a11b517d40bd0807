use super::store;
use bricks::clock::Instant;
use bricks::id::PatientId;
use ground::access::Who;
use ground::db::{Stop, Tx};

/// What becomes of two profiles' allergies when their merge is undone, after `loser` is a profile of its own again: it
/// has back what was taken off, and both keep what was written down since the merge, because nobody can tell of whom it
/// was said. The caller holds both profiles.
pub fn part(tx: &mut Tx<'_>, who: &Who, winner: PatientId, loser: PatientId, merged_at: Instant) -> Result<(), Stop> {
    Ok(store::part(tx, winner, loser, (merged_at, who.day_of(merged_at)))?)
}
