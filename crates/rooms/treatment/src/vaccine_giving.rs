//! What both forms of a dose ask besides the vaccine: its number and schedule, how and where it is given, the temperature, whether
//! somebody is ill, the screening, and why it is given in spite of what speaks against it.

use crate::acts::REASON_CHARS_MAX;
use crate::load::OrderPage;
use crate::text;
use bricks::lang::Lang;
use bricks::quantity::Quantity;
use ground::html::{Attempt, Field, Kind, Tone, alert, checkbox, field, hidden, radios, select};
use ground::web::{Fields, Form};
use maud::{Markup, html};
use papers::vaccination::{self, DOSES_MAX, Giving, Route, Site, schedule};

/// Of a living patient, in °C.
const TEMPERATURES: (Quantity, Quantity) = (Quantity::whole(33), Quantity::whole(43));
/// The choice for a vaccine of which the tables have no schedule.
const NO_SCHEDULE: &str = "none";
/// What spoke against the dose on the page on which the reason is typed, as it is compared, and as it was read.
const DOUBTS_SEEN: &str = "doubts_seen";
const DOUBTS_READ: &str = "doubts_read";

/// Reads all of it; each field that says nothing is refused.
pub fn read_giving(fields: &mut Fields<'_>, form: &Form) -> Option<Giving> {
    let number = fields.whole("dose_number", 1, DOSES_MAX);
    if number.is_none() && form.text("dose_number").trim().is_empty() {
        fields.refuse("dose_number", text::dose_number_missing_say());
    }
    let site = fields.choice("site", Site::parse);
    let schedule = fields.choice("schedule", read_schedule);
    let route = fields.choice("route", Route::parse);
    let temperature = fields.quantity("temperature", TEMPERATURES.0, TEMPERATURES.1);
    if temperature.is_none() && form.text("temperature").trim().is_empty() {
        fields.refuse("temperature", text::temperature_missing_say());
    }
    let ill = fields.choice("ill", |code| ["no", "yes"].into_iter().find(|known| *known == code));
    let despite = fields.line("despite", REASON_CHARS_MAX);
    if !fields.ticked("screened") {
        fields.refuse("screened", text::screened_missing_say());
    }
    Some(Giving {
        number: number?,
        site: site?,
        route: route?,
        schedule: schedule?,
        temperature: temperature?,
        ill: ill? == "yes",
        despite,
        seen: form.text(DOUBTS_SEEN).trim().to_owned(),
    })
}

fn read_schedule(code: &str) -> Option<String> {
    match code {
        NO_SCHEDULE => Some(String::new()),
        id => schedule::vaccine(id).map(|known| known.vaccine.clone()),
    }
}

/// What is known before anything is typed.
pub struct Asked<'a> {
    /// The number behind the last dose; may be empty.
    pub next: &'a str,
    /// As the label says; may be empty.
    pub route: &'a str,
    /// May be empty; the label's route is proposed where it allows it, and its own usual one otherwise.
    pub schedule: &'a str,
    pub required: bool,
}

/// The vaccines that have a schedule, to choose from.
pub fn schedules(l: Lang) -> impl Iterator<Item = (&'static str, &'static str)> {
    schedule::vaccines().map(move |known| (known.vaccine.as_str(), known.name.to(l)))
}

/// The fields, within the form of the result.
pub fn giving(asked: &Asked<'_>, page: &OrderPage, attempt: &Attempt, l: Lang) -> Markup {
    let required = asked.required;
    let plain = |name, label| Field { name, label, required, placeholder: text::site_choose(l), ..Field::default() };
    let number = Field {
        kind: Kind::Number,
        maxlength: 2,
        value: asked.next,
        placeholder: "",
        ..plain("dose_number", text::field_dose_number(l))
    };
    let measured = page.temperature.map(|degrees| degrees.show(l)).unwrap_or_default();
    let temperature = Field {
        kind: Kind::Decimal,
        maxlength: 12,
        value: &measured,
        placeholder: "",
        ..plain("temperature", text::field_temperature(l))
    };
    let routes = schedule::vaccine(asked.schedule).map(|known| known.routes.as_slice()).unwrap_or_default();
    let of_label = routes.iter().find(|route| route.code() == asked.route);
    let usual = of_label.or_else(|| routes.first()).map_or(asked.route, |route| route.code());
    let sites = Site::ALL.iter().filter(|site| site.way().fits(usual)).map(|site| (site.code(), site.word(l)));
    let routes = Route::ALL.iter().filter(|route| route.way().fits(usual)).map(|route| (route.code(), route.word(l)));
    let known = [(NO_SCHEDULE, text::schedule_none(l))].into_iter().chain(schedules(l));
    let ill = [("no", text::ill_no(l)), ("yes", text::ill_yes(l))];
    let despite =
        attempt.error("despite", l).is_some() || attempt.value("despite").is_some_and(|typed| !typed.is_empty());
    let told = |l: Lang| attempt.error("despite", l).and_then(|said| vaccination::doubts_of(said, l));
    let seen = told(Lang::Vi).or_else(|| attempt.value(DOUBTS_SEEN)).unwrap_or_default();
    let read = told(l).or_else(|| attempt.value(DOUBTS_READ)).unwrap_or_default();
    // What was told stays while the reason, or another field, is put right.
    let again = told(l).is_none() && !read.is_empty();
    html! {
        div.grid3 {
            (select(Field { value: asked.schedule, hint: text::schedule_hint(l), ..plain("schedule", text::field_schedule(l)) }, known, attempt, l))
            (field(number, attempt, l))
            (select(Field { value: usual, ..plain("route", text::field_route(l)) }, routes, attempt, l))
            (select(plain("site", text::field_site(l)), sites, attempt, l))
            (field(temperature, attempt, l))
            (radios(Field { placeholder: "", ..plain("ill", text::field_ill(l)) }, ill, attempt, l))
        }
        @if !seen.is_empty() { (hidden(DOUBTS_SEEN, seen)) (hidden(DOUBTS_READ, read)) }
        @if again { (alert(Tone::Wait, "triangle-alert", papers::text::vaccine_doubts(l, read))) }
        @if despite { (field(Field { maxlength: 300, required: true, placeholder: "", ..plain("despite", text::field_despite(l)) }, attempt, l)) }
        (checkbox(Field { name: "screened", label: text::field_screened(l), required, ..Field::default() }, false, attempt, l))
    }
}
