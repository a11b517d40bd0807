//! Correcting a given result, and what it said before.

use crate::load::OrderPage;
use crate::rules::show_value;
use crate::text;
use crate::views_values::word;
use bricks::clock::show_instant;
use bricks::lang::Lang;
use ground::catalog::in_lang;
use ground::html::{Attempt, Button, Field, Kind, Look, Size, field, hidden, icon, parts};
use ground::web::Face;
use maud::{Markup, html};
use papers::order::{CorrectedValue, Correction};

/// Why the result is corrected, at the head of its form.
pub fn reason(l: Lang, page: &OrderPage, attempt: &Attempt) -> Markup {
    html! {
        (hidden("seen", &page.corrections.len().to_string()))
        (field(Field { name: "reason", label: text::correction_reason(l), kind: Kind::Text, required: true, maxlength: 300,
            autofocus: !attempt.was_sent(), ..Field::default() }, attempt, l))
    }
}

/// What the result said before each correction.
pub fn history(face: &Face, page: &OrderPage) -> Markup {
    let l = face.lang;
    html! {
        @if !page.corrections.is_empty() {
            section.card aria-labelledby="corrections-title" {
                (parts::card_header("corrections-title", text::corrections(l), html! {}))
                div.cb.col.g3 { @for correction in &page.corrections { (one(face, page, correction)) } }
            }
        }
    }
}

fn one(face: &Face, page: &OrderPage, correction: &Correction) -> Markup {
    let l = face.lang;
    let who = format!("{} {}", correction.title, correction.name);
    let when = show_instant(correction.at, face.zone(), l);
    let values: Vec<String> =
        page.corrected.iter().filter(|v| v.number == correction.number).map(|v| value(l, v)).collect();
    let words = [correction.finding_before.as_str(), correction.conclusion_before.as_str()];
    let before = values.iter().map(String::as_str).chain(words).filter(|text| !text.is_empty()).collect::<Vec<_>>();
    html! {
        div.f {
            b { (correction.reason) }
            span.mut.sm { (text::correction_by(l, when, who.trim())) }
            p { span.mut { (text::correction_before(l)) ": " } (before.join(" · ")) }
        }
    }
}

fn value(l: Lang, value: &CorrectedValue) -> String {
    let name = in_lang(l, &value.name_vi, &value.name_en);
    match value.value_milli {
        Some(milli) => format!("{name} {} {}", show_value(milli, value.decimals, l), value.unit).trim_end().to_owned(),
        None => format!("{name} {}", word(l, &value.value_text)),
    }
}

/// What leads to the correction, and away from it.
pub fn buttons(l: Lang, page: &OrderPage) -> Markup {
    let id = page.head.id;
    html! {
        @if page.correcting {
            a.btn.g.lg href={ "/orders/" (id) } { (text::correction_cancel(l)) }
            (Button { text: text::correction_send(l), look: Look::Primary, size: Size::Large, submit: true, form: "result", kbd: "Ctrl ↵", ..Button::default() })
        } @else {
            a.btn.lg href={ "/orders/" (id) "?correct=1" } { (icon("pencil")) (text::correct(l)) }
        }
    }
}
