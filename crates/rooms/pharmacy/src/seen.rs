//! The stops of a prescription that somebody went on with: each is ticked by whoever hands its medicine over, handing over by
//! handing over, so that nobody gives it out without having read it.

use crate::takings::Decided;
use crate::{store_seen, text};
use bricks::id::{DispenseId, PrescriptionId};
use bricks::lang::Lang;
use bricks::refusal::Refusal;
use bricks::say::Say;
use ground::db::{DbError, Tx};
use ground::html::Attempt;
use ground::web::Form;
use maud::{Markup, html};
use papers::safety::{Checked, Finding, Override};
use std::collections::HashSet;

/// The name of the ticks; what each sends is [`key`].
const TICKS: &str = "seen";

/// Which stop a tick is of.
fn key(medicines: &str, rule: &str, said_vi: &str) -> String {
    format!("{medicines} {rule} {said_vi}")
}

pub fn key_of(over: &Override) -> String {
    key(&over.medicines, over.rule.code(), &over.said_vi)
}

/// What was ticked in the form: the keys of stops that stand at a medicine which is handed over. Refused at `seen` when one of
/// them is not ticked.
pub fn demand(checked: &Checked, decided: &[Decided], form: &Form) -> Result<HashSet<String>, Refusal> {
    let ticked: HashSet<&str> = form.all(TICKS).collect();
    let given: HashSet<_> = decided.iter().flat_map(|line| &line.takings).map(|taking| taking.line).collect();
    let stands = |finding: &Finding| checked.new_lines(finding).any(|line| given.contains(&line));
    let here: Vec<_> = checked.overridden().into_iter().filter(|(finding, _)| stands(finding)).collect();
    let unseen: Vec<&Say> =
        here.iter().filter(|(_, over)| !ticked.contains(key_of(over).as_str())).map(|(f, _)| &f.reason).collect();
    if unseen.is_empty() {
        return Ok(here.iter().map(|(_, over)| key_of(over)).collect());
    }
    let said = |l: Lang| text::seen_missing(l, unseen.iter().map(|say| say.to(l)).collect::<Vec<_>>().join(" "));
    Err(Refusal::field(TICKS, Say::new(said(Lang::Vi), said(Lang::En))))
}

/// Writes down what was seen for a handing over: what was ticked, what the same person gave a reason against just now, and, as not
/// ticked, what stands no longer or at a medicine that is not handed over.
pub fn note(
    tx: &mut Tx<'_>,
    (dispense, of): (DispenseId, PrescriptionId),
    ticked: &HashSet<String>,
    checked: &Checked,
) -> Result<(), DbError> {
    let known: HashSet<String> = checked.overrides.iter().map(key_of).collect();
    for stop in store_seen::gone_on_with(tx, of)? {
        let key = key(&stop.medicines, &stop.rule, &stop.said_vi);
        let seen = ticked.contains(&key) || !known.contains(&key);
        store_seen::insert(tx, (dispense, of), &stop, seen)?;
    }
    Ok(())
}

/// The tick below a stop that somebody went on with, within the form that hands over.
pub fn tick(l: Lang, over: &Override, attempt: &Attempt) -> Markup {
    let key = key_of(over);
    let ticked = attempt.has(TICKS, &key);
    let wrong = attempt.error(TICKS, l).is_some() && !ticked;
    html! {
        label.chk.mt1 {
            input type="checkbox" name=(TICKS) value=(key) checked[ticked] required aria-invalid=[wrong.then_some("true")];
            b { (text::seen_tick(l)) }
        }
        @if wrong { p.err { (text::seen_here(l)) } }
    }
}
