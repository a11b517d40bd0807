//! Numbers that follow each other without a gap: tickets, prescriptions, receipts.

use bricks::id::BranchId;
use ground::db::{DbError, Tx};

const NEXT: &str = "INSERT INTO counter (name, last) VALUES ($1, 1) \
     ON CONFLICT (name) DO UPDATE SET last = counter.last + 1 RETURNING last";

/// The house's first branch has no mark in its numbers; every other one is told by its place. Branches are never taken out.
const MARK: &str =
    "SELECT CASE WHEN COUNT(*) <= 1 THEN '' ELSE 'B' || CAST(COUNT(*) AS TEXT) END FROM branch WHERE id <= $1";

/// The series in which a branch numbers a year's papers of one kind: `PT26` of the first branch, `PT26B2` of the second.
pub fn series(tx: &mut Tx<'_>, branch: BranchId, kind: &str, year: i16) -> Result<String, DbError> {
    let mark: String = tx.one(MARK, &[&branch])?.unwrap_or_default();
    Ok(format!("{kind}{:02}{mark}", year.rem_euclid(100)))
}

/// The next number of a counter, from 1. Taken back when the transaction is: there are no gaps, and on PostgreSQL the
/// counter stays locked until the commit.
pub fn next(tx: &mut Tx<'_>, name: &str) -> Result<i64, DbError> {
    let next: Option<i64> = tx.one(NEXT, &[&name])?;
    next.ok_or(DbError::NotOne(0))
}
