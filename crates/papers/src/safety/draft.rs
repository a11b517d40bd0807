//! What is not prescribed yet, or never will be: a line that is being typed, and medicines sold over the counter.

use super::patient::{Checked, look_with, refusal, taken, too_short};
use super::{At, Case, Finding, Unchecked, check, store};
use crate::prescription::Step;
use bricks::id::{MedicineId, PatientId, PrescriptionId, PrescriptionLineId};
use bricks::quantity::Quantity;
use bricks::text::says_something;
use ground::access::Who;
use ground::db::{Stop, Tx};

/// Checks a prescription with a line of `medicine` behind the others. Doses that are not typed yet are none, and a course
/// without days lasts one: what hangs on the medicine alone is told at once.
pub fn look_at_draft(
    tx: &mut Tx<'_>,
    who: &Who,
    (patient, prescription): (PatientId, Option<PrescriptionId>),
    medicine: MedicineId,
    (steps, weekly): (&[Step], bool),
) -> Result<Checked, Stop> {
    let code = store::code_of(tx, medicine)?;
    let mut first_day = 1;
    let mut typed = Vec::new();
    for step in steps {
        let (d, days) = (step.doses, step.days.max(1));
        typed.push(taken(&code, [d.morning, d.noon, d.evening, d.night], (first_day, days), weekly));
        first_day += days;
    }
    if typed.is_empty() {
        typed.push(taken(&code, [Quantity::ZERO; 4], (1, 1), weekly));
    }
    look_with(tx, who, patient, prescription, typed)
}

/// Checks medicines (by their codes) that a known patient buys without a prescription, beside what is taken already.
pub fn look_at_sale(tx: &mut Tx<'_>, who: &Who, patient: PatientId, codes: &[String]) -> Result<Checked, Stop> {
    let typed = codes.iter().map(|code| taken(code, [Quantity::ZERO; 4], (1, 1), false)).collect();
    look_with(tx, who, patient, None, typed)
}

/// Proves in the transaction of the sale that a stop has a reason, under the patient's lock. Gives whether one was needed.
pub fn demand_reason_for_sale(
    tx: &mut Tx<'_>,
    who: &Who,
    patient: PatientId,
    (codes, reason): (&[String], &str),
) -> Result<bool, Stop> {
    store::lock_patient(tx, patient)?;
    let checked = look_at_sale(tx, who, patient, codes)?;
    let open = checked.open_stops();
    match (open.is_empty(), reason) {
        (true, _) => Ok(false),
        (false, "") => Err(refusal(&open).into()),
        (false, reason) if !says_something(reason) => Err(too_short(&open).into()),
        (false, _) => Ok(true),
    }
}

impl Checked {
    /// The lines whose medicine the tables do not know, so that nothing of it was checked.
    pub fn unknown(&self) -> Vec<PrescriptionLineId> {
        let known = |line: &super::Line| self.book.medicine(&line.medicine).is_some();
        self.lines.iter().zip(&self.case.new).filter(|(_, line)| !known(line)).map(|(id, _)| *id).collect()
    }

    /// Everything found about the line that is being typed, the gravest first.
    pub fn at_draft(&self) -> impl Iterator<Item = &Finding> {
        let is_typed = |at: &At| matches!(at, At::New(place) if *place >= self.lines.len());
        self.outcome.findings.iter().filter(move |finding| finding.lines.iter().any(is_typed))
    }

    /// What could not be checked about it, and what of the patient was not. Facts that the other lines alone ask for are
    /// told below those lines: a sentence about their ingredients would be read as one about this medicine.
    pub fn unchecked_at_draft(&self) -> Vec<Unchecked> {
        let typed = self.case.new.get(self.lines.len()..).unwrap_or_default().to_vec();
        let alone = Case { new: typed, current: Vec::new(), ..self.case.clone() };
        let of_tables = check(&self.book, &self.case).unchecked;
        let in_words = self.outcome.unchecked.iter().filter(|one| !of_tables.contains(one)).cloned();
        check(&self.book, &alone).unchecked.into_iter().chain(in_words).collect()
    }
}
