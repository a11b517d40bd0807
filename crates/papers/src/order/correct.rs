//! A given result that was wrong is corrected with a reason. What it said before is kept, and the doctor has to look at
//! it again.

use super::acts::announce;
use super::complete::{flag_all, is_given};
use super::store::{self, Finding};
use super::{Flag, NewValue, State};
use crate::refuse::{conflict, invalid};
use crate::text;
use bricks::clock::Instant;
use bricks::id::OrderId;
use ground::access::Who;
use ground::db::{DbError, Stop, Tx};

const LOCK: &str = "SELECT state FROM clinical_order WHERE id = $1 AND branch_id = $2 FOR UPDATE";
const INSERT: &str = "INSERT INTO result_correction (id, order_id, number, corrected_at, corrected_by, reason, finding_before, conclusion_before) \
     SELECT CAST($7 AS BIGINT), o.id, CAST($3 AS BIGINT), CAST($4 AS BIGINT), CAST($5 AS BIGINT), CAST($6 AS TEXT), o.finding, o.conclusion \
     FROM clinical_order o WHERE o.id = $1 AND o.branch_id = $2";
const KEEP_VALUES: &str = "INSERT INTO corrected_value (correction_id, analyte_id, value_milli, value_text, flag, low_milli, high_milli) \
     SELECT CAST($2 AS BIGINT), r.analyte_id, r.value_milli, r.value_text, r.flag, r.low_milli, r.high_milli \
     FROM result_value r WHERE r.order_id = $1";
const FORGET_VALUES: &str = "DELETE FROM result_value WHERE order_id = $1";
const REWRITE: &str = "UPDATE clinical_order SET finding = $3, conclusion = $4, reviewed_at = NULL, reviewed_by = NULL \
     WHERE id = $1 AND branch_id = $2 AND state = 'done'";
const COUNT: &str = "SELECT COUNT(*) FROM result_correction WHERE order_id = $1";
const ALL: &str = "SELECT c.number, c.corrected_at, s.title, s.name, c.reason, c.finding_before, c.conclusion_before \
     FROM result_correction c JOIN staff s ON s.id = c.corrected_by WHERE c.order_id = $1 ORDER BY c.number DESC";
const VALUES: &str = "SELECT c.number, a.name_vi, a.name_en, a.unit, a.decimals, v.value_milli, v.value_text, v.flag \
     FROM result_correction c JOIN corrected_value v ON v.correction_id = c.id JOIN analyte a ON a.id = v.analyte_id \
     WHERE c.order_id = $1 ORDER BY c.number, a.position, a.id";

ground::row! {
    /// One correction, with what stood there before it.
    pub struct Correction {
        pub number: i64,
        pub at: Instant,
        pub title: String,
        pub name: String,
        pub reason: String,
        pub finding_before: String,
        pub conclusion_before: String,
    }
}

ground::row! {
    /// A value as it stood before the correction `number`.
    pub struct CorrectedValue {
        pub number: i64,
        pub name_vi: String,
        pub name_en: String,
        pub unit: String,
        pub decimals: i64,
        pub value_milli: Option<i64>,
        pub value_text: String,
        pub flag: Flag,
    }
}

/// A given result as it should have been.
#[derive(Debug, Clone)]
pub struct Corrected<'a> {
    pub reason: &'a str,
    /// How many corrections there were when the person began.
    pub seen: i64,
    pub finding: &'a str,
    pub conclusion: &'a str,
    pub values: &'a [NewValue],
}

/// Corrects a given result and gives the flags of the new values. Refused when there is no result yet, or when somebody
/// corrected it meanwhile; at `reason` without one, at `conclusion` when nothing would be left.
pub fn correct(tx: &mut Tx<'_>, who: &Who, id: OrderId, new: &Corrected<'_>) -> Result<Vec<Flag>, Stop> {
    if new.reason.trim().is_empty() {
        return Err(invalid("reason", text::correction_reason_say()));
    }
    let state: Option<State> = tx.one(LOCK, &[&id, &who.branch])?;
    match state {
        None => return Err(Stop::Missing),
        Some(State::Done) => {}
        Some(_) => return Err(conflict(text::correction_early_say())),
    }
    let order = store::by_id(tx, who.branch, id)?;
    if corrections_of(tx, id)? != new.seen {
        return Err(conflict(text::correction_twice_say()));
    }
    let values: Vec<&NewValue> = new.values.iter().filter(|v| is_given(v)).collect();
    let found = Finding { finding: new.finding.trim(), conclusion: new.conclusion.trim() };
    let wordless = found.finding.is_empty() && found.conclusion.is_empty();
    if values.is_empty() && wordless && !store::says_without_words(tx, id)? {
        return Err(invalid("conclusion", text::order_empty_result_say()));
    }
    let (correction, number, now, reason) = (tx.new_id(), new.seen + 1, tx.now(), new.reason.trim());
    tx.run_one(INSERT, &[&id, &who.branch, &number, &now, &who.staff, &reason, &correction])?;
    tx.run(KEEP_VALUES, &[&id, &correction])?;
    tx.run(FORGET_VALUES, &[&id])?;
    let flagged = flag_all(tx, who, &order, &values)?;
    for value in &flagged {
        store::insert_value(tx, id, value)?;
    }
    tx.run_one(REWRITE, &[&id, &who.branch, &found.finding, &found.conclusion])?;
    who.note(tx, "correct_result", "order", id.raw(), Some(order.patient), reason)?;
    announce(tx, order.visit, order.patient);
    Ok(flagged.iter().map(|v| v.flag).collect())
}

fn corrections_of(tx: &mut Tx<'_>, id: OrderId) -> Result<i64, DbError> {
    Ok(tx.one(COUNT, &[&id])?.unwrap_or(0))
}

/// All corrections of a result, the latest first.
pub fn corrections(tx: &mut Tx<'_>, id: OrderId) -> Result<Vec<Correction>, DbError> {
    tx.all(ALL, &[&id])
}

/// The values that were corrected, those of the first correction first.
pub fn corrected_values(tx: &mut Tx<'_>, id: OrderId) -> Result<Vec<CorrectedValue>, DbError> {
    tx.all(VALUES, &[&id])
}
