use super::store::{Register, Row};
use super::views::{kind_word, persons, what_for};
use crate::text;
use bricks::clock::{show_day, show_instant};
use bricks::quantity::Quantity;
use ground::catalog::unit_word;
use ground::web::Face;
use serde_json::{Value, json};

/// What the sheet says, ready to print.
pub fn facts(face: &Face, register: &Register) -> Value {
    let (l, clinic) = (face.lang, &face.who.clinic);
    let (came, went) = register.sums();
    let medicine = &register.medicine;
    json!({
        "clinic": { "name": clinic.name, "address": clinic.address, "phone": clinic.phone },
        "title": text::register_title(l),
        "number": format!("{} · {}", medicine.name(l), text::register_month(l, register.month.show())),
        "head": [
            [text::register_group(l), kind_word(l, &medicine.controlled)],
            [text::register_unit(l), unit_word(l, &medicine.dispense_unit)],
        ],
        "columns": [text::register_at(l), text::register_what(l), text::register_document(l), text::col_batch(l),
            text::register_in(l), text::register_out(l), text::register_balance(l), text::register_persons(l)],
        "opening": [text::register_opening(l), register.opening.show(l)],
        "rows": register.rows.iter().map(|row| cells(face, row)).collect::<Vec<_>>(),
        "closing": [text::register_closing(l), came.show(l), went.show(l), register.closing().show(l)],
        "printed": text::register_printed(l, show_instant(face.now, face.zone(), l), &face.who.name),
        "signers": [text::register_keeper(l), text::register_head(l)],
    })
}

fn cells(face: &Face, row: &Row) -> Value {
    let (l, of) = (face.lang, &row.of);
    let amount = |shown: bool| {
        if shown { Quantity::from_milli(of.quantity.milli().saturating_abs()).show(l) } else { String::new() }
    };
    let out = of.quantity.is_negative();
    let document = if of.prescription.is_empty() { of.reason.clone() } else { of.prescription.clone() };
    json!([
        show_instant(of.at, face.zone(), l),
        what_for(l, of),
        document,
        format!("{} · {}", of.batch, show_day(of.expires_on, l)),
        amount(!out),
        amount(out),
        row.balance.show(l),
        persons(of),
    ])
}
