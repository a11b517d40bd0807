//! Whether a doctor has looked at a result. What was seen is a result as a page showed it: one that was corrected since then
//! says something else, and has to be looked at again.

use super::acts::announce;
use bricks::id::{OrderId, PatientId, VisitId};
use ground::access::Who;
use ground::db::{DbError, Stop, Tx};
use std::fmt;

/// A correction takes the same rows, so that none comes between looking and saying so.
const HOLD: &str =
    "SELECT id FROM clinical_order WHERE visit_id = $1 AND branch_id = $2 AND state = 'done' ORDER BY id FOR UPDATE";
const REVIEW: &str = "UPDATE clinical_order SET reviewed_at = $4, reviewed_by = $5 \
     WHERE id = $1 AND visit_id = $2 AND branch_id = $3 AND state = 'done' AND reviewed_at IS NULL \
     AND (SELECT COUNT(*) FROM result_correction c WHERE c.order_id = $1) = $6 RETURNING patient_id";
/// The visit's orders are few; the values of each are found by its number.
const ALARMS: &str = "SELECT o.id, (SELECT COUNT(*) FROM result_correction c WHERE c.order_id = o.id), a.name_vi, a.name_en \
     FROM clinical_order o JOIN result_value q ON q.order_id = o.id AND q.flag IN ('LL', 'HH') \
     JOIN analyte a ON a.id = q.analyte_id WHERE o.visit_id = $1 AND o.state = 'done' AND o.reviewed_at IS NULL ORDER BY o.done_at, o.id, a.position";

/// A result as a page showed it, in a form `812.1`: the order, and how often its result had been corrected by then.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shown {
    pub order: OrderId,
    pub corrections: i64,
}

impl Shown {
    /// Reads what [`fmt::Display`] wrote; nothing for anything else.
    pub fn parse(text: &str) -> Option<Shown> {
        let (order, corrections) = text.split_once('.')?;
        Some(Shown { order: order.parse().ok()?, corrections: corrections.parse().ok()? })
    }
}

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.order, self.corrections)
    }
}

ground::row! {
    struct AlarmRow {
        order: OrderId,
        corrections: i64,
        name_vi: String,
        name_en: String,
    }
}

/// A value that must be looked at at once, of a result that no doctor has seen.
#[derive(Debug, Clone)]
pub struct Alarm {
    pub result: Shown,
    pub name_vi: String,
    pub name_en: String,
}

/// The alarming values of a visit's results that no doctor has seen. Holds the results until the transaction ends.
pub fn unseen_alarms(tx: &mut Tx<'_>, who: &Who, visit: VisitId) -> Result<Vec<Alarm>, DbError> {
    hold(tx, who, visit)?;
    let rows: Vec<AlarmRow> = tx.all(ALARMS, &[&visit])?;
    let alarm = |row: AlarmRow| Alarm {
        result: Shown { order: row.order, corrections: row.corrections },
        name_vi: row.name_vi,
        name_en: row.name_en,
    };
    Ok(rows.into_iter().map(alarm).collect())
}

/// The doctor has seen these results of a visit. One that was seen before, that is not there yet, or that was corrected
/// since, is passed over; gives how many were new.
pub fn review(tx: &mut Tx<'_>, who: &Who, visit: VisitId, seen: &[Shown]) -> Result<usize, Stop> {
    hold(tx, who, visit)?;
    let (mut reviewed, now) = (0, tx.now());
    for Shown { order, corrections } in seen {
        let patient: Option<PatientId> =
            tx.one(REVIEW, &[order, &visit, &who.branch, &now, &who.staff, corrections])?;
        if let Some(patient) = patient {
            reviewed += 1;
            who.note(tx, "review_result", "order", order.raw(), Some(patient), "")?;
            announce(tx, visit, patient);
        }
    }
    Ok(reviewed)
}

fn hold(tx: &mut Tx<'_>, who: &Who, visit: VisitId) -> Result<(), DbError> {
    let _: Vec<OrderId> = tx.all(HOLD, &[&visit, &who.branch])?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_result_that_was_shown_is_read_back_and_nothing_else_is() {
        let shown = Shown { order: OrderId::from_raw(812), corrections: 1 };
        assert_eq!(Shown::parse(&shown.to_string()), Some(shown));
        for wrong in ["812", "812.", ".1", "x.1", "812.y", ""] {
            assert_eq!(Shown::parse(wrong), None, "{wrong}");
        }
    }
}
