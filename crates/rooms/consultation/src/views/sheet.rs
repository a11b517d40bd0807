//! The strip of vitals on the doctor's page.

use super::visit_path;
use crate::rules::{self, Level, Sign};
use crate::store::{Head, Taken, of_visit};
use crate::text;
use bricks::age::months;
use bricks::clock::show_time;
use bricks::quantity::Quantity;
use ground::access::Permission;
use ground::web::Face;
use maud::{Markup, html};
use papers::visit::State;

/// `148/92`.
pub(super) fn pressure(taken: &Taken) -> String {
    match (taken.systolic, taken.diastolic) {
        (Some(above), Some(below)) => format!("{above}/{below}"),
        _ => "–".to_owned(),
    }
}

/// `hot` for alarming, `mid` for notable values, nothing for others.
pub(super) fn level_class(sign: Sign, value: Option<i64>, age_months: i64) -> &'static str {
    class_of(value.map_or(Level::Usual, |v| rules::level_of(sign, v, age_months)))
}

fn class_of(level: Level) -> &'static str {
    match level {
        Level::Alarming => "hot",
        Level::Notable => "mid",
        Level::Usual => "",
    }
}

fn cell(class: &str, label: &str, value: &str) -> Markup {
    html! { div class=(class) { span.l { (label) } div.v { (value) } } }
}

/// The last vitals of the visit, and the way to take them (again).
pub(super) fn strip(face: &Face, head: &Head, taken: &[Taken]) -> Markup {
    let l = face.lang;
    let open = matches!(head.state, State::Waiting | State::InRoom) && face.may(Permission::TakeVitals);
    let here = of_visit(taken, head.id);
    html! {
        div #vitals data-live={ "visit-" (head.id) } data-src=(visit_path(head.id, "parts")) {
            @match &here {
                Some(t) => (values(face, head, t)),
                None => { div.row.mut { (text::vitals_none_yet(l)) } }
            }
            div.row.sm.mut.mt1 {
                @if let Some(t) = &here { span { (text::vitals_by(l, &t.by, show_time(t.at, face.zone()))) } }
                @if open {
                    a.lnk href=(visit_path(head.id, "vitals")) {
                        (if here.is_some() { text::vitals_again(l) } else { text::vitals_title(l) })
                    }
                }
                (trend(face, head, taken))
            }
        }
    }
}

fn values(face: &Face, head: &Head, t: &Taken) -> Markup {
    let (l, age) = (face.lang, months(head.birth(), face.today()));
    let whole = |n: Option<i64>| n.map_or_else(|| "–".to_owned(), |n| n.to_string());
    let exact = |q: Option<Quantity>| q.map_or_else(|| "–".to_owned(), |q| rules::with_decimals(q, 1, l));
    let level = |sign, value| level_class(sign, value, age);
    let both = [(Sign::Systolic, t.systolic), (Sign::Diastolic, t.diastolic)]
        .map(|(sign, value)| value.map_or(Level::Usual, |v| rules::level_of(sign, v, age)));
    let loudest = both.into_iter().max().unwrap_or_default();
    html! {
        div.vit role="group" aria-label=(text::vitals_title(l)) {
            (cell(class_of(loudest), text::vitals_pressure(l), &pressure(t)))
            (cell(level(Sign::Pulse, t.pulse), text::vitals_pulse(l), &whole(t.pulse)))
            (cell(level(Sign::Temperature, t.temperature.map(Quantity::milli)), text::vitals_temperature_short(l), &exact(t.temperature)))
            (cell(level(Sign::Saturation, t.saturation), "SpO₂ %", &whole(t.saturation)))
            (cell(level(Sign::Breaths, t.breaths), text::vitals_breaths(l), &whole(t.breaths)))
            (cell("", text::vitals_weight_short(l), &exact(t.weight)))
            (cell("", "BMI", &exact(rules::body_mass(t.weight, t.height))))
        }
    }
}

/// What the blood pressure was before: the last three other takings.
fn trend(face: &Face, head: &Head, taken: &[Taken]) -> Markup {
    let before: Vec<&Taken> = taken.iter().filter(|t| t.visit != head.id && t.systolic.is_some()).take(3).collect();
    html! {
        @if !before.is_empty() {
            span.sp {}
            span.tr { (text::vitals_earlier_pressure(face.lang)) " "
                @for (n, t) in before.iter().enumerate() { @if n > 0 { " · " } span.num { (pressure(t)) } }
            }
        }
    }
}
