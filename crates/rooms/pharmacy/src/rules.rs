//! What is decided here without looking anything up: when a batch is worth a warning, and how a line is told.

use crate::text;
use bricks::clock::{Day, add_days, days_between, weekday_word};
use bricks::lang::Lang;
use bricks::quantity::Quantity;
use ground::catalog::{self, amount};
use ground::html::Tone;
use papers::prescription::Line;

/// A batch that expires in fewer days than this is pointed out.
const NEAR_EXPIRY_DAYS: i64 = 90;

/// Whether a batch expires soon.
pub fn expires_soon(expires_on: Day, today: Day) -> bool {
    days_between(today, expires_on) < NEAR_EXPIRY_DAYS
}

/// Whether a batch expires before the last day of the course.
pub fn ends_early(expires_on: Day, today: Day, days: i64) -> bool {
    expires_on < add_days(today, (days - 1).max(0))
}

/// How long somebody waits for medicines: from ten minutes amber, from twenty red.
pub fn waiting_tone(minutes: i64) -> Tone {
    match minutes {
        m if m >= 20 => Tone::Bad,
        m if m >= 10 => Tone::Wait,
        _ => Tone::Mute,
    }
}

/// Generic name and strength.
pub fn medicine_name(line: &Line, l: Lang) -> String {
    catalog::medicine_name(l, (&line.generic_vi, &line.generic_en), &line.strength)
}

/// The doses of a day and the days: `sáng 1 viên, chiều 1 viên · 5 ngày`.
pub fn directions(line: &Line, l: Lang) -> String {
    let dose = |quantity: Quantity| amount(l, quantity, &line.dose_unit);
    let named = [
        (line.morning, text::dose_morning(l, dose(line.morning))),
        (line.noon, text::dose_noon(l, dose(line.noon))),
        (line.evening, text::dose_evening(l, dose(line.evening))),
        (line.night, text::dose_night(l, dose(line.night))),
    ];
    let doses: Vec<String> = named.into_iter().filter(|(dose, _)| !dose.is_zero()).map(|(_, words)| words).collect();
    let mut said = format!("{} · {}", doses.join(", "), text::for_days(l, line.days));
    if let Some(day) = line.weekday {
        said = format!("{} · {said}", text::on_weekday(l, weekday_word(day, l)));
    }
    if line.first_day > 1 {
        said = format!("{} · {said}", text::from_day(l, line.first_day));
    }
    said
}

/// `Sáng 1 viên…`: the first letter large, as a sentence on paper begins.
pub fn capitalised(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
