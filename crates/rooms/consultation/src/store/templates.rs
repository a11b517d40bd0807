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
    }
}

macro_rules! templates {
    ($tail:literal) => {
        concat!(
            "SELECT t.id, t.staff_id, t.shortcut, t.title, t.part, t.body, t.made_by, m.name FROM note_template t \
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
const PUT_OWN: &str = "INSERT INTO note_template (id, branch_id, staff_id, shortcut, title, title_fold, part, body, made_at, made_by) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $3) ON CONFLICT (staff_id, shortcut) WHERE staff_id IS NOT NULL \
     DO UPDATE SET title = excluded.title, title_fold = excluded.title_fold, part = excluded.part, body = excluded.body, made_at = excluded.made_at";
const PUT_CLINICS: &str = "INSERT INTO note_template (id, branch_id, staff_id, shortcut, title, title_fold, part, body, made_at, made_by) \
     VALUES ($1, $2, NULL, $4, $5, $6, $7, $8, $9, $3) ON CONFLICT (branch_id, shortcut) WHERE staff_id IS NULL \
     DO UPDATE SET title = excluded.title, title_fold = excluded.title_fold, part = excluded.part, body = excluded.body, made_at = excluded.made_at \
     WHERE note_template.made_by = excluded.made_by";
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

/// Writes a template, or the new text of the one with this shortcut; false when the clinic's own was made by somebody else.
pub fn put_template(tx: &mut Tx<'_>, who: &Who, id: TemplateId, new: &NewTemplate<'_>) -> Result<bool, DbError> {
    let now = tx.now();
    let sql = if new.is_clinics { PUT_CLINICS } else { PUT_OWN };
    let put = tx.run(
        sql,
        &[&id, &who.branch, &who.staff, &new.shortcut, &new.title, &fold(new.title), &new.part, &new.body, &now],
    )?;
    Ok(put == 1)
}

pub fn remove_template(tx: &mut Tx<'_>, id: TemplateId) -> Result<(), DbError> {
    tx.run_one(REMOVE, &[&id])
}
