//! What a service uses up when it is performed.

use super::services::One;
use crate::store::services::ServiceRow;
use crate::text;
use bricks::lang::Lang;
use ground::catalog::{Medicine, amount, medicine_name};
use ground::html::{
    Attempt, Button, Combobox, Field, Kind, Size, Tone, checkbox, combobox, field, medicine_choice, parts, post_form,
};
use ground::web::Face;
use maud::{Markup, html};
use papers::consumable::Listed;

/// The list, and the form for one more.
pub fn card(face: &Face, service: &ServiceRow, one: &One, attempt: &Attempt) -> Markup {
    let l = face.lang;
    html! {
        section.card aria-labelledby="consumables" {
            (parts::card_header("consumables", text::consumables_title(l), html! {}))
            div.cb.col {
                p.hint { (text::consumables_hint(l)) }
                ul.col.g2 { @for listed in &one.consumables { (row(face, service, listed)) } }
                (form(l, &face.key, service, attempt))
            }
        }
    }
}

fn row(face: &Face, service: &ServiceRow, listed: &Listed) -> Markup {
    let l = face.lang;
    let name = medicine_name(l, (&listed.generic_vi, &listed.generic_en), &listed.strength);
    let action = format!("/office/services/{}/consumables/{}/removal", service.id, listed.medicine);
    let label = text::drop_consumable(l, &name);
    html! {
        li.row {
            span.grow.snug {
                b { (name) }
                @if listed.vaccine { " " (parts::badge(Tone::Ok, text::consumable_vaccine(l))) }
                @if listed.charged { " " (parts::badge(Tone::Info, text::consumable_charged_at(l, listed.price.show_with_sign(l)))) }
            }
            span.num.nw { (amount(l, listed.quantity, &listed.dispense_unit)) }
            (post_form(&action, &face.key, html! {
                (Button { label: &label, icon: "x", submit: true, size: Size::Small, ..Button::default() })
            }))
        }
    }
}

fn form(l: Lang, key: &str, service: &ServiceRow, attempt: &Attempt) -> Markup {
    let goods = Field {
        name: "consumable",
        label: text::field_consumable(l),
        placeholder: text::field_consumable_placeholder(l),
        required: true,
        ..Field::default()
    };
    let quantity = Field {
        name: "consumable_quantity",
        label: text::field_consumable_quantity(l),
        kind: Kind::Decimal,
        value: "1",
        required: true,
        maxlength: 8,
        ..Field::default()
    };
    let charged = Field {
        name: "consumable_charged",
        label: text::field_consumable_charged(l),
        hint: text::field_consumable_charged_hint(l),
        ..Field::default()
    };
    let vaccine = Field {
        name: "consumable_vaccine",
        label: text::field_consumable_vaccine(l),
        hint: text::field_consumable_vaccine_hint(l),
        ..Field::default()
    };
    post_form(
        &format!("/office/services/{}/consumables", service.id),
        key,
        html! {
            (combobox(Combobox { field: goods, source: "/office/medicines/choices", icon: "package", ..Combobox::default() }, attempt, l))
            (field(quantity, attempt, l))
            (checkbox(charged, false, attempt, l))
            @if service.kind == "vaccine" { (checkbox(vaccine, false, attempt, l)) }
            (Button { text: text::put_consumable(l), icon: "plus", submit: true, block: true, ..Button::default() })
        },
    )
}

/// What is kept here, for the typeahead.
pub fn choices(face: &Face, found: &[Medicine]) -> Markup {
    let l = face.lang;
    html! {
        @for medicine in found { (medicine_choice(l, medicine, &amount(l, medicine.on_hand, &medicine.dispense_unit))) }
    }
}
