//! An appointment as a file that every phone's diary reads: iCalendar, RFC 5545.

use bricks::clock::{Instant, Zone};

/// What stands in the file.
pub struct Invitation<'a> {
    /// Names the event for ever.
    pub uid: &'a str,
    /// Grows with each change.
    pub sequence: i64,
    pub cancelled: bool,
    pub starts_at: Instant,
    pub duration_minutes: i64,
    /// When the file was written.
    pub stamp: Instant,
    pub zone: &'a Zone,
    pub title: &'a str,
    pub place: &'a str,
    pub about: &'a str,
    pub url: &'a str,
}

const UTC: &str = "UTC";
/// Octets of a line, without its end.
const LINE_MAX: usize = 75;

/// The file. Times are in UTC, which every reader shows in its own zone; the clinic's is named beside.
pub fn write(of: &Invitation<'_>) -> String {
    let (start, end) = (of.starts_at, of.starts_at.plus_minutes(of.duration_minutes));
    let (method, status) = if of.cancelled { ("CANCEL", "CANCELLED") } else { ("PUBLISH", "CONFIRMED") };
    let mut lines = vec![
        "BEGIN:VCALENDAR".to_owned(),
        "VERSION:2.0".to_owned(),
        "PRODID:-//Kham//Kham//VI".to_owned(),
        "CALSCALE:GREGORIAN".to_owned(),
        format!("METHOD:{method}"),
        format!("X-WR-TIMEZONE:{}", of.zone.name()),
        "BEGIN:VEVENT".to_owned(),
        format!("UID:{}", escaped(of.uid)),
        format!("SEQUENCE:{}", of.sequence),
        format!("DTSTAMP:{}", utc(of.stamp)),
        format!("DTSTART:{}", utc(start)),
        format!("DTEND:{}", utc(end)),
        format!("SUMMARY:{}", escaped(of.title)),
        format!("LOCATION:{}", escaped(of.place)),
        format!("DESCRIPTION:{}", escaped(of.about)),
        format!("URL:{}", of.url),
        format!("STATUS:{status}"),
    ];
    if !of.cancelled {
        let alarm = ["BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:-PT2H"].map(str::to_owned);
        lines.extend(alarm);
        lines.push(format!("DESCRIPTION:{}", escaped(of.title)));
        lines.push("END:VALARM".to_owned());
    }
    lines.extend(["END:VEVENT".to_owned(), "END:VCALENDAR".to_owned()]);
    lines.iter().map(|line| folded(line) + "\r\n").collect()
}

/// `20261125T030000Z`.
fn utc(at: Instant) -> String {
    let Ok(zone) = Zone::named(UTC) else { return String::new() };
    let (day, minute) = (zone.day_of(at), zone.minute_of_day(at));
    format!("{:04}{:02}{:02}T{:02}{:02}00Z", day.year(), day.month(), day.day(), minute / 60, minute % 60)
}

fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,").replace('\r', "").replace('\n', "\\n")
}

/// Lines longer than 75 octets go on behind a space, never within a letter.
fn folded(line: &str) -> String {
    let (mut out, mut used) = (String::with_capacity(line.len() + 8), 0);
    for letter in line.chars() {
        if used + letter.len_utf8() > LINE_MAX {
            out.push_str("\r\n ");
            used = 1;
        }
        out.push(letter);
        used += letter.len_utf8();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use bricks::clock::parse_day;

    fn file(cancelled: bool, about: &str) -> String {
        let zone = Zone::named("Asia/Ho_Chi_Minh").unwrap();
        let starts_at = zone.instant_of(parse_day("2027-01-01").unwrap(), 6 * 60 + 30);
        write(&Invitation {
            uid: "7@clinic.example",
            sequence: 2,
            cancelled,
            starts_at,
            duration_minutes: 45,
            stamp: starts_at.plus_minutes(-60),
            zone: &zone,
            title: "Khám nội, BS. Bảo",
            place: "12 Nguyễn Huệ; Huế",
            about,
            url: "https://clinic.example/a/7/00",
        })
    }

    #[test]
    fn times_are_in_utc_across_the_turn_of_the_year() {
        let file = file(false, "");
        assert!(file.contains("\r\nDTSTART:20261231T233000Z\r\nDTEND:20270101T001500Z\r\n"), "{file}");
        assert!(file.contains("\r\nDTSTAMP:20261231T223000Z\r\n"));
        assert!(file.contains("\r\nSEQUENCE:2\r\n") && file.contains("METHOD:PUBLISH"));
    }

    #[test]
    fn signs_of_the_format_are_escaped_and_no_typed_text_becomes_a_line() {
        let file = file(false, "a\\b; c, d\r\nBEGIN:VALARM");
        assert!(file.contains("SUMMARY:Khám nội\\, BS. Bảo\r\n"));
        assert!(file.contains("LOCATION:12 Nguyễn Huệ\\; Huế\r\n"));
        assert!(file.contains("DESCRIPTION:a\\\\b\\; c\\, d\\nBEGIN:VALARM\r\n"), "{file}");
    }

    #[test]
    fn long_lines_are_folded_between_letters() {
        let about = "Đường Nguyễn Thị Minh Khai ".repeat(12);
        let file = file(false, &about);
        assert!(file.split("\r\n").all(|line| line.len() <= LINE_MAX), "{file}");
        assert!(file.replace("\r\n ", "").contains(about.as_str()));
    }

    #[test]
    fn a_cancelled_appointment_takes_itself_out_of_the_diary() {
        let file = file(true, "");
        assert!(file.contains("METHOD:CANCEL") && file.contains("STATUS:CANCELLED") && !file.contains("VALARM"));
    }
}
