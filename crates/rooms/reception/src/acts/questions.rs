//! What has to be asked before somebody is let in.

use crate::asked::{self, Moment};
use crate::rules::identity;
use crate::text;
use bricks::clock::Day;
use bricks::lang::Lang;
use bricks::say::Say;
use ground::access::Who;
use ground::db::{Stop, Tx};
use ground::people::{self, Patient, opening};
use ground::web::Form;
use papers::safety;

/// What is unknown without which nobody is let in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Open {
    /// Nobody has asked about allergies.
    pub allergies: bool,
    /// Who comes with a small child.
    pub guardian: bool,
}

impl Open {
    pub fn any(self) -> bool {
        self.allergies || self.guardian
    }

    /// What is missing, and where it is answered.
    pub fn say(self) -> Say {
        match (self.allergies, self.guardian) {
            (true, true) => text::profile_questions_open_say(),
            (false, true) => text::profile_guardian_open_say(),
            (_, false) => text::profile_allergies_open_say(),
        }
    }
}

/// The open questions of a profile. Of a restricted record the desk reads and writes nothing: the doctor, who opens it for a
/// reason, asks.
pub fn open(tx: &mut Tx<'_>, who: &Who, of: &Patient, today: Day) -> Result<Open, Stop> {
    if opening::is_restricted(tx, who, of.id)? {
        return Ok(Open::default());
    }
    let is_unwritten = of.allergies.trim().is_empty() && !of.allergies_none;
    Ok(Open {
        allergies: is_unwritten && !safety::has_coded_allergy(tx, of.id)?,
        guardian: of.guardian_name.is_none() && identity::guardian_needed(of.birth(), today),
    })
}

/// Writes what was answered beside a booking, and tells whether the patient can be let in without another question: the
/// questions stood on the page that was sent, and none is open, or it is an emergency. Refused at `allergies` when that is all that is missing.
pub fn answered(tx: &mut Tx<'_>, who: &Who, of: &Patient, form: &Form, lang: Lang) -> Result<bool, Stop> {
    if form.text("seen") != of.id.to_string() {
        return Ok(false);
    }
    let (open, is_emergency) = (open(tx, who, of, who.day_of(tx.now()))?, asked::signs(form).is_emergency);
    let may_enter = is_emergency || !open.guardian;
    if !open.allergies {
        return Ok(may_enter);
    }
    let is_let_in = form.text("then") == "check_in" && !open.guardian && !is_emergency;
    let moment = if is_let_in { Moment::CheckIn } else { Moment::Anytime };
    let Some(words) = asked::allergies_answer(form, lang, moment)? else { return Ok(is_emergency) };
    people::answer_allergies(tx, who, of.id, &words)?;
    Ok(may_enter)
}
