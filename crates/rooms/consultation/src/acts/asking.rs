use crate::rules;
use crate::store::{self, Texts};
use crate::{alarm, text};
use bricks::age::months;
use bricks::lang::Lang;
use bricks::refusal::Refusal;
use bricks::say::Say;
use ground::access::Who;
use ground::catalog::{in_lang, medicine_name};
use ground::db::{Stop, Tx};
use ground::web::Form;
use papers::order::State as OrderState;
use papers::visit::{State, Visit};
use papers::{prescription, safety};

/// Asks, at `sure_finish`, about what must not be passed over in silence when a patient is let go: urgent orders that are
/// open, alarming vitals, medicines for somebody whose allergies nobody has asked about, stops that somebody went on with,
/// medicines that the tables of the rules do not know, and blanks that a template left in the note. Asked once: the box is sent with the sentence that it answers, so that
/// whatever comes after it is asked about anew, and what was taken away is not.
pub(super) fn ask(tx: &mut Tx<'_>, who: &Who, visit: &Visit, texts: &Texts, form: &Form) -> Result<(), Stop> {
    let blanks = [&texts.reason, &texts.symptoms, &texts.findings, &texts.advice].map(|text| rules::blanks(text));
    let blanks: usize = blanks.into_iter().sum();
    let mut open: Vec<Say> = Vec::new();
    if visit.state == State::InRoom {
        open.extend(vitals(tx, who, visit)?);
        open.extend(orders(tx, visit)?);
        open.extend(allergies(tx, who, visit)?);
        open.extend(medicines(tx, who, visit)?);
    }
    if blanks > 0 {
        open.push(text::finish_ask_blanks_say(blanks));
    }
    answered(&open, form)
}

/// The same of a prescription alone, which goes to the pharmacy after the visit.
pub(super) fn ask_of_prescription(tx: &mut Tx<'_>, who: &Who, visit: &Visit, form: &Form) -> Result<(), Stop> {
    let mut open: Vec<Say> = Vec::new();
    open.extend(allergies(tx, who, visit)?);
    open.extend(medicines(tx, who, visit)?);
    answered(&open, form)
}

/// Whether the box that the form sends answers everything that is open.
fn answered(open: &[Say], form: &Form) -> Result<(), Stop> {
    let listed = |l: Lang| open.iter().map(|say| say.to(l)).collect::<Vec<_>>().join("; ");
    let say = Say::new(text::finish_asks(Lang::Vi, listed(Lang::Vi)), text::finish_asks(Lang::En, listed(Lang::En)));
    let answered = form.text("sure_finish");
    if open.iter().all(|say| answered.contains(say.vi.as_ref())) {
        return Ok(());
    }
    Err(Refusal::field("sure_finish", say).into())
}

fn vitals(tx: &mut Tx<'_>, who: &Who, visit: &Visit) -> Result<Option<Say>, Stop> {
    let head = store::head(tx, who.branch, visit.id)?;
    let taken = store::latest(tx, visit.patient, tx.now().plus_minutes(1))?;
    let Some(taken) = store::of_visit(&taken, visit.id) else { return Ok(None) };
    let age = months(head.birth(), who.day_of(tx.now()));
    let told = |l: Lang| alarm::told(&taken, age, l).map(|values| text::finish_ask_vitals(l, values));
    Ok(told(Lang::Vi).zip(told(Lang::En)).map(|(vi, en)| Say::new(vi, en)))
}

fn allergies(tx: &mut Tx<'_>, who: &Who, visit: &Visit) -> Result<Option<Say>, Stop> {
    if prescription::draft_with_lines(tx, visit.id)?.is_none() {
        return Ok(None);
    }
    let head = store::head(tx, who.branch, visit.id)?;
    let known = safety::allergies_told(tx, visit.patient, &head.allergies)?;
    let unasked = known.vi.is_empty() && !head.allergies_none;
    Ok(unasked.then(text::finish_ask_allergies_say))
}

/// Of the prescription: the stops that somebody went on with, each with its reason, and what the tables do not know.
fn medicines(tx: &mut Tx<'_>, who: &Who, visit: &Visit) -> Result<Vec<Say>, Stop> {
    let Some(draft) = prescription::draft_with_lines(tx, visit.id)? else { return Ok(Vec::new()) };
    let checked = safety::look(tx, who, visit.patient, Some(draft.id))?;
    let over = checked.overridden();
    let stops = |l: Lang| {
        let each = over.iter().map(|(stop, over)| {
            let said = stop.reason.to(l);
            text::finish_ask_stop(l, &over.reason, said)
        });
        text::finish_ask_stops(l, each.collect::<Vec<_>>().join(" · "))
    };
    let mut asked = Vec::new();
    if !over.is_empty() {
        asked.push(Say::new(stops(Lang::Vi), stops(Lang::En)));
    }
    let unknown = checked.unknown();
    if !unknown.is_empty() {
        let lines = prescription::lines(tx, draft.id)?;
        let names = |l: Lang| {
            let named = lines.iter().filter(|line| unknown.contains(&line.id));
            named.map(|line| medicine_name(l, (&line.generic_vi, &line.generic_en), &line.strength)).collect::<Vec<_>>()
        };
        let told = |l: Lang| text::finish_ask_unknown(l, names(l).join(", "));
        asked.push(Say::new(told(Lang::Vi), told(Lang::En)));
    }
    Ok(asked)
}

fn orders(tx: &mut Tx<'_>, visit: &Visit) -> Result<Option<Say>, Stop> {
    let orders = store::orders(tx, visit.id, visit.day)?;
    let is_open = |state| matches!(state, OrderState::Ordered | OrderState::Started);
    let urgent: Vec<_> = orders.iter().filter(|o| o.urgent && is_open(o.state)).collect();
    let told = |l: Lang| {
        let names: Vec<&str> = urgent.iter().map(|o| in_lang(l, &o.name_vi, &o.name_en)).collect();
        text::finish_ask_orders(l, names.join(", "))
    };
    Ok((!urgent.is_empty()).then(|| Say::new(told(Lang::Vi), told(Lang::En))))
}
