//! The word in a transfer's purpose that names the bill: `PT261124A020` is ticket A020 of 24/11/2026.

use bricks::clock::{Day, parse_day};
use bricks::text::fold;

const MARK: &str = "pt";
const DAY_DIGITS: usize = 6;

/// What names a bill in a purpose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    pub day: Day,
    /// Folded, in capitals.
    pub prefix: String,
    pub number: i64,
}

/// The word for a visit's ticket.
pub fn of_ticket(day: Day, prefix: &str, number: i64) -> String {
    let year = day.year().rem_euclid(100);
    format!("PT{year:02}{:02}{:02}{}{number:03}", day.month(), day.day(), plain(prefix))
}

/// A ticket's prefix as it stands in a purpose.
pub fn plain(prefix: &str) -> String {
    fold(prefix).chars().filter(char::is_ascii_alphabetic).collect::<String>().to_ascii_uppercase()
}

/// Every bill that a purpose may name, in the order of the text. Banks change case and put their own words around it.
pub fn named(purpose: &str) -> Vec<Named> {
    let text = purpose.to_ascii_lowercase();
    text.match_indices(MARK).filter_map(|(at, _)| text.get(at + MARK.len()..).and_then(read)).collect()
}

fn read(rest: &str) -> Option<Named> {
    let digits = rest.get(..DAY_DIGITS).filter(|d| d.bytes().all(|b| b.is_ascii_digit()))?;
    let (year, rest_of_day) = digits.split_at_checked(2)?;
    let (month, day) = rest_of_day.split_at_checked(2)?;
    let day = parse_day(&format!("20{year}-{month}-{day}")).ok()?;
    let rest = rest.get(DAY_DIGITS..)?;
    let prefix: String = rest.chars().take_while(char::is_ascii_alphabetic).collect();
    let number: String = rest.get(prefix.len()..)?.chars().take_while(char::is_ascii_digit).take(6).collect();
    let number = number.parse().ok().filter(|n| *n > 0)?;
    Some(Named { day, prefix: prefix.to_ascii_uppercase(), number })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day() -> Day {
        parse_day("2026-11-24").unwrap()
    }

    #[test]
    fn a_ticket_is_named_whatever_stands_around_it() {
        let wanted = Named { day: day(), prefix: "A".into(), number: 20 };
        assert_eq!(of_ticket(day(), "A", 20), "PT261124A020");
        for purpose in
            ["PT261124A020", "pt261124a020", "MBVCB.3278.PT261124A020.CT tu 0123", "TRAN THI HUONG PT261124A020-281124"]
        {
            assert_eq!(named(purpose), std::slice::from_ref(&wanted), "{purpose}");
        }
        assert_eq!(of_ticket(day(), "Đ", 7), "PT261124D007");
    }

    #[test]
    fn other_words_name_nothing() {
        for purpose in
            ["", "PT", "PT261124", "PT261124A", "PT261399A001", "PT26112A020", "script 261124", "PT261124A000"]
        {
            assert!(named(purpose).is_empty(), "{purpose}");
        }
        assert_eq!(named("PT261399A001 PT261124A021").len(), 1);
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(number in 1_i64..=99_999, prefix in "[A-Z]{0,2}", around in "[ .a-z]{0,12}") {
            let text = format!("{around} {}.{around}", of_ticket(day(), &prefix, number));
            let found = named(&text);
            let wanted = Named { day: day(), prefix, number };
            prop_assert!(found.contains(&wanted));
        }

        #[test]
        fn no_purpose_breaks_the_reader(purpose in ".{0,60}") {
            let _ = named(&purpose);
        }
    }
}
