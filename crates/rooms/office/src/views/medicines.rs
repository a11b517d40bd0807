//! The medicines of the catalogue, and one to be changed.

use super::submit;
use crate::rules::{CONTROLS, MEDICINE_FORMS};
use crate::store::medicines::MedicineRow;
use crate::text;
use bricks::lang::Lang;
use ground::catalog::{DISPENSE_UNITS, DOSE_UNITS, medicine_form, medicine_name, unit_word};
use ground::html::{
    Attempt, Button, Field, Kind, Look, Size, Tone, checkbox, field, general_error, parts, post_form, select,
};
use ground::web::{Face, Seen, office_bar};
use maud::{Markup, html};

const HERE: &str = "/office/medicines";

fn name(l: Lang, m: &MedicineRow) -> String {
    medicine_name(l, (&m.generic_vi, &m.generic_en), &m.strength)
}

pub fn list(face: &Face, typed: &str, medicines: &[MedicineRow]) -> Seen {
    let l = face.lang;
    let asked =
        Field { name: "q", label: text::medicine_find(l), kind: Kind::Search, value: typed, ..Field::default() };
    let add = Button {
        text: text::add_medicine(l),
        icon: "plus",
        look: Look::Primary,
        href: "/office/medicines/new",
        ..Button::default()
    };
    let main = html! {
        div.tbar {
            form.row.g2 method="get" action=(HERE) role="search" {
                label.vh for="f-q" { (asked.label) }
                input.in.sm #f-q type="search" name="q" value=(asked.value) placeholder=(asked.label);
                (Button { text: text::look(l), icon: "search", submit: true, size: Size::Small, ..Button::default() })
            }
            span.sp {}
            (add)
        }
        div.scroll.sp tabindex="0" role="region" aria-label=(text::medicines_page(l)) {
            table.tbl {
                thead {
                    tr { th { (text::field_name(l)) } th { (text::field_brand(l)) } th { (text::field_form(l)) } th { (text::field_unit(l)) } th.r { (text::field_sale_price(l)) } th { (text::column_state(l)) } }
                }
                tbody { @for medicine in medicines { (row(l, medicine)) } }
            }
            @if medicines.is_empty() { (parts::empty("pill", text::medicine_none(l), text::medicine_none_hint(l), html! {})) }
        }
    };
    Seen { title: text::medicines_page(l).to_owned(), room: "office", top: office_bar(face, HERE), main }
}

fn row(l: Lang, m: &MedicineRow) -> Markup {
    html! {
        tr {
            td { a.lnk href={ (HERE) "/" (m.id) } { (name(l, m)) } }
            td { (m.brand) }
            td.sub { (medicine_form(l, &m.form)) }
            td.sub { (unit_word(l, &m.dispense_unit)) }
            (parts::number_cell(m.price.show_with_sign(l)))
            td {
                @if m.stocked { (parts::status(Tone::Ok, "check", text::in_use(l))) }
                @else { (parts::status(Tone::Mute, "ban", text::out_of_use(l))) }
            }
        }
    }
}

pub fn page(face: &Face, medicine: Option<&MedicineRow>, attempt: &Attempt) -> Seen {
    let l = face.lang;
    let title = medicine.map_or_else(|| text::add_medicine(l).to_owned(), |m| name(l, m));
    let action = medicine.map_or_else(|| HERE.to_owned(), |m| format!("{HERE}/{}", m.id));
    let main = html! {
        div.page {
            section.card aria-labelledby="medicine" {
                (parts::card_header("medicine", &title, html! { (Button { text: text::all_medicines(l), icon: "arrow-left", href: HERE, size: Size::Small, ..Button::default() }) }))
                div.cb.col {
                    (general_error(attempt, l))
                    (post_form(&action, &face.key, html! {
                        @match medicine {
                            None => { (fixed(l, attempt)) p.hint { (text::medicine_unchecked(l)) } }
                            Some(m) => { p.sub { (m.code) " · " (medicine_form(l, &m.form)) " · " (unit_word(l, &m.dose_unit)) " / " (unit_word(l, &m.dispense_unit)) } }
                        }
                        (changing(l, medicine, attempt))
                        (submit(text::save(l), "save"))
                    }))
                }
            }
        }
    };
    Seen { title: text::medicines_page(l).to_owned(), room: "office", top: office_bar(face, HERE), main }
}

/// What never changes: prescriptions and stock are told in it.
fn fixed(l: Lang, attempt: &Attempt) -> Markup {
    let forms = MEDICINE_FORMS.map(|(form, _)| (form, medicine_form(l, form)));
    let controls = CONTROLS.map(|kind| (kind, control(l, kind)));
    html! {
        div.grid3 {
            (field(Field { name: "code", label: text::field_code(l), hint: text::medicine_code_hint(l), required: true, maxlength: 40, ..Field::default() }, attempt, l))
            (field(Field { name: "strength", label: text::field_strength(l), hint: text::strength_hint(l), required: true, maxlength: 60, ..Field::default() }, attempt, l))
            (select(Field { name: "form", label: text::field_form(l), required: true, ..Field::default() }, forms, attempt, l))
        }
        div.grid3 {
            (select(Field { name: "dose_unit", label: text::field_dose_unit(l), required: true, ..Field::default() }, DOSE_UNITS.map(|u| (u, unit_word(l, u))), attempt, l))
            (select(Field { name: "dispense_unit", label: text::field_dispense_unit(l), required: true, ..Field::default() }, DISPENSE_UNITS.map(|u| (u, unit_word(l, u))), attempt, l))
            (field(Field { name: "doses", label: text::field_doses(l), kind: Kind::Decimal, value: "1", hint: text::doses_hint(l), required: true, maxlength: 10, ..Field::default() }, attempt, l))
            (select(Field { name: "controlled", label: text::field_controlled(l), required: true, ..Field::default() }, controls, attempt, l))
        }
    }
}

fn changing(l: Lang, m: Option<&MedicineRow>, attempt: &Attempt) -> Markup {
    let of = |value: fn(&MedicineRow) -> &String| m.map(value).cloned().unwrap_or_default();
    let (vi, en, brand, pack) = (of(|m| &m.generic_vi), of(|m| &m.generic_en), of(|m| &m.brand), of(|m| &m.pack));
    let (says_vi, says_en, barcode) = (of(|m| &m.instruction_vi), of(|m| &m.instruction_en), of(|m| &m.barcode));
    let price = m.map(|m| m.price.show(l)).unwrap_or_default();
    let reorder = m.map(|m| m.reorder_level.show(l)).unwrap_or_default();
    let plain = |name, label, value, maxlength| Field { name, label, value, maxlength, ..Field::default() };
    html! {
        div.grid2 {
            (field(Field { required: true, ..plain("generic_vi", text::field_generic_vi(l), &vi, 120) }, attempt, l))
            (field(Field { hint: text::name_en_hint(l), ..plain("generic_en", text::field_generic_en(l), &en, 120) }, attempt, l))
        }
        div.grid2 {
            (field(plain("brand", text::field_brand(l), &brand, 60), attempt, l))
            (field(plain("pack", text::field_pack(l), &pack, 60), attempt, l))
        }
        div.grid2 {
            (field(Field { kind: Kind::Money, required: true, ..plain("price", text::field_sale_price(l), &price, 15) }, attempt, l))
            (field(Field { kind: Kind::Decimal, ..plain("reorder_level", text::field_reorder(l), &reorder, 10) }, attempt, l))
        }
        div.grid2 {
            (field(plain("instruction_vi", text::field_instruction_vi(l), &says_vi, 200), attempt, l))
            (field(plain("instruction_en", text::field_instruction_en(l), &says_en, 200), attempt, l))
        }
        div.grid3 {
            (field(plain("barcode", text::field_barcode(l), &barcode, 20), attempt, l))
            (checkbox(Field { name: "prescription_only", label: text::field_prescription_only(l), ..Field::default() }, m.is_none_or(|m| m.prescription_only), attempt, l))
            @if let Some(m) = m { (checkbox(Field { name: "stocked", label: text::field_stocked(l), ..Field::default() }, m.stocked, attempt, l)) }
        }
    }
}

/// The word for a kind of control.
fn control(l: Lang, kind: &str) -> &'static str {
    match kind {
        "narcotic" => text::control_narcotic(l),
        "psychotropic" => text::control_psychotropic(l),
        "precursor" => text::control_precursor(l),
        _ => text::control_none(l),
    }
}
