use crate::store::{self, Remedy};
use crate::{rules, text};
use bricks::id::{MedicineId, PrescriptionLineId, VisitId};
use bricks::lang::Lang;
use bricks::quantity::Quantity;
use bricks::refusal::Refusal;
use bricks::say::Say;
use ground::access::Who;
use ground::catalog::in_lang;
use ground::db::{Stop, Tx};
use ground::web::{Fields, Form};
use papers::prescription::{self, DAYS_MAX, Doses, NewLine};

const INSTRUCTION_CHARS: usize = 300;
const DOSES: [&str; 4] = ["morning", "noon", "evening", "night"];
const DOSE_MAX: Quantity = Quantity::whole(1_000);

/// What the form says besides the medicine.
#[derive(Debug, Clone)]
pub struct TypedLine {
    pub doses: Doses,
    /// `None` when nothing was typed.
    pub days: Option<i64>,
    pub instruction: String,
}

/// Reads doses (`0,5`, `1/2`), days and instruction; every mistake is refused at its field.
pub fn typed(form: &Form, lang: Lang) -> Result<TypedLine, Refusal> {
    let mut fields = Fields::new(form, lang);
    let line = read(&mut fields);
    fields.check()?;
    Ok(line)
}

fn read(fields: &mut Fields<'_>) -> TypedLine {
    let mut dose = |field| fields.quantity(field, Quantity::ZERO, DOSE_MAX).unwrap_or(Quantity::ZERO);
    let (morning, noon) = (dose("morning"), dose("noon"));
    let (evening, night) = (dose("evening"), dose("night"));
    TypedLine {
        doses: Doses { morning, noon, evening, night },
        days: fields.whole("days", 1, DAYS_MAX),
        instruction: fields.line("instruction", INSTRUCTION_CHARS),
    }
}

/// Writes a line of the prescription; every mistake is refused at its field at once. An instruction that was left empty
/// is the medicine's own, as far as it fits the doses; one that speaks against them is refused.
pub fn put(tx: &mut Tx<'_>, who: &Who, visit: VisitId, form: &Form, lang: Lang) -> Result<(), Stop> {
    let mut fields = Fields::new(form, lang);
    let line = read(&mut fields);
    if form.text("days").trim().is_empty() {
        fields.refuse("days", text::line_days_say());
    }
    if DOSES.iter().all(|dose| form.text(dose).trim().is_empty()) {
        fields.refuse("morning", text::line_no_dose_say());
    } else if let Some(said) = rules::contradiction(&line.instruction, &line.doses) {
        fields.refuse("instruction", text::line_contradicts_say(said));
    }
    let found = remedy(tx, who, &mut fields, form, lang)?;
    fields.check()?;
    let (Some(remedy), Some(days)) = (found, line.days) else { return Err(Stop::Missing) };
    let Doses { morning, noon, evening, night } = line.doses;
    let own = in_lang(rules::PATIENTS_LANG, &remedy.instruction_vi, &remedy.instruction_en);
    let usual = || rules::usual_instruction(own, Some(&line.doses));
    let instruction = if line.instruction.is_empty() { usual() } else { line.instruction };
    let new = NewLine { medicine: remedy.id, morning, noon, evening, night, days, instruction };
    prescription::put_line(tx, who, visit, &new)?;
    Ok(())
}

/// The medicine that was picked, or the only one that fits what was typed; refused at its field otherwise.
fn remedy(
    tx: &mut Tx<'_>,
    who: &Who,
    fields: &mut Fields<'_>,
    form: &Form,
    lang: Lang,
) -> Result<Option<Remedy>, Stop> {
    let today = who.day_of(tx.now());
    let id = match fields.id("medicine") {
        Some(id) => Ok(id),
        None => only_match(tx, who, form.text("medicine_text"), lang)?,
    };
    let found = match id {
        Ok(id) => store::remedy(tx, id, who.branch, today)?.ok_or_else(text::medicine_unknown_say),
        Err(say) => Err(say),
    };
    Ok(found.map_err(|say| fields.refuse("medicine", say)).ok())
}

fn only_match(tx: &mut Tx<'_>, who: &Who, typed: &str, lang: Lang) -> Result<Result<MedicineId, Say>, Stop> {
    let today = who.day_of(tx.now());
    let found = store::find_medicines(tx, typed, who.branch, today)?;
    Ok(match found.as_slice() {
        [one] => Ok(one.id),
        [] => Err(text::medicine_unknown_say()),
        several => {
            let names: Vec<String> = several.iter().take(4).map(|m| m.name(lang)).collect();
            Err(text::choose_one_say(names.join(", ")))
        }
    })
}

/// Takes a line off the draft; gives its visit.
pub fn remove(tx: &mut Tx<'_>, who: &Who, id: PrescriptionLineId) -> Result<VisitId, Stop> {
    let visit = store::visit_of_line(tx, id, who.branch)?;
    prescription::remove_line(tx, who, visit, id)?;
    Ok(visit)
}
