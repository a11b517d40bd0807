use bricks::id::{PrescriptionLineId, VisitId};
use bricks::lang::Lang;
use bricks::quantity::Quantity;
use bricks::refusal::Refusal;
use ground::access::Who;
use ground::db::{Stop, Tx};
use ground::web::{Fields, Form};
use papers::safety::{self, SEVERITIES};

const REACTION_CHARS: usize = 200;
const REASON_CHARS: usize = 300;
const WEEK_MAX: i64 = 42;
const EGFR_MAX: Quantity = Quantity::whole(200);

/// Writes down what the patient does not bear, by ingredient or class.
pub fn add_allergy(tx: &mut Tx<'_>, who: &Who, visit: VisitId, form: &Form, lang: Lang) -> Result<(), Stop> {
    let mut fields = Fields::new(form, lang);
    let reaction = fields.line("reaction", REACTION_CHARS);
    let severity = fields.choice("severity", |code| SEVERITIES.into_iter().find(|severity| *severity == code));
    fields.check()?;
    let severity = severity.unwrap_or("unknown");
    safety::add_allergy(tx, who, visit, form.text("allergen"), (&reaction, severity))
}

/// Takes an allergy off that was written by mistake.
pub fn remove_allergy(tx: &mut Tx<'_>, who: &Who, visit: VisitId, form: &Form) -> Result<(), Stop> {
    safety::remove_allergy(tx, who, visit, form.text("allergen"))
}

/// Pregnancy, breast-feeding and the kidneys as of today.
pub fn note_facts(tx: &mut Tx<'_>, who: &Who, visit: VisitId, form: &Form, lang: Lang) -> Result<(), Stop> {
    let mut fields = Fields::new(form, lang);
    let week = fields.whole("pregnancy_week", 1, WEEK_MAX);
    let breastfeeding = fields.ticked("breastfeeding");
    let egfr = fields.quantity("egfr", Quantity::whole(1), EGFR_MAX);
    fields.check()?;
    let not_pregnant = fields.ticked("not_pregnant");
    let said = safety::Said { pregnancy_week: week, not_pregnant, breastfeeding, egfr, seen: form.text("seen") };
    safety::note_facts(tx, who, visit, &said)
}

/// Goes on with the stops at a line for the reason that was typed; gives its visit.
pub fn override_line(
    tx: &mut Tx<'_>,
    who: &Who,
    line: PrescriptionLineId,
    form: &Form,
    lang: Lang,
) -> Result<VisitId, Stop> {
    let visit = crate::store::visit_of_line(tx, line, who.branch)?;
    let mut fields = Fields::new(form, lang);
    let reason = fields.required_line("override_reason", REASON_CHARS);
    fields.check()?;
    if !bricks::text::says_something(&reason) {
        return Err(Refusal::field("override_reason", papers::text::safety_reason_short_say()).into());
    }
    safety::override_line(tx, who, visit, line, &reason)?;
    Ok(visit)
}
