//! Pure decisions of the waiting room: masked names, codes, what a patient's page says.

use bricks::clock::{Day, Instant};
use bricks::text::mask_name;
use papers::journey::Station;
use papers::queue::{Inside, Place};
use papers::visit::State;

/// The signs of a pairing code: none that look like another one.
const SIGNS: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
/// 32 to the sixth: a billion codes for ten minutes.
const CODE_SIGNS: usize = 6;
/// Half of it, between which it is shown with a dash.
const HALF: usize = 3;
/// Of a given name so many letters are shown.
const SHOWN_LETTERS: usize = 2;
/// So long after a call the big panel stays lit, and a patient's own page says to come.
pub const CALL_MINUTES: i64 = 10;
/// So long it blinks.
const BLINK_SECONDS: i64 = 40;

/// `N. V. Th***` for `Nguyễn Văn Thành`: enough to know oneself by, too little for anybody else.
pub fn masked(name: &str) -> String {
    let masked = mask_name(name);
    let Some((others, given)) = masked.rsplit_once(' ') else { return masked };
    let letters = given.chars().count().saturating_sub(1).clamp(1, SHOWN_LETTERS);
    let shown: String = given.chars().take(letters).collect();
    format!("{others} {shown}***")
}

/// The code of six random bytes.
pub fn code_of(random: [u8; CODE_SIGNS]) -> String {
    random.iter().filter_map(|byte| SIGNS.get(usize::from(byte % 32))).map(|sign| char::from(*sign)).collect()
}

/// A code as it was typed: capitals, without what separates; `None` for what cannot be one.
pub fn typed_code(typed: &str) -> Option<String> {
    let code: String = typed.chars().filter(|c| !c.is_whitespace() && *c != '-').collect::<String>().to_uppercase();
    let fits = code.len() == CODE_SIGNS && code.bytes().all(|sign| SIGNS.contains(&sign));
    fits.then_some(code)
}

/// `K7M-4QX`.
pub fn shown_code(code: &str) -> String {
    match code.split_at_checked(HALF) {
        Some((first, second)) => format!("{first}-{second}"),
        None => code.to_owned(),
    }
}

/// Whether a call is so fresh that it blinks.
pub fn blinks(called_at: Instant, now: Instant) -> bool {
    now.millis().saturating_sub(called_at.millis()) < BLINK_SECONDS * 1_000
}

/// What a patient's own page says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    /// The day is over, or the patient has gone home.
    Over,
    /// Called a moment ago.
    Called,
    /// In the line: so many before, and the promised minutes.
    InLine { before: i64, from_minutes: i64, to_minutes: i64 },
    /// Anywhere else on the way.
    At(Station),
}

/// What is said to the patient of a visit of `day`.
pub fn said(
    (day, today): (Day, Day),
    state: State,
    station: Station,
    place: Option<&Place>,
    inside: Option<&Inside>,
    now: Instant,
) -> Said {
    if day != today || state == State::Left {
        return Said::Over;
    }
    if let Some(place) = place {
        let promise = place.promise;
        let (from_minutes, to_minutes) = (promise.from_minutes, promise.to_minutes);
        return Said::InLine { before: place.number - 1, from_minutes, to_minutes };
    }
    match inside {
        Some(inside) if !inside.is_away && now.minutes_since(inside.last_call_at) < CALL_MINUTES => Said::Called,
        Some(_) if station == Station::DoctorWithResults => Said::At(Station::InRoom),
        _ => Said::At(station),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_masked_so_far_that_strangers_learn_nothing() {
        assert_eq!(masked("Nguyễn Văn Thành"), "N. V. Th***");
        assert_eq!(masked("Trần Thị An"), "T. T. A***");
        assert_eq!(masked("Lê Ý"), "L. Ý***");
        assert_eq!(masked("Hoa"), "H***");
    }

    #[test]
    fn a_code_is_read_however_it_is_typed() {
        let code = code_of([0, 31, 32, 200, 7, 90]);
        assert_eq!(code.len(), 6);
        assert_eq!(typed_code(&format!(" {} ", shown_code(&code).to_lowercase())), Some(code));
        for wrong in ["", "ABC", "ABCDE0", "ABCDEFG", "ABC DÉF"] {
            assert_eq!(typed_code(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn yesterdays_ticket_says_nothing_any_more() {
        let day = |text| bricks::clock::parse_day(text).unwrap_or_default();
        let now = Instant::from_millis(0);
        let both = (day("2026-11-23"), day("2026-11-24"));
        assert_eq!(said(both, State::Waiting, Station::Doctor, None, None, now), Said::Over);
        let today = (day("2026-11-24"), day("2026-11-24"));
        assert_eq!(said(today, State::Left, Station::Left, None, None, now), Said::Over);
        assert_eq!(said(today, State::Finished, Station::Cashier, None, None, now), Said::At(Station::Cashier));
    }
}
