//! The form of the first start.

use super::submit;
use crate::acts::start::DEFAULT_ZONE;
use crate::text;
use bricks::lang::Lang;
use ground::access::Role;
use ground::access::password::PASSWORD_CHARS_MIN;
use ground::html::{Attempt, Field, Kind, field, general_error};
use maud::{Markup, html};

/// What an owner may take on besides: a clinic of one person has them all.
const OFFERED: [Role; 7] = [
    Role::Doctor,
    Role::Nurse,
    Role::Receptionist,
    Role::Technician,
    Role::Pharmacist,
    Role::Cashier,
    Role::Storekeeper,
];

pub fn form(l: Lang, token: &str, attempt: &Attempt) -> Markup {
    html! {
        section.card.wide {
            div.ch { h1 { (text::start_title(l)) } }
            div.cb {
                p.sub { (text::start_hint(l)) }
                (general_error(attempt, l))
                form.col.g3 method="post" action={ "/start/" (token) } data-plain data-guard novalidate {
                    (clinic(l, attempt))
                    (owner(l, attempt))
                    (super::roles(l, &OFFERED, &OFFERED, attempt))
                    p.hint { (text::start_roles_hint(l)) }
                    (practice(l, attempt))
                    (submit(text::start_button(l), "check"))
                }
            }
        }
    }
}

fn clinic(l: Lang, attempt: &Attempt) -> Markup {
    let named = |name, label, maxlength| Field { name, label, maxlength, required: true, ..Field::default() };
    html! {
        h2 { (text::start_clinic(l)) }
        (field(Field { autofocus: true, ..named("clinic", text::field_clinic(l), 120) }, attempt, l))
        (field(named("address", text::field_address(l), 200), attempt, l))
        div.grid2 {
            (field(Field { kind: Kind::Tel, ..named("phone", text::field_phone(l), 30) }, attempt, l))
            (field(Field { kind: Kind::Email, required: false, ..named("email", text::field_email(l), 120) }, attempt, l))
        }
        div.grid2 {
            (field(Field { required: false, ..named("tax_id", text::field_tax_id(l), 20) }, attempt, l))
            (field(Field { value: DEFAULT_ZONE, ..named("time_zone", text::field_time_zone(l), 60) }, attempt, l))
        }
    }
}

fn owner(l: Lang, attempt: &Attempt) -> Markup {
    let named = |name, label, maxlength| Field { name, label, maxlength, required: true, ..Field::default() };
    let least = i64::try_from(PASSWORD_CHARS_MIN).unwrap_or(0);
    let hint = text::field_password_hint(l, least);
    let secret = |name, label| Field { kind: Kind::Password, autocomplete: "new-password", ..named(name, label, 200) };
    html! {
        h2.mt2 { (text::start_owner(l)) }
        div.grid2 {
            (field(Field { autocomplete: "name", ..named("name", text::field_name(l), 120) }, attempt, l))
            (field(Field { required: false, placeholder: "BS.", ..named("title", text::field_title(l), 20) }, attempt, l))
        }
        div.grid2 {
            (field(Field { required: false, ..named("speciality", text::field_speciality(l), 120) }, attempt, l))
            (field(Field { autocomplete: "username", hint: text::field_login_hint(l), ..named("login", text::field_login(l), 40) }, attempt, l))
        }
        div.grid2 {
            (field(Field { hint: &hint, ..secret("password", text::field_password(l)) }, attempt, l))
            (field(secret("again", text::field_again(l)), attempt, l))
        }
    }
}

fn practice(l: Lang, attempt: &Attempt) -> Markup {
    let room = Field {
        name: "room",
        label: text::field_room(l),
        value: "1",
        maxlength: 40,
        required: true,
        ..Field::default()
    };
    let prefix = Field {
        name: "prefix",
        label: text::field_prefix(l),
        value: "A",
        maxlength: 3,
        hint: text::field_prefix_hint(l),
        ..Field::default()
    };
    html! { div.grid2 { (field(room, attempt, l)) (field(prefix, attempt, l)) } }
}
