//! Who comes: the last form before the code.

use super::Sight;
use super::choose::{Others, branch_field, chosen, dock, names, others};
use super::frame::{head, page, refused};
use crate::offer::Service;
use crate::rules::time::Start;
use crate::{text, told};
use bricks::clock::{Day, iso_day};
use bricks::id::ResourceId;
use ground::html::{Attempt, Field, Kind, checkbox, field, hidden, radios};
use ground::people::Sex;
use maud::{Markup, html};

/// What the form stands for.
pub struct Details<'a> {
    pub service: &'a Service,
    /// As asked for; nobody named is anybody.
    pub doctor: Option<ResourceId>,
    /// Not there when other times were offered and none of them was taken.
    pub start: Option<Start>,
    pub day: Day,
    /// Other times, when this one is gone.
    pub others: Option<Others>,
    /// Whether a phone alone does not reach anybody from here.
    pub email_needed: bool,
}

pub fn page_of(sight: &Sight, of: &Details<'_>, attempt: &Attempt) -> Markup {
    let (l, zone) = (sight.lang, sight.zone());
    let doctor = of.doctor.map_or("any".to_owned(), |d| d.to_string());
    let back = sight.book(&format!("service={}&doctor={doctor}&day={}", of.service.id, iso_day(of.day)));
    let (name, about) = names(l, of.service, of.start.map(|start| start.doctor).or(of.doctor));
    let when = match of.start {
        Some(start) => told::when(start.at, zone.day_of(start.at), zone, l),
        None => text::choose_a_time(l).to_owned(),
    };
    let starts_at = of.start.map(|start| start.to_string()).unwrap_or_default();
    let main = html! {
        (head(l, 3, text::who_comes(l)))
        (chosen(sight, &when, &format!("{name} · {about}"), &back))
        (refused(sight, attempt))
        form method="post" action="/book" data-plain novalidate {
            (hidden("key", &sight.key))
            (branch_field(sight))
            (hidden("service", &of.service.id.to_string()))
            (hidden("doctor", &doctor))
            (hidden("lang", l.code()))
            (hidden("day", &iso_day(of.day)))
            @match &of.others {
                Some(of) => { (others(sight, of, attempt)) }
                None => { (hidden("starts_at", &starts_at)) }
            }
            (fields(sight, of, attempt))
            (dock(text::send_code(l)))
        }
    };
    page(sight, text::booking(l), &format!("{back}&starts_at={starts_at}"), &main)
}

fn fields(sight: &Sight, of: &Details<'_>, attempt: &Attempt) -> Markup {
    let l = sight.lang;
    let email_hint = if of.email_needed { text::email_code_hint(l) } else { text::email_hint(l) };
    let phone_hint = if of.email_needed { text::phone_hint_call(l) } else { text::phone_hint_code(l) };
    let sexes = [Sex::Female, Sex::Male, Sex::Other].map(|sex| (sex.code(), sex.word(l)));
    html! {
        div.inset.col.g3 {
            (field(Field { name: "name", label: text::name(l), required: true, maxlength: 100, autocomplete: "name", ..Field::default() }, attempt, l))
            (field(Field { name: "birth", label: text::birth(l), required: true, hint: text::birth_hint(l), maxlength: 10, autocomplete: "bday", ..Field::default() }, attempt, l))
            (radios(Field { name: "sex", label: text::sex(l), required: true, ..Field::default() }, sexes, attempt, l))
            (field(Field { name: "phone", label: text::phone(l), kind: Kind::Tel, required: true, hint: phone_hint, maxlength: 20, autocomplete: "tel", ..Field::default() }, attempt, l))
            (field(Field { name: "email", label: text::email(l), kind: Kind::Email, required: of.email_needed, hint: email_hint, maxlength: 120, autocomplete: "email", ..Field::default() }, attempt, l))
            (field(Field { name: "reason", label: text::reason(l), hint: text::reason_hint(l), maxlength: 200, ..Field::default() }, attempt, l))
            div.trap aria-hidden="true" { label { (text::trap(l)) input type="text" name="website" tabindex="-1" autocomplete="off"; } }
            (checkbox(Field { name: "consent", label: &text::consent(l, &sight.clinic.name), value: "yes", required: true, ..Field::default() }, false, attempt, l))
        }
    }
}
