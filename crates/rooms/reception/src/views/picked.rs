//! Who was picked for a booking, and what is asked before they are let in.

use super::{signs, words};
use crate::shown::Picked;
use crate::text;
use bricks::lang::Lang;
use ground::access::Permission;
use ground::html::{Attempt, Field, Tone, alert, checkbox, field, hidden};
use ground::web::Face;
use maud::{Markup, html};

/// It follows the search. What only a check-in asks is seen on bookings for today.
pub fn card(face: &Face, picked: Option<&Picked>, attempt: &Attempt) -> Markup {
    html! {
        div.col.g2.picked #booked-for data-depends="patient" data-src="/reception/patient" aria-live="polite" {
            @if let Some(picked) = picked {
                p.sub.sm.num { (words::patient_line(&picked.patient, face.today(), face.lang)) }
                @if face.may(Permission::CheckIn) { div.col.g2.now-only { (questions(face, picked, attempt)) } }
            }
        }
    }
}

fn questions(face: &Face, picked: &Picked, attempt: &Attempt) -> Markup {
    let l = face.lang;
    html! {
        (hidden("seen", &picked.patient.id.to_string()))
        (super::inside::told(face, picked.here.as_ref(), None, attempt))
        @if !picked.balance.due.is_zero() {
            (alert(if picked.balance.overdue.is_zero() { Tone::Info } else { Tone::Wait }, "hand-coins", picked.balance.told(l)))
        }
        (signs::asked((&picked.patient, picked.emergency.as_ref(), picked.here.as_ref()), face, attempt))
        @if picked.open.guardian { (alert(Tone::Wait, "circle-help", text::guardian_at_check_in(l))) }
        @else if picked.open.allergies { (allergies(l, attempt)) }
    }
}

fn allergies(l: Lang, attempt: &Attempt) -> Markup {
    let line = Field {
        name: "allergies",
        label: text::allergies(l),
        hint: text::allergies_before_check_in(l),
        maxlength: 200,
        autocomplete: "off",
        ..Field::default()
    };
    let none = Field { name: "no_allergies", label: papers::safety::none_known(true, l), ..Field::default() };
    html! { div.col.g1 { (field(line, attempt, l)) (checkbox(none, false, attempt, l)) } }
}
