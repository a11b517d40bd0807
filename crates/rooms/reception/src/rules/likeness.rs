//! Who may be the same person: what two profiles have in common, weighed.

use bricks::age::Birth;
use bricks::clock::Day;

/// From so much on a profile is shown before a second one is made.
const LIKELY_FROM: i64 = 60;
/// One typing error is forgiven, in a long name two.
const LONG_NAME_LETTERS: usize = 14;

/// What is compared: the folded name, the birth, the phone in E.164, the numbers of identity and insurance cards.
#[derive(Debug, Clone, Copy)]
pub struct Traits<'a> {
    pub name_fold: &'a str,
    pub birth: Birth,
    pub phone: Option<&'a str>,
    pub national_id: Option<&'a str>,
    pub insurance_number: Option<&'a str>,
}

/// One thing that two profiles have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    SameNationalId,
    SameInsurance,
    SameName,
    /// Other order of the words, a middle name left out, a typing error.
    SimilarName,
    SameBirth,
    /// Day and month stand in each other's place.
    SwappedBirth,
    SameYear,
    SamePhone,
}

impl Reason {
    fn weight(self) -> i64 {
        match self {
            Reason::SameNationalId => 100,
            Reason::SameInsurance => 60,
            Reason::SameName => 45,
            Reason::SimilarName => 30,
            Reason::SameBirth => 40,
            Reason::SwappedBirth => 30,
            Reason::SameYear => 20,
            Reason::SamePhone => 25,
        }
    }

    /// A family shares its phone, twins their birth; the person is told by a name or a number.
    fn tells_the_person(self) -> bool {
        matches!(self, Reason::SameNationalId | Reason::SameInsurance | Reason::SameName | Reason::SimilarName)
    }
}

/// Why two profiles may be one person's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Likeness {
    pub reasons: Vec<Reason>,
}

impl Likeness {
    pub fn of(one: Traits<'_>, other: Traits<'_>) -> Likeness {
        let same = |a: Option<&str>, b: Option<&str>| a.is_some() && a == b;
        let number = same(one.national_id, other.national_id).then_some(Reason::SameNationalId);
        let insurance = same(one.insurance_number, other.insurance_number).then_some(Reason::SameInsurance);
        let name = name_reason(one.name_fold, other.name_fold);
        let birth = birth_reason(one.birth, other.birth);
        let phone = same(one.phone, other.phone).then_some(Reason::SamePhone);
        Likeness { reasons: [number, insurance, name, birth, phone].into_iter().flatten().collect() }
    }

    /// The likelier the same person, the higher.
    pub fn score(&self) -> i64 {
        self.reasons.iter().map(|reason| reason.weight()).sum()
    }

    /// Whether somebody has to look before a second profile is made.
    pub fn is_likely(&self) -> bool {
        self.score() >= LIKELY_FROM && self.reasons.iter().any(|reason| reason.tells_the_person())
    }
}

fn name_reason(one: &str, other: &str) -> Option<Reason> {
    if one == other {
        return Some(Reason::SameName);
    }
    let errors = if one.chars().count().min(other.chars().count()) >= LONG_NAME_LETTERS { 2 } else { 1 };
    let similar =
        strsim::osa_distance(one, other) <= errors || sorted(one) == sorted(other) || is_shortened(one, other);
    similar.then_some(Reason::SimilarName)
}

fn sorted(name: &str) -> Vec<&str> {
    let mut words: Vec<&str> = name.split(' ').collect();
    words.sort_unstable();
    words
}

/// Family and given name are the same, and only words between them are missing on one side.
fn is_shortened(one: &str, other: &str) -> bool {
    let (one, other): (Vec<&str>, Vec<&str>) = (one.split(' ').collect(), other.split(' ').collect());
    let (short, long) = if one.len() < other.len() { (one, other) } else { (other, one) };
    short.len() > 1
        && short.first() == long.first()
        && short.last() == long.last()
        && short.iter().all(|word| long.contains(word))
}

fn birth_reason(one: Birth, other: Birth) -> Option<Reason> {
    match (one, other) {
        (Birth::Day(a), Birth::Day(b)) if a == b => Some(Reason::SameBirth),
        (Birth::Day(a), Birth::Day(b)) if swapped(a) == Some(b) => Some(Reason::SwappedBirth),
        _ => (one.year() == other.year()).then_some(Reason::SameYear),
    }
}

/// 3 December for 12 March; nothing when that is no day.
pub fn swapped(day: Day) -> Option<Day> {
    Day::new(day.year(), day.day(), day.month()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use bricks::text::fold;

    fn likeness(one: (&str, &str, &str), other: (&str, &str, &str)) -> Likeness {
        let traits = |(name, birth, phone): (&'static str, &str, &'static str)| {
            let name_fold: &'static str = fold(name).leak();
            let phone = Some(phone).filter(|p| !p.is_empty());
            Traits { name_fold, birth: Birth::parse(birth).unwrap(), phone, national_id: None, insurance_number: None }
        };
        let still = |(a, b, c): (&str, &str, &str)| -> (&'static str, String, &'static str) {
            (a.to_owned().leak(), b.to_owned(), c.to_owned().leak())
        };
        let (one, other) = (still(one), still(other));
        Likeness::of(traits((one.0, &one.1, one.2)), traits((other.0, &other.1, other.2)))
    }

    const LAN: (&str, &str, &str) = ("Nguyễn Thị Lan", "12/03/1972", "+84903118264");

    #[test]
    fn one_person_written_in_many_ways_is_found() {
        for again in [
            LAN,
            ("nguyen thi lan", "12/03/1972", ""),
            ("Nguyễn Thị Lan", "1972", ""),
            ("Nguyễn Thị Lan", "03/12/1972", ""),
            ("Nguyễn Thị Lan", "01/01/1960", "+84903118264"),
            ("Nguyễn Thị Lann", "12/03/1972", ""),
            ("Nguyn Thị Lan", "1972", "+84903118264"),
            ("Nguyễn Lan", "12/03/1972", ""),
            ("Lan Nguyễn Thị", "12/03/1972", ""),
            ("Nguyễn Thị Lna", "03/12/1972", "+84903118264"),
        ] {
            let likeness = likeness(LAN, again);
            assert!(likeness.is_likely(), "{again:?}: {likeness:?}");
        }
    }

    #[test]
    fn a_family_with_one_phone_and_people_of_one_name_are_told_apart() {
        for other in [
            ("Trần Minh Khôi", "05/06/2019", "+84903118264"),
            ("Trần Minh Khôi", "12/03/1972", "+84903118264"),
            ("Nguyễn Thị Lan", "30/09/1988", ""),
            ("Nguyễn Thị Hoa", "12/03/1972", ""),
            ("Nguyễn Thị Lan", "2001", ""),
            ("Nguyễn Thị Lành", "1972", ""),
        ] {
            let likeness = likeness(LAN, other);
            assert!(!likeness.is_likely(), "{other:?}: {likeness:?}");
        }
    }

    #[test]
    fn the_reasons_are_named() {
        let found = likeness(LAN, ("Nguyễn Thị Lna", "03/12/1972", "+84903118264"));
        assert_eq!(found.reasons, [Reason::SimilarName, Reason::SwappedBirth, Reason::SamePhone]);
        assert_eq!(found.score(), 85);
        assert_eq!(likeness(LAN, LAN).reasons, [Reason::SameName, Reason::SameBirth, Reason::SamePhone]);
    }

    #[test]
    fn a_number_of_a_card_is_enough_and_a_missing_one_says_nothing() {
        let birth = Birth::Year(1972);
        let of = |name_fold, national_id| Traits { name_fold, birth, phone: None, national_id, insurance_number: None };
        let (lan, hoa) = (of("nguyen thi lan", Some("001172003456")), of("tran thi hoa", Some("001172003456")));
        assert!(Likeness::of(lan, hoa).is_likely());
        let without = Traits { birth: Birth::Year(1990), ..of("tran thi hoa", None) };
        assert_eq!(Likeness::of(of("le mai", None), without), Likeness { reasons: Vec::new() });
    }

    #[test]
    fn a_day_and_month_change_places_only_where_both_are_days() {
        let day = |text| bricks::clock::parse_day(text).unwrap();
        assert_eq!(swapped(day("1972-03-12")), Some(day("1972-12-03")));
        assert_eq!(swapped(day("1972-03-13")), None);
    }
}
