//! Who is in the house already: what is told, and the tick with which the desk lets them in once more.

use crate::shown::Here;
use crate::text;
use ground::html::{Attempt, Field, Tone, alert, checkbox};
use ground::web::Face;
use maud::{Markup, html};
use papers::visit::BESIDE_VISIT;

/// Who waits or is in a room is not let in again, and is found in the queue; beside a visit that the doctor has finished
/// another one is begun by a tick that names it.
pub fn told(face: &Face, here: Option<&Here>, attempt: &Attempt) -> Markup {
    let Some(Here { inside, station }) = here else { return html! {} };
    let l = face.lang;
    let visit = inside.visit.to_string();
    let said = text::already_inside(l, inside.doctor_titled(), station.text(l), inside.ticket());
    html! {
        (alert(Tone::Wait, "info", html! {
            (said)
            @if !inside.is_seen { " " a.lnk href={ "/reception?visit=" (visit) } { (text::show_in_queue(l)) } }
        }))
        @if inside.is_seen {
            (checkbox(Field { name: BESIDE_VISIT, label: text::knowing_beside_visit(l), value: &visit, ..Field::default() }, false, attempt, l))
        }
    }
}
