//! By which ages and intervals the doses of a vaccine are given, and what speaks against one today: pure decisions by
//! `data/vaccines.tsv`, which a doctor of the clinic has to confirm. Nothing here refuses: what speaks against a dose is told, and
//! whoever gives it all the same says why.

use super::Route;
use crate::refuse::invalid;
use crate::safety::{Table, decimal};
use crate::text;
use bricks::age::{Birth, months as completed_months};
use bricks::clock::{Day, days_between};
use bricks::lang::Lang;
use bricks::quantity::Quantity;

use bricks::say::Say;
use ground::db::Stop;
use std::sync::OnceLock;

const TABLE: &str = include_str!("../../../../data/vaccines.tsv");
/// Of a month of the table, in ten-thousandths.
const DAYS_OF_A_MONTH: i64 = 304_375;
/// A dose up to so many days before its age or interval counts (WHO, ACIP); no interval of days is shortened.
const GRACE_DAYS: i64 = 4;
const INTERVAL_OF_WEEKS: i64 = 21;
/// Two live vaccines that are injected are given on one day or so far apart (WHO, ACIP).
const LIVE_APART_DAYS: i64 = 28;
/// From here on and down from there a vaccination is put off (Ministry of Health, screening before vaccination, 1575/QĐ-BYT of 27/3/2023).
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
    /// Schedules that share a word go on with each other's doses; by the first word also their numbers are counted together.
    pub family: &'static str,
    /// Given again beyond the schedule: every year, or as a booster.
    pub repeats: bool,
    /// So long after the last dose a new course begins with dose 1.
    pub course_days: Option<i64>,
    /// By which routes it is given, the usual one first, in the first dose's line; none where the table says none.
    pub routes: Vec<Route>,
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
        family: cell("family"),
        repeats: cell("repeats") == "1",
        course_days: decimal(cell("course_days"), 0),
        routes: cell("routes").split(' ').filter_map(Route::parse).collect(),
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

/// The schedules by which goods of the catalogue are given.
pub fn of_goods(code: &str) -> impl Iterator<Item = &'static Planned> {
    vaccines().filter(move |dose| !code.is_empty() && dose.goods == code)
}

/// The one of them that is probable for somebody of so many months; the last where all are too early or too late.
pub fn probable(code: &str, age_months: i64) -> Option<&'static Planned> {
    let in_time = |dose: &&Planned| dose.max_age_milli_months.is_none_or(|most| age_months * 1_000 <= most);
    of_goods(code).find(in_time).or_else(|| of_goods(code).last())
}

/// The schedule by which a dose counts: the one that was chosen, or else what its goods are.
pub fn counted<'a>(chosen: &'a str, code: &str) -> &'a str {
    if chosen.is_empty() { of_goods(code).next().map_or("", |known| known.vaccine.as_str()) } else { chosen }
}

impl Planned {
    /// Whether a dose of the other schedule stands before one of this.
    fn shares(&self, other: &str) -> bool {
        let words = |of: &Planned| of.family.split(' ').filter(|word| !word.is_empty());
        other == self.vaccine || vaccine(other).is_some_and(|o| words(self).any(|word| words(o).any(|its| its == word)))
    }

    /// Whether the doses of both are counted together.
    fn is_counted_with(&self, other: &str) -> bool {
        let first = |of: &Planned| of.family.split(' ').next().unwrap_or_default();
        other == self.vaccine || vaccine(other).is_some_and(|o| !first(o).is_empty() && first(o) == first(self))
    }
}

/// The day from which doses count: the first of the course that is under way, where a pause begins a new one.
pub fn course_since(schedule: &str, today: Day, mut given: Vec<Day>) -> Day {
    let Some(pause) = vaccine(schedule).and_then(|known| known.course_days) else {
        return Day::MIN;
    };
    given.sort();
    let within = |since: Day, on: &Day| (days_between(*on, since) < pause).then_some(*on);
    let begun = given.iter().rev().scan(today, |since, on| {
        *since = within(*since, on)?;
        Some(*since)
    });
    begun.last().unwrap_or(today)
}

/// Whether two doses of a schedule are of one course: in another one its numbers begin anew.
pub(super) fn is_one_course(schedule: &str, one: Day, other: Day) -> bool {
    let pause = vaccine(schedule).and_then(|known| known.course_days);
    pause.is_none_or(|pause| days_between(one, other).abs() < pause)
}

/// The dose behind the last that is known; none where none is.
pub fn next_number(schedule: &str, known: &[Known]) -> Option<i64> {
    let (own, all) = last_numbers(schedule, known);
    all?;
    Some(if follows(schedule) { own } else { all }.map_or(1, |last| last + 1))
}

/// Of the vaccine itself, and of all whose doses are counted together with its own.
fn last_numbers(schedule: &str, known: &[Known]) -> (Option<i64>, Option<i64>) {
    let own = known.iter().filter(|dose| dose.same);
    let of = vaccine(schedule);
    let all = known.iter().filter(|dose| dose.same || of.is_some_and(|of| of.is_counted_with(&dose.schedule)));
    (own.map(|dose| dose.number).max(), all.map(|dose| dose.number).max())
}

/// Whether already its first dose stands behind one of another schedule: it counts from 1 then.
fn follows(schedule: &str) -> bool {
    vaccine(schedule).is_some_and(|known| known.min_interval_days.is_some())
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

/// What speaks against a route: another one than the schedule's vaccine is given by. Refused at `route` where it is not even
/// the same way into the body.
pub(super) fn other_route(schedule: &str, route: Route) -> Result<Option<Say>, Stop> {
    let Some(vaccine) = vaccine(schedule).filter(|vaccine| !vaccine.routes.is_empty()) else { return Ok(None) };
    if vaccine.routes.contains(&route) {
        return Ok(None);
    }
    if !vaccine.routes.iter().any(|own| own.way() == route.way()) {
        return Err(invalid("route", text::vaccination_route_say()));
    }
    let own = |l: Lang| vaccine.routes.iter().map(|own| lower_first(own.word(l))).collect::<Vec<_>>().join(" / ");
    Ok(Some(both(|l| text::vaccine_other_route(l, own(l), lower_first(route.word(l)), vaccine.name.to(l)))))
}

/// What speaks against a route where no schedule tells one: the label of the goods says another.
pub(super) fn other_than_label(schedule: &str, (label, route): (&str, Route)) -> Option<Say> {
    let is_told = vaccine(schedule).is_some_and(|vaccine| !vaccine.routes.is_empty());
    let own = Route::ALL.iter().find(|own| own.code() == label).filter(|own| **own != route && !is_told)?;
    Some(both(|l| text::vaccine_label_route(l, lower_first(own.word(l)), lower_first(route.word(l)))))
}

fn lower_first(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
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
    let (own, all) = last_numbers(schedule, &facts.known);
    let next = |last: Option<i64>| last.map_or(1, |last| last + 1);
    let last = if follows(schedule) { own } else { all };
    let expected = next(last);
    let mut found = Vec::new();
    if number != expected && number != next(all) {
        found.push(match last {
            Some(last) => both(|l| text::vaccine_number(l, expected, last, number)),
            None => both(|l| text::vaccine_number_first(l, number)),
        });
    }
    if let Some(planned) = vaccine(schedule).filter(|planned| number > planned.of && !planned.repeats) {
        found.push(both(|l| text::vaccine_too_many(l, planned.of, planned.name.to(l))));
    }
    found
}

fn of_schedule(vaccine: &Planned, number: i64, facts: &Facts) -> Vec<Say> {
    // A booster is given like the last dose of the schedule.
    let number = if vaccine.repeats { number.min(vaccine.of) } else { number };
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
    let oldest = days_between(facts.born.0, facts.today);
    if oldest + GRACE_DAYS < planned.min_age_days {
        let least = planned.min_age_milli_months;
        return Some(both(|l| text::vaccine_too_early(l, months(least, l), planned.number, planned.name.to(l))));
    }
    let most = planned.max_age_milli_months.filter(|most| is_past(*most, facts))?;
    Some(both(|l| text::vaccine_too_late(l, months(most, l), planned.number, planned.name.to(l))))
}

/// Whole months are completed ones: who is to be 11 months old at the most is so until the day before 12 months.
fn is_past(most: i64, facts: &Facts) -> bool {
    if most % 1_000 == 0 {
        return completed_months(Birth::Day(facts.born.1), facts.today) > most / 1_000;
    }
    days_between(facts.born.1, facts.today) > days_of(most)
}

/// Months, or years from six on (the last month of one counts as it), or days.
fn months(milli: i64, l: Lang) -> String {
    if (1..1_000).contains(&milli) {
        return text::vaccine_days(l, days_of(milli));
    }
    match (milli % 12_000, milli >= 72_000) {
        (0 | 11_000, true) => text::vaccine_years(l, milli / 12_000),
        _ => text::vaccine_months(l, Quantity::from_milli(milli).show(l)),
    }
}

fn of_interval(planned: &Planned, facts: &Facts) -> Option<Say> {
    let least = planned.min_interval_days?;
    let before = facts.known.iter().filter(|known| known.same || planned.shares(&known.schedule));
    let last = before.map(|known| known.on).max()?;
    let days = days_between(last, facts.today);
    let grace = if least >= INTERVAL_OF_WEEKS { GRACE_DAYS } else { 0 };
    (days + grace < least).then(|| both(|l| text::vaccine_interval(l, days, least)))
}

/// What is swallowed disturbs no other live vaccine.
fn of_live(given: &Planned, facts: &Facts) -> Option<Say> {
    let oral = |id: &str| id.starts_with("rota") || id == "opv";
    let near = |known: &&Known| (1..LIVE_APART_DAYS).contains(&days_between(known.on, facts.today));
    let others = facts.known.iter().filter(|known| !known.same && !given.shares(&known.schedule)).filter(near);
    let mut live = others.filter_map(|known| Some((vaccine(&known.schedule)?, known.on)));
    let other = live.rfind(|(other, _)| other.live && !oral(&other.vaccine) && !oral(&given.vaccine))?;
    let days = days_between(other.1, facts.today);
    Some(both(|l| text::vaccine_live_close(l, LIVE_APART_DAYS, days, other.0.name.to(l))))
}

#[cfg(test)]
mod tests;
