//! What is decided here without looking anything up: which lists there are, what a typed value means, where it stands
//! in its range, and what hides behind a picture.

use crate::text;
use bricks::lang::Lang;
use bricks::quantity::Quantity;
use bricks::say::Say;
use ground::html::Tone;
use papers::order::{Flag, Kind, Limits, flag};

/// The lists that orders are worked off from.
pub const KINDS: [Kind; 4] = [Kind::Lab, Kind::Imaging, Kind::Procedure, Kind::Vaccine];

/// The list that an address names; the laboratory's for anything else, so that a bad address still shows a list.
pub fn kind_named(code: &str) -> Kind {
    KINDS.into_iter().find(|k| k.code() == code).unwrap_or(Kind::Lab)
}

/// What a list is called.
pub fn kind_word(kind: Kind, l: Lang) -> &'static str {
    match kind {
        Kind::Lab | Kind::Consultation => text::kind_lab(l),
        Kind::Imaging => text::kind_imaging(l),
        Kind::Procedure => text::kind_procedure(l),
        Kind::Vaccine => text::kind_vaccine(l),
    }
}

/// The largest measured value that is taken, in whole units.
const VALUE_MAX: i64 = 1_000_000;

/// Reads a measured value as typed, in thousandths: `3,5` and `3.5` are the same in either language, and thousands are
/// never grouped. `None` when nothing was typed. `decimals` are those usual for the analyte: `1.000` is one for a
/// density and unclear for platelets, and what is unclear is refused.
pub fn read_value(typed: &str, decimals: i64) -> Result<Option<i64>, Say> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(None);
    }
    let (units, parts) = typed.split_once([',', '.']).map_or((typed, None), |(units, parts)| (units, Some(parts)));
    let plain = |digits: &str| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    if !plain(units) || parts.is_some_and(|p| !plain(p)) {
        return Err(text::value_no_number_say());
    }
    let parts = parts.unwrap_or_default();
    if parts.len() > 3 {
        return Err(text::value_too_fine_say());
    }
    if parts.len() == 3 && decimals < 3 && !units.starts_with('0') {
        return Err(text::value_unclear_say());
    }
    let units: i64 = units.parse().ok().filter(|n| *n <= VALUE_MAX).ok_or_else(text::value_too_large_say)?;
    let thousandths: i64 = format!("{parts:0<3}").parse().unwrap_or(0);
    let milli = units * 1000 + thousandths;
    if milli > VALUE_MAX * 1000 { Err(text::value_too_large_say()) } else { Ok(Some(milli)) }
}

/// A value in thousandths with the decimals usual for its analyte (more when it has more): `13,0`.
pub fn show_value(milli: i64, decimals: i64, l: Lang) -> String {
    let mut shown = Quantity::from_milli(milli).show(l);
    let wanted = usize::try_from(decimals.clamp(0, 3)).unwrap_or(0);
    let mark = if l == Lang::Vi { ',' } else { '.' };
    let has = match milli % 1000 {
        0 => 0,
        _ => shown.rsplit_once(mark).map_or(0, |(_, parts)| parts.len()),
    };
    if wanted > has {
        if has == 0 {
            shown.push(mark);
        }
        shown.extend(std::iter::repeat_n('0', wanted - has));
    }
    shown
}

/// A value as somebody types it: `12,6`, `1200`.
pub fn type_value(milli: i64, l: Lang) -> String {
    let (units, parts, mark) = (milli / 1000, milli % 1000, if l == Lang::Vi { ',' } else { '.' });
    if parts == 0 { units.to_string() } else { format!("{units}{mark}{parts:03}").trim_end_matches('0').to_owned() }
}

/// The reference range in words: `4,0 – 10,0`, `≤ 5,2`, `≥ 1,0`; empty when there is none.
pub fn show_range(low: Option<i64>, high: Option<i64>, decimals: i64, l: Lang) -> String {
    let show = |milli| show_value(milli, decimals, l);
    match (low, high) {
        (Some(low), Some(high)) => format!("{} – {}", show(low), show(high)),
        (None, Some(high)) => format!("≤ {}", show(high)),
        (Some(low), None) => format!("≥ {}", show(low)),
        (None, None) => String::new(),
    }
}

/// Places on the range bar in whole percent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bar {
    /// Where the reference range begins.
    pub from: i64,
    pub width: i64,
    /// Where the value stands, kept within the bar.
    pub at: Option<i64>,
}

/// The range takes the middle two fifths of the bar, or the end that is open.
pub fn bar(low: Option<i64>, high: Option<i64>, value: Option<i64>) -> Option<Bar> {
    let (from, width, zero, span) = match (low, high) {
        (Some(low), Some(high)) if high > low => (30, 40, low, high - low),
        (_, Some(high)) if high > 0 => (0, 60, 0, high),
        (Some(low), _) if low > 0 => (40, 60, 0, low),
        _ => return None,
    };
    // Hundredths of the bar for one span: the range itself, or from nothing to the one bound.
    let percent_of_span = if width == 60 && from == 40 { 40 } else { width };
    let offset = if from == 30 { 30 } else { 0 };
    let at = value.map(|v| (offset + (v - zero).saturating_mul(percent_of_span) / span).clamp(2, 98));
    Some(Bar { from, width, at })
}

/// How a flag looks: tone, icon and word. Where nothing can be said there is no chip.
pub fn flag_chip(flag: Flag, l: Lang) -> Option<(Tone, &'static str, &'static str)> {
    match flag {
        Flag::None => None,
        Flag::CriticalLow => Some((Tone::Bad, "arrow-down", "LL")),
        Flag::Low => Some((Tone::Info, "arrow-down", "L")),
        Flag::Normal => Some((Tone::Ok, "check", text::flag_normal(l))),
        Flag::High => Some((Tone::Bad, "arrow-up", "H")),
        Flag::CriticalHigh => Some((Tone::Bad, "chevrons-up", "HH")),
        Flag::Abnormal => Some((Tone::Bad, "circle-alert", text::flag_abnormal(l))),
    }
}

/// The flag of a number as it was typed; none of what is no number.
pub fn flag_of_typed(typed: &str, decimals: i64, limits: &Limits) -> Flag {
    let read = read_value(typed, decimals).ok().flatten();
    read.map_or(Flag::None, |milli| flag(milli, limits))
}

/// How long somebody waits: from a quarter of an hour amber, from half an hour red; what is urgent much earlier.
pub fn waiting_tone(minutes: i64, urgent: bool) -> Tone {
    let (amber, red) = if urgent { (5, 15) } else { (15, 30) };
    match minutes {
        m if m >= red => Tone::Bad,
        m if m >= amber => Tone::Wait,
        _ => Tone::Mute,
    }
}

/// Whether a picture is also something else: a page, a script, an archive or a document that another program would run.
/// Such markers never occur in what cameras and machines write; data behind the end of a PNG or WebP neither.
pub fn hides_something(bytes: &[u8], mime: &str) -> bool {
    const MARKERS: [&[u8]; 7] = [b"<script", b"<html", b"<svg", b"<!doctype", b"<?php", b"<iframe", b"javascript:"];
    let early = bytes.get(..bytes.len().min(1024)).unwrap_or_default();
    let marked = |at: usize| {
        let rest = bytes.get(at..).unwrap_or_default();
        MARKERS.iter().any(|marker| rest.get(..marker.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(marker)))
    };
    let begins = |b: u8| matches!(b, b'<' | b'j' | b'J');
    early.windows(5).any(|window| window == b"%PDF-")
        || ends_as_archive(bytes)
        || goes_on_behind(bytes, mime)
        || bytes.iter().enumerate().any(|(at, b)| begins(*b) && marked(at))
}

/// The end of a ZIP archive, whose comment reaches exactly to the end of the file.
fn ends_as_archive(bytes: &[u8]) -> bool {
    let tail = bytes.get(bytes.len().saturating_sub(65_557)..).unwrap_or_default();
    tail.windows(22).enumerate().any(|(at, end)| {
        let comment = end.get(20..22).and_then(|c| c.try_into().ok()).map_or(0, u16::from_le_bytes);
        end.starts_with(b"PK\x05\x06") && at + 22 + usize::from(comment) == tail.len()
    })
}

fn goes_on_behind(bytes: &[u8], mime: &str) -> bool {
    match mime {
        "image/png" => !bytes.ends_with(b"IEND\xae\x42\x60\x82"),
        "image/webp" => {
            let size = bytes.get(4..8).and_then(|s| s.try_into().ok()).map_or(0, u32::from_le_bytes);
            u64::from(size) + 8 + u64::from(size % 2) < bytes.len() as u64
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_keeps_its_flag_when_it_comes_back_refused() {
        let limits = Limits {
            low_milli: Some(4_000),
            high_milli: Some(10_000),
            critical_high_milli: Some(30_000),
            ..Limits::default()
        };
        let of = |typed| flag_of_typed(typed, 1, &limits);
        assert_eq!(
            (of("3,9"), of("4"), of("12.5"), of("31")),
            (Flag::Low, Flag::Normal, Flag::High, Flag::CriticalHigh)
        );
        assert_eq!(
            (of(""), of("abc"), flag_of_typed("5", 1, &Limits::default())),
            (Flag::None, Flag::None, Flag::None)
        );
    }

    #[test]
    fn values_are_read_with_comma_or_point() {
        for (typed, decimals, milli) in [
            ("3,5", 1, Some(3500)),
            ("3.5", 1, Some(3500)),
            (" 141 ", 0, Some(141_000)),
            ("0,125", 1, Some(125)),
            ("1.005", 3, Some(1005)),
            ("1000000", 0, Some(1_000_000_000)),
            ("", 1, None),
            ("  ", 1, None),
        ] {
            assert_eq!(read_value(typed, decimals), Ok(milli), "{typed}");
        }
    }

    #[test]
    fn values_that_cannot_be_meant_are_refused_with_the_reason() {
        for (typed, decimals, say) in [
            ("abc", 1, text::value_no_number_say()),
            ("1e400", 1, text::value_no_number_say()),
            ("-3", 1, text::value_no_number_say()),
            ("3,", 1, text::value_no_number_say()),
            (",5", 1, text::value_no_number_say()),
            ("1.2.3", 1, text::value_no_number_say()),
            ("١", 1, text::value_no_number_say()),
            ("3,1415", 1, text::value_too_fine_say()),
            ("12.000", 1, text::value_unclear_say()),
            ("1,000", 0, text::value_unclear_say()),
            ("1000001", 0, text::value_too_large_say()),
            ("1000000,5", 1, text::value_too_large_say()),
            ("99999999999999999999999999", 0, text::value_too_large_say()),
        ] {
            assert_eq!(read_value(typed, decimals), Err(say), "{typed}");
        }
    }

    #[test]
    fn values_are_shown_with_their_usual_decimals_and_read_back() {
        assert_eq!(show_value(13_000, 1, Lang::Vi), "13,0");
        assert_eq!(show_value(4720, 1, Lang::En), "4.72");
        assert_eq!(show_value(1_200_000, 0, Lang::Vi), "1.200");
        assert_eq!(show_value(1_200_000, 1, Lang::En), "1,200.0");
        for milli in [0, 5, 1005, 13_200, 1_200_000, 999_999_999] {
            for decimals in 0..=3 {
                for (l, grouping) in [(Lang::Vi, "."), (Lang::En, ",")] {
                    let typed = show_value(milli, decimals, l).replace(grouping, "");
                    assert_eq!(read_value(&typed, 3), Ok(Some(milli)));
                    assert_eq!(read_value(&type_value(milli, l), 3), Ok(Some(milli)));
                }
            }
        }
    }

    #[test]
    fn ranges_are_told_with_one_or_both_ends() {
        assert_eq!(show_range(Some(4000), Some(10_000), 1, Lang::Vi), "4,0 – 10,0");
        assert_eq!(show_range(None, Some(5200), 2, Lang::Vi), "≤ 5,20");
        assert_eq!(show_range(Some(1000), None, 1, Lang::En), "≥ 1.0");
        assert_eq!(show_range(None, None, 1, Lang::En), "");
    }

    #[test]
    fn a_value_stands_inside_its_range_on_the_bar_or_outside_of_it() {
        let inside = |low, high, value| {
            let bar = bar(low, high, Some(value)).unwrap();
            let at = bar.at.unwrap();
            at >= bar.from && at <= bar.from + bar.width
        };
        assert!(inside(Some(4000), Some(10_000), 4000) && inside(Some(4000), Some(10_000), 10_000));
        assert!(!inside(Some(4000), Some(10_000), 3000) && !inside(Some(4000), Some(10_000), 11_000));
        assert!(inside(None, Some(5200), 5200) && !inside(None, Some(5200), 6000));
        assert!(inside(Some(60_000), None, 60_000) && !inside(Some(60_000), None, 50_000));
        assert_eq!(bar(None, Some(5000), Some(i64::MAX)).unwrap().at, Some(98));
        assert_eq!(bar(None, None, Some(1)), None);
    }

    #[test]
    fn a_picture_that_is_also_something_else_is_found() {
        let jpeg = b"\xff\xd8\xff\xe0 plain picture".to_vec();
        assert!(!hides_something(&jpeg, "image/jpeg"));
        assert!(hides_something(&[&jpeg[..], b"<ScRiPt>alert(1)</script>"].concat(), "image/jpeg"));
        assert!(hides_something(&[b"\xff\xd8\xff\xe0%PDF-1.7".as_slice(), &jpeg].concat(), "image/jpeg"));
        let archive = [&jpeg[..], b"PK\x05\x06", &[0; 16], &3_u16.to_le_bytes(), b"abc"].concat();
        assert!(hides_something(&archive, "image/jpeg"));
        assert!(hides_something(b"\x89PNG....IEND\xae\x42\x60\x82tail", "image/png"));
        assert!(!hides_something(b"\x89PNG....IEND\xae\x42\x60\x82", "image/png"));
        assert!(hides_something(b"RIFF\x04\0\0\0WEBPtail", "image/webp"));
    }
}
