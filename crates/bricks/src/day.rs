//! Days and times of day in words: reading what people type, showing what they read.

use jiff::ToSpan;
use jiff::civil::Weekday;

use crate::clock::{Day, Instant};
use crate::lang::Lang;
use crate::say::Say;
use crate::zone::Zone;

const NOT_A_DAY: Say = Say::fixed(
    "Ngày không đúng: hãy nhập ngày/tháng/năm, ví dụ 24/11/2026",
    "Not a date: enter day/month/year, for example 24/11/2026",
);
const YEAR_OUT_OF_REACH: Say = Say::fixed("Năm phải từ 1850 đến 2200", "The year must be between 1850 and 2200");

/// So many days later, or earlier when negative; stops at the calendar's ends (years ±9999).
pub fn add_days(day: Day, days: i64) -> Day {
    let bounded = days.clamp(-7_304_484, 7_304_484);
    day.saturating_add(bounded.days())
}

/// Whole days from `from` to `to`; negative when `to` is earlier.
pub fn days_between(from: Day, to: Day) -> i64 {
    from.until(to).map_or(0, |span| i64::from(span.get_days()))
}

/// `2026-11-24`: as stored, and as an HTML date input wants it.
pub fn iso_day(day: Day) -> String {
    format!("{:04}-{:02}-{:02}", day.year(), day.month(), day.day())
}

/// `24/11/2026`, day first in both languages.
pub fn show_day(day: Day, lang: Lang) -> String {
    match lang {
        Lang::Vi | Lang::En => format!("{}/{:04}", show_day_short(day), day.year()),
    }
}

/// `24/11`.
pub fn show_day_short(day: Day) -> String {
    format!("{:02}/{:02}", day.day(), day.month())
}

/// A minute of the day on the wall clock: `9:05`.
pub fn show_minute(minute_of_day: i64) -> String {
    let minute = minute_of_day.rem_euclid(1440);
    format!("{}:{:02}", minute / 60, minute % 60)
}

/// The time of day at the clinic: `9:05`.
pub fn show_time(instant: Instant, zone: &Zone) -> String {
    show_minute(zone.minute_of_day(instant))
}

/// Day and time at the clinic: `24/11/2026 9:05`.
pub fn show_instant(instant: Instant, zone: &Zone, lang: Lang) -> String {
    format!("{} {}", show_day(zone.day_of(instant), lang), show_time(instant, zone))
}

/// `Thứ Ba`, `Tuesday`.
pub fn weekday_name(day: Day, lang: Lang) -> &'static str {
    name_of(day.weekday(), lang)
}

/// The same by the number of the day in its week, 1 is Monday; another number counts as Sunday.
pub fn weekday_word(number: i64, lang: Lang) -> &'static str {
    let day = i8::try_from(number).ok().and_then(|n| Weekday::from_monday_one_offset(n).ok());
    name_of(day.unwrap_or(Weekday::Sunday), lang)
}

fn name_of(weekday: Weekday, lang: Lang) -> &'static str {
    let (vi, en) = match weekday {
        Weekday::Monday => ("Thứ Hai", "Monday"),
        Weekday::Tuesday => ("Thứ Ba", "Tuesday"),
        Weekday::Wednesday => ("Thứ Tư", "Wednesday"),
        Weekday::Thursday => ("Thứ Năm", "Thursday"),
        Weekday::Friday => ("Thứ Sáu", "Friday"),
        Weekday::Saturday => ("Thứ Bảy", "Saturday"),
        Weekday::Sunday => ("Chủ Nhật", "Sunday"),
    };
    match lang {
        Lang::Vi => vi,
        Lang::En => en,
    }
}

/// `T3`, `Tue`.
pub fn weekday_short(day: Day, lang: Lang) -> &'static str {
    let (vi, en) = match day.weekday() {
        Weekday::Monday => ("T2", "Mon"),
        Weekday::Tuesday => ("T3", "Tue"),
        Weekday::Wednesday => ("T4", "Wed"),
        Weekday::Thursday => ("T5", "Thu"),
        Weekday::Friday => ("T6", "Fri"),
        Weekday::Saturday => ("T7", "Sat"),
        Weekday::Sunday => ("CN", "Sun"),
    };
    match lang {
        Lang::Vi => vi,
        Lang::En => en,
    }
}

/// `9:15` or `09:15` as a minute of the day.
pub fn parse_minute(typed: &str) -> Option<i64> {
    let (hours, minutes) = typed.trim().split_once(':')?;
    let number = |text: &str, most: i64| {
        let plain = matches!(text.len(), 1 | 2) && text.bytes().all(|b| b.is_ascii_digit());
        text.parse::<i64>().ok().filter(|n| plain && *n <= most)
    };
    Some(number(hours, 23)? * 60 + number(minutes, 59)?)
}

/// Reads `YYYY-MM-DD`, `D/M/YYYY`, `D-M-YYYY` or `D.M.YYYY`. The day must exist and lie in the
/// years 1850 to 2200.
pub fn parse_day(text: &str) -> Result<Day, Say> {
    let text = text.trim();
    let (year, month, day) = iso_parts(text)
        .or_else(|| ['/', '-', '.'].into_iter().find_map(|mark| day_first_parts(text, mark)))
        .ok_or(NOT_A_DAY)?;
    if !(1850..=2200).contains(&year) {
        return Err(YEAR_OUT_OF_REACH);
    }
    Day::new(year, month, day).map_err(|_| {
        Say::new(
            format!("Không có ngày {day:02}/{month:02}/{year}"),
            format!("There is no day {day:02}/{month:02}/{year}"),
        )
    })
}

fn iso_parts(text: &str) -> Option<(i16, i8, i8)> {
    let (year, rest) = text.split_once('-')?;
    let (month, day) = rest.split_once('-')?;
    (month.len() == 2 && day.len() == 2)
        .then(|| Some((four_digits(year)?, short_number(month)?, short_number(day)?)))?
}

fn day_first_parts(text: &str, mark: char) -> Option<(i16, i8, i8)> {
    let (day, rest) = text.split_once(mark)?;
    let (month, year) = rest.split_once(mark)?;
    Some((four_digits(year)?, short_number(month)?, short_number(day)?))
}

/// A year: exactly four digits.
pub(crate) fn four_digits(text: &str) -> Option<i16> {
    let plain = text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| text.parse().ok())?
}

fn short_number(text: &str) -> Option<i8> {
    let plain = matches!(text.len(), 1 | 2) && text.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| text.parse().ok())?
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn days_are_read_as_people_and_browsers_write_them() {
        for text in ["2026-11-24", "24/11/2026", "24-11-2026", "24.11.2026", " 24/11/2026 "] {
            assert_eq!(parse_day(text), Ok(date(2026, 11, 24)), "{text}");
        }
        assert_eq!(parse_day("5/9/1954"), Ok(date(1954, 9, 5)));
        assert_eq!(parse_day("29/02/2024"), Ok(date(2024, 2, 29)));
    }

    #[test]
    fn days_that_do_not_exist_or_are_unclear_are_refused() {
        for text in [
            "",
            "29/02/2025",
            "31/04/2026",
            "0/1/2026",
            "1/13/2026",
            "24/11/26",
            "24/11-2026",
            "2026/11/24",
            "2026-1-5",
            "1849-12-31",
            "2201-01-01",
            "24/11/2026/1",
            "+4/11/2026",
            "24/11/02026",
            "tomorrow",
            "２４/11/2026",
            "--",
            "//",
        ] {
            assert!(parse_day(text).is_err(), "{text}");
        }
        let say = parse_day("29/02/2025").unwrap_err();
        assert_eq!(say.vi, "Không có ngày 29/02/2025");
    }

    #[test]
    fn days_and_times_are_shown() {
        let zone = Zone::named("Asia/Ho_Chi_Minh").unwrap();
        let day = date(2026, 11, 24);
        let instant = zone.instant_of(day, 9 * 60 + 5);
        assert_eq!(show_day(day, Lang::Vi), "24/11/2026");
        assert_eq!(show_day(date(954, 3, 5), Lang::En), "05/03/0954");
        assert_eq!(show_day_short(day), "24/11");
        assert_eq!(show_time(instant, &zone), "9:05");
        assert_eq!(show_minute(14 * 60 + 30), "14:30");
        assert_eq!(show_instant(instant, &zone, Lang::En), "24/11/2026 9:05");
        assert_eq!(weekday_name(day, Lang::Vi), "Thứ Ba");
        assert_eq!(weekday_name(day, Lang::En), "Tuesday");
        assert_eq!(weekday_short(day, Lang::Vi), "T3");
    }

    #[test]
    fn days_are_counted_and_added() {
        assert_eq!(days_between(date(2026, 12, 31), date(2027, 1, 2)), 2);
        assert_eq!(days_between(date(2027, 1, 2), date(2026, 12, 31)), -2);
        assert_eq!(add_days(date(2024, 2, 28), 2), date(2024, 3, 1));
        assert_eq!(add_days(date(2024, 3, 1), -1), date(2024, 2, 29));
        assert_eq!(add_days(date(2024, 3, 1), i64::MAX), Day::MAX);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn what_is_shown_is_read_back(offset in 0_i64..120_000) {
            let day = add_days(date(1860, 1, 1), offset);
            prop_assert_eq!(parse_day(&show_day(day, Lang::Vi)), Ok(day));
            prop_assert_eq!(parse_day(&iso_day(day)), Ok(day));
            prop_assert_eq!(days_between(date(1860, 1, 1), day), offset);
        }

        #[test]
        fn no_text_breaks_the_reader(text in ".{0,20}") {
            let _ = parse_day(&text);
        }
    }
}
