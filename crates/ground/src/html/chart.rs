//! The geometry of the bars: one a day. Amounts are whole đồng, places are SVG units.

use bricks::lang::Lang;
use bricks::money::Money;

pub const WIDTH: i32 = 900;
pub const HEIGHT: i32 = 226;
/// The axis reaches a million also when less was taken.
const AXIS_MIN: i64 = 1_000_000;
const LEFT: i32 = 44;
const TOP: i32 = 16;
const BOTTOM: i32 = 24;

/// The axis and the bars of a chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bars {
    pub high: i64,
    pub step: i64,
    pub count: i32,
}

impl Bars {
    /// Round ticks up to the highest amount, two to five of them.
    pub fn of(amounts: impl Iterator<Item = Money>) -> Bars {
        let amounts: Vec<i64> = amounts.map(|m| m.minor().max(0)).collect();
        let highest = amounts.iter().copied().max().unwrap_or(0).max(AXIS_MIN);
        let step = round_step((highest + 3) / 4);
        let high = ((highest + step - 1) / step).saturating_mul(step);
        Bars { high, step, count: i32::try_from(amounts.len()).unwrap_or(1).max(1) }
    }

    pub fn ticks(self) -> impl Iterator<Item = i64> {
        (0..=(self.high / self.step.max(1)).min(10)).map(move |n| n * self.step)
    }

    pub fn left(self) -> i32 {
        LEFT
    }

    pub fn y(self, amount: i64) -> f64 {
        let room = f64::from(HEIGHT - TOP - BOTTOM);
        f64::from(TOP) + room * (1.0 - amount as f64 / self.high.max(1) as f64)
    }

    pub fn floor(self) -> f64 {
        f64::from(HEIGHT - BOTTOM)
    }

    /// Where a bar begins, and how wide it is.
    pub fn bar(self, index: usize) -> (f64, f64) {
        let place = f64::from(WIDTH - LEFT) / f64::from(self.count);
        let index = u32::try_from(index).map_or(0.0, f64::from);
        (f64::from(LEFT) + place * index + place * 0.18, place * 0.64)
    }
}

fn round_step(at_least: i64) -> i64 {
    let mut power = 1_i64;
    while power < i64::MAX / 100 {
        for step in [power, power * 2, power * 5 / 2, power * 5] {
            if step >= at_least.max(1) {
                return step;
            }
        }
        power *= 10;
    }
    power
}

/// An amount in millions with up to `decimals_max` decimals: `22,3`.
pub fn millions(amount: Money, decimals_max: u32, l: Lang) -> String {
    let part = 10_i64.pow(6 - decimals_max.min(3));
    let rounded = (amount.minor() + part / 2).div_euclid(part).saturating_mul(part);
    bricks::quantity::Quantity::from_milli(rounded / 1_000).show(l)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_axis_holds_every_bar() {
        for highest in [0, 1, 999, 1_000, 557_400, 22_300_000, 9_999_999_999] {
            let bars = Bars::of([0, highest].into_iter().map(Money::from_minor));
            assert!(bars.high >= highest && bars.ticks().count() <= 6, "{highest}: {bars:?}");
            assert!(bars.y(highest) >= f64::from(TOP) && bars.y(0) <= bars.floor());
        }
    }

    #[test]
    fn bars_stand_side_by_side() {
        let bars = Bars::of((0..14).map(Money::from_minor));
        let (last, width) = bars.bar(13);
        assert!(last + width <= f64::from(WIDTH));
        assert!(bars.bar(0).0 + bars.bar(0).1 < bars.bar(1).0);
    }

    #[test]
    fn millions_are_short() {
        assert_eq!(millions(Money::from_minor(22_345_000), 1, Lang::Vi), "22,3");
        assert_eq!(millions(Money::from_minor(2_500_000), 1, Lang::En), "2.5");
        assert_eq!(millions(Money::from_minor(1_200_000_000), 1, Lang::Vi), "1.200");
        assert_eq!(millions(Money::ZERO, 1, Lang::Vi), "0");
    }
}
