//! The dose that an order for a vaccination gives: which batch, the how-manieth of its series, where; and those given before.

use crate::load::OrderPage;
use crate::text;
use bricks::clock::{show_day, show_instant};
use bricks::id::{BatchId, MedicineId};
use bricks::lang::Lang;
use ground::access::Permission;
use ground::catalog::{amount, medicine_name};
use ground::db::Stop;
use ground::html::{Attempt, Field, Kind, Tone, alert, checkbox, field, parts, select};
use ground::web::{Face, Fields, Form};
use maud::{Markup, html};
use papers::batch::Available;
use papers::consumable::Listed;
use papers::order;
use papers::vaccination::{DOSES_MAX, Dose, NewDose, Site};

/// The dose that the form tells of, where the service's list names a vaccine. Refused at each field that says nothing, and at
/// `screened` until somebody looked whether the patient may have it.
pub fn read(list: &[Listed], form: &Form, lang: Lang) -> Result<Option<NewDose>, Stop> {
    let Some(vaccine) = list.iter().find(|one| one.vaccine) else { return Ok(None) };
    let mut fields = Fields::new(form, lang);
    let batch = fields.required_id::<BatchId>("batch");
    let number = fields.whole("dose_number", 1, DOSES_MAX);
    if number.is_none() && form.text("dose_number").trim().is_empty() {
        fields.refuse("dose_number", text::dose_number_missing_say());
    }
    let site = fields.choice("site", Site::parse);
    if !fields.ticked("screened") {
        fields.refuse("screened", text::screened_missing_say());
    }
    fields.check()?;
    match (batch, number, site) {
        (Some(batch), Some(number), Some(site)) => {
            Ok(Some(NewDose { medicine: vaccine.medicine, batch, number, site }))
        }
        _ => Err(Stop::fault("a dose without its fields")),
    }
}

/// What stands as the result where nobody wrote any words.
pub fn in_words(dose: &NewDose, lang: Lang) -> String {
    text::dose_given(lang, dose.number, dose.site.word(lang))
}

/// The fields of the dose, within the form of the result.
pub fn inputs(face: &Face, page: &OrderPage, attempt: &Attempt) -> Markup {
    let l = face.lang;
    if page.head.kind != order::Kind::Vaccine {
        return html! {};
    }
    let Some(vaccine) = page.consumables.iter().find(|one| one.vaccine) else {
        return html! { div.cf { (alert(Tone::Wait, "triangle-alert", no_vaccine(face, page))) } };
    };
    let own: Vec<&Available> = page.available.iter().filter(|held| held.medicine == vaccine.medicine).collect();
    let name = medicine_name(l, (&vaccine.generic_vi, &vaccine.generic_en), &vaccine.strength);
    html! {
        div.cf.col.g2 #dose {
            div.row { h3.b.t14 { (name) } span.mut.sm { (text::dose_hint(l, amount(l, vaccine.quantity, &vaccine.dispense_unit))) } }
            @if own.is_empty() { (alert(Tone::Bad, "package", text::no_batch(l, &name))) }
            (rows(page, vaccine, &own, attempt, l))
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

fn rows(page: &OrderPage, vaccine: &Listed, own: &[&Available], attempt: &Attempt, l: Lang) -> Markup {
    // A single batch is no choice; of several somebody reads the number on the vial.
    let only = if let [one] = own { one.batch.to_string() } else { String::new() };
    let batch = Field {
        name: "batch",
        label: text::field_batch(l),
        required: true,
        value: &only,
        placeholder: if only.is_empty() { text::batch_choose(l) } else { "" },
        ..Field::default()
    };
    let batches = own.iter().map(|held| {
        let (expires, left) = (show_day(held.expires_on, l), amount(l, held.quantity, &vaccine.dispense_unit));
        (held.batch.to_string(), text::batch_of(l, &held.number, expires, left))
    });
    let next = next_number(&page.doses, vaccine.medicine);
    let number = Field {
        name: "dose_number",
        label: text::field_dose_number(l),
        kind: Kind::Number,
        required: true,
        maxlength: 2,
        value: &next,
        ..Field::default()
    };
    let site = Field {
        name: "site",
        label: text::field_site(l),
        required: true,
        placeholder: text::site_choose(l),
        ..Field::default()
    };
    let sites = Site::ALL.iter().map(|site| (site.code(), site.word(l)));
    let screened = Field { name: "screened", label: text::field_screened(l), required: true, ..Field::default() };
    html! {
        div.row.g3.at {
            div.grow { (select(batch, batches, attempt, l)) }
            div.w20 { (field(number, attempt, l)) }
            div.w20 { (select(site, sites, attempt, l)) }
        }
        (checkbox(screened, false, attempt, l))
    }
}

/// The dose behind the latest that was given here; nothing where none was, as others may have been given elsewhere.
fn next_number(doses: &[Dose], vaccine: MedicineId) -> String {
    let last = doses.iter().filter(|dose| dose.medicine == vaccine).map(|dose| dose.number).max();
    last.map(|last| (last + 1).min(DOSES_MAX).to_string()).unwrap_or_default()
}

/// The doses that the patient was given here: what is known before the next one.
pub fn given(face: &Face, page: &OrderPage) -> Markup {
    let l = face.lang;
    if page.head.kind != order::Kind::Vaccine {
        return html! {};
    }
    html! {
        section.card aria-labelledby="doses-title" {
            (parts::card_header("doses-title", text::doses(l), html! {}))
            @if page.doses.is_empty() { div.cb.mut { (text::doses_none(l)) } }
            @else {
                table.tbl {
                    thead { tr {
                        th { (text::col_vaccine(l)) } th.r { (text::field_dose_number(l)) } th { (text::field_batch(l)) }
                        th { (text::field_site(l)) } th { (text::col_given(l)) }
                    } }
                    tbody { @for dose in &page.doses { (row(face, page, dose)) } }
                }
            }
        }
    }
}

fn row(face: &Face, page: &OrderPage, dose: &Dose) -> Markup {
    let l = face.lang;
    html! {
        tr aria-current=[(dose.order == page.head.id).then_some("true")] {
            td { b { (dose.name(l)) } }
            td.r.num { (dose.number) }
            td.num { (dose.batch) " " span.mut.sm { (show_day(dose.expires_on, l)) } }
            td { (dose.site.word(l)) }
            td.sm { span.num { (show_instant(dose.given_at, face.zone(), l)) } " · " (dose.given_by) }
        }
    }
}
