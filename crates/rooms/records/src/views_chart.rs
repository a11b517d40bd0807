//! Charts as SVG, drawn here: lines with their limits behind them, and the same in words.

use crate::chart::{Plot, Pressure, Scale, Series, scale, show_milli};
use crate::text;
use bricks::clock::Instant;
use ground::catalog::{in_lang, measured_unit};
use ground::html::parts;
use ground::web::Face;
use maud::{Markup, html};

const LABELS_MAX: usize = 5;
/// From here on an adult's blood pressure at the clinic counts as high.
const HIGH_SYSTOLIC: i64 = 140_000;
const HIGH_DIASTOLIC: i64 = 90_000;

/// One line of a chart: its colour of the five, its values from left to right.
struct Line {
    colour: u8,
    values: Vec<i64>,
}

struct Chart<'a> {
    size: (i32, i32),
    lines: Vec<Line>,
    days: Vec<Instant>,
    /// The limits between which a value is usual, of each line its own.
    bands: Vec<(i64, i64)>,
    /// Heights with a dashed line.
    marks: Vec<i64>,
    decimals: i64,
    said: &'a str,
}

/// Blood pressure over the page's visits; nothing for fewer than two.
pub fn pressure(face: &Face, of: &[Pressure], adult: bool) -> Markup {
    let (Some(first), Some(last)) = (of.first(), of.last()) else { return html! {} };
    if of.len() < 2 {
        return html! {};
    }
    let l = face.lang;
    let shown = |p: &Pressure| format!("{}/{}", p.systolic_mmhg, p.diastolic_mmhg);
    let said = text::pressure_said(l, shown(first), shown(last));
    let milli = |value: fn(&Pressure) -> i64| of.iter().map(|p| value(p) * 1_000).collect::<Vec<_>>();
    let chart = Chart {
        size: (560, 150),
        lines: vec![
            Line { colour: 3, values: milli(|p| p.systolic_mmhg) },
            Line { colour: 2, values: milli(|p| p.diastolic_mmhg) },
        ],
        days: of.iter().map(|p| p.at).collect(),
        bands: Vec::new(),
        marks: if adult { vec![HIGH_SYSTOLIC, HIGH_DIASTOLIC] } else { Vec::new() },
        decimals: 0,
        said: &said,
    };
    html! {
        section.card aria-labelledby="pressure" {
            div.ch {
                h2 #pressure { (text::pressure_title(l)) }
                span.sub.sm { (text::pressure_unit(l, of.len().try_into().unwrap_or(0))) }
                span.sp {}
                div.leg {
                    span { i.sw.s3 {} (text::systolic(l)) }
                    span { i.sw.s2 {} (text::diastolic(l)) }
                    @if adult { span.bad { "- - 140/90" } }
                }
            }
            div.cb.plot { (draw(face, &chart)) }
        }
    }
}

/// One analyte over the page's visits.
pub fn analyte(face: &Face, of: &Series, id: &str) -> Markup {
    let l = face.lang;
    let name = in_lang(l, &of.name_vi, &of.name_en);
    let (Some(first), Some(last)) = (of.readings.first(), of.readings.last()) else { return html! {} };
    let shown =
        |milli: i64| format!("{} {}", show_milli(milli, of.decimals, l), measured_unit(l, &of.unit)).trim().to_owned();
    let said = text::series_said(l, shown(first.milli), shown(last.milli), name);
    let chart = Chart {
        size: (280, 130),
        lines: vec![Line { colour: 1, values: of.readings.iter().map(|r| r.milli).collect() }],
        days: of.readings.iter().map(|r| r.at).collect(),
        bands: band(of).into_iter().collect(),
        marks: Vec::new(),
        decimals: of.decimals,
        said: &said,
    };
    let limits = match (of.low_milli, of.high_milli) {
        (Some(low), Some(high)) => format!("{}–{}", show_milli(low, of.decimals, l), show_milli(high, of.decimals, l)),
        (Some(low), None) => format!("≥ {}", show_milli(low, of.decimals, l)),
        (None, Some(high)) => format!("≤ {}", show_milli(high, of.decimals, l)),
        (None, None) => String::new(),
    };
    html! {
        section.card aria-labelledby=(id) {
            (parts::card_header(id, name, html! { span.sub.sm.nw { (measured_unit(l, &of.unit)) @if !limits.is_empty() { " · " (limits) } } }))
            div.cb.plot { (draw(face, &chart)) }
        }
    }
}

/// A second line with what is usual of it, in thousandths: the lower blood pressure.
pub struct Second {
    pub values: Vec<i64>,
    pub usual: (Option<i64>, Option<i64>),
}

/// One number alone, as large as the page lets it be; `second` is drawn beside it, over a band of its own.
pub fn large(face: &Face, of: &Series, second: Option<&Second>) -> Markup {
    let l = face.lang;
    let name = in_lang(l, &of.name_vi, &of.name_en);
    let (Some(first), Some(last)) = (of.readings.first(), of.readings.last()) else { return html! {} };
    let shown =
        |milli: i64| format!("{} {}", show_milli(milli, of.decimals, l), measured_unit(l, &of.unit)).trim().to_owned();
    let said = text::series_said(l, shown(first.milli), shown(last.milli), name);
    let mut lines = vec![Line { colour: 1, values: of.readings.iter().map(|r| r.milli).collect() }];
    let mut bands: Vec<(i64, i64)> = band(of).into_iter().collect();
    if let Some(second) = second {
        lines.push(Line { colour: 2, values: second.values.clone() });
        bands.extend(second.usual.0.zip(second.usual.1));
    }
    let names = if second.is_some() { [text::systolic(l), text::diastolic(l)] } else { ["", ""] };
    let legend: Vec<String> = bands
        .iter()
        .zip(names)
        .map(|((low, high), name)| {
            let (low, high) = (show_milli(*low, of.decimals, l), show_milli(*high, of.decimals, l));
            format!("{name} {low}–{high}").trim_start().to_owned()
        })
        .collect();
    let chart = Chart {
        size: (620, 320),
        lines,
        days: of.readings.iter().map(|r| r.at).collect(),
        bands,
        marks: Vec::new(),
        decimals: of.decimals,
        said: &said,
    };
    html! {
        section.card aria-labelledby="large" {
            div.ch {
                h2 #large { (name) }
                span.sub.sm { (of.unit) }
                span.sp {}
                @if !legend.is_empty() { div.leg { span { i.sw.goal {} (text::usual(l)) " " (legend.join(" · ")) } } }
            }
            div.cb.plot { (draw(face, &chart)) }
        }
    }
}

/// An open limit ends where the values end.
fn band(of: &Series) -> Option<(i64, i64)> {
    let values = || of.readings.iter().map(|r| r.milli);
    match (of.low_milli, of.high_milli) {
        (None, None) => None,
        (low, high) => {
            let low = low.unwrap_or_else(|| values().min().unwrap_or(0).min(high.unwrap_or(i64::MAX)));
            let high = high.unwrap_or_else(|| values().max().unwrap_or(0).max(low));
            Some((low, high))
        }
    }
}

fn draw(face: &Face, chart: &Chart<'_>) -> Markup {
    let l = face.lang;
    let values = chart.lines.iter().flat_map(|line| line.values.iter().copied());
    let limits = chart.bands.iter().flat_map(|(low, high)| [*low, *high]);
    let Some(scale) = scale(values.chain(limits)) else { return html! {} };
    let (width, height) = chart.size;
    let plot = Plot { width, height, scale, count: chart.days.len() };
    html! {
        svg.chart viewBox={ "0 0 " (width) " " (height) } role="img" aria-label=(chart.said) {
            @for (low, high) in &chart.bands { (band_rect(plot, *low, *high)) }
            (grid(face, plot, scale, chart.decimals))
            @for mark in &chart.marks { (dashed(plot, *mark)) }
            @for line in &chart.lines { (path(plot, line)) (last_value(plot, line, chart.decimals, l)) }
            @for (index, at) in chart.days.iter().enumerate().filter(|(index, _)| plot.is_labelled(*index, LABELS_MAX)) {
                text.ax.c x=(place(plot.x(index))) y=(height - 6) { (month(face, *at)) }
            }
        }
    }
}

fn grid(face: &Face, plot: Plot, scale: Scale, decimals: i64) -> Markup {
    let decimals = scale.decimals().min(decimals.max(scale.decimals()));
    html! {
        @for tick in scale.ticks() {
            line.gl x1=(plot.left()) x2=(plot.width) y1=(place(plot.y(tick))) y2=(place(plot.y(tick))) {}
            text.ax.e x=(plot.left() - 6) y=(place(plot.y(tick) + 4.0)) { (show_milli(tick, decimals, face.lang)) }
        }
    }
}

fn band_rect(plot: Plot, low: i64, high: i64) -> Markup {
    let (top, bottom) = (plot.y(high), plot.y(low));
    html! {
        rect.fok x=(plot.left()) y=(place(top)) width=(plot.width - plot.left()) height=(place((bottom - top).max(0.0))) {}
    }
}

/// A dashed line at a height that the axis reaches.
fn dashed(plot: Plot, at: i64) -> Markup {
    html! {
        @if plot.scale.low <= at && at <= plot.scale.high {
            line x1=(plot.left()) x2=(plot.width) y1=(place(plot.y(at))) y2=(place(plot.y(at)))
                stroke="var(--bad-mark)" stroke-dasharray="5 4" {}
        }
    }
}

fn path(plot: Plot, line: &Line) -> Markup {
    let points = || line.values.iter().enumerate().map(|(index, milli)| (place(plot.x(index)), place(plot.y(*milli))));
    let drawn: Vec<String> = points().map(|(x, y)| format!("{x} {y}")).collect();
    let class = format!("l{}", line.colour);
    html! {
        path class=(class) d={ "M" (drawn.join(" L")) } fill="none" stroke-width="2.2" stroke-linejoin="round" {}
        @for (x, y) in points() {
            circle class=(class) cx=(x) cy=(y) r="3.2" fill="var(--surface)" stroke-width="2" {}
        }
    }
}

fn last_value(plot: Plot, line: &Line, decimals: i64, l: bricks::lang::Lang) -> Markup {
    let Some((index, milli)) = line.values.iter().enumerate().next_back() else { return html! {} };
    // At the upper edge the figure stands below its point, where it is not cut.
    let at = plot.y(*milli);
    let at = if at < 20.0 { at + 18.0 } else { at - 8.0 };
    html! {
        text class={ "ax c b f" (line.colour) } x=(place(plot.x(index))) y=(place(at)) {
            (show_milli(*milli, decimals, l))
        }
    }
}

fn place(at: f64) -> String {
    format!("{at:.1}")
}

/// `10/26`; today's point says so.
fn month(face: &Face, at: Instant) -> String {
    let day = face.zone().day_of(at);
    if day == face.today() {
        return text::today(face.lang).to_owned();
    }
    format!("{:02}/{:02}", day.month(), day.year().rem_euclid(100))
}
