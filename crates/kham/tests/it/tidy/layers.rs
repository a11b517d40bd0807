//! Which crate may know which, and in which order the modules of `ground` and `papers` stand: as ARCHITECTURE.md says.

use super::manifests::{Manifest, manifests};
use super::none;
use super::source::{SOURCES, Source, read};
use super::token::Token;

/// What a crate may name of this workspace; `phrasebook` only to be built.
fn allowed(krate: &Manifest) -> &'static [&'static str] {
    match krate.name.as_str() {
        "bricks" | "phrasebook" | "press" => &[],
        "ground" => &["bricks"],
        "papers" => &["bricks", "ground"],
        "seed" => &["bricks", "ground", "papers"],
        "office" => &["bricks", "ground", "papers", "seed"],
        _ if krate.is_room() => &["bricks", "ground", "papers"],
        _ => &[],
    }
}

#[test]
fn no_crate_knows_one_above_it_and_no_room_another_room() {
    let all = manifests();
    let is_local = |name: &str| all.iter().any(|m| m.name == name);
    let mut findings = Vec::new();
    for krate in all.iter().filter(|m| m.name != "kham") {
        for (name, section) in krate.dependencies() {
            let to_build = section == "build-dependencies" && name == "phrasebook";
            if is_local(&name) && !to_build && !allowed(krate).contains(&name.as_str()) {
                findings.push(format!("{}: {} may not name {name}", krate.path, krate.name));
            }
        }
    }
    none("Move what is shared down into papers or ground, or pass it as a paper.", findings);
}

/// The order of a crate's modules, from its line in ARCHITECTURE.md.
fn order(krate: &str) -> Vec<String> {
    let text = read("ARCHITECTURE.md");
    let line = text.lines().find_map(|line| line.trim_start().strip_prefix(&format!("{krate}/ ")));
    let list = line.unwrap_or_else(|| panic!("ARCHITECTURE.md has no line for {krate}/"));
    let list = list.split(':').next().unwrap_or_default();
    list.split('·').map(|module| module.trim().to_owned()).collect()
}

/// Modules that the named ones share: they know none of them.
const SHARED: &[(&str, &[&str])] =
    &[("ground", &["text"]), ("papers", &["codes", "counter", "parties", "refuse", "text"])];

fn shared(krate: &str) -> &'static [&'static str] {
    SHARED.iter().find(|(name, _)| *name == krate).map_or(&[], |(_, modules)| modules)
}

#[test]
fn the_modules_of_a_layered_crate_are_those_that_architecture_md_names() {
    let mut findings = Vec::new();
    for krate in ["ground", "papers"] {
        let (path, ordered) = (format!("crates/{krate}/src/lib.rs"), order(krate));
        let lib = SOURCES.iter().find(|s| s.path == path).unwrap();
        let written = |at: usize| lib.tokens.get(at + 1).and_then(Token::word).map(str::to_owned);
        let modules = (0..lib.tokens.len()).filter(|at| lib.tokens[*at].is_word("mod")).filter_map(written);
        let mut known: Vec<String> = modules.filter(|m| !shared(krate).contains(&m.as_str())).collect();
        let mut wanted = ordered;
        known.sort();
        wanted.sort();
        if known != wanted {
            findings.push(format!("{path} has {known:?}, ARCHITECTURE.md has {wanted:?}"));
        }
    }
    none("Write the modules into ARCHITECTURE.md in the order in which they may know each other.", findings);
}

/// The modules of its own crate that a file uses, with the lines.
fn uses(source: &Source) -> Vec<(usize, String)> {
    let tokens = &source.tokens;
    let top_file = source.path.split("/src/").nth(1).is_some_and(|rest| !rest.contains('/'));
    let mut found = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let from_root = token.is_word("crate") || (top_file && token.is_word("super"));
        let path = tokens.get(at + 1).is_some_and(|t| t.is(':')) && tokens.get(at + 2).is_some_and(|t| t.is(':'));
        let Some(next) = tokens.get(at + 3).filter(|_| from_root && path) else { continue };
        match next.word() {
            Some(module) if !tokens.get(at + 4).is_some_and(|t| t.is('!')) => {
                found.push((next.line, module.to_owned()))
            }
            _ if next.is('{') => found.extend(listed(tokens, at + 4)),
            _ => {}
        }
    }
    found
}

/// The first words of a list of paths in braces: `a` and `b` in `{a::{x, y}, b}`.
fn listed(tokens: &[Token], from: usize) -> Vec<(usize, String)> {
    let (mut found, mut depth, mut first) = (Vec::new(), 0_i32, true);
    for token in tokens.iter().skip(from) {
        match token.word() {
            Some(word) if first && depth == 0 => found.push((token.line, word.to_owned())),
            _ => {}
        }
        first = token.is(',');
        depth += i32::from(token.is('{')) - i32::from(token.is('}'));
        if depth < 0 {
            break;
        }
    }
    found
}

#[test]
fn a_module_of_ground_or_papers_knows_only_those_before_it() {
    let mut findings = Vec::new();
    for krate in ["ground", "papers"] {
        let ordered = order(krate);
        let place = |module: &str| ordered.iter().position(|m| m == module);
        let folder = format!("crates/{krate}/src/");
        for source in SOURCES.iter().filter(|s| s.is_in(&folder) && s.path != format!("{folder}lib.rs")) {
            let rest = source.path.trim_start_matches(folder.as_str());
            let module = rest.split(['/', '.']).next().unwrap_or_default();
            for (line, used) in uses(source) {
                let Some(there) = place(&used) else { continue };
                // A shared module has no place, so it stands before the first.
                let fine = used == module || place(module).is_some_and(|here| there < here);
                if !fine {
                    findings.push(
                        source.at(line, &format!("{module} may not know {used}, which does not stand before it")),
                    );
                }
            }
        }
    }
    none("Move the shared part down, or pass it as a value.", findings);
}
