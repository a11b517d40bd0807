//! Addresses of the house and times in forms.

use bricks::clock::{Day, Instant, Zone, iso_day, parse_day};
use bricks::id::PatientId;

/// Where a new patient is taken to: the path the form came from, with the patient in its query.
pub fn with_patient(back: &str, patient: PatientId) -> String {
    let known = ["/reception", "/walk-in", "/waiting-list", "/series/new"];
    let path = back.split(['?', '#']).next().unwrap_or_default();
    if path == "/reception" || !known.contains(&path) {
        return format!("/reception?patient={patient}#book");
    }
    format!("{path}?patient={patient}")
}

/// The same for a patient who was made just now, of which the page tells.
pub fn with_new_patient(back: &str, patient: PatientId) -> String {
    with_patient(back, patient).replacen(&format!("patient={patient}"), &format!("patient={patient}&made=yes"), 1)
}

/// A path of this house to go back to; nothing for any other text.
pub fn own_path(typed: &str) -> Option<&str> {
    // Browsers drop tabs and turn backslashes: either would make another host of a path.
    let plain = typed.bytes().all(|byte| (0x21..0x7f).contains(&byte) && byte != b'\\');
    (typed.starts_with('/') && !typed.starts_with("//") && plain).then_some(typed)
}

pub use bricks::clock::parse_minute as minute;

/// `2026-11-24T09:15`: a time of the clinic's wall clock, as forms send it.
pub fn local_time(at: Instant, zone: &Zone) -> String {
    let minute = zone.minute_of_day(at);
    format!("{}T{:02}:{:02}", iso_day(zone.day_of(at)), minute / 60, minute % 60)
}

/// A free time that a button stands for: `doctor@2026-11-24T09:15`, with `@check_in` behind it to check in at once,
/// or `@beside` for one that is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Offer<'a> {
    pub doctor: &'a str,
    pub time: &'a str,
    pub check_in: bool,
    pub beside: bool,
}

pub fn offer(sent: &str) -> Option<Offer<'_>> {
    let (doctor, rest) = sent.split_once('@')?;
    let mut parts = rest.split('@');
    let time = parts.next().unwrap_or_default();
    let says = |word: &str| rest.split('@').skip(1).any(|part| part == word);
    Some(Offer { doctor, time, check_in: says("check_in"), beside: says("beside") })
}

/// The doctor's field says so when any suitable doctor will do; the times then name their doctors.
pub const ANY_DOCTOR: &str = "any";

/// The free time that a booking form stands for: a button's, or one of any doctor.
pub fn offer_of<'a>(button: &'a str, chosen: &'a str) -> Option<Offer<'a>> {
    offer(button).or_else(|| offer(chosen))
}

/// Reads what [`local_time`] writes, or a bare `09:15` of the day given beside it.
pub fn parse_local_time(typed: &str, beside: Option<Day>, zone: &Zone) -> Option<Instant> {
    let (day, time) = match typed.split_once('T') {
        Some((day, time)) => (parse_day(day).ok()?, time),
        None => (beside?, typed),
    };
    minute(time).map(|minute| zone.instant_of(day, minute))
}

/// The `wanted` instants nearest to one, in the order of time.
pub fn nearest<T: Copy>(mut all: Vec<T>, at: Instant, wanted: usize, time_of: impl Fn(&T) -> Instant) -> Vec<T> {
    all.sort_by_key(|each| (time_of(each).millis() - at.millis()).abs());
    all.truncate(wanted);
    all.sort_by_key(|each| time_of(each));
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_patient_goes_back_to_where_they_were_needed() {
        let id = PatientId::from_raw(7);
        assert_eq!(with_patient("/walk-in?patient=3", id), "/walk-in?patient=7");
        assert_eq!(with_patient("/reception", id), "/reception?patient=7#book");
        assert_eq!(with_patient("https://example.com", id), "/reception?patient=7#book");
        assert_eq!(with_new_patient("/reception", id), "/reception?patient=7&made=yes#book");
    }

    #[test]
    fn only_paths_of_the_house_are_gone_back_to() {
        assert_eq!(own_path("/appointments/7"), Some("/appointments/7"));
        for foreign in ["", "//example.com", "https://example.com", "/a\\b"] {
            assert_eq!(own_path(foreign), None, "{foreign}");
        }
    }

    #[test]
    fn times_are_read_as_they_are_written() {
        let zone = Zone::named("Asia/Ho_Chi_Minh").unwrap();
        let day = parse_day("2026-11-24").unwrap();
        let at = zone.instant_of(day, 555);
        assert_eq!(local_time(at, &zone), "2026-11-24T09:15");
        assert_eq!(parse_local_time("2026-11-24T09:15", None, &zone), Some(at));
        assert_eq!(parse_local_time("9:15", Some(day), &zone), Some(at));
        for bad in ["", "24:00", "23:59:60", "9.15", "2026-02-29T09:15", "+9:15", "T"] {
            assert_eq!(parse_local_time(bad, Some(day), &zone), None, "{bad}");
        }
    }

    #[test]
    fn an_offer_names_doctor_and_time() {
        let plain = Offer { doctor: "12", time: "2026-11-24T09:15", check_in: false, beside: false };
        assert_eq!(offer("12@2026-11-24T09:15"), Some(plain));
        assert_eq!(offer("12@2026-11-24T09:15@check_in"), Some(Offer { check_in: true, ..plain }));
        assert_eq!(offer("12@2026-11-24T09:15@beside@check_in"), Some(Offer { check_in: true, beside: true, ..plain }));
        assert_eq!(offer(""), None);
    }

    #[test]
    fn the_nearest_times_stand_in_order() {
        let at = |n: i64| Instant::from_millis(n * 60_000);
        let all = vec![at(0), at(30), at(45), at(90), at(200)];
        assert_eq!(nearest(all, at(50), 3, |t| *t), [at(30), at(45), at(90)]);
    }
}
