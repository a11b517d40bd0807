//! The stops of a prescription that somebody went on with, and which of them a handing over saw: one statement a function.

use bricks::id::{DispenseId, PrescriptionId};
use ground::db::{DbError, Tx};

/// All that were gone on with, those that whoever hands over gives the reason of just now among them.
const GONE_ON_WITH: &str = "SELECT medicines, rule, said_vi FROM safety_override WHERE prescription_id = $1";
const INSERT: &str = "INSERT INTO dispense_seen (dispense_id, prescription_id, medicines, rule, said_vi, ticked) \
     VALUES ($1, $2, $3, $4, $5, $6)";

ground::row! {
    /// A stop as it is kept.
    pub struct GoneOnWith {
        pub medicines: String,
        pub rule: String,
        pub said_vi: String,
    }
}

pub fn gone_on_with(tx: &mut Tx<'_>, of: PrescriptionId) -> Result<Vec<GoneOnWith>, DbError> {
    tx.all(GONE_ON_WITH, &[&of])
}

/// Writes down a stop for a handing over, and whether it was ticked.
pub fn insert(
    tx: &mut Tx<'_>,
    (dispense, of): (DispenseId, PrescriptionId),
    stop: &GoneOnWith,
    ticked: bool,
) -> Result<(), DbError> {
    tx.run_one(INSERT, &[&dispense, &of, &stop.medicines, &stop.rule, &stop.said_vi, &ticked])
}
