//! Requests about a patient's data: registered with the day by which they are answered, answered once with a reason.
//! What the law wants kept is not erased: such a request becomes a restriction.

use crate::store::requests::{self, Decision, Kind, NewRequest};
use crate::text;
use bricks::clock::add_days;
use bricks::id::PatientId;
use bricks::lang::Lang;
use bricks::refusal::Refusal;
use ground::access::Who;
use ground::db::{Stop, Topic, Tx};
use ground::people;
use ground::web::{Fields, Form};

/// Until the clinic says otherwise.
pub const DAYS_USUAL: i64 = 10;
const DAYS_MAX: i64 = 60;
/// A request on paper may have lain for so long.
const RECEIVED_DAYS: i64 = 60;
const NAME_CHARS: usize = 120;
const WORDS_CHARS: usize = 1_000;
const REASON_CHARS: usize = 500;

/// Writes a request down.
pub fn register(tx: &mut Tx<'_>, who: &Who, patient: PatientId, form: &Form, lang: Lang) -> Result<(), Stop> {
    let profile = people::by_id(tx, patient)?;
    if profile.branch != who.branch {
        return Err(Stop::Missing);
    }
    let today = who.day_of(tx.now());
    let days = requests::days(tx)?.unwrap_or(DAYS_USUAL);
    let mut fields = Fields::new(form, lang);
    let kind = fields.choice("kind", Kind::parse);
    let asked_by = fields.required_line("asked_by", NAME_CHARS);
    let words = fields.text("words", WORDS_CHARS);
    let received_on = fields.day("received_on").unwrap_or(today);
    let due_on = fields.day("due_on").unwrap_or_else(|| add_days(received_on, days));
    if received_on > today || received_on < add_days(today, -RECEIVED_DAYS) {
        fields.refuse("received_on", text::request_received_wrong_say());
    } else if due_on < received_on || due_on > add_days(received_on, DAYS_MAX) {
        fields.refuse("due_on", text::request_due_wrong_say());
    }
    fields.check()?;
    let kind = kind.unwrap_or(Kind::See);
    let new = NewRequest { branch: who.branch, patient, kind, asked_by: &asked_by, words: &words, received_on, due_on };
    let id = requests::insert(tx, who, &new)?;
    who.note(tx, "register_request", "data_request", id, Some(patient), kind.code())?;
    tx.announce(Topic::Patient(patient));
    Ok(())
}

/// Whether a decision fits what was asked: what the law wants kept is restricted and not erased.
pub fn fits(kind: Kind, decision: Decision, papers: i64) -> Result<(), Refusal> {
    match (kind, decision) {
        (Kind::Erase, Decision::Granted) if papers > 0 => {
            Err(Refusal::field("decision", text::request_kept_say(papers)))
        }
        (Kind::See | Kind::Copy | Kind::Correct | Kind::Withdraw, Decision::Restricted) => {
            Err(Refusal::field("decision", text::request_no_restriction_say()))
        }
        _ => Ok(()),
    }
}

/// Answers a request, once.
pub fn decide(tx: &mut Tx<'_>, who: &Who, id: i64, form: &Form, lang: Lang) -> Result<(), Stop> {
    let request = requests::by_id(tx, who.branch, id)?;
    let mut fields = Fields::new(form, lang);
    let decision = fields.choice("decision", Decision::parse);
    let reason = fields.required_line("reason", REASON_CHARS);
    fields.check()?;
    let decision = decision.unwrap_or(Decision::Refused);
    fits(request.kind, decision, requests::papers(tx, request.patient)?)?;
    if !requests::decide(tx, who, id, decision, &reason)? {
        return Err(Refusal::conflict(text::request_decided_say()).into());
    }
    let restricts = decision == Decision::Restricted || (request.kind, decision) == (Kind::Restrict, Decision::Granted);
    if restricts {
        requests::restrict(tx, who, request.patient, &reason)?;
        who.note(tx, "restrict_record", "patient", request.patient.raw(), Some(request.patient), &reason)?;
    }
    if (request.kind, decision) == (Kind::Erase, Decision::Granted) {
        requests::erase(tx, request.patient)?;
        who.note(tx, "erase_profile", "patient", request.patient.raw(), Some(request.patient), &reason)?;
    }
    let said = format!("{} · {} · {reason}", request.kind.code(), decision.code());
    who.note(tx, "decide_request", "data_request", id, Some(request.patient), &said)?;
    tx.announce(Topic::Patient(request.patient));
    Ok(())
}

/// Uses a restricted record again.
pub fn lift(tx: &mut Tx<'_>, who: &Who, patient: PatientId, form: &Form, lang: Lang) -> Result<(), Stop> {
    let profile = people::by_id(tx, patient)?;
    if profile.branch != who.branch {
        return Err(Stop::Missing);
    }
    let mut fields = Fields::new(form, lang);
    let reason = fields.required_line("lift_reason", REASON_CHARS);
    fields.check()?;
    let stands = requests::restriction(tx, patient)?;
    let lifted = match stands {
        Some(restriction) => requests::lift(tx, who, restriction.id, &reason)?,
        None => false,
    };
    if !lifted {
        return Err(Refusal::conflict(text::restriction_none_say()).into());
    }
    who.note(tx, "lift_restriction", "patient", patient.raw(), Some(patient), &reason)?;
    tx.announce(Topic::Patient(patient));
    Ok(())
}

/// Says within how many days requests are answered.
pub fn set_days(tx: &mut Tx<'_>, who: &Who, form: &Form, lang: Lang) -> Result<(), Stop> {
    let mut fields = Fields::new(form, lang);
    let days = fields.whole("days", 1, DAYS_MAX);
    fields.check()?;
    let days = days.unwrap_or(DAYS_USUAL);
    requests::put_days(tx, days)?;
    who.note(tx, "set_request_days", "branch", who.branch.raw(), None, &days.to_string())?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_law_wants_kept_is_restricted_and_not_erased() {
        assert!(fits(Kind::Erase, Decision::Granted, 3).is_err());
        assert!(fits(Kind::Erase, Decision::Restricted, 3).is_ok());
        assert!(fits(Kind::Erase, Decision::Refused, 3).is_ok());
        assert!(fits(Kind::Restrict, Decision::Granted, 3).is_ok());
        for kind in [Kind::See, Kind::Copy, Kind::Correct, Kind::Withdraw] {
            assert!(fits(kind, Decision::Restricted, 0).is_err());
        }
    }
}
