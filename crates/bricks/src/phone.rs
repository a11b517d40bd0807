//! Telephone numbers: Vietnam's checked exactly, other countries' by length.

use std::fmt;

use serde::Serialize;

use crate::grouping::all_digits;
use crate::say::Say;

const NOT_A_PHONE: Say = Say::fixed(
    "Số điện thoại không đúng, ví dụ đúng: 0903 118 264",
    "Not a telephone number; a right one is 0903 118 264",
);
const NOT_A_FOREIGN_PHONE: Say = Say::fixed(
    "Số điện thoại nước ngoài phải có dấu + và từ 8 đến 15 chữ số",
    "A foreign telephone number is + and 8 to 15 digits",
);
const TYPED_LENGTH_MAX: usize = 40;

/// A telephone number in E.164: `+84903118264`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Phone(String);

impl Phone {
    /// Reads a number as typed: spaces, dots, dashes and brackets are passed over; Vietnamese ones
    /// begin with 0, 84 or +84, foreign ones with +.
    pub fn parse(text: &str) -> Result<Self, Say> {
        let text = text.trim();
        if text.len() > TYPED_LENGTH_MAX {
            return Err(NOT_A_PHONE);
        }
        let bare: String =
            text.chars().filter(|letter| !matches!(letter, ' ' | '\u{a0}' | '.' | '-' | '(' | ')')).collect();
        match bare.strip_prefix('+') {
            Some(abroad) => parse_with_country(abroad),
            None => parse_domestic(&bare),
        }
    }

    /// `+84903118264`: as stored and as gateways want it.
    pub fn as_e164(&self) -> &str {
        &self.0
    }

    /// `84903118264`: without the plus sign, as some gateways want it.
    pub fn digits(&self) -> &str {
        self.0.strip_prefix('+').unwrap_or(&self.0)
    }

    /// The last `count` digits, fewer when the number is shorter.
    pub fn digits_tail(&self, count: usize) -> &str {
        let digits = self.digits();
        let start = digits.len().saturating_sub(count);
        digits.get(start..).unwrap_or(digits)
    }

    /// Whether it is a Vietnamese number.
    pub fn is_vietnamese(&self) -> bool {
        self.0.starts_with("+84")
    }

    /// Whether it is a Vietnamese mobile number, which can be sent an SMS or a Zalo message.
    pub fn is_vietnamese_mobile(&self) -> bool {
        self.0.strip_prefix("+84").is_some_and(is_mobile)
    }

    /// `0903 118 264`, `028 3822 1234`, `0236 3822 123`; a foreign number as `+14155552671`.
    pub fn show(&self) -> String {
        let Some(national) = self.0.strip_prefix("+84") else {
            return self.0.clone();
        };
        let (first, second) = match national {
            _ if is_mobile(national) => (3, 6),
            _ if national.starts_with("24") || national.starts_with("28") => (2, 6),
            _ => (3, 7),
        };
        match (national.get(..first), national.get(first..second), national.get(second..)) {
            (Some(area), Some(middle), Some(end)) => format!("0{area} {middle} {end}"),
            _ => format!("0{national}"),
        }
    }
}

impl fmt::Display for Phone {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.show())
    }
}

fn parse_domestic(bare: &str) -> Result<Phone, Say> {
    let national = bare.strip_prefix('0').or_else(|| bare.strip_prefix("84"));
    national.map_or(Err(NOT_A_PHONE), vietnamese)
}

fn parse_with_country(digits: &str) -> Result<Phone, Say> {
    if let Some(national) = digits.strip_prefix("84") {
        return vietnamese(national.strip_prefix('0').unwrap_or(national));
    }
    let sound = all_digits(digits) && matches!(digits.len(), 8..=15) && !digits.starts_with('0');
    sound.then(|| Phone(format!("+{digits}"))).ok_or(NOT_A_FOREIGN_PHONE)
}

fn vietnamese(national: &str) -> Result<Phone, Say> {
    (is_mobile(national) || is_landline(national)).then(|| Phone(format!("+84{national}"))).ok_or(NOT_A_PHONE)
}

fn is_landline(national: &str) -> bool {
    all_digits(national) && national.len() == 10 && national.starts_with('2')
}

/// The nine digits after the 0 of a mobile number, by the ranges given out to the operators.
fn is_mobile(national: &str) -> bool {
    let &[first, second, third, fourth, ..] = national.as_bytes() else {
        return false;
    };
    all_digits(national)
        && national.len() == 9
        && match (first, second) {
            (b'1', b'2') => third == b'1' && (b'0'..=b'3').contains(&fourth),
            (b'3', _) | (b'7', b'0' | b'6'..=b'9') | (b'5', b'1' | b'6' | b'8' | b'9') => true,
            (b'5', b'2') => matches!(third, b'2' | b'3' | b'8'),
            (b'5', b'5') => third == b'9',
            (b'8', b'1'..=b'8') | (b'9', b'0'..=b'8') => true,
            (b'8', b'9') => (b'6'..=b'9').contains(&third),
            (b'9', b'9') => matches!(third, b'0' | b'1' | b'3'..=b'9'),
            _ => false,
        }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn numbers_are_read_and_shown() {
        for (text, e164, shown) in [
            ("0903118264", "+84903118264", "0903 118 264"),
            ("0903 118 264", "+84903118264", "0903 118 264"),
            ("0903.118.264", "+84903118264", "0903 118 264"),
            ("+84 903-118-264", "+84903118264", "0903 118 264"),
            ("84903118264", "+84903118264", "0903 118 264"),
            ("+84 (0)903 118 264", "+84903118264", "0903 118 264"),
            ("0841234567", "+84841234567", "0841 234 567"),
            ("(028) 3822 1234", "+842838221234", "028 3822 1234"),
            ("0236 3822 123", "+842363822123", "0236 3822 123"),
            ("+1 415 555 2671", "+14155552671", "+14155552671"),
            ("+65 6123 4567", "+6561234567", "+6561234567"),
        ] {
            let phone = Phone::parse(text).unwrap();
            assert_eq!(phone.as_e164(), e164, "{text}");
            assert_eq!(phone.show(), shown, "{text}");
            assert_eq!(Phone::parse(phone.as_e164()), Ok(phone));
        }
    }

    #[test]
    fn the_ranges_of_the_operators_are_kept() {
        let known = [
            "121012345",
            "121312345",
            "32",
            "39",
            "70",
            "76",
            "79",
            "51",
            "56",
            "58",
            "59",
            "522",
            "523",
            "528",
            "559",
            "81",
            "88",
            "896",
            "899",
            "90",
            "98",
            "990",
            "991",
            "993",
            "999",
        ];
        let unknown = [
            "121412345",
            "120012345",
            "40",
            "60",
            "71",
            "75",
            "50",
            "53",
            "54",
            "57",
            "520",
            "521",
            "524",
            "550",
            "558",
            "80",
            "890",
            "895",
            "992",
        ];
        let padded = |start: &&str| format!("{start:0<9}");
        assert!(known.iter().map(padded).all(|national| is_mobile(&national)));
        assert!(!unknown.iter().map(padded).any(|national| is_mobile(&national)));
    }

    #[test]
    fn numbers_that_cannot_be_called_are_refused() {
        for text in [
            "",
            "+",
            "0",
            "84",
            "903118264",
            "090311826",
            "09031182645",
            "0403118264",
            "0903a18264",
            "+84403118264",
            "02838",
            "+1234567",
            "+1234567890123456",
            "+0123456789",
            "++14155552671",
            "0903 118 264\n;",
            "０９０３１１８２６４",
            "0903/118/264",
        ] {
            assert!(Phone::parse(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn the_tail_is_what_a_person_remembers() {
        let phone = Phone::parse("0903118264").unwrap();
        assert_eq!(phone.digits_tail(4), "8264");
        assert_eq!(phone.digits_tail(99), "84903118264");
        assert!(phone.is_vietnamese_mobile());
        assert!(!Phone::parse("02838221234").unwrap().is_vietnamese_mobile());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn what_is_shown_is_read_back(text in "0[2-9][0-9]{8,9}|\\+[1-9][0-9]{7,14}|.{0,20}") {
            if let Ok(phone) = Phone::parse(&text) {
                prop_assert_eq!(Phone::parse(&phone.show()), Ok(phone));
            }
        }
    }
}
