use super::twice;
use crate::store::{self, Medicine, Remedy};
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
        return put_written(tx, who, visit, form, lang);
    }
    let mut fields = Fields::new(form, lang);
    let line = read(&mut fields);
    if form.text("days").trim().is_empty() {
        fields.refuse("days", text::line_days_say());
    }
    if DOSES.iter().all(|dose| form.text(dose).trim().is_empty()) {
        fields.refuse("morning", text::line_no_dose_say());
    } else if let Some(said) = rules::contradiction(&line.instruction, &line.doses, false) {
        fields.refuse("instruction", text::line_contradicts_say(said));
    }
    let found = remedy(tx, who, &mut fields, form, lang)?;
    fields.check()?;
    let (Some(remedy), Some(days)) = (found, line.days) else { return Err(Stop::Missing) };
    let instruction = instruction_of(&remedy, &line.instruction, (&line.doses, false), patients_lang(tx, visit)?);
    let steps = [Step { doses: line.doses, days }];
    put_steps(tx, who, visit, (&remedy, form), (&steps, None, &instruction))
}

/// What one typed line means for the medicine that it names.
pub struct ReadLine {
    pub remedy: Remedy,
    pub written: Written,
}

/// In which language the patient of a visit reads.
pub fn patients_lang(tx: &mut Tx<'_>, visit: VisitId) -> Result<Lang, Stop> {
    Ok(prescription::by_visit(tx, visit)?.map_or(rules::PATIENTS_LANG, |found| found.lang()))
}

/// Reads one typed line and finds its medicine, or asks. `patients` is the language that the patient reads.
pub fn read_line(
    tx: &mut Tx<'_>,
    who: &Who,
    typed: &str,
    (lang, patients): (Lang, Lang),
) -> Result<Result<ReadLine, Say>, Stop> {
    let written = match parse_line(typed, patients) {
        Ok(written) => Written { instruction: marked(&written.instruction, patients), ..written },
        Err(say) => return Ok(Err(say)),
    };
    let id = match only_match(tx, who, &written.name, lang)? {
        Ok(id) => id,
        Err(say) => return Ok(Err(say)),
    };
    let remedy = store::remedy(tx, id, who.branch, who.day_of(tx.now()))?.ok_or(Stop::Missing)?;
    Ok(Ok(ReadLine { remedy, written }))
}

fn put_written(tx: &mut Tx<'_>, who: &Who, visit: VisitId, form: &Form, lang: Lang) -> Result<(), Stop> {
    let patients = patients_lang(tx, visit)?;
    let read = read_line(tx, who, form.text("line"), (lang, patients))?.map_err(|say| Refusal::field("line", say))?;
    let (remedy, written) = (read.remedy, read.written);
    for step in &written.steps {
        if let Some(said) = rules::contradiction(&written.instruction, &step.doses, written.weekday.is_some()) {
            return Err(Refusal::field("line", text::line_contradicts_say(said)).into());
        }
    }
    let first = written.steps.first().map(|step| step.doses);
    let instruction = first.map_or_else(String::new, |doses| {
        instruction_of(&remedy, &written.instruction, (&doses, written.weekday.is_some()), patients)
    });
    let steps = (written.steps.as_slice(), written.weekday, instruction.as_str());
    put_steps(tx, who, visit, (&remedy, form), steps).map_err(at_line)
}

/// Where one line was typed, everything is refused at it but what a box answers.
fn at_line(stop: Stop) -> Stop {
    match stop {
        Stop::Refused(r) if r.fields.iter().any(|wrong| wrong.field != "sure_twice") => {
            Refusal::field("line", r.say).into()
        }
        other => other,
    }
}

/// What was typed, or the medicine's own as far as it fits.
pub fn instruction_of(remedy: &Remedy, typed: &str, (doses, weekly): (&Doses, bool), patients: Lang) -> String {
    if !typed.is_empty() {
        return marked(typed, patients);
    }
    let own = in_lang(patients, &remedy.instruction_vi, &remedy.instruction_en);
    rules::usual_instruction(own, Some(doses), weekly)
}

fn marked(typed: &str, patients: Lang) -> String {
    if patients == Lang::Vi { rules::with_marks(typed) } else { typed.to_owned() }
}

fn put_steps(
    tx: &mut Tx<'_>,
    who: &Who,
    visit: VisitId,
    (remedy, form): (&Remedy, &Form),
    (steps, weekday, instruction): (&[Step], Option<i64>, &str),
) -> Result<(), Stop> {
    let visit = prescription::lock_to_write(tx, who, visit)?.id;
    twice::ask(tx, who, visit, (remedy, steps, weekday.is_some()), form)?;
    let mut first_day = 1;
    for step in steps {
        let Doses { morning, noon, evening, night } = step.doses;
        let (medicine, days, instruction) = (remedy.id, step.days, instruction.to_owned());
        let new = NewLine { medicine, morning, noon, evening, night, days, instruction, first_day, weekday };
        prescription::put_line(tx, who, visit, &new)?;
        first_day += days;
    }
    Ok(store::used_medicine(tx, who, remedy.id)?)
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
    if typed.trim().is_empty() {
        return Ok(Err(text::medicine_unknown_say()));
    }
    let mut found = store::find_medicines(tx, who, typed)?;
    let begun =
        |m: &Medicine| rules::begins_words(typed, &m.name(Lang::Vi)) || rules::begins_words(typed, &m.name(Lang::En));
    if found.iter().filter(|m| m.stocked && begun(m)).count() == 1 {
        found.retain(|m| m.stocked && begun(m));
    }
    let is_part = |m: &Medicine| {
        rules::is_part_of_combination(typed, &m.name(Lang::Vi))
            || rules::is_part_of_combination(typed, &m.name(Lang::En))
    };
    Ok(match found.as_slice() {
        [one] if is_part(one) => Err(text::choose_combination_say(one.name(lang))),
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
    let mut lines = prescription::lines(tx, earlier)?;
    // Of one in whose place it was written, the patient has what was given.
    let mut before = prescription::by_id(tx, who.branch, earlier)?.replaces;
    while let Some(old) = before {
        lines.extend(prescription::lines(tx, old)?.into_iter().filter(|line| !line.given.is_zero()));
        before = prescription::by_id(tx, who.branch, old)?.replaces;
    }
    put_all(tx, who, visit, lines.into_iter().map(NewLine::from).collect())
}

/// Writes lines behind those of the draft; what stands there already is passed over. A conflict when all of it does.
pub fn put_all(tx: &mut Tx<'_>, who: &Who, visit: VisitId, lines: Vec<NewLine>) -> Result<(), Stop> {
    let mut put = 0;
    for new in lines {
        match prescription::put_line(tx, who, visit, &new) {
            Ok(_) => put += 1,
            Err(Stop::Refused(r)) if r.fields.iter().any(|wrong| wrong.field == "medicine") => continue,
            Err(stop) => return Err(stop),
        }
        if new.first_day == 1 {
            store::used_medicine(tx, who, new.medicine)?;
        }
    }
    if put == 0 { Err(Refusal::conflict(text::repeat_nothing_say()).into()) } else { Ok(()) }
}

/// Lets a medicine stand first in this doctor's lists, or no longer.
pub fn favour(tx: &mut Tx<'_>, who: &Who, form: &Form) -> Result<(), Stop> {
    let medicine: MedicineId = form.text("medicine").parse().map_err(|_| Stop::Missing)?;
    if store::favour_medicine(tx, who, medicine)? { Ok(()) } else { Err(Stop::Missing) }
}

/// Says in which language the patient reads the prescription.
pub fn choose_language(tx: &mut Tx<'_>, who: &Who, visit: VisitId, form: &Form) -> Result<(), Stop> {
    let lang = Lang::parse(form.text("lang")).ok_or(Stop::Missing)?;
    prescription::read_by(tx, who, visit, lang)
}

/// Takes a line off the draft; gives its visit.
pub fn remove(tx: &mut Tx<'_>, who: &Who, id: PrescriptionLineId) -> Result<VisitId, Stop> {
    let visit = store::visit_of_line(tx, id, who.branch)?;
    prescription::remove_line(tx, who, visit, id)?;
    Ok(visit)
}
