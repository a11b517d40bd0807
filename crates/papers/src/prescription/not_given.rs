//! What the pharmacy does not give of a prescription, and why: told to the doctor until a doctor has seen it.

use crate::text;
use bricks::clock::Instant;
use bricks::id::{PrescriptionLineId, StaffId, VisitId};
use bricks::lang::Lang;
use bricks::quantity::Quantity;
use ground::access::Who;
use ground::catalog;
use ground::db::{DbError, Stop, Topic, Tx};

/// How long the doctor's list tells of it.
const TOLD_MINUTES: i64 = 14 * 24 * 60;

ground::row! {
    /// A line, or a part of it, that was not given.
    pub struct NotGiven {
        pub line: PrescriptionLineId,
        pub visit: VisitId,
        pub patient: String,
        /// The doctor who has the patient.
        pub doctor: Option<StaffId>,
        /// Of the handing over, counted from 1 for each prescription.
        pub number: i64,
        pub generic_vi: String,
        pub generic_en: String,
        pub strength: String,
        pub unit: String,
        pub quantity: Quantity,
        /// As stored; told by [`refusal_word`].
        pub reason: String,
        pub note: String,
        pub at: Instant,
        pub by: String,
        pub seen_at: Option<Instant>,
    }
}

impl NotGiven {
    pub fn name(&self, l: Lang) -> String {
        catalog::medicine_name(l, (&self.generic_vi, &self.generic_en), &self.strength)
    }

    /// Whether the pharmacy would not or could not give it; otherwise the patient did not want it.
    pub fn is_of_pharmacy(&self) -> bool {
        matches!(self.reason.as_str(), "unsafe" | "out_of_stock" | "other")
    }

    /// Whether a doctor has to see it still.
    pub fn is_open(&self) -> bool {
        self.is_of_pharmacy() && self.seen_at.is_none()
    }

    /// `không an toàn: tương tác với warfarin`.
    pub fn why(&self, l: Lang) -> String {
        let word = refusal_word(&self.reason, l);
        if self.note.is_empty() { word.to_owned() } else { format!("{word}: {}", self.note) }
    }
}

/// The word of a reason for which something is not given.
pub fn refusal_word(code: &str, l: Lang) -> &'static str {
    match code {
        "out_of_stock" => text::refusal_out_of_stock(l),
        "not_wanted" => text::refusal_not_wanted(l),
        "has_some" => text::refusal_has_some(l),
        "too_dear" => text::refusal_too_dear(l),
        "unsafe" => text::refusal_unsafe(l),
        _ => text::refusal_other(l),
    }
}

/// Why the pharmacy does not give something, as the database knows it.
pub const REFUSALS: [&str; 6] = ["out_of_stock", "not_wanted", "has_some", "too_dear", "unsafe", "other"];

/// Such a reason as it stands in a text that is kept; [`refusal_told`] tells it.
pub fn refusal_kept(code: &str) -> String {
    format!("[{code}]")
}

/// A kept text with its reasons in the reader's language.
pub fn refusal_told(kept: &str, l: Lang) -> String {
    REFUSALS.iter().fold(kept.to_owned(), |told, code| told.replace(&refusal_kept(code), refusal_word(code, l)))
}

macro_rules! not_given {
    ($from:literal, $tail:literal) => {
        concat!(
            "SELECT n.prescription_line_id, g.visit_id, p.name, d.staff_id, g.number, m.generic_vi, m.generic_en, m.strength, \
             m.dispense_unit, n.quantity_milli, n.reason, n.note, g.dispensed_at, TRIM(s.title || ' ' || s.name), n.seen_at FROM ",
            $from,
            " JOIN visit v ON v.id = g.visit_id JOIN patient p ON p.id = v.patient_id JOIN resource d ON d.id = v.doctor_id \
             JOIN staff s ON s.id = g.dispensed_by JOIN prescription_line l ON l.id = n.prescription_line_id \
             JOIN medicine m ON m.id = l.medicine_id WHERE g.undone_at IS NULL AND ",
            $tail
        )
    };
}

const UNSEEN: &str = not_given!(
    "dispense_refusal n CROSS JOIN dispense g",
    "g.id = n.dispense_id AND n.seen_at IS NULL AND n.reason IN ('unsafe', 'out_of_stock', 'other') \
     AND g.branch_id = $1 AND g.dispensed_at > $2 ORDER BY g.dispensed_at, l.position LIMIT 100"
);
const OF: &str = not_given!(
    "prescription x JOIN dispense g ON g.prescription_id = x.id JOIN dispense_refusal n ON n.dispense_id = g.id",
    "x.visit_id = $1 ORDER BY g.dispensed_at, g.number, l.position"
);
const SEE: &str = "UPDATE dispense_refusal SET seen_at = $4, seen_by = $5 WHERE seen_at IS NULL \
     AND reason IN ('unsafe', 'out_of_stock', 'other') \
     AND dispense_id IN (SELECT g.id FROM dispense g WHERE g.prescription_id = $1 AND g.branch_id = $2 AND g.number <= $3)";

/// What the pharmacy of the branch did not give in the last fortnight and no doctor has seen, the oldest first.
pub fn unseen_refusals(tx: &mut Tx<'_>, who: &Who) -> Result<Vec<NotGiven>, DbError> {
    let after = tx.now().plus_minutes(-TOLD_MINUTES);
    tx.all(UNSEEN, &[&who.branch, &after])
}

/// All that was not given of the prescriptions of a visit.
pub fn not_given(tx: &mut Tx<'_>, visit: VisitId) -> Result<Vec<NotGiven>, DbError> {
    tx.all(OF, &[&visit])
}

/// A doctor has seen what was not given up to a handing over, as the page showed it; what came later stays open. A second
/// time changes nothing.
pub fn see_refusals(tx: &mut Tx<'_>, who: &Who, visit: VisitId, up_to: i64) -> Result<(), Stop> {
    let found = super::store::by_visit(tx, visit)?.ok_or(Stop::Missing)?;
    super::store::by_id(tx, who.branch, found.id)?;
    let now = tx.now();
    if tx.run(SEE, &[&found.id, &who.branch, &up_to, &now, &who.staff])? == 0 {
        return Ok(());
    }
    who.note(tx, "see_refusals", "prescription", found.id.raw(), Some(found.patient), &found.number)?;
    tx.announce(Topic::Queue);
    tx.announce(Topic::Visit(visit));
    Ok(())
}
