//! Who may be the same person, and which letters of a name were typed.

use bricks::text::fold;
use ground::people::{Patient, Profile};

/// What two profiles have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Likeness {
    pub same_name_and_year: bool,
    pub same_phone: bool,
}

/// What is compared: the folded name, the year of birth, the phone in E.164.
#[derive(Debug, Clone, Copy)]
pub struct Traits<'a> {
    pub name_fold: &'a str,
    pub birth_year: i64,
    pub phone: Option<&'a str>,
}

impl Likeness {
    pub fn of(one: Traits<'_>, other: Traits<'_>) -> Likeness {
        Likeness {
            same_name_and_year: one.name_fold == other.name_fold && one.birth_year == other.birth_year,
            same_phone: one.phone.is_some() && one.phone == other.phone,
        }
    }

    /// The likelier the same person, the higher: 0 to 3.
    pub fn score(self) -> i64 {
        2 * i64::from(self.same_name_and_year) + i64::from(self.same_phone)
    }
}

/// Whether a form left every word of a profile as it is.
pub fn is_unchanged(stored: &Patient, typed: &Profile) -> bool {
    let (s, t) = (stored, typed);
    (&s.name, s.sex(), s.birth(), &s.address) == (&t.name, t.sex, t.birth, &t.address)
        && (&s.phone, &s.email, &s.national_id) == (&t.phone, &t.email, &t.national_id)
        && (s.insurer, &s.insurance_number, s.insurance_until) == (t.insurer, &t.insurance_number, t.insurance_until)
        && (&s.guardian_name, &s.guardian_phone) == (&t.guardian_name, &t.guardian_phone)
        && (&s.allergies, &s.conditions, s.reminders_wanted) == (&t.allergies, &t.conditions, t.reminders_wanted)
}

/// A name in pieces, each with whether it answers what was typed: the beginnings of its words, without diacritics.
pub fn marked<'a>(name: &'a str, typed: &str) -> Vec<(&'a str, bool)> {
    let typed = fold(typed);
    let wanted: Vec<&str> = typed.split(' ').filter(|w| !w.is_empty()).collect();
    let mut pieces = Vec::new();
    for word in name.split_inclusive(' ') {
        let folded = fold(word);
        let hit = wanted.iter().filter(|w| folded.starts_with(**w)).map(|w| w.chars().count()).max().unwrap_or(0);
        let cut = word.char_indices().nth(hit).map_or(word.len(), |(at, _)| at);
        let (hit, rest) = word.split_at(cut);
        pieces.extend([(hit, true), (rest, false)].into_iter().filter(|(text, _)| !text.is_empty()));
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    const HUONG: Traits<'_> = Traits { name_fold: "tran mai huong", birth_year: 1972, phone: Some("+84903118264") };

    #[test]
    fn the_same_name_and_year_weighs_more_than_the_same_phone() {
        let daughter = Traits { name_fold: "le mai", birth_year: 2015, ..HUONG };
        let again = Traits { phone: None, ..HUONG };
        assert_eq!(Likeness::of(HUONG, HUONG).score(), 3);
        assert_eq!(Likeness::of(HUONG, again).score(), 2);
        assert_eq!(Likeness::of(HUONG, daughter).score(), 1);
        assert_eq!(Likeness::of(Traits { birth_year: 1973, ..again }, HUONG).score(), 0);
    }

    #[test]
    fn two_missing_phones_are_not_the_same_phone() {
        let without = Traits { name_fold: "le mai", phone: None, ..HUONG };
        assert_eq!(Likeness::of(without, without), Likeness { same_name_and_year: true, same_phone: false });
    }

    #[test]
    fn the_typed_beginnings_of_words_are_marked() {
        let marks = marked("Trần Thị Mai Hương", "tran mai h");
        assert_eq!(
            marks,
            [("Trần", true), (" ", false), ("Thị ", false), ("Mai", true), (" ", false), ("H", true), ("ương", false)]
        );
        assert_eq!(marked("Đỗ An", "d"), [("Đ", true), ("ỗ ", false), ("An", false)]);
        assert_eq!(marked("An", "0903"), [("An", false)]);
    }
}
