//! The charts: bars before bars of the period before, and a ring of shares.

use crate::rules::{Bar, Line};
use crate::text;
use bricks::clock::{show_day, show_day_short};
use bricks::lang::Lang;
use bricks::money::Money;
use ground::html::chart::{Bars, HEIGHT, WIDTH, millions};
use maud::{Markup, html};

/// A ring of this many units round, so that a share in percent is a length.
const ROUND: i64 = 10_000;
const COLOURS: [&str; 5] = ["l1", "l2", "l3", "l4", "l5"];
pub const DOTS: [&str; 5] = ["s1", "s2", "s3", "s4", "s5"];

/// More bars than these have no amount above them.
const TOLD_MAX: usize = 16;
/// So many days are named below.
const NAMED_MAX: usize = 15;

/// What every day, week or month brought in, before what the one in its place did.
pub fn bars(l: Lang, shown: &[Bar]) -> Markup {
    let axis = Bars::of(shown.iter().map(|bar| bar.now.max(bar.before)));
    let sum = Money::sum(shown.iter().map(|bar| bar.now)).unwrap_or(Money::ZERO);
    let every = shown.len().div_ceil(NAMED_MAX).max(1);
    html! {
        svg.chart viewBox={ "0 0 " (WIDTH) " " (HEIGHT) } role="img" aria-label=(text::chart_said(l, sum.show_with_sign(l))) {
            @for tick in axis.ticks() {
                line.gl x1=(axis.left()) x2=(WIDTH) y1=(place(axis.y(tick))) y2=(place(axis.y(tick))) {}
                text.ax.e x=(axis.left() - 6) y=(place(axis.y(tick) + 4.0)) { (millions(Money::from_minor(tick), 2, l)) }
            }
            @for (index, bar) in shown.iter().enumerate() {
                (column(l, axis, index, bar, shown.len() <= TOLD_MAX, index % every == 0))
            }
        }
    }
}

fn column(l: Lang, axis: Bars, index: usize, bar: &Bar, told: bool, named: bool) -> Markup {
    let (x, width) = axis.bar(index);
    let (now, before) = (bar.now.minor().max(0), bar.before.minor().max(0));
    let days = if bar.days.days() == 1 {
        show_day(bar.days.from, l)
    } else {
        format!("{} – {}", show_day(bar.days.from, l), show_day(bar.days.to, l))
    };
    let said = text::bar_said(l, bar.before.show_with_sign(l), days, bar.now.show_with_sign(l));
    let middle = place(x + width / 2.0);
    let inner = (x + width * 0.16, width * 0.68);
    html! {
        g {
            title { (said) }
            @if before > 0 {
                rect.ghost x=(place(x)) y=(place(axis.y(before))) width=(place(width)) height=(place(axis.floor() - axis.y(before))) rx="3" {}
            }
            @if now > 0 {
                rect.f1 x=(place(inner.0)) y=(place(axis.y(now))) width=(place(inner.1)) height=(place(axis.floor() - axis.y(now))) rx="2" {}
            }
            @if told && now > 0 { text.ax.c.b x=(middle) y=(place(axis.y(now.max(before)) - 5.0)) { (millions(bar.now, 1, l)) } }
            @if named { text.ax.c x=(middle) y=(HEIGHT - 6) { (show_day_short(bar.days.from)) } }
        }
    }
}

fn place(at: f64) -> String {
    format!("{at:.1}")
}

/// A ring of what each line brought in, the whole in its middle.
pub fn ring(l: Lang, lines: &[Line], whole: Money) -> Markup {
    let sum = lines.iter().map(|line| line.now.net().minor().max(0)).sum::<i64>().max(1);
    let mut from = 0;
    let arcs: Vec<(i64, i64, &str)> = lines
        .iter()
        .zip(COLOURS.iter().cycle())
        .map(|(line, colour)| {
            let length = i64::try_from(i128::from(line.now.net().minor().max(0)) * i128::from(ROUND) / i128::from(sum));
            let arc = (from, length.unwrap_or(0), *colour);
            from += arc.1;
            arc
        })
        .collect();
    html! {
        svg.ring viewBox="0 0 120 120" role="img" aria-label=(text::ring_said(l, whole.show_with_sign(l))) {
            @for (from, length, colour) in arcs.iter().filter(|(_, length, _)| *length > 0) {
                circle class=(colour) cx="60" cy="60" r="46" fill="none" stroke-width="15" pathLength=(ROUND)
                    stroke-dasharray={ ((length - 60).max(1)) " " (ROUND) } stroke-dashoffset=(-from) transform="rotate(-90 60 60)" {}
            }
            text.dn1 x="60" y="64" { (millions(whole, 1, l)) }
            text.ax.c x="60" y="79" { (text::million(l)) }
        }
    }
}
