//! The four tables, joined into one book. A line that cannot be read is left out and told; nothing is guessed.

use super::book::{Band, Book, Class, Ingredient, Interaction, Medicine, NANOGRAM_PLACES, Part, Risk, Side};
use super::table::{Row, Table, decimal};
use super::{Level, List, pairs};
use crate::text;
use bricks::clock::Day;
use bricks::lang::Lang;
use bricks::say::Say;
use ground::catalog::strength_in;
use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

const EGFR_PLACES: u32 = 3;

/// The texts of the four tables; `None` for one that is not there.
#[derive(Debug, Clone, Copy, Default)]
pub struct Texts<'a> {
    pub ingredients: Option<&'a str>,
    pub classes: Option<&'a str>,
    pub interactions: Option<&'a str>,
    pub medicines: Option<&'a str>,
}

/// What is wrong with one line of a table; the header is line 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowError {
    pub list: List,
    pub line: usize,
    pub reason: Say,
}

/// One line of a table for those who review it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listing {
    pub id: String,
    /// The whole line, by which a changed line is known.
    pub line: String,
    /// Its other columns that are not empty.
    pub cells: Vec<(String, String)>,
    pub source: String,
    pub certainty: String,
}

/// The lines of one table in its order.
pub fn list_ids(text: &str) -> Vec<Listing> {
    let table = Table::read(text);
    let lines: HashMap<usize, &str> = text.lines().enumerate().map(|(at, line)| (at + 1, line)).collect();
    table
        .rows()
        .map(|row| Listing {
            id: row.text("id").to_owned(),
            line: lines.get(&row.line).copied().unwrap_or_default().trim_end_matches('\r').to_owned(),
            cells: row
                .named()
                .filter(|(name, text)| !text.is_empty() && !["id", "source", "certainty"].contains(name))
                .map(|(name, text)| (name.to_owned(), text.to_owned()))
                .collect(),
            source: row.text("source").to_owned(),
            certainty: row.text("certainty").to_owned(),
        })
        .collect()
}

/// The columns that a table must have.
pub(super) fn columns(list: List) -> &'static [&'static str] {
    match list {
        List::Ingredients => &[
            "id",
            "class_ids",
            "max_single_mg_adult",
            "max_daily_mg_adult",
            "max_daily_mg_per_kg_child",
            "min_age_months",
            "min_age_level",
            "pregnancy",
            "breastfeeding",
            "egfr_avoid_below",
            "egfr_caution_below",
            "max_days",
            "taper_after_days",
            "over_max_level",
            "weekly_only",
        ],
        List::Classes => &["id", "name_vi", "name_en", "allergy_same_class", "allergy_cross_group", "duplicate_level"],
        List::Interactions => &["id", "a_type", "a_id", "b_type", "b_id", "level", "effect_vi", "effect_en"],
        List::Medicines => &[
            "id",
            "generic_vi",
            "generic_en",
            "strength",
            "ingredients_mg_per_unit",
            "systemic",
            "min_age_months",
            "pregnancy_local",
        ],
    }
}

/// Reads one line after the other and keeps what is wrong.
struct Reader {
    list: List,
    errors: Vec<RowError>,
}

impl Reader {
    fn wrong(&mut self, line: usize, reason: Say) {
        self.errors.push(RowError { list: self.list, line, reason });
    }

    /// All lines that can be read, by id.
    fn all<T>(&mut self, text: Option<&str>, read: impl Fn(Row<'_, '_>) -> Result<T, Say>) -> Vec<(String, T)> {
        let Some(text) = text else { return Vec::new() };
        let table = Table::read(text);
        if let Some(column) = columns(self.list).iter().find(|column| !table.has(column)) {
            self.wrong(1, text::safety_no_column_say(column));
            return Vec::new();
        }
        let mut found: Vec<(String, T)> = Vec::new();
        let mut seen = std::collections::HashSet::new();
        for row in table.rows() {
            let id = row.text("id");
            let fits = row.width() <= table.width();
            let read = match (id, fits) {
                ("", _) => Err(text::safety_cell_empty_say("id")),
                (_, false) => Err(text::safety_row_width_say(row.width(), table.width())),
                _ if !seen.insert(id.to_owned()) => Err(text::safety_id_twice_say(id)),
                _ => read(row),
            };
            match read {
                Ok(read) => found.push((id.to_owned(), read)),
                Err(say) => self.wrong(row.line, say),
            }
        }
        found
    }
}

impl Book {
    /// Joins the tables. What cannot be read stands in `errors` and `missing`.
    pub fn read(texts: Texts<'_>, as_of: Day) -> Book {
        let is_there = |text: Option<&str>| text.is_some_and(|t| Table::read(t).rows().next().is_some());
        let given = [
            (List::Ingredients, texts.ingredients),
            (List::Classes, texts.classes),
            (List::Interactions, texts.interactions),
            (List::Medicines, texts.medicines),
        ];
        let missing = given.into_iter().filter(|(_, text)| !is_there(*text)).map(|(list, _)| list).collect();
        let mut errors = Vec::new();
        let classes = classes(texts.classes, &mut errors);
        let ingredients = ingredients(texts.ingredients, &classes, &mut errors);
        let medicines = medicines(texts.medicines, &ingredients, &mut errors);
        let interactions = interactions(texts.interactions, &classes, &ingredients, &mut errors);
        let pairs = pairs::of(&interactions, &ingredients);
        let spelled = OnceLock::new();
        Book { as_of, ingredients, classes, medicines, pairs, missing, errors, spelled }
    }
}

type Classes = HashMap<String, Arc<Class>>;
type Ingredients = HashMap<String, Arc<Ingredient>>;

fn classes(text: Option<&str>, errors: &mut Vec<RowError>) -> Classes {
    let mut reader = Reader { list: List::Classes, errors: Vec::new() };
    let ids: Vec<String> = text.map(list_ids).unwrap_or_default().into_iter().map(|listing| listing.id).collect();
    let found = reader.all(text, |row| {
        let cross = row.text("allergy_cross_group").split(';').map(str::trim).filter(|part| !part.is_empty());
        let reached = |part: &str| {
            let (class, level) = part.split_once(':')?;
            let level = Level::parse(level.trim())?;
            ids.iter().any(|id| id == class.trim()).then(|| (class.trim().to_owned(), level))
        };
        let wrong = || wrong(row, "allergy_cross_group");
        Ok(Arc::new(Class {
            id: row.text("id").to_owned(),
            name: Say::new(row.text("name_vi").to_owned(), row.text("name_en").to_owned()),
            same_class: level(row, "allergy_same_class")?,
            cross: cross.map(|part| reached(part).ok_or_else(wrong)).collect::<Result<_, _>>()?,
            duplicate: level(row, "duplicate_level")?,
        }))
    });
    errors.append(&mut reader.errors);
    found.into_iter().collect()
}

fn ingredients(text: Option<&str>, classes: &Classes, errors: &mut Vec<RowError>) -> Ingredients {
    let mut reader = Reader { list: List::Ingredients, errors: Vec::new() };
    let found = reader.all(text, |row| ingredient(row, classes));
    errors.append(&mut reader.errors);
    let placed = |(place, (id, found)): (usize, (String, Ingredient))| (id, Arc::new(Ingredient { place, ..found }));
    found.into_iter().enumerate().map(placed).collect()
}

/// A name that is not told is the id in words.
fn ingredient_name(row: Row<'_, '_>) -> Say {
    let plain = row.text("id").replace('_', " ");
    let told = |column| Some(row.text(column)).filter(|name| !name.is_empty()).unwrap_or(&plain).to_owned();
    Say::new(told("name_vi"), told("name_en"))
}

fn ingredient(row: Row<'_, '_>, classes: &Classes) -> Result<Ingredient, Say> {
    let named = row.text("class_ids").split(';').map(str::trim).filter(|id| !id.is_empty());
    let class = |id: &str| classes.get(id).cloned().ok_or_else(|| text::safety_id_unknown_say("class_ids", id));
    let (child_bands, child_any) = child_max(row)?;
    Ok(Ingredient {
        id: row.text("id").to_owned(),
        name: ingredient_name(row),
        classes: named.map(class).collect::<Result<_, _>>()?,
        single_max: number(row, "max_single_mg_adult", NANOGRAM_PLACES)?,
        single_max_per_kg: number(row, "max_single_mg_per_kg_child", NANOGRAM_PLACES)?,
        daily_max: number(row, "max_daily_mg_adult", NANOGRAM_PLACES)?,
        daily_max_per_kg: number(row, "max_daily_mg_per_kg_child", NANOGRAM_PLACES)?,
        daily_max_per_kg_adult: number(row, "max_daily_mg_per_kg_adult", NANOGRAM_PLACES)?,
        child_bands,
        child_any,
        per_unit: number(row, "mg_per_unit", NANOGRAM_PLACES)?,
        min_age_months: number(row, "min_age_months", 0)?,
        min_age_level: level(row, "min_age_level")?.unwrap_or(Level::Warn),
        pregnancy: trimesters(row, "pregnancy")?,
        breastfeeding: risk(row, "breastfeeding", row.text("breastfeeding"))?,
        egfr_avoid_below: number(row, "egfr_avoid_below", EGFR_PLACES)?,
        egfr_caution_below: number(row, "egfr_caution_below", EGFR_PLACES)?,
        max_days: number(row, "max_days", 0)?,
        taper_after_days: number(row, "taper_after_days", 0)?,
        over_max: level(row, "over_max_level")?.unwrap_or(Level::Warn),
        weekly_only: flag(row, "weekly_only")?,
        place: 0,
    })
}

fn medicines(text: Option<&str>, ingredients: &Ingredients, errors: &mut Vec<RowError>) -> HashMap<String, Medicine> {
    let mut reader = Reader { list: List::Medicines, errors: Vec::new() };
    let found = reader.all(text, |row| {
        let name = |l, column| format!("{} {}", row.text(column), strength_in(l, row.text("strength")));
        Ok(Medicine {
            id: row.text("id").to_owned(),
            name: Say::new(name(Lang::Vi, "generic_vi"), name(Lang::En, "generic_en")),
            parts: parts(row, ingredients)?,
            systemic: flag(row, "systemic")?,
            min_age_months: number(row, "min_age_months", 0)?,
            pregnancy_local: trimesters(row, "pregnancy_local")?,
        })
    });
    errors.append(&mut reader.errors);
    found.into_iter().collect()
}

fn parts(row: Row<'_, '_>, ingredients: &Ingredients) -> Result<Vec<Part>, Say> {
    const COLUMN: &str = "ingredients_mg_per_unit";
    let read = |text: &str| {
        let (id, amount) = text.split_once('=').ok_or_else(|| wrong(row, COLUMN))?;
        let ingredient = ingredients.get(id.trim()).cloned();
        let ingredient = ingredient.ok_or_else(|| text::safety_id_unknown_say(COLUMN, id.trim()))?;
        let amount = match amount.trim() {
            "" => None,
            amount => Some(decimal(amount, NANOGRAM_PLACES).ok_or_else(|| wrong(row, COLUMN))?),
        };
        Ok(Part { ingredient, amount })
    };
    let parts = row.text(COLUMN).split(';').map(str::trim).filter(|part| !part.is_empty());
    let parts: Vec<Part> = parts.map(read).collect::<Result<_, Say>>()?;
    if parts.is_empty() { Err(text::safety_cell_empty_say(COLUMN)) } else { Ok(parts) }
}

fn interactions(
    text: Option<&str>,
    classes: &Classes,
    ingredients: &Ingredients,
    errors: &mut Vec<RowError>,
) -> Vec<Arc<Interaction>> {
    let mut reader = Reader { list: List::Interactions, errors: Vec::new() };
    let side = |row: Row<'_, '_>, kind: &'static str, column: &'static str| {
        let id = row.text(column);
        match row.text(kind) {
            "ingredient" if ingredients.contains_key(id) => Ok(Side::Ingredient(id.to_owned())),
            "class" if classes.contains_key(id) => Ok(Side::Class(id.to_owned())),
            "ingredient" | "class" => Err(text::safety_id_unknown_say(column, id)),
            _ => Err(wrong(row, kind)),
        }
    };
    let found = reader.all(text, |row| {
        Ok(Arc::new(Interaction {
            id: row.text("id").to_owned(),
            a: side(row, "a_type", "a_id")?,
            b: side(row, "b_type", "b_id")?,
            level: level(row, "level")?.ok_or_else(|| text::safety_cell_empty_say("level"))?,
            effect: Say::new(row.text("effect_vi").to_owned(), row.text("effect_en").to_owned()),
            advice: Say::new(row.text("advice_vi").to_owned(), row.text("advice_en").to_owned()),
        }))
    });
    errors.append(&mut reader.errors);
    found.into_iter().map(|(_, row)| row).collect()
}

fn wrong(row: Row<'_, '_>, column: &str) -> Say {
    text::safety_cell_wrong_say(column, row.text(column))
}

fn number(row: Row<'_, '_>, column: &str, places: u32) -> Result<Option<i64>, Say> {
    match row.text(column) {
        "" => Ok(None),
        typed => decimal(typed, places).map(Some).ok_or_else(|| wrong(row, column)),
    }
}

fn level(row: Row<'_, '_>, column: &str) -> Result<Option<Level>, Say> {
    match row.text(column) {
        "" => Ok(None),
        typed => Level::parse(typed).map(Some).ok_or_else(|| wrong(row, column)),
    }
}

fn flag(row: Row<'_, '_>, column: &str) -> Result<bool, Say> {
    match row.text(column) {
        "0" => Ok(false),
        "1" => Ok(true),
        _ => Err(wrong(row, column)),
    }
}

fn risk(row: Row<'_, '_>, column: &str, typed: &str) -> Result<Option<Risk>, Say> {
    match typed {
        "" => Ok(None),
        "ok" => Ok(Some(Risk::Ok)),
        "caution" => Ok(Some(Risk::Caution)),
        "avoid" => Ok(Some(Risk::Avoid)),
        _ => Err(wrong(row, column)),
    }
}

/// `24-72:5/10;72-144:10/20`: ages in months, then the largest single and daily amount, of which one may be left out; or
/// `any` for what needs no limit. A span that holds no age is refused.
fn child_max(row: Row<'_, '_>) -> Result<(Vec<Band>, bool), Say> {
    const COLUMN: &str = "child_max_mg";
    let amount = |typed: &str| match typed {
        "" => Some(None),
        typed => decimal(typed, NANOGRAM_PLACES).map(Some),
    };
    let band = |typed: &str| {
        let ((from, below), (single, daily)) = {
            let (ages, amounts) = typed.split_once(':')?;
            (ages.split_once('-')?, amounts.split_once('/')?)
        };
        let (from_months, below_months) = (decimal(from, 0)?, decimal(below, 0)?);
        let (single, daily) = (amount(single)?, amount(daily)?);
        let is_whole = from_months < below_months && (single.is_some() || daily.is_some());
        is_whole.then_some(Band { from_months, below_months, single, daily })
    };
    match row.text(COLUMN) {
        "" => Ok((Vec::new(), false)),
        "any" => Ok((Vec::new(), true)),
        typed => {
            let bands: Option<Vec<Band>> = typed.split(';').map(|one| band(one.trim())).collect();
            Ok((bands.ok_or_else(|| wrong(row, COLUMN))?, false))
        }
    }
}

/// `avoid` for the whole time, or `t1=caution;t2=ok;t3=avoid`.
fn trimesters(row: Row<'_, '_>, column: &str) -> Result<[Option<Risk>; 3], Say> {
    let typed = row.text(column);
    if !typed.contains('=') {
        return Ok([risk(row, column, typed)?; 3]);
    }
    let mut found = [None; 3];
    for part in typed.split(';').map(str::trim) {
        let (name, level) = part.split_once('=').ok_or_else(|| wrong(row, column))?;
        let at = ["t1", "t2", "t3"].iter().position(|t| *t == name.trim());
        let place = at.and_then(|at| found.get_mut(at)).ok_or_else(|| wrong(row, column))?;
        *place = risk(row, column, level.trim())?;
    }
    Ok(found)
}
