//! Who is in the house already: what is told, and the tick with which the desk lets them in once more.

use crate::shown::Here;
use crate::text;
use bricks::id::PatientId;
use ground::html::{Attempt, Field, Tone, alert, checkbox};
use ground::web::Face;
use maud::{Markup, html};
use papers::visit::BESIDE_VISIT;

/// Who waits or is in a room is not let in again, and is found in the queue; beside a visit that the doctor has finished
/// another one is begun by a tick that names it.
/// `then` is where another visit of today is booked, for who stands at the desk without a booking.
pub fn told(face: &Face, here: Option<&Here>, then: Option<PatientId>, attempt: &Attempt) -> Markup {
    let Some(Here { inside, station }) = here else { return html! {} };
    let l = face.lang;
    let visit = inside.visit.to_string();
    let said = text::already_inside(l, inside.doctor_titled(), station.text(l), inside.ticket());
    let emergency = inside.emergency(l);
    let (tone, icon) = if emergency.is_some() { (Tone::Bad, "siren") } else { (Tone::Wait, "info") };
    html! {
        (alert(tone, icon, html! {
            @if let Some(told) = &emergency { b { (told) } " " }
            (said) " "
            a.lnk href={ "/reception?visit=" (visit) } { (if inside.is_seen { text::show_seen(l) } else { text::go_on_with_open(l) }) }
            @if inside.is_seen && emergency.is_some() { div { (text::emergency_goes_on(l, inside.ticket())) } }
            @if !inside.is_seen {
                @if emergency.is_none() { div { (text::emergency_where_open(l)) } }
                div { (text::another_after_open(l)) " "
                    @if let Some(patient) = then { a.lnk href={ "/reception?patient=" (patient) } { (text::book_after_open(l)) } }
                }
            }
        }))
        @if inside.is_seen {
            (checkbox(Field { name: BESIDE_VISIT, label: text::knowing_beside_visit(l), value: &visit, ..Field::default() }, false, attempt, l))
        }
    }
}
