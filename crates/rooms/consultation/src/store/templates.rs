use bricks::id::{StaffId, TemplateId};
use bricks::text::fold;
use ground::access::Who;
use ground::db::{DbError, Tx};

ground::row! {
    /// A text that is inserted into notes.
    pub struct Template {
        pub id: TemplateId,
        /// Whose own it is; the clinic's without one.
        pub staff: Option<StaffId>,
        pub shortcut: String,
        pub title: String,
        /// The field of the note that it is for; all of them when empty.
        pub part: String,
        pub body: String,
        pub made_by: StaffId,
        pub maker: String,
        /// Raised by every change.
        pub version: i64,
    }
}

macro_rules! templates {
    ($tail:literal) => {
        concat!(
            "SELECT t.id, t.staff_id, t.shortcut, t.title, t.part, t.body, t.made_by, m.name, t.version FROM note_template t \
             JOIN staff m ON m.id = t.made_by WHERE t.branch_id = $1 AND (t.staff_id IS NULL OR t.staff_id = $2) ",
            $tail
        )
    };
}

const ALL: &str = templates!("ORDER BY t.shortcut, t.id LIMIT 500");
/// The own ones first; a shortcut that is typed in full before those that only begin so.
const FOUND: &str = templates!(
    "AND t.part IN ('', $3) AND ((t.shortcut >= $4 AND t.shortcut < $5) OR (t.title_fold >= $4 AND t.title_fold < $5)) \
     ORDER BY CASE WHEN t.shortcut = $4 THEN 0 ELSE 1 END, CASE WHEN t.staff_id IS NULL THEN 1 ELSE 0 END, t.shortcut, t.id LIMIT 8"
);
const ONE: &str = templates!("AND t.id = $3");
const INSERT: &str = "INSERT INTO note_template (id, branch_id, staff_id, shortcut, title, title_fold, part, body, made_at, made_by) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
const CHANGE: &str = "UPDATE note_template SET shortcut = $3, title = $4, title_fold = $5, part = $6, body = $7, version = version + 1 \
     WHERE id = $1 AND version = $2";
const REMOVE: &str = "DELETE FROM note_template WHERE id = $1";

/// The clinic's texts and the asker's own.
pub fn templates(tx: &mut Tx<'_>, who: &Who) -> Result<Vec<Template>, DbError> {
    tx.all(ALL, &[&who.branch, &who.staff])
}

/// Those for one field of the note whose shortcut or title begins with what was typed.
pub fn find_templates(tx: &mut Tx<'_>, who: &Who, part: &str, typed: &str) -> Result<Vec<Template>, DbError> {
    let from = fold(typed);
    let to = format!("{from}\u{10FFFF}");
    tx.all(FOUND, &[&who.branch, &who.staff, &part, &from, &to])
}

pub fn template(tx: &mut Tx<'_>, who: &Who, id: TemplateId) -> Result<Option<Template>, DbError> {
    tx.one(ONE, &[&who.branch, &who.staff, &id])
}

/// What a template says.
pub struct NewTemplate<'a> {
    pub is_clinics: bool,
    pub shortcut: &'a str,
    pub title: &'a str,
    pub part: &'a str,
    pub body: &'a str,
}

/// Writes a further template; false when its shortcut stands already.
pub fn insert_template(tx: &mut Tx<'_>, who: &Who, id: TemplateId, new: &NewTemplate<'_>) -> Result<bool, DbError> {
    let (own, now) = ((!new.is_clinics).then_some(who.staff), tx.now());
    let written = tx.run(
        INSERT,
        &[&id, &who.branch, &own, &new.shortcut, &new.title, &fold(new.title), &new.part, &new.body, &now, &who.staff],
    );
    match written {
        Err(DbError::Unique) => Ok(false),
        other => other.map(|_| true),
    }
}

/// What became of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Changed {
    Done,
    /// Somebody changed it first.
    Moved,
    /// Its new name stands already.
    Taken,
}

impl Changed {
    /// Of a guarded update that a unique key may refuse.
    pub(super) fn of(written: Result<u64, DbError>) -> Result<Changed, DbError> {
        match written {
            Ok(0) => Ok(Changed::Moved),
            Ok(_) => Ok(Changed::Done),
            Err(DbError::Unique) => Ok(Changed::Taken),
            Err(other) => Err(other),
        }
    }
}

/// Writes what a template says from now on, if it still has the version; whose it is stays.
pub fn change_template(
    tx: &mut Tx<'_>,
    (id, version): (TemplateId, i64),
    new: &NewTemplate<'_>,
) -> Result<Changed, DbError> {
    let title = fold(new.title);
    Changed::of(tx.run(CHANGE, &[&id, &version, &new.shortcut, &new.title, &title, &new.part, &new.body]))
}

pub fn remove_template(tx: &mut Tx<'_>, id: TemplateId) -> Result<(), DbError> {
    tx.run_one(REMOVE, &[&id])
}
