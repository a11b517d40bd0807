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
/// finishes the visit; the results that the page showed are seen. Refused with one list of all that is missing: the note,
/// the diagnosis, alarms that nobody saw, stops of the medicine rules without a reason, what the law wants, and what is
/// still open and was not looked at ([`asking`]); then nothing is changed. Where the desk closed the visit, its note's author
/// signs what is left to sign: the patient is gone, so no prescription is handed on.
pub fn finish(tx: &mut Tx<'_>, who: &Who, id: VisitId, form: &Form, lang: Lang) -> Result<(), Stop> {
    let visit = signed_note::lock_to_write(tx, who, id)?;
    let texts = note::save_with(tx, who, &visit, form, lang)?;
    let found = store::diagnoses(tx, id, who.staff)?;
    let diagnoses = found.iter().filter(|d| !d.preliminary).count();
    let missing = rules::gaps(&texts.reason, &texts.symptoms, diagnoses);
    let mut refused = Refused::default();
    if !missing.is_empty() {
        refused.take(Err(refusal(&missing).into()))?;
    }
    if visit.state == State::InRoom {
        refused.take(demand_alarms_seen(tx, who, id, form))?;
        if let Some(draft) = prescription::draft_with_lines(tx, id)? {
            refused.take(safety::demand_reasons(tx, who, &draft, "").map(|_| ()))?;
            refused.take(prescription::demand_of_law(tx, who, &draft))?;
        }
    }
    refused.take(asking::ask(tx, who, &visit, &texts, form))?;
    refused.end()?;
    if visit.state == State::InRoom {
        prescription::issue(tx, who, id)?;
        visit::finish(tx, who, id)?;
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

/// Refusals that are told together, in the order in which they were met.
#[derive(Default)]
struct Refused(Vec<Refusal>);

impl Refused {
    /// Keeps a refusal for the list; whatever else stops the act stops it at once.
    fn take(&mut self, done: Result<(), Stop>) -> Result<(), Stop> {
        match done {
            Err(Stop::Refused(refusal)) => self.0.push(refusal),
            other => return other,
        }
        Ok(())
    }

    fn end(self) -> Result<(), Stop> {
        if self.0.is_empty() {
            return Ok(());
        }
        let listed = |l: Lang| self.0.iter().map(|refusal| refusal.say.to(l)).collect::<Vec<_>>().join(" ");
        let mut all = Refusal::invalid(Say::new(listed(Lang::Vi), listed(Lang::En)));
        all.fields = self.0.into_iter().flat_map(|refusal| refusal.fields).collect();
        Err(all.into())
    }
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
