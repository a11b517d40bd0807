//! A prescription on paper proves itself: its QR code holds the number and a proof over everything that it says. The house that
//! printed it checks that without any network; a paper that was changed, or made elsewhere, does not pass.

use crate::store::{self, Head};
use bricks::id::{BranchId, PrescriptionId};
use ground::access::proof::{self, Purpose};
use ground::db::{Stop, Tx};
use papers::prescription::{self, Line};

/// What the code begins with.
const MARK: &str = "KHAM1";
const BY_NUMBER: &str = "SELECT id FROM prescription WHERE number = $1 AND branch_id = $2";

/// The content of the QR code: `KHAM1 DT-261124-001 3f…`.
pub fn seal(tx: &mut Tx<'_>, head: &Head, lines: &[Line]) -> Result<String, Stop> {
    let proof = proof::prove(tx, Purpose::PrescriptionPaper, &content(head, lines))?;
    Ok(format!("{MARK} {} {proof}", head.number))
}

/// Everything that a change of the paper would change.
fn content(head: &Head, lines: &[Line]) -> String {
    let issued = head.issued_at.map(bricks::clock::Instant::millis).unwrap_or_default();
    let mut said = format!("{} {} {issued}", head.number, head.patient);
    for line in lines {
        let doses = [line.morning, line.noon, line.evening, line.night].map(bricks::quantity::Quantity::milli);
        let weekday = line.weekday.unwrap_or_default();
        let quantity = line.quantity.milli();
        said.push_str(&format!("|{} {doses:?} {} {} {weekday} {quantity}", line.code, line.first_day, line.days));
    }
    said
}

/// The prescription that a scanned code proves; `None` for anything else.
pub fn check(tx: &mut Tx<'_>, branch: BranchId, typed: &str) -> Result<Option<PrescriptionId>, Stop> {
    let words: Vec<&str> = typed.split_whitespace().collect();
    let [MARK, number, proof] = *words.as_slice() else { return Ok(None) };
    let Some(id) = tx.one::<PrescriptionId>(BY_NUMBER, &[&number, &branch])? else { return Ok(None) };
    let (head, lines) = (store::head(tx, branch, id)?, prescription::lines(tx, id)?);
    match proof::demand(tx, Purpose::PrescriptionPaper, &content(&head, &lines), proof) {
        Ok(()) => Ok(Some(id)),
        Err(Stop::Missing) => Ok(None),
        Err(stop) => Err(stop),
    }
}
