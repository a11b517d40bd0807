use bricks::id::{StaffId, VisitId};
use bricks::lang::Lang;
use bricks::text::fold;
use ground::access::Who;
use ground::catalog::in_lang;
use ground::db::{DbError, Tx};

ground::row! {
    /// A diagnosis of a visit.
    pub struct Diagnosed {
        pub code: String,
        pub title_vi: String,
        pub title_en: String,
        /// Supposed before the results are there.
        pub preliminary: bool,
        /// Whether the reader wants it to stand first.
        pub favourite: bool,
    }
}

impl Diagnosed {
    pub fn title(&self, l: Lang) -> &str {
        in_lang(l, &self.title_vi, &self.title_en)
    }
}

ground::row! {
    /// A diagnosis to choose.
    pub struct Offered {
        pub code: String,
        pub title_vi: String,
        pub title_en: String,
        pub favourite: bool,
        /// How often this doctor has used it.
        pub uses: i64,
    }
}

const OF_VISIT: &str = "SELECT d.code, d.title_vi, d.title_en, x.preliminary, COALESCE(u.favourite, FALSE) FROM visit_diagnosis x \
     JOIN diagnosis d ON d.code = x.code LEFT JOIN diagnosis_use u ON u.staff_id = $2 AND u.code = x.code \
     WHERE x.visit_id = $1 ORDER BY x.position";
const USUAL: &str = "SELECT d.code, d.title_vi, d.title_en, u.favourite, u.uses FROM diagnosis_use u JOIN diagnosis d ON d.code = u.code \
     WHERE u.staff_id = $1 AND (u.favourite OR u.uses > 0) ORDER BY u.favourite DESC, u.last_used_at DESC, d.code LIMIT 12";
/// What is past stands behind what is now: old infarctions, what diseases left behind (B90–B94, E64, E68, G09, I69, O94,
/// O97, T90–T98 of ICD-10) and histories (Z80–Z88, Z91, Z92), unless the doctor keeps it as a favourite.
const FOUND: &str = "SELECT d.code, d.title_vi, d.title_en, COALESCE(u.favourite, FALSE), COALESCE(u.uses, 0) \
     FROM (SELECT item, MIN(rank) AS best FROM catalog_word WHERE kind = 'diagnosis' AND word >= $1 AND word < $2 GROUP BY item) w \
     JOIN diagnosis d ON d.code = w.item LEFT JOIN diagnosis_use u ON u.staff_id = $3 AND u.code = d.code \
     ORDER BY COALESCE(u.favourite, FALSE) DESC, CASE WHEN d.code = 'I25.2' OR SUBSTR(d.code, 1, 2) = 'T9' OR SUBSTR(d.code, 1, 3) IN \
     ('B90', 'B91', 'B92', 'B94', 'E64', 'E68', 'G09', 'I69', 'O94', 'O97', 'Z80', 'Z81', 'Z82', 'Z83', 'Z84', 'Z85', 'Z86', 'Z87', 'Z88', 'Z91', 'Z92') \
     THEN 1 ELSE 0 END, CASE WHEN u.uses > 0 THEN 0 ELSE 1 END, u.last_used_at DESC, w.best, d.code LIMIT 12";
const ADD: &str = "INSERT INTO visit_diagnosis (visit_id, position, code, preliminary, added_at) \
     SELECT CAST($1 AS BIGINT), COALESCE((SELECT MAX(x.position) FROM visit_diagnosis x WHERE x.visit_id = $1), 0) + 1, d.code, $3, CAST($4 AS BIGINT) \
     FROM diagnosis d WHERE d.code = $2 ON CONFLICT (visit_id, code) DO NOTHING";
const USED: &str = "INSERT INTO diagnosis_use (staff_id, code, uses, last_used_at, favourite) VALUES ($1, $2, 1, $3, FALSE) \
     ON CONFLICT (staff_id, code) DO UPDATE SET uses = diagnosis_use.uses + 1, last_used_at = excluded.last_used_at";
const FAVOUR: &str = "INSERT INTO diagnosis_use (staff_id, code, uses, last_used_at, favourite) VALUES ($1, $2, 0, $3, TRUE) \
     ON CONFLICT (staff_id, code) DO UPDATE SET favourite = NOT diagnosis_use.favourite";
const REMOVE: &str = "DELETE FROM visit_diagnosis WHERE visit_id = $1 AND code = $2 RETURNING position";
/// The places behind a removed one close up in two steps, so that no two ever share a place.
const STEP_ASIDE: &str = "UPDATE visit_diagnosis SET position = position + 1000 WHERE visit_id = $1 AND position > $2";
const CLOSE_UP: &str = "UPDATE visit_diagnosis SET position = position - 1001 WHERE visit_id = $1 AND position > 1000";
const TO_FRONT: &str = "UPDATE visit_diagnosis SET position = 1 WHERE visit_id = $1 AND code = $2";
const BEHIND: &str = "UPDATE visit_diagnosis SET position = position - 999 WHERE visit_id = $1 AND position > 1000";
const CLOSE_ONE: &str = "UPDATE visit_diagnosis SET position = position - 1 WHERE visit_id = $1 AND position = $2";
const PLACE: &str = "SELECT position FROM visit_diagnosis WHERE visit_id = $1 AND code = $2";
const IS_CODE: &str = "SELECT EXISTS (SELECT 1 FROM diagnosis WHERE code = $1)";
const STAGE: &str = "UPDATE visit_diagnosis SET preliminary = NOT preliminary WHERE visit_id = $1 AND code = $2";

/// The diagnoses of a visit, the main one first.
pub fn diagnoses(tx: &mut Tx<'_>, visit: VisitId, staff: StaffId) -> Result<Vec<Diagnosed>, DbError> {
    tx.all(OF_VISIT, &[&visit, &staff])
}

/// Up to twelve diagnoses by code or by words of either language: favourites first, then those used last. Without a word
/// the favourites and those used last.
pub fn offered(tx: &mut Tx<'_>, who: &Who, typed: &str) -> Result<Vec<Offered>, DbError> {
    let from = fold(typed);
    if from.is_empty() {
        return tx.all(USUAL, &[&who.staff]);
    }
    let to = format!("{from}\u{10FFFF}");
    tx.all(FOUND, &[&from, &to, &who.staff])
}

/// Puts a diagnosis behind the others; false when it is there already or no such code exists.
pub fn add_diagnosis(
    tx: &mut Tx<'_>,
    who: &Who,
    visit: VisitId,
    (code, preliminary): (&str, bool),
) -> Result<bool, DbError> {
    let now = tx.now();
    if tx.run(ADD, &[&visit, &code, &preliminary, &now])? != 1 {
        return Ok(false);
    }
    tx.run_one(USED, &[&who.staff, &code, &now])?;
    Ok(true)
}

/// Lets a code stand first in this doctor's lists, or no longer.
pub fn favour(tx: &mut Tx<'_>, who: &Who, code: &str) -> Result<(), DbError> {
    let now = tx.now();
    tx.run_one(FAVOUR, &[&who.staff, &code, &now])
}

/// Takes a diagnosis away; those behind it close up. False when it is not there.
pub fn remove_diagnosis(tx: &mut Tx<'_>, visit: VisitId, code: &str) -> Result<bool, DbError> {
    let place: Option<i64> = tx.one(REMOVE, &[&visit, &code])?;
    let Some(place) = place else { return Ok(false) };
    tx.run(STEP_ASIDE, &[&visit, &place])?;
    tx.run(CLOSE_UP, &[&visit])?;
    Ok(true)
}

/// Makes a diagnosis the main one; the others keep their order. False when it is not there.
pub fn make_main(tx: &mut Tx<'_>, visit: VisitId, code: &str) -> Result<bool, DbError> {
    let place: Option<i64> = tx.one(PLACE, &[&visit, &code])?;
    let Some(place) = place else { return Ok(false) };
    tx.run(STEP_ASIDE, &[&visit, &0_i64])?;
    tx.run_one(TO_FRONT, &[&visit, &code])?;
    tx.run(BEHIND, &[&visit])?;
    close_gap(tx, visit, place + 1)?;
    Ok(true)
}

fn close_gap(tx: &mut Tx<'_>, visit: VisitId, after: i64) -> Result<(), DbError> {
    // One by one from the front, so that no two ever share a place on an engine that checks each row.
    let mut gap = after;
    while tx.run(CLOSE_ONE, &[&visit, &(gap + 1)])? == 1 {
        gap += 1;
    }
    Ok(())
}

/// A supposed diagnosis is found to be so, or the other way round. False when it is not there.
pub fn change_stage(tx: &mut Tx<'_>, visit: VisitId, code: &str) -> Result<bool, DbError> {
    Ok(tx.run(STAGE, &[&visit, &code])? == 1)
}

/// Whether there is such a code.
pub fn offered_code(tx: &mut Tx<'_>, code: &str) -> Result<bool, DbError> {
    Ok(tx.one(IS_CODE, &[&code])?.unwrap_or(false))
}
