//! Numbers that follow each other without a gap: tickets, prescriptions, receipts.

use ground::db::{DbError, Tx};

const NEXT: &str = "INSERT INTO counter (name, last) VALUES ($1, 1) \
     ON CONFLICT (name) DO UPDATE SET last = counter.last + 1 RETURNING last";

/// The next number of a counter, from 1. Taken back when the transaction is: there are no gaps, and on PostgreSQL the
/// counter stays locked until the commit.
pub fn next(tx: &mut Tx<'_>, name: &str) -> Result<i64, DbError> {
    let next: Option<i64> = tx.one(NEXT, &[&name])?;
    next.ok_or(DbError::NotOne(0))
}
