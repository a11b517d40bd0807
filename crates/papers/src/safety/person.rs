//! The rules that look at one new line and the patient: allergy, age, pregnancy, breast-feeding, kidneys.

use super::book::{Ingredient, Risk};
use super::day::Taken;
use super::{Allergy, Book, Case, Finding, Level, Person, Rule, words};
use bricks::quantity::Quantity;
use bricks::say::Say;

/// The first weeks of the second and the third trimester.
const SECOND_TRIMESTER_FROM: i64 = 14;
const THIRD_TRIMESTER_FROM: i64 = 28;

impl Allergy {
    /// Reads `ingredient:amoxicillin` or `class:penicillin`.
    pub fn parse(text: &str) -> Option<Allergy> {
        let (kind, id) = text.split_once(':')?;
        let id = id.trim().to_owned();
        match (kind.trim(), id.is_empty()) {
            ("ingredient", false) => Some(Allergy::Ingredient(id)),
            ("class", false) => Some(Allergy::Class(id)),
            _ => None,
        }
    }

    /// As [`Allergy::parse`] reads it.
    pub fn code(&self) -> String {
        match self {
            Allergy::Ingredient(id) => format!("ingredient:{id}"),
            Allergy::Class(id) => format!("class:{id}"),
        }
    }

    /// Whether the tables know it.
    pub fn is_known(&self, book: &Book) -> bool {
        match self {
            Allergy::Ingredient(id) => book.ingredient(id).is_some(),
            Allergy::Class(id) => book.class(id).is_some(),
        }
    }

    /// The name to be read; what the tables do not know is told by its id.
    pub fn name(&self, book: &Book) -> Say {
        match self {
            Allergy::Ingredient(id) => book.ingredient(id).map_or_else(|| words::plain(id), |known| known.name.clone()),
            Allergy::Class(id) => book.class(id).map_or_else(|| words::plain(id), |class| class.name.clone()),
        }
    }

    /// How strongly this allergy speaks against an ingredient.
    fn against(&self, book: &Book, ingredient: &Ingredient) -> Option<Level> {
        let own = match self {
            Allergy::Ingredient(id) if *id == ingredient.id => Some(Level::Stop),
            Allergy::Ingredient(id) => {
                let known = book.ingredient(id)?;
                let shared = known.classes.iter().filter(|class| ingredient.is_in(&class.id));
                shared.filter_map(|class| class.same_class).max()
            }
            Allergy::Class(id) if ingredient.is_in(id) => Some(book.class(id)?.same_class.unwrap_or(Level::Stop)),
            Allergy::Class(_) => None,
        };
        own.max(self.across(book, ingredient))
    }

    /// By the cross groups of the class, or of the ingredient's classes.
    fn across(&self, book: &Book, ingredient: &Ingredient) -> Option<Level> {
        let reaches = |cross: &[(String, Level)]| {
            let hit = cross.iter().filter(|(class, _)| ingredient.is_in(class));
            hit.map(|(_, level)| *level).max()
        };
        match self {
            Allergy::Class(id) => reaches(&book.class(id)?.cross),
            Allergy::Ingredient(id) => book.ingredient(id)?.classes.iter().filter_map(|c| reaches(&c.cross)).max(),
        }
    }
}

/// All findings of these rules for one new line.
pub(super) fn findings(book: &Book, case: &Case, taken: &Taken<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for part in &taken.medicine.parts {
        let ingredient = part.ingredient.as_ref();
        let said = [
            allergy(book, case, ingredient),
            age(case, taken, ingredient),
            pregnancy(case, taken, ingredient),
            breastfeeding(case, taken, ingredient),
            renal(case, taken, ingredient),
        ];
        found.extend(said.into_iter().flatten().map(|(rule, level, reason)| Finding {
            rule,
            level,
            lines: vec![taken.at],
            ingredients: vec![ingredient.id.clone()],
            reason,
        }));
    }
    found.extend(local_pregnancy(case, taken));
    found
}

type Said = Option<(Rule, Level, Say)>;

fn allergy(book: &Book, case: &Case, ingredient: &Ingredient) -> Said {
    let against = |allergy: &'_ Allergy| allergy.against(book, ingredient);
    let (level, known) =
        case.allergies.iter().filter_map(|a| Some((against(a)?, a))).max_by_key(|(level, _)| *level)?;
    Some((Rule::Allergy, level, words::allergy(ingredient, &known.name(book))))
}

/// A medicine's own youngest age stands for that of its ingredients.
fn age(case: &Case, taken: &Taken<'_>, ingredient: &Ingredient) -> Said {
    let age = case.person.age_months?;
    let own = ingredient.min_age_months.filter(|_| taken.medicine.systemic);
    let youngest = taken.medicine.min_age_months.or(own)?;
    (age < youngest).then(|| (Rule::Age, ingredient.min_age_level, words::age(ingredient, youngest)))
}

/// From 0.
pub(super) fn trimester(week: i64) -> usize {
    match week {
        THIRD_TRIMESTER_FROM.. => 2,
        SECOND_TRIMESTER_FROM.. => 1,
        _ => 0,
    }
}

fn risk_level(risk: Risk) -> Option<Level> {
    match risk {
        Risk::Avoid => Some(Level::Stop),
        Risk::Caution => Some(Level::Warn),
        Risk::Ok => None,
    }
}

/// Of the trimester; the gravest of all three where nobody knows the week.
fn risk_of(person: &Person, risks: &[Option<Risk>; 3]) -> Option<Risk> {
    match person.pregnancy_week {
        Some(week) => risks.get(trimester(week)).copied().flatten(),
        None if person.expecting => risks.iter().copied().flatten().max(),
        None => None,
    }
}

fn pregnancy(case: &Case, taken: &Taken<'_>, ingredient: &Ingredient) -> Said {
    let risk = risk_of(&case.person, &ingredient.pregnancy).filter(|_| taken.medicine.systemic)?;
    Some((Rule::Pregnancy, risk_level(risk)?, words::pregnancy(&ingredient.name, case.person.pregnancy_week, risk)))
}

/// What acts in one place is judged as a product.
fn local_pregnancy(case: &Case, taken: &Taken<'_>) -> Option<Finding> {
    let risk = risk_of(&case.person, &taken.medicine.pregnancy_local).filter(|_| !taken.medicine.systemic)?;
    Some(Finding {
        rule: Rule::Pregnancy,
        level: risk_level(risk)?,
        lines: vec![taken.at],
        ingredients: taken.medicine.parts.iter().map(|part| part.ingredient.id.clone()).collect(),
        reason: words::pregnancy(&taken.medicine.name, case.person.pregnancy_week, risk),
    })
}

fn breastfeeding(case: &Case, taken: &Taken<'_>, ingredient: &Ingredient) -> Said {
    let level = match ingredient.breastfeeding? {
        Risk::Avoid => Level::Stop,
        Risk::Caution => Level::Note,
        Risk::Ok => return None,
    };
    let applies = case.person.breastfeeding && taken.medicine.systemic;
    applies.then(|| (Rule::Breastfeeding, level, words::breastfeeding(ingredient, level)))
}

fn renal(case: &Case, taken: &Taken<'_>, ingredient: &Ingredient) -> Said {
    let egfr = case.person.egfr.filter(|_| taken.medicine.systemic)?;
    let below = |limit: Option<i64>| limit.map(Quantity::from_milli).filter(|limit| egfr < *limit);
    let (level, limit) = below(ingredient.egfr_avoid_below)
        .map(|limit| (Level::Stop, limit))
        .or_else(|| below(ingredient.egfr_caution_below).map(|limit| (Level::Warn, limit)))?;
    Some((Rule::Renal, level, words::renal(ingredient, egfr, limit, level)))
}
