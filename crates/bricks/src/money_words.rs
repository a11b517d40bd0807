//! Amounts of đồng in words.

use crate::lang::Lang;

const VI_DIGITS: [&str; 10] = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"];
const EN_BELOW_TWENTY: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const EN_TENS: [&str; 10] = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
const BILLION: u64 = 1_000_000_000;

/// The amount in words with a capital first letter and the currency behind it.
pub(crate) fn in_words(minor: i64, lang: Lang) -> String {
    let number = minor.unsigned_abs();
    let mut words = Vec::new();
    match lang {
        Lang::Vi => {
            words.extend((minor < 0).then_some("âm"));
            vietnamese(number, false, &mut words);
            words.push("đồng");
        }
        Lang::En => {
            words.extend((minor < 0).then_some("minus"));
            english(number, &mut words);
            words.push("dong");
        }
    }
    capital(&words.join(" ").replace(" -", "-").replace("- ", "-"))
}

/// A count in words with a capital first letter: `Mười bốn`.
pub(crate) fn count_in_words(number: u64, lang: Lang) -> String {
    let mut words = Vec::new();
    match lang {
        Lang::Vi => vietnamese(number, false, &mut words),
        Lang::En => english(number, &mut words),
    }
    capital(&words.join(" ").replace(" -", "-").replace("- ", "-"))
}

fn capital(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn word(list: &'static [&'static str], index: u64) -> &'static str {
    usize::try_from(index).ok().and_then(|index| list.get(index)).copied().unwrap_or("")
}

/// Reads a number; `inner` when higher places were read before it, so that empty places are named.
fn vietnamese(number: u64, inner: bool, words: &mut Vec<&'static str>) {
    if number >= BILLION {
        vietnamese(number / BILLION, inner, words);
        words.push("tỷ");
        if !number.is_multiple_of(BILLION) {
            vietnamese(number % BILLION, true, words);
        }
        return;
    }
    let mut inner = inner;
    for (size, name) in [(1_000_000, Some("triệu")), (1000, Some("nghìn")), (1, None)] {
        let three = number / size % 1000;
        if three > 0 {
            vietnamese_three(three, inner, words);
            words.extend(name);
            inner = true;
        }
    }
    if !inner {
        words.push(word(&VI_DIGITS, 0));
    }
}

fn vietnamese_three(three: u64, inner: bool, words: &mut Vec<&'static str>) {
    let (hundreds, tens, ones) = (three / 100, three / 10 % 10, three % 10);
    let has_hundreds = inner || hundreds > 0;
    if has_hundreds {
        words.extend([word(&VI_DIGITS, hundreds), "trăm"]);
    }
    match tens {
        0 if ones > 0 && has_hundreds => words.push("lẻ"),
        0 => {}
        1 => words.push("mười"),
        _ => words.extend([word(&VI_DIGITS, tens), "mươi"]),
    }
    match (tens, ones) {
        (_, 0) => {}
        (2.., 1) => words.push("mốt"),
        (2.., 4) => words.push("tư"),
        (1.., 5) => words.push("lăm"),
        _ => words.push(word(&VI_DIGITS, ones)),
    }
}

fn english(number: u64, words: &mut Vec<&'static str>) {
    if number == 0 {
        words.push(word(&EN_BELOW_TWENTY, 0));
        return;
    }
    let scales = [
        (BILLION * BILLION, Some("quintillion")),
        (BILLION * 1_000_000, Some("quadrillion")),
        (BILLION * 1000, Some("trillion")),
        (BILLION, Some("billion")),
        (1_000_000, Some("million")),
        (1000, Some("thousand")),
        (1, None),
    ];
    for (size, name) in scales {
        let three = number / size % 1000;
        if three > 0 {
            english_three(three, words);
            words.extend(name);
        }
    }
}

fn english_three(three: u64, words: &mut Vec<&'static str>) {
    let (hundreds, rest) = (three / 100, three % 100);
    if hundreds > 0 {
        words.extend([word(&EN_BELOW_TWENTY, hundreds), "hundred"]);
    }
    if rest >= 20 {
        words.push(word(&EN_TENS, rest / 10));
        if !rest.is_multiple_of(10) {
            words.extend(["-", word(&EN_BELOW_TWENTY, rest % 10)]);
        }
    } else if rest > 0 {
        words.push(word(&EN_BELOW_TWENTY, rest));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Reads an amount from its words, by rules of its own.
    fn read(words: &str, lang: Lang) -> i64 {
        let lower = words.to_lowercase().replace('-', " ");
        let words: Vec<&str> = lower.split(' ').collect();
        let (sign, words) = match words.split_first() {
            Some((&("âm" | "minus"), rest)) => (-1, rest),
            _ => (1, words.as_slice()),
        };
        let (currency, words) = words.split_last().unwrap();
        assert!(["đồng", "dong"].contains(currency));
        sign * match lang {
            Lang::Vi => read_vietnamese(words),
            Lang::En => read_english(words),
        }
    }

    fn read_vietnamese(words: &[&str]) -> i64 {
        for (name, size) in [("tỷ", 1_000_000_000), ("triệu", 1_000_000), ("nghìn", 1000)] {
            if let Some(at) = words.iter().rposition(|word| *word == name) {
                return read_vietnamese(&words[..at]) * size + read_vietnamese(&words[at + 1..]);
            }
        }
        words.iter().fold(0, |sum, word| match *word {
            "trăm" | "lẻ" => sum * if *word == "trăm" { 100 } else { 1 },
            "mươi" => sum / 10 * 10 + sum % 10 * 10,
            "mười" => sum + 10,
            "mốt" => sum + 1,
            "tư" => sum + 4,
            "lăm" => sum + 5,
            digit => sum + VI_DIGITS.iter().position(|known| *known == digit).unwrap() as i64,
        })
    }

    fn read_english(words: &[&str]) -> i64 {
        let scales = ["thousand", "million", "billion", "trillion", "quadrillion", "quintillion"];
        let (mut whole, mut three) = (0, 0);
        for word in words {
            if let Some(at) = scales.iter().position(|scale| scale == word) {
                whole += three * 1000_i64.pow(at as u32 + 1);
                three = 0;
            } else if *word == "hundred" {
                three *= 100;
            } else {
                let below = EN_BELOW_TWENTY.iter().position(|known| known == word);
                three += below.or_else(|| EN_TENS.iter().position(|known| known == word).map(|ten| ten * 10)).unwrap()
                    as i64;
            }
        }
        whole + three
    }

    proptest! {
        #[test]
        fn an_amount_is_read_back_from_its_words(minor in prop_oneof![0_i64..=9_999, 0_i64..=99_999_999_999, -9_000_000_000_000_000_000_i64..9_000_000_000_000_000_000]) {
            for lang in Lang::ALL {
                prop_assert_eq!(read(&in_words(minor, lang), lang), minor, "{}", in_words(minor, lang));
            }
        }

        #[test]
        fn round_amounts_are_read_back_too(digits in 1_i64..=999, zeros in 0_u32..=15, tail in 0_i64..=25) {
            let minor = digits * 10_i64.pow(zeros) + tail;
            for lang in Lang::ALL {
                prop_assert_eq!(read(&in_words(minor, lang), lang), minor, "{}", in_words(minor, lang));
            }
        }
    }

    #[test]
    fn vietnamese_amounts_read_as_a_cashier_says_them() {
        for (minor, words) in [
            (0, "Không đồng"),
            (5, "Năm đồng"),
            (10, "Mười đồng"),
            (11, "Mười một đồng"),
            (14, "Mười bốn đồng"),
            (15, "Mười lăm đồng"),
            (20, "Hai mươi đồng"),
            (21, "Hai mươi mốt đồng"),
            (24, "Hai mươi tư đồng"),
            (25, "Hai mươi lăm đồng"),
            (100, "Một trăm đồng"),
            (104, "Một trăm lẻ bốn đồng"),
            (105, "Một trăm lẻ năm đồng"),
            (111, "Một trăm mười một đồng"),
            (1000, "Một nghìn đồng"),
            (1050, "Một nghìn không trăm năm mươi đồng"),
            (557_400, "Năm trăm năm mươi bảy nghìn bốn trăm đồng"),
            (1_000_005, "Một triệu không trăm lẻ năm đồng"),
            (1_001_000, "Một triệu không trăm lẻ một nghìn đồng"),
            (15_000_015, "Mười lăm triệu không trăm mười lăm đồng"),
            (21_000_021, "Hai mươi mốt triệu không trăm hai mươi mốt đồng"),
            (1_005_000, "Một triệu không trăm lẻ năm nghìn đồng"),
            (10_021_045, "Mười triệu không trăm hai mươi mốt nghìn không trăm bốn mươi lăm đồng"),
            (2_000_000_000, "Hai tỷ đồng"),
            (1_000_000_001, "Một tỷ không trăm lẻ một đồng"),
            (1_000_000_000_000, "Một nghìn tỷ đồng"),
            (-15_000, "Âm mười lăm nghìn đồng"),
        ] {
            assert_eq!(in_words(minor, Lang::Vi), words, "{minor}");
        }
    }

    #[test]
    fn english_amounts_read_as_written_on_a_cheque() {
        for (minor, words) in [
            (0, "Zero dong"),
            (13, "Thirteen dong"),
            (21, "Twenty-one dong"),
            (40, "Forty dong"),
            (105, "One hundred five dong"),
            (557_400, "Five hundred fifty-seven thousand four hundred dong"),
            (1_000_005, "One million five dong"),
            (1_001_000, "One million one thousand dong"),
            (15_000_015, "Fifteen million fifteen dong"),
            (2_000_000_000, "Two billion dong"),
            (1_000_000_000_000, "One trillion dong"),
            (-21, "Minus twenty-one dong"),
        ] {
            assert_eq!(in_words(minor, Lang::En), words, "{minor}");
        }
    }

    #[test]
    fn the_widest_amounts_have_words_too() {
        for minor in [i64::MIN, i64::MAX] {
            assert!(in_words(minor, Lang::Vi).contains("tỷ"));
            assert!(in_words(minor, Lang::En).contains("quintillion"));
        }
    }
}
