use super::prescription::{instruction_of, put_all, read_line};
use crate::rules::PATIENTS_LANG;
use crate::store::{self, NewPrescriptionTemplate};
use crate::text;
use bricks::id::{PrescriptionTemplateId, VisitId};
use bricks::lang::Lang;
use bricks::refusal::Refusal;
use bricks::say::Say;
use ground::access::{Permission, Who};
use ground::db::{Stop, Tx};
use ground::web::{Fields, Form};
use papers::prescription::{self, NewLine, quantity_needed};
use papers::visit;

const TITLE_CHARS: usize = 80;
const LINES_MAX: usize = 25;
const CODES_CHARS: usize = 200;
const LINES_CHARS: usize = 6_000;

/// Writes the lines of a template behind those of the visit's draft; what stands there already is passed over. The medicine
/// rules judge them anew.
pub fn prescribe(tx: &mut Tx<'_>, who: &Who, visit: VisitId, form: &Form) -> Result<(), Stop> {
    let id: PrescriptionTemplateId = form.text("template").parse().map_err(|_| Stop::Missing)?;
    let lines = store::template_lines(tx, who, id)?;
    if lines.is_empty() {
        return Err(Stop::Missing);
    }
    put_all(tx, who, visit, lines.iter().map(store::TemplateLine::as_new).collect())
}

/// Keeps the lines of a visit's prescription as a template for its diagnoses, for the doctor alone or for the clinic.
pub fn keep(tx: &mut Tx<'_>, who: &Who, visit: VisitId, form: &Form, lang: Lang) -> Result<(), Stop> {
    let mut fields = Fields::new(form, lang);
    let title = fields.required_line("template_title", TITLE_CHARS);
    fields.check()?;
    let visit = visit::by_id(tx, who.branch, visit)?;
    let codes: Vec<String> =
        store::diagnoses(tx, visit.id, who.staff)?.into_iter().map(|diagnosed| diagnosed.code).collect();
    if codes.is_empty() {
        return Err(Refusal::field("template_title", text::ready_no_diagnosis_say()).into());
    }
    let draft = prescription::by_visit(tx, visit.id)?.ok_or(Stop::Missing)?;
    let lines: Vec<NewLine> = prescription::lines(tx, draft.id)?.into_iter().map(NewLine::from).collect();
    if lines.is_empty() {
        return Err(Refusal::field("template_title", text::ready_no_lines_say()).into());
    }
    let new = NewPrescriptionTemplate { is_clinics: form.has("clinic"), title: &title, codes: &codes, lines: &lines };
    write(tx, who, &new, "template_title")
}

fn write(tx: &mut Tx<'_>, who: &Who, new: &NewPrescriptionTemplate<'_>, field: &'static str) -> Result<(), Stop> {
    let id = PrescriptionTemplateId::from_raw(tx.new_id());
    if !store::put_prescription_template(tx, who, id, new)? {
        return Err(Refusal::field(field, text::ready_taken_say(new.title)).into());
    }
    who.note(tx, "put_prescription_template", "prescription_template", id.raw(), None, new.title)?;
    Ok(())
}

/// Writes a template as it was typed: one line of a prescription on each line. With the `id` of another one it stands in its
/// place. Every mistake is refused at its field, a line with its number.
pub fn put(tx: &mut Tx<'_>, who: &Who, form: &Form, lang: Lang) -> Result<(), Stop> {
    let mut fields = Fields::new(form, lang);
    let title = fields.required_line("title", TITLE_CHARS);
    let typed_codes = fields.required_line("codes", CODES_CHARS);
    let typed_lines = fields.text("lines", LINES_CHARS);
    let codes = read_codes(tx, &mut fields, &typed_codes)?;
    let lines = read_lines(tx, who, &mut fields, &typed_lines, lang)?;
    fields.check()?;
    if let Ok(id) = form.text("id").parse::<PrescriptionTemplateId>() {
        remove(tx, who, id)?;
    }
    let new = NewPrescriptionTemplate { is_clinics: form.has("clinic"), title: &title, codes: &codes, lines: &lines };
    write(tx, who, &new, "title")
}

fn read_codes(tx: &mut Tx<'_>, fields: &mut Fields<'_>, typed: &str) -> Result<Vec<String>, Stop> {
    let codes: Vec<String> =
        typed.split([',', ';', ' ']).map(|code| code.trim().to_uppercase()).filter(|code| !code.is_empty()).collect();
    for code in &codes {
        if !store::offered_code(tx, code)? {
            fields.refuse("codes", text::ready_unknown_code_say(code));
        }
    }
    Ok(codes)
}

fn read_lines(
    tx: &mut Tx<'_>,
    who: &Who,
    fields: &mut Fields<'_>,
    typed: &str,
    lang: Lang,
) -> Result<Vec<NewLine>, Stop> {
    let mut lines: Vec<NewLine> = Vec::new();
    for (number, line) in (1_i64..).zip(typed.lines().map(str::trim)).filter(|(_, line)| !line.is_empty()) {
        match of_line(tx, who, line, lang)? {
            Ok(more) => lines.extend(more),
            Err(say) => {
                let told = |l: Lang| text::ready_line_wrong(l, number, say.to(l));
                fields.refuse("lines", Say::new(told(Lang::Vi), told(Lang::En)));
                return Ok(lines);
            }
        }
    }
    let twice = |at: usize, line: &NewLine| {
        let same = |other: &NewLine| other.medicine == line.medicine && other.first_day == line.first_day;
        lines.iter().take(at).any(same)
    };
    if lines.is_empty() {
        fields.refuse("lines", text::ready_no_lines_say());
    } else if lines.len() > LINES_MAX {
        fields.refuse("lines", text::ready_too_many_say());
    } else if lines.iter().enumerate().any(|(at, line)| twice(at, line)) {
        fields.refuse("lines", papers::text::prescription_medicine_twice_say());
    }
    Ok(lines)
}

/// The lines that one typed line stands for: one for each step of its doses.
fn of_line(tx: &mut Tx<'_>, who: &Who, typed: &str, lang: Lang) -> Result<Result<Vec<NewLine>, Say>, Stop> {
    let read = match read_line(tx, who, typed, (lang, PATIENTS_LANG))? {
        Ok(read) => read,
        Err(say) => return Ok(Err(say)),
    };
    let (remedy, written) = (read.remedy, read.written);
    let mut first_day = 1;
    let mut lines = Vec::new();
    for step in &written.steps {
        if !step.doses.are_measurable(&remedy.dose_unit) {
            return Ok(Err(papers::text::prescription_dose_unmeasurable_say()));
        }
        if quantity_needed(step.doses, step.days, remedy.dose_per_dispense_unit.milli()).is_none() {
            return Ok(Err(papers::text::prescription_dose_impossible_say()));
        }
        let prescription::Doses { morning, noon, evening, night } = step.doses;
        let instruction =
            instruction_of(&remedy, &written.instruction, (&step.doses, written.weekday.is_some()), PATIENTS_LANG);
        let (medicine, days, weekday) = (remedy.id, step.days, written.weekday);
        lines.push(NewLine { medicine, morning, noon, evening, night, days, instruction, first_day, weekday });
        first_day += days;
    }
    Ok(Ok(lines))
}

/// Takes a template away: its maker's, or any by who manages the clinic. What was prescribed by it stays.
pub fn remove(tx: &mut Tx<'_>, who: &Who, id: PrescriptionTemplateId) -> Result<(), Stop> {
    let template = store::prescription_template(tx, who, id)?.ok_or(Stop::Missing)?;
    if template.made_by != who.staff && !who.may(Permission::ManageClinic) {
        return Err(Refusal::conflict(text::template_not_yours_say(template.maker)).into());
    }
    store::remove_prescription_template(tx, id)?;
    who.note(tx, "remove_prescription_template", "prescription_template", id.raw(), None, &template.title)?;
    Ok(())
}
