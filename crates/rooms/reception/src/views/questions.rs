//! What the desk is asked before an appointment is saved: a tick for each, once it was asked.

use crate::asked::agreed;
use crate::text;
use bricks::lang::Lang;
use ground::html::{Attempt, Field, checkbox};
use maud::{Markup, html};
use papers::appointment::{AT_ONCE, OTHER_DOCTOR, SAME_DAY, UNSUITED};

/// Nothing as long as nothing was asked. Doctor and service are those of a form that does not ask for them.
pub fn questions(l: Lang, attempt: &Attempt, doctor: &str, service: &str) -> Markup {
    let typed = |name, usual| attempt.value(name).filter(|typed| !typed.is_empty()).unwrap_or(usual);
    let service = typed("service", service);
    let agreed = agreed(typed("doctor", doctor), service);
    let ticks = [
        (UNSUITED, service, text::knowing_unsuited(l)),
        (OTHER_DOCTOR, agreed.as_str(), text::knowing_other_doctor(l)),
        (AT_ONCE, "yes", text::knowing_at_once(l)),
        (SAME_DAY, "yes", text::knowing_same_day(l)),
    ];
    let is_asked = |name: &str| attempt.error(name, l).is_some() || attempt.value(name).is_some();
    html! {
        @for (name, value, label) in ticks {
            @if is_asked(name) { (checkbox(Field { name, label, value, ..Field::default() }, false, attempt, l)) }
        }
    }
}
