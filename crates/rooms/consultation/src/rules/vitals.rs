use bricks::quantity::Quantity;

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

/// The judged fields of the form with what is typed in them, as the ticked box sends them: other values ask anew.
pub fn vitals_as_typed<'t>(typed: impl Fn(&str) -> &'t str) -> String {
    let fields = ["systolic", "diastolic", "pulse", "temperature", "saturation", "breaths", "weight", "height"];
    fields.map(|name| typed(name).trim().to_owned()).join("|")
}

/// Weights further apart in time say nothing of each other.
const COMPARED_DAYS: i64 = 365;
const GROWN_UP_MONTHS: i64 = 18 * 12;
/// Of a grown-up a body mass index outside of these is more often a slip of the keys than a body.
const INDEX_TENTHS: std::ops::RangeInclusive<i64> = 110..=700;

/// What makes a weight look mistyped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Odd {
    /// Too far from the one before, in thousandths of a kilogram.
    Since(Quantity),
    /// The body mass index that it gives.
    Index(Quantity),
    /// What children of that age hardly weigh.
    Age,
}

/// How fast a child grows at most, by the age in months from which it holds, in grams a month: the steepness of the +3 SD
/// line of boys in the WHO Child Growth Standards (2006; weight 5.0 kg at birth, 9.0 at 3 months, 10.9 at 6, 13.3 at 12,
/// 17.1 at 24, 27.9 at 60), rounded up. From five years on the same as a boy's growth spurt, which no line of the WHO
/// covers beyond ten years, as a child may run ahead of the others.
const GROWTH: [(i64, i64); 5] = [(0, 1_400), (3, 700), (6, 400), (12, 320), (60, 1_000)];

/// What half of all children weigh at an age in months, in grams, both sexes taken together: WHO Child Growth Standards
/// (2006) to five years, WHO Reference (2007) to ten, CDC growth charts (2000) beyond, rounded.
const MEDIANS: [(i64, i64); 14] = [
    (0, 3_300),
    (1, 4_300),
    (3, 6_100),
    (6, 7_600),
    (12, 9_300),
    (24, 11_900),
    (36, 14_100),
    (48, 16_200),
    (60, 18_200),
    (84, 22_700),
    (120, 31_500),
    (144, 41_000),
    (168, 50_000),
    (GROWN_UP_MONTHS, 62_000),
];

/// The median between two ages, on the straight line.
fn median(age_months: i64) -> i64 {
    let (mut from, mut found) = (MEDIANS[0], MEDIANS[0].1);
    for next in MEDIANS {
        if age_months >= next.0 {
            (from, found) = (next, next.1);
        } else {
            return found + (next.1 - from.1) * (age_months - from.0).max(0) / (next.0 - from.0).max(1);
        }
    }
    found
}

/// What a child can have gained since a weight, in grams, judged by its age then.
fn growth(age_months: i64, days: i64) -> i64 {
    let then = (age_months - days.div_euclid(30)).max(0);
    let month = |month: i64| GROWTH.iter().rev().find(|(from, _)| then + month >= *from).map_or(0, |(_, grams)| *grams);
    let (months, rest) = (days.div_euclid(30), days.rem_euclid(30));
    (0..months).map(month).sum::<i64>() + month(months) * rest / 30
}

/// Whether a weight should be measured again: a grown-up's a quarter away from one of the last year; a child's a sixth
/// below it, or above it by more than a quarter and what a child of that age can have gained in the days between; a child's
/// first that is less than half or more than twice of the median of its age; or one that with the height gives a grown-up
/// an impossible index. `before` with its age in days.
pub fn odd_weight(
    (weight, height): (Option<Quantity>, Option<Quantity>),
    before: Option<(Quantity, i64)>,
    age_months: i64,
) -> Option<Odd> {
    let grams = weight?.milli();
    let grown = age_months >= GROWN_UP_MONTHS;
    if let Some((last, days)) = before.filter(|(last, days)| *days <= COMPARED_DAYS && last.milli() > 0) {
        let most = last.milli() * 5 / 4;
        let (least, most) =
            if grown { (last.milli() * 3 / 4, most) } else { (last.milli() * 5 / 6, most + growth(age_months, days)) };
        if !(least..=most).contains(&grams) {
            return Some(Odd::Since(last));
        }
    } else if !grown {
        let median = median(age_months);
        return (!(median / 2..=median * 2).contains(&grams)).then_some(Odd::Age);
    }
    let index = body_mass(weight, height).filter(|_| grown)?;
    (!INDEX_TENTHS.contains(&(index.milli() / 100))).then_some(Odd::Index(index))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bmi(grams: i64, millimetres: i64) -> Option<i64> {
        let index = body_mass(Some(Quantity::from_milli(grams)), Some(Quantity::from_milli(millimetres)));
        index.map(Quantity::milli)
    }

    #[test]
    fn a_weight_far_from_the_last_one_or_from_any_body_is_odd() {
        let kilos = |n: i64| Quantity::from_milli(n * 1_000);
        let of = |weight, height: Option<i64>, before: Option<(i64, i64)>, months| {
            let before = before.map(|(last, days)| (kilos(last), days));
            odd_weight((Some(kilos(weight)), height.map(Quantity::from_milli)), before, months)
        };
        assert_eq!(of(5, Some(1_680), Some((62, 200)), 300), Some(Odd::Since(kilos(62))));
        assert_eq!(of(62, Some(1_680), Some((65, 200)), 300), None);
        assert_eq!(of(5, Some(1_680), Some((62, 900)), 300), Some(Odd::Index(Quantity::from_milli(1_800))));
        assert_eq!(of(650, Some(1_680), None, 300), Some(Odd::Index(Quantity::from_milli(230_300))));
        assert_eq!(of(9, Some(700), Some((6, 150)), 9), None, "a child grows");
        assert_eq!(of(1, None, Some((10, 30)), 20), Some(Odd::Since(kilos(10))));
        assert_eq!(of(7, None, Some((3, 120)), 4), None, "a baby doubles in months");
        assert_eq!(of(7, None, Some((3, 0)), 0), Some(Odd::Since(kilos(3))), "and not within a day");
        assert_eq!(of(7, None, Some((3, 30)), 1), Some(Odd::Since(kilos(3))));
        assert_eq!(of(19, None, Some((12, 14)), 30), Some(Odd::Since(kilos(12))), "nor does a toddler of two years");
        assert_eq!(of(38, None, Some((30, 300)), 144), None);
        assert_eq!(of(160, Some(1_040), None, 53), Some(Odd::Age), "a comma forgotten");
        assert_eq!(
            (of(16, Some(1_040), None, 53), of(28, None, None, 60), of(56, None, None, 120)),
            (None, None, None)
        );
        assert_eq!(
            (of(3, None, None, 0), of(33, None, None, 0), of(1, None, None, 6)),
            (None, Some(Odd::Age), Some(Odd::Age))
        );
        assert_eq!(odd_weight((None, None), Some((kilos(60), 10)), 300), None);
    }

    #[test]
    fn the_body_mass_index_is_rounded_to_one_decimal() {
        assert_eq!(bmi(58_500, 1_552), Some(24_300));
        assert_eq!(bmi(11_000, 820), Some(16_400));
        assert_eq!(bmi(400_000, 200), Some(10_000_000));
        assert_eq!(bmi(70_000, 0), None);
        assert_eq!(body_mass(None, Some(Quantity::from_milli(1_500))), None);
    }
}
