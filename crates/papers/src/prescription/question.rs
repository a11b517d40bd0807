//! What the pharmacy asks about a prescription it waits with, and the doctor's answer.

use super::Prescription;
use super::acts::hold_issued;
use crate::refuse::conflict;
use crate::text;
use bricks::clock::Instant;
use bricks::id::{PrescriptionId, StaffId, VisitId};
use ground::access::Who;
use ground::db::{DbError, Stop, Topic, Tx};

ground::row! {
    /// A question that nobody answered yet.
    pub struct Question {
        pub prescription: PrescriptionId,
        pub number: String,
        pub visit: VisitId,
        pub patient: String,
        /// The doctor who has the patient.
        pub doctor: Option<StaffId>,
        pub said: String,
        pub at: Instant,
        /// Who asks.
        pub by: String,
    }
}

macro_rules! questions {
    ($tail:literal) => {
        concat!(
            "SELECT q.prescription_id, x.number, x.visit_id, p.name, d.staff_id, q.said, q.paused_at, s.name FROM prescription_pause q \
             CROSS JOIN prescription x JOIN visit v ON v.id = x.visit_id JOIN patient p ON p.id = v.patient_id \
             JOIN resource d ON d.id = v.doctor_id JOIN staff s ON s.id = q.paused_by \
             WHERE x.id = q.prescription_id AND q.ended_at IS NULL AND q.reason = 'question' AND ",
            $tail
        )
    };
}

const OPEN: &str = questions!("x.branch_id = $1 ORDER BY q.paused_at, q.prescription_id LIMIT 50");
const OF: &str = questions!("q.prescription_id = $1");
const ANSWER: &str = "UPDATE prescription_pause SET ended_at = $2, ended_by = $3, answer = $4 \
     WHERE prescription_id = $1 AND ended_at IS NULL AND reason = 'question'";

const WITHDRAW: &str = "UPDATE prescription_pause SET ended_at = $2, ended_by = $3, answer = $4 \
     WHERE prescription_id = $1 AND ended_at IS NULL AND reason = 'question' AND paused_by = $3";

/// Every question of the branch that waits for a doctor, the longest waiting first.
pub fn open_questions(tx: &mut Tx<'_>, who: &Who) -> Result<Vec<Question>, DbError> {
    tx.all(OPEN, &[&who.branch])
}

/// The question about one prescription, while it waits.
pub fn question(tx: &mut Tx<'_>, id: PrescriptionId) -> Result<Option<Question>, DbError> {
    tx.one(OF, &[&id])
}

/// A doctor answers; the pharmacy goes on. A conflict when nothing is asked any longer, or the prescription was given out.
pub fn answer(tx: &mut Tx<'_>, who: &Who, id: PrescriptionId, said: &str) -> Result<Prescription, Stop> {
    end(tx, who, id, (ANSWER, "answer_pharmacy", said))
}

/// Who asked takes the question back, saying why; the pharmacy goes on. A conflict when somebody else asked, or nothing is asked
/// any longer.
pub fn withdraw(tx: &mut Tx<'_>, who: &Who, id: PrescriptionId, why: &str) -> Result<(), Stop> {
    end(tx, who, id, (WITHDRAW, "withdraw_question", why)).map(drop)
}

fn end(
    tx: &mut Tx<'_>,
    who: &Who,
    id: PrescriptionId,
    (how, act, said): (&'static str, &'static str, &str),
) -> Result<Prescription, Stop> {
    let held = hold_issued(tx, who, id)?;
    let now = tx.now();
    if tx.run(how, &[&id, &now, &who.staff, &said])? != 1 {
        return Err(conflict(text::question_gone_say()));
    }
    let detail = format!("{} · {said}", held.number);
    who.note(tx, act, "prescription", id.raw(), Some(held.patient), &detail)?;
    tx.announce(Topic::Pharmacy);
    tx.announce(Topic::Queue);
    tx.announce(Topic::Visit(held.visit));
    Ok(held)
}
