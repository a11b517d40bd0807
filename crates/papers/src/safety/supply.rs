//! What an earlier prescription, or the counter today, gave of a medicine that is prescribed again. A course that is nearly
//! used up is renewed without a word; one that still runs is told, and counts in the sums of its days.

use super::day::Taken;
use super::store::{Own, Running, Sold};
use super::{At, Book, Case, Finding, Level, Line, Rule, Supply, words};
use bricks::clock::{Day, add_days, days_between};
use bricks::lang::Lang;
use bricks::quantity::Quantity;
use bricks::say::Say;
use ground::access::Who;
use ground::catalog;
use std::collections::BTreeMap;

/// A course is renewed without a word this many days before its end, a short one in its last quarter.
const GRACE_DAYS: i64 = 7;
const GRACE_PART: i64 = 4;

/// The supplies that have days to run beyond that when the same medicine begins anew, each with the place of the first new
/// line of it.
fn told(case: &Case) -> Vec<(&Supply, usize)> {
    let again = |supply: &Supply| {
        let mut new = case.new.iter().enumerate().filter(|(_, line)| line.medicine == supply.medicine);
        let (place, first) = new.next()?;
        let begins = new.map(|(_, line)| line.first_day).chain([first.first_day]).min()?;
        (supply.at_once || lasts_beyond(case, supply, begins)).then_some(place)
    };
    case.supplied.iter().filter_map(|supply| Some((supply, again(supply)?))).collect()
}

fn lasts_beyond(case: &Case, supply: &Supply, begins: i64) -> bool {
    let lines = || supply.lines.iter().filter_map(|at| case.current.get(*at));
    let Some((first, last)) = lines().map(|line| line.first_day).min().zip(lines().map(|line| line.last_day).max())
    else {
        return false;
    };
    let whole = last.saturating_sub(first).saturating_add(1);
    let left = last.saturating_sub(begins).saturating_add(1);
    left > GRACE_DAYS || (left > 0 && left.saturating_mul(GRACE_PART) > whole)
}

/// What is told of them at the lines.
pub(super) fn findings(book: &Book, case: &Case) -> Vec<Finding> {
    let finding = |(supply, place): (&Supply, usize)| {
        let parts = book.medicine(&supply.medicine).map(|medicine| medicine.parts.as_slice()).unwrap_or_default();
        let mut ingredients: Vec<String> = parts.iter().map(|part| part.ingredient.id.clone()).collect();
        ingredients.sort_unstable();
        let reason = supply.told.clone();
        Finding { rule: Rule::Repeat, level: Level::Warn, lines: vec![At::New(place)], ingredients, reason }
    };
    told(case).into_iter().map(finding).collect()
}

/// Their lines, on the days on which they run, for the sums of a day.
pub(super) fn running<'a>(book: &'a Book, case: &'a Case) -> Vec<Taken<'a>> {
    let places = told(case).into_iter().flat_map(|(supply, _)| supply.lines.iter().copied());
    let lines = places.filter_map(|at| Some((at, case.current.get(at)?)));
    lines
        .filter_map(|(at, line)| Some(Taken::supplied(At::Current(at), line, book.medicine(&line.medicine)?)))
        .collect()
}

/// The patient's other prescriptions as supplies: every medicine of each once. `shown` is the prescription that is checked;
/// a later one speaks against it only while something of it is still to be handed over.
pub(super) fn of(who: &Who, running: &[Running], shown: Option<&Own>, today: Day) -> Vec<Supply> {
    let counts = |line: &Running| {
        shown.is_none_or(|shown| shown.is_open() || shown.issued_at.is_none_or(|at| line.issued_at < at))
    };
    let mut courses: BTreeMap<(&str, &str), Vec<usize>> = BTreeMap::new();
    for (at, line) in running.iter().enumerate().filter(|(_, line)| counts(line) && !line.covered(who, today).is_zero())
    {
        courses.entry((line.number.as_str(), line.code.as_str())).or_default().push(at);
    }
    let is_same = |line: &Running| shown.is_some_and(|shown| shown.visit == line.visit);
    let supply = |lines: Vec<usize>| {
        let of: Vec<&Running> = lines.iter().filter_map(|at| running.get(*at)).collect();
        let first = of.first()?;
        let handed = first.handed_at.into_iter().chain([first.issued_at]).any(|at| who.day_of(at) == today);
        let to_come = of.iter().any(|line| !line.to_come(who, today).is_zero());
        let at_once = is_same(first) || handed || to_come;
        let told = told_of(who, &of, today)?;
        Some(Supply { medicine: first.code.clone(), lines, at_once, told })
    };
    courses.into_values().filter_map(supply).collect()
}

fn told_of(who: &Who, of: &[&Running], today: Day) -> Option<Say> {
    let first = of.first()?;
    let sum =
        |part: fn(&Running) -> Quantity| Quantity::sum(of.iter().map(|line| part(line))).unwrap_or(Quantity::ZERO);
    let to_come = Quantity::sum(of.iter().map(|line| line.to_come(who, today))).unwrap_or(Quantity::ZERO);
    let until = of.iter().map(|line| line.run(who, today).1).max()?;
    let amounts = words::Supplied {
        in_hand: sum(Running::in_hand),
        to_come,
        unit: &first.unit,
        has_some: of.iter().any(|line| line.has_some),
        outside: of.iter().all(|line| line.outside),
    };
    let until = add_days(today, until - 1);
    Some(words::repeat(&first.name(), (&first.number, who.day_of(first.issued_at)), &amounts, until))
}

impl Running {
    pub(super) fn name(&self) -> Say {
        named((&self.generic_vi, &self.generic_en), &self.strength)
    }

    fn in_hand(&self) -> Quantity {
        Quantity::from_milli((self.given.milli() - self.returned.milli()).max(0))
    }

    /// What the pharmacy has still to hand over, as long as it may.
    fn to_come(&self, who: &Who, today: Day) -> Quantity {
        let is_collectable = self.is_partial || !crate::prescription::is_too_old(who.day_of(self.issued_at), today);
        if self.outside || self.is_replaced || !is_collectable {
            return Quantity::ZERO;
        }
        Quantity::from_milli((self.quantity.milli() - self.given.milli() - self.declined.milli()).max(0))
    }

    /// What the patient has of the line, or gets: all of it where it is bought elsewhere or at home already.
    fn covered(&self, who: &Who, today: Day) -> Quantity {
        if self.outside || self.has_some {
            return self.quantity;
        }
        Quantity::from_milli(self.in_hand().milli() + self.to_come(who, today).milli())
    }

    /// From the day on which it began to be handed over.
    fn begun_on(&self, who: &Who) -> Day {
        who.day_of(self.begun_at.unwrap_or(self.issued_at))
    }

    /// The first and the last day for which there is enough, counted from today, which is 1. What lies at the pharmacy is
    /// not taken before it is collected, and what was collected late lasts from then on.
    pub(super) fn run(&self, who: &Who, today: Day) -> (i64, i64) {
        let first = self.first_day - days_between(self.begun_on(who), today);
        let begun = first + self.days_of(self.covered(who, today)) - 1;
        let to_come = self.to_come(who, today);
        let waiting = if to_come.is_zero() { begun } else { self.first_day + self.days_of(to_come) - 1 };
        let handed = self.handed_at.map(|at| self.days_of(self.handed) - days_between(who.day_of(at), today));
        (first, handed.into_iter().chain([begun, waiting]).max().unwrap_or(begun))
    }

    fn days_of(&self, part: Quantity) -> i64 {
        let days = part.times(self.days).and_then(|all| all.div_ceil(self.quantity));
        days.unwrap_or(self.days).clamp(0, self.days)
    }

    /// Whether some of it is taken from today on, or may be.
    pub(super) fn lasts(&self, who: &Who, today: Day) -> bool {
        self.run(who, today).1 >= 1
            || days_between(self.begun_on(who), today) < self.first_day + self.days - 1
            || !self.to_come(who, today).is_zero()
    }
}

/// What the counter sold the patient today without a prescription, of which nobody knows how it is taken.
pub(super) fn sold(of: &[Sold]) -> Vec<Supply> {
    let supply = |sold: &Sold| Supply {
        medicine: sold.code.clone(),
        lines: Vec::new(),
        at_once: true,
        told: words::sold(&named((&sold.generic_vi, &sold.generic_en), &sold.strength), sold.quantity, &sold.unit),
    };
    of.iter().map(supply).collect()
}

fn named(generic: (&str, &str), strength: &str) -> Say {
    let name = |l| catalog::medicine_name(l, generic, strength);
    Say::new(name(Lang::Vi), name(Lang::En))
}

/// As the rules read it, on its days counted from today.
pub(super) fn line_of(who: &Who, running: &Running, today: Day) -> Line {
    let doses = [running.morning, running.noon, running.evening, running.night];
    let (first, last) = running.run(who, today);
    super::patient::taken(&running.code, doses, (first, last - first + 1), running.weekday.is_some())
}
