use crate::store::{self, Remedy};
use crate::{rules, text};
use bricks::id::{MedicineId, PrescriptionLineId, VisitId};
use bricks::lang::Lang;
use bricks::quantity::Quantity;
use bricks::refusal::Refusal;
use bricks::say::Say;
use ground::access::Who;
use ground::catalog::{Medicine, in_lang};
use ground::db::{Stop, Tx};
use ground::web::{Fields, Form};
use papers::prescription::{self, DAYS_MAX, Doses, NewLine, Step, Written, parse_line};

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

/// Writes a line of the prescription as it was typed in one line, or field by field; every mistake is refused at its field
/// at once. An instruction that was left empty is the medicine's own, as far as it fits the doses; one that speaks against
/// them is refused.
pub fn put(tx: &mut Tx<'_>, who: &Who, visit: VisitId, form: &Form, lang: Lang) -> Result<(), Stop> {
    if !form.text("line").trim().is_empty() {
        return put_written(tx, who, visit, form.text("line"), lang);
    }
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
    let instruction = instruction_of(&remedy, &line.instruction, &line.doses);
    put_steps(tx, who, visit, &remedy, (&[Step { doses: line.doses, days }], None, &instruction))
}

/// What one typed line means for the medicine that it names.
pub struct ReadLine {
    pub remedy: Remedy,
    pub written: Written,
}

/// Reads one typed line and finds its medicine, or asks.
pub fn read_line(tx: &mut Tx<'_>, who: &Who, typed: &str, lang: Lang) -> Result<Result<ReadLine, Say>, Stop> {
    let written = match parse_line(typed) {
        Ok(written) => written,
        Err(say) => return Ok(Err(say)),
    };
    let id = match only_match(tx, who, &written.name, lang)? {
        Ok(id) => id,
        Err(say) => return Ok(Err(say)),
    };
    let remedy = store::remedy(tx, id, who.branch, who.day_of(tx.now()))?.ok_or(Stop::Missing)?;
    Ok(Ok(ReadLine { remedy, written }))
}

fn put_written(tx: &mut Tx<'_>, who: &Who, visit: VisitId, typed: &str, lang: Lang) -> Result<(), Stop> {
    let read = read_line(tx, who, typed, lang)?.map_err(|say| Refusal::field("line", say))?;
    let (remedy, written) = (read.remedy, read.written);
    for step in &written.steps {
        if let Some(said) = rules::contradiction(&written.instruction, &step.doses) {
            return Err(Refusal::field("line", text::line_contradicts_say(said)).into());
        }
    }
    let first = written.steps.first().map(|step| step.doses);
    let instruction = first.map_or_else(String::new, |doses| instruction_of(&remedy, &written.instruction, &doses));
    let steps = (written.steps.as_slice(), written.weekday, instruction.as_str());
    put_steps(tx, who, visit, &remedy, steps).map_err(at_line)
}

/// Where one line was typed, everything is refused at it.
fn at_line(stop: Stop) -> Stop {
    match stop {
        Stop::Refused(r) if !r.fields.is_empty() => Refusal::field("line", r.say).into(),
        other => other,
    }
}

/// What was typed, or the medicine's own as far as it fits.
fn instruction_of(remedy: &Remedy, typed: &str, doses: &Doses) -> String {
    if !typed.is_empty() {
        return typed.to_owned();
    }
    let own = in_lang(rules::PATIENTS_LANG, &remedy.instruction_vi, &remedy.instruction_en);
    rules::usual_instruction(own, Some(doses))
}

fn put_steps(
    tx: &mut Tx<'_>,
    who: &Who,
    visit: VisitId,
    remedy: &Remedy,
    (steps, weekday, instruction): (&[Step], Option<i64>, &str),
) -> Result<(), Stop> {
    let mut first_day = 1;
    for step in steps {
        let Doses { morning, noon, evening, night } = step.doses;
        let (medicine, days, instruction) = (remedy.id, step.days, instruction.to_owned());
        let new = NewLine { medicine, morning, noon, evening, night, days, instruction, first_day, weekday };
        prescription::put_line(tx, who, visit, &new)?;
        first_day += days;
    }
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
    let mut found = store::find_medicines(tx, typed, who.branch, today)?;
    let begun =
        |m: &Medicine| rules::begins_words(typed, &m.name(Lang::Vi)) || rules::begins_words(typed, &m.name(Lang::En));
    if found.iter().filter(|m| m.stocked && begun(m)).count() == 1 {
        found.retain(|m| m.stocked && begun(m));
    }
    Ok(match found.as_slice() {
        [one] => Ok(one.id),
        [] => Err(text::medicine_unknown_say()),
        several => {
            let names: Vec<String> = several.iter().take(4).map(|m| m.name(lang)).collect();
            Err(text::choose_one_say(names.join(", ")))
        }
    })
}

/// Writes the lines of the patient's latest prescription again; what stands on the draft already is passed over. The
/// medicine rules judge the lines anew. A conflict when there is no earlier one.
pub fn repeat(tx: &mut Tx<'_>, who: &Who, visit: VisitId) -> Result<(), Stop> {
    let earlier = prescription::latest_before(tx, who, visit)?;
    let earlier = earlier.ok_or_else(|| Refusal::conflict(text::repeat_none_say()))?;
    let mut put = 0;
    for line in prescription::lines(tx, earlier)? {
        let new = NewLine {
            medicine: line.medicine,
            morning: line.morning,
            noon: line.noon,
            evening: line.evening,
            night: line.night,
            days: line.days,
            instruction: line.instruction,
            first_day: line.first_day,
            weekday: line.weekday,
        };
        match prescription::put_line(tx, who, visit, &new) {
            Ok(_) => put += 1,
            Err(Stop::Refused(r)) if r.fields.iter().any(|wrong| wrong.field == "medicine") => {}
            Err(stop) => return Err(stop),
        }
    }
    if put == 0 { Err(Refusal::conflict(text::repeat_nothing_say()).into()) } else { Ok(()) }
}

/// Takes a line off the draft; gives its visit.
pub fn remove(tx: &mut Tx<'_>, who: &Who, id: PrescriptionLineId) -> Result<VisitId, Stop> {
    let visit = store::visit_of_line(tx, id, who.branch)?;
    prescription::remove_line(tx, who, visit, id)?;
    Ok(visit)
}
