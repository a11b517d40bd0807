use bricks::clock::Instant;
use bricks::id::{StaffId, VisitId};
use ground::access::Who;
use ground::db::{DbError, Tx};
pub use papers::note::Texts;

ground::row! {
    /// A note as it stands.
    pub struct Saved {
        pub reason: String,
        pub symptoms: String,
        pub findings: String,
        pub advice: String,
        pub version: i64,
        pub saved_at: Instant,
        pub saved_by: StaffId,
        pub saved_by_name: String,
    }
}

const NOTE: &str = "SELECT n.reason, n.symptoms, n.findings, n.advice, n.version, n.saved_at, n.saved_by, s.name \
     FROM note n JOIN staff s ON s.id = n.saved_by WHERE n.visit_id = $1";
const INSERT: &str = "INSERT INTO note (visit_id, reason, symptoms, findings, advice, version, saved_at, saved_by, saved_in) \
     VALUES ($1, $2, $3, $4, $5, 1, $6, $7, $8) ON CONFLICT (visit_id) DO NOTHING";
const UPDATE: &str = "UPDATE note SET reason = $3, symptoms = $4, findings = $5, advice = $6, version = version + 1, saved_at = $7, \
     saved_by = $8, saved_in = $9 WHERE visit_id = $1 AND (version = $2 OR (saved_in = $9 AND saved_in <> '' AND saved_by = $8))";
/// Who has orders comes back with results: there the writing is what the first turn was for.
const WRITTEN: &str = "SELECT NOT EXISTS (SELECT 1 FROM clinical_order o WHERE o.visit_id = $1 AND o.state <> 'cancelled') \
     AND (EXISTS (SELECT 1 FROM visit_diagnosis x WHERE x.visit_id = $1) \
     OR EXISTS (SELECT 1 FROM prescription p WHERE p.visit_id = $1 AND p.state <> 'cancelled') \
     OR EXISTS (SELECT 1 FROM note n WHERE n.visit_id = $1 \
     AND (n.version > 1 OR n.symptoms <> '' OR n.findings <> '' OR n.advice <> '')))";
const REMOVE_BEGUN: &str = "DELETE FROM note WHERE visit_id = $1 AND version = 1";

pub fn saved_note(tx: &mut Tx<'_>, visit: VisitId) -> Result<Option<Saved>, DbError> {
    tx.one(NOTE, &[&visit])
}

/// Writes the first note of a visit; false when there is one already.
pub fn insert_note(tx: &mut Tx<'_>, who: &Who, visit: VisitId, texts: &Texts, page: &str) -> Result<bool, DbError> {
    let (now, t) = (tx.now(), texts);
    let made = tx.run(INSERT, &[&visit, &t.reason, &t.symptoms, &t.findings, &t.advice, &now, &who.staff, &page])?;
    Ok(made == 1)
}

/// What a page writes over: the version that it has seen.
#[derive(Debug, Clone, Copy)]
pub struct Over<'a> {
    pub version: i64,
    /// The page's own mark, or nothing.
    pub page: &'a str,
}

/// Changes a note that is still at the version seen, or that this very page saved last, so that a form sent while its
/// own draft was on the way is not stale. False when somebody else, or another page of the same person, saved meanwhile.
pub fn update_note(tx: &mut Tx<'_>, who: &Who, visit: VisitId, over: Over<'_>, texts: &Texts) -> Result<bool, DbError> {
    let (now, t) = (tx.now(), texts);
    let changed = tx.run(
        UPDATE,
        &[&visit, &over.version, &t.reason, &t.symptoms, &t.findings, &t.advice, &now, &who.staff, &over.page],
    )?;
    Ok(changed == 1)
}

/// Whether a doctor wrote anything about a visit that has no orders.
pub fn is_written(tx: &mut Tx<'_>, visit: VisitId) -> Result<bool, DbError> {
    Ok(tx.one(WRITTEN, &[&visit])?.unwrap_or(false))
}

/// Takes away the note that a call began.
pub fn remove_begun_note(tx: &mut Tx<'_>, visit: VisitId) -> Result<(), DbError> {
    tx.run(REMOVE_BEGUN, &[&visit]).map(|_| ())
}
