//! A line that is still being typed, among those that stand already.

use super::patient::{Checked, look_with, taken};
use super::{At, Finding, Unchecked, store};
use crate::prescription::Doses;
use bricks::id::{MedicineId, PatientId, PrescriptionId};
use bricks::quantity::Quantity;
use ground::access::Who;
use ground::db::{Stop, Tx};

/// Checks a prescription with a line of `medicine` behind the others. Doses that are not typed yet are none, and a course
/// without days lasts one: what hangs on the medicine alone is told at once.
pub fn look_at_draft(
    tx: &mut Tx<'_>,
    who: &Who,
    (patient, prescription): (PatientId, Option<PrescriptionId>),
    medicine: MedicineId,
    (doses, days): (Option<Doses>, i64),
) -> Result<Checked, Stop> {
    let code = store::code_of(tx, medicine)?;
    let doses = doses.map_or([Quantity::ZERO; 4], |d| [d.morning, d.noon, d.evening, d.night]);
    look_with(tx, who, patient, prescription, Some(taken(&code, doses, days.max(1))))
}

impl Checked {
    /// Everything found about the line that is being typed, the gravest first.
    pub fn at_draft(&self) -> impl Iterator<Item = &Finding> {
        let place = At::New(self.lines.len());
        self.outcome.findings.iter().filter(move |finding| finding.lines.contains(&place))
    }

    /// What could not be checked about it, or about the patient.
    pub fn unchecked_at_draft(&self) -> impl Iterator<Item = &Unchecked> {
        let place = At::New(self.lines.len());
        self.outcome.unchecked.iter().filter(move |one| one.line.is_none_or(|line| line == place))
    }
}
