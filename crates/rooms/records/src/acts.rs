//! What is written in this room. Whether the record is open to who writes is asked first, in the act's own transaction.

use bricks::id::{PatientId, PrescriptionLineId};
use bricks::lang::Lang;
use bricks::quantity::Quantity;
use ground::access::Who;
use ground::db::{Stop, Tx};
use ground::people::opening::{self, About, Depth};
use ground::web::{Fields, Form};
use papers::background::{self, Ended, Relative};
use papers::safety::{self, SEVERITIES};

const WORDS_CHARS: usize = 200;
const REASON_CHARS: usize = 300;
const ONSET_CHARS: usize = 7;
const AGE_MAX: i64 = 120;
const WEEK_MAX: i64 = 42;
const EGFR_MAX: Quantity = Quantity::whole(200);

/// Proves that the record is open to who acts. What became a part of another record is written there.
fn demand(tx: &mut Tx<'_>, who: &Who, patient: PatientId) -> Result<(), Stop> {
    if ground::people::by_id(tx, patient)?.merged_into.is_some() {
        return Err(Stop::Missing);
    }
    opening::admit(tx, who, About::only(patient), Depth::Record).map(|_| ())
}

/// Follows an illness from now on.
pub fn add_problem(tx: &mut Tx<'_>, who: &Who, patient: PatientId, form: &Form, lang: Lang) -> Result<(), Stop> {
    demand(tx, who, patient)?;
    let mut fields = Fields::new(form, lang);
    let words = fields.line("words", WORDS_CHARS);
    let onset = fields.line("onset", ONSET_CHARS);
    let visit = fields.id("visit");
    fields.check()?;
    // What was typed and not chosen from the list is an illness in words.
    let (code, typed) = (form.text("problem"), form.text("problem_text"));
    let words = if code.is_empty() {
        let illness = bricks::text::clean_line(typed, WORDS_CHARS)
            .map_err(|say| bricks::refusal::Refusal::field("problem", say))?;
        [illness, words].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
    } else {
        words
    };
    background::add_problem(tx, who, patient, (code, &words), (&onset, visit))
}

/// Follows an illness no longer.
pub fn end_problem(tx: &mut Tx<'_>, who: &Who, patient: PatientId, id: i64, form: &Form) -> Result<(), Stop> {
    demand(tx, who, patient)?;
    let mut fields = Fields::new(form, Lang::Vi);
    let how = fields.choice("how", Ended::parse);
    fields.check()?;
    background::end_problem(tx, who, patient, id, how.unwrap_or(Ended::Resolved))
}

/// Writes an illness of the family down.
pub fn add_relative(tx: &mut Tx<'_>, who: &Who, patient: PatientId, form: &Form, lang: Lang) -> Result<(), Stop> {
    demand(tx, who, patient)?;
    let mut fields = Fields::new(form, lang);
    let relative = fields.choice("relative", Relative::parse);
    let words = fields.required_line("illness", WORDS_CHARS);
    let age = fields.whole("age", 0, AGE_MAX);
    fields.check()?;
    background::add_relative(tx, who, patient, relative.unwrap_or(Relative::Other), (&words, age))
}

/// Takes an illness of the family off.
pub fn end_relative(tx: &mut Tx<'_>, who: &Who, patient: PatientId, id: i64) -> Result<(), Stop> {
    demand(tx, who, patient)?;
    background::end_relative(tx, who, patient, id)
}

/// Says that a medicine is taken no longer.
pub fn stop_medicine(
    tx: &mut Tx<'_>,
    who: &Who,
    (patient, line): (PatientId, PrescriptionLineId),
    form: &Form,
    lang: Lang,
) -> Result<(), Stop> {
    demand(tx, who, patient)?;
    let mut fields = Fields::new(form, lang);
    let reason = fields.required_line("reason", REASON_CHARS);
    fields.check()?;
    background::stop_medicine(tx, who, patient, line, &reason)
}

/// Takes a stop back that was wrong.
pub fn take_stop_back(tx: &mut Tx<'_>, who: &Who, patient: PatientId, line: PrescriptionLineId) -> Result<(), Stop> {
    demand(tx, who, patient)?;
    background::take_stop_back(tx, who, patient, line)
}

/// Writes down what the patient does not bear.
pub fn add_allergy(tx: &mut Tx<'_>, who: &Who, patient: PatientId, form: &Form, lang: Lang) -> Result<(), Stop> {
    demand(tx, who, patient)?;
    let mut fields = Fields::new(form, lang);
    let reaction = fields.line("reaction", WORDS_CHARS);
    let severity = fields.choice("severity", |code| SEVERITIES.into_iter().find(|severity| *severity == code));
    fields.check()?;
    safety::add_allergy_of(tx, who, patient, form.text("allergen"), (&reaction, severity.unwrap_or("unknown")))
}

/// Takes an allergy off that was written by mistake.
pub fn remove_allergy(tx: &mut Tx<'_>, who: &Who, patient: PatientId, form: &Form) -> Result<(), Stop> {
    demand(tx, who, patient)?;
    safety::remove_allergy_of(tx, who, patient, form.text("allergen"))
}

/// The words as the page showed them: a browser sends its own line ends.
fn words_of(form: &Form) -> String {
    form.text("words").replace("\r\n", "\n")
}

/// Codes all that one entry of the profile's words names.
pub fn code_words(tx: &mut Tx<'_>, who: &Who, patient: PatientId, form: &Form) -> Result<(), Stop> {
    demand(tx, who, patient)?;
    safety::code_words(tx, who, patient, form.text("allergen"), (&words_of(form), form.text("entry")))
}

/// Takes one thing off what the profile says in words.
pub fn drop_words(tx: &mut Tx<'_>, who: &Who, patient: PatientId, form: &Form) -> Result<(), Stop> {
    demand(tx, who, patient)?;
    safety::drop_words(tx, who, patient, (&words_of(form), form.text("entry")))
}

/// Pregnancy, breast-feeding and the kidneys as of today.
pub fn note_facts(tx: &mut Tx<'_>, who: &Who, patient: PatientId, form: &Form, lang: Lang) -> Result<(), Stop> {
    demand(tx, who, patient)?;
    let mut fields = Fields::new(form, lang);
    let week = fields.whole("pregnancy_week", 1, WEEK_MAX);
    let egfr = fields.quantity("egfr", Quantity::whole(1), EGFR_MAX);
    fields.check()?;
    let said = safety::Said {
        pregnancy_week: week,
        not_pregnant: fields.ticked("not_pregnant"),
        breastfeeding: fields.ticked("breastfeeding"),
        egfr,
        seen: form.text("seen"),
    };
    safety::note_facts_of(tx, who, patient, &said)
}

/// Opens a record for a reason.
pub fn open(tx: &mut Tx<'_>, who: &Who, patient: PatientId, form: &Form, lang: Lang) -> Result<(), Stop> {
    let mut fields = Fields::new(form, lang);
    let reason = fields.required_line("reason", REASON_CHARS);
    fields.check()?;
    opening::open(tx, who, patient, &reason)
}

/// Marks an opening as looked at.
pub fn review(tx: &mut Tx<'_>, who: &Who, id: i64, form: &Form, lang: Lang) -> Result<(), Stop> {
    let mut fields = Fields::new(form, lang);
    let words = fields.line("review", REASON_CHARS);
    fields.check()?;
    opening::review(tx, who, id, &words)
}
