//! A service whose list names no vaccine: either it gives none (a screening, a fee), or the vaccine did not come from the clinic's
//! shelves, and is told by hand.

use crate::load::OrderPage;
use crate::text;
use crate::vaccine_giving::{Asked, giving, read_giving};
use bricks::clock::Day;
use bricks::lang::Lang;
use ground::access::Permission;
use ground::db::Stop;
use ground::html::{Attempt, Field, Kind, Tone, alert, checkbox, field};
use ground::web::{Face, Fields, Form};
use maud::{Markup, html};
use papers::vaccination::OutsideDose;

const NAME_CHARS_MAX: u16 = 120;
const BATCH_CHARS_MAX: usize = 40;

/// The dose that was typed; none where the form says that this service gives none. Refused at each field that says nothing, at
/// `no_dose` when the form says both, and at `outside_expires_on` for a vaccine that has expired.
pub fn read(form: &Form, lang: Lang, today: Day) -> Result<Option<OutsideDose>, Stop> {
    let mut fields = Fields::new(form, lang);
    if fields.ticked("no_dose") {
        let told = ["outside_vaccine", "outside_maker", "outside_batch", "outside_expires_on", "dose_number", "site"];
        if told.iter().any(|name| !form.text(name).trim().is_empty()) {
            fields.refuse("no_dose", text::no_dose_but_told_say());
        }
        fields.check()?;
        return Ok(None);
    }
    let vaccine = fields.required_line("outside_vaccine", NAME_CHARS_MAX.into());
    let maker = fields.required_line("outside_maker", NAME_CHARS_MAX.into());
    let batch = fields.required_line("outside_batch", BATCH_CHARS_MAX);
    let expires_on = fields.required_day("outside_expires_on");
    if expires_on.is_some_and(|day| day < today) {
        fields.refuse("outside_expires_on", text::outside_expired_say());
    }
    let giving = read_giving(&mut fields, form);
    fields.check()?;
    match (expires_on, giving) {
        (Some(expires_on), Some(giving)) => Ok(Some(OutsideDose { vaccine, maker, batch, expires_on, giving })),
        _ => Err(Stop::fault("a dose without its fields")),
    }
}

pub fn inputs(face: &Face, page: &OrderPage, attempt: &Attempt) -> Markup {
    let l = face.lang;
    let line = |name, label| Field { name, label, maxlength: NAME_CHARS_MAX, autocomplete: "off", ..Field::default() };
    let none = Field { name: "no_dose", label: text::field_no_dose(l), ..Field::default() };
    html! {
        div.cf.col.g2 #dose {
            (alert(Tone::Wait, "triangle-alert", no_vaccine(face, page)))
            (checkbox(none, false, attempt, l))
            div.row.g3.at {
                div.grow { (field(line("outside_vaccine", text::col_vaccine(l)), attempt, l)) }
                div.grow { (field(line("outside_maker", text::field_maker(l)), attempt, l)) }
            }
            div.row.g3.at {
                div.grow { (field(line("outside_batch", text::field_batch(l)), attempt, l)) }
                div.grow { (field(Field { name: "outside_expires_on", label: text::field_expires(l), kind: Kind::Date, ..Field::default() }, attempt, l)) }
            }
            (giving(&Asked { next: "", route: "", schedule: "", required: false }, page, attempt, l))
        }
    }
}

fn no_vaccine(face: &Face, page: &OrderPage) -> Markup {
    let l = face.lang;
    html! {
        (text::no_vaccine(l)) " "
        @if face.may(Permission::ManageClinic) { a.lnk href={ "/office/services/" (page.head.service) } { (page.head.service_name(l)) } }
    }
}
