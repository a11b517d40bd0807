//! Another prescription for a visit that is finished: in place of one of which the pharmacy declined something, or where
//! nothing was prescribed. One of a visit counts; the one before stays readable, and nothing more is given of it.

use super::acts::{announce, begin_as};
use super::{Prescription, State, not_given, store};
use crate::refuse::conflict;
use crate::text;
use crate::visit::{self, State as VisitState, Visit};
use bricks::clock::days_between;
use bricks::id::{PrescriptionId, VisitId};
use ground::access::Who;
use ground::db::{DbError, Stop, Tx};

/// As long as the doctor's list tells of what was not given; later the patient is seen anew.
const REPLACE_DAYS: i64 = 14;

const IS_DECLINED: &str =
    "SELECT EXISTS (SELECT 1 FROM prescription_line WHERE prescription_id = $1 AND declined_milli > 0)";
const SET_ASIDE: &str = "UPDATE prescription SET replaced_at = $2, version = version + 1 \
     WHERE id = $1 AND replaced_at IS NULL AND state IN ('dispensed', 'cancelled')";
const TAKE_OVER: &str = "UPDATE prescription SET late_by = $2, late_at = $3, version = version + 1 \
     WHERE id = $1 AND state = 'draft' AND late_by IS NOT NULL AND late_by <> $2";
const COUNT_AGAIN: &str = "UPDATE prescription SET replaced_at = NULL, version = version + 1 WHERE id = $1";

/// Begins another prescription of a finished visit, which the asker writes and signs: in place of the one that counts, once
/// the pharmacy has closed it and declined something of it, or on the visit's own day where nothing was prescribed; what a colleague
/// began so and did not sign is gone on with. `shown` is the
/// one that counted on the page, with its version. What was declined counts as seen. A conflict otherwise, and when somebody was first.
pub fn begin_after(
    tx: &mut Tx<'_>,
    who: &Who,
    visit: VisitId,
    shown: Option<(PrescriptionId, i64)>,
) -> Result<PrescriptionId, Stop> {
    // The pharmacy's acts take the prescription before the visit, and so does this one.
    if let Some((id, _)) = shown {
        store::lock(tx, who.branch, id)?;
    }
    let visit = visit::lock(tx, who.branch, visit)?;
    if visit.state != VisitState::Finished {
        return Err(conflict(text::after_not_finished_say()));
    }
    let stands = store::by_visit(tx, visit.id)?;
    if stands.as_ref().map(|found| (found.id, found.version)) != shown {
        return Err(conflict(text::after_changed_say()));
    }
    if let Some(draft) = stands.as_ref().filter(|found| found.state == State::Draft)
        && taken_over(tx, who, draft)?
    {
        return Ok(draft.id);
    }
    let replaces = replaced_by_new(tx, who, &visit, stands.as_ref())?;
    if let Some(old) = &stands {
        if replaces.is_some() {
            not_given::see_refusals(tx, who, visit.id, i64::MAX)?;
        }
        let now = tx.now();
        tx.run_one(SET_ASIDE, &[&old.id, &now])?;
        if replaces.is_some() {
            who.note(tx, "replace_prescription", "prescription", old.id.raw(), Some(old.patient), &old.number)?;
        }
        announce(tx, old);
    }
    begin_as(tx, who, &visit, (true, replaces))
}

/// Another doctor goes on with what a colleague began after the visit and did not sign, so that an absence leaves nobody without.
fn taken_over(tx: &mut Tx<'_>, who: &Who, draft: &Prescription) -> Result<bool, DbError> {
    let now = tx.now();
    if tx.run(TAKE_OVER, &[&draft.id, &who.staff, &now])? != 1 {
        return Ok(false);
    }
    who.note(tx, "take_over_prescription", "prescription", draft.id.raw(), Some(draft.patient), &draft.number)?;
    announce(tx, draft);
    Ok(true)
}

/// The prescription in whose place the new one stands; none where nothing was prescribed.
fn replaced_by_new(
    tx: &mut Tx<'_>,
    who: &Who,
    visit: &Visit,
    stands: Option<&Prescription>,
) -> Result<Option<PrescriptionId>, Stop> {
    let days = days_between(visit.day, who.day_of(tx.now()));
    match stands.map(|found| (found.state, found.id)) {
        None | Some((State::Cancelled, _)) if days == 0 => Ok(None),
        None | Some((State::Cancelled, _)) => Err(conflict(text::after_other_day_say())),
        Some((State::Dispensed, _)) if days >= REPLACE_DAYS => Err(conflict(text::after_too_late_say())),
        Some((State::Dispensed, id)) if tx.one(IS_DECLINED, &[&id])?.unwrap_or(false) => Ok(Some(id)),
        Some((State::Dispensed, _)) => Err(conflict(text::after_all_given_say())),
        Some((State::Draft | State::Issued | State::Partial, _)) => Err(conflict(text::after_open_say())),
    }
}

/// A draft that was dropped gives its place back to the prescription that it was begun in place of.
pub(super) fn give_back(tx: &mut Tx<'_>, dropped: &Prescription) -> Result<(), DbError> {
    let Some(old) = dropped.replaces else { return Ok(()) };
    let now = tx.now();
    tx.run_one(SET_ASIDE, &[&dropped.id, &now])?;
    tx.run_one(COUNT_AGAIN, &[&old])
}
