use super::role::{Role, Roles};
use super::who::{Branch, Who};
use crate::db::{DbError, Stop, Tx};
use bricks::clock::Instant;
use bricks::hex::hex;
use bricks::id::{BranchId, StaffId};
use sha2::{Digest as _, Sha256};
use std::sync::Arc;

/// Without a request for so long a session ends.
pub const IDLE_MINUTES_MAX: i64 = 120;
/// However busy, a session ends after this time.
pub const SESSION_MINUTES_MAX: i64 = 14 * 60;
const SEEN_EVERY_MINUTES: i64 = 2;

/// What the cookie carries: 32 random bytes in hexadecimal. The database keeps only its hash.
pub struct SessionToken(String);

impl SessionToken {
    pub fn new(random: [u8; 32]) -> SessionToken {
        SessionToken(hex(&random))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The hash under which a session is kept.
pub fn token_hash(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

crate::row! {
    struct SessionRow {
        staff: StaffId,
        branch: BranchId,
        name: String,
        title: String,
        speciality: String,
        seen_at: Instant,
        ends_at: Instant,
        role: String,
    }
}

const SESSION: &str = "SELECT s.staff_id, st.branch_id, st.name, st.title, st.speciality, s.seen_at, s.ends_at, r.role \
     FROM session s JOIN staff st ON st.id = s.staff_id JOIN staff_role r ON r.staff_id = st.id WHERE s.token_hash = $1 AND st.active";

/// A proved session: the person, and whether its last sign of life should be written again.
pub struct Proved {
    pub who: Who,
    pub seen_is_old: bool,
}

/// Proves in the running transaction who asks; `Stop::SignedOut` when nobody does, or no longer.
pub fn authenticate(
    tx: &mut Tx<'_>,
    token: Option<&[u8; 32]>,
    clinics: &[Arc<Branch>],
    request_id: &str,
) -> Result<Proved, Stop> {
    let Some(token) = token else { return Err(Stop::SignedOut) };
    let rows: Vec<SessionRow> = tx.all(SESSION, &[token])?;
    let roles = Roles::of(rows.iter().filter_map(|r| Role::parse(&r.role)));
    let Some(row) = rows.into_iter().next() else { return Err(Stop::SignedOut) };
    let now = tx.now();
    if now >= row.ends_at || now.minutes_since(row.seen_at) >= IDLE_MINUTES_MAX {
        return Err(Stop::SignedOut);
    }
    let Some(clinic) = clinics.iter().find(|b| b.id == row.branch).cloned() else {
        return Err(Stop::fault("a session's branch is not known"));
    };
    let who = Who {
        staff: row.staff,
        name: row.name,
        title: row.title,
        speciality: row.speciality,
        roles,
        branch: row.branch,
        clinic,
        request_id: request_id.to_owned(),
    };
    Ok(Proved { who, seen_is_old: now.minutes_since(row.seen_at) >= SEEN_EVERY_MINUTES })
}

/// Writes a session's sign of life. Background requests do not call it, so an abandoned screen signs itself out.
pub fn touch(tx: &mut Tx<'_>, token: &[u8; 32]) -> Result<(), DbError> {
    let now = tx.now();
    tx.run("UPDATE session SET seen_at = $2 WHERE token_hash = $1", &[token, &now]).map(|_| ())
}

/// Starts a session for a person whose password was verified.
pub fn open(tx: &mut Tx<'_>, token: &[u8; 32], staff: StaffId) -> Result<(), DbError> {
    let now = tx.now();
    let ends = now.plus_minutes(SESSION_MINUTES_MAX);
    tx.run("DELETE FROM session WHERE ends_at < $1", &[&now])?;
    tx.run_one(
        "INSERT INTO session (token_hash, staff_id, created_at, seen_at, ends_at) VALUES ($1, $2, $3, $3, $4)",
        &[token, &staff, &now, &ends],
    )
}

/// Ends one session.
pub fn close(tx: &mut Tx<'_>, token: &[u8; 32]) -> Result<(), DbError> {
    tx.run("DELETE FROM session WHERE token_hash = $1", &[token]).map(|_| ())
}

/// Ends every session of a person: at disabling and at a change of password.
pub fn close_all(tx: &mut Tx<'_>, staff: StaffId) -> Result<(), DbError> {
    tx.run("DELETE FROM session WHERE staff_id = $1", &[&staff]).map(|_| ())
}
