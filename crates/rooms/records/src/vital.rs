//! The vitals as numbers over time.

use crate::chart::{Reading, Series};
use crate::rules::bmi_tenths;
use crate::store::VitalsRow;
use crate::text;
use bricks::age::{Birth, months};
use bricks::clock::{Instant, Zone};
use bricks::lang::Lang;
use papers::order::Flag;
use papers::visit::{Level, Sign, level_of, usual_range};

/// From this age on the body mass index is judged here, by the bounds of Asian grown-ups.
const GROWN_UP_MONTHS: i64 = 18 * 12;
const BODY_MASS: (Option<i64>, Option<i64>) = (Some(18_500), Some(22_999));

/// What is usual of a sign at an age, in thousandths.
pub fn usual_of(sign: Sign, age_months: i64) -> (Option<i64>, Option<i64>) {
    let (low, high) = usual_range(sign, age_months).unwrap_or((None, None));
    let milli = |n: Option<i64>| n.map(|n| if sign == Sign::Temperature { n } else { n * 1_000 });
    (milli(low), milli(high))
}

/// A sign's value as a flag: notable ones `L` and `H`, alarming ones `LL` and `HH`. Temperature in thousandths.
pub fn sign_flag(sign: Sign, value: i64, age_months: i64) -> Flag {
    let Some((low, _)) = usual_range(sign, age_months) else { return Flag::None };
    let is_low = low.is_some_and(|low| value < low);
    match (level_of(sign, value, age_months), is_low) {
        (Level::Usual, _) => Flag::Normal,
        (Level::Notable, true) => Flag::Low,
        (Level::Notable, false) => Flag::High,
        (Level::Alarming, true) => Flag::CriticalLow,
        (Level::Alarming, false) => Flag::CriticalHigh,
    }
}

/// Of two flags the one that must not be overlooked.
fn worse(one: Flag, other: Flag) -> Flag {
    let weight = |flag: Flag| match flag {
        Flag::None => 0,
        Flag::Normal => 1,
        Flag::Low | Flag::High | Flag::Abnormal => 2,
        Flag::CriticalLow | Flag::CriticalHigh => 3,
    };
    if weight(other) > weight(one) { other } else { one }
}

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

    /// The sign that is judged by age; of the pressure the upper one.
    const fn sign(self) -> Option<Sign> {
        match self {
            Vital::Pressure => Some(Sign::Systolic),
            Vital::Pulse => Some(Sign::Pulse),
            Vital::Temperature => Some(Sign::Temperature),
            Vital::Saturation => Some(Sign::Saturation),
            Vital::Breaths => Some(Sign::Breaths),
            Vital::Weight | Vital::Height | Vital::Bmi => None,
        }
    }

    /// What is usual at an age, in thousandths; of the body mass index for grown-ups alone.
    fn usual(self, age_months: i64) -> (Option<i64>, Option<i64>) {
        match (self, self.sign()) {
            (Vital::Bmi, _) if age_months >= GROWN_UP_MONTHS => BODY_MASS,
            (_, Some(sign)) => usual_of(sign, age_months),
            _ => (None, None),
        }
    }

    /// How far a row's value is from what is usual at the age of that day; the worse of two pressures.
    fn flag(self, row: &VitalsRow, milli: i64, age_months: i64) -> Flag {
        if self == Vital::Pressure {
            let lower = row.diastolic_mmhg.map_or(Flag::None, |v| sign_flag(Sign::Diastolic, v, age_months));
            let upper = row.systolic_mmhg.map_or(Flag::None, |v| sign_flag(Sign::Systolic, v, age_months));
            return worse(upper, lower);
        }
        match (self.sign(), self.usual(age_months)) {
            (Some(Sign::Temperature), _) => sign_flag(Sign::Temperature, milli, age_months),
            (Some(sign), _) => sign_flag(sign, milli / 1_000, age_months),
            (None, (None, None)) => Flag::None,
            (None, (Some(low), _)) if milli < low => Flag::Low,
            (None, (_, Some(high))) if milli > high => Flag::High,
            (None, _) => Flag::Normal,
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

    /// The flag of what a row has of it, at an age.
    pub fn flag_of(self, row: &VitalsRow, age_months: i64) -> Option<Flag> {
        Some(self.flag(row, self.milli(row)?, age_months))
    }

    /// Over time, oldest first: each judged by the age of its day, with what is usual today behind all of them.
    pub fn series(self, rows: &[VitalsRow], (birth, zone): (Birth, &Zone), now: Instant, l: Lang) -> Series {
        let age_at = |at: Instant| months(birth, zone.day_of(at));
        let (low, high) = self.usual(age_at(now));
        let reading = |row: &VitalsRow| {
            let milli = self.milli(row)?;
            Some(Reading { at: row.taken_at, milli, flag: self.flag(row, milli, age_at(row.taken_at)) })
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

#[cfg(test)]
mod tests {
    use super::*;
    use bricks::clock::parse_day;
    use bricks::id::VisitId;

    fn pressure(systolic: i64, diastolic: i64) -> VitalsRow {
        VitalsRow {
            visit: VisitId::from_raw(1),
            taken_at: Instant::from_millis(1_700_000_000_000),
            systolic_mmhg: Some(systolic),
            diastolic_mmhg: Some(diastolic),
            pulse: None,
            temperature: None,
            saturation: None,
            breaths: None,
            weight: None,
            height: None,
        }
    }

    #[test]
    fn a_pressure_is_judged_by_the_worse_of_its_two_values() {
        let (zone, birth) = (Zone::named("Asia/Ho_Chi_Minh").unwrap(), Birth::Day(parse_day("1970-05-01").unwrap()));
        let now = Instant::from_millis(1_700_000_100_000);
        for (systolic, diastolic, flag) in [
            (120, 80, Flag::Normal),
            (148, 80, Flag::High),
            (120, 92, Flag::High),
            (250, 150, Flag::CriticalHigh),
            (120, 125, Flag::CriticalHigh),
            (85, 55, Flag::CriticalLow),
            (110, 45, Flag::CriticalLow),
        ] {
            let series = Vital::Pressure.series(&[pressure(systolic, diastolic)], (birth, &zone), now, Lang::Vi);
            assert_eq!(series.readings[0].flag, flag, "{systolic}/{diastolic}");
            assert_eq!(
                (series.low_milli, series.high_milli),
                (Some(100_000), Some(139_000)),
                "the upper one's own band"
            );
        }
        assert_eq!(usual_of(Sign::Diastolic, 600), (Some(60_000), Some(89_000)), "the lower one has its own");
        assert_eq!(sign_flag(Sign::Temperature, 39_000, 600), Flag::CriticalHigh);
    }
}
