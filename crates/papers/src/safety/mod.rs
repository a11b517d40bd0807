//! Whether a prescription is safe for its patient, decided from the clinic's own tables and nothing else: no web
//! service. `own`, `patient` and `store` bring the patients' facts and the clinic's own lines to them; the rules know no database. The rules are those of `data/README.md`; every finding names its rule, its level, the lines,
//! the ingredients and the reason. What could not be checked is said, never left out.

mod allergen;
mod book;
mod cases;
mod check;
mod course;
mod day;
mod draft;
mod entries;
mod gather;
mod in_words;
mod kidney;
mod known;
mod notation;
mod own;
mod pairs;
mod parting;
mod patient;
mod person;
mod read;
mod starter;
mod store;
mod supply;
mod table;
#[cfg(test)]
mod tests;
mod words;

pub use allergen::find_allergens;
pub use book::{Book, Class, Ingredient, Interaction, Medicine, Part, Risk};
pub use cases::{CaseRow, read_cases};
pub use check::check;
pub use draft::{demand_reason_for_sale, look_at_draft, look_at_sale};
pub use entries::{Entry, entries};
pub(crate) use gather::is_pregnant;
pub use gather::person_of;
pub use in_words::none_known;
pub use kidney::egfr_milli;
pub use known::{
    SEVERITIES, Said, add_allergy, add_allergy_of, code_words, codes_of, drop_words, note_facts, note_facts_of,
    remove_allergy, remove_allergy_of, seen, severity_word,
};
pub use notation::read_lines;
pub use own::{Confirmation, Shown, book, confirm, import, shown};
pub use parting::part;
pub use patient::{
    Checked, Fact, KnownAllergy, Override, allergies_listed, allergies_told, demand_reasons, look, override_line,
};
pub use read::{Listing, RowError, Texts, list_ids};
pub use starter::{starter, starter_text};
pub(crate) use store::lock_patient;
pub use store::{allergies, allergies_at, fact, fact_at, has_coded_allergy};
pub(crate) use table::{Table, decimal};

use crate::text;
use bricks::clock::Day;
use bricks::lang::Lang;
use bricks::quantity::Quantity;
use bricks::say::Say;

codes! {
    /// How grave a finding is: a stop needs a written reason to go on.
    #[derive(PartialOrd, Ord)]
    pub enum Level {
        Note = "note",
        Warn = "warn",
        Stop = "stop",
    }
}

impl Level {
    /// The tone of the screen that it is told in.
    pub const fn tone(self) -> &'static str {
        match self {
            Level::Note => "info",
            Level::Warn => "wait",
            Level::Stop => "bad",
        }
    }

    /// The name of its icon.
    pub const fn icon(self) -> &'static str {
        match self {
            Level::Note => "info",
            Level::Warn => "triangle-alert",
            Level::Stop => "octagon-alert",
        }
    }

    /// Its word.
    pub const fn word(self, l: Lang) -> &'static str {
        match self {
            Level::Note => text::safety_level_note(l),
            Level::Warn => text::safety_level_warn(l),
            Level::Stop => text::safety_level_stop(l),
        }
    }
}

codes! {
    /// The rule that a finding comes from; ordered by its name.
    #[derive(PartialOrd, Ord)]
    pub enum Rule {
        Age = "age",
        Allergy = "allergy",
        Breastfeeding = "breastfeeding",
        DoseDaily = "dose_daily",
        DoseSingle = "dose_single",
        Duplicate = "duplicate",
        DuplicateClass = "duplicate_class",
        Duration = "duration",
        Interaction = "interaction",
        Pregnancy = "pregnancy",
        Renal = "renal",
        Repeat = "repeat",
        Taper = "taper",
        WeeklyOnly = "weekly_only",
        WeightMissing = "weight_missing",
    }
}

codes! {
    /// One of the tables that the rules are read from.
    pub enum List {
        Ingredients = "ingredients",
        Classes = "classes",
        Interactions = "interactions",
        Medicines = "medicines",
    }
}

/// The last day of what is taken for good.
pub const FOR_GOOD: i64 = i64::MAX;
/// Tables older than this are called stale.
pub const STALE_AFTER_DAYS: i64 = 540;

/// One medicine as it is taken. Days count from 1, the first day of the prescription.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The code of the catalogue.
    pub medicine: String,
    /// The largest dose at one time, in dose units.
    pub single: Quantity,
    /// What is taken on a day, in dose units.
    pub daily: Quantity,
    /// Taken on one day of the week only.
    pub weekly: bool,
    pub first_day: i64,
    /// `FOR_GOOD` when no end is planned.
    pub last_day: i64,
}

/// What a patient does not bear: an ingredient or a class, by its id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Allergy {
    Ingredient(String),
    Class(String),
}

/// What is known of the patient; `None` is not known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Person {
    pub age_months: Option<i64>,
    pub female: Option<bool>,
    pub weight: Option<Quantity>,
    /// Of the present pregnancy; `None` when there is none, or none is known.
    pub pregnancy_week: Option<i64>,
    /// Pregnant, as was said where the patient came, and nobody knows how long.
    pub expecting: bool,
    pub breastfeeding: bool,
    /// Whether somebody has asked about pregnancy and breast-feeding.
    pub pregnancy_asked: bool,
    /// Glomerular filtration in ml/min/1.73 m².
    pub egfr: Option<Quantity>,
    /// It was not measured: it is the least of the recorded stage of a chronic kidney disease.
    pub egfr_of_stage: bool,
}

impl Person {
    pub fn is_pregnant(&self) -> bool {
        self.pregnancy_week.is_some() || self.expecting
    }

    /// She may be, and nobody has asked of late.
    pub fn is_pregnancy_unasked(&self) -> bool {
        !self.is_pregnant() && !self.pregnancy_asked && check::may_be_pregnant(self)
    }

    /// How it is told beside the name; nothing where no pregnancy is known.
    pub fn pregnancy_word(&self, l: Lang) -> Option<String> {
        let unknown = self.expecting.then(|| text::safety_pregnant_unknown(l).to_owned());
        self.pregnancy_week.map(|week| text::safety_pregnant(l, week)).or(unknown)
    }
}

/// A patient, what is taken already, and what is prescribed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Case {
    pub person: Person,
    pub allergies: Vec<Allergy>,
    pub current: Vec<Line>,
    /// What an earlier prescription, or the counter, gave of medicines; of those that are prescribed again it is told.
    pub supplied: Vec<Supply>,
    pub new: Vec<Line>,
    /// The day of the check, which tells whether the tables are stale; without it that is not asked.
    pub today: Option<Day>,
}

/// What somebody has, or still gets, of a medicine from one earlier prescription, or has bought today.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Supply {
    pub medicine: String,
    /// The places in `current` of its lines, whose days are counted as those of the new lines are and end where it is used
    /// up; none where nobody knows how it is taken.
    pub lines: Vec<usize>,
    /// Of the same visit, or handed over today: told however little it is.
    pub at_once: bool,
    /// What is told where it is prescribed again.
    pub told: Say,
}

/// A line of a case, by its place from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum At {
    New(usize),
    Current(usize),
}

/// One thing that the rules object to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub rule: Rule,
    pub level: Level,
    /// The lines that it is about, the first one new.
    pub lines: Vec<At>,
    /// The ids of the ingredients, sorted.
    pub ingredients: Vec<String>,
    pub reason: Say,
}

impl Finding {
    /// A stop that no reason goes past, because to take it so is never meant: what is taken once a week, ordered daily.
    pub fn is_final(&self) -> bool {
        self.rule == Rule::WeeklyOnly && self.level == Level::Stop
    }
}

/// What could not be checked, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unchecked {
    /// The line that it is about, when it is about one.
    pub line: Option<At>,
    pub reason: Say,
}

/// All that the rules say about a case.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outcome {
    pub findings: Vec<Finding>,
    pub unchecked: Vec<Unchecked>,
}

impl Outcome {
    /// The highest level found; `None` when nothing was.
    pub fn level(&self) -> Option<Level> {
        self.findings.iter().map(|f| f.level).max()
    }

    /// The rules of the highest level, each once, by name.
    pub fn rules(&self) -> Vec<Rule> {
        let level = self.level();
        let mut rules: Vec<Rule> = self.findings.iter().filter(|f| Some(f.level) == level).map(|f| f.rule).collect();
        rules.sort_unstable();
        rules.dedup();
        rules
    }
}
