//! Lines as reviewers write them: `amoxicillin_500_cap:1*3*7@1 ; paracetamol_500_tab:1*4*c`.

use super::table::decimal;
use super::{FOR_GOOD, Line};
use crate::text;
use bricks::quantity::Quantity;
use bricks::say::Say;

/// No dose is larger than so many thousandths of a dose unit.
const UNITS_MILLI_MAX: i64 = 1_000_000;
const TIMES_MAX: i64 = 24;
const DAYS_MAX: i64 = 3_650;

/// Lines separated by semicolons; the first that cannot be read is told with its text.
pub fn read_lines(text: &str) -> Result<Vec<Line>, Say> {
    read(text, 1)
}

/// The same of what may have begun before the first day of the prescription: `@-19` is twenty days before it.
pub(super) fn read_earlier(text: &str) -> Result<Vec<Line>, Say> {
    read(text, -DAYS_MAX)
}

fn read(text: &str, earliest: i64) -> Result<Vec<Line>, Say> {
    let lines = text.split(';').map(str::trim).filter(|line| !line.is_empty());
    let line = |line| read_line(line).filter(|read| read.first_day >= earliest);
    lines.map(|text| line(text).ok_or_else(|| text::safety_line_wrong_say(text))).collect()
}

fn read_line(text: &str) -> Option<Line> {
    let (medicine, taken) = text.split_once(':')?;
    let medicine = medicine.trim();
    let (taken, start) = taken.split_once('@').unwrap_or((taken, "1"));
    let mut parts = taken.split('*').map(str::trim);
    let (units, times, days) = (parts.next()?, parts.next()?, parts.next()?);
    if medicine.is_empty() || parts.next().is_some() {
        return None;
    }
    let units = decimal(units, 3).filter(|milli| (1..=UNITS_MILLI_MAX).contains(milli))?;
    let weekly = times == "w1";
    let times = if weekly { 1 } else { whole(times, TIMES_MAX)? };
    let first_day = start_day(start.trim())?;
    let last_day = if days == "c" { FOR_GOOD } else { first_day + whole(days, DAYS_MAX)? - 1 };
    let single = Quantity::from_milli(units);
    Some(Line { medicine: medicine.to_owned(), single, daily: single.times(times)?, weekly, first_day, last_day })
}

fn start_day(text: &str) -> Option<i64> {
    match text.strip_prefix('-') {
        Some(before) => whole(before, DAYS_MAX).map(|days| -days),
        None if text == "0" => Some(0),
        None => whole(text, DAYS_MAX),
    }
}

fn whole(text: &str, max: i64) -> Option<i64> {
    decimal(text, 0).filter(|number| (1..=max).contains(number))
}
