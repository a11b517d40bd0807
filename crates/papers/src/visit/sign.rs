//! What is usual of the vital signs at an age: one table for everybody who shows or judges them.

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

/// The bounds of one kind of value: up to and from which it is notable, and alarming.
#[derive(Clone, Copy)]
struct Bounds {
    alarming: (i64, i64),
    notable: (i64, i64),
}

const fn bounds(alarming: (i64, i64), notable: (i64, i64)) -> Bounds {
    Bounds { alarming, notable }
}

/// What is usual at an age changes for these three.
struct Age {
    /// Up to this age, in months.
    below_months: i64,
    systolic: Bounds,
    pulse: Bounds,
    breaths: Bounds,
}

/// At rest, by age. The upper bounds of breaths follow the limits of fast breathing (60, 50, 40), the lower ones of
/// pressure the usual estimate of 70 + 2 × years.
const AGES: [Age; 7] = [
    Age {
        below_months: 2,
        systolic: bounds((59, 120), (64, 100)),
        pulse: bounds((79, 206), (99, 181)),
        breaths: bounds((19, 70), (29, 60)),
    },
    Age {
        below_months: 12,
        systolic: bounds((69, 130), (74, 110)),
        pulse: bounds((79, 191), (99, 171)),
        breaths: bounds((19, 70), (24, 50)),
    },
    Age {
        below_months: 36,
        systolic: bounds((71, 135), (79, 115)),
        pulse: bounds((64, 171), (79, 146)),
        breaths: bounds((14, 60), (19, 40)),
    },
    Age {
        below_months: 72,
        systolic: bounds((77, 140), (84, 120)),
        pulse: bounds((59, 161), (69, 136)),
        breaths: bounds((14, 50), (17, 35)),
    },
    Age {
        below_months: 144,
        systolic: bounds((83, 150), (89, 126)),
        pulse: bounds((54, 151), (64, 121)),
        breaths: bounds((11, 40), (14, 28)),
    },
    Age {
        below_months: 192,
        systolic: bounds((89, 160), (94, 131)),
        pulse: bounds((44, 141), (54, 111)),
        breaths: bounds((8, 30), (11, 23)),
    },
    Age {
        below_months: i64::MAX,
        systolic: bounds((89, 180), (99, 140)),
        pulse: bounds((44, 131), (54, 101)),
        breaths: bounds((8, 25), (11, 21)),
    },
];
/// Judged for grown-ups alone.
const DIASTOLIC: Bounds = bounds((49, 120), (59, 90));
/// In thousandths of a degree.
const TEMPERATURE: Bounds = bounds((34_999, 38_000), (35_499, 37_500));
const SATURATION: Bounds = bounds((91, i64::MAX), (94, i64::MAX));

/// From this age on, in months, a body is judged by the bounds of grown-ups.
const GROWN_UP_MONTHS: i64 = 16 * 12;

/// The level of a measured value for somebody of this age.
pub fn level_of(sign: Sign, value: i64, age_months: i64) -> Level {
    let Some(bounds) = bounds_of(sign, age_months) else { return Level::Usual };
    let outside = |(low, high): (i64, i64)| value <= low || value >= high;
    match () {
        () if outside(bounds.alarming) => Level::Alarming,
        () if outside(bounds.notable) => Level::Notable,
        () => Level::Usual,
    }
}

fn bounds_of(sign: Sign, age_months: i64) -> Option<Bounds> {
    let age = AGES.iter().find(|age| age_months < age.below_months)?;
    match sign {
        Sign::Temperature => Some(TEMPERATURE),
        Sign::Saturation => Some(SATURATION),
        Sign::Systolic => Some(age.systolic),
        Sign::Pulse => Some(age.pulse),
        Sign::Breaths => Some(age.breaths),
        Sign::Diastolic => (age_months >= GROWN_UP_MONTHS).then_some(DIASTOLIC),
    }
}

/// What is usual at this age, both ends included: `60–120`; an open end is left out.
pub fn usual_range(sign: Sign, age_months: i64) -> Option<(Option<i64>, Option<i64>)> {
    let (low, high) = bounds_of(sign, age_months)?.notable;
    Some((Some(low + 1), (high < i64::MAX).then(|| high - 1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everybody_is_judged_by_the_bounds_of_the_age() {
        assert_eq!(level_of(Sign::Systolic, 148, 650), Level::Notable);
        assert_eq!(level_of(Sign::Systolic, 181, 650), Level::Alarming);
        assert_eq!(level_of(Sign::Systolic, 120, 650), Level::Usual);
        for (sign, value, months, level) in [
            (Sign::Pulse, 140, 17, Level::Usual),
            (Sign::Pulse, 140, 1, Level::Usual),
            (Sign::Pulse, 140, 90, Level::Notable),
            (Sign::Pulse, 140, 650, Level::Alarming),
            (Sign::Pulse, 60, 6, Level::Alarming),
            (Sign::Breaths, 55, 1, Level::Usual),
            (Sign::Breaths, 55, 6, Level::Notable),
            (Sign::Breaths, 45, 30, Level::Notable),
            (Sign::Breaths, 32, 650, Level::Alarming),
            (Sign::Systolic, 85, 6, Level::Usual),
            (Sign::Systolic, 85, 100, Level::Notable),
            (Sign::Diastolic, 45, 30, Level::Usual),
        ] {
            assert_eq!(level_of(sign, value, months), level, "{sign:?} {value} at {months} months");
        }
        assert_eq!(usual_range(Sign::Pulse, 650), Some((Some(55), Some(100))));
        assert_eq!(usual_range(Sign::Saturation, 6), Some((Some(95), None)));
        assert_eq!(usual_range(Sign::Diastolic, 6), None);
        assert_eq!(level_of(Sign::Temperature, 38_400, 17), Level::Alarming);
        assert_eq!(level_of(Sign::Temperature, 37_600, 17), Level::Notable);
        assert_eq!(level_of(Sign::Saturation, 93, 17), Level::Notable);
        assert_eq!(level_of(Sign::Saturation, 100, 17), Level::Usual);
    }
}
