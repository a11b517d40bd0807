//! A patient who gets worse while waiting becomes an emergency, and stops being one.

use crate::store::OpenRow;
use crate::text;
use ground::html::{Attempt, Button, Field, Look, Size, field, hidden};
use ground::web::Face;
use maud::{Markup, html};
use papers::visit::Priority;

/// The one of the two acts that can be done, with its reason; taking the first place away is asked once more.
pub fn urgency(face: &Face, row: &OpenRow, attempt: &Attempt) -> Markup {
    let l = face.lang;
    let is_emergency = row.priority == Priority::Emergency;
    let (title, label, hint) = if is_emergency {
        (text::urgency_end(l), text::urgency_end_why(l), text::urgency_end_hint(l))
    } else {
        (text::urgency(l), text::urgency_why(l), text::urgency_hint(l))
    };
    let why = Field { name: "why", id: "f-urgency", label, hint, required: true, maxlength: 200, ..Field::default() };
    let confirm = is_emergency.then(|| text::urgency_end_confirm(l, row.ticket()));
    html! {
        details open[attempt.value("why").is_some()] {
            summary.sm.b { (title) }
            form.col method="post" action={ "/visits/" (row.id) "/urgency" } data-guard novalidate data-confirm=[confirm] {
                (hidden("key", &face.key))
                (field(why, attempt, l))
                @if is_emergency {
                    (Button { text: text::urgency_end_act(l), name: "as", value: "usual", submit: true, size: Size::Small, ..Button::default() })
                } @else {
                    (Button { text: &text::urgency_act(l, row.ticket()), name: "as", value: "emergency", icon: "siren", submit: true, look: Look::Danger, ..Button::default() })
                }
            }
        }
    }
}
