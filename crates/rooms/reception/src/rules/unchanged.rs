//! Whether a form changes anything, and which letters of a name were typed.

use bricks::text::fold;
use ground::people::{Patient, Profile};

/// Whether a form left every word of a profile as it is.
pub fn is_unchanged(stored: &Patient, typed: &Profile) -> bool {
    let (s, t) = (stored, typed);
    (&s.name, s.sex(), s.birth(), &s.address, &s.province) == (&t.name, t.sex, t.birth, &t.address, &t.province)
        && (&s.phone, &s.email, &s.national_id) == (&t.phone, &t.email, &t.national_id)
        && (s.insurer, &s.insurance_number) == (t.insurer, &t.insurance_number)
        && (s.insurance_from, s.insurance_until) == (t.insurance_from, t.insurance_until)
        && (&s.guardian_name, &s.guardian_phone) == (&t.guardian_name, &t.guardian_phone)
        && (&s.allergies, s.allergies_none, &s.conditions) == (&t.allergies, t.allergies_none, &t.conditions)
        && s.reminders_wanted == t.reminders_wanted
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
