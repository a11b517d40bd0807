//! `kham safety`: what the medicine rules say about a table of cases, for the pharmacist who reviews the data.

use bricks::say::Say;
use clap::Args;
use papers::safety::{CaseRow, Level, Outcome, Rule, check, read_cases, starter};
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

/// The cases, and how much is told of them.
#[derive(Args)]
pub struct SafetyArgs {
    /// A tab-separated table with a header line that names case_id, age_months, sex, weight_kg, pregnancy_week,
    /// breastfeeding, egfr, allergies, current and prescription, in any order; cells may be empty, and only case_id and
    /// prescription must be there. A prescription is medicine_id:units*times*days@first_day, lines separated by ` ; `,
    /// `c` for good, `w1` once a week. `supplied` holds lines of earlier prescriptions, whose first day is counted from the
    /// new one's: `@-9` began ten days before it.
    #[arg(long, value_name = "FILE")]
    cases: PathBuf,
    /// Tell every finding and everything that could not be checked in further columns, in Vietnamese and English.
    #[arg(long)]
    reasons: bool,
}

/// Prints `case id, level, rules` for each case, separated by tabs; what is wrong with a row goes to the error output,
/// and the exit code then is not 0. Touches no database.
pub fn run(args: &SafetyArgs) -> Result<ExitCode, String> {
    let said = |cause: io::Error| format!("{}: {cause}", args.cases.display());
    let text = std::fs::read_to_string(&args.cases).map_err(said)?;
    let rows = read_cases(starter(), &text).map_err(|say| format!("{}: {}", args.cases.display(), both(&say)))?;
    match tell(&rows, args.reasons) {
        Ok(true) => Ok(ExitCode::SUCCESS),
        Ok(false) => Ok(ExitCode::FAILURE),
        // Who reads has seen enough.
        Err(cause) if cause.kind() == io::ErrorKind::BrokenPipe => Ok(ExitCode::SUCCESS),
        Err(cause) => Err(cause.to_string()),
    }
}

/// Whether every row could be read.
fn tell(rows: &[CaseRow], reasons: bool) -> io::Result<bool> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    let mut all_read = true;
    for row in rows {
        match &row.case {
            Ok(case) => writeln!(out, "{}", line(&row.id, &check(starter(), case), reasons))?,
            Err(wrong) => {
                all_read = false;
                let wrong: Vec<String> = wrong.iter().map(both).collect();
                eprintln!("{} (line {}): {}", row.id, row.line, wrong.join("; "));
            }
        }
    }
    out.flush()?;
    Ok(all_read)
}

/// `sc020`, `warn` and `duplicate;renal` with tabs between; without a finding `none` and nothing.
fn line(id: &str, outcome: &Outcome, reasons: bool) -> String {
    let level = outcome.level().map_or("none", Level::code);
    let rules: Vec<&str> = outcome.rules().into_iter().map(Rule::code).collect();
    let mut told = format!("{id}\t{level}\t{}", rules.join(";"));
    if reasons {
        let found =
            outcome.findings.iter().map(|f| format!("\t{} {}: {}", f.level.code(), f.rule.code(), both(&f.reason)));
        let unchecked = outcome.unchecked.iter().map(|u| format!("\t? {}", both(&u.reason)));
        told.extend(found.chain(unchecked));
    }
    told
}

fn both(say: &Say) -> String {
    format!("{} | {}", say.vi, say.en)
}
