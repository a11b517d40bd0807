use crate::{store, text};
use bricks::id::{ResourceId, VisitId};
use bricks::lang::Lang;
use bricks::say::Say;
use ground::access::Who;
use ground::db::{Stop, Tx};
use ground::web::{Fields, Form};
use papers::visit::{self, HandOver, State};

const REASON_CHARS: usize = 200;

/// Gives a patient to another doctor, with the reason: the one who was picked, or the only one whose name fits what was typed.
pub fn hand_over(tx: &mut Tx<'_>, who: &Who, id: VisitId, form: &Form, lang: Lang) -> Result<(), Stop> {
    let mut fields = Fields::new(form, lang);
    let picked: Option<ResourceId> = fields.id("doctor");
    let reason = fields.required_line("hand_reason", REASON_CHARS);
    let seen = fields.choice("seen_state", State::parse).unwrap_or(State::Waiting);
    let doctor = match picked {
        Some(doctor) => Ok(doctor),
        None => only_match(tx, who, form.text("doctor_text"))?,
    };
    let doctor = doctor.map_err(|say| fields.refuse("doctor", say)).ok();
    fields.check()?;
    let Some(doctor) = doctor else { return Err(Stop::Missing) };
    visit::hand_over(tx, who, id, &HandOver { doctor, seen, reason })
}

fn only_match(tx: &mut Tx<'_>, who: &Who, typed: &str) -> Result<Result<ResourceId, Say>, Stop> {
    if typed.trim().is_empty() {
        return Ok(Err(text::hand_over_whom_say()));
    }
    let mut found = store::doctors(tx, who.branch)?;
    found.retain(|doctor| crate::rules::fits_words(typed, &doctor.name));
    Ok(match found.as_slice() {
        [one] => Ok(one.id),
        [] => Err(text::hand_over_unknown_say()),
        several => {
            let names: Vec<&str> = several.iter().map(|doctor| doctor.name.as_str()).collect();
            Err(text::choose_one_say(names.join(", ")))
        }
    })
}
