use bricks::quantity::Quantity;

/// How loudly a measured value asks to be looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, PartialOrd, Ord)]
pub enum Level {
    #[default]
    Usual,
    /// Amber.
    Notable,
    /// Red.
    Alarming,
}

/// What is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    Systolic,
    Diastolic,
    Pulse,
    /// In thousandths of a degree.
    Temperature,
    Saturation,
    Breaths,
}

/// The body mass index in kg/m² to one decimal; `None` when one value is missing or below what a body can have.
/// `weight` in thousandths of a kilogram, `height` in thousandths of a metre.
pub fn body_mass(weight: Option<Quantity>, height: Option<Quantity>) -> Option<Quantity> {
    let (grams, millimetres) = (weight?.milli(), height?.milli());
    if grams <= 0 || millimetres < 100 {
        return None;
    }
    let square = millimetres.checked_mul(millimetres)?;
    let tenths = grams.checked_mul(10_000)?.checked_add(square / 2)? / square;
    tenths.checked_mul(100).map(Quantity::from_milli)
}

/// The bounds of one kind of value: below and above which it is notable, and alarming.
struct Bounds {
    alarming: (i64, i64),
    notable: (i64, i64),
}

/// Bounds of grown-ups at rest; temperature in thousandths of a degree. Children's differ by age, so only temperature
/// and saturation are judged for them.
const SYSTOLIC: Bounds = Bounds { alarming: (89, 180), notable: (99, 140) };
const DIASTOLIC: Bounds = Bounds { alarming: (49, 120), notable: (59, 90) };
const PULSE: Bounds = Bounds { alarming: (44, 131), notable: (54, 101) };
const TEMPERATURE: Bounds = Bounds { alarming: (34_999, 38_000), notable: (35_499, 37_500) };
const SATURATION: Bounds = Bounds { alarming: (91, i64::MAX), notable: (94, i64::MAX) };
const BREATHS: Bounds = Bounds { alarming: (8, 25), notable: (11, 21) };

/// From this age on, in months, a body is judged by the bounds of grown-ups.
const GROWN_UP_MONTHS: i64 = 16 * 12;

/// The level of a measured value for somebody of this age.
pub fn level_of(sign: Sign, value: i64, age_months: i64) -> Level {
    let grown_up = age_months >= GROWN_UP_MONTHS;
    let bounds = match sign {
        Sign::Temperature => TEMPERATURE,
        Sign::Saturation => SATURATION,
        Sign::Systolic if grown_up => SYSTOLIC,
        Sign::Diastolic if grown_up => DIASTOLIC,
        Sign::Pulse if grown_up => PULSE,
        Sign::Breaths if grown_up => BREATHS,
        _ => return Level::Usual,
    };
    let outside = |(low, high): (i64, i64)| value <= low || value >= high;
    match () {
        () if outside(bounds.alarming) => Level::Alarming,
        () if outside(bounds.notable) => Level::Notable,
        () => Level::Usual,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bmi(grams: i64, millimetres: i64) -> Option<i64> {
        let index = body_mass(Some(Quantity::from_milli(grams)), Some(Quantity::from_milli(millimetres)));
        index.map(Quantity::milli)
    }

    #[test]
    fn the_body_mass_index_is_rounded_to_one_decimal() {
        assert_eq!(bmi(58_500, 1_552), Some(24_300));
        assert_eq!(bmi(11_000, 820), Some(16_400));
        assert_eq!(bmi(400_000, 200), Some(10_000_000));
        assert_eq!(bmi(70_000, 0), None);
        assert_eq!(body_mass(None, Some(Quantity::from_milli(1_500))), None);
    }

    #[test]
    fn grown_ups_are_judged_and_children_only_by_fever_and_saturation() {
        assert_eq!(level_of(Sign::Systolic, 148, 650), Level::Notable);
        assert_eq!(level_of(Sign::Systolic, 181, 650), Level::Alarming);
        assert_eq!(level_of(Sign::Systolic, 120, 650), Level::Usual);
        assert_eq!(level_of(Sign::Pulse, 140, 17), Level::Usual);
        assert_eq!(level_of(Sign::Temperature, 38_400, 17), Level::Alarming);
        assert_eq!(level_of(Sign::Temperature, 37_600, 17), Level::Notable);
        assert_eq!(level_of(Sign::Saturation, 93, 17), Level::Notable);
        assert_eq!(level_of(Sign::Saturation, 100, 17), Level::Usual);
    }
}
