use bricks::lang::Lang;
use bricks::quantity::Quantity;
use bricks::text::fold;

/// Shorter words than this name no ingredient.
const NAME_CHARS_MIN: usize = 4;

/// Whether one of a medicine's names (the parts of a combination each) stands in the text of the allergies. This
/// compares words only: it knows no groups and no cross-reactions.
pub fn is_in_allergies(allergies: &str, names: &[&str]) -> bool {
    let known = format!(" {} ", fold(allergies));
    let parts = names.iter().flat_map(|name| name.split(['+', '/', ',']));
    parts
        .map(fold)
        .filter(|part| part.chars().count() >= NAME_CHARS_MIN)
        .any(|part| known.contains(&format!(" {part} ")))
}

/// With a gap between letters and the figure behind them: `para500` is `para 500`.
pub fn spaced(typed: &str) -> String {
    let mut out = String::with_capacity(typed.len() + 4);
    let mut before = ' ';
    for c in typed.trim().chars() {
        if c.is_ascii_digit() && before.is_alphabetic() {
            out.push(' ');
        }
        out.push(c);
        before = c;
    }
    out
}

/// Whether the words typed begin the name's words one behind the other: `para 500` fits `Paracetamol 500 mg` and not
/// `Paracetamol sủi 500 mg`.
pub fn begins_words(typed: &str, name: &str) -> bool {
    let (typed, name) = (fold(&spaced(typed)), fold(name));
    let mut words = name.split(' ');
    typed.split(' ').all(|word| words.next().is_some_and(|own| own.starts_with(word)))
}

/// Whether every word typed stands in the name, each from the beginning of a word or number: `para 500` fits
/// `Paracetamol 500 mg`.
pub fn fits_words(typed: &str, name: &str) -> bool {
    let name = format!(" {}", fold(name));
    fold(typed).split(' ').all(|word| name.contains(&format!(" {word}")))
}

/// Whether what was typed names one ingredient of a combination that begins with another one: `metformin 850` does not
/// ask for vildagliptin with it.
pub fn is_part_of_combination(typed: &str, name: &str) -> bool {
    name.contains(" + ") && fits_words(&spaced(typed), name) && !begins_words(typed, name)
}

/// Whether the stock does not hold what is prescribed.
pub fn is_short(quantity: Quantity, on_hand: Quantity) -> bool {
    on_hand < quantity
}

/// A measured value with the decimals that its analyte is told with: `7,0`.
pub fn with_decimals(value: Quantity, decimals: i64, lang: Lang) -> String {
    let mark = match lang {
        Lang::Vi => ',',
        Lang::En => '.',
    };
    let mut shown = value.show(lang);
    let told = shown.rsplit_once(mark).map_or(0, |(_, tail)| tail.len());
    let wanted = usize::try_from(decimals.clamp(0, 3)).unwrap_or(0);
    if told == 0 && wanted > 0 {
        shown.push(mark);
    }
    shown.extend(std::iter::repeat_n('0', wanted.saturating_sub(told)));
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_ingredient_is_not_the_combination_that_holds_it() {
        let combination = "Vildagliptin + Metformin 50 mg/850 mg";
        assert!(is_part_of_combination("metformin850", combination));
        assert!(!is_part_of_combination("vilda", combination));
        assert!(!is_part_of_combination("galvus", combination), "found by its brand");
        assert!(!is_part_of_combination("metformin 850", "Metformin 850 mg"));
    }

    #[test]
    fn a_name_in_the_allergies_is_found_as_a_whole_word() {
        let known = "Dị ứng Penicillin, amoxicillin (mề đay 2019)";
        assert!(is_in_allergies(known, &["Amoxicillin"]));
        assert!(is_in_allergies(known, &["Amoxicillin + Acid clavulanic"]));
        assert!(!is_in_allergies(known, &["Cillin", "Paracetamol"]));
        assert!(!is_in_allergies("", &["Amoxicillin"]));
        assert!(!is_in_allergies(known, &[""]));
    }

    #[test]
    fn words_that_stand_apart_are_found_in_a_name() {
        assert!(fits_words("para 500", "Paracetamol 500 mg"));
        assert!(fits_words("500 para", "Paracetamol 500 mg"));
        assert!(!fits_words("para 50 mg", "Paracetamol 80 mg"));
        assert!(!fits_words("mol", "Paracetamol 80 mg"));
    }

    #[test]
    fn a_value_is_told_with_its_decimals() {
        let milli = Quantity::from_milli;
        assert_eq!(with_decimals(milli(7_000), 1, Lang::Vi), "7,0");
        assert_eq!(with_decimals(milli(1_234_500), 2, Lang::Vi), "1.234,50");
        assert_eq!(with_decimals(milli(92_000), 0, Lang::En), "92");
        assert_eq!(with_decimals(milli(12_650), 1, Lang::En), "12.65");
    }
}
