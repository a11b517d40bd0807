//! A prescription's line as a doctor types it: `para500 1-1-1 3n khi sốt trên 38,5`. The grammar is written down in
//! docs/prescription-line.md. What can be read in two ways is asked, never guessed.

use super::{DAYS_MAX, Doses};
use crate::text;
use bricks::lang::Lang;
use bricks::quantity::Quantity;
use bricks::say::Say;
use bricks::text::fold;

const CHARS_MAX: usize = 400;
const STEPS_MAX: usize = 8;

/// One stretch of a course with the same doses every day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    pub doses: Doses,
    pub days: i64,
}

/// What was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// The words that name the medicine.
    pub name: String,
    /// One, or several where the dose is lowered (or raised) step by step.
    pub steps: Vec<Step>,
    /// On this day of each week only, 1 is Monday.
    pub weekday: Option<i64>,
    pub instruction: String,
}

/// Reads a line, or asks what is missing or can be meant in two ways. The words that it adds to the instruction are in the
/// language of the patient.
pub fn parse_line(typed: &str, patients: Lang) -> Result<Written, Say> {
    if typed.chars().count() > CHARS_MAX {
        return Err(text::line_too_long_say());
    }
    let words: Vec<&str> = typed.split_whitespace().collect();
    let mut rest = words.as_slice();
    let mut name = Vec::new();
    while let Some((word, behind)) = rest.split_first() {
        if dose_at(rest)?.is_some() {
            break;
        }
        name.push(*word);
        rest = behind;
    }
    if name.is_empty() {
        return Err(text::line_no_name_say());
    }
    if rest.is_empty() {
        return Err(text::line_no_dose_say());
    }
    let (steps, weekday, said, left) = read_steps(rest)?;
    let mut instruction: Vec<String> = said.into_iter().map(|every| text::line_every(patients, every)).collect();
    instruction.extend(as_needed(left, patients));
    Ok(Written { name: name.join(" "), steps, weekday, instruction: instruction.join(", ") })
}

/// What stands behind the days; the short forms of "when needed" are written out.
fn as_needed(words: &[&str], patients: Lang) -> Option<String> {
    let is_short = |word: &&str| matches!(fold(word).as_str(), "prn" | "kc");
    let needed = text::line_as_needed(patients);
    let written: Vec<&str> = words.iter().map(|word| if is_short(word) { needed } else { *word }).collect();
    let mut said = written.join(" ").trim_matches([',', ';', '.', ' ']).to_owned();
    if said.is_empty() {
        return None;
    }
    if let Some(first) = said.chars().next().filter(|c| c.is_lowercase()) {
        said.replace_range(..first.len_utf8(), &first.to_uppercase().to_string());
    }
    Some(said)
}

/// Steps, weekday, the hours between doses, and the words behind.
type Steps<'a, 'w> = (Vec<Step>, Option<i64>, Vec<i64>, &'a [&'w str]);

fn read_steps<'a, 'w>(words: &'a [&'w str]) -> Result<Steps<'a, 'w>, Say> {
    let (mut steps, mut weekday, mut said, mut rest) = (Vec::new(), None, Vec::new(), words);
    loop {
        let Some(dose) = dose_at(rest)? else { return Err(text::line_step_no_dose_say()) };
        rest = rest.get(dose.words..).unwrap_or_default();
        // A second way to say the dose speaks against the first, or repeats it.
        if dose_at(rest)?.is_some() {
            return Err(text::line_two_doses_say());
        }
        let (days, used) = days_at(rest)?;
        rest = rest.get(used..).unwrap_or_default();
        if days_at(rest).is_ok() {
            return Err(text::line_two_days_say());
        }
        said.extend(dose.every.filter(|every| !said.contains(every)));
        weekday = weekday.or(dose.weekday);
        steps.push(Step { doses: dose.doses, days });
        match rest.split_first() {
            Some((mark, behind)) if is_then(mark) => rest = behind,
            _ => break,
        }
    }
    let total: i64 = steps.iter().map(|step| step.days).sum();
    if steps.len() > STEPS_MAX || total > DAYS_MAX {
        return Err(text::prescription_days_say());
    }
    if weekday.is_some() && steps.len() > 1 {
        return Err(text::line_weekly_steps_say());
    }
    Ok((steps, weekday, said, rest))
}

fn is_then(word: &str) -> bool {
    matches!(word, ">" | "->" | "→") || fold(word) == "roi" || word == "then"
}

/// A dose that stands at the beginning of some words.
struct Dose {
    doses: Doses,
    weekday: Option<i64>,
    /// Hours between two of them, told in the instruction.
    every: Option<i64>,
    /// How many words it takes.
    words: usize,
}

fn dose_at(words: &[&str]) -> Result<Option<Dose>, Say> {
    let Some(first) = words.first() else { return Ok(None) };
    let plain = |doses: Doses, words: usize| Ok(Some(Dose { doses, weekday: None, every: None, words }));
    if let Some(doses) = by_dashes(first)? {
        return plain(doses, 1);
    }
    if let Some(doses) = by_times(first)? {
        return plain(doses, 1);
    }
    if let Some((doses, used)) = by_parts_of_the_day(words)? {
        return plain(doses, used);
    }
    if let Some(dose) = by_week(words)? {
        return Ok(Some(dose));
    }
    by_hours(words)
}

/// A number as doctors write it: `1`, `0,5`, `0.5`, `1/2`, `1/4`, `3/4`.
fn number(text: &str) -> Option<Quantity> {
    let starts = text.chars().next().is_some_and(|c| c.is_ascii_digit());
    let plain = text.replace(',', ".");
    Quantity::parse(&plain, Lang::En).ok().filter(|_| starts && !text.ends_with(['.', ',', '/']))
}

/// `1-0-1` or `1-0-1-0`; two figures may be morning and noon, or morning and evening.
fn by_dashes(word: &str) -> Result<Option<Doses>, Say> {
    let parts: Option<Vec<Quantity>> = word.split('-').map(number).collect();
    let Some(parts) = parts.filter(|parts| parts.len() > 1) else { return Ok(None) };
    match *parts.as_slice() {
        [morning, noon, evening] => Ok(Some(Doses { morning, noon, evening, night: Quantity::ZERO })),
        [morning, noon, evening, night] => Ok(Some(Doses { morning, noon, evening, night })),
        [_, _] => Err(text::line_two_figures_say(word)),
        _ => Err(text::line_many_figures_say(word)),
    }
}

/// So much so many times a day, spread over it; `None` for more times than the day has parts.
fn spread(dose: Quantity, times: i64) -> Option<Doses> {
    let none = Quantity::ZERO;
    let [morning, noon, evening, night] = match times {
        1 => [dose, none, none, none],
        2 => [dose, none, dose, none],
        3 => [dose, dose, dose, none],
        4 => [dose; 4],
        _ => return None,
    };
    Some(Doses { morning, noon, evening, night })
}

/// `1x3`: the dose, then the times.
fn by_times(word: &str) -> Result<Option<Doses>, Say> {
    let Some((dose, times)) = word.split_once(['x', 'X', '×', '*']) else { return Ok(None) };
    let (Some(dose), Ok(times)) = (number(dose), times.parse::<i64>()) else { return Ok(None) };
    spread(dose, times).map(Some).ok_or_else(|| text::line_many_times_say(word))
}

/// `s1 tr1 c1 t1`, also `sáng 1`; English `am1 noon1 pm1 bed1`.
fn by_parts_of_the_day(words: &[&str]) -> Result<Option<(Doses, usize)>, Say> {
    let mut found: [Option<Quantity>; 4] = [None; 4];
    let mut used = 0;
    while let Some((part, dose, count)) = part_at(words.get(used..).unwrap_or_default()) {
        let Some(place) = found.get_mut(part) else { break };
        if place.replace(dose).is_some() {
            return Err(text::line_part_twice_say(words.get(used).copied().unwrap_or_default()));
        }
        used += count;
    }
    let [morning, noon, evening, night] = found.map(Option::unwrap_or_default);
    Ok((used > 0).then_some((Doses { morning, noon, evening, night }, used)))
}

/// Which part of the day, how much, and how many words say it.
fn part_at(words: &[&str]) -> Option<(usize, Quantity, usize)> {
    let first = words.first()?;
    let cut = first.find(|c: char| c.is_ascii_digit()).unwrap_or(first.len());
    let (name, figure) = first.split_at(cut);
    let part = match fold(name).as_str() {
        "s" | "sang" | "am" => 0,
        "tr" | "trua" | "noon" => 1,
        "c" | "chieu" | "pm" => 2,
        "t" | "toi" | "bed" => 3,
        _ => return None,
    };
    if figure.is_empty() {
        // A letter alone names nothing: `c 1` may be part of a name.
        let written_out = name.chars().count() > 2;
        return words.get(1).and_then(|next| number(next)).filter(|_| written_out).map(|dose| (part, dose, 2));
    }
    number(figure).map(|dose| (part, dose, 1))
}

/// `1/tuần T2`: once a week, on a day of it.
fn by_week(words: &[&str]) -> Result<Option<Dose>, Say> {
    let Some((dose, unit)) = words.first().and_then(|word| word.rsplit_once('/')) else { return Ok(None) };
    let (Some(dose), "tuan" | "week" | "w") = (number(dose), fold(unit).as_str()) else { return Ok(None) };
    let day = words.get(1).map(|word| fold(word)).unwrap_or_default();
    let names =
        [["t2", "mon"], ["t3", "tue"], ["t4", "wed"], ["t5", "thu"], ["t6", "fri"], ["t7", "sat"], ["cn", "sun"]];
    let weekday = (1..).zip(names).find(|(_, names)| names.contains(&day.as_str())).map(|(at, _)| at);
    let weekday = weekday.ok_or_else(text::line_which_weekday_say)?;
    let doses = Doses { morning: dose, noon: Quantity::ZERO, evening: Quantity::ZERO, night: Quantity::ZERO };
    Ok(Some(Dose { doses, weekday: Some(weekday), every: None, words: 2 }))
}

/// `1/8h`, `1 q8h`, `1 mỗi 8h`: the hours are kept in the instruction, the doses stand at the parts of the day.
fn by_hours(words: &[&str]) -> Result<Option<Dose>, Say> {
    let hours = |text: &str| text.strip_suffix(['h', 'g']).and_then(|n| n.parse::<i64>().ok());
    let word = |at: usize| words.get(at).copied().unwrap_or_default();
    let joined = word(0).rsplit_once('/').and_then(|(dose, every)| Some((number(dose)?, hours(every)?, 1)));
    let behind = |at: usize| match fold(word(at)).as_str() {
        "moi" | "every" | "q" => hours(word(at + 1)).map(|n| (n, at + 2)),
        _ => word(at).strip_prefix('q').and_then(hours).map(|n| (n, at + 1)),
    };
    let apart = || number(word(0)).zip(behind(1)).map(|(dose, (every, used))| (dose, every, used));
    let Some((dose, every, used)) = joined.or_else(apart) else { return Ok(None) };
    let times = if every > 0 && 24 % every == 0 { 24 / every } else { 0 };
    let doses = spread(dose, times).ok_or_else(|| text::line_which_hours_say(every))?;
    Ok(Some(Dose { doses, weekday: None, every: Some(every), words: used }))
}

/// `5n`, `5 ngày`, `2tuần`; a bare figure is asked about.
fn days_at(words: &[&str]) -> Result<(i64, usize), Say> {
    let Some(first) = words.first() else { return Err(text::line_no_days_say()) };
    let cut = first.find(|c: char| !c.is_ascii_digit()).unwrap_or(first.len());
    let (figure, unit) = first.split_at(cut);
    let Ok(count) = figure.parse::<i64>() else { return Err(text::line_no_days_say()) };
    let (unit, used) = if unit.is_empty() { (words.get(1).copied().unwrap_or_default(), 2) } else { (unit, 1) };
    let each = match fold(unit).as_str() {
        "n" | "d" | "ngay" | "day" | "days" => 1,
        "tuan" | "w" | "week" | "weeks" => 7,
        _ => return Err(text::line_which_unit_say(count)),
    };
    let days = count.checked_mul(each).filter(|days| (1..=DAYS_MAX).contains(days));
    days.map(|days| (days, used)).ok_or_else(text::prescription_days_say)
}

/// Writes what [`parse_line`] reads: `para500 1-0-0,5-0 3n > 1-0-0-0 2n Khi sốt`.
pub fn write_line(name: &str, steps: &[Step], weekday: Option<i64>, instruction: &str) -> String {
    let weekdays = ["T2", "T3", "T4", "T5", "T6", "T7", "CN"];
    let on = weekday.and_then(|day| weekdays.get(usize::try_from(day - 1).ok()?));
    let dose = |d: &Doses| match on {
        Some(day) => format!("{}/w {day}", figure(d.morning)),
        None => [d.morning, d.noon, d.evening, d.night].map(figure).join("-"),
    };
    let told: Vec<String> = steps.iter().map(|step| format!("{} {}n", dose(&step.doses), step.days)).collect();
    format!("{name} {} {instruction}", told.join(" > ")).trim().to_owned()
}

/// Without marks between thousands, which would be read as decimals.
fn figure(dose: Quantity) -> String {
    let (whole, part) = (dose.milli() / 1_000, dose.milli() % 1_000);
    let figure = format!("{whole},{part:03}");
    figure.trim_end_matches('0').trim_end_matches(',').to_owned()
}

#[cfg(test)]
mod tests;
