//! What was read by the scanner, or typed into its field.

use super::card;
use bricks::id::{AppointmentId, VisitId};

/// What a scanned or typed text means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scanned {
    /// `BN-000123`.
    Code(String),
    /// The QR of a booking's confirmation, or the appointment's number.
    Appointment(AppointmentId),
    /// The QR of a ticket.
    Visit(VisitId),
    /// `A021`, today's.
    Ticket {
        prefix: String,
        number: i64,
    },
    /// A whole identity card.
    Card(card::Card),
    /// The number of an identity or an insurance card.
    Number(String),
    /// Anything else: words to search with.
    Words(String),
    Nothing,
}

/// Numbers of the house have at least so many digits; those of cards and phones have fewer.
const HOUSE_DIGITS_MIN: usize = 13;
/// A code's number is typed without its zeros.
const CODE_DIGITS_MAX: usize = 6;

pub fn read(text: &str) -> Scanned {
    let text = text.trim();
    if text.is_empty() {
        return Scanned::Nothing;
    }
    if let Some(card) = card::read(text) {
        return Scanned::Card(card);
    }
    if let Some(link) = link(text) {
        return link;
    }
    let plain: String = text.chars().filter(|c| !matches!(c, ' ' | '-' | '.')).collect::<String>().to_ascii_uppercase();
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if let Some(number) = plain.strip_prefix("BN").filter(|n| digits(n) && n.len() <= 12) {
        return Scanned::Code(code(number));
    }
    if digits(&plain) {
        return of_digits(text, &plain);
    }
    if papers::payer::benefit::card_number(&plain).is_some() {
        return Scanned::Number(plain);
    }
    ticket(&plain).unwrap_or_else(|| Scanned::Words(text.to_owned()))
}

fn code(digits: &str) -> String {
    format!("BN-{:0>6}", digits.trim_start_matches('0'))
}

fn of_digits(text: &str, plain: &str) -> Scanned {
    match plain.len() {
        n if n >= HOUSE_DIGITS_MIN => {
            plain.parse().map_or_else(|_| Scanned::Words(text.to_owned()), Scanned::Appointment)
        }
        12 => Scanned::Number(plain.to_owned()),
        // Ten digits are a card of the insurance, unless a phone begins so.
        10 if bricks::phone::Phone::parse(plain).is_err() => Scanned::Number(plain.to_owned()),
        n if n <= CODE_DIGITS_MAX && !plain.starts_with('0') => Scanned::Code(code(plain)),
        _ => Scanned::Words(text.to_owned()),
    }
}

/// `…/a/{appointment}/{proof}` of a confirmation, `…/t/{visit}/{proof}` of a ticket.
fn link(text: &str) -> Option<Scanned> {
    let path = text.split(['?', '#']).next().unwrap_or_default();
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    parts.windows(2).find_map(|pair| match pair {
        ["a", id] => id.parse().ok().map(Scanned::Appointment),
        ["t", id] => id.parse().ok().map(Scanned::Visit),
        _ => None,
    })
}

/// One to three letters, then two digits or more.
fn ticket(plain: &str) -> Option<Scanned> {
    let cut = plain.find(|c: char| c.is_ascii_digit())?;
    let (prefix, number) = plain.split_at_checked(cut)?;
    let fits = (1..=3).contains(&prefix.len())
        && prefix.bytes().all(|b| b.is_ascii_uppercase())
        && (2..=4).contains(&number.len())
        && number.bytes().all(|b| b.is_ascii_digit());
    let number = number.parse().ok().filter(|_| fits)?;
    Some(Scanned::Ticket { prefix: prefix.to_owned(), number })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_of_the_house_is_told_from_the_others() {
        let appointment = AppointmentId::from_raw(381_234_567_890_123_456);
        for (text, expected) in [
            ("BN-000123", Scanned::Code("BN-000123".into())),
            ("bn 123", Scanned::Code("BN-000123".into())),
            ("BN1234567", Scanned::Code("BN-1234567".into())),
            ("61", Scanned::Code("BN-000061".into())),
            ("https://kham.vn/a/381234567890123456/0f0f", Scanned::Appointment(appointment)),
            ("/a/381234567890123456/0f0f?x=1", Scanned::Appointment(appointment)),
            ("381234567890123456", Scanned::Appointment(appointment)),
            ("http://10.0.0.2:8080/t/7/00ff", Scanned::Visit(VisitId::from_raw(7))),
            ("a021", Scanned::Ticket { prefix: "A".into(), number: 21 }),
            ("SA1000", Scanned::Ticket { prefix: "SA".into(), number: 1000 }),
            ("001172003456", Scanned::Number("001172003456".into())),
            ("DN 4 79 79 12345 678", Scanned::Number("DN4797912345678".into())),
            ("DN4797912345678", Scanned::Number("DN4797912345678".into())),
            ("7912345678", Scanned::Number("7912345678".into())),
            ("0903118264", Scanned::Words("0903118264".into())),
            ("Nguyễn Lan", Scanned::Words("Nguyễn Lan".into())),
            ("  ", Scanned::Nothing),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
        assert!(matches!(read("001172003456||Lan|12031972|Nữ|Huế|25042021"), Scanned::Card(_)));
    }
}
