//! The link of the first start, and the clinic's own row.

use bricks::clock::Instant;
use bricks::id::BranchId;
use ground::db::{DbError, Tx};

/// The clinic as its owner names it.
pub struct NewBranch<'a> {
    pub name: &'a str,
    pub address: &'a str,
    /// E.164, or as typed.
    pub phone: &'a str,
    pub email: Option<&'a str>,
    pub tax_id: Option<&'a str>,
    pub time_zone: &'a str,
}

const DROP_LINKS: &str = "DELETE FROM one_time_link WHERE purpose = 'first_start' AND used_at IS NULL";
const ADD_LINK: &str = "INSERT INTO one_time_link (token_hash, purpose, ends_at) VALUES ($1, 'first_start', $2)";
const LINK_WORKS: &str = "SELECT EXISTS (SELECT 1 FROM one_time_link \
     WHERE token_hash = $1 AND purpose = 'first_start' AND used_at IS NULL AND ends_at > $2)";
const USE_LINK: &str = "UPDATE one_time_link SET used_at = $2 \
     WHERE token_hash = $1 AND purpose = 'first_start' AND used_at IS NULL AND ends_at > $2";
const ANY_BRANCH: &str = "SELECT EXISTS (SELECT 1 FROM branch)";
const ADD_BRANCH: &str = "INSERT INTO branch (id, name, address, phone, email, tax_id, time_zone, currency) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, 'VND')";

/// Forgets links that nobody has used.
pub fn drop_links(tx: &mut Tx<'_>) -> Result<(), DbError> {
    tx.run(DROP_LINKS, &[]).map(|_| ())
}

pub fn add_link(tx: &mut Tx<'_>, hash: &[u8; 32], ends_at: Instant) -> Result<(), DbError> {
    tx.run_one(ADD_LINK, &[hash, &ends_at])
}

/// Whether a link may still be used.
pub fn link_works(tx: &mut Tx<'_>, hash: &[u8; 32]) -> Result<bool, DbError> {
    let now = tx.now();
    Ok(tx.one(LINK_WORKS, &[hash, &now])?.unwrap_or(false))
}

/// Uses a link up; false when it was used or has ended.
pub fn use_link(tx: &mut Tx<'_>, hash: &[u8; 32]) -> Result<bool, DbError> {
    let now = tx.now();
    Ok(tx.run(USE_LINK, &[hash, &now])? == 1)
}

pub fn any_branch(tx: &mut Tx<'_>) -> Result<bool, DbError> {
    Ok(tx.one(ANY_BRANCH, &[])?.unwrap_or(false))
}

pub fn add_branch(tx: &mut Tx<'_>, new: &NewBranch<'_>) -> Result<BranchId, DbError> {
    let id = BranchId::from_raw(tx.new_id());
    tx.run_one(ADD_BRANCH, &[&id, &new.name, &new.address, &new.phone, &new.email, &new.tax_id, &new.time_zone])?;
    Ok(id)
}
