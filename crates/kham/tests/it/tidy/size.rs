//! How long files and functions are. The figures only ever get better.

use super::none;
use super::source::SOURCES;

const FILE_MEDIAN: usize = 150;
const FILE_P90: usize = 400;
const FILE_MAX: usize = 400;
const FUNCTION_MEDIAN: usize = 12;
const FUNCTION_P90: usize = 40;
const FUNCTION_MAX: usize = 60;

/// Reviewed exceptions, by path or by path and function, with the lines they have today. This list shrinks.
const RATCHET: &[(&str, usize)] = &[];

fn allowed(what: &str, limit: usize) -> usize {
    RATCHET.iter().find(|(name, _)| *name == what).map_or(limit, |(_, lines)| *lines)
}

/// The value below which `percent` of them lie.
fn percentile(mut values: Vec<usize>, percent: usize) -> usize {
    values.sort_unstable();
    let at = (values.len() * percent).div_ceil(100).saturating_sub(1);
    values.get(at).copied().unwrap_or_default()
}

#[test]
fn files_are_short() {
    let long = SOURCES.iter().filter(|s| s.lines > allowed(&s.path, FILE_MAX));
    let findings = long.map(|s| s.at(1, &format!("{} lines, at most {FILE_MAX}", s.lines))).collect();
    none("Split the file by what it is about.", findings);
    let lines = || SOURCES.iter().map(|s| s.lines).collect::<Vec<_>>();
    let (median, p90) = (percentile(lines(), 50), percentile(lines(), 90));
    assert!(median <= FILE_MEDIAN && p90 <= FILE_P90, "files: median {median}, p90 {p90}");
}

#[test]
fn functions_are_short() {
    let mut findings = Vec::new();
    let mut lines = Vec::new();
    for source in SOURCES.iter() {
        for function in &source.functions {
            lines.push(function.lines);
            if function.lines > allowed(&format!("{}: {}", source.path, function.name), FUNCTION_MAX) {
                findings.push(source.at(
                    function.line,
                    &format!("{} has {} lines, at most {FUNCTION_MAX}", function.name, function.lines),
                ));
            }
        }
    }
    none("Give a part of it a name.", findings);
    let (median, p90) = (percentile(lines.clone(), 50), percentile(lines, 90));
    assert!(median <= FUNCTION_MEDIAN && p90 <= FUNCTION_P90, "functions: median {median}, p90 {p90}");
}

#[test]
fn an_exception_that_is_no_longer_needed_is_taken_out() {
    let mut findings = Vec::new();
    for (name, lines) in RATCHET {
        let file = SOURCES.iter().find(|s| s.path == *name).map(|s| s.lines);
        let functions =
            SOURCES.iter().flat_map(|s| s.functions.iter().map(move |f| (format!("{}: {}", s.path, f.name), f.lines)));
        let now = file.or_else(|| functions.into_iter().find(|(n, _)| n == name).map(|(_, lines)| lines));
        if now != Some(*lines) {
            findings.push(format!("{name}: {lines} lines in the list, {now:?} in the source"));
        }
    }
    none("Write the smaller figure into the list, or take the entry out.", findings);
}
