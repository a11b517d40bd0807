//! One's own password.

use crate::store::people as store;
use crate::text;
use bricks::refusal::Refusal;
use ground::access::Who;
use ground::db::{Stop, Tx};

/// A change of password, verified and hashed before the transaction because both are slow on purpose.
#[derive(Clone)]
pub struct Change {
    /// The PHC string against which the old password was verified.
    pub verified: String,
    /// Whether it fitted.
    pub fits: bool,
    /// The PHC string of the new password.
    pub hash: String,
}

/// Sets a person's own password and ends all of the person's sessions but this one. Refused at `current` when the old
/// password did not fit, as a conflict when it was changed meanwhile.
pub fn change_password(tx: &mut Tx<'_>, who: &Who, session: &[u8; 32], change: &Change) -> Result<(), Stop> {
    if !change.fits {
        return Err(Refusal::field("current", text::password_wrong_say()).into());
    }
    if !store::set_password(tx, who.staff, &change.verified, &change.hash)? {
        return Err(Refusal::conflict(text::password_changed_meanwhile_say()).into());
    }
    let ended = store::close_others(tx, who.staff, session)?;
    who.note(tx, "change_password", "staff", who.staff.raw(), None, &format!("{ended}"))?;
    Ok(())
}
