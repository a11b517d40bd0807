//! Who may go before others: what the desk ticks, and what the date of birth tells.

use crate::rules::identity;
use crate::shown::Here;
use crate::text;
use bricks::lang::Lang;
use ground::html::{Attempt, Field, Tone, alert, checkbox, parts};
use ground::people::Patient;
use ground::web::Face;
use maud::{Markup, html};
use papers::visit::{Emergency, Priority};

/// The two ticks, and beside them what the age gives by itself. Who is an emergency today is one at every further visit: that is
/// told instead of asked.
pub fn asked(
    (patient, emergency, here): (&Patient, Option<&Emergency>, Option<&Here>),
    face: &Face,
    attempt: &Attempt,
) -> Markup {
    let l = face.lang;
    // Beside who is in the house it stands in what is told of that.
    let is_told = here.is_some_and(|here| here.inside.is_emergency);
    let by_age = Priority::of(patient.birth(), face.today(), false);
    html! {
        @if let Some(emergency) = emergency.filter(|_| !is_told) {
            (alert(Tone::Bad, "siren", html! {
                b { (text::priority_emergency(l)) @if !emergency.words(l).is_empty() { ": " (emergency.words(l)) } } br;
                (text::emergency_goes_on(l, emergency.ticket())) " "
                a.lnk href={ "/reception?visit=" (emergency.visit) } { (text::show_seen(l)) }
            }))
        }
        div.row.w.g3 role="group" aria-label=(text::priority(l)) {
            (badge(if emergency.is_some() { Priority::Emergency } else { by_age }, l))
            @if identity::may_be_pregnant(patient.sex(), patient.birth(), face.today()) {
                (checkbox(Field { name: "pregnant", label: text::priority_pregnant(l), ..Field::default() }, false, attempt, l))
            }
            @if emergency.is_none() {
                (checkbox(Field { name: "emergency", label: text::priority_emergency(l), ..Field::default() }, false, attempt, l))
            }
        }
    }
}

/// Nothing for everybody else.
pub fn badge(priority: Priority, l: Lang) -> Markup {
    let (tone, icon, word) = match priority {
        Priority::Ordinary => return html! {},
        Priority::Elderly => (Tone::Info, "star", text::priority_over_80(l)),
        Priority::YoungChild => (Tone::Info, "baby", text::priority_under_6(l)),
        Priority::Pregnant => (Tone::Test, "heart", text::priority_pregnant(l)),
        Priority::Emergency => (Tone::Bad, "siren", text::priority_emergency(l)),
    };
    parts::status(tone, icon, word)
}
