//! What is known of a patient beyond one visit: long-lasting illnesses, those of the family, what does not agree with
//! them, which medicines they take now. The record shows it, and a doctor's chart may read the same.
//!
//! Nothing is rewritten: what no longer holds is ended. So [`load`] tells what was known at any moment.

mod acts;
mod store;

pub use acts::{add_problem, add_relative, end_problem, end_relative, stop_medicine, take_stop_back};
pub use store::{prescribed, stopped};

use crate::safety::{self, Allergy, Book, Entry, Fact, KnownAllergy};
use bricks::clock::{Day, Instant, add_days};
use bricks::id::{PatientId, PrescriptionId, PrescriptionLineId, VisitId};
use bricks::lang::Lang;
use bricks::quantity::Quantity;
use ground::access::Who;
use ground::catalog::{in_lang, medicine_name};
use ground::db::{Stop, Tx};
use std::sync::Arc;

codes! {
    /// Whose illness in the family.
    pub enum Relative {
        Mother = "mother",
        Father = "father",
        Sibling = "sibling",
        Child = "child",
        Grandparent = "grandparent",
        Other = "other",
    }
}

impl Relative {
    /// The word on the screen.
    pub const fn word(self, l: Lang) -> &'static str {
        use crate::text;
        match self {
            Relative::Mother => text::relative_mother(l),
            Relative::Father => text::relative_father(l),
            Relative::Sibling => text::relative_sibling(l),
            Relative::Child => text::relative_child(l),
            Relative::Grandparent => text::relative_grandparent(l),
            Relative::Other => text::relative_other(l),
        }
    }
}

codes! {
    /// Why a problem is followed no longer.
    pub enum Ended {
        Resolved = "resolved",
        Mistake = "mistake",
    }
}

ground::row! {
    /// A long-lasting illness.
    pub struct Problem {
        pub id: i64,
        pub code: Option<String>,
        pub title_vi: Option<String>,
        pub title_en: Option<String>,
        pub words: String,
        /// `2019` or `2019-03`; empty: not known.
        pub onset: String,
        pub recorded_at: Instant,
        pub recorded_by: String,
        pub ended_at: Option<Instant>,
        pub ended_how: Option<Ended>,
    }
}

impl Problem {
    /// What it is called: by its code's title, with the words behind it, or by the words alone.
    pub fn name(&self, l: Lang) -> String {
        let title = self.title_vi.as_deref().zip(self.title_en.as_deref()).map(|(vi, en)| in_lang(l, vi, en));
        match (title, self.words.as_str()) {
            (Some(title), "") => title.to_owned(),
            (Some(title), words) => format!("{title} ({words})"),
            (None, words) => words.to_owned(),
        }
    }

    /// Whether it was followed at a moment.
    pub fn is_active(&self, at: Instant) -> bool {
        self.ended_at.is_none_or(|ended| ended > at)
    }

    /// `03/2019` or `2019`.
    pub fn show_onset(&self) -> String {
        match self.onset.split_once('-') {
            Some((year, month)) => format!("{month}/{year}"),
            None => self.onset.clone(),
        }
    }
}

ground::row! {
    /// An illness in the family.
    pub struct FamilyIllness {
        pub id: i64,
        pub relative: Relative,
        pub words: String,
        pub age_years: Option<i64>,
        pub recorded_at: Instant,
        pub recorded_by: String,
    }
}

ground::row! {
    /// A line of an issued prescription, as it was at a moment.
    pub struct Taken {
        pub line: PrescriptionLineId,
        pub prescription: PrescriptionId,
        pub number: String,
        pub visit: VisitId,
        pub generic_vi: String,
        pub generic_en: String,
        pub strength: String,
        pub dose_unit: String,
        pub morning: Quantity,
        pub noon: Quantity,
        pub evening: Quantity,
        pub night: Quantity,
        pub days: i64,
        pub instruction: String,
        pub issued_at: Instant,
        /// Something of the prescription had been given.
        pub given: bool,
        pub stopped_at: Option<Instant>,
        pub stopped_reason: Option<String>,
        pub stopped_by: Option<String>,
    }
}

ground::row! {
    /// A line that the record says is stopped.
    pub struct Stopped {
        pub line: PrescriptionLineId,
        pub reason: String,
        pub at: Instant,
        pub by: String,
    }
}

impl Taken {
    pub fn name(&self, l: Lang) -> String {
        medicine_name(l, (&self.generic_vi, &self.generic_en), &self.strength)
    }

    /// The last day on which it is taken.
    pub fn last_day(&self, who: &Who) -> Day {
        add_days(who.day_of(self.issued_at), (self.days - 1).max(0))
    }
}

/// Everything that is known of a patient at one moment.
pub struct Background {
    pub at: Instant,
    /// Those that are followed first, then those that are over.
    pub problems: Vec<Problem>,
    pub family: Vec<FamilyIllness>,
    pub allergies: Vec<KnownAllergy>,
    pub fact: Option<Fact>,
    pub medicines: Vec<Taken>,
    /// Whose course would still run.
    pub stopped: Vec<Taken>,
    /// The names of allergens; nothing where no allergy needs one.
    pub book: Option<Arc<Book>>,
}

impl Background {
    /// The problems that are followed.
    pub fn active(&self) -> impl Iterator<Item = &Problem> {
        self.problems.iter().filter(|problem| problem.is_active(self.at))
    }

    /// All allergies for a banner: the coded ones with what the profile's words add, then what nobody has coded.
    pub fn allergies_with(&self, written: &str, l: Lang) -> String {
        match &self.book {
            Some(book) => safety::allergies_listed(book, &self.allergies, written).to(l).to_owned(),
            None => written.trim().to_owned(),
        }
    }

    /// What the profile says in words and the coded allergies do not say as well.
    pub fn beside<'w>(&self, written: &'w str) -> Vec<Entry<'w>> {
        let mut all = safety::entries(written);
        if let Some(book) = &self.book {
            all.retain(|entry| !entry.is_said_by(&self.allergies, book));
        }
        all
    }

    /// What an allergy is called.
    pub fn allergen(&self, of: &KnownAllergy, l: Lang) -> String {
        let named = Allergy::parse(&of.allergen).zip(self.book.as_ref());
        named.map_or_else(|| of.allergen.clone(), |(allergy, book)| allergy.name(book).to(l).to_owned())
    }
}

/// What is known now.
pub fn load(tx: &mut Tx<'_>, who: &Who, patient: PatientId) -> Result<Background, Stop> {
    let at = tx.now();
    let (allergies, fact) = (safety::allergies(tx, patient)?, safety::fact(tx, patient)?);
    gather(tx, who, patient, at, (allergies, fact))
}

/// What was known at a moment.
pub fn load_at(tx: &mut Tx<'_>, who: &Who, patient: PatientId, at: Instant) -> Result<Background, Stop> {
    let (allergies, fact) = (safety::allergies_at(tx, patient, at)?, safety::fact_at(tx, patient, at)?);
    gather(tx, who, patient, at, (allergies, fact))
}

fn gather(
    tx: &mut Tx<'_>,
    who: &Who,
    patient: PatientId,
    at: Instant,
    (allergies, fact): (Vec<KnownAllergy>, Option<Fact>),
) -> Result<Background, Stop> {
    let mut problems = store::problems(tx, patient, at)?;
    // What ended later had not ended.
    for problem in problems.iter_mut().filter(|problem| problem.is_active(at)) {
        (problem.ended_at, problem.ended_how) = (None, None);
    }
    problems.sort_by_key(|problem| !problem.is_active(at));
    let family = store::family(tx, patient, at)?;
    let day = who.day_of(at);
    let running = store::taken(tx, patient, at)?.into_iter().filter(|taken| taken.last_day(who) >= day);
    let (medicines, stopped) = running.partition(|taken| taken.stopped_at.is_none());
    let book = if allergies.is_empty() { None } else { Some(safety::book(tx)?) };
    Ok(Background { at, problems, family, allergies, fact, medicines, stopped, book })
}
