//! The check of a printed prescription by its QR code.

use crate::load::Queue;
use crate::{text, views};
use bricks::id::PrescriptionId;
use ground::html::{Attempt, Button, Field, Kind, Tone, alert, field};
use ground::web::{Face, Seen};
use maud::{Markup, html};

/// The field, and what is known of a code that was asked about.
pub fn page(face: &Face, queue: &Queue, (typed, found): (&str, Option<PrescriptionId>)) -> Seen {
    let l = face.lang;
    let beside = html! {
        section.fill {
            div.page.narrow.sp {
                h2 { (text::seal_title(l)) }
                p.mut { (text::seal_hint(l)) }
                form.col.mt2 method="get" action="/pharmacy/papers" {
                    (field(Field { name: "code", label: text::seal_code(l), kind: Kind::Scan, maxlength: 900, autocomplete: "off", autofocus: true, ..Field::default() }, &Attempt::none(), l))
                    div { (Button { text: text::seal_check(l), icon: "qr-code", submit: true, ..Button::default() }) }
                }
                @if !typed.is_empty() { div.mt2 { (answer(face, found)) } }
            }
        }
    };
    views::room(face, queue, &beside)
}

fn answer(face: &Face, found: Option<PrescriptionId>) -> Markup {
    let l = face.lang;
    match found {
        Some(id) => alert(
            Tone::Ok,
            "shield-check",
            html! { (text::seal_good(l)) " " a href={ "/prescriptions/" (id) } { (text::seal_open(l)) } },
        ),
        None => alert(Tone::Bad, "octagon-alert", text::seal_bad(l)),
    }
}
