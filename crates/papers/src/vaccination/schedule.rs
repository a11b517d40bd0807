//! By which ages and intervals the doses of a vaccine are given, and what speaks against one today: pure decisions by
//! `data/vaccines.tsv`, which a doctor of the clinic has to confirm. Nothing here refuses: what speaks against a dose is told, and
//! whoever gives it all the same says why.

use crate::safety::{Table, decimal};
use crate::text;
use bricks::clock::{Day, days_between};
use bricks::lang::Lang;
use bricks::quantity::Quantity;
use bricks::say::Say;
use std::sync::OnceLock;

const TABLE: &str = include_str!("../../../../data/vaccines.tsv");
/// Of a month of the table, in ten-thousandths.
const DAYS_OF_A_MONTH: i64 = 304_375;
/// A dose up to so many days before its age or interval counts (WHO, ACIP); no interval of days is shortened.
const GRACE_DAYS: i64 = 4;
const INTERVAL_OF_WEEKS: i64 = 21;
/// Two live vaccines that are injected are given on one day or so far apart (WHO, ACIP).
const LIVE_APART_DAYS: i64 = 28;
/// From here on and down from there a vaccination is put off (Ministry of Health, screening before vaccination, 2470/QĐ-BYT).
const FEVER: Quantity = Quantity::from_milli(38_000);
const COLD: Quantity = Quantity::from_milli(35_500);

/// One dose of a vaccine's schedule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned {
    pub vaccine: String,
    pub name: Say,
    pub number: i64,
    /// How many doses the schedule has.
    pub of: i64,
    pub min_age_days: i64,
    /// As the table says it, in thousandths of a month.
    pub min_age_milli_months: i64,
    pub max_age_milli_months: Option<i64>,
    pub min_interval_days: Option<i64>,
    pub live: bool,
    /// The code of the goods that are this vaccine, in the first dose's line.
    pub goods: String,
}

/// Every dose of every schedule, in the table's order.
pub fn all() -> &'static [Planned] {
    static ALL: OnceLock<Vec<Planned>> = OnceLock::new();
    ALL.get_or_init(|| Table::read(TABLE).rows().filter_map(|row| read(&|column| row.text(column))).collect())
}

fn read(cell: &dyn Fn(&str) -> &'static str) -> Option<Planned> {
    let months = |column: &str| decimal(cell(column), 3);
    let min_age = months("min_age_months")?;
    Some(Planned {
        vaccine: cell("id").to_owned(),
        name: Say::new(cell("name_vi"), cell("name_en")),
        number: decimal(cell("dose_no"), 0)?,
        of: decimal(cell("doses_total"), 0)?,
        min_age_days: days_of(min_age),
        min_age_milli_months: min_age,
        max_age_milli_months: months("max_age_months"),
        min_interval_days: decimal(cell("min_interval_days"), 0),
        live: cell("live") == "1",
        goods: cell("goods").to_owned(),
    })
}

fn days_of(milli_months: i64) -> i64 {
    milli_months * DAYS_OF_A_MONTH / 10_000_000
}

/// Every vaccine once, with its name.
pub fn vaccines() -> impl Iterator<Item = &'static Planned> {
    all().iter().filter(|dose| dose.number == 1)
}

/// The vaccine of this id.
pub fn vaccine(id: &str) -> Option<&'static Planned> {
    vaccines().find(|dose| dose.vaccine == id)
}

/// The vaccine that goods of the catalogue are.
pub fn of_goods(code: &str) -> Option<&'static Planned> {
    vaccines().find(|dose| !code.is_empty() && dose.goods == code)
}

/// A dose that the patient was given before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    pub schedule: String,
    /// Of the vaccine that is about to be given.
    pub same: bool,
    pub number: i64,
    pub on: Day,
}

/// What is known of the patient today.
#[derive(Debug, Clone)]
pub struct Facts {
    pub today: Day,
    /// The first and the last day on which the birth can have been.
    pub born: (Day, Day),
    /// `None`: it matters, and nobody has asked.
    pub pregnant: Option<bool>,
    pub known: Vec<Known>,
    pub temperature: Quantity,
    pub ill: bool,
}

/// What speaks against giving dose `number` of a vaccine today; `schedule` is empty where the table has none for it.
pub fn doubts(schedule: &str, number: i64, facts: &Facts) -> Vec<Say> {
    let mut found = of_numbers(schedule, number, facts);
    if let Some(vaccine) = vaccine(schedule) {
        found.extend(of_schedule(vaccine, number, facts));
    }
    if facts.temperature >= FEVER {
        found.push(both(|l| text::vaccine_fever(l, facts.temperature.show(l))));
    }
    if facts.temperature <= COLD {
        found.push(both(|l| text::vaccine_cold(l, facts.temperature.show(l))));
    }
    if facts.ill {
        found.push(text::vaccine_ill_say());
    }
    found
}

fn both(said: impl Fn(Lang) -> String) -> Say {
    Say::new(said(Lang::Vi), said(Lang::En))
}

/// The number is the one behind the last that is known.
fn of_numbers(schedule: &str, number: i64, facts: &Facts) -> Vec<Say> {
    let last = facts.known.iter().filter(|known| known.same).map(|known| known.number).max();
    let expected = last.map_or(1, |last| last + 1);
    let mut found = Vec::new();
    if number != expected {
        found.push(match last {
            Some(last) => both(|l| text::vaccine_number(l, expected, last, number)),
            None => both(|l| text::vaccine_number_first(l, number)),
        });
    }
    if let Some(planned) = vaccine(schedule).filter(|planned| number > planned.of) {
        found.push(both(|l| text::vaccine_too_many(l, planned.of, planned.name.to(l))));
    }
    found
}

fn of_schedule(vaccine: &Planned, number: i64, facts: &Facts) -> Vec<Say> {
    let planned = all().iter().find(|dose| dose.vaccine == vaccine.vaccine && dose.number == number);
    let mut found = Vec::new();
    if let Some(planned) = planned {
        found.extend(of_age(planned, facts));
        found.extend(of_interval(planned, facts));
    }
    if vaccine.live {
        match facts.pregnant {
            Some(true) => found.push(both(|l| text::vaccine_live_pregnant(l, vaccine.name.to(l)))),
            None => found.push(both(|l| text::vaccine_live_unasked(l, vaccine.name.to(l)))),
            Some(false) => {}
        }
        found.extend(of_live(vaccine, facts));
    }
    found
}

/// By a year of birth alone only what is sure is told.
fn of_age(planned: &Planned, facts: &Facts) -> Option<Say> {
    let (oldest, youngest) = (days_between(facts.born.0, facts.today), days_between(facts.born.1, facts.today));
    if oldest + GRACE_DAYS < planned.min_age_days {
        let least = planned.min_age_milli_months;
        return Some(both(|l| text::vaccine_too_early(l, months(least, l), planned.number, planned.name.to(l))));
    }
    let most = planned.max_age_milli_months.filter(|most| youngest > days_of(*most))?;
    Some(both(|l| text::vaccine_too_late(l, months(most, l), planned.number, planned.name.to(l))))
}

/// Months, or years from six on.
fn months(milli: i64, l: Lang) -> String {
    match (milli % 12_000, milli >= 72_000) {
        (0, true) => text::vaccine_years(l, milli / 12_000),
        _ => text::vaccine_months(l, Quantity::from_milli(milli).show(l)),
    }
}

fn of_interval(planned: &Planned, facts: &Facts) -> Option<Say> {
    let least = planned.min_interval_days?;
    let last = facts.known.iter().filter(|known| known.same).map(|known| known.on).max()?;
    let days = days_between(last, facts.today);
    let grace = if least >= INTERVAL_OF_WEEKS { GRACE_DAYS } else { 0 };
    (days + grace < least).then(|| both(|l| text::vaccine_interval(l, days, least)))
}

/// What is swallowed disturbs no other live vaccine.
fn of_live(given: &Planned, facts: &Facts) -> Option<Say> {
    let oral = |id: &str| id.starts_with("rota") || id == "opv";
    let near = |known: &&Known| (1..LIVE_APART_DAYS).contains(&days_between(known.on, facts.today));
    let others = facts.known.iter().filter(|known| !known.same && known.schedule != given.vaccine).filter(near);
    let live = others.filter_map(|known| Some((vaccine(&known.schedule)?, known.on)));
    let other = live.filter(|(other, _)| other.live && !oral(&other.vaccine) && !oral(&given.vaccine)).next_back()?;
    let days = days_between(other.1, facts.today);
    Some(both(|l| text::vaccine_live_close(l, LIVE_APART_DAYS, days, other.0.name.to(l))))
}

#[cfg(test)]
mod tests;
