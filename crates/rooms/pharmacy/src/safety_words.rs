//! A line of the safety data as somebody reads it who has to stand behind it: in words of one language, not in names of columns.

use crate::text;
use bricks::lang::Lang;
use ground::catalog::{in_lang, medicine_form, strength_in, unit_word};
use papers::safety::{Level, List, Listing, Shown};
use std::collections::HashMap;

/// What ids are called, from the tables themselves.
pub struct Names(HashMap<(&'static str, String), (String, String)>);

impl Names {
    pub fn of(tables: &[(List, Shown)]) -> Names {
        let mut names = HashMap::new();
        for (list, shown) in tables {
            let kind = match list {
                List::Ingredients => "ingredient",
                List::Classes => "class",
                List::Interactions | List::Medicines => continue,
            };
            for line in &shown.lines {
                let cell = Cells(line);
                let named = (cell.of("name_vi").to_owned(), cell.of("name_en").to_owned());
                names.insert((kind, line.id.clone()), named);
            }
        }
        Names(names)
    }

    /// The name; of what has none the id, without its marks.
    fn name(&self, l: Lang, kind: &'static str, id: &str) -> String {
        let named = self.0.get(&(kind, id.to_owned()));
        let name = named.map(|(vi, en)| in_lang(l, vi, en)).filter(|name| !name.is_empty());
        name.map_or_else(|| id.replace('_', " "), str::to_owned)
    }
}

struct Cells<'a>(&'a Listing);

impl<'a> Cells<'a> {
    fn of(&self, column: &str) -> &'a str {
        self.0.cells.iter().find(|(name, _)| name == column).map_or("", |(_, value)| value.as_str())
    }

    fn in_lang(&self, l: Lang, vi: &str, en: &str) -> &'a str {
        in_lang(l, self.of(vi), self.of(en))
    }

    /// A number as the language writes it, in a sentence; nothing where the column is empty.
    fn number(&self, l: Lang, column: &str, said: impl Fn(Lang, &str) -> String) -> Option<String> {
        let value = self.of(column);
        (!value.is_empty()).then(|| said(l, &if l == Lang::Vi { value.replace('.', ",") } else { value.to_owned() }))
    }
}

/// What a line is called.
pub fn title(l: Lang, list: List, line: &Listing, names: &Names) -> String {
    let cell = Cells(line);
    let side = |kind: &str, id: &str| match kind {
        "class" => text::data_class(l, names.name(l, "class", id)),
        _ => names.name(l, "ingredient", id),
    };
    match list {
        List::Interactions => {
            format!("{} + {}", side(cell.of("a_type"), cell.of("a_id")), side(cell.of("b_type"), cell.of("b_id")))
        }
        List::Classes => names.name(l, "class", &line.id),
        List::Ingredients => names.name(l, "ingredient", &line.id),
        List::Medicines => {
            format!("{} {}", cell.in_lang(l, "generic_vi", "generic_en"), strength_in(l, cell.of("strength")))
        }
    }
}

/// What a line says, one thing after the other.
pub fn sentences(l: Lang, list: List, line: &Listing, names: &Names) -> Vec<String> {
    let cell = Cells(line);
    match list {
        List::Interactions => interaction(l, &cell),
        List::Classes => class(l, &cell, names),
        List::Ingredients => ingredient(l, &cell, names),
        List::Medicines => medicine(l, &cell, names),
    }
}

fn level(l: Lang, code: &str) -> &'static str {
    Level::parse(code).map_or("", |level| level.word(l))
}

fn interaction(l: Lang, cell: &Cells<'_>) -> Vec<String> {
    let told = [
        level(l, cell.of("level")),
        cell.in_lang(l, "effect_vi", "effect_en"),
        cell.in_lang(l, "advice_vi", "advice_en"),
    ];
    told.into_iter().filter(|said| !said.is_empty()).map(str::to_owned).collect()
}

/// `a:stop;b:warn` in words.
fn leveled(l: Lang, cells: &str, name: impl Fn(&str) -> String) -> String {
    let each = cells.split(';').filter_map(|one| one.split_once(':'));
    each.map(|(id, code)| format!("{} ({})", name(id), level(l, code))).collect::<Vec<_>>().join(", ")
}

fn class(l: Lang, cell: &Cells<'_>, names: &Names) -> Vec<String> {
    let across = leveled(l, cell.of("allergy_cross_group"), |id| names.name(l, "class", id));
    let told = [
        cell.number(l, "allergy_same_class", |l, code| text::data_allergy_same(l, level(l, code))),
        (!across.is_empty()).then(|| text::data_allergy_across(l, across)),
        cell.number(l, "duplicate_level", |l, code| text::data_duplicate(l, level(l, code))),
    ];
    let told: Vec<String> = told.into_iter().flatten().collect();
    if told.is_empty() { vec![text::data_class_only(l).to_owned()] } else { told }
}

fn ingredient(l: Lang, cell: &Cells<'_>, names: &Names) -> Vec<String> {
    let classes: Vec<String> =
        cell.of("class_ids").split(';').filter(|id| !id.is_empty()).map(|id| names.name(l, "class", id)).collect();
    let age = |l: Lang, months: &str| text::data_min_age(l, level(l, cell.of("min_age_level")), months);
    let told = [
        (!classes.is_empty()).then(|| text::data_classes(l, classes.join(", "))),
        cell.number(l, "max_single_mg_adult", |l, mg| text::data_single(l, mg)),
        cell.number(l, "max_single_mg_per_kg_child", |l, mg| text::data_single_child(l, mg)),
        cell.number(l, "max_daily_mg_adult", |l, mg| text::data_daily(l, mg)),
        cell.number(l, "max_daily_mg_per_kg_child", |l, mg| text::data_daily_child(l, mg)),
        cell.number(l, "max_daily_mg_per_kg_adult", |l, mg| text::data_daily_weight(l, mg)),
        child_max(l, cell.of("child_max_mg")),
        cell.number(l, "over_max_level", |l, code| text::data_over(l, level(l, code))),
        cell.number(l, "min_age_months", age).filter(|_| cell.of("min_age_months") != "0"),
        cell.number(l, "pregnancy", |l, code| text::data_pregnancy(l, by_trimester(l, code))),
        cell.number(l, "breastfeeding", |l, code| text::data_breastfeeding(l, care(l, code))),
        cell.number(l, "egfr_avoid_below", |l, limit| text::data_egfr_avoid(l, limit)),
        cell.number(l, "egfr_caution_below", |l, limit| text::data_egfr_caution(l, limit)),
        cell.number(l, "renal_note", |l, note| text::data_renal_note(l, note)).filter(|_| l == Lang::En),
        cell.number(l, "max_days", |l, days| text::data_max_days(l, days)),
        cell.number(l, "taper_after_days", |l, days| text::data_taper(l, days)),
        (cell.of("weekly_only") == "1").then(|| text::data_weekly(l).to_owned()),
        cell.number(l, "mg_per_unit", |l, mg| text::data_mg_per_unit(l, mg)),
    ];
    told.into_iter().flatten().collect()
}

/// `24-72:5/10;72-144:10/` in words.
fn child_max(l: Lang, code: &str) -> Option<String> {
    let amount = |mg: &str, said: fn(Lang, String) -> String| (!mg.is_empty()).then(|| said(l, decimal(l, mg)));
    let band = |one: &str| {
        let (ages, amounts) = one.split_once(':')?;
        let ((from, below), (single, daily)) = (ages.split_once('-')?, amounts.split_once('/')?);
        let said = [amount(single, text::data_band_single), amount(daily, text::data_band_daily)];
        Some(text::data_child_band(l, below, from, said.into_iter().flatten().collect::<Vec<_>>().join(", ")))
    };
    match code {
        "" => None,
        "any" => Some(text::data_child_any(l).to_owned()),
        bands => Some(bands.split(';').filter_map(band).collect::<Vec<_>>().join("; ")),
    }
}

fn care(l: Lang, code: &str) -> &'static str {
    match code {
        "ok" => text::care_ok(l),
        "caution" => text::care_caution(l),
        "avoid" => text::care_avoid(l),
        _ => "",
    }
}

/// `t1=caution;t2=ok;t3=avoid` in words.
fn by_trimester(l: Lang, code: &str) -> String {
    let part = |one: &str| {
        let (trimester, said) = one.split_once('=')?;
        Some(text::data_trimester(l, trimester.trim_start_matches('t'), care(l, said)))
    };
    let parts: Vec<String> = code.split(';').filter_map(part).collect();
    if parts.is_empty() { care(l, code).to_owned() } else { parts.join(", ") }
}

fn medicine(l: Lang, cell: &Cells<'_>, names: &Names) -> Vec<String> {
    let holds: Vec<String> = cell
        .of("ingredients_mg_per_unit")
        .split(';')
        .filter_map(|one| one.split_once('='))
        .map(|(id, mg)| match mg {
            "" => names.name(l, "ingredient", id),
            mg => format!("{} {} mg", names.name(l, "ingredient", id), decimal(l, mg)),
        })
        .collect();
    let unit = unit_word(l, cell.of("dose_unit"));
    let told = [
        Some(medicine_form(l, cell.of("form")).to_owned()),
        (!holds.is_empty()).then(|| text::data_holds(l, holds.join(" + "), unit)),
        (cell.of("systemic") == "0").then(|| text::data_local(l).to_owned()),
        cell.number(l, "min_age_months", |l, months| text::data_own_age(l, months)),
        cell.number(l, "pregnancy_local", |l, code| text::data_pregnancy(l, by_trimester(l, code))),
    ];
    told.into_iter().flatten().filter(|said| !said.is_empty()).collect()
}

fn decimal(l: Lang, number: &str) -> String {
    if l == Lang::Vi { number.replace('.', ",") } else { number.to_owned() }
}
