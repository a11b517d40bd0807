//! Which of the measured values are alarming, and how a person is told of them.

use crate::rules::{self, Level, Sign};
use crate::store::Taken;
use crate::text;
use bricks::lang::Lang;
use bricks::quantity::Quantity;

/// In thousandths of a degree. A fever is seen every day; from here on somebody has to look, or to measure again.
const FEVER_MILLI: i64 = 40_000;
const COLD_MILLI: i64 = 35_000;

/// `HA 250/150 · SpO₂ 82`: what is alarming in somebody of this age in months; nothing when all is well.
pub fn told(taken: &Taken, age_months: i64, l: Lang) -> Option<String> {
    let is = |sign, value: Option<i64>| value.is_some_and(|v| is_alarming(sign, v, age_months));
    let pressure = is(Sign::Systolic, taken.systolic) || is(Sign::Diastolic, taken.diastolic);
    let temperature = taken.temperature.map(Quantity::milli);
    let others = [
        (Sign::Pulse, text::vitals_pulse(l), taken.pulse),
        (Sign::Temperature, text::vitals_temperature(l), temperature),
        (Sign::Saturation, text::vitals_saturation(l), taken.saturation),
        (Sign::Breaths, text::vitals_breaths(l), taken.breaths),
    ];
    let others = others.into_iter().filter(|(sign, _, value)| is(*sign, *value));
    let shown = others.filter_map(|(sign, name, value)| Some(format!("{name} {}", show(sign, value?, l))));
    let all: Vec<String> =
        pressure.then(|| text::alarm_pressure(l, taken.pressure())).into_iter().chain(shown).collect();
    (!all.is_empty()).then(|| all.join(" · "))
}

/// Everything that was measured: `HA 148/92 mmHg · Mạch 80 · Nhiệt độ 37,5 °C · Cân nặng 58,5 kg`.
pub fn measured(taken: &Taken, l: Lang) -> String {
    let whole = |name: &str, value: Option<i64>, unit: &str| value.map(|v| format!("{name} {v}{unit}"));
    let exact = |name: &str, value: Option<Quantity>, unit: &str| value.map(|v| format!("{name} {} {unit}", v.show(l)));
    let pressure = taken.systolic.map(|_| format!("{} mmHg", text::alarm_pressure(l, taken.pressure())));
    let all = [
        pressure,
        whole(text::vitals_pulse(l), taken.pulse, ""),
        exact(text::vitals_temperature(l), taken.temperature, "°C"),
        whole(text::vitals_saturation(l), taken.saturation, " %"),
        whole(text::vitals_breaths(l), taken.breaths, ""),
        exact(text::vitals_weight(l), taken.weight, "kg"),
        exact(text::vitals_height(l), taken.height, "m"),
    ];
    all.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

fn show(sign: Sign, value: i64, l: Lang) -> String {
    match sign {
        Sign::Temperature => Quantity::from_milli(value).show(l),
        _ => value.to_string(),
    }
}

fn is_alarming(sign: Sign, value: i64, age_months: i64) -> bool {
    match sign {
        Sign::Temperature => value >= FEVER_MILLI || value <= COLD_MILLI,
        _ => rules::level_of(sign, value, age_months) == Level::Alarming,
    }
}
