use super::note::{NOTE_CHARS, REASON_CHARS};
use crate::text;
use bricks::id::VisitId;
use bricks::lang::Lang;
use ground::access::Who;
use ground::catalog;
use ground::db::{Stop, Tx};
use ground::web::{Fields, Form};
use papers::note::{self, Amendment, Texts};

const WHY_CHARS: usize = 300;

/// Says a signed note anew, with the reason: the diagnoses that stay ticked, and one that is added.
pub fn amend(tx: &mut Tx<'_>, who: &Who, id: VisitId, form: &Form, lang: Lang) -> Result<(), Stop> {
    let mut fields = Fields::new(form, lang);
    let mut codes: Vec<String> = form.all("keep").map(str::to_owned).collect();
    let new = Amendment {
        over: fields.whole("over", 1, i64::MAX).unwrap_or(0),
        texts: Texts {
            reason: fields.line("reason", REASON_CHARS),
            symptoms: fields.text("symptoms", NOTE_CHARS),
            findings: fields.text("findings", NOTE_CHARS),
            advice: fields.text("advice", NOTE_CHARS),
        },
        codes: Vec::new(),
        why: fields.required_line("why", WHY_CHARS),
    };
    if new.texts.reason.is_empty() && new.texts.symptoms.is_empty() {
        fields.refuse("reason", text::note_needed_say());
    }
    match added(tx, form)? {
        Ok(code) => codes.extend(code),
        Err(say) => fields.refuse("diagnosis", say),
    }
    fields.check()?;
    note::amend(tx, who, id, &Amendment { codes, ..new })?;
    Ok(())
}

/// The further diagnosis, if one was picked or typed.
fn added(tx: &mut Tx<'_>, form: &Form) -> Result<Result<Option<String>, bricks::say::Say>, Stop> {
    let (picked, typed) = (form.text("diagnosis"), form.text("diagnosis_text").trim());
    if !picked.is_empty() {
        return Ok(Ok(Some(picked.to_owned())));
    }
    if typed.is_empty() {
        return Ok(Ok(None));
    }
    let found = catalog::find_diagnoses(tx, typed)?;
    let one = found.iter().find(|d| d.code.eq_ignore_ascii_case(typed));
    let one = one.or(if found.len() == 1 { found.first() } else { None });
    Ok(one.map(|d| Some(d.code.clone())).ok_or_else(text::diagnosis_unknown_say))
}
