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
        let (limit, by_weight) = limit_of(person, ingredient.single_max, ingredient.single_max_per_kg)?;
        let level = over_level(person, ingredient, dose, limit)?;
        let of = limit_words(person, ingredient.single_max_per_kg, by_weight);
        let finding = Finding {
            rule: Rule::DoseSingle,
            level: if by_weight { of_weight(level, dose, limit) } else { level },
            lines: vec![taken.at],
            ingredients: vec![ingredient.id.clone()],
            reason: words::dose_single(ingredient, &milligrams(dose), &milligrams(limit), of),
        };
        Some((finding, by_weight))
    };
    let parts = taken.medicine.parts.iter().filter_map(|part| Some((part.ingredient.as_ref(), part.amount?)));
    parts.filter_map(over).collect()
}

/// A child has no reserve: above its limit is always a stop.
fn over_level(person: &Person, ingredient: &Ingredient, dose: i128, limit: i128) -> Option<Level> {
    match dose {
        _ if dose > limit && is_child(person) => Some(Level::Stop),
        _ if dose > 2 * limit => Some(Level::Stop),
        _ if dose > limit => Some(ingredient.over_max),
        _ => None,
    }
}

/// Whether somebody is known to be a child.
fn is_child(person: &Person) -> bool {
    person.age_months.is_some_and(|age| age < GROWN_UP_MONTHS)
}

/// Where a limit comes from, to be told with it: a child is judged by a grown-up's only where the tables have none for it.
fn limit_words(person: &Person, per_kg: Option<i64>, by_weight: bool) -> LimitOf {
    match by_weight {
        true => LimitOf::Weight,
        false if is_child(person) && per_kg.is_none() => LimitOf::GrownUpForChild,
        false => LimitOf::GrownUp,
    }
}

/// The largest amount of a day for this person, and whether it comes from the weight.
pub(super) fn daily_limit(person: &Person, ingredient: &Ingredient) -> Option<(i128, bool)> {
    let limit = limit_of(person, ingredient.daily_max, ingredient.daily_max_per_kg)?;
    let grown = person.weight.zip(ingredient.daily_max_per_kg_adult);
    let by_weight = grown.map(|(weight, per_kg)| (i128::from(weight.milli()) * i128::from(per_kg), true));
    Some(by_weight.filter(|(grown, _)| *grown < limit.0).unwrap_or(limit))
}

/// The smaller of a grown-up's limit and of that by weight, for those who are light and young.
fn limit_of(person: &Person, adult: Option<i64>, per_kg: Option<i64>) -> Option<(i128, bool)> {
    let adult = adult.map(|limit| i128::from(limit) * PICO);
    let is_child = person.age_months.is_none_or(|age| age < GROWN_UP_MONTHS);
    let weight = person.weight.filter(|weight| is_child && *weight < GROWN_UP_WEIGHT);
    let by_weight = weight.zip(per_kg).map(|(weight, per_kg)| i128::from(weight.milli()) * i128::from(per_kg));
    match (by_weight, adult) {
        (Some(by_weight), Some(adult)) if adult <= by_weight => Some((adult, false)),
        (Some(by_weight), _) => Some((by_weight, true)),
        (None, adult) => adult.map(|limit| (limit, false)),
    }
}

/// Up to a tenth over a limit by weight is only noted: weights and spoons are not that exact.
fn of_weight(level: Level, dose: i128, limit: i128) -> Level {
    if dose * 10 <= limit * 11 { Level::Note } else { level }
}

fn daily(person: &Person, lines: &[Taken<'_>], ingredient: &Ingredient) -> Said {
    let (limit, by_weight) = daily_limit(person, ingredient)?;
    let dose = largest(lines, &ingredient.id);
    let level = over_level(person, ingredient, dose, limit)?;
    let level = if by_weight { of_weight(level, dose, limit) } else { level };
    let of = limit_words(person, ingredient.daily_max_per_kg, by_weight);
    let reason = match ingredient.per_unit.map(|unit| i128::from(unit) * PICO).filter(|unit| *unit > 0) {
        Some(unit) => words::units_daily(ingredient, (dose + unit - 1) / unit, limit / unit, of),
        None => words::dose_daily(ingredient, &milligrams(dose), &milligrams(limit), of),
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
