//! The vitals as numbers over time.

use crate::chart::{Reading, Series};
use crate::rules::bmi_tenths;
use crate::store::VitalsRow;
use crate::text;
use bricks::lang::Lang;
use papers::order::Flag;

/// One number that a nurse measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Vital {
    Pressure,
    Pulse,
    Temperature,
    Saturation,
    Breaths,
    Weight,
    Height,
    Bmi,
}

impl Vital {
    pub const ALL: [Vital; 8] = [
        Vital::Pressure,
        Vital::Pulse,
        Vital::Temperature,
        Vital::Saturation,
        Vital::Breaths,
        Vital::Weight,
        Vital::Height,
        Vital::Bmi,
    ];

    /// The word in the address.
    pub const fn code(self) -> &'static str {
        match self {
            Vital::Pressure => "pressure",
            Vital::Pulse => "pulse",
            Vital::Temperature => "temperature",
            Vital::Saturation => "saturation",
            Vital::Breaths => "breaths",
            Vital::Weight => "weight",
            Vital::Height => "height",
            Vital::Bmi => "bmi",
        }
    }

    pub fn parse(code: &str) -> Option<Vital> {
        Vital::ALL.into_iter().find(|v| v.code() == code)
    }

    pub const fn word(self, l: Lang) -> &'static str {
        match self {
            Vital::Pressure => text::pressure(l),
            Vital::Pulse => text::pulse(l),
            Vital::Temperature => text::temperature(l),
            Vital::Saturation => text::saturation(l),
            Vital::Breaths => text::breaths(l),
            Vital::Weight => text::weight(l),
            Vital::Height => text::height(l),
            Vital::Bmi => text::bmi(l),
        }
    }

    const fn unit(self, l: Lang) -> &'static str {
        match self {
            Vital::Pressure => "mmHg",
            Vital::Pulse | Vital::Breaths => text::per_minute(l),
            Vital::Temperature => "°C",
            Vital::Saturation => "%",
            Vital::Weight => "kg",
            Vital::Height => "cm",
            Vital::Bmi => "kg/m²",
        }
    }

    const fn decimals(self) -> i64 {
        match self {
            Vital::Temperature | Vital::Weight | Vital::Bmi => 1,
            _ => 0,
        }
    }

    /// What is usual for an adult, in thousandths.
    const fn usual(self) -> (Option<i64>, Option<i64>) {
        match self {
            Vital::Pressure => (Some(90_000), Some(140_000)),
            Vital::Pulse => (Some(60_000), Some(100_000)),
            Vital::Temperature => (Some(36_000), Some(37_500)),
            Vital::Saturation => (Some(95_000), Some(100_000)),
            Vital::Breaths => (Some(12_000), Some(20_000)),
            Vital::Bmi => (Some(18_500), Some(23_000)),
            Vital::Weight | Vital::Height => (None, None),
        }
    }

    /// In thousandths of the unit; of the pressure the upper one.
    fn milli(self, row: &VitalsRow) -> Option<i64> {
        let whole = |n: Option<i64>| n.map(|n| n * 1_000);
        match self {
            Vital::Pressure => whole(row.systolic_mmhg),
            Vital::Pulse => whole(row.pulse),
            Vital::Temperature => row.temperature.map(|q| q.milli()),
            Vital::Saturation => whole(row.saturation),
            Vital::Breaths => whole(row.breaths),
            Vital::Weight => row.weight.map(|q| q.milli()),
            Vital::Height => row.height.map(|q| q.milli() * 100),
            Vital::Bmi => {
                row.weight.zip(row.height).and_then(|(w, h)| bmi_tenths(w.milli(), h.milli())).map(|t| t * 100)
            }
        }
    }

    /// Over time, oldest first; with what is usual only for adults.
    pub fn series(self, rows: &[VitalsRow], adult: bool, l: Lang) -> Series {
        let (low, high) = if adult { self.usual() } else { (None, None) };
        let reading = |row: &VitalsRow| {
            let milli = self.milli(row)?;
            let flag = match (low, high) {
                (Some(low), _) if milli < low => Flag::Low,
                (_, Some(high)) if milli > high => Flag::High,
                (None, None) => Flag::None,
                _ => Flag::Normal,
            };
            Some(Reading { at: row.taken_at, milli, flag })
        };
        Series {
            name_vi: self.word(Lang::Vi).to_owned(),
            name_en: self.word(Lang::En).to_owned(),
            unit: self.unit(l).to_owned(),
            decimals: self.decimals(),
            readings: rows.iter().rev().filter_map(reading).collect(),
            low_milli: low,
            high_milli: high,
        }
    }
}

/// The lower blood pressures of the rows that have both, oldest first, in thousandths.
pub fn diastolic(rows: &[VitalsRow]) -> Vec<i64> {
    rows.iter().rev().filter(|r| r.systolic_mmhg.is_some()).map(|r| r.diastolic_mmhg.unwrap_or(0) * 1_000).collect()
}
