//! What everybody did, read from the audit.

use bricks::clock::Instant;
use bricks::id::{BranchId, PatientId, StaffId, first_id_at};
use ground::db::{DbError, Tx};

/// So late may an id be behind its instant.
const ID_LATE_MINUTES: i64 = 10;

ground::row! {
    pub struct Act {
        pub at: Instant,
        pub staff: Option<String>,
        pub act: String,
        pub patient: Option<PatientId>,
        pub patient_code: Option<String>,
        pub detail: String,
    }
}

/// Ids rise with time, so a stretch of time is a stretch of the key.
const ACTS: &str = "SELECT a.at, s.name, a.act, a.patient_id, p.code, a.detail \
     FROM audit a LEFT JOIN staff s ON s.id = a.staff_id LEFT JOIN patient p ON p.id = a.patient_id \
     WHERE a.branch_id = $1 AND a.id >= $2 AND a.id < $3 AND a.at >= $4 AND a.at < $5 \
     AND (a.staff_id = $6 OR CAST($6 AS BIGINT) IS NULL) ORDER BY a.id DESC LIMIT 100";
const PEOPLE: &str = "SELECT id, name FROM staff WHERE branch_id = $1 ORDER BY name, id";

/// The latest hundred acts between two instants, of one person or of all; the latest first.
pub fn acts(
    tx: &mut Tx<'_>,
    branch: BranchId,
    (from, to): (Instant, Instant),
    staff: Option<StaffId>,
) -> Result<Vec<Act>, DbError> {
    let (first, last) = (first_id_at(from), first_id_at(to.plus_minutes(ID_LATE_MINUTES)));
    tx.all(ACTS, &[&branch, &first, &last, &from, &to, &staff])
}

/// Everybody who has ever worked in a branch.
pub fn people(tx: &mut Tx<'_>, branch: BranchId) -> Result<Vec<(StaffId, String)>, DbError> {
    tx.all(PEOPLE, &[&branch])
}
