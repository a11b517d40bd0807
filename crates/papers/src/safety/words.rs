//! The reasons, in both languages.

use super::book::{Class, Ingredient, Interaction, Risk};
use super::day::Taken;
use super::{At, FOR_GOOD, Level, List};
use crate::text;
use bricks::clock::{Day, show_day};
use bricks::lang::Lang;
use bricks::quantity::Quantity;
use bricks::say::Say;

fn both(said: impl Fn(Lang) -> String) -> Say {
    Say::new(said(Lang::Vi), said(Lang::En))
}

/// An ingredient's name, which is its id in words.
pub(super) fn plain(id: &str) -> String {
    id.replace('_', " ")
}

pub(super) fn ingredient_name(id: &str) -> Say {
    Say::new(plain(id), plain(id))
}

pub(super) fn allergy(ingredient: &Ingredient, known: &Say) -> Say {
    both(|l| text::safety_allergy(l, plain(&ingredient.id), known.to(l)))
}

/// Small children's ages in months, others in years.
pub(super) fn age(ingredient: &Ingredient, youngest: i64) -> Say {
    let name = plain(&ingredient.id);
    if youngest % 12 == 0 && youngest >= 72 {
        text::safety_age_years_say(name, youngest / 12)
    } else {
        text::safety_age_months_say(name, youngest)
    }
}

pub(super) fn pregnancy(name: &Say, week: i64, risk: Risk) -> Say {
    both(|l| match risk {
        Risk::Avoid => text::safety_pregnancy_avoid(l, name.to(l), week),
        _ => text::safety_pregnancy_caution(l, name.to(l), week),
    })
}

pub(super) fn breastfeeding(ingredient: &Ingredient, level: Level) -> Say {
    let name = plain(&ingredient.id);
    match level {
        Level::Stop => text::safety_breastfeeding_avoid_say(name),
        _ => text::safety_breastfeeding_caution_say(name),
    }
}

pub(super) fn renal(ingredient: &Ingredient, egfr: Quantity, limit: Quantity, level: Level) -> Say {
    both(|l| {
        let (egfr, name, limit) = (egfr.show(l), plain(&ingredient.id), limit.show(l));
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

pub(super) fn dose_single(ingredient: &Ingredient, dose: &str, limit: &str) -> Say {
    both(|l| text::safety_dose_single(l, localised(l, dose), plain(&ingredient.id), localised(l, limit)))
}

pub(super) fn dose_daily(ingredient: &Ingredient, dose: &str, limit: &str, by_weight: bool) -> Say {
    both(|l| {
        let (dose, name, limit) = (localised(l, dose), plain(&ingredient.id), localised(l, limit));
        if by_weight {
            text::safety_dose_daily_weight(l, dose, name, limit)
        } else {
            text::safety_dose_daily(l, dose, name, limit)
        }
    })
}

pub(super) fn weight_missing(ingredient: &Ingredient) -> Say {
    text::safety_weight_missing_say(plain(&ingredient.id))
}

pub(super) fn duration(ingredient: &Ingredient, days: i64, most: i64) -> Say {
    let name = plain(&ingredient.id);
    if days == FOR_GOOD {
        text::safety_duration_for_good_say(name, most)
    } else {
        text::safety_duration_say(days, name, most)
    }
}

pub(super) fn taper(ingredient: &Ingredient, days: i64, after: i64) -> Say {
    let name = plain(&ingredient.id);
    if days == FOR_GOOD { text::safety_taper_for_good_say(name) } else { text::safety_taper_say(after, days, name) }
}

pub(super) fn weekly_only(ingredient: &Ingredient) -> Say {
    text::safety_weekly_only_say(plain(&ingredient.id))
}

pub(super) fn duplicate(ingredient: &Ingredient, other: &Taken<'_>) -> Say {
    both(|l| {
        let (name, medicine) = (plain(&ingredient.id), other.medicine.name.to(l));
        match other.at {
            At::New(_) => text::safety_duplicate(l, name, medicine),
            At::Current(_) => text::safety_duplicate_current(l, name, medicine),
        }
    })
}

pub(super) fn duplicate_class(class: &Class, a: &Ingredient, b: &Ingredient, other: &Taken<'_>) -> Say {
    both(|l| {
        let (a, b, class) = (plain(&a.id), plain(&b.id), class.name.to(l));
        match other.at {
            At::New(_) => text::safety_duplicate_class(l, a, b, class),
            At::Current(_) => text::safety_duplicate_class_current(l, a, b, class),
        }
    })
}

pub(super) fn interaction(row: &Interaction, a: &Ingredient, b: &Ingredient) -> Say {
    both(|l| text::safety_interaction(l, plain(&a.id), row.advice.to(l), plain(&b.id), row.effect.to(l)))
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
