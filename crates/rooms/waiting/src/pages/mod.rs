//! The handlers. The board and the ticket's page have no session: each proves in its own reading that it may be seen.

pub mod board;
pub mod rule;
pub mod screens;
pub mod ticket;

use bricks::id::BranchId;
use ground::access::Branch;
use ground::db::Stop;
use ground::web::Desk;
use std::sync::Arc;

/// The branch of a paper that needs no session.
fn branch(desk: &Desk, id: BranchId) -> Result<Arc<Branch>, Stop> {
    let clinics = desk.house.clinics.all();
    clinics.iter().find(|branch| branch.id == id).cloned().ok_or(Stop::Missing)
}

/// Random bytes for a token or a code.
fn random<const N: usize>() -> Result<[u8; N], Stop> {
    let mut bytes = [0_u8; N];
    getrandom::fill(&mut bytes).map_err(|e| Stop::fault(format!("no randomness: {e}")))?;
    Ok(bytes)
}
