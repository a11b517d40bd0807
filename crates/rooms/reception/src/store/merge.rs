//! The statements by which two profiles become one, and by which that is taken back.
//!
//! A table with a patient is of one of three kinds. Of some (`give!`) each row that changes hands is remembered. Others
//! (`follow!`) hang on a visit and always have its patient. The rest stays as it is, for a reason that `tests/merge.rs`
//! writes down; that test finds a table that was forgotten.

use bricks::clock::Instant;
use bricks::id::{BranchId, MergeId, PatientId, StaffId};
use ground::db::{DbError, Stop, Tx};

macro_rules! remember {
    ($table:literal) => {
        concat!(
            "INSERT INTO patient_merge_row (merge_id, table_name, row_id) SELECT CAST($1 AS BIGINT), '",
            $table,
            "', id FROM ",
            $table,
            " WHERE patient_id = $2"
        )
    };
}

macro_rules! give {
    ($table:literal) => {
        concat!("UPDATE ", $table, " SET patient_id = $2 WHERE patient_id = $1")
    };
}

macro_rules! give_back {
    ($table:literal) => {
        concat!(
            "UPDATE ",
            $table,
            " SET patient_id = $3 WHERE patient_id = $2 AND id IN (SELECT r.row_id FROM patient_merge_row r WHERE r.merge_id = $1 AND r.table_name = '",
            $table,
            "')"
        )
    };
}

macro_rules! follow {
    ($table:literal) => {
        concat!(
            "UPDATE ",
            $table,
            " SET patient_id = $1 WHERE patient_id <> $1 AND visit_id IN (SELECT v.id FROM visit v WHERE v.patient_id = $1)"
        )
    };
}

const HAS_MERGED: &str = "SELECT EXISTS (SELECT 1 FROM patient WHERE merged_into = $1)";
const REMEMBER_APPOINTMENTS: &str = remember!("appointment");
const REMEMBER_VISITS: &str = remember!("visit");
const REMEMBER_MESSAGES: &str = remember!("outbox");
const REMEMBER_SERIES: &str = remember!("appointment_series");
const REMEMBER_WISHES: &str = remember!("wish");
const REMEMBER_CONSENT: &str = remember!("consent");
const REMEMBER_PACKAGES: &str = remember!("package_holding");
const REMEMBER_DEPOSITS: &str = remember!("deposit");
const REMEMBER_EARLIER: &str = "INSERT INTO patient_merge_row (merge_id, table_name, row_id) \
     SELECT CAST($1 AS BIGINT), 'patient', id FROM patient WHERE merged_into = $2";
const GIVE_APPOINTMENTS: &str = give!("appointment");
const GIVE_VISITS: &str = give!("visit");
const GIVE_MESSAGES: &str = give!("outbox");
const GIVE_SERIES: &str = give!("appointment_series");
const GIVE_WISHES: &str = give!("wish");
const GIVE_CONSENT: &str = give!("consent");
const GIVE_PACKAGES: &str = give!("package_holding");
const GIVE_DEPOSITS: &str = give!("deposit");
const GIVE_EARLIER: &str = "UPDATE patient SET merged_into = $2 WHERE merged_into = $1";
const GIVE_BACK_APPOINTMENTS: &str = give_back!("appointment");
const GIVE_BACK_VISITS: &str = give_back!("visit");
const GIVE_BACK_MESSAGES: &str = give_back!("outbox");
const GIVE_BACK_SERIES: &str = give_back!("appointment_series");
const GIVE_BACK_WISHES: &str = give_back!("wish");
const GIVE_BACK_CONSENT: &str = give_back!("consent");
const GIVE_BACK_PACKAGES: &str = give_back!("package_holding");
const GIVE_BACK_DEPOSITS: &str = give_back!("deposit");
const GIVE_BACK_EARLIER: &str = "UPDATE patient SET merged_into = $3 WHERE merged_into = $2 AND id IN \
     (SELECT r.row_id FROM patient_merge_row r WHERE r.merge_id = $1 AND r.table_name = 'patient')";
/// A visit that was begun after the merge with an appointment that goes back belongs to who had booked it.
const GIVE_BACK_ARRIVED: &str = "UPDATE visit SET patient_id = $2 WHERE patient_id = $1 \
     AND appointment_id IN (SELECT a.id FROM appointment a WHERE a.patient_id = $2)";
/// So does a follow-up that was booked at a visit that goes back.
const GIVE_BACK_FOLLOW_UPS: &str = "UPDATE appointment SET patient_id = $2 WHERE patient_id = $1 \
     AND id IN (SELECT v.follow_up_id FROM visit v WHERE v.patient_id = $2)";
const FOLLOW_VITALS: &str = follow!("vitals");
const FOLLOW_ORDERS: &str = follow!("clinical_order");
const FOLLOW_PRESCRIPTIONS: &str = follow!("prescription");
const FOLLOW_DISPENSES: &str = follow!("dispense");
const FOLLOW_CHARGES: &str = follow!("charge");
const FOLLOW_INVOICES: &str = follow!("invoice");
/// The same as `follow!("attachment")` would be, by way of its order.
const FOLLOW_ATTACHMENTS: &str = "UPDATE attachment SET patient_id = $1 WHERE patient_id <> $1 AND order_id IN \
     (SELECT o.id FROM visit v JOIN clinical_order o ON o.visit_id = v.id WHERE v.patient_id = $1)";

/// In the order of ids, and visits and appointments before their patients, as all other acts lock them.
const LOCK_VISITS: &str = "SELECT id FROM visit WHERE patient_id IN ($1, $2) ORDER BY id FOR UPDATE";
const LOCK_APPOINTMENTS: &str = "SELECT id FROM appointment WHERE patient_id IN ($1, $2) ORDER BY id FOR UPDATE";
const LOCK_PATIENTS: &str = "SELECT id FROM patient WHERE id IN ($1, $2) ORDER BY id FOR UPDATE";
const OPEN: &str = "SELECT COUNT(*) FROM visit WHERE patient_id IN ($1, $2) AND state IN ('waiting', 'in_room')";

/// Holds both profiles and what is written for them, until the transaction ends.
pub fn lock(tx: &mut Tx<'_>, one: PatientId, other: PatientId) -> Result<(), DbError> {
    for sql in [LOCK_APPOINTMENTS, LOCK_VISITS, LOCK_PATIENTS, LOCK_VISITS] {
        tx.all::<i64>(sql, &[&one, &other])?;
    }
    Ok(())
}

/// How many of the two are in the house now.
pub fn open_visits(tx: &mut Tx<'_>, one: PatientId, other: PatientId) -> Result<i64, DbError> {
    Ok(tx.one(OPEN, &[&one, &other])?.unwrap_or(0))
}

const INSERT: &str = "INSERT INTO patient_merge (id, branch_id, winner_id, loser_id, winner_version, merged_at, merged_by) \
     VALUES ($1, $2, $3, $4, $5, $6, $7)";
const KEEP_BEFORE: &str = "INSERT INTO patient_before (merge_id, name, name_fold, sex, birth_day, birth_year, phone, email, address, province, \
     national_id, insurer_id, insurance_number, insurance_from, insurance_until, guardian_name, guardian_phone, allergies, allergies_none, \
     conditions, reminders_wanted) SELECT CAST($1 AS BIGINT), name, name_fold, sex, birth_day, birth_year, phone, email, address, province, \
     national_id, insurer_id, insurance_number, insurance_from, insurance_until, guardian_name, guardian_phone, allergies, allergies_none, \
     conditions, reminders_wanted FROM patient WHERE id = $2";
/// Only while nobody has changed the profile since; the version goes on, so that a form from before is still refused.
const PUT_BEFORE: &str = "UPDATE patient SET name = b.name, name_fold = b.name_fold, sex = b.sex, birth_day = b.birth_day, \
     birth_year = b.birth_year, phone = b.phone, email = b.email, address = b.address, province = b.province, national_id = b.national_id, \
     insurer_id = b.insurer_id, insurance_number = b.insurance_number, insurance_from = b.insurance_from, \
     insurance_until = b.insurance_until, guardian_name = b.guardian_name, guardian_phone = b.guardian_phone, allergies = b.allergies, \
     allergies_none = b.allergies_none, conditions = b.conditions, reminders_wanted = b.reminders_wanted, version = patient.version + 1 \
     FROM patient_before b WHERE b.merge_id = $1 AND patient.id = $2 AND patient.version = $3";
const MARK: &str = "UPDATE patient SET merged_into = $2 WHERE id = $1 AND merged_into IS NULL";
const UNMARK: &str = "UPDATE patient SET merged_into = NULL WHERE id = $1 AND merged_into = $2";
const END: &str = "UPDATE patient_merge SET undone_at = $2, undone_by = $3 WHERE id = $1 AND undone_at IS NULL";

/// A merge to write down.
pub struct NewMerge {
    pub id: MergeId,
    pub branch: BranchId,
    pub staff: StaffId,
    pub winner: PatientId,
    pub loser: PatientId,
    /// The winner's version after the merge.
    pub winner_version: i64,
}

pub fn insert(tx: &mut Tx<'_>, new: &NewMerge) -> Result<(), DbError> {
    let now = tx.now();
    tx.run_one(INSERT, &[&new.id, &new.branch, &new.winner, &new.loser, &new.winner_version, &now, &new.staff])?;
    tx.run_one(KEEP_BEFORE, &[&new.id, &new.winner])
}

/// Gives everything of the loser to the winner, and remembers what it was.
pub fn give(tx: &mut Tx<'_>, merge: MergeId, loser: PatientId, winner: PatientId) -> Result<(), DbError> {
    for remember in [
        REMEMBER_APPOINTMENTS,
        REMEMBER_VISITS,
        REMEMBER_MESSAGES,
        REMEMBER_SERIES,
        REMEMBER_WISHES,
        REMEMBER_CONSENT,
        REMEMBER_PACKAGES,
        REMEMBER_DEPOSITS,
        REMEMBER_EARLIER,
    ] {
        tx.run(remember, &[&merge, &loser])?;
    }
    for give in [
        GIVE_APPOINTMENTS,
        GIVE_VISITS,
        GIVE_MESSAGES,
        GIVE_SERIES,
        GIVE_WISHES,
        GIVE_CONSENT,
        GIVE_PACKAGES,
        GIVE_DEPOSITS,
        GIVE_EARLIER,
    ] {
        tx.run(give, &[&loser, &winner])?;
    }
    follow(tx, winner)
}

/// Gives back what was the loser's, with all that hangs on it by now.
pub fn give_back(tx: &mut Tx<'_>, merge: MergeId, winner: PatientId, loser: PatientId) -> Result<(), DbError> {
    for back in [
        GIVE_BACK_APPOINTMENTS,
        GIVE_BACK_VISITS,
        GIVE_BACK_MESSAGES,
        GIVE_BACK_SERIES,
        GIVE_BACK_WISHES,
        GIVE_BACK_CONSENT,
        GIVE_BACK_PACKAGES,
        GIVE_BACK_DEPOSITS,
        GIVE_BACK_EARLIER,
    ] {
        tx.run(back, &[&merge, &winner, &loser])?;
    }
    tx.run(GIVE_BACK_ARRIVED, &[&winner, &loser])?;
    tx.run(GIVE_BACK_FOLLOW_UPS, &[&winner, &loser])?;
    follow(tx, loser)
}

/// The papers of a patient's visits become that patient's.
fn follow(tx: &mut Tx<'_>, owner: PatientId) -> Result<(), DbError> {
    for follow in [
        FOLLOW_VITALS,
        FOLLOW_ORDERS,
        FOLLOW_PRESCRIPTIONS,
        FOLLOW_DISPENSES,
        FOLLOW_CHARGES,
        FOLLOW_INVOICES,
        FOLLOW_ATTACHMENTS,
    ] {
        tx.run(follow, &[&owner])?;
    }
    Ok(())
}

/// Whether it was still a profile of its own.
pub fn mark(tx: &mut Tx<'_>, loser: PatientId, winner: PatientId) -> Result<bool, DbError> {
    Ok(tx.run(MARK, &[&loser, &winner])? == 1)
}

/// Whether it was a part of the winner's.
pub fn unmark(tx: &mut Tx<'_>, loser: PatientId, winner: PatientId) -> Result<bool, DbError> {
    Ok(tx.run(UNMARK, &[&loser, &winner])? == 1)
}

/// Whether the winner's profile could be put back as it was.
pub fn put_before(tx: &mut Tx<'_>, of: &MergeRow) -> Result<bool, DbError> {
    Ok(tx.run(PUT_BEFORE, &[&of.id, &of.winner, &of.winner_version])? == 1)
}

/// Whether the merge stood until now.
pub fn end(tx: &mut Tx<'_>, id: MergeId, staff: StaffId) -> Result<bool, DbError> {
    let now = tx.now();
    Ok(tx.run(END, &[&id, &now, &staff])? == 1)
}

ground::row! {
    /// A merge as it was written down.
    pub struct MergeRow {
        pub id: MergeId,
        pub winner: PatientId,
        pub loser: PatientId,
        pub winner_version: i64,
        pub winner_name: String,
        pub winner_code: String,
        pub loser_name: String,
        pub loser_code: String,
        pub merged_at: Instant,
        pub merged_by: String,
        pub undone_at: Option<Instant>,
        pub undone_by: Option<String>,
    }
}

macro_rules! merges {
    ($which:literal) => {
        concat!(
            "SELECT m.id, m.winner_id, m.loser_id, m.winner_version, w.name, w.code, l.name, l.code, m.merged_at, s.name, m.undone_at, u.name \
             FROM patient_merge m JOIN patient w ON w.id = m.winner_id JOIN patient l ON l.id = m.loser_id \
             JOIN staff s ON s.id = m.merged_by LEFT JOIN staff u ON u.id = m.undone_by WHERE m.branch_id = $1 ",
            $which
        )
    };
}

const RECENT: &str = merges!("ORDER BY m.merged_at DESC LIMIT 60");
const ONE: &str = merges!("AND m.id = $2");

/// The branch's latest merges.
pub fn recent(tx: &mut Tx<'_>, branch: BranchId) -> Result<Vec<MergeRow>, DbError> {
    tx.all(RECENT, &[&branch])
}

/// One merge of this branch; `Stop::Missing` otherwise.
pub fn by_id(tx: &mut Tx<'_>, branch: BranchId, id: MergeId) -> Result<MergeRow, Stop> {
    tx.one(ONE, &[&branch, &id])?.ok_or(Stop::Missing)
}

const VISITED: &str = "SELECT COUNT(*), MIN(arrived_at), MAX(arrived_at) FROM visit WHERE patient_id = $1 AND branch_id = $2 AND kind = 'consultation'";

/// Whether another profile is a part of this one.
pub fn has_merged(tx: &mut Tx<'_>, patient: PatientId) -> Result<bool, DbError> {
    Ok(tx.one(HAS_MERGED, &[&patient])?.unwrap_or(false))
}

/// How many visits a patient had, the first and the last of them.
pub fn visited(
    tx: &mut Tx<'_>,
    branch: BranchId,
    patient: PatientId,
) -> Result<(i64, Option<Instant>, Option<Instant>), DbError> {
    Ok(tx.one(VISITED, &[&patient, &branch])?.unwrap_or((0, None, None)))
}
