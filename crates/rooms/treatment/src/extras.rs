//! What was used for one order besides its service's list: a few rows of the result's form.

use crate::text;
use bricks::id::MedicineId;
use bricks::lang::Lang;
use bricks::quantity::Quantity;
use ground::access::Who;
use ground::catalog;
use ground::db::{Stop, Tx};
use ground::html::{Attempt, Combobox, Field, Kind, checkbox, combobox, field, medicine_choice};
use ground::web::{Face, Fields, Form};
use maud::{Markup, html};
use papers::consumable::{self, Listed};

/// The rows of the form: the product, how much of it, and whether it is on the bill.
const ROWS: [(&str, &str, &str); 3] = [
    ("extra_1", "extra_quantity_1", "extra_charged_1"),
    ("extra_2", "extra_quantity_2", "extra_charged_2"),
    ("extra_3", "extra_quantity_3", "extra_charged_3"),
];
/// Of one product for one order.
const USED_MAX: i64 = 1_000;

/// Reads the rows that were filled in. Refused at the row: a product that is not kept here, is controlled, stands on the list of the
/// service (`listed`) or in another row, or has no quantity.
pub fn read(
    tx: &mut Tx<'_>,
    listed: impl Fn(MedicineId) -> bool,
    form: &Form,
    lang: Lang,
) -> Result<Vec<Listed>, Stop> {
    let mut fields = Fields::new(form, lang);
    let mut rows: Vec<(&'static str, MedicineId, Quantity, bool)> = Vec::new();
    for (name, quantity_name, charged) in ROWS {
        let (medicine, typed) = (fields.id::<MedicineId>(name), form.text(&format!("{name}_text")).trim().to_owned());
        let quantity = fields.quantity(quantity_name, Quantity::from_milli(1), Quantity::whole(USED_MAX));
        let Some(medicine) = medicine else {
            if !typed.is_empty() || !form.text(quantity_name).trim().is_empty() {
                fields.refuse(name, ground::text::field_choose_say());
            }
            continue;
        };
        if listed(medicine) {
            fields.refuse(name, text::extra_listed_say());
        } else if rows.iter().any(|row| row.1 == medicine) {
            fields.refuse(name, text::extra_twice_say());
        }
        match quantity {
            Some(quantity) => rows.push((name, medicine, quantity, fields.ticked(charged))),
            None if form.text(quantity_name).trim().is_empty() => {
                fields.refuse(quantity_name, text::extra_quantity_missing_say());
            }
            None => {}
        }
    }
    fields.check()?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let kept = consumable::kept(tx, &rows.iter().map(|row| row.1).collect::<Vec<_>>())?;
    let mut used = Vec::with_capacity(rows.len());
    for (name, medicine, quantity, charged) in rows {
        match kept.iter().find(|one| one.medicine == medicine) {
            Some(one) if !catalog::is_divided_rightly(quantity, &one.dispense_unit) => {
                fields.refuse(quantity_of(name), papers::batch::part_of(&one.dispense_unit));
            }
            Some(one) => used.push(Listed { quantity, charged, ..one.clone() }),
            None => fields.refuse(name, text::extra_unknown_say()),
        }
    }
    fields.check()?;
    Ok(used)
}

/// The field of how much was used in the row of a product.
fn quantity_of(name: &str) -> &'static str {
    ROWS.iter().find(|row| row.0 == name).map_or("", |row| row.1)
}

/// The rows, folded away until one is needed.
pub fn inputs(face: &Face, attempt: &Attempt) -> Markup {
    let l = face.lang;
    let touched = |name: &str| attempt.value(name).is_some_and(|typed| !typed.is_empty());
    let open = ROWS.iter().any(|(name, quantity, _)| {
        touched(name) || touched(quantity) || touched(&format!("{name}_text")) || attempt.error(name, l).is_some()
    });
    html! {
        details.cf #extras open[open] {
            summary.btn.sm { (text::extras(l)) }
            div.col.g2.mt1 {
                p.mut.sm { (text::extras_hint(l)) }
                @for row in ROWS { (input_row(l, row, attempt)) }
            }
        }
    }
}

fn input_row(
    l: Lang,
    (name, quantity, charged): (&'static str, &'static str, &'static str),
    attempt: &Attempt,
) -> Markup {
    let product =
        Field { name, label: text::col_goods(l), placeholder: text::extra_placeholder(l), ..Field::default() };
    let amount =
        Field { name: quantity, label: text::col_used(l), kind: Kind::Decimal, maxlength: 8, ..Field::default() };
    let on_bill = Field { name: charged, label: text::extra_charged(l), ..Field::default() };
    html! {
        div.row.g3.at {
            div.grow { (combobox(Combobox { field: product, source: "/treatment/goods", icon: "package", ..Combobox::default() }, attempt, l)) }
            div.w20 { (field(amount, attempt, l)) }
            div.mt4 { (checkbox(on_bill, true, attempt, l)) }
        }
    }
}

/// What was searched, with what the shelves hold.
pub fn choices(face: &Face, found: &[catalog::Medicine]) -> Markup {
    let l = face.lang;
    html! {
        @for medicine in found { (medicine_choice(l, medicine, &text::on_hand(l, medicine.on_hand.show(l)))) }
    }
}

/// Up to 12 products that are kept here.
pub fn find(tx: &mut Tx<'_>, who: &Who, typed: &str) -> Result<Vec<catalog::Medicine>, Stop> {
    Ok(catalog::find_medicines(tx, typed, who.branch, who.day_of(tx.now()))?)
}
