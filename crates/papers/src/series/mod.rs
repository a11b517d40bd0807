//! Appointments booked together by a rule: physiotherapy every Monday and Thursday, ten times. Each of them is an
//! appointment like any other; the series says which belong together.

mod rules;
mod store;
mod timetable;

pub use rules::{MEMBERS_MAX, Rule, Unit};
pub use store::{MemberRow, join, members, of_appointment};
pub use timetable::{Fit, Timetable, timetable};

use bricks::id::{PatientId, SeriesId};
use ground::access::Who;
use ground::db::{DbError, Tx};

/// Begins a series of a patient; the appointments then [`join`] it, in the same transaction.
pub fn begin(tx: &mut Tx<'_>, who: &Who, patient: PatientId, rule: &Rule) -> Result<SeriesId, DbError> {
    let id = SeriesId::from_raw(tx.new_id());
    store::insert(tx, who, id, patient, rule)?;
    who.note(tx, "book_series", "series", id.raw(), Some(patient), "")?;
    Ok(id)
}
