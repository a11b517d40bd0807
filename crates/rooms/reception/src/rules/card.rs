//! The identity card (CCCD): what its QR code says, and what its number says about its owner.

use super::province;
use bricks::age::Birth;
use bricks::clock::Day;
use ground::people::Sex;

/// What a scanner reads from the card: `number|older number|name|ddmmyyyy|sex|address|ddmmyyyy`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    pub number: String,
    pub name: String,
    pub birth: Option<Day>,
    pub sex: Option<Sex>,
    pub address: String,
    pub province: Option<&'static str>,
}

/// Reads a scanned card; nothing when the text is none. A birth or sex that cannot be read is left to the person.
pub fn read(scanned: &str) -> Option<Card> {
    let parts: Vec<&str> = scanned.trim().split('|').map(str::trim).collect();
    let [number, _, name, birth, sex, address, ..] = parts.as_slice() else { return None };
    if !is_number(number) || name.is_empty() {
        return None;
    }
    Some(Card {
        number: (*number).to_owned(),
        name: (*name).to_owned(),
        birth: day(birth),
        sex: sex_of(sex),
        address: (*address).to_owned(),
        province: province::of_address(address).map(|p| p.code),
    })
}

/// Whether it has the form of a card's number.
pub fn is_number(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|b| b.is_ascii_digit())
}

/// `24111990`.
fn day(text: &str) -> Option<Day> {
    let whole = text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit());
    let part = |from, to| text.get(from..to).filter(|_| whole)?.parse::<i16>().ok();
    let (day, month) = (i8::try_from(part(0, 2)?).ok()?, i8::try_from(part(2, 4)?).ok()?);
    Day::new(part(4, 8)?, month, day).ok()
}

fn sex_of(word: &str) -> Option<Sex> {
    match bricks::text::fold(word).as_str() {
        "nam" | "male" => Some(Sex::Male),
        "nu" | "female" => Some(Sex::Female),
        _ => None,
    }
}

/// What a card's number tells of its owner: the sex and the year of birth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Told {
    pub sex: Sex,
    pub year: i64,
}

/// The fourth digit is century and sex (0 and 1 for men and women of the 1900s, 2 and 3 of the 2000s, and so on), the next
/// two the year of birth. Nothing when it is no card's number.
pub fn told(number: &str) -> Option<Told> {
    if !is_number(number) {
        return None;
    }
    let century: i64 = number.get(3..4)?.parse().ok()?;
    let year: i64 = number.get(4..6)?.parse().ok()?;
    let sex = if century % 2 == 0 { Sex::Male } else { Sex::Female };
    Some(Told { sex, year: 1900 + century / 2 * 100 + year })
}

/// How a number lies to what the profile says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mismatch {
    pub sex: bool,
    pub year: bool,
}

/// A mismatch is a doubt, not a refusal: cards of people whose sex was corrected exist.
pub fn mismatch(number: &str, sex: Sex, birth: Birth) -> Option<Mismatch> {
    let told = told(number)?;
    let found = Mismatch { sex: sex != Sex::Other && told.sex != sex, year: told.year != birth.year() };
    (found.sex || found.year).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use bricks::clock::parse_day;

    const SCANNED: &str =
        "001172003456|012345678|Nguyễn Thị Lan|12031972|Nữ|Số 5 Lê Lợi, Phường Vĩnh Tế, An Giang|25042021";

    #[test]
    fn a_scanned_card_is_read() {
        let card = read(SCANNED).unwrap();
        assert_eq!((card.number.as_str(), card.name.as_str()), ("001172003456", "Nguyễn Thị Lan"));
        assert_eq!((card.birth, card.sex), (Some(parse_day("1972-03-12").unwrap()), Some(Sex::Female)));
        assert_eq!(card.province, Some("91"));
        let odd = read("001172003456||Nguyễn Thị Lan|30021972|?||").unwrap();
        assert_eq!((odd.birth, odd.sex, odd.province), (None, None, None));
    }

    #[test]
    fn what_is_no_card_is_not_read() {
        for text in ["", "001172003456", "1|2|3|4|5|6|7", "001172003456||  |12031972|Nam||", "00117200345a||An|||"] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn a_number_tells_sex_and_year_of_birth() {
        assert_eq!(told("001172003456"), Some(Told { sex: Sex::Female, year: 1972 }));
        assert_eq!(told("079204001234"), Some(Told { sex: Sex::Male, year: 2004 }));
        assert_eq!(told("012345678"), None);
        let born = Birth::Year;
        assert_eq!(mismatch("001172003456", Sex::Female, born(1972)), None);
        assert_eq!(mismatch("001172003456", Sex::Male, born(1972)), Some(Mismatch { sex: true, year: false }));
        assert_eq!(mismatch("001172003456", Sex::Other, born(1973)), Some(Mismatch { sex: false, year: true }));
        assert_eq!(mismatch("C1234567", Sex::Male, born(1973)), None);
    }
}
