use bricks::id::{PrescriptionId, VisitId};
use bricks::lang::Lang;
use ground::access::Who;
use ground::db::{Stop, Tx};
use ground::web::{Fields, Form};
use papers::prescription;
use papers::visit;

const ANSWER_CHARS: usize = 500;

/// Answers what the pharmacy asks about a visit's prescription, as the page showed it.
pub fn answer(tx: &mut Tx<'_>, who: &Who, id: VisitId, form: &Form, lang: Lang) -> Result<(), Stop> {
    let mut fields = Fields::new(form, lang);
    let answer = fields.required_line("answer", ANSWER_CHARS);
    let asked = fields.required_id::<PrescriptionId>("prescription");
    fields.check()?;
    visit::by_id(tx, who.branch, id)?;
    let of = prescription::by_visit(tx, id)?.filter(|of| Some(of.id) == asked).ok_or(Stop::Missing)?;
    prescription::answer(tx, who, of.id, &answer)?;
    Ok(())
}
