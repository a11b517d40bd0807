//! What a number of the national card tells: its third character is the benefit level. Numbers without letters tell none.

/// The benefit level in a card's number, `1` to `5`; `None` for the forms of ten and of twelve digits.
pub fn level_of(card: &str) -> Option<&str> {
    let letters = card.get(..2).is_some_and(|letters| letters.bytes().all(|b| b.is_ascii_uppercase()));
    let digits = card.get(2..).is_some_and(|digits| digits.len() == 13 && digits.bytes().all(|b| b.is_ascii_digit()));
    let level = card.get(2..3)?;
    (letters && digits && ("1"..="5").contains(&level)).then_some(level)
}

/// A number of the national health insurance in one of its three living forms, in capitals and without spaces.
pub fn card_number(typed: &str) -> Option<String> {
    let plain = typed.chars().filter(|c| !matches!(c, ' ' | '.' | '-'));
    let number: String = plain.map(|c| c.to_ascii_uppercase()).collect();
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let sound = match number.as_bytes() {
        [a, b, benefit, ..] if number.len() == 15 => {
            let letters = a.is_ascii_uppercase() && b.is_ascii_uppercase();
            letters && (b'1'..=b'5').contains(benefit) && number.get(2..).is_some_and(digits)
        }
        _ => matches!(number.len(), 10 | 12) && digits(&number),
    };
    sound.then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_third_character_is_the_level() {
        assert_eq!(level_of("DN4797512345678"), Some("4"));
        assert_eq!(level_of("TE1797512345678"), Some("1"));
        for none in [
            "",
            "DN",
            "DN6797512345678",
            "dn4797512345678",
            "7975123456",
            "079751234567",
            "DN479751234567",
            "ĐN4797512345678",
        ] {
            assert_eq!(level_of(none), None, "{none}");
        }
    }
}
