//! A new password by a link that works once.

use crate::store::person as store;
use crate::text;
use bricks::refusal::Refusal;
use ground::access::proof::{self, Purpose};
use ground::access::session::close_all;
use ground::audit::{self, Entry};
use ground::db::{Stop, Tx};

/// The login for which a link works; `Stop::Missing` for one that this house never gave, nobody when it was used or has
/// ended.
pub fn login(tx: &mut Tx<'_>, link: i64, given: &str) -> Result<Option<String>, Stop> {
    proof::demand(tx, Purpose::PasswordPage, &link.to_string(), given)?;
    Ok(store::link_for(tx, link)?.map(|(_, login, _)| login))
}

/// Uses the link up, sets the password and ends every session. A conflict when it was used or has ended.
pub fn set(tx: &mut Tx<'_>, link: i64, given: &str, hash: &str, request_id: &str) -> Result<(), Stop> {
    proof::demand(tx, Purpose::PasswordPage, &link.to_string(), given)?;
    let over = || Stop::from(Refusal::conflict(text::password_link_over_say()));
    let (staff, _, branch) = store::link_for(tx, link)?.ok_or_else(over)?;
    if store::use_link(tx, link)? != Some(staff) || !store::set_password(tx, staff, hash)? {
        return Err(over());
    }
    close_all(tx, staff)?;
    let entry = Entry {
        branch,
        staff: Some(staff),
        act: "set_password",
        subject: "staff",
        subject_id: staff.raw(),
        patient: None,
        detail: "",
        request_id,
    };
    audit::note(tx, &entry)?;
    Ok(())
}
