use super::Texts;
use bricks::clock::Instant;
use bricks::id::{StaffId, VisitId};
use ground::access::Who;
use ground::db::{DbError, Tx};

ground::row! {
    /// A text that came too late for the note.
    pub struct Aside {
        /// The page in which it was typed.
        pub page: String,
        pub reason: String,
        pub symptoms: String,
        pub findings: String,
        pub advice: String,
        pub kept_at: Instant,
    }
}

impl Aside {
    pub fn texts(self) -> Texts {
        Texts { reason: self.reason, symptoms: self.symptoms, findings: self.findings, advice: self.advice }
    }
}

macro_rules! asides {
    ($tail:literal) => {
        concat!(
            "SELECT page, reason, symptoms, findings, advice, kept_at FROM note_aside WHERE visit_id = $1 AND staff_id = $2 ",
            $tail
        )
    };
}

const ALL: &str = asides!("ORDER BY kept_at DESC, page LIMIT 6");
const ONE: &str = asides!("AND page = $3");
const KEEP: &str = "INSERT INTO note_aside (visit_id, staff_id, page, reason, symptoms, findings, advice, kept_at) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (visit_id, staff_id, page) DO UPDATE SET reason = excluded.reason, \
     symptoms = excluded.symptoms, findings = excluded.findings, advice = excluded.advice, \
     kept_at = CASE WHEN note_aside.reason = excluded.reason AND note_aside.symptoms = excluded.symptoms \
     AND note_aside.findings = excluded.findings AND note_aside.advice = excluded.advice THEN note_aside.kept_at ELSE excluded.kept_at END";
const DROP: &str = "DELETE FROM note_aside WHERE visit_id = $1 AND staff_id = $2 AND page = $3";

/// What the asker typed and could not save, the latest first.
pub fn asides(tx: &mut Tx<'_>, who: &Who, visit: VisitId) -> Result<Vec<Aside>, DbError> {
    tx.all(ALL, &[&visit, &who.staff])
}

/// What was typed in one page of the asker.
pub fn aside(tx: &mut Tx<'_>, who: &Who, visit: VisitId, page: &str) -> Result<Option<Aside>, DbError> {
    tx.one(ONE, &[&visit, &who.staff, &page])
}

/// Keeps aside what somebody typed in a page; a later text of the same page takes its place. The same text once more (a page
/// that is leaving sends it again) stays what it was, since when it was.
pub fn keep_aside(
    tx: &mut Tx<'_>,
    visit: VisitId,
    (author, page): (StaffId, &str),
    t: &Texts,
    at: Instant,
) -> Result<(), DbError> {
    tx.run_one(KEEP, &[&visit, &author, &page, &t.reason, &t.symptoms, &t.findings, &t.advice, &at])
}

/// Forgets what was kept of a page; nothing to forget is no mistake.
pub fn drop_aside(tx: &mut Tx<'_>, who: &Who, visit: VisitId, page: &str) -> Result<bool, DbError> {
    Ok(tx.run(DROP, &[&visit, &who.staff, &page])? == 1)
}
