//! The geometry of a chart: which ticks, where each point stands. Values are thousandths, places are SVG units.

use crate::history::VisitEntry;
use crate::store::ValueRow;
use bricks::clock::Instant;
use bricks::lang::Lang;
use bricks::quantity::Quantity;
use papers::order::{Flag, ValueKind};
use std::collections::HashMap;

/// A measured value at its time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading {
    pub at: Instant,
    pub milli: i64,
    pub flag: Flag,
}

/// One analyte over time, oldest first; two readings or more.
#[derive(Debug, Clone)]
pub struct Series {
    pub name_vi: String,
    pub name_en: String,
    pub unit: String,
    pub decimals: i64,
    pub readings: Vec<Reading>,
    /// The limits of the latest reading.
    pub low_milli: Option<i64>,
    pub high_milli: Option<i64>,
}

/// Blood pressure of one visit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pressure {
    pub at: Instant,
    pub systolic_mmhg: i64,
    pub diastolic_mmhg: i64,
}

/// The last blood pressure of each visit of the page, oldest first.
pub fn pressures(visits: &[VisitEntry]) -> Vec<Pressure> {
    let last = |v: &VisitEntry| {
        v.vitals.iter().rev().find_map(|t| {
            Some(Pressure { at: t.taken_at, systolic_mmhg: t.systolic_mmhg?, diastolic_mmhg: t.diastolic_mmhg? })
        })
    };
    visits.iter().rev().filter_map(last).collect()
}

/// A number at its time; nothing while it is not there.
pub fn reading(value: &ValueRow) -> Option<Reading> {
    Some(Reading { at: value.done_at?, milli: value.value_milli?, flag: value.flag })
}

/// The name and the limits of a value, without readings.
pub fn empty_series(of: &ValueRow) -> Series {
    Series {
        name_vi: of.name_vi.clone(),
        name_en: of.name_en.clone(),
        unit: of.unit.clone(),
        decimals: of.decimals,
        readings: Vec::new(),
        low_milli: of.low_milli,
        high_milli: of.high_milli,
    }
}

/// Every number measured twice or more on the page: those that were ever out of range first, then the longest.
pub fn series(visits: &[VisitEntry]) -> Vec<Series> {
    let mut found: HashMap<_, Series> = HashMap::new();
    let orders = visits.iter().rev().flat_map(|v| &v.orders);
    for value in orders.flat_map(|o| &o.values).filter(|v| v.kind == ValueKind::Number) {
        let Some(reading) = reading(value) else { continue };
        let series = found.entry(value.analyte).or_insert_with(|| empty_series(value));
        series.readings.push(reading);
        (series.low_milli, series.high_milli) = (value.low_milli, value.high_milli);
    }
    let mut all: Vec<Series> = found.into_values().filter(|s| s.readings.len() > 1).collect();
    for each in &mut all {
        each.readings.sort_by_key(|r| r.at);
    }
    let calm = |s: &Series| !s.readings.iter().any(|r| r.flag.is_abnormal());
    all.sort_by(|a, b| {
        calm(a).cmp(&calm(b)).then(b.readings.len().cmp(&a.readings.len())).then_with(|| a.name_vi.cmp(&b.name_vi))
    });
    all
}

/// The ends of an axis and the steps between.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scale {
    pub low: i64,
    pub high: i64,
    pub step: i64,
}

/// Round ticks (1, 2, 2.5 or 5 times a power of ten) around all values, three to six steps.
pub fn scale(values: impl IntoIterator<Item = i64>) -> Option<Scale> {
    let mut values = values.into_iter();
    let first = values.next()?;
    let (low, high) = values.fold((first, first), |(low, high), v| (low.min(v), high.max(v)));
    let span = high.saturating_sub(low).max(high.saturating_abs() / 10).max(4);
    let step = round_step(span / 4);
    let low = low.div_euclid(step).saturating_mul(step);
    let high = high.saturating_add(step - 1).div_euclid(step).saturating_mul(step).max(low.saturating_add(step));
    Some(Scale { low, high, step })
}

fn round_step(at_least: i64) -> i64 {
    let mut power = 1_i64;
    while power < i64::MAX / 100 {
        for step in [power, power * 2, power * 5 / 2, power * 5] {
            if step >= at_least.max(1) && step > 0 {
                return step;
            }
        }
        power *= 10;
    }
    power
}

impl Scale {
    /// The ticks from low to high.
    pub fn ticks(self) -> impl Iterator<Item = i64> {
        let count = (self.high - self.low) / self.step.max(1);
        (0..=count.min(12)).map(move |n| self.low + n * self.step)
    }

    /// How many decimals of the ticks have to be shown.
    pub fn decimals(self) -> i64 {
        let has = |part: i64| self.step % part == 0 && self.low % part == 0;
        [(1_000, 0), (100, 1), (10, 2)].into_iter().find(|(part, _)| has(*part)).map_or(3, |(_, decimals)| decimals)
    }
}

/// Where things stand in a chart of a given size.
#[derive(Debug, Clone, Copy)]
pub struct Plot {
    pub width: i32,
    pub height: i32,
    pub scale: Scale,
    /// Points along the axis.
    pub count: usize,
}

const LEFT: i32 = 36;
const TOP: i32 = 10;
const BOTTOM: i32 = 24;
const MARGIN: i32 = 18;

impl Plot {
    pub fn left(self) -> i32 {
        LEFT
    }

    /// The place of the `index`th point from the left.
    pub fn x(self, index: usize) -> f64 {
        let room = f64::from(self.width - LEFT - 2 * MARGIN);
        let part = if self.count < 2 { 0.5 } else { as_f64(index) / as_f64(self.count - 1) };
        f64::from(LEFT + MARGIN) + room * part
    }

    /// The height of a value.
    pub fn y(self, milli: i64) -> f64 {
        let room = f64::from(self.height - TOP - BOTTOM);
        let (from, span) = (milli - self.scale.low, (self.scale.high - self.scale.low).max(1));
        f64::from(TOP) + room * (1.0 - from as f64 / span as f64)
    }

    /// Which points have their date written below: first, last, and some between.
    pub fn is_labelled(self, index: usize, labels_max: usize) -> bool {
        let stride = self.count.saturating_sub(1).div_ceil(labels_max.max(2) - 1).max(1);
        let from_last = self.count.saturating_sub(1).saturating_sub(index);
        from_last.is_multiple_of(stride)
    }
}

fn as_f64(n: usize) -> f64 {
    u32::try_from(n).map_or(f64::MAX, f64::from)
}

/// A value with a fixed number of decimals, 0 to 3, in the writing of the language.
pub fn show_milli(milli: i64, decimals: i64, l: Lang) -> String {
    let places = usize::try_from(decimals.clamp(0, 3)).unwrap_or(0);
    let unit = [1_000, 100, 10, 1].get(places).copied().unwrap_or(1);
    let rounded = (milli.saturating_abs().saturating_add(unit / 2) / unit).saturating_mul(unit);
    let whole = Quantity::from_milli(rounded - rounded % 1_000).show(l);
    let sign = if milli < 0 && rounded > 0 { "−" } else { "" };
    let mark = match l {
        Lang::Vi => ',',
        Lang::En => '.',
    };
    let rest: String = format!("{:03}", rounded % 1_000).chars().take(places).collect();
    if places == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}{mark}{rest}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_axis_is_round_and_holds_every_value() {
        let of = scale([158_000, 92_000, 84_000]).unwrap();
        assert_eq!(of, Scale { low: 80_000, high: 160_000, step: 20_000 });
        assert_eq!(of.ticks().collect::<Vec<_>>(), [80_000, 100_000, 120_000, 140_000, 160_000]);
        let of = scale([7_400, 8_400, 7_200]).unwrap();
        assert!(of.low <= 7_200 && of.high >= 8_400 && of.decimals() <= 2, "{of:?}");
        assert_eq!(scale([]), None);
        for one in [0, 5, -3_000, 1_000_000_000] {
            let of = scale([one]).unwrap();
            assert!(of.low <= one && one <= of.high && of.low < of.high, "{one}: {of:?}");
        }
    }

    #[test]
    fn points_stand_inside_the_plot_from_left_to_right() {
        let plot = Plot { width: 560, height: 150, scale: Scale { low: 0, high: 100, step: 20 }, count: 6 };
        assert!((0..5).all(|n| plot.x(n) < plot.x(n + 1)));
        assert!(plot.x(5) < 560.0 && plot.y(100) < plot.y(0) && plot.y(0) <= 150.0);
        assert!(plot.is_labelled(5, 4) && !plot.is_labelled(4, 4));
    }

    #[test]
    fn values_keep_their_decimals() {
        assert_eq!(show_milli(7_400, 1, Lang::Vi), "7,4");
        assert_eq!(show_milli(7_000, 1, Lang::En), "7.0");
        assert_eq!(show_milli(1_250_000, 0, Lang::Vi), "1.250");
        assert_eq!(show_milli(7_449, 1, Lang::Vi), "7,4");
        assert_eq!(show_milli(7_450, 1, Lang::Vi), "7,5");
        assert_eq!(show_milli(-400, 0, Lang::Vi), "0");
        assert_eq!(show_milli(-500, 1, Lang::Vi), "−0,5");
    }
}
