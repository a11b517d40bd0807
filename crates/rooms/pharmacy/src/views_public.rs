//! The check of a printed prescription for anybody.

use crate::seal::Said;
use crate::text;
use bricks::clock::{parse_day, show_day};
use bricks::lang::Lang;
use ground::html::{Attempt, Button, Field, Kind, Look, Tone, alert, field};
use maud::{Markup, html};

/// The field and, once something was asked, the answer.
pub fn check(l: Lang, typed: &str, answer: Option<Option<&Said>>) -> Markup {
    html! {
        section.card.wide {
            div.ch { h1 { (text::seal_title(l)) } }
            div.cb.col {
                p.sub { (text::public_hint(l)) }
                @match answer {
                    Some(Some(said)) => { (alert(Tone::Ok, "shield-check", text::public_good(l))) (told(l, said)) }
                    Some(None) => (alert(Tone::Bad, "octagon-alert", text::public_bad(l))),
                    None => {}
                }
                form.col.g3 method="post" action="/prescription-check" data-plain {
                    (field(Field { name: "code", label: text::seal_code(l), kind: Kind::Scan, value: typed, maxlength: 900, autocomplete: "off", autofocus: true, ..Field::default() }, &Attempt::none(), l))
                    div { (Button { text: text::seal_check(l), icon: "qr-code", look: Look::Primary, submit: true, ..Button::default() }) }
                }
                a.sm.lnk href="/prescription-key" { (text::public_key(l)) }
            }
        }
    }
}

fn told(l: Lang, said: &Said) -> Markup {
    let day = parse_day(&said.day).map_or_else(|_| said.day.clone(), |day| show_day(day, l));
    html! {
        dl.facts {
            div { dt { (text::public_number(l)) } dd.num { (said.number) @if said.national_code != "-" { " · " (said.national_code) } } }
            div { dt { (text::public_day(l)) } dd.num { (day) } }
            div { dt { (text::public_patient(l)) } dd { (said.patient) " · " (said.birth_year) } }
            div { dt { (text::public_doctor(l)) } dd { (said.doctor) } }
        }
        ol.col.g1 { @for medicine in &said.medicines { li { (medicine) } } }
    }
}
