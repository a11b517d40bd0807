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
        /// The page that saved last, and how often it had sent by then.
        pub saved_in: String,
        pub saved_turn: i64,
        /// The version that it says; nothing while it is a draft.
        pub signed: Option<i64>,
        /// Whether somebody's text waits beside it.
        pub has_asides: bool,
    }
}

const NOTE: &str = "SELECT n.reason, n.symptoms, n.findings, n.advice, n.version, n.saved_at, n.saved_by, s.name, n.saved_in, n.saved_turn, n.signed, \
     EXISTS (SELECT 1 FROM note_aside k WHERE k.visit_id = n.visit_id) FROM note n JOIN staff s ON s.id = n.saved_by WHERE n.visit_id = $1";
const INSERT: &str = "INSERT INTO note (visit_id, reason, symptoms, findings, advice, version, saved_at, saved_by, saved_in, saved_turn) \
     VALUES ($1, $2, $3, $4, $5, 1, $6, $7, $8, $9) ON CONFLICT (visit_id) DO NOTHING";
const UPDATE: &str = "UPDATE note SET reason = $3, symptoms = $4, findings = $5, advice = $6, version = version + 1, saved_at = $7, \
     saved_by = $8, saved_in = $9, saved_turn = $10 WHERE visit_id = $1 \
     AND (version = $2 OR (saved_in = $9 AND saved_in <> '' AND saved_by = $8 AND saved_turn < $10))";
/// Who has orders comes back with results: there the writing is what the first turn was for. The second column sees only
/// what the doctor wrote who was given the patient.
const WRITTEN: &str = "SELECT COALESCE(MAX(w.written_at), -1) >= 0, COALESCE(MAX(w.written_at), -1) >= COALESCE(v.handed_over_at, 0) FROM visit v \
     LEFT JOIN (SELECT x.visit_id, x.added_at AS written_at FROM visit_diagnosis x WHERE x.visit_id = $1 \
     UNION ALL SELECT p.visit_id, p.created_at FROM prescription p WHERE p.visit_id = $1 AND p.state <> 'cancelled' \
     UNION ALL SELECT n.visit_id, n.saved_at FROM note n WHERE n.visit_id = $1 \
     AND (n.version > 1 OR n.symptoms <> '' OR n.findings <> '' OR n.advice <> '')) w ON w.visit_id = v.id \
     WHERE v.id = $1 AND NOT EXISTS (SELECT 1 FROM clinical_order o WHERE o.visit_id = v.id AND o.state <> 'cancelled') \
     GROUP BY v.id, v.handed_over_at";
const REMOVE_BEGUN: &str =
    "DELETE FROM note WHERE visit_id = $1 AND version = 1 AND symptoms = '' AND findings = '' AND advice = ''";

pub fn saved_note(tx: &mut Tx<'_>, visit: VisitId) -> Result<Option<Saved>, DbError> {
    tx.one(NOTE, &[&visit])
}

/// Writes the first note of a visit; false when there is one already.
pub fn insert_note(tx: &mut Tx<'_>, who: &Who, visit: VisitId, of: Over<'_>, t: &Texts) -> Result<bool, DbError> {
    let now = tx.now();
    let made = tx
        .run(INSERT, &[&visit, &t.reason, &t.symptoms, &t.findings, &t.advice, &now, &who.staff, &of.page, &of.turn])?;
    Ok(made == 1)
}

/// What a page writes over: the version that it has seen.
#[derive(Debug, Clone, Copy, Default)]
pub struct Over<'a> {
    pub version: i64,
    /// The page's own mark, or nothing.
    pub page: &'a str,
    /// How often the page has sent the note: what it sent earlier never follows what it sent later. Nothing without script.
    pub turn: i64,
}

/// Changes a note that is still at the version seen, or that this very page saved last, so that a form sent while its
/// own draft was on the way is not stale. False when somebody else, or another page of the same person, saved meanwhile.
pub fn update_note(tx: &mut Tx<'_>, who: &Who, visit: VisitId, over: Over<'_>, texts: &Texts) -> Result<bool, DbError> {
    let (now, t) = (tx.now(), texts);
    let changed = tx.run(
        UPDATE,
        &[
            &visit,
            &over.version,
            &t.reason,
            &t.symptoms,
            &t.findings,
            &t.advice,
            &now,
            &who.staff,
            &over.page,
            &over.turn,
        ],
    )?;
    Ok(changed == 1)
}

/// Whether a doctor wrote anything about a visit that has no orders, and whether that was since the patient was handed over.
pub fn written(tx: &mut Tx<'_>, visit: VisitId) -> Result<(bool, bool), DbError> {
    Ok(tx.one(WRITTEN, &[&visit])?.unwrap_or((false, false)))
}

/// Takes away the note that a call began.
pub fn remove_begun_note(tx: &mut Tx<'_>, visit: VisitId) -> Result<(), DbError> {
    tx.run(REMOVE_BEGUN, &[&visit]).map(|_| ())
}
