//! A table of cases, as the pharmacist who reviews the data keeps it.

use super::notation::{read_earlier, read_lines};
use super::table::{Row, Table, decimal};
use super::{Allergy, Book, Case, Line, Person, Supply, words};
use crate::text;
use bricks::quantity::Quantity;
use bricks::say::Say;

const AGE_MONTHS_MAX: i64 = 1_560;
const WEIGHT_MILLI_MAX: i64 = 500_000;
const WEEK_MAX: i64 = 45;
const EGFR_MILLI_MAX: i64 = 400_000;

/// One row of the table.
#[derive(Debug)]
pub struct CaseRow {
    /// Its number in the file; the header is line 1.
    pub line: usize,
    pub id: String,
    /// The case, or everything that is wrong with the row.
    pub case: Result<Case, Vec<Say>>,
    pub expected_level: String,
    pub expected_rules: String,
}

/// Reads the rows; what is wrong with one does not touch the others. Refused as a whole when the header does not name
/// `case_id` and `prescription`.
pub fn read_cases(book: &Book, text: &str) -> Result<Vec<CaseRow>, Say> {
    let table = Table::read(text);
    if let Some(column) = ["case_id", "prescription"].into_iter().find(|column| !table.has(column)) {
        return Err(text::safety_no_column_say(column));
    }
    Ok(table.rows().map(|row| read_row(book, row)).collect())
}

fn read_row(book: &Book, row: Row<'_, '_>) -> CaseRow {
    let mut wrong = Vec::new();
    let id = row.text("case_id");
    if id.is_empty() {
        wrong.push(text::safety_cell_empty_say("case_id"));
    }
    let person = person(row, &mut wrong);
    let allergies = allergies(book, row, &mut wrong);
    let (mut current, new) = (lines(book, row, "current", &mut wrong), lines(book, row, "prescription", &mut wrong));
    let supplied = supplied(book, row, (&mut current, &mut wrong));
    if new.is_empty() && wrong.is_empty() {
        wrong.push(text::safety_cell_empty_say("prescription"));
    }
    let case = Case { person, allergies, current, supplied, new, today: None };
    CaseRow {
        line: row.line,
        id: id.to_owned(),
        case: if wrong.is_empty() { Ok(case) } else { Err(wrong) },
        expected_level: row.text("expected_level").to_owned(),
        expected_rules: row.text("expected_rules").to_owned(),
    }
}

/// Lines of earlier prescriptions, their days counted from the first of the new one, which is 1. What began on the same day
/// was handed over on it.
fn supplied(book: &Book, row: Row<'_, '_>, (current, wrong): (&mut Vec<Line>, &mut Vec<Say>)) -> Vec<Supply> {
    let mut supplied = Vec::new();
    for line in lines(book, row, "supplied", wrong) {
        let Some(name) = book.medicine(&line.medicine).map(|medicine| &medicine.name) else { continue };
        let told = words::about(name, |l, name| text::safety_repeat_case(l, line.first_day, line.last_day, name));
        let (medicine, lines) = (line.medicine.clone(), vec![current.len()]);
        supplied.push(Supply { medicine, lines, at_once: line.first_day == 1, told });
        current.push(line);
    }
    supplied
}

fn person(row: Row<'_, '_>, wrong: &mut Vec<Say>) -> Person {
    let age = number(row, "age_months", AGE_MONTHS_MAX * 1_000, wrong).map(|milli| milli / 1_000);
    let weight = number(row, "weight_kg", WEIGHT_MILLI_MAX, wrong);
    if weight == Some(0) {
        wrong.push(text::safety_cell_wrong_say("weight_kg", row.text("weight_kg")));
    }
    let week = number(row, "pregnancy_week", WEEK_MAX * 1_000, wrong).map(|milli| milli / 1_000);
    Person {
        age_months: age,
        female: choice(row, "sex", &[("M", false), ("F", true)], wrong),
        weight: weight.map(Quantity::from_milli),
        pregnancy_week: week,
        expecting: false,
        breastfeeding: choice(row, "breastfeeding", &[("0", false), ("1", true)], wrong).unwrap_or(false),
        pregnancy_asked: true,
        egfr: number(row, "egfr", EGFR_MILLI_MAX, wrong).map(Quantity::from_milli),
        egfr_of_stage: false,
    }
}

/// A number in thousandths, `None` for an empty cell or a wrong one.
fn number(row: Row<'_, '_>, column: &'static str, max: i64, wrong: &mut Vec<Say>) -> Option<i64> {
    let typed = row.text(column);
    if typed.is_empty() {
        return None;
    }
    let read = decimal(typed, 3).filter(|milli| *milli <= max);
    if read.is_none() {
        wrong.push(text::safety_cell_wrong_say(column, typed));
    }
    read
}

fn choice(row: Row<'_, '_>, column: &'static str, choices: &[(&str, bool)], wrong: &mut Vec<Say>) -> Option<bool> {
    let typed = row.text(column);
    let found = choices.iter().find(|(code, _)| code.eq_ignore_ascii_case(typed)).map(|(_, value)| *value);
    if found.is_none() && !typed.is_empty() {
        wrong.push(text::safety_cell_wrong_say(column, typed));
    }
    found
}

fn allergies(book: &Book, row: Row<'_, '_>, wrong: &mut Vec<Say>) -> Vec<Allergy> {
    let mut known = Vec::new();
    for typed in row.text("allergies").split([';', ',']).map(str::trim).filter(|part| !part.is_empty()) {
        match Allergy::parse(typed).filter(|allergy| allergy.is_known(book)) {
            Some(allergy) => known.push(allergy),
            None => wrong.push(text::safety_cell_wrong_say("allergies", typed)),
        }
    }
    known
}

fn lines(book: &Book, row: Row<'_, '_>, column: &'static str, wrong: &mut Vec<Say>) -> Vec<Line> {
    let read = if column == "supplied" { read_earlier } else { read_lines };
    let lines = match read(row.text(column)) {
        Ok(lines) => lines,
        Err(say) => {
            wrong.push(say);
            return Vec::new();
        }
    };
    let unknown = lines.iter().filter(|line| book.medicine(&line.medicine).is_none());
    wrong.extend(unknown.map(|line| text::safety_medicine_unknown_say(&line.medicine)));
    lines
}
