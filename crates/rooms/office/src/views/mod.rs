//! The office's screens.

pub mod account;
pub mod medicines;
pub mod people;
pub mod places;
mod prices;
pub mod services;
pub mod settings;
pub mod start;
pub mod today;

use crate::text;
use bricks::lang::Lang;
use ground::access::Permission;
use ground::access::Role;
use ground::html::{Attempt, Button, Field, Part, checkbox, parts};
use ground::web::{Face, role_text};
use maud::{Markup, html};

/// The office's parts beside the heading.
fn top(face: &Face, current: &str) -> Markup {
    let l = face.lang;
    if !face.may(Permission::ManageClinic) {
        return html! {};
    }
    let part = |text, href| Part { text, href, current: href == current, ..Part::default() };
    parts::segmented(
        text::parts_label(l),
        &[
            part(text::part_today(l), "/office"),
            part(text::part_reports(l), "/reports"),
            part(text::part_staff(l), "/office/staff"),
            part(text::part_places(l), "/office/places"),
            part(text::part_services(l), "/office/services"),
            part(text::part_medicines(l), "/office/medicines"),
            part(text::part_settings(l), "/office/settings"),
        ],
    )
}

/// Boxes for the roles of a person.
fn roles(l: Lang, offered: &[Role], ticked: &[Role], attempt: &Attempt) -> Markup {
    html! {
        fieldset.f {
            legend.lb.req { (text::field_roles(l)) }
            div.grid3 {
                @for role in offered {
                    @let id = format!("role-{}", role.code());
                    (checkbox(Field { name: "role", label: role_text(*role, l), value: role.code(), id: &id, ..Field::default() }, ticked.contains(role), attempt, l))
                }
            }
            @if let Some(error) = attempt.error("roles", l) { p.err { (ground::html::icon_small("circle-x")) span { (error) } } }
        }
    }
}

/// A button that posts at once.
fn submit(text: &str, icon: &'static str) -> Markup {
    html! {
        (Button { text, icon, look: ground::html::Look::Primary, submit: true, kbd: "Ctrl ↵", ..Button::default() })
    }
}
