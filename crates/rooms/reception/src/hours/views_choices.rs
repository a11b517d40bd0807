//! The forms of what a clinic chooses about its diary; only who manages the clinic sees them.

use super::choices::{Choices, field_of};
use crate::text;
use bricks::id::ResourceId;
use ground::html::{Attempt, Button, Field, Kind, Look, checkbox, field, parts, post_form};
use ground::web::Face;
use maud::{Markup, html};

/// A doctor's limit, or the services that need a room or device.
pub fn of_resource(face: &Face, id: ResourceId, is_doctor: bool, choices: &Choices, attempt: &Attempt) -> Markup {
    if is_doctor { overbooking(face, id, choices, attempt) } else { services(face, id, choices, attempt) }
}

fn overbooking(face: &Face, id: ResourceId, choices: &Choices, attempt: &Attempt) -> Markup {
    let l = face.lang;
    let limit = choices.overbooking_limit.to_string();
    let asked = Field {
        name: "overbooking_limit",
        label: text::overbooking_limit(l),
        hint: text::overbooking_hint(l),
        value: &limit,
        kind: Kind::Number,
        required: true,
        maxlength: 1,
        ..Field::default()
    };
    html! {
        section.card aria-labelledby="overbooking-h" {
            (parts::card_header("overbooking-h", text::beside(l), ""))
            div.cb {
                (post_form(&format!("/schedule/{id}/overbooking"), &face.key, html! {
                    (field(asked, attempt, l))
                    (save(text::save_limit(l)))
                }))
            }
        }
    }
}

fn services(face: &Face, id: ResourceId, choices: &Choices, attempt: &Attempt) -> Markup {
    let l = face.lang;
    html! {
        section.card aria-labelledby="services-h" {
            (parts::card_header("services-h", text::services_here(l), ""))
            div.cb {
                (post_form(&format!("/schedule/{id}/services"), &face.key, html! {
                    p.hint { (text::services_here_hint(l)) }
                    div.col.g2 {
                        @for (service, is_needed) in &choices.services {
                            (checkbox(Field { name: &field_of(service.id), label: service.name(l), ..Field::default() }, *is_needed, attempt, l))
                        }
                    }
                    (save(text::save_services(l)))
                }))
            }
        }
    }
}

/// When somebody who did not come is given up.
pub fn no_show(face: &Face, minutes: i64, attempt: &Attempt) -> Markup {
    let l = face.lang;
    let minutes = minutes.to_string();
    let asked = Field {
        name: "no_show_minutes",
        label: text::no_show_minutes(l),
        hint: text::no_show_hint(l),
        value: &minutes,
        kind: Kind::Number,
        required: true,
        maxlength: 4,
        ..Field::default()
    };
    html! {
        section.card aria-labelledby="no-show-h" {
            (parts::card_header("no-show-h", text::no_show_rule(l), ""))
            div.cb {
                (post_form("/schedule/no-show", &face.key, html! {
                    (field(asked, attempt, l))
                    (save(text::save_minutes(l)))
                }))
            }
        }
    }
}

fn save(word: &str) -> Markup {
    html! { div { (Button { text: word, icon: "save", look: Look::Primary, submit: true, ..Button::default() }) } }
}
