//! The crates' manifests: what is depended on is used, minimal, and written down.

use super::none;
use super::source::{SOURCES, files, read};

pub struct Manifest {
    pub path: String,
    pub name: String,
    table: toml::Table,
}

const SECTIONS: [&str; 3] = ["dependencies", "build-dependencies", "dev-dependencies"];

impl Manifest {
    pub fn is_room(&self) -> bool {
        self.path.starts_with("crates/rooms/")
    }

    /// Names of dependencies with their sections.
    pub fn dependencies(&self) -> Vec<(String, &'static str)> {
        let named = |section: &'static str| {
            let table = self.table.get(section).and_then(toml::Value::as_table);
            table.into_iter().flatten().map(move |(name, _)| (name.clone(), section))
        };
        SECTIONS.into_iter().flat_map(named).collect()
    }

    /// Whether a dependency comes with the features that its makers chose.
    fn has_default_features(&self, section: &str, name: &str) -> bool {
        let value = self.table.get(section).and_then(|s| s.get(name));
        let off = value.and_then(|v| v.get("default-features")).and_then(toml::Value::as_bool) == Some(false);
        let local = value.and_then(|v| v.get("workspace")).is_some();
        !off && !local
    }
}

/// Those of all crates.
pub fn manifests() -> Vec<Manifest> {
    let parse = |path: String| {
        let table: toml::Table = read(&path).parse().unwrap_or_else(|e| panic!("{path}: {e}"));
        let name = table["package"]["name"].as_str().unwrap().to_owned();
        Manifest { path, name, table }
    };
    files("crates").into_iter().filter(|path| path.ends_with("/Cargo.toml")).map(parse).collect()
}

const LIST: &str = "docs/decisions/dependencies.md";

/// The rows of the list: the crates, what for, their licences.
pub fn rows() -> Vec<[String; 3]> {
    let text = read(LIST);
    let rows = text.lines().filter(|line| line.starts_with('|') && !line.starts_with("|---")).skip(1);
    let columns = |row: &str| {
        let mut columns = row.trim_matches('|').split('|').map(|column| column.trim().to_owned());
        std::array::from_fn(|_| columns.next().unwrap_or_default())
    };
    rows.map(columns).collect()
}

/// The crates in the first column of the list.
fn listed() -> Vec<String> {
    let names = |[names, ..]: [String; 3]| names.split(',').map(|name| name.trim().to_owned()).collect::<Vec<_>>();
    rows().into_iter().flat_map(names).collect()
}

/// Those that the list says to be taken with their default features.
fn with_defaults() -> Vec<String> {
    let text = read(LIST);
    let line = text.lines().find_map(|line| line.strip_prefix("With their default features"));
    let names = line.and_then(|line| line.split_once(':')).map(|(_, names)| names.to_owned()).unwrap_or_default();
    names.split(',').map(|name| name.trim().trim_end_matches('.').to_owned()).collect()
}

#[test]
fn every_dependency_is_written_down_with_its_reason_and_no_other() {
    let (all, listed) = (manifests(), listed());
    let is_local = |name: &str| all.iter().any(|m| m.name == name);
    let mut findings = Vec::new();
    let mut used = Vec::new();
    for krate in &all {
        for (name, _) in krate.dependencies().into_iter().filter(|(name, _)| !is_local(name)) {
            if !listed.contains(&name) {
                findings.push(format!("{}: {name} is not in {LIST}", krate.path));
            }
            used.push(name);
        }
    }
    let idle = listed.iter().filter(|name| !used.contains(name));
    findings.extend(idle.map(|name| format!("{LIST}: no crate depends on {name}")));
    none("Each dependency has one row with what it is for and its licence.", findings);
}

#[test]
fn a_dependency_has_only_the_features_we_chose() {
    let expected = with_defaults();
    let mut findings = Vec::new();
    for krate in manifests() {
        for (name, section) in krate.dependencies() {
            if krate.has_default_features(section, &name) && !expected.contains(&name) {
                findings.push(format!("{}: {name} in {section}", krate.path));
            }
        }
    }
    none("Say default-features = false, or name it in the sentence on default features in dependencies.md.", findings);
}

/// Named for a feature only, which the manifest says.
const FEATURE_ONLY: &[&str] = &[];

#[test]
fn what_a_crate_depends_on_it_uses() {
    let mut findings = Vec::new();
    for krate in manifests() {
        let home = krate.path.trim_end_matches("/Cargo.toml");
        let sources: Vec<_> = SOURCES.iter().filter(|s| s.home() == home).collect();
        for (name, section) in krate.dependencies().into_iter().filter(|(_, section)| *section != "dev-dependencies") {
            let ident = name.replace('-', "_");
            let used = sources.iter().any(|s| s.tokens.iter().any(|t| t.is_word(&ident)));
            if !used && !FEATURE_ONLY.contains(&name.as_str()) {
                findings.push(format!("{}: {name} in {section}", krate.path));
            }
        }
    }
    none("Take the line out of the manifest.", findings);
}
