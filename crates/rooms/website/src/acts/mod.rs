//! What happens: each act is one transaction's work. Those of the public are done by the house itself.

mod confirm;
mod desk;
mod hold;
mod patient;
mod tidy;

pub use confirm::{confirm, spend_try};
pub use desk::{accept, decline, save_settings};
pub use hold::{again_from, hold, send_again};
pub use patient::{cancel, confirm_coming, move_to};
pub use tidy::tidy_up;

use crate::store::{self, HoldRow, SeenRow};
use bricks::id::{AppointmentId, HoldId};
use bricks::lang::Lang;
use ground::access::proof::{Purpose, demand, prove};
use ground::db::{Stop, Tx};
use papers::notice;

/// The path of a hold's page.
pub fn hold_path(tx: &mut Tx<'_>, id: HoldId, lang: Lang) -> Result<String, Stop> {
    let proof = prove(tx, Purpose::HoldPage, &id.to_string())?;
    Ok(format!("/book/{id}/{proof}?lang={}", lang.code()))
}

/// The path of an appointment's page.
pub fn appointment_path(tx: &mut Tx<'_>, id: AppointmentId, lang: Lang) -> Result<String, Stop> {
    notice::page_of(tx, id, lang)
}

/// The hold of a link; `Stop::Missing` for any other.
pub fn hold_of(tx: &mut Tx<'_>, id: HoldId, proof: &str) -> Result<HoldRow, Stop> {
    demand(tx, Purpose::HoldPage, &id.to_string(), proof)?;
    store::hold(tx, id)?.ok_or(Stop::Missing)
}

/// So many days after an appointment its link still opens.
const LINK_DAYS: i64 = 7;

/// The appointment of a link; `Stop::Missing` for any other, and for one that is long past.
pub fn appointment_of(tx: &mut Tx<'_>, id: AppointmentId, proof: &str) -> Result<SeenRow, Stop> {
    demand(tx, Purpose::AppointmentPage, &id.to_string(), proof)?;
    let seen = store::seen(tx, id)?.ok_or(Stop::Missing)?;
    if tx.now() > seen.starts_at.plus_minutes(LINK_DAYS * 24 * 60) {
        return Err(Stop::Missing);
    }
    Ok(seen)
}
