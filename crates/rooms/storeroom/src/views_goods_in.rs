//! Goods in: the form, and what was taken in last.

use crate::rules::DELIVERED;
use crate::store::Received;
use crate::text;
use crate::views::{Stock, sure};
use bricks::clock::show_day;
use ground::catalog::{Medicine, amount, medicine_name};
use ground::html::{
    Attempt, Button, Combobox, Field, Kind, Look, Tone, alert, combobox, field, general_error, medicine_choice, parts,
    post_form, select,
};
use ground::web::Face;
use maud::{Markup, html};

/// The form as a card beside the list.
pub fn card(face: &Face, stock: &Stock, attempt: &Attempt) -> Markup {
    let l = face.lang;
    html! {
        section.card aria-labelledby="goods-in" {
            (parts::card_header("goods-in", text::goods_in_title(l), html! {}))
            div.cb.col.scroll.sp tabindex="-1" {
                @if let Some(received) = &stock.received { (done(face, received)) }
                (general_error(attempt, l))
                (post_form("/batches", &face.key, fields(face, stock, attempt)))
            }
        }
    }
}

fn done(face: &Face, r: &Received) -> Markup {
    let l = face.lang;
    let name = medicine_name(l, (&r.generic_vi, &r.generic_en), &r.strength);
    let on_hand = amount(l, r.on_hand, &r.dispense_unit);
    alert(Tone::Ok, "circle-check", text::received(l, &r.number, show_day(r.expires_on, l), name.trim(), &on_hand))
}

fn fields(face: &Face, stock: &Stock, attempt: &Attempt) -> Markup {
    let l = face.lang;
    let medicine = Field {
        name: "medicine",
        label: text::field_medicine(l),
        required: true,
        placeholder: text::field_medicine_placeholder(l),
        ..Field::default()
    };
    let barcode = Field {
        name: "barcode",
        label: text::field_barcode(l),
        hint: text::field_barcode_hint(l),
        maxlength: 200,
        autocomplete: "off",
        ..Field::default()
    };
    let number =
        Field { name: "number", label: text::field_number(l), required: true, maxlength: 40, ..Field::default() };
    let expires_on = Field {
        name: "expires_on",
        label: text::field_expires_on(l),
        kind: Kind::Date,
        required: true,
        ..Field::default()
    };
    let quantity = Field {
        name: "quantity",
        label: text::field_quantity(l),
        kind: Kind::Decimal,
        required: true,
        aside: text::field_quantity_unit(l),
        ..Field::default()
    };
    let cost = Field {
        name: "cost",
        label: text::field_cost(l),
        kind: Kind::Money,
        required: true,
        aside: "₫",
        ..Field::default()
    };
    html! {
        (combobox(Combobox { field: medicine, source: "/storeroom/medicines", icon: "scan-barcode", scans: true, key: "Alt+N", ..Combobox::default() }, attempt, l))
        (field(barcode, attempt, l))
        div.grid2 { (field(number, attempt, l)) (field(expires_on, attempt, l)) }
        div.grid2 { (field(quantity, attempt, l)) (field(cost, attempt, l)) }
        (suppliers(face, stock, attempt))
        (sure(l, DELIVERED, attempt))
        (Button { text: text::receive(l), icon: "package-open", look: Look::Primary, submit: true, block: true, kbd: "Ctrl ↵", ..Button::default() })
    }
}

fn suppliers(face: &Face, stock: &Stock, attempt: &Attempt) -> Markup {
    let l = face.lang;
    let known = Field {
        name: "supplier",
        label: text::field_supplier(l),
        placeholder: text::field_supplier_choose(l),
        ..Field::default()
    };
    let new = Field {
        name: "supplier_name",
        label: text::field_supplier_name(l),
        hint: text::field_supplier_hint(l),
        maxlength: 120,
        autocomplete: "off",
        ..Field::default()
    };
    let options = stock.suppliers.iter().map(|(id, name)| (id.to_string(), name));
    html! {
        @if !stock.suppliers.is_empty() { (select(known, options, attempt, l)) }
        (field(new, attempt, l))
        @if stock.suppliers.is_empty() && let Some(error) = attempt.error("supplier", l) { p.err { (error) } }
    }
}

/// Medicines for the typeahead: name, unit, and what is there.
pub fn choices(face: &Face, found: &[Medicine]) -> Markup {
    let l = face.lang;
    html! {
        @for medicine in found { (medicine_choice(l, medicine, &text::choice_on_hand(l, medicine.on_hand.show(l)))) }
    }
}
