use super::{asking, note, review};
use crate::rules::{self, Gap};
use crate::{store, text};
use bricks::id::VisitId;
use bricks::lang::Lang;
use bricks::refusal::Refusal;
use bricks::say::Say;
use ground::access::Who;
use ground::catalog::in_lang;
use ground::db::{Stop, Topic, Tx};
use ground::web::Form;
use papers::visit::State;
use papers::{note as signed_note, order, prescription, safety, visit};

/// Ends the consultation: saves and signs the note that the form brings along, hands the prescription to the pharmacy and
/// finishes the visit; the results that the page showed are seen. Refused with the list of what is missing, and while a stop of the medicine rules
/// has no reason, or until what is still open was looked at ([`asking`]); then nothing is changed. Where the desk closed the visit, its note's author signs what is left to sign:
/// the patient is gone, so no prescription is handed on.
pub fn finish(tx: &mut Tx<'_>, who: &Who, id: VisitId, form: &Form, lang: Lang) -> Result<(), Stop> {
    let visit = signed_note::lock_to_write(tx, who, id)?;
    let texts = note::save_with(tx, who, &visit, form, lang)?;
    let found = store::diagnoses(tx, id, who.staff)?;
    let diagnoses = found.iter().filter(|d| !d.preliminary).count();
    let missing = rules::gaps(&texts.reason, &texts.symptoms, diagnoses);
    if !missing.is_empty() {
        return Err(refusal(&missing).into());
    }
    asking::ask(tx, who, &visit, &texts, form)?;
    if visit.state == State::InRoom {
        demand_alarms_seen(tx, who, id, form)?;
        hand_on(tx, who, id)?;
    } else {
        tx.announce(Topic::Queue);
        tx.announce(Topic::Visit(id));
        tx.announce(Topic::Patient(visit.patient));
    }
    signed_note::sign(tx, who, &visit)?;
    order::review(tx, who, id, &review::seen(form))?;
    Ok(())
}

/// An alarming value that no doctor has seen is ticked by name before the patient leaves. One that came after the page was
/// drawn is told first, and so is one that was corrected since: the tick is for the result as the page showed it.
fn demand_alarms_seen(tx: &mut Tx<'_>, who: &Who, id: VisitId, form: &Form) -> Result<(), Stop> {
    let ticked: Vec<order::Shown> = form.all("alarm").filter_map(order::Shown::parse).collect();
    let mut open = order::unseen_alarms(tx, who, id)?;
    open.retain(|alarm| !ticked.contains(&alarm.result));
    if open.is_empty() {
        return Ok(());
    }
    let is_corrected = |alarm: &order::Alarm| ticked.iter().any(|shown| shown.order == alarm.result.order);
    let listed = |lang| {
        let name = |alarm: &order::Alarm| {
            let name = in_lang(lang, &alarm.name_vi, &alarm.name_en);
            if is_corrected(alarm) { text::alarm_corrected(lang, name) } else { name.to_owned() }
        };
        text::finish_alarm(lang, open.iter().map(name).collect::<Vec<_>>().join(", "))
    };
    let refusal = Refusal::invalid(Say::new(listed(Lang::Vi), listed(Lang::En)));
    Err(refusal.and_field("alarm", text::alarm_tick_say()).into())
}

/// The prescription goes to the pharmacy, and the patient on.
fn hand_on(tx: &mut Tx<'_>, who: &Who, id: VisitId) -> Result<(), Stop> {
    if let Some(draft) = prescription::by_visit(tx, id)?.filter(|p| p.state == prescription::State::Draft) {
        safety::demand_reasons(tx, who, &draft, "")?;
    }
    prescription::issue(tx, who, id)?;
    visit::finish(tx, who, id)
}

fn refusal(missing: &[Gap]) -> Refusal {
    let listed = |lang| {
        let words: Vec<&str> = missing.iter().map(|gap| words_of(*gap, lang)).collect();
        text::finish_missing(lang, words.join("; "))
    };
    let all = Refusal::invalid(Say::new(listed(Lang::Vi), listed(Lang::En)));
    missing.iter().fold(all, |refusal, gap| match gap {
        Gap::Note => refusal.and_field("reason", text::note_needed_say()),
        Gap::Diagnosis => refusal.and_field("diagnosis", text::diagnosis_needed_say()),
    })
}

fn words_of(gap: Gap, lang: Lang) -> &'static str {
    match gap {
        Gap::Note => text::gap_note(lang),
        Gap::Diagnosis => text::gap_diagnosis(lang),
    }
}
