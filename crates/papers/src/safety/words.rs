//! The reasons, in both languages.

use super::book::{Class, Ingredient, Interaction, Risk};
use super::day::Taken;
use super::{At, FOR_GOOD, Level, List};
use crate::text;
use bricks::clock::{Day, show_day};
use bricks::lang::Lang;
use bricks::quantity::Quantity;
use bricks::say::Say;
use ground::catalog;

fn both(said: impl Fn(Lang) -> String) -> Say {
    Say::new(said(Lang::Vi), said(Lang::En))
}

/// An id that the tables do not know, in words.
pub(super) fn plain(id: &str) -> Say {
    let words = id.replace('_', " ");
    Say::new(words.clone(), words)
}

/// Names as a list in each language.
pub(super) fn listed(names: &[&Say]) -> Say {
    both(|l| names.iter().map(|name| name.to(l)).collect::<Vec<_>>().join(", "))
}

/// A sentence about one name, or a list of them.
pub(super) fn about(name: &Say, said: impl Fn(Lang, &str) -> String) -> Say {
    both(|l| said(l, name.to(l)))
}

pub(super) fn allergy(ingredient: &Ingredient, known: &Say) -> Say {
    both(|l| text::safety_allergy(l, ingredient.name.to(l), known.to(l)))
}

/// Small children's ages in months, others in years.
pub(super) fn age(ingredient: &Ingredient, youngest: i64) -> Say {
    about(&ingredient.name, |l, name| {
        if youngest % 12 == 0 && youngest >= 72 {
            text::safety_age_years(l, name, youngest / 12)
        } else {
            text::safety_age_months(l, name, youngest)
        }
    })
}

pub(super) fn pregnancy(name: &Say, week: Option<i64>, risk: Risk) -> Say {
    both(|l| match (risk, week) {
        (Risk::Avoid, Some(week)) => text::safety_pregnancy_avoid(l, name.to(l), week),
        (Risk::Avoid, None) => text::safety_pregnancy_avoid_unknown(l, name.to(l)),
        (_, Some(week)) => text::safety_pregnancy_caution(l, name.to(l), week),
        (_, None) => text::safety_pregnancy_caution_unknown(l, name.to(l)),
    })
}

pub(super) fn breastfeeding(ingredient: &Ingredient, level: Level) -> Say {
    about(&ingredient.name, |l, name| match level {
        Level::Stop => text::safety_breastfeeding_avoid(l, name),
        _ => text::safety_breastfeeding_caution(l, name),
    })
}

/// Whole ml/min, rounded down: an estimate is not more exact, and never told as more than it is.
fn whole(egfr: Quantity) -> Quantity {
    Quantity::whole(egfr.milli().div_euclid(1_000))
}

pub(super) fn renal(ingredient: &Ingredient, egfr: Quantity, limit: Quantity, level: Level) -> Say {
    both(|l| {
        let (egfr, name, limit) = (whole(egfr).show(l), ingredient.name.to(l), limit.show(l));
        match level {
            Level::Stop => text::safety_renal_avoid(l, egfr, name, limit),
            _ => text::safety_renal_caution(l, egfr, name, limit),
        }
    })
}

/// Milligrams with the decimal mark of the language.
fn localised(l: Lang, milligrams: &str) -> String {
    match l {
        Lang::Vi => milligrams.replace('.', ","),
        Lang::En => milligrams.to_owned(),
    }
}

/// Where the limit of a dose comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LimitOf {
    Weight,
    Age,
    GrownUp,
    /// The tables have none for children.
    GrownUpForChild,
}

impl LimitOf {
    /// Behind a sentence about a grown-up's limit.
    fn aside(self, l: Lang, said: String) -> String {
        if self == LimitOf::GrownUpForChild { text::safety_of_grown_ups(l, said) } else { said }
    }
}

pub(super) fn dose_single(ingredient: &Ingredient, dose: &str, limit: &str, of: LimitOf) -> Say {
    both(|l| {
        let (dose, name, limit) = (localised(l, dose), ingredient.name.to(l), localised(l, limit));
        match of {
            LimitOf::Weight => text::safety_dose_single_weight(l, dose, name, limit),
            LimitOf::Age => text::safety_dose_single_age(l, dose, name, limit),
            _ => of.aside(l, text::safety_dose_single(l, dose, name, limit)),
        }
    })
}

pub(super) fn dose_daily(ingredient: &Ingredient, dose: &str, limit: &str, of: LimitOf) -> Say {
    both(|l| {
        let (dose, name, limit) = (localised(l, dose), ingredient.name.to(l), localised(l, limit));
        match of {
            LimitOf::Weight => text::safety_dose_daily_weight(l, dose, name, limit),
            LimitOf::Age => text::safety_dose_daily_age(l, dose, name, limit),
            _ => of.aside(l, text::safety_dose_daily(l, dose, name, limit)),
        }
    })
}

/// Of what is dosed in international units.
pub(super) fn units_daily(ingredient: &Ingredient, dose: i128, limit: i128, of: LimitOf) -> Say {
    about(&ingredient.name, |l, name| match of {
        LimitOf::Weight => text::safety_units_daily_weight(l, dose, name, limit),
        _ => of.aside(l, text::safety_units_daily(l, dose, name, limit)),
    })
}

pub(super) fn weight_missing(ingredient: &Ingredient) -> Say {
    about(&ingredient.name, |l, name| text::safety_weight_missing(l, name))
}

pub(super) fn duration(ingredient: &Ingredient, days: i64, most: i64) -> Say {
    about(&ingredient.name, |l, name| {
        if days == FOR_GOOD {
            text::safety_duration_for_good(l, name, most)
        } else {
            text::safety_duration(l, days, name, most)
        }
    })
}

pub(super) fn taper(ingredient: &Ingredient, days: i64, after: i64) -> Say {
    about(&ingredient.name, |l, name| {
        if days == FOR_GOOD { text::safety_taper_for_good(l, name) } else { text::safety_taper(l, after, days, name) }
    })
}

pub(super) fn weekly_only(ingredient: &Ingredient) -> Say {
    about(&ingredient.name, |l, name| text::safety_weekly_only(l, name))
}

pub(super) fn duplicate(ingredient: &Ingredient, other: &Taken<'_>) -> Say {
    both(|l| {
        let (name, medicine) = (ingredient.name.to(l), other.medicine.name.to(l));
        match other.at {
            At::New(_) => text::safety_duplicate(l, name, medicine),
            At::Current(_) => text::safety_duplicate_current(l, name, medicine),
        }
    })
}

/// How much of a medicine is there, or comes.
pub(super) struct Supplied<'a> {
    pub(super) in_hand: Quantity,
    pub(super) to_come: Quantity,
    pub(super) unit: &'a str,
    pub(super) has_some: bool,
    pub(super) outside: bool,
}

/// The same medicine of an earlier prescription, by its number and day.
pub(super) fn repeat(name: &Say, (number, day): (&str, Day), of: &Supplied<'_>, until: Day) -> Say {
    both(|l| {
        let amount = |quantity| catalog::amount(l, quantity, of.unit);
        let told = [
            (!of.in_hand.is_zero()).then(|| text::safety_supply_given(l, amount(of.in_hand))),
            (!of.to_come.is_zero()).then(|| text::safety_supply_to_come(l, amount(of.to_come))),
            of.has_some.then(|| text::safety_supply_has_some(l).to_owned()),
            of.outside.then(|| text::safety_supply_outside(l).to_owned()),
        ];
        let supply = told.into_iter().flatten().collect::<Vec<_>>().join(", ");
        let (day, until) = (show_day(day, l), show_day(until, l));
        text::safety_repeat(l, day, name.to(l), number, supply, until)
    })
}

/// The same medicine, sold today.
pub(super) fn sold(name: &Say, quantity: Quantity, unit: &str) -> Say {
    both(|l| text::safety_repeat_sold(l, catalog::amount(l, quantity, unit), name.to(l)))
}

pub(super) fn duplicate_class(class: &Class, a: &Ingredient, b: &Ingredient, other: &Taken<'_>) -> Say {
    both(|l| {
        let (a, b, class) = (a.name.to(l), b.name.to(l), class.name.to(l));
        match other.at {
            At::New(_) => text::safety_duplicate_class(l, a, b, class),
            At::Current(_) => text::safety_duplicate_class_current(l, a, b, class),
        }
    })
}

pub(super) fn interaction(row: &Interaction, a: &Ingredient, b: &Ingredient) -> Say {
    both(|l| text::safety_interaction(l, a.name.to(l), row.advice.to(l), b.name.to(l), row.effect.to(l)))
}

pub(super) fn list_missing(list: List) -> Say {
    match list {
        List::Ingredients => text::safety_ingredients_missing_say(),
        List::Classes => text::safety_classes_missing_say(),
        List::Interactions => text::safety_interactions_missing_say(),
        List::Medicines => text::safety_medicines_missing_say(),
    }
}

pub(super) fn stale(as_of: Day) -> Say {
    both(|l| text::safety_stale(l, show_day(as_of, l)))
}
