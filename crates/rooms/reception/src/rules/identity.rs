//! What a profile's numbers must look like, and whom a child comes with.

use bricks::age::{self, Birth, age_on};
use bricks::clock::Day;
use ground::people::Sex;

/// Below so many years of age a guardian is asked for.
const GUARDIAN_ASKED_BELOW_YEARS: i64 = 16;

pub fn guardian_asked(birth: Birth, today: Day) -> bool {
    age_on(birth, today).years() < GUARDIAN_ASKED_BELOW_YEARS
}

/// Whether a prescription for this patient must name the adult beside.
pub fn guardian_needed(birth: Birth, today: Day) -> bool {
    age_on(birth, today).is_told_in_months()
}

/// A number in capitals, without spaces, dots and dashes.
pub fn plain(typed: &str) -> String {
    typed.chars().filter(|c| !matches!(c, ' ' | '.' | '-')).map(|c| c.to_ascii_uppercase()).collect()
}

/// An identity card (nine or twelve digits) or a passport (letters and digits, six to twelve), in capitals and without
/// spaces; nothing for anything else.
pub fn identity_number(typed: &str) -> Option<String> {
    let number = plain(typed);
    let plain = number.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase());
    let digits = number.bytes().all(|b| b.is_ascii_digit());
    let sound = plain && if digits { matches!(number.len(), 8 | 9 | 12) } else { (6..=12).contains(&number.len()) };
    sound.then_some(number)
}

/// At these ages somebody is asked about being pregnant.
const PREGNANT_YEARS: (i64, i64) = (10, 60);

/// Whether being pregnant is asked about; a year of birth alone counts to the patient's favour.
pub fn may_be_pregnant(sex: Sex, birth: Birth, today: Day) -> bool {
    let (from, below) = PREGNANT_YEARS;
    sex != Sex::Male && age::months(birth, today) >= from * 12 && age::months_at_least(birth, today) < below * 12
}

#[cfg(test)]
mod tests {
    use super::*;
    use bricks::clock::parse_day;
    use papers::payer::benefit::card_number;

    #[test]
    fn being_pregnant_is_asked_of_women_of_an_age() {
        let today = bricks::clock::parse_day("2026-11-24").unwrap();
        let asked = |sex, born: &str| may_be_pregnant(sex, Birth::parse(born).unwrap(), today);
        assert!(asked(Sex::Female, "1995") && asked(Sex::Other, "24/11/2016"));
        assert!(!asked(Sex::Male, "1995") && !asked(Sex::Female, "2020") && !asked(Sex::Female, "1950"));
    }

    #[test]
    fn a_guardian_is_asked_for_until_the_sixteenth_birthday() {
        let today = parse_day("2026-11-24").unwrap();
        let born = |day: &str| Birth::Day(parse_day(day).unwrap());
        assert!(guardian_asked(born("2010-11-25"), today));
        assert!(!guardian_asked(born("2010-11-24"), today));
        assert!(guardian_needed(Birth::Year(2022), today));
        assert!(!guardian_needed(Birth::Year(2019), today));
    }

    #[test]
    fn identity_cards_and_passports_are_told_from_nonsense() {
        assert_eq!(identity_number("001 090 123 456").as_deref(), Some("001090123456"));
        assert_eq!(identity_number("c1234567").as_deref(), Some("C1234567"));
        for bad in ["", "12345", "1234567890", "001090123456789", "C12-#4567", "Đ1234567"] {
            assert_eq!(identity_number(bad), None, "{bad}");
        }
    }

    #[test]
    fn insurance_numbers_have_three_forms() {
        for good in ["DN4797912345678", "0123456789", "001090123456"] {
            assert_eq!(card_number(good).as_deref(), Some(good));
        }
        for bad in ["DN9797912345678", "D14797912345678", "12345678", "DN47979123456"] {
            assert_eq!(card_number(bad), None, "{bad}");
        }
    }
}
