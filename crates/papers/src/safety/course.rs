//! The rules that count: single and daily doses, weekly medicines, how long, and how a course ends.

use super::book::Ingredient;
use super::day::{Taken, largest, milligrams, taken_on};
use super::words::{self, LimitOf};
use super::{At, Case, FOR_GOOD, Finding, Level, Person, Rule};
use bricks::quantity::Quantity;
use std::collections::BTreeMap;

/// The amount for a weight holds for those younger and lighter than this.
const GROWN_UP_MONTHS: i64 = 18 * 12;
const GROWN_UP_WEIGHT: Quantity = Quantity::whole(40);
/// Younger than this, a weight must be known.
const WEIGHT_NEEDED_BELOW_MONTHS: i64 = 12 * 12;
/// From nanograms to the 10⁻⁹ mg that doses are counted in.
const PICO: i128 = 1_000;

/// All findings of these rules.
pub(super) fn findings(case: &Case, lines: &[Taken<'_>]) -> Vec<Finding> {
    let new = lines.iter().filter(|taken| taken.is_new() && taken.medicine.systemic);
    let single: Vec<(Finding, bool)> = new.flat_map(|taken| one_line(&case.person, taken)).collect();
    let mut found: Vec<Finding> = Vec::new();
    let systemic: Vec<Taken<'_>> = lines.iter().filter(|taken| taken.medicine.systemic).copied().collect();
    for ingredient in prescribed(&systemic) {
        let said = [
            daily(&case.person, &systemic, ingredient),
            weight_missing(&case.person, ingredient),
            duration(&systemic, ingredient),
            taper(&systemic, ingredient),
            daily_for_days(&systemic, ingredient),
        ];
        let lines: Vec<At> = systemic.iter().filter(|t| t.part(&ingredient.id).is_some()).map(|t| t.at).collect();
        let new: Vec<At> = lines.iter().copied().filter(|at| matches!(at, At::New(_))).collect();
        found.extend(said.into_iter().flatten().map(|(rule, level, reason)| Finding {
            rule,
            level,
            lines: if rule == Rule::DoseDaily { lines.clone() } else { new.clone() },
            ingredients: vec![ingredient.id.clone()],
            reason,
        }));
    }
    // A day's sum that is told already says of a child what its single doses would say again.
    let is_told = |one: &Finding| {
        let same = |day: &Finding| day.rule == Rule::DoseDaily && day.ingredients == one.ingredients;
        found.iter().any(|day| same(day) && day.level >= one.level)
    };
    let further: Vec<Finding> =
        single.into_iter().filter(|(one, by_weight)| !(*by_weight && is_told(one))).map(|(one, _)| one).collect();
    found.extend(further);
    found
}

type Said = Option<(Rule, Level, bricks::say::Say)>;

/// Every ingredient of the new lines once.
fn prescribed<'a>(lines: &[Taken<'a>]) -> Vec<&'a Ingredient> {
    let parts = lines.iter().filter(|taken| taken.is_new()).flat_map(|taken| &taken.medicine.parts);
    let by_id: BTreeMap<&str, &Ingredient> =
        parts.map(|part| (part.ingredient.id.as_str(), part.ingredient.as_ref())).collect();
    by_id.into_values().collect()
}

/// The single dose of a line, and whether its limit comes from the weight.
fn one_line(person: &Person, taken: &Taken<'_>) -> Vec<(Finding, bool)> {
    let over = |(ingredient, amount): (&Ingredient, i64)| {
        let dose = i128::from(taken.line.single.milli()) * i128::from(amount);
        let limit = limit_of(person, ingredient, Per::Dose)?;
        let level = over_level(person, ingredient, dose, &limit)?;
        let finding = Finding {
            rule: Rule::DoseSingle,
            level,
            lines: vec![taken.at],
            ingredients: vec![ingredient.id.clone()],
            reason: words::dose_single(ingredient, &milligrams(dose), &milligrams(limit.amount), limit.of),
        };
        Some((finding, matches!(limit.of, LimitOf::Weight | LimitOf::Age)))
    };
    let parts = taken.medicine.parts.iter().filter_map(|part| Some((part.ingredient.as_ref(), part.amount?)));
    parts.filter_map(over).collect()
}

/// A child has no reserve: above its limit is always a stop. Up to a tenth over a limit by weight is only noted: weights and
/// spoons are not that exact.
fn over_level(person: &Person, ingredient: &Ingredient, dose: i128, limit: &Limit) -> Option<Level> {
    match dose {
        _ if dose <= limit.amount => None,
        _ if limit.of == LimitOf::Weight && dose * 10 <= limit.amount * 11 => Some(Level::Note),
        _ if is_child(person) || dose > 2 * limit.amount => Some(Level::Stop),
        _ => Some(ingredient.over_max),
    }
}

/// Whether somebody is known to be a child.
fn is_child(person: &Person) -> bool {
    person.age_months.is_some_and(|age| age < GROWN_UP_MONTHS)
}

/// What a limit is of: one dose, or a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Per {
    Dose,
    Day,
}

/// A largest amount in 10⁻⁹ mg, and where it comes from, to be told with it.
struct Limit {
    amount: i128,
    of: LimitOf,
}

/// The largest amount for this person: the smallest of the grown-ups', of that by age, and of that by weight for those who are
/// light and young. A child is judged by the grown-ups' alone only where the tables have none for it, which is told.
fn limit_of(person: &Person, ingredient: &Ingredient, per: Per) -> Option<Limit> {
    let band = person.age_months.and_then(|age| ingredient.band(age));
    let (grown_up, of_age, per_kg, per_kg_grown_up) = match per {
        Per::Dose => (ingredient.single_max, band.and_then(|b| b.single), ingredient.single_max_per_kg, None),
        Per::Day => (
            ingredient.daily_max,
            band.and_then(|b| b.daily),
            ingredient.daily_max_per_kg,
            ingredient.daily_max_per_kg_adult,
        ),
    };
    let may_be_child = person.age_months.is_none_or(|age| age < GROWN_UP_MONTHS);
    let light = person.weight.filter(|weight| may_be_child && *weight < GROWN_UP_WEIGHT);
    let by_weight = |(weight, per_kg): (Quantity, i64)| i128::from(weight.milli()) * i128::from(per_kg);
    let is_only_grown_ups = is_child(person) && per_kg.is_none() && of_age.is_none();
    let whose = if is_only_grown_ups { LimitOf::GrownUpForChild } else { LimitOf::GrownUp };
    let known = [
        (grown_up.map(|limit| i128::from(limit) * PICO), whose),
        (of_age.map(|limit| i128::from(limit) * PICO), LimitOf::Age),
        (light.zip(per_kg).map(by_weight), LimitOf::Weight),
        (person.weight.zip(per_kg_grown_up).map(by_weight), LimitOf::Weight),
    ];
    let known = known.into_iter().filter_map(|(amount, of)| Some(Limit { amount: amount?, of }));
    known.min_by_key(|limit| limit.amount)
}

fn daily(person: &Person, lines: &[Taken<'_>], ingredient: &Ingredient) -> Said {
    let limit = limit_of(person, ingredient, Per::Day)?;
    let dose = largest(lines, &ingredient.id);
    let level = over_level(person, ingredient, dose, &limit)?;
    let reason = match ingredient.per_unit.map(|unit| i128::from(unit) * PICO).filter(|unit| *unit > 0) {
        Some(unit) => words::units_daily(ingredient, (dose + unit - 1) / unit, limit.amount / unit, limit.of),
        None => words::dose_daily(ingredient, &milligrams(dose), &milligrams(limit.amount), limit.of),
    };
    Some((Rule::DoseDaily, level, reason))
}

fn weight_missing(person: &Person, ingredient: &Ingredient) -> Said {
    let is_small = person.age_months.is_some_and(|age| age < WEIGHT_NEEDED_BELOW_MONTHS);
    let needed = is_small && person.weight.is_none() && ingredient.daily_max_per_kg.is_some();
    needed.then(|| (Rule::WeightMissing, Level::Warn, words::weight_missing(ingredient)))
}

/// The first and the last day of an ingredient's new lines.
fn span(lines: &[Taken<'_>], ingredient: &Ingredient) -> Option<(i64, i64)> {
    let own = || lines.iter().filter(|taken| taken.is_new() && taken.part(&ingredient.id).is_some());
    Some((own().map(|taken| taken.first).min()?, own().map(|taken| taken.last).max()?))
}

fn days((first, last): (i64, i64)) -> i64 {
    if last == FOR_GOOD { FOR_GOOD } else { last.saturating_sub(first).saturating_add(1) }
}

fn duration(lines: &[Taken<'_>], ingredient: &Ingredient) -> Said {
    let (most, days) = (ingredient.max_days?, days(span(lines, ingredient)?));
    (days > most).then(|| (Rule::Duration, Level::Warn, words::duration(ingredient, days, most)))
}

/// A long course must end with less than its highest dose.
fn taper(lines: &[Taken<'_>], ingredient: &Ingredient) -> Said {
    let (after, span) = (ingredient.taper_after_days?, span(lines, ingredient)?);
    let new: Vec<Taken<'_>> = lines.iter().filter(|taken| taken.is_new()).copied().collect();
    let ends_high = taken_on(&new, &ingredient.id, span.1) >= largest(&new, &ingredient.id);
    (days(span) > after && ends_high).then(|| (Rule::Taper, Level::Warn, words::taper(ingredient, days(span), after)))
}

/// A medicine for one day of the week that is given on two days running, by one line or by several.
fn daily_for_days(lines: &[Taken<'_>], ingredient: &Ingredient) -> Said {
    let own = |taken: &&Taken<'_>| taken.is_new() && !taken.line.weekly && taken.part(&ingredient.id).is_some();
    let daily: Vec<&Taken<'_>> = lines.iter().filter(own).collect();
    let follows = |taken: &Taken<'_>| daily.iter().any(|next| next.first.checked_sub(1) == Some(taken.last));
    let running = daily.iter().any(|taken| taken.last > taken.first || follows(taken));
    (ingredient.weekly_only && running).then(|| (Rule::WeeklyOnly, Level::Stop, words::weekly_only(ingredient)))
}
