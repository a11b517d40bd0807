//! A record that is closed to who asks, and the reason that opens it.

use crate::store::Closed;
use crate::text;
use bricks::id::PatientId;
use ground::html::{Attempt, Button, Field, Look, Tone, alert, field, general_error, parts, post_form};
use ground::people::opening::{Asked, Barrier, MINUTES};
use ground::web::{Face, Seen};
use maud::{Markup, html};

/// The words for what keeps somebody out.
fn barrier(face: &Face, barrier: Barrier) -> &'static str {
    let l = face.lang;
    match barrier {
        Barrier::Role => text::barrier_role(l),
        Barrier::Branch => text::barrier_branch(l),
        Barrier::Restricted => text::barrier_restricted(l),
    }
}

/// The whole page.
pub fn page(face: &Face, id: PatientId, of: &Closed, asked: &Asked, attempt: &Attempt) -> Seen {
    let l = face.lang;
    let main = html! {
        div.page.narrow.sp.scroll {
            section.card aria-labelledby="closed" {
                (parts::card_header("closed", text::opening_title(l), html! {}))
                div.cb.col.g3 {
                    div.row {
                        (parts::avatar(&of.name))
                        span.snug { b { (of.name) } br; span.sub.sm { (of.code) " · " (of.birth_year) " · " (of.branch) } }
                    }
                    (inside(face, id, asked, attempt))
                }
            }
        }
    };
    Seen { title: text::record_title(l).to_owned(), room: "records", top: html! {}, main }
}

fn inside(face: &Face, id: PatientId, asked: &Asked, attempt: &Attempt) -> Markup {
    let l = face.lang;
    let Some(keeps_out) = asked.barrier else {
        return html! {
            p { (text::opening_open(l)) }
            div.row { (Button { text: text::opening_go(l), icon: "arrow-right", look: Look::Primary, href: &format!("/patients/{id}"), ..Button::default() }) }
        };
    };
    html! {
        (alert(Tone::Wait, "lock", barrier(face, keeps_out)))
        @if asked.may_open {
            p { (text::opening_terms(l, MINUTES)) }
            (general_error(attempt, l))
            (post_form(&format!("/patients/{id}/opening"), &face.key, html! {
                (field(Field { name: "reason", label: text::opening_reason(l), placeholder: text::opening_reason_hint(l), required: true, maxlength: 300, autocomplete: "off", autofocus: true, ..Field::default() }, attempt, l))
                div.row { span.sp {} (Button { text: text::opening_do(l), icon: "lock-open", look: Look::Danger, submit: true, ..Button::default() }) }
            }))
        } @else {
            p.mut { (text::opening_not_you(l)) }
        }
    }
}
