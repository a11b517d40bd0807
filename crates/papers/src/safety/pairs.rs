//! What two ingredients do to each other.

use super::book::{Ingredient, Interaction, Side};
use super::day::Taken;
use super::{Book, Finding, Rule, words};
use std::collections::HashMap;
use std::sync::Arc;

type Ingredients = HashMap<String, Arc<Ingredient>>;

/// For every pair of ingredients the row that counts: of those naming the most ingredients the gravest, and of equals
/// the first.
pub(super) fn of(rows: &[Arc<Interaction>], ingredients: &Ingredients) -> HashMap<(usize, usize), Arc<Interaction>> {
    let weight = |row: &Interaction| (row.ingredients_named(), row.level);
    let mut pairs: HashMap<(usize, usize), Arc<Interaction>> = HashMap::new();
    for row in rows {
        let (left, right) = (members(&row.a, ingredients), members(&row.b, ingredients));
        for (a, b) in left.iter().flat_map(|a| right.iter().map(move |b| (*a, *b))).filter(|(a, b)| a != b) {
            let kept = pairs.entry((a.min(b), a.max(b))).or_insert_with(|| Arc::clone(row));
            if weight(row) > weight(kept) {
                *kept = Arc::clone(row);
            }
        }
    }
    pairs
}

fn members(side: &Side, ingredients: &Ingredients) -> Vec<usize> {
    match side {
        Side::Ingredient(id) => ingredients.get(id).map(|i| i.place).into_iter().collect(),
        Side::Class(class) => ingredients.values().filter(|i| i.is_in(class)).map(|i| i.place).collect(),
    }
}

/// Interactions and duplicates of every new line with the lines after it and with what is taken already.
pub(super) fn findings(book: &Book, lines: &[Taken<'_>]) -> Vec<Finding> {
    let mut found = Vec::new();
    for (at, one) in lines.iter().enumerate().filter(|(_, one)| one.is_new() && one.medicine.systemic) {
        let others = lines.iter().skip(at + 1);
        for other in others.filter(|o| o.medicine.systemic && o.medicine.id != one.medicine.id && o.overlaps(one)) {
            between(book, one, other, &mut found);
        }
    }
    found
}

fn between(book: &Book, one: &Taken<'_>, other: &Taken<'_>, found: &mut Vec<Finding>) {
    for a in one.medicine.parts.iter().map(|part| part.ingredient.as_ref()) {
        for b in other.medicine.parts.iter().map(|part| part.ingredient.as_ref()) {
            if a.id == b.id {
                found.push(duplicate(one, other, a));
                continue;
            }
            found.extend(shared_class(one, other, (a, b)));
            found.extend(book.between(a, b).map(|row| interaction(one, other, (a, b), row)));
        }
    }
}

fn duplicate(one: &Taken<'_>, other: &Taken<'_>, ingredient: &Ingredient) -> Finding {
    Finding {
        rule: Rule::Duplicate,
        level: super::Level::Warn,
        lines: vec![one.at, other.at],
        ingredients: vec![ingredient.id.clone()],
        // It is told at the later of two new lines, so it names the earlier one.
        reason: words::duplicate(ingredient, if other.is_new() { one } else { other }),
    }
}

/// The gravest class that both belong to and that must not be taken twice.
fn shared_class(one: &Taken<'_>, other: &Taken<'_>, (a, b): (&Ingredient, &Ingredient)) -> Option<Finding> {
    let shared = a.classes.iter().filter(|class| b.is_in(&class.id));
    let (level, class) = shared.filter_map(|class| Some((class.duplicate?, class))).max_by_key(|(level, _)| *level)?;
    Some(Finding {
        rule: Rule::DuplicateClass,
        level,
        lines: vec![one.at, other.at],
        ingredients: sorted(a, b),
        reason: words::duplicate_class(class, a, b, other),
    })
}

fn interaction(one: &Taken<'_>, other: &Taken<'_>, (a, b): (&Ingredient, &Ingredient), row: &Interaction) -> Finding {
    Finding {
        rule: Rule::Interaction,
        level: row.level,
        lines: vec![one.at, other.at],
        ingredients: sorted(a, b),
        reason: words::interaction(row, a, b),
    }
}

fn sorted(a: &Ingredient, b: &Ingredient) -> Vec<String> {
    let mut ids = vec![a.id.clone(), b.id.clone()];
    ids.sort_unstable();
    ids
}
