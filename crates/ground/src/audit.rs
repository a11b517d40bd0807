//! Who did and who read what: one row in the act's own transaction, chained by hashes so that nothing is rewritten unseen.
//!
//! On SQLite the one writer chains as it goes. On PostgreSQL the rows are written unchained and a sealer of each process
//! chains its own within a second, so that the chain never becomes the one lock.

use crate::db::{DbError, Engine, Tx};
use bricks::clock::Instant;
use bricks::id::{AuditId, BranchId, PatientId, StaffId};
use sha2::{Digest as _, Sha256};

/// What is written down about an act or a reading.
#[derive(Debug, Clone)]
pub struct Entry<'a> {
    pub branch: BranchId,
    pub staff: Option<StaffId>,
    /// The act's name: `check_in`, `read_record`.
    pub act: &'static str,
    /// What it was done to: `visit`, `receipt`.
    pub subject: &'static str,
    pub subject_id: i64,
    pub patient: Option<PatientId>,
    /// Facts of the act for those who review it; free text in the clinic's language, may be empty.
    pub detail: &'a str,
    pub request_id: &'a str,
}

crate::row! {
    /// A row as it is hashed.
    pub struct Sealable {
        pub id: AuditId,
        pub branch: BranchId,
        pub node: i64,
        pub at: Instant,
        pub staff: Option<StaffId>,
        pub act: String,
        pub subject: String,
        pub subject_id: i64,
        pub patient: Option<PatientId>,
        pub detail: String,
        pub request_id: String,
    }
}

const INSERT: &str = "INSERT INTO audit (id, branch_id, node, at, staff_id, act, subject_kind, subject_id, patient_id, detail, request_id, seq, hash) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
const HEAD: &str = "SELECT seq, hash FROM audit WHERE node = $1 AND seq IS NOT NULL ORDER BY seq DESC LIMIT 1";
const OPEN: &str = "SELECT id, branch_id, node, at, staff_id, act, subject_kind, subject_id, patient_id, detail, request_id \
     FROM audit WHERE node = $1 AND seq IS NULL ORDER BY id LIMIT 500";
const SEAL: &str = "UPDATE audit SET seq = $2, hash = $3 WHERE id = $1 AND seq IS NULL";

/// Writes one entry in the running transaction.
pub fn note(tx: &mut Tx<'_>, entry: &Entry<'_>) -> Result<(), DbError> {
    let row = Sealable {
        id: AuditId::from_raw(tx.new_id()),
        branch: entry.branch,
        node: tx.node(),
        at: tx.now(),
        staff: entry.staff,
        act: entry.act.to_owned(),
        subject: entry.subject.to_owned(),
        subject_id: entry.subject_id,
        patient: entry.patient,
        detail: entry.detail.to_owned(),
        request_id: entry.request_id.to_owned(),
    };
    let sealed = match tx.engine() {
        Engine::Sqlite => {
            let (seq, previous) = head(tx, row.node)?;
            Some((seq + 1, chain(&previous, seq + 1, &row)))
        }
        Engine::Postgres => None,
    };
    let (seq, hash) = (sealed.map(|s| s.0), sealed.map(|s| s.1));
    tx.run_one(
        INSERT,
        &[
            &row.id,
            &row.branch,
            &row.node,
            &row.at,
            &row.staff,
            &row.act,
            &row.subject,
            &row.subject_id,
            &row.patient,
            &row.detail,
            &row.request_id,
            &seq,
            &hash,
        ],
    )
}

/// Chains the open rows of one node; gives how many. Only that node's own process may call it.
pub fn seal(tx: &mut Tx<'_>, node: i64) -> Result<u64, DbError> {
    let rows: Vec<Sealable> = tx.all(OPEN, &[&node])?;
    let (mut seq, mut previous) = head(tx, node)?;
    for row in &rows {
        seq += 1;
        previous = chain(&previous, seq, row);
        tx.run_one(SEAL, &[&row.id, &seq, &previous])?;
    }
    Ok(rows.len() as u64)
}

/// Number and hash of the last row of a node's chain.
pub fn head(tx: &mut Tx<'_>, node: i64) -> Result<(i64, [u8; 32]), DbError> {
    let last: Option<(i64, Vec<u8>)> = tx.one(HEAD, &[&node])?;
    Ok(last.map_or((0, [0; 32]), |(seq, hash)| (seq, hash.try_into().unwrap_or([0; 32]))))
}

/// The hash of a row: SHA-256 over the hash before it, its place and its fields, each with its length in front.
pub fn chain(previous: &[u8; 32], seq: i64, row: &Sealable) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(previous);
    let numbers = [
        seq,
        row.id.raw(),
        row.branch.raw(),
        row.node,
        row.at.millis(),
        row.staff.map_or(0, StaffId::raw),
        row.subject_id,
        row.patient.map_or(0, PatientId::raw),
    ];
    for number in numbers {
        hash.update(number.to_be_bytes());
    }
    for text in [&row.act, &row.subject, &row.detail, &row.request_id] {
        hash.update((text.len() as u64).to_be_bytes());
        hash.update(text.as_bytes());
    }
    hash.finalize().into()
}
