use crate::store::{self, Remedy};
use crate::text;
use bricks::id::{MedicineId, PrescriptionLineId, VisitId};
use bricks::lang::Lang;
use bricks::quantity::Quantity;
use bricks::refusal::Refusal;
use ground::access::Who;
use ground::catalog::in_lang;
use ground::db::{Stop, Tx};
use ground::web::{Fields, Form};
use papers::prescription::{self, DAYS_MAX, NewLine};

const INSTRUCTION_CHARS: usize = 300;
const DOSE_MAX: Quantity = Quantity::whole(1_000);

/// What the form says besides the medicine.
#[derive(Debug, Clone)]
pub struct TypedLine {
    pub morning: Quantity,
    pub noon: Quantity,
    pub evening: Quantity,
    pub night: Quantity,
    /// `None` when nothing was typed.
    pub days: Option<i64>,
    pub instruction: String,
}

/// Reads doses (`0,5`, `1/2`), days and instruction; every mistake is refused at its field.
pub fn typed(form: &Form, lang: Lang) -> Result<TypedLine, Refusal> {
    let mut fields = Fields::new(form, lang);
    let mut dose = |field| {
        let typed = fields.quantity(field, Quantity::ZERO, DOSE_MAX);
        typed.unwrap_or(Quantity::ZERO)
    };
    let (morning, noon) = (dose("morning"), dose("noon"));
    let (evening, night) = (dose("evening"), dose("night"));
    let line = TypedLine {
        morning,
        noon,
        evening,
        night,
        days: fields.whole("days", 1, DAYS_MAX),
        instruction: fields.line("instruction", INSTRUCTION_CHARS),
    };
    fields.check()?;
    Ok(line)
}

/// Writes a line of the prescription. An instruction that was left empty is the medicine's own.
pub fn put(tx: &mut Tx<'_>, who: &Who, visit: VisitId, form: &Form, lang: Lang) -> Result<(), Stop> {
    let mut fields = Fields::new(form, lang);
    let picked: Option<MedicineId> = fields.id("medicine");
    fields.check()?;
    let line = typed(form, lang)?;
    let Some(days) = line.days else {
        return Err(Refusal::field("days", text::line_days_say()).into());
    };
    let remedy = remedy(tx, who, picked, form, lang)?;
    let own = in_lang(lang, &remedy.instruction_vi, &remedy.instruction_en);
    let new = NewLine {
        medicine: remedy.id,
        morning: line.morning,
        noon: line.noon,
        evening: line.evening,
        night: line.night,
        days,
        instruction: if line.instruction.is_empty() { own.to_owned() } else { line.instruction },
    };
    prescription::put_line(tx, who, visit, &new)?;
    Ok(())
}

fn remedy(tx: &mut Tx<'_>, who: &Who, picked: Option<MedicineId>, form: &Form, lang: Lang) -> Result<Remedy, Stop> {
    let today = who.day_of(tx.now());
    let id = match picked {
        Some(id) => id,
        None => only_match(tx, who, form.text("medicine_text"), lang)?,
    };
    let found = store::remedy(tx, id, who.branch, today)?;
    found.ok_or_else(|| Refusal::field("medicine", text::medicine_unknown_say()).into())
}

fn only_match(tx: &mut Tx<'_>, who: &Who, typed: &str, lang: Lang) -> Result<MedicineId, Stop> {
    let today = who.day_of(tx.now());
    let found = store::find_medicines(tx, typed, who.branch, today)?;
    match found.as_slice() {
        [one] => Ok(one.id),
        [] => Err(Refusal::field("medicine", text::medicine_unknown_say()).into()),
        several => {
            let names: Vec<String> = several.iter().take(4).map(|m| m.name(lang)).collect();
            Err(Refusal::field("medicine", text::choose_one_say(names.join(", "))).into())
        }
    }
}

/// Takes a line off the draft; gives its visit.
pub fn remove(tx: &mut Tx<'_>, who: &Who, id: PrescriptionLineId) -> Result<VisitId, Stop> {
    let visit = store::visit_of_line(tx, id, who.branch)?;
    prescription::remove_line(tx, who, visit, id)?;
    Ok(visit)
}
