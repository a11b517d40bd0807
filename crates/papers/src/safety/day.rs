use super::At;
use super::book::{Medicine, Part};
use super::{FOR_GOOD, Line};

/// A line with its medicine found, and the days on which it runs: what is taken already runs on all days.
#[derive(Clone, Copy)]
pub(super) struct Taken<'a> {
    pub(super) at: At,
    pub(super) line: &'a Line,
    pub(super) medicine: &'a Medicine,
    pub(super) first: i64,
    pub(super) last: i64,
}

impl<'a> Taken<'a> {
    pub(super) fn new(at: At, line: &'a Line, medicine: &'a Medicine) -> Taken<'a> {
        let (first, last) = match at {
            At::New(_) => (line.first_day, line.last_day),
            At::Current(_) => (i64::MIN, FOR_GOOD),
        };
        Taken { at, line, medicine, first, last }
    }

    /// What is taken already, on the days for which it lasts.
    pub(super) fn supplied(at: At, line: &'a Line, medicine: &'a Medicine) -> Taken<'a> {
        Taken { at, line, medicine, first: line.first_day, last: line.last_day }
    }

    pub(super) fn is_new(&self) -> bool {
        matches!(self.at, At::New(_))
    }

    pub(super) fn runs_on(&self, day: i64) -> bool {
        self.first <= day && day <= self.last
    }

    pub(super) fn overlaps(&self, other: &Taken<'_>) -> bool {
        self.first <= other.last && other.first <= self.last
    }

    pub(super) fn part(&self, ingredient: &str) -> Option<&'a Part> {
        self.medicine.parts.iter().find(|part| part.ingredient.id == ingredient)
    }

    /// What is taken of one ingredient on a day of the line, in 10⁻⁹ mg; nothing when the label gives no milligrams.
    pub(super) fn daily_of(&self, ingredient: &str) -> i128 {
        let amount = self.part(ingredient).and_then(|part| part.amount).unwrap_or(0);
        i128::from(self.line.daily.milli()) * i128::from(amount)
    }
}

/// What is taken of an ingredient on a day, in 10⁻⁹ mg.
pub(super) fn taken_on(lines: &[Taken<'_>], ingredient: &str, day: i64) -> i128 {
    lines.iter().filter(|taken| taken.runs_on(day)).map(|taken| taken.daily_of(ingredient)).sum()
}

/// The largest amount of an ingredient on a day on which a new line of it runs. Sums grow on first days only.
pub(super) fn largest(lines: &[Taken<'_>], ingredient: &str) -> i128 {
    let own = || lines.iter().filter(|taken| taken.part(ingredient).is_some());
    let starts = own().map(|taken| taken.first).filter(|day| own().any(|taken| taken.is_new() && taken.runs_on(*day)));
    starts.map(|day| taken_on(lines, ingredient, day)).max().unwrap_or(0)
}

/// Milligrams to be read: `562.5` from 10⁻⁹ mg, rounded up to the microgram.
pub(super) fn milligrams(amount: i128) -> String {
    let micro = (amount + 999_999) / 1_000_000;
    let (whole, part) = (micro / 1_000, micro % 1_000);
    let shown = format!("{whole}.{part:03}");
    shown.trim_end_matches('0').trim_end_matches('.').to_owned()
}
