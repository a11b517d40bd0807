//! What is promised to a patient and not paid out yet.

use bricks::id::VisitId;
use bricks::money::Money;
use ground::db::{DbError, Tx};

const OF_MEDICINES: &str = "SELECT CAST(COALESCE(SUM(f.amount_vnd), 0) AS BIGINT) FROM refund f JOIN charge c ON c.id = f.charge_id \
     WHERE f.visit_id = $1 AND f.state IN ('asked', 'approved') AND c.source_kind = 'medicine'";

/// For the medicines of a visit that came back or were not given.
pub fn of_medicines(tx: &mut Tx<'_>, visit: VisitId) -> Result<Money, DbError> {
    Ok(tx.one(OF_MEDICINES, &[&visit])?.unwrap_or_default())
}
