use bricks::clock::Instant;
use bricks::id::{BranchId, PatientId};
use ground::db::{DbError, Tx};

/// Rows on one page.
pub const READERS_PER_PAGE: usize = 60;

ground::row! {
    /// One reading of a record.
    pub struct ReaderRow {
        pub id: i64,
        pub at: Instant,
        pub act: String,
        pub detail: String,
        pub branch: BranchId,
        pub name: Option<String>,
        pub title: Option<String>,
    }
}

/// Readings only: what was done to the record stands in the record. `$2` is the last row of the page before.
const READERS: &str = "SELECT a.id, a.at, a.act, a.detail, a.branch_id, s.name, s.title \
     FROM audit a LEFT JOIN staff s ON s.id = a.staff_id \
     WHERE a.patient_id = $1 AND a.at <= COALESCE((SELECT b.at FROM audit b WHERE b.id = $2 AND b.patient_id = $1), 9223372036854775807) \
     AND (a.at < COALESCE((SELECT b.at FROM audit b WHERE b.id = $2 AND b.patient_id = $1), 9223372036854775807) \
       OR a.id < COALESCE(CAST($2 AS BIGINT), 9223372036854775807)) \
     AND SUBSTR(a.act, 1, 5) IN ('read_', 'print', 'open_', 'expor') ORDER BY a.at DESC, a.id DESC LIMIT 61";

/// Who saw a record, latest first, one more than [`READERS_PER_PAGE`] when there are earlier ones.
pub fn readers(tx: &mut Tx<'_>, patient: PatientId, before: Option<i64>) -> Result<Vec<ReaderRow>, DbError> {
    tx.all(READERS, &[&patient, &before])
}
