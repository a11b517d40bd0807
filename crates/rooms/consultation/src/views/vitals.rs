use super::sheet::level_class;
use super::{sex_and_age, visit_path};
use crate::rules;
use crate::store::{Head, Taken};
use crate::text;
use bricks::age::months;
use bricks::clock::{show_instant, show_time};
use bricks::lang::Lang;
use bricks::quantity::Quantity;
use ground::html::{Attempt, Button, Field, Kind, Look, Size, Tone, alert, field, general_error, parts, post_form};
use ground::web::{Face, Seen};
use maud::{Markup, html};

/// From this age on, in months, the height of an earlier visit still holds.
const GROWN_MONTHS: i64 = 18 * 12;

/// So many takings are listed beneath the form.
const SHOWN: usize = 8;

/// More than any value has: one digit too many is refused at its field, never cut off to another value.
const MEASURED_CHARS_MAX: u16 = 12;

/// The form of the nurse, with what was measured before.
pub fn page(face: &Face, (head, allergies): (&Head, &str), taken: &[Taken], attempt: &Attempt) -> Seen {
    let l = face.lang;
    Seen {
        title: text::vitals_title(l).to_owned(),
        room: "consultation",
        top: html! {},
        main: html! {
            (banner(face, head, allergies))
            div.scroll.sp tabindex="-1" data-warns data-unsaved[attempt.refusal.is_some()] { div.page.narrow { (form(face, head, taken, attempt)) (history(face, head, taken)) } }
        },
    }
}

fn banner(face: &Face, head: &Head, allergies: &str) -> Markup {
    let l = face.lang;
    html! {
        section.pbn aria-label=(text::chart_patient(l)) {
            (parts::avatar_large(&head.name))
            div.snug {
                div.row { h2.nw { (head.name) } span.tkt.brand { (head.ticket()) } (super::banner::emergency(head, l)) }
                div.sub.nw { (sex_and_age(head.sex(), head.birth(), face.today(), l)) " · " (head.code) }
            }
            span.sp {}
            @if !allergies.is_empty() { (alert(Tone::Bad, "octagon-alert", html! { b { (text::chart_allergies(l)) " " (allergies) } })) }
            @else { (super::banner::no_allergies(head.allergies_none, l)) }
            @if !head.reason.is_empty() { span.sub { (text::queue_reason(l)) ": " b { (head.reason) } } }
        }
    }
}

fn form(face: &Face, head: &Head, taken: &[Taken], attempt: &Attempt) -> Markup {
    let (l, action) = (face.lang, visit_path(head.id, "vitals"));
    let known = known_height(face, head, taken);
    let whole = |name, label, aside| Field {
        name,
        label,
        aside,
        kind: Kind::Number,
        autocomplete: "off",
        maxlength: MEASURED_CHARS_MAX,
        ..Field::default()
    };
    let exact = |name, label, aside| Field {
        name,
        label,
        aside,
        kind: Kind::Decimal,
        autocomplete: "off",
        maxlength: MEASURED_CHARS_MAX,
        ..Field::default()
    };
    post_form(
        &action,
        &face.key,
        html! {
            div.card {
                div.ch { h2 { (text::vitals_title(l)) } }
                div.cb.col {
                    (general_error(attempt, l))
                    div.grid3 {
                        (field(Field { autofocus: true, ..whole("systolic", text::vitals_systolic(l), "mmHg") }, attempt, l))
                        (field(whole("diastolic", text::vitals_diastolic(l), "mmHg"), attempt, l))
                        (field(whole("pulse", text::vitals_pulse(l), text::vitals_per_minute(l)), attempt, l))
                        (field(exact("temperature", text::vitals_temperature(l), "°C"), attempt, l))
                        (field(whole("saturation", text::vitals_saturation(l), "%"), attempt, l))
                        (field(whole("breaths", text::vitals_breaths(l), text::vitals_per_minute(l)), attempt, l))
                        (field(exact("weight", text::vitals_weight(l), "kg"), attempt, l))
                        (field(Field { value: &known, ..exact("height", text::vitals_height(l), "cm") }, attempt, l))
                        (body_mass_box(face, attempt))
                    }
                    (alarm(l, attempt))
                }
                div.cf.row {
                    span.hint { (text::vitals_hint(l)) }
                    span.sp {}
                    (Button { text: text::cancel(l), look: Look::Ghost, href: "/consultation", ..Button::default() })
                    (Button { text: text::vitals_save(l), icon: "check", look: Look::Primary, size: Size::Large, kbd: "Ctrl ↵", submit: true, ..Button::default() })
                }
            }
        },
    )
}

/// The question whether alarming values are right, with the box that answers it.
fn alarm(l: Lang, attempt: &Attempt) -> Markup {
    let typed = |name: &str| attempt.value(name).unwrap_or_default();
    html! {
        @if attempt.error("sure", l).is_some() {
            label.chk { input type="checkbox" name="sure" value=(rules::vitals_as_typed(typed)) autofocus; b { (text::vitals_sure(l)) } }
        }
    }
}

/// Grown-ups keep their height: the last one measured is filled in.
fn known_height(face: &Face, head: &Head, taken: &[Taken]) -> String {
    if months(head.birth(), face.today()) < GROWN_MONTHS {
        return String::new();
    }
    let last = taken.iter().find_map(|t| t.height);
    last.map_or_else(String::new, |h| centimetres(h).show(face.lang))
}

/// Thousandths of a metre as centimetres.
fn centimetres(height: Quantity) -> Quantity {
    height.times(100).unwrap_or(Quantity::ZERO)
}

fn body_mass_box(face: &Face, attempt: &Attempt) -> Markup {
    let l = face.lang;
    let typed = |name| attempt.value(name).and_then(|t| Quantity::parse(t, l).ok());
    let height = typed("height").map(|h| Quantity::from_milli(h.milli() / 100));
    html! {
        div.f {
            span.lb { (text::vitals_body_mass(l)) span.sp {} span.mut.num { "kg/m²" } }
            (body_mass_output(face, rules::body_mass(typed("weight"), height)))
        }
    }
}

/// The body mass index of what is typed.
pub fn body_mass_output(face: &Face, index: Option<Quantity>) -> Markup {
    let shown = index.map_or_else(|| "–".to_owned(), |i| rules::with_decimals(i, 1, face.lang));
    html! {
        output.in.n.out #body-mass data-depends="weight height" data-src="/body-mass" { (shown) }
    }
}

fn history(face: &Face, head: &Head, taken: &[Taken]) -> Markup {
    let (l, age) = (face.lang, months(head.birth(), face.today()));
    html! {
        @if !taken.is_empty() {
            section.card aria-labelledby="before-h" {
                (parts::card_header("before-h", text::vitals_before(l), html! {}))
                div.scroll { table.tbl {
                    thead { tr {
                        th scope="col" { (text::vitals_when(l)) }
                        th.r scope="col" { (text::vitals_pressure(l)) }
                        th.r scope="col" { (text::vitals_pulse(l)) }
                        th.r scope="col" { (text::vitals_temperature_short(l)) }
                        th.r scope="col" { "SpO₂" }
                        th.r scope="col" { (text::vitals_breaths(l)) }
                        th.r scope="col" { (text::vitals_weight_short(l)) }
                        th.r scope="col" { "BMI" }
                    } }
                    tbody { @for t in taken.iter().take(SHOWN) { (history_row(face, head, t, age)) } }
                } }
            }
        }
    }
}

fn history_row(face: &Face, head: &Head, t: &Taken, age: i64) -> Markup {
    let (l, none) = (face.lang, "–".to_owned());
    let whole = |n: Option<i64>| n.map_or_else(|| none.clone(), |n| n.to_string());
    let exact = |q: Option<Quantity>| q.map_or_else(|| none.clone(), |q| rules::with_decimals(q, 1, l));
    let when = if t.visit == head.id { show_time(t.at, face.zone()) } else { show_instant(t.at, face.zone(), l) };
    let hot = |class: &str| if class.is_empty() { "r num" } else { "r num b bad" };
    html! {
        tr {
            td.nw { (when) div.sm.mut { (t.by) } }
            td.r.num { (t.pressure()) }
            td.r.num { (whole(t.pulse)) }
            td class=(hot(level_class(rules::Sign::Temperature, t.temperature.map(Quantity::milli), age))) { (exact(t.temperature)) }
            td.r.num { (whole(t.saturation)) }
            td.r.num { (whole(t.breaths)) }
            td.r.num { (exact(t.weight)) }
            td.r.num { (exact(rules::body_mass(t.weight, t.height))) }
        }
    }
}
