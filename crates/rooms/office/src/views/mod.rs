//! The office's screens.

pub mod account;
pub mod consumables;
pub mod medicines;
pub mod password_link;
pub mod people;
pub mod person;
pub mod places;
mod prices;
pub mod services;
pub mod settings;
pub mod start;
pub mod today;

use crate::text;
use bricks::lang::Lang;
use ground::access::Role;
use ground::html::{Attempt, Button, Field, checkbox};
use ground::web::role_text;
use maud::{Markup, html};

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
