use super::book::{Ingredient, Medicine, Risk};
use super::day::Taken;
use super::person::trimester;
use super::{
    Allergy, At, Book, Case, Line, Outcome, Person, STALE_AFTER_DAYS, Unchecked, course, pairs, person, supply, words,
};
use crate::text;
use bricks::clock::days_between;
use bricks::lang::Lang;
use bricks::say::Say;
use std::collections::BTreeMap;

/// From this age on the kidneys' filtration is asked for, and between the two pregnancy is.
const GROWN_UP_MONTHS: i64 = 18 * 12;
const FERTILE_MONTHS: std::ops::Range<i64> = 12 * 12..55 * 12;

/// Below this age no dose goes by the limits of grown-ups without a word.
const JUDGED_AS_CHILD_MONTHS: i64 = 12 * 12;

/// What the rules say about a case. A line taken already of a medicine that is prescribed again is its renewal and does
/// not count, but in the sums of the days that it still lasts for.
pub fn check(book: &Book, case: &Case) -> Outcome {
    let renewed = |line: &Line| case.new.iter().any(|new| new.medicine == line.medicine);
    let new = case.new.iter().enumerate().map(|(at, line)| (At::New(at), line));
    let current = case.current.iter().enumerate().map(|(at, line)| (At::Current(at), line));
    let counted: Vec<(At, &Line)> = new.chain(current.filter(|(_, line)| !renewed(line))).collect();
    let known = |(at, line): &(At, &'_ Line)| book.medicine(&line.medicine).map(|medicine| (*at, medicine));
    let mut unchecked = tables(book, case);
    let mut lines: Vec<Taken<'_>> = Vec::new();
    for one in &counted {
        match known(one) {
            Some((at, medicine)) => lines.push(Taken::new(at, one.1, medicine)),
            None => unchecked.push(about(one.0, text::safety_medicine_unknown_say(&one.1.medicine))),
        }
    }
    let mut findings: Vec<super::Finding> =
        lines.iter().filter(|taken| taken.is_new()).flat_map(|taken| person::findings(book, case, taken)).collect();
    findings.extend(pairs::findings(book, &lines));
    findings.extend(supply::findings(book, case));
    lines.extend(supply::running(book, case));
    findings.extend(course::findings(case, &lines));
    findings
        .sort_by(|a, b| b.level.cmp(&a.level).then_with(|| a.rule.cmp(&b.rule)).then_with(|| a.lines.cmp(&b.lines)));
    unchecked.extend(unknown_facts(case, &lines));
    Outcome { findings, unchecked }
}

fn whole(reason: Say) -> Unchecked {
    Unchecked { line: None, reason }
}

fn about(line: At, reason: Say) -> Unchecked {
    Unchecked { line: Some(line), reason }
}

/// What the tables cannot answer: gone, partly unreadable, old, or without the allergy that the patient has.
fn tables(book: &Book, case: &Case) -> Vec<Unchecked> {
    let missing = book.missing.iter().map(|list| whole(words::list_missing(*list)));
    let mut found: Vec<Unchecked> = missing.collect();
    if !book.errors.is_empty() {
        found.push(whole(text::safety_lines_unreadable_say(book.errors.len())));
    }
    if case.today.is_some_and(|today| days_between(book.as_of, today) > STALE_AFTER_DAYS) {
        found.push(whole(words::stale(book.as_of)));
    }
    let unknown = case.allergies.iter().filter(|allergy| !allergy.is_known(book));
    found.extend(unknown.map(|allergy| whole(text::safety_allergy_unknown_say(allergy_id(allergy)))));
    found
}

fn allergy_id(allergy: &Allergy) -> &str {
    match allergy {
        Allergy::Ingredient(id) | Allergy::Class(id) => id,
    }
}

/// A sentence about names, in both languages.
fn told(sentence: fn(Lang, String) -> String) -> impl Fn(Say) -> Say {
    move |names| words::about(&names, |l, names| sentence(l, names.to_owned()))
}

/// What nobody knows of the patient, named with the ingredients for which it matters.
fn unknown_facts(case: &Case, lines: &[Taken<'_>]) -> Vec<Unchecked> {
    let person = &case.person;
    let systemic = || lines.iter().filter(|taken| taken.is_new() && taken.medicine.systemic);
    let of = |wanted: &dyn Fn(&Ingredient) -> bool| {
        let parts = systemic().flat_map(|taken| &taken.medicine.parts).map(|part| part.ingredient.as_ref());
        let mut wanted: Vec<&Ingredient> = parts.filter(|i| wanted(i)).collect();
        wanted.sort_unstable_by(|a, b| a.id.cmp(&b.id));
        wanted.dedup_by(|a, b| a.id == b.id);
        let names: Vec<&Say> = wanted.iter().map(|i| &i.name).collect();
        (!names.is_empty()).then(|| words::listed(&names))
    };
    let grown = person.age_months.is_none_or(|age| age >= GROWN_UP_MONTHS);
    let asked = person.pregnancy_asked || person.is_pregnant() || !may_be_pregnant(person);
    let child = person.age_months.filter(|age| *age < JUDGED_AS_CHILD_MONTHS);
    let no_weight = person.weight.is_none();
    let unweighed = no_weight && person.age_months.is_none_or(|age| age < GROWN_UP_MONTHS);
    let said = [
        of(&|i| person.age_months.is_none() && i.min_age_months.is_some_and(|m| m > 0))
            .map(told(text::safety_age_unknown)),
        of(&|i| unweighed && i.daily_max_per_kg.is_some() || no_weight && i.daily_max_per_kg_adult.is_some())
            .map(told(text::safety_weight_unknown)),
        child.and_then(|age| without_child_limit(lines, age)).map(told(text::safety_child_unjudged)),
        of(&|i| person.egfr.is_none() && grown && limits_filtration(i)).map(told(text::safety_egfr_unknown)),
        of(&|i| person.egfr_of_stage && limits_filtration(i)).map(told(text::safety_egfr_of_stage)),
        of(&|i| !asked && is_avoided(i)).map(told(text::safety_pregnancy_unknown)),
        of(&|i| person.is_pregnant() && unjudged(i, person.pregnancy_week)).map(told(text::safety_pregnancy_unjudged)),
        of(&|i| person.breastfeeding && i.breastfeeding.is_none()).map(told(text::safety_breastfeeding_unjudged)),
    ];
    let mut found: Vec<Unchecked> = said.into_iter().flatten().map(whole).collect();
    found.extend(systemic().filter_map(uncounted));
    let local = || lines.iter().filter(|taken| taken.is_new() && !taken.medicine.systemic);
    let unjudged = local().filter(|taken| child.is_some() && is_for_unknown_ages(taken));
    found.extend(
        unjudged.map(|taken| about(taken.at, told(text::safety_child_age_unjudged)(taken.medicine.name.clone()))),
    );
    let avoided = local().filter(|taken| !asked && taken.medicine.pregnancy_local.contains(&Some(Risk::Avoid)));
    found.extend(avoided.flat_map(|taken| {
        let names = taken.medicine.parts.iter().map(|part| &part.ingredient.name);
        names.map(|name| about(taken.at, told(text::safety_pregnancy_unknown)(name.clone())))
    }));
    found
}

/// The ingredients of which the tables do not say how much a child of this age may be given. Below its lowest age a
/// medicine is warned of, or stopped, by that.
fn without_child_limit(lines: &[Taken<'_>], age_months: i64) -> Option<Say> {
    let new = lines.iter().filter(|taken| taken.is_new() && taken.medicine.systemic);
    let parts =
        new.flat_map(|taken| taken.medicine.parts.iter().map(|part| (taken.medicine, part.ingredient.as_ref())));
    let is_unjudged = |(medicine, ingredient): &(&Medicine, &Ingredient)| {
        let youngest = medicine.min_age_months.or(ingredient.min_age_months);
        youngest.is_none_or(|youngest| youngest <= age_months) && !ingredient.has_child_limit(age_months)
    };
    let unjudged: BTreeMap<&str, &Say> =
        parts.filter(is_unjudged).map(|(_, ingredient)| (ingredient.id.as_str(), &ingredient.name)).collect();
    let names: Vec<&Say> = unjudged.into_values().collect();
    (!names.is_empty()).then(|| words::listed(&names))
}

/// What acts in one place, of which the tables do not say from what age on: neither of itself, nor that all it holds is for any age.
fn is_for_unknown_ages(taken: &Taken<'_>) -> bool {
    let for_all = || taken.medicine.parts.iter().all(|part| part.ingredient.min_age_months == Some(0));
    taken.medicine.min_age_months.is_none() && !for_all()
}

pub(super) fn may_be_pregnant(person: &Person) -> bool {
    person.female != Some(false) && person.age_months.is_none_or(|age| FERTILE_MONTHS.contains(&age))
}

/// In pregnancy or while breast-feeding: both are asked together.
fn is_avoided(ingredient: &Ingredient) -> bool {
    ingredient.pregnancy.contains(&Some(Risk::Avoid)) || ingredient.breastfeeding == Some(Risk::Avoid)
}

fn limits_filtration(ingredient: &Ingredient) -> bool {
    ingredient.egfr_avoid_below.is_some() || ingredient.egfr_caution_below.is_some()
}

/// In this week, or in any where nobody knows which it is.
fn unjudged(ingredient: &Ingredient, week: Option<i64>) -> bool {
    let of = |week| ingredient.pregnancy.get(trimester(week)).copied().flatten();
    week.map_or_else(|| ingredient.pregnancy.contains(&None), |week| of(week).is_none())
}

/// An ingredient with a largest dose whose label gives no milligrams.
fn uncounted(taken: &Taken<'_>) -> Option<Unchecked> {
    let has_limit = |i: &Ingredient| i.single_max.is_some() || i.daily_max.is_some();
    let part = taken.medicine.parts.iter().find(|part| part.amount.is_none() && has_limit(&part.ingredient))?;
    Some(about(taken.at, told(text::safety_amount_unknown)(part.ingredient.name.clone())))
}
