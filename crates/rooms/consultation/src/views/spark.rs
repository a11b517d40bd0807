//! What was measured over the visits as small lines, with what is usual behind them and the same in words.

use super::chart::Desk;
use super::visit_path;
use crate::rules::{self, Sign};
use crate::store::{Taken, of_visit};
use crate::text;
use bricks::age::months;
use bricks::clock::{Instant, show_day_short};
use bricks::lang::Lang;
use bricks::quantity::Quantity;
use ground::web::Face;
use maud::{Markup, html};

const WIDTH: i64 = 80;
const HEIGHT: i64 = 24;
/// Room around the line, so that its last point is whole.
const EDGE: i64 = 3;
/// A line has so many points at least.
const POINTS_MIN: usize = 2;

/// One value over the visits, the oldest first.
struct Trend<'a> {
    label: &'a str,
    points: Vec<(Instant, i64)>,
    /// What is usual; an open end is left out.
    usual: Option<(Option<i64>, Option<i64>)>,
    is_notable: bool,
    /// Thousandths shown with one decimal, or whole numbers.
    is_exact: bool,
}

/// The lines of pressure, pulse, weight and body mass; nothing for who was measured once.
pub(super) fn trends(desk: Desk<'_>) -> Markup {
    let (face, id) = (desk.face, desk.chart.head.id);
    let lines = read(desk);
    html! {
        div #trends data-live={ "visit-" (id) } data-src=(visit_path(id, "parts")) {
            @if !lines.is_empty() {
                div.strip.col.g1 { @for line in &lines { (row(face, line)) } }
            }
        }
    }
}

fn read<'a>(desk: Desk<'a>) -> Vec<Trend<'a>> {
    let (head, l) = (&desk.chart.head, desk.face.lang);
    let (age, sex) = (months(head.birth(), desk.face.today()), head.sex());
    let visits = by_visit(&desk.chart.taken);
    let points = |value: &dyn Fn(&Taken) -> Option<i64>| -> Vec<(Instant, i64)> {
        visits.iter().filter_map(|t| Some((t.at, value(t)?))).collect()
    };
    let signed = |label, sign, points: Vec<(Instant, i64)>| {
        let is_notable = points.last().is_some_and(|(_, v)| rules::level_of(sign, *v, age) > rules::Level::Usual);
        Trend { label, points, usual: rules::usual_range(sign, age), is_notable, is_exact: false }
    };
    let mass = |t: &Taken| rules::body_mass(t.weight, t.height);
    let last_mass = visits.iter().rev().find_map(mass);
    let lines = [
        signed(text::vitals_systolic_short(l), Sign::Systolic, points(&|t| t.systolic)),
        signed(text::vitals_pulse(l), Sign::Pulse, points(&|t| t.pulse)),
        Trend {
            label: text::vitals_weight_short(l),
            points: points(&|t| t.weight.map(Quantity::milli)),
            usual: None,
            is_notable: false,
            is_exact: true,
        },
        Trend {
            label: text::vitals_body_mass(l),
            points: points(&|t| mass(t).map(Quantity::milli)),
            usual: rules::body_mass_range(age, sex).map(|(low, high)| (Some(low * 100), Some(high * 100))),
            is_notable: rules::body_mass_level(last_mass, age, sex) > rules::Level::Usual,
            is_exact: true,
        },
    ];
    lines.into_iter().filter(|line| line.points.len() >= POINTS_MIN).collect()
}

/// What was measured last at each visit, the oldest visit first.
fn by_visit(taken: &[Taken]) -> Vec<Taken> {
    let mut visits = Vec::new();
    for t in taken {
        if !visits.contains(&t.visit) {
            visits.push(t.visit);
        }
    }
    visits.iter().rev().filter_map(|visit| of_visit(taken, *visit)).collect()
}

fn show(line: &Trend<'_>, value: i64, l: Lang) -> String {
    if line.is_exact { rules::with_decimals(Quantity::from_milli(value), 1, l) } else { value.to_string() }
}

fn row(face: &Face, line: &Trend<'_>) -> Markup {
    let l = face.lang;
    let (Some((from, first)), Some((to, last))) = (line.points.first(), line.points.last()) else { return html! {} };
    let day = |at: Instant| show_day_short(face.zone().day_of(at));
    let usual = line.usual.map(|(low, high)| {
        let told = |end: Option<i64>| end.map(|value| show(line, value, l)).unwrap_or_default();
        text::vitals_usual(l, told(high), told(low))
    });
    let (first, last_shown) = (show(line, *first, l), show(line, *last, l));
    let mut said = text::vitals_trend(l, first, day(*from), line.label, last_shown.as_str(), day(*to));
    if let Some(usual) = usual {
        said.push_str(". ");
        said.push_str(&usual);
    }
    html! {
        div.row.g2 title=(said) {
            span.sm.sub.grow.tr { (line.label) }
            (drawn(line, &said))
            b.num.spark-v.bad[line.is_notable] { (last_shown) }
        }
    }
}

/// The line from left to right in time, from the lowest to the highest of its points and of what is usual.
fn drawn(line: &Trend<'_>, said: &str) -> Markup {
    let values = || line.points.iter().map(|(_, value)| *value);
    let (low, high) = line.usual.unwrap_or_default();
    let bottom = values().chain(low).min().unwrap_or_default();
    let top = values().chain(high).max().unwrap_or_default().max(bottom + 1);
    let begin = line.points.first().map_or(0, |(at, _)| at.millis());
    let span = line.points.last().map_or(1, |(at, _)| at.millis() - begin).max(1);
    let x = |at: Instant| EDGE + (at.millis() - begin) * (WIDTH - 2 * EDGE) / span;
    let y = |value: i64| HEIGHT - EDGE - (value - bottom) * (HEIGHT - 2 * EDGE) / (top - bottom);
    let path: Vec<String> = line.points.iter().map(|(at, value)| format!("{},{}", x(*at), y(*value))).collect();
    let (above, below) = (y(high.unwrap_or(top)), y(low.unwrap_or(bottom)));
    html! {
        svg.spark role="img" aria-label=(said) viewBox={ "0 0 " (WIDTH) " " (HEIGHT) } width=(WIDTH) height=(HEIGHT) {
            @if line.usual.is_some() { rect.fok x="0" y=(above) width=(WIDTH) height=((below - above).max(1)) {} }
            polyline.l1 points=(path.join(" ")) fill="none" stroke-width="1.5" stroke-linejoin="round" {}
            @if let Some((at, value)) = line.points.last() {
                circle class=(if line.is_notable { "fbad" } else { "f1" }) cx=(x(*at)) cy=(y(*value)) r="2.5" {}
            }
        }
    }
}
