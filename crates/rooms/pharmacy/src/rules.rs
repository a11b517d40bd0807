//! What is decided here without looking anything up: the proposal for every line, what typed figures mean, and when a
//! batch is worth a warning.

use crate::text;
use bricks::clock::{Day, add_days, days_between};
use bricks::id::{BatchId, PrescriptionLineId};
use bricks::lang::Lang;
use bricks::quantity::Quantity;
use bricks::refusal::Refusal;
use bricks::say::Say;
use ground::catalog::{self, amount};
use ground::html::Tone;
use papers::batch::{Available, propose_for_course};
use papers::prescription::Line;

/// A batch that expires in fewer days than this is pointed out.
const NEAR_EXPIRY_DAYS: i64 = 90;
/// So many batches are offered for a line, besides those that the proposal takes from.
const MORE_BATCHES: usize = 1;

/// What one line can be given from, and what is proposed.
#[derive(Debug, Clone)]
pub struct Proposal {
    pub line: Line,
    pub batches: Vec<Offered>,
    /// What no usable batch holds; nothing when there is enough.
    pub missing: Quantity,
}

/// A batch beside a line, with what is proposed (or was) taken from it.
#[derive(Debug, Clone)]
pub struct Offered {
    pub batch: BatchId,
    pub number: String,
    pub expires_on: Day,
    pub on_hand: Quantity,
    pub take: Quantity,
}

/// The proposal for each line: earliest expiry first, from batches that outlast the course if those suffice. Where
/// there is not enough, everything usable is taken and the rest is missing.
pub fn propose_all(lines: Vec<Line>, available: &[Available], today: Day) -> Vec<Proposal> {
    lines.into_iter().map(|line| propose(line, available, today)).collect()
}

fn propose(line: Line, available: &[Available], today: Day) -> Proposal {
    let own: Vec<Available> = available.iter().filter(|a| a.medicine == line.medicine).cloned().collect();
    let (takes, missing) = match propose_for_course(&own, line.quantity, today, line.days) {
        Ok(takes) => (takes, Quantity::ZERO),
        Err(short) => (Vec::new(), short.missing),
    };
    let taken =
        |batch: &Available| takes.iter().find(|t| t.batch == batch.batch).map_or(Quantity::ZERO, |t| t.quantity);
    let all = own.iter().map(|b| Offered {
        batch: b.batch,
        number: b.number.clone(),
        expires_on: b.expires_on,
        on_hand: b.quantity,
        take: if missing.is_zero() { taken(b) } else { b.quantity },
    });
    let mut more = MORE_BATCHES;
    let batches = all
        .filter(|b| {
            !b.take.is_zero()
                || more > 0 && {
                    more -= 1;
                    true
                }
        })
        .collect();
    Proposal { line, batches, missing }
}

/// The name of the input for what is taken from a batch for a line.
pub fn input_name(line: PrescriptionLineId, batch: BatchId) -> String {
    format!("take-{line}-{batch}")
}

/// What is to be taken from one batch for one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Taking {
    pub line: PrescriptionLineId,
    pub batch: BatchId,
    pub quantity: Quantity,
}

/// All that was typed, or why not: a refusal when figures do not add up, a conflict when a batch no longer holds so
/// much. `typed` gives the fields of the form.
pub fn read_takings(
    lines: &[Line],
    available: &[Available],
    typed: &[(String, String)],
    lang: Lang,
) -> Result<Vec<Taking>, Refusal> {
    let (mut takings, mut wrong) = (Vec::new(), 0);
    for line in lines {
        match read_line(line, typed, lang) {
            Ok(of_line) => takings.extend(of_line),
            Err(_) => wrong += 1,
        }
    }
    if wrong > 0 {
        return Err(Refusal::invalid(text::takes_wrong_say(wrong)));
    }
    let medicine = |id| lines.iter().find(|l| l.id == id).map(|l| l.medicine);
    let holds = |t: &Taking| {
        available.iter().any(|b| b.batch == t.batch && Some(b.medicine) == medicine(t.line) && b.quantity >= t.quantity)
    };
    if takings.iter().all(holds) { Ok(takings) } else { Err(Refusal::conflict(text::stock_changed_say())) }
}

/// What was typed for one line, in the order of the fields, or why it cannot be: a figure that is none, or a sum that
/// is not what the doctor wrote.
pub fn read_line(line: &Line, typed: &[(String, String)], lang: Lang) -> Result<Vec<Taking>, Say> {
    let prefix = format!("take-{}-", line.id);
    let mut takings: Vec<Taking> = Vec::new();
    for (name, value) in typed {
        let Some(batch) = name.strip_prefix(&prefix) else { continue };
        let batch: BatchId = batch.parse().map_err(|_| ground::text::field_unknown_say())?;
        let quantity = if value.trim().is_empty() { Quantity::ZERO } else { Quantity::parse(value, lang)? };
        match takings.iter_mut().find(|t| t.batch == batch) {
            Some(_) => return Err(ground::text::field_unknown_say()),
            None => takings.push(Taking { line: line.id, batch, quantity }),
        }
    }
    let sum = Quantity::sum(takings.iter().map(|t| t.quantity)).unwrap_or(Quantity::ZERO);
    if sum != line.quantity {
        return Err(Say::new(
            text::take_sum(Lang::Vi, sum.show(Lang::Vi), line.quantity.show(Lang::Vi)),
            text::take_sum(Lang::En, sum.show(Lang::En), line.quantity.show(Lang::En)),
        ));
    }
    takings.retain(|t| !t.quantity.is_zero());
    Ok(takings)
}

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
    format!("{} · {}", doses.join(", "), text::for_days(l, line.days))
}

/// `Sáng 1 viên…`: the first letter large, as a sentence on paper begins.
pub fn capitalised(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
