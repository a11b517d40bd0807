//! Doses that were given elsewhere: what the vaccination book says is written down before the next dose is given.

use crate::acts::refuse_closed;
use crate::load::OrderPage;
use crate::vaccine_giving::schedules;
use crate::{store, text};
use bricks::clock::show_day;
use bricks::id::{OrderId, PatientId};
use bricks::lang::Lang;
use ground::access::{Permission, Who};
use ground::db::{Stop, Tx};
use ground::html::{Attempt, Button, Field, Kind, Size, field, form::post_form, select};
use ground::web::{Face, Fields, Form};
use maud::{Markup, html};
use papers::order;
use papers::vaccination::{self, DOSES_MAX, EarlierDose, NewEarlier, schedule};

const PLACE_CHARS_MAX: usize = 120;

/// Writes down one dose, of the patient of an order.
pub fn note(tx: &mut Tx<'_>, who: &Who, id: OrderId, form: &Form, lang: Lang) -> Result<(), Stop> {
    let mut fields = Fields::new(form, lang);
    let vaccine = fields.choice("earlier_vaccine", |id| schedule::vaccine(id).map(|known| known.vaccine.clone()));
    let number = fields.whole("earlier_number", 1, DOSES_MAX);
    if number.is_none() && form.text("earlier_number").trim().is_empty() {
        fields.refuse("earlier_number", text::dose_number_missing_say());
    }
    let on = fields.required_day("earlier_on");
    let place = fields.line("earlier_place", PLACE_CHARS_MAX);
    fields.check()?;
    let (Some(schedule), Some(number), Some(on)) = (vaccine, number, on) else {
        return Err(Stop::fault("an earlier dose without its fields"));
    };
    let patient = patient_of_open(tx, who, id)?;
    vaccination::note_earlier(tx, who, patient, &NewEarlier { schedule, number, on, place })
}

/// Takes off one that was written down by mistake.
pub fn remove(tx: &mut Tx<'_>, who: &Who, (id, dose): (OrderId, i64)) -> Result<(), Stop> {
    let patient = patient_of_open(tx, who, id)?;
    vaccination::remove_earlier(tx, who, patient, dose)
}

/// Of a vaccination that nobody ends meanwhile; refused when it has ended.
fn patient_of_open(tx: &mut Tx<'_>, who: &Who, id: OrderId) -> Result<PatientId, Stop> {
    refuse_closed(store::lock(tx, who.branch, id)?.state)?;
    let head = store::head(tx, who.branch, id)?;
    if head.kind == order::Kind::Vaccine { Ok(head.patient) } else { Err(Stop::Missing) }
}

/// The list with its form, within the card of the doses.
pub fn card(face: &Face, page: &OrderPage, attempt: &Attempt) -> Markup {
    let l = face.lang;
    let may = page.head.is_open() && face.may(Permission::PerformOrders);
    html! {
        @if !page.earlier_doses.is_empty() {
            div.cb.col.g1 {
                h3.b.t14 { (text::earlier_title(l)) }
                ul.col.g1 { @for dose in &page.earlier_doses { (row(face, page, dose, may)) } }
            }
        }
        @if may { div.cf { (form(face, page, attempt)) } }
    }
}

fn row(face: &Face, page: &OrderPage, dose: &EarlierDose, may: bool) -> Markup {
    let l = face.lang;
    let name = dose.name(l);
    let action = format!("/orders/{}/earlier-doses/{}/removal", page.head.id, dose.id);
    html! {
        li.row {
            span.grow.snug {
                b { (name) } " · " (text::earlier_dose(l, dose.number)) " · " span.num { (show_day(dose.on, l)) }
                @if !dose.place.is_empty() { " · " (dose.place) }
            }
            @if may {
                (post_form(&action, &face.key, html! {
                    (Button { label: &text::earlier_remove(l, dose.number, name), icon: "x", submit: true, size: Size::Small, ..Button::default() })
                }))
            }
        }
    }
}

fn form(face: &Face, page: &OrderPage, attempt: &Attempt) -> Markup {
    let l = face.lang;
    let names = ["earlier_vaccine", "earlier_number", "earlier_on", "earlier_place"];
    let open = names.iter().any(|name| attempt.value(name).is_some_and(|typed| !typed.is_empty()));
    let plain = |name, label| Field { name, label, required: true, ..Field::default() };
    html! {
        details open[open] {
            summary.btn.sm { (text::earlier_add(l)) }
            div.mt1 {
                (post_form(&format!("/orders/{}/earlier-doses", page.head.id), &face.key, html! {
                    div.grid2 {
                        (select(Field { placeholder: text::site_choose(l), ..plain("earlier_vaccine", text::col_vaccine(l)) }, schedules(l), attempt, l))
                        (field(Field { kind: Kind::Number, maxlength: 2, ..plain("earlier_number", text::field_dose_number(l)) }, attempt, l))
                        (field(Field { kind: Kind::Date, ..plain("earlier_on", text::earlier_on(l)) }, attempt, l))
                        (field(Field { required: false, maxlength: 120, autocomplete: "off", ..plain("earlier_place", text::earlier_place(l)) }, attempt, l))
                    }
                    (Button { text: text::earlier_save(l), icon: "plus", size: Size::Small, submit: true, ..Button::default() })
                }))
            }
        }
    }
}
