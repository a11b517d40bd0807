//! The house rules as tests: what ARCHITECTURE.md, STYLE.md and GLOSSARY.md say is read from the sources and compared.
//!
//! A rule that fails names the file, the line and what to do. Exceptions stand beside their rule, each with its reason.

mod absences;
mod acts;
mod banned;
mod glossary;
mod icons;
mod layers;
mod licences;
mod manifests;
mod plans;
mod said;
mod schemas;
mod size;
pub mod source;
mod sql;
mod statements;
mod stores;
mod token;
pub mod translation;

/// Fails with every finding of a rule, one a line.
fn none(what_to_do: &str, mut findings: Vec<String>) {
    findings.sort();
    findings.dedup();
    assert!(findings.is_empty(), "{} findings. {what_to_do}\n  {}", findings.len(), findings.join("\n  "));
}
