//! Who may open a patient's record, and opening one for a reason where there is no access.
//!
//! The desk asks here in the transaction of every reading (`Desk::read_record`), so that no page of a record can forget
//! it. An opening lasts a short time, stands in the log with its reason, and waits for somebody else to look at it.

use crate::access::{Permission, Who};
use crate::db::{Cell, Column, DbError, Param, Stop, Topic, Tx, Value};
use crate::text;
use bricks::clock::Instant;
use bricks::id::{BranchId, PatientId, StaffId};
use bricks::refusal::Refusal;

/// How long an opening lasts.
pub const MINUTES: i64 = 30;

/// What stands between somebody and a record, the weakest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Barrier {
    /// No role of theirs may see records.
    Role,
    /// The patient belongs to another branch.
    Branch,
    /// The record is kept and not used.
    Restricted,
}

impl Barrier {
    pub const ALL: [Barrier; 3] = [Barrier::Role, Barrier::Branch, Barrier::Restricted];

    pub const fn code(self) -> &'static str {
        match self {
            Barrier::Role => "role",
            Barrier::Branch => "branch",
            Barrier::Restricted => "restricted",
        }
    }
}

impl Param for Barrier {
    fn value(&self) -> Value<'_> {
        Value::Text(self.code())
    }
}

impl Column for Barrier {
    const WANTED: &'static str = "Barrier";
    fn read(cell: Cell<'_>) -> Option<Self> {
        match cell {
            Cell::Text(code) => Barrier::ALL.into_iter().find(|b| b.code() == code),
            _ => None,
        }
    }
}

/// How deep into a patient's data a route goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    /// The record itself: role and branch are asked too.
    Record,
    /// A visit as its doctor has it, reading or writing: its own route asked for role and branch.
    Chart,
    /// A paper that somebody works on. Of a restricted patient it is open while there is work to do on it.
    Work,
}

/// Whose data a paper is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct About {
    pub patient: PatientId,
    /// Whether there is something to do on it: its visit is of today or not over, it waits to be given or paid.
    pub in_hand: bool,
    /// When its visit began, while that is not over.
    pub since: Option<Instant>,
}

impl About {
    /// A patient, and no paper of theirs.
    pub const fn only(patient: PatientId) -> About {
        About { patient, in_hand: false, since: None }
    }
}

/// A record that is open for a reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    pub patient: PatientId,
    pub reason: String,
    /// Nothing: until the visit is over during which it was opened.
    pub until: Option<Instant>,
}

crate::row! {
    struct Facts {
        branch: BranchId,
        restrictions: i64,
        barrier: Option<Barrier>,
        reason: Option<String>,
        until: Option<Instant>,
    }
}

/// A restriction of a profile that became a part of this one holds too. What was opened during a visit (`$4`: since it
/// began) holds until it is over, so that nobody is shut out of what they are writing; unless it was given back.
const FACTS: &str = "SELECT p.branch_id, (SELECT COUNT(*) FROM record_restriction r WHERE r.lifted_at IS NULL \
     AND r.patient_id IN (SELECT CAST($1 AS BIGINT) UNION ALL SELECT m.id FROM patient m WHERE m.merged_into = $1)), \
     o.why, o.reason, o.ends_at \
     FROM patient p LEFT JOIN record_opening o ON o.id = (SELECT MAX(x.id) FROM record_opening x \
       WHERE x.patient_id = $1 AND x.staff_id = $2 AND (x.ends_at > $3 OR (x.opened_at >= $4 AND x.ends_at >= x.opened_at + $5))) \
     WHERE p.id = $1";
const INSERT: &str = "INSERT INTO record_opening (id, branch_id, patient_id, staff_id, why, reason, opened_at, ends_at) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
const CLOSE: &str = "UPDATE record_opening SET ends_at = $3 WHERE patient_id = $1 AND staff_id = $2 AND ends_at > $3 AND opened_at < $3";

/// What keeps somebody out; nothing for those who may see it.
fn barrier(depth: Depth, may_see: bool, own_branch: bool, restricted: bool) -> Option<Barrier> {
    match (depth, restricted) {
        (_, true) => Some(Barrier::Restricted),
        (Depth::Record, _) if !own_branch => Some(Barrier::Branch),
        (Depth::Record, _) if !may_see => Some(Barrier::Role),
        _ => None,
    }
}

fn facts(tx: &mut Tx<'_>, who: &Who, patient: PatientId, since: Option<Instant>) -> Result<Facts, Stop> {
    let (now, lasts) = (tx.now(), MINUTES * 60_000);
    tx.one(FACTS, &[&patient, &who.staff, &now, &since, &lasts])?.ok_or(Stop::Missing)
}

fn barrier_of(who: &Who, facts: &Facts, depth: Depth) -> Option<Barrier> {
    barrier(depth, who.may(Permission::SeeRecord), facts.branch == who.branch, facts.restrictions > 0)
}

/// Lets somebody in, tells by which opening when there is one, or stops with [`Stop::Closed`].
pub fn admit(tx: &mut Tx<'_>, who: &Who, about: About, depth: Depth) -> Result<Option<Opened>, Stop> {
    if depth == Depth::Work && about.in_hand {
        return Ok(None);
    }
    let facts = facts(tx, who, about.patient, about.since)?;
    let Some(barrier) = barrier_of(who, &facts, depth) else { return Ok(None) };
    let held = facts.barrier.is_some_and(|opened| opened >= barrier);
    match (held, facts.reason, facts.until) {
        (true, Some(reason), Some(ends)) => {
            let until = Some(ends).filter(|ends| *ends > tx.now());
            Ok(Some(Opened { patient: about.patient, reason, until }))
        }
        _ => Err(Stop::Closed(about.patient)),
    }
}

/// Whether the data of a patient are restricted.
pub fn is_restricted(tx: &mut Tx<'_>, who: &Who, patient: PatientId) -> Result<bool, Stop> {
    Ok(facts(tx, who, patient, None)?.restrictions > 0)
}

/// What somebody who wants to open a record is told.
pub struct Asked {
    pub barrier: Option<Barrier>,
    /// Whether a reason would open it.
    pub may_open: bool,
}

/// What keeps this person out of a record, and whether a reason would do.
pub fn asked(tx: &mut Tx<'_>, who: &Who, patient: PatientId) -> Result<Asked, Stop> {
    let facts = facts(tx, who, patient, None)?;
    let barrier = barrier_of(who, &facts, Depth::Record);
    Ok(Asked { barrier, may_open: may_open(who, barrier) })
}

fn may_open(who: &Who, barrier: Option<Barrier>) -> bool {
    who.may(match barrier {
        Some(Barrier::Restricted) => Permission::OpenRestricted,
        _ => Permission::OpenRecord,
    })
}

/// Opens a record for a reason and [`MINUTES`]. The log keeps it, and the patient's branch looks at it later.
pub fn open(tx: &mut Tx<'_>, who: &Who, patient: PatientId, reason: &str) -> Result<(), Stop> {
    let facts = facts(tx, who, patient, None)?;
    let barrier = barrier_of(who, &facts, Depth::Record);
    let Some(why) = barrier else { return Err(Refusal::conflict(text::opening_needless_say()).into()) };
    if !may_open(who, barrier) {
        return Err(Stop::Denied);
    }
    let (id, now) = (tx.new_id(), tx.now());
    let ends_at = now.plus_minutes(MINUTES);
    tx.run_one(INSERT, &[&id, &facts.branch, &patient, &who.staff, &why, &reason, &now, &ends_at])?;
    who.note(tx, "open_record", "patient", patient.raw(), Some(patient), reason)?;
    tx.announce(Topic::Patient(patient));
    Ok(())
}

/// Gives the opening back before its time.
pub fn close(tx: &mut Tx<'_>, who: &Who, patient: PatientId) -> Result<(), Stop> {
    let now = tx.now();
    if tx.run(CLOSE, &[&patient, &who.staff, &now])? > 0 {
        who.note(tx, "close_record", "patient", patient.raw(), Some(patient), "")?;
    }
    Ok(())
}

crate::row! {
    /// An opening as the list of those to look at shows it.
    pub struct OpeningRow {
        pub id: i64,
        pub patient: PatientId,
        pub patient_name: String,
        pub patient_code: String,
        pub staff: StaffId,
        pub staff_name: String,
        pub why: Barrier,
        pub reason: String,
        pub opened_at: Instant,
        pub ends_at: Instant,
        pub reviewed_at: Option<Instant>,
        pub reviewed_by: Option<String>,
        pub review: String,
    }
}

const LATEST: &str = "SELECT o.id, o.patient_id, p.name, p.code, o.staff_id, s.name, o.why, o.reason, o.opened_at, o.ends_at, o.reviewed_at, w.name, o.review \
     FROM record_opening o JOIN patient p ON p.id = o.patient_id JOIN staff s ON s.id = o.staff_id LEFT JOIN staff w ON w.id = o.reviewed_by \
     WHERE o.branch_id = $1 AND o.reviewed_at IS NOT NULL ORDER BY o.opened_at DESC, o.id DESC LIMIT 60";
const WAITING: &str = "SELECT o.id, o.patient_id, p.name, p.code, o.staff_id, s.name, o.why, o.reason, o.opened_at, o.ends_at, o.reviewed_at, NULL, o.review \
     FROM record_opening o JOIN patient p ON p.id = o.patient_id JOIN staff s ON s.id = o.staff_id \
     WHERE o.branch_id = $1 AND o.reviewed_at IS NULL ORDER BY o.opened_at, o.id LIMIT 200";
const REVIEW: &str = "UPDATE record_opening SET reviewed_at = $3, reviewed_by = $4, review = $5 \
     WHERE id = $1 AND branch_id = $2 AND reviewed_at IS NULL AND staff_id <> $4";
const OPENER: &str = "SELECT staff_id, patient_id FROM record_opening WHERE id = $1 AND branch_id = $2";
const UNREVIEWED: &str = "SELECT COUNT(*) FROM record_opening WHERE branch_id = $1 AND reviewed_at IS NULL";

/// The branch's openings: those that nobody has looked at, the oldest first, then the latest of the others.
pub fn latest(tx: &mut Tx<'_>, branch: BranchId) -> Result<Vec<OpeningRow>, DbError> {
    let mut rows: Vec<OpeningRow> = tx.all(WAITING, &[&branch])?;
    rows.extend(tx.all::<OpeningRow>(LATEST, &[&branch])?);
    Ok(rows)
}

/// How many openings wait to be looked at.
pub fn unreviewed(tx: &mut Tx<'_>, branch: BranchId) -> Result<i64, DbError> {
    Ok(tx.one(UNREVIEWED, &[&branch])?.unwrap_or(0))
}

/// Marks an opening as looked at, once, and by somebody else than who opened.
pub fn review(tx: &mut Tx<'_>, who: &Who, id: i64, words: &str) -> Result<(), Stop> {
    let opener: Option<(StaffId, PatientId)> = tx.one(OPENER, &[&id, &who.branch])?;
    let (opener, patient) = opener.ok_or(Stop::Missing)?;
    if opener == who.staff {
        return Err(Refusal::conflict(text::opening_own_say()).into());
    }
    let now = tx.now();
    if tx.run(REVIEW, &[&id, &who.branch, &now, &who.staff, &words])? == 0 {
        return Err(Refusal::conflict(text::opening_reviewed_say()).into());
    }
    who.note(tx, "review_opening", "record_opening", id, Some(patient), words)?;
    tx.announce(Topic::Patient(patient));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_strongest_barrier_is_named() {
        let record = |may, own, restricted| barrier(Depth::Record, may, own, restricted);
        assert_eq!(record(true, true, false), None);
        assert_eq!(record(false, true, false), Some(Barrier::Role));
        assert_eq!(record(false, false, false), Some(Barrier::Branch));
        assert_eq!(record(true, true, true), Some(Barrier::Restricted));
        assert_eq!(barrier(Depth::Chart, false, false, false), None);
        assert_eq!(barrier(Depth::Chart, true, true, true), Some(Barrier::Restricted));
        assert_eq!(barrier(Depth::Work, true, true, true), Some(Barrier::Restricted));
        assert!(Barrier::Role < Barrier::Branch && Barrier::Branch < Barrier::Restricted);
    }
}
