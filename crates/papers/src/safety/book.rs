use super::{Allergy, Level, List, RowError};
use bricks::clock::Day;
use bricks::say::Say;
use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

/// Amounts are in nanograms, 10⁻⁶ mg: the finest figure of the tables.
pub(super) const NANOGRAM_PLACES: u32 = 6;

/// How an ingredient suits a pregnancy or breast-feeding; the gravest last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Risk {
    Ok,
    Caution,
    Avoid,
}

/// A class of ingredients.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Class {
    pub id: String,
    pub name: Say,
    /// The level at which an allergy to one member reaches the others.
    pub same_class: Option<Level>,
    /// Other classes that an allergy reaches, with the level.
    pub cross: Vec<(String, Level)>,
    /// The level of two members taken together.
    pub duplicate: Option<Level>,
}

/// An active ingredient with its limits. Amounts are in nanograms, filtration in thousandths of ml/min/1.73 m².
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ingredient {
    pub id: String,
    /// The international name as each language writes it.
    pub name: Say,
    pub classes: Vec<Arc<Class>>,
    pub single_max: Option<i64>,
    pub single_max_per_kg: Option<i64>,
    pub daily_max: Option<i64>,
    pub daily_max_per_kg: Option<i64>,
    /// Of grown-ups, for medicines that are dosed by weight at every age; the smaller of this and `daily_max` holds.
    pub daily_max_per_kg_adult: Option<i64>,
    /// For children by their age, where no amount by weight says it.
    pub child_bands: Vec<Band>,
    /// A child's dose needs no limit: what is not absorbed, or counted in spores.
    pub child_any: bool,
    /// What one international unit of the label weighs, where doses are told in units.
    pub per_unit: Option<i64>,
    pub min_age_months: Option<i64>,
    pub min_age_level: Level,
    /// By trimester.
    pub pregnancy: [Option<Risk>; 3],
    pub breastfeeding: Option<Risk>,
    pub egfr_avoid_below: Option<i64>,
    pub egfr_caution_below: Option<i64>,
    pub max_days: Option<i64>,
    pub taper_after_days: Option<i64>,
    pub over_max: Level,
    pub weekly_only: bool,
    /// Its place among the ingredients, for the pairs.
    pub(super) place: usize,
}

/// The largest amounts of one span of ages, in nanograms; the lower age belongs to the span, the upper does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Band {
    pub from_months: i64,
    pub below_months: i64,
    pub single: Option<i64>,
    pub daily: Option<i64>,
}

impl Ingredient {
    /// The largest amounts for a child of this age, where the tables tell them by age.
    pub(super) fn band(&self, age_months: i64) -> Option<&Band> {
        self.child_bands.iter().find(|band| (band.from_months..band.below_months).contains(&age_months))
    }

    /// Whether the tables say how much a child of this age may be given.
    pub(super) fn has_child_limit(&self, age_months: i64) -> bool {
        let by_weight = [self.single_max_per_kg, self.daily_max_per_kg, self.daily_max_per_kg_adult];
        self.child_any || by_weight.iter().any(Option::is_some) || self.band(age_months).is_some()
    }

    /// Whether it belongs to a class.
    pub fn is_in(&self, class: &str) -> bool {
        self.classes.iter().any(|c| c.id == class)
    }
}

/// One ingredient of a medicine with its nanograms in a dose unit; `None` where the label counts something else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    pub ingredient: Arc<Ingredient>,
    pub amount: Option<i64>,
}

/// A product, as far as the rules need it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Medicine {
    pub id: String,
    pub name: Say,
    pub parts: Vec<Part>,
    /// Whether it counts for doses, interactions and duplicates.
    pub systemic: bool,
    pub min_age_months: Option<i64>,
    /// By trimester, for what acts in one place.
    pub pregnancy_local: [Option<Risk>; 3],
}

/// What an interaction is between.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Side {
    Ingredient(String),
    Class(String),
}

/// A pair that does not go together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interaction {
    pub id: String,
    pub a: Side,
    pub b: Side,
    pub level: Level,
    pub effect: Say,
    pub advice: Say,
}

impl Interaction {
    /// How many ingredients it names: the more, the more it counts.
    pub(super) fn ingredients_named(&self) -> usize {
        [&self.a, &self.b].into_iter().filter(|side| matches!(side, Side::Ingredient(_))).count()
    }
}

/// All the tables, joined.
#[derive(Debug, Clone)]
pub struct Book {
    /// The day that the tables are of.
    pub as_of: Day,
    pub(super) ingredients: HashMap<String, Arc<Ingredient>>,
    pub(super) classes: HashMap<String, Arc<Class>>,
    pub(super) medicines: HashMap<String, Medicine>,
    /// For each pair of ingredients (by place, the smaller first) the interaction that counts.
    pub(super) pairs: HashMap<(usize, usize), Arc<Interaction>>,
    /// Tables that are not there at all.
    pub missing: Vec<List>,
    /// Lines that could not be read and are therefore left out.
    pub errors: Vec<RowError>,
    /// Every class and ingredient with the spellings of its names, made when first asked for.
    pub(super) spelled: OnceLock<Vec<(Allergy, Vec<Vec<String>>)>>,
}

impl Book {
    pub fn medicine(&self, id: &str) -> Option<&Medicine> {
        self.medicines.get(id)
    }

    pub fn ingredient(&self, id: &str) -> Option<&Ingredient> {
        self.ingredients.get(id).map(Arc::as_ref)
    }

    pub fn class(&self, id: &str) -> Option<&Class> {
        self.classes.get(id).map(Arc::as_ref)
    }

    /// Every ingredient's id, sorted.
    pub fn ingredient_ids(&self) -> Vec<&str> {
        let mut ids: Vec<&str> = self.ingredients.keys().map(String::as_str).collect();
        ids.sort_unstable();
        ids
    }

    /// Every class, sorted by id.
    pub fn classes(&self) -> Vec<&Class> {
        let mut all: Vec<&Class> = self.classes.values().map(Arc::as_ref).collect();
        all.sort_unstable_by(|a, b| a.id.cmp(&b.id));
        all
    }

    /// Every medicine's id, sorted.
    pub fn medicine_ids(&self) -> Vec<&str> {
        let mut ids: Vec<&str> = self.medicines.keys().map(String::as_str).collect();
        ids.sort_unstable();
        ids
    }

    /// The interaction that counts between two ingredients.
    pub(super) fn between(&self, a: &Ingredient, b: &Ingredient) -> Option<&Interaction> {
        let key = (a.place.min(b.place), a.place.max(b.place));
        self.pairs.get(&key).map(Arc::as_ref)
    }
}
