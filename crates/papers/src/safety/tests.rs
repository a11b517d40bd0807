//! The reviewed cases as a table, the edges of every rule, and what must hold for any prescription.

mod edges;
mod expecting;
mod laws;
mod tables;

use super::*;

const CASES: &str = include_str!("../../../../data/safety_cases.tsv");
const HEADER: &str = "case_id\tage_months\tsex\tweight_kg\tpregnancy_week\tbreastfeeding\tegfr\tallergies\tcurrent\tprescription\tsupplied";

/// The outcome of one row in the columns of `HEADER`, written with `|` between the cells and without the id.
fn outcome(row: &str) -> Outcome {
    let text = format!("{HEADER}\none\t{}", row.replace('|', "\t"));
    let rows = read_cases(starter(), &text).unwrap();
    check(starter(), rows[0].case.as_ref().unwrap())
}

/// `stop age;renal`, or `none`.
fn told(outcome: &Outcome) -> String {
    let rules: Vec<&str> = outcome.rules().into_iter().map(Rule::code).collect();
    let level = outcome.level().map_or("none", Level::code);
    format!("{level} {}", rules.join(";")).trim_end().to_owned()
}

#[test]
fn every_reviewed_case_has_its_level_and_its_rules() {
    let rows = read_cases(starter(), CASES).unwrap();
    let mut wrong = Vec::new();
    for row in &rows {
        let outcome = check(starter(), row.case.as_ref().unwrap());
        let expected = format!("{} {}", row.expected_level, row.expected_rules);
        if told(&outcome) != expected.trim_end() {
            wrong.push(format!("{}: {}, expected {expected}: {:?}", row.id, told(&outcome), outcome.findings));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(rows.len(), 83);
}

#[test]
fn every_finding_tells_its_reason_in_both_languages() {
    for row in read_cases(starter(), CASES).unwrap() {
        for finding in check(starter(), &row.case.unwrap()).findings {
            assert!(!finding.lines.is_empty() && !finding.ingredients.is_empty(), "{}: {finding:?}", row.id);
            assert!(finding.reason.vi.len() > 10 && finding.reason.en.len() > 10, "{}: {finding:?}", row.id);
        }
    }
}
