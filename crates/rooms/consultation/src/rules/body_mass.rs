//! What a body mass index means at an age. From 5 to 18 years: the WHO Growth Reference 2007 (BMI-for-age, completed years,
//! −3, −2, +1 and +2 standard deviations). Grown-ups: the bounds of the WHO Western Pacific Region (2000), which Viet Nam
//! uses. Younger children are judged by weight for height, which is not kept here.

use bricks::quantity::Quantity;
use ground::people::Sex;
use papers::visit::Level;

/// Tenths of kg/m²: −3, −2, +1, +2 standard deviations.
type Row = [i64; 4];

const FIRST_YEAR: i64 = 5;
const BOYS: [Row; 14] = [
    [121, 130, 166, 183],
    [121, 130, 168, 185],
    [123, 131, 170, 190],
    [124, 133, 174, 197],
    [126, 135, 179, 205],
    [128, 137, 185, 214],
    [131, 141, 192, 225],
    [134, 145, 199, 236],
    [138, 149, 208, 248],
    [143, 155, 218, 259],
    [147, 160, 227, 270],
    [151, 165, 235, 279],
    [154, 169, 243, 286],
    [157, 173, 249, 292],
];
const GIRLS: [Row; 14] = [
    [118, 127, 169, 189],
    [117, 127, 170, 192],
    [118, 127, 173, 198],
    [119, 129, 177, 206],
    [121, 131, 183, 215],
    [124, 135, 190, 226],
    [128, 139, 199, 237],
    [132, 144, 208, 250],
    [136, 149, 218, 262],
    [140, 154, 227, 273],
    [144, 159, 235, 282],
    [146, 162, 241, 289],
    [147, 164, 245, 293],
    [147, 164, 248, 295],
];
/// Severe thinness, thinness, overweight, obesity of the second degree.
const GROWN_UP: Row = [160, 185, 229, 299];

fn row(age_months: i64, sex: Sex) -> Option<Row> {
    let years = age_months / 12;
    let place = usize::try_from(years - FIRST_YEAR).ok()?;
    match sex {
        _ if place >= BOYS.len() => Some(GROWN_UP),
        Sex::Male => BOYS.get(place).copied(),
        Sex::Female => GIRLS.get(place).copied(),
        Sex::Other => None,
    }
}

/// The usual range in tenths of kg/m², both ends included; `None` where it is not judged.
pub fn body_mass_range(age_months: i64, sex: Sex) -> Option<(i64, i64)> {
    row(age_months, sex).map(|[_, low, high, _]| (low, high))
}

/// How loudly an index asks to be looked at.
pub fn body_mass_level(index: Option<Quantity>, age_months: i64, sex: Sex) -> Level {
    let (Some(index), Some([least, low, high, most])) = (index, row(age_months, sex)) else { return Level::Usual };
    let tenths = index.milli() / 100;
    match () {
        () if tenths < least || tenths > most => Level::Alarming,
        () if tenths < low || tenths > high => Level::Notable,
        () => Level::Usual,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn level(tenths: i64, years: i64, sex: Sex) -> Level {
        body_mass_level(Some(Quantity::from_milli(tenths * 100)), years * 12, sex)
    }

    #[test]
    fn a_body_mass_index_is_judged_by_age_and_sex() {
        assert_eq!(level(221, 40, Sex::Female), Level::Usual);
        assert_eq!(level(230, 40, Sex::Female), Level::Notable, "overweight from 23 on");
        assert_eq!(level(184, 40, Sex::Other), Level::Notable);
        assert_eq!(level(300, 40, Sex::Male), Level::Alarming);
        assert_eq!(level(184, 10, Sex::Male), Level::Usual);
        assert_eq!(level(187, 10, Sex::Male), Level::Notable);
        assert_eq!(level(187, 10, Sex::Female), Level::Usual);
        assert_eq!(level(228, 10, Sex::Female), Level::Alarming);
        assert_eq!(level(228, 3, Sex::Female), Level::Usual, "not judged below five years");
        assert_eq!(level(228, 10, Sex::Other), Level::Usual, "nor where the table is not known");
        assert_eq!(body_mass_level(None, 480, Sex::Male), Level::Usual);
        assert_eq!((body_mass_range(480, Sex::Male), body_mass_range(59, Sex::Male)), (Some((185, 229)), None));
    }

    #[test]
    fn the_bounds_grow_with_the_years_and_stand_in_their_order() {
        for table in [BOYS, GIRLS] {
            for row in table {
                assert!(row.is_sorted(), "{row:?}");
            }
            for pair in table[1..].windows(2) {
                assert!(pair[0].iter().zip(pair[1]).all(|(before, after)| *before <= after), "{pair:?}");
            }
        }
    }
}
