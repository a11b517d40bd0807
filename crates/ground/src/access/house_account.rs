//! What happens by itself (a no-show after its time, a booking from the website) is done by the house: an account of
//! each branch that nobody can sign in with and that has no role.

use super::role::Roles;
use super::who::{Branch, Who};
use crate::db::{Stop, Tx};
use bricks::id::StaffId;
use std::sync::Arc;

const MAKE: &str = "INSERT INTO staff (id, branch_id, login, name, title, speciality, password_hash, active, created_at) \
     VALUES ($1, $2, $3, 'Kham', '', '', '', FALSE, $4) ON CONFLICT (login) DO NOTHING";
const FIND: &str = "SELECT id FROM staff WHERE login = $1";

/// The house as the one who acts in a branch. `request_id` names the request or the job for the audit.
pub fn of_house(tx: &mut Tx<'_>, branch: &Arc<Branch>, request_id: &str) -> Result<Who, Stop> {
    // A login of a person begins with a letter, so this one is never taken.
    let login = format!("-{}", branch.id);
    let staff: StaffId = match tx.one(FIND, &[&login])? {
        Some(staff) => staff,
        None => make(tx, branch, &login)?,
    };
    Ok(Who {
        staff,
        name: "Kham".to_owned(),
        title: String::new(),
        speciality: String::new(),
        roles: Roles::default(),
        branch: branch.id,
        clinic: branch.clone(),
        request_id: request_id.to_owned(),
    })
}

fn make(tx: &mut Tx<'_>, branch: &Arc<Branch>, login: &str) -> Result<StaffId, Stop> {
    let (id, now) = (tx.new_id(), tx.now());
    tx.run(MAKE, &[&id, &branch.id, &login, &now])?;
    tx.one(FIND, &[&login])?.ok_or_else(|| Stop::fault("the house has no account"))
}
