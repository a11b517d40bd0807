use super::{Flag, NEGATIVE, POSITIVE, ValueKind};
use bricks::id::AnalyteId;

/// The limits of one analyte, in thousandths of its unit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Limits {
    pub low_milli: Option<i64>,
    pub high_milli: Option<i64>,
    pub critical_low_milli: Option<i64>,
    pub critical_high_milli: Option<i64>,
}

ground::row! {
    /// Limits that hold for one sex and one span of ages, the end not included.
    #[derive(Copy, PartialEq, Eq)]
    pub struct Range {
        pub analyte: AnalyteId,
        pub sex: RangeSex,
        pub age_from_months: i64,
        pub age_to_months: i64,
        pub low_milli: Option<i64>,
        pub high_milli: Option<i64>,
        pub critical_low_milli: Option<i64>,
        pub critical_high_milli: Option<i64>,
    }
}

codes! {
    /// Whom a range is for.
    pub enum RangeSex {
        Any = "any",
        Male = "male",
        Female = "female",
    }
}

impl Range {
    /// The limits alone.
    pub const fn limits(&self) -> Limits {
        Limits {
            low_milli: self.low_milli,
            high_milli: self.high_milli,
            critical_low_milli: self.critical_low_milli,
            critical_high_milli: self.critical_high_milli,
        }
    }
}

/// How a number stands to its limits. The lower and the upper limit are still normal; a value beyond a critical limit
/// is critical.
pub fn flag(value_milli: i64, limits: &Limits) -> Flag {
    let below = |limit: Option<i64>| limit.is_some_and(|limit| value_milli < limit);
    let above = |limit: Option<i64>| limit.is_some_and(|limit| value_milli > limit);
    if *limits == Limits::default() {
        Flag::None
    } else if below(limits.critical_low_milli) {
        Flag::CriticalLow
    } else if above(limits.critical_high_milli) {
        Flag::CriticalHigh
    } else if below(limits.low_milli) {
        Flag::Low
    } else if above(limits.high_milli) {
        Flag::High
    } else {
        Flag::Normal
    }
}

/// The range for a patient among those of one analyte: one of the patient's sex (`male`, `female`, `other`) before one
/// for any.
pub fn range_for<'a>(ranges: &'a [Range], sex: &str, age_months: i64) -> Option<&'a Range> {
    let fits = |r: &&Range| r.age_from_months <= age_months && age_months < r.age_to_months;
    let own = |r: &&Range| r.sex != RangeSex::Any && r.sex.code() == sex;
    let any = |r: &&Range| r.sex == RangeSex::Any;
    let of_age = || ranges.iter().filter(fits);
    of_age().find(own).or_else(|| of_age().find(any))
}

/// The limits for a patient. For one whose sex has no range of its own the widest normal range of both sexes holds,
/// with the critical limits that alarm first.
pub fn limits_for(ranges: &[Range], sex: &str, age_months: i64) -> Limits {
    if let Some(range) = range_for(ranges, sex, age_months) {
        return range.limits();
    }
    let of_age =
        || ranges.iter().filter(|r| r.age_from_months <= age_months && age_months < r.age_to_months).map(Range::limits);
    Limits {
        low_milli: of_age().filter_map(|l| l.low_milli).min(),
        high_milli: of_age().filter_map(|l| l.high_milli).max(),
        critical_low_milli: of_age().filter_map(|l| l.critical_low_milli).max(),
        critical_high_milli: of_age().filter_map(|l| l.critical_high_milli).min(),
    }
}

/// The flag of a value of any kind; `None` when the value is not one of its kind.
pub(super) fn flag_of(kind: ValueKind, value_milli: Option<i64>, value_text: &str, limits: &Limits) -> Option<Flag> {
    match (kind, value_milli, value_text) {
        (ValueKind::Number, Some(milli), "") => Some(flag(milli, limits)),
        (ValueKind::NegPos, None, POSITIVE) => Some(Flag::Abnormal),
        (ValueKind::NegPos, None, NEGATIVE) => Some(Flag::Normal),
        (ValueKind::Text, None, words) if !words.is_empty() => Some(Flag::None),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const POTASSIUM: Limits = Limits {
        low_milli: Some(3_500),
        high_milli: Some(5_100),
        critical_low_milli: Some(2_500),
        critical_high_milli: Some(6_500),
    };

    fn range(sex: RangeSex, age_from_months: i64, age_to_months: i64, low: i64) -> Range {
        Range {
            analyte: AnalyteId::from_raw(1),
            sex,
            age_from_months,
            age_to_months,
            low_milli: Some(low),
            high_milli: None,
            critical_low_milli: None,
            critical_high_milli: None,
        }
    }

    #[test]
    fn a_sex_without_a_range_of_its_own_still_raises_the_alarm() {
        let range = |sex, low, critical| Range {
            analyte: bricks::id::AnalyteId::from_raw(1),
            sex,
            age_from_months: 144,
            age_to_months: 2_000,
            low_milli: Some(low),
            high_milli: Some(170_000),
            critical_low_milli: Some(critical),
            critical_high_milli: None,
        };
        let both = [range(RangeSex::Male, 130_000, 70_000), range(RangeSex::Female, 120_000, 65_000)];
        let limits = limits_for(&both, "other", 400);
        assert_eq!(flag(40_000, &limits), Flag::CriticalLow);
        assert_eq!(flag(125_000, &limits), Flag::Normal);
    }

    #[test]
    fn limits_themselves_are_normal_and_what_lies_beyond_is_flagged() {
        for (milli, wanted) in [
            (2_499, Flag::CriticalLow),
            (2_500, Flag::Low),
            (3_499, Flag::Low),
            (3_500, Flag::Normal),
            (5_100, Flag::Normal),
            (5_101, Flag::High),
            (6_500, Flag::High),
            (6_501, Flag::CriticalHigh),
        ] {
            assert_eq!(flag(milli, &POTASSIUM), wanted, "{milli}");
        }
        assert_eq!(flag(1, &Limits::default()), Flag::None);
    }

    #[test]
    fn the_range_of_the_own_sex_and_age_goes_before_the_range_for_any() {
        let ranges =
            [range(RangeSex::Any, 0, 72, 1), range(RangeSex::Any, 72, 1440, 2), range(RangeSex::Female, 72, 1440, 3)];
        let low = |sex, age| range_for(&ranges, sex, age).and_then(|r| r.low_milli);
        assert_eq!(low("female", 71), Some(1));
        assert_eq!(low("female", 72), Some(3));
        assert_eq!(low("male", 72), Some(2));
        assert_eq!(low("other", 500), Some(2));
        assert_eq!(low("male", 1440), None);
    }

    #[test]
    fn a_value_must_be_of_its_analytes_kind() {
        let of = |kind, milli, words| flag_of(kind, milli, words, &POTASSIUM);
        assert_eq!(of(ValueKind::Number, Some(4_000), ""), Some(Flag::Normal));
        assert_eq!(of(ValueKind::Number, None, "4"), None);
        assert_eq!(of(ValueKind::NegPos, None, POSITIVE), Some(Flag::Abnormal));
        assert_eq!(of(ValueKind::NegPos, None, NEGATIVE), Some(Flag::Normal));
        assert_eq!(of(ValueKind::NegPos, None, "maybe"), None);
        assert_eq!(of(ValueKind::Text, None, "O+"), Some(Flag::None));
        assert_eq!(of(ValueKind::Text, None, ""), None);
    }

    proptest! {
        #[test]
        fn a_larger_value_never_has_a_lower_flag(a in 0_i64..10_000, b in 0_i64..10_000) {
            let place = |milli| Flag::ALL.iter().position(|f| *f == flag(milli, &POTASSIUM));
            prop_assert!(place(a.min(b)) <= place(a.max(b)));
        }
    }
}
