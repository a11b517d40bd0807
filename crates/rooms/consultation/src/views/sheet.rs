//! The strip of vitals on the doctor's page.

use super::visit_path;
use crate::rules::{self, Level, Sign};
use crate::store::{Head, Taken, of_visit};
use crate::text;
use bricks::age::months;
use bricks::clock::show_time;
use bricks::id::VisitId;
use bricks::lang::Lang;
use bricks::quantity::Quantity;
use ground::access::Permission;
use ground::web::Face;
use maud::{Markup, html};
use papers::visit::State;

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

fn cell(class: &str, label: &str, value: &str, usual: Option<&str>) -> Markup {
    html! { div class=(class) title=[usual] { span.l { (label) } div.v { (value) } } }
}

/// `Thường gặp ở tuổi này: 55–100`.
fn usual(face: &Face, sign: Sign, age: i64) -> Option<String> {
    let l = face.lang;
    let (low, high) = rules::usual_range(sign, age)?;
    let told = |value: i64| match sign {
        Sign::Temperature => rules::with_decimals(Quantity::from_milli(value), 1, l),
        _ => value.to_string(),
    };
    Some(text::vitals_usual(l, high.map(told).unwrap_or_default(), low.map(told).unwrap_or_default()))
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
            div.row.w.sm.mut.mt1 {
                @for (t, signs) in by_whom(l, taken, head.id) {
                    span { (text::vitals_by(l, &t.by, show_time(t.at, face.zone()))) @if let Some(signs) = signs { " (" (signs) ")" } }
                }
                @if open {
                    a.lnk href=(visit_path(head.id, "vitals")) {
                        (if here.is_some() { text::vitals_again(l) } else { text::vitals_title(l) })
                    }
                }
            }
        }
    }
}

/// Who measured what stands here, the last first; which signs it was where it was not all of them.
fn by_whom(l: Lang, taken: &[Taken], visit: VisitId) -> Vec<(&Taken, Option<String>)> {
    let signs = |t: &Taken| {
        [
            (text::vitals_pressure_short(l), t.systolic.or(t.diastolic).is_some()),
            (text::vitals_pulse(l), t.pulse.is_some()),
            (text::vitals_temperature(l), t.temperature.is_some()),
            (text::vitals_saturation(l), t.saturation.is_some()),
            (text::vitals_breaths(l), t.breaths.is_some()),
            (text::vitals_weight(l), t.weight.is_some()),
            (text::vitals_height(l), t.height.is_some()),
        ]
    };
    let mut shown: Vec<&str> = Vec::new();
    let mut all = Vec::new();
    for t in taken.iter().filter(|t| t.visit == visit) {
        let own = signs(t).into_iter().filter(|(name, is_there)| *is_there && !shown.contains(name));
        let own: Vec<&str> = own.map(|(name, _)| name).collect();
        if !own.is_empty() {
            shown.extend(&own);
            all.push((t, Some(own.join(", "))));
        }
    }
    if let [(_, signs)] = all.as_mut_slice() {
        *signs = None;
    }
    all
}

fn values(face: &Face, head: &Head, t: &Taken) -> Markup {
    let (l, age) = (face.lang, months(head.birth(), face.today()));
    let whole = |n: Option<i64>| n.map_or_else(|| "–".to_owned(), |n| n.to_string());
    let exact = |q: Option<Quantity>| q.map_or_else(|| "–".to_owned(), |q| rules::with_decimals(q, 1, l));
    let level = |sign, value| level_class(sign, value, age);
    let both = [(Sign::Systolic, t.systolic), (Sign::Diastolic, t.diastolic)]
        .map(|(sign, value)| value.map_or(Level::Usual, |v| rules::level_of(sign, v, age)));
    let loudest = both.into_iter().max().unwrap_or_default();
    let usual = |sign| usual(face, sign, age);
    let pressures = usual(Sign::Systolic);
    let mass = rules::body_mass(t.weight, t.height);
    let usual_mass = rules::body_mass_range(age, head.sex()).map(|(low, high)| {
        let told = |tenths: i64| rules::with_decimals(Quantity::from_milli(tenths * 100), 1, l);
        text::vitals_usual(l, told(high), told(low))
    });
    html! {
        div.vit role="group" aria-label=(text::vitals_title(l)) {
            (cell(class_of(loudest), text::vitals_pressure(l), &t.pressure(), pressures.as_deref()))
            (cell(level(Sign::Pulse, t.pulse), text::vitals_pulse(l), &whole(t.pulse), usual(Sign::Pulse).as_deref()))
            (cell(level(Sign::Temperature, t.temperature.map(Quantity::milli)), text::vitals_temperature_short(l), &exact(t.temperature), usual(Sign::Temperature).as_deref()))
            (cell(level(Sign::Saturation, t.saturation), "SpO₂ %", &whole(t.saturation), usual(Sign::Saturation).as_deref()))
            (cell(level(Sign::Breaths, t.breaths), text::vitals_breaths(l), &whole(t.breaths), usual(Sign::Breaths).as_deref()))
            (cell("", text::vitals_weight_short(l), &exact(t.weight), None))
            (cell(class_of(rules::body_mass_level(mass, age, head.sex())), text::vitals_body_mass(l), &exact(mass), usual_mass.as_deref()))
        }
    }
}
