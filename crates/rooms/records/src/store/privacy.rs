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

macro_rules! readers {
    ($whose:literal) => {
        concat!(
            "SELECT a.id, a.at, a.act, a.detail, a.branch_id, s.name, s.title FROM audit a LEFT JOIN staff s ON s.id = a.staff_id WHERE ",
            $whose,
            " AND a.at <= COALESCE((SELECT b.at FROM audit b WHERE b.id = $2), 9223372036854775807) \
             AND (a.at < COALESCE((SELECT b.at FROM audit b WHERE b.id = $2), 9223372036854775807) \
               OR a.id < COALESCE(CAST($2 AS BIGINT), 9223372036854775807)) \
             AND SUBSTR(a.act, 1, 5) IN ('read_', 'print', 'open_', 'expor', 'knock')"
        )
    };
}

/// Readings only: what was done to the record stands in the record. Those of the profiles that are a part of this one
/// belong to it; and when this one was a part of another for a time, those of the other in that time. `$2` is the last row
/// of the page before.
const READERS: &str = concat!(
    readers!(
        "a.patient_id IN (SELECT CAST($1 AS BIGINT) UNION ALL SELECT m.id FROM patient m WHERE m.merged_into = $1)"
    ),
    " UNION ALL ",
    readers!(
        "EXISTS (SELECT 1 FROM patient_merge g WHERE g.loser_id = $1 AND g.winner_id = a.patient_id AND a.at >= g.merged_at AND a.at < g.undone_at) \
         AND a.patient_id IN (SELECT g.winner_id FROM patient_merge g WHERE g.loser_id = $1 AND g.undone_at IS NOT NULL)"
    ),
    " ORDER BY 2 DESC, 1 DESC LIMIT 61"
);

/// Who saw a record, latest first, one more than [`READERS_PER_PAGE`] when there are earlier ones.
pub fn readers(tx: &mut Tx<'_>, patient: PatientId, before: Option<i64>) -> Result<Vec<ReaderRow>, DbError> {
    tx.all(READERS, &[&patient, &before])
}
