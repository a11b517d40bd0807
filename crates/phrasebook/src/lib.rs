//! Turns Fluent files into Rust functions while a crate is built, so that a missing sentence is a
//! compile error and a sentence costs nothing at run time.
//!
//! A crate keeps `text/vi.ftl` and `text/en.ftl`, writes `fn main() { phrasebook::generate("text") }`
//! as its build script, and includes the result:
//! `pub mod text { include!(concat!(env!("OUT_DIR"), "/text.rs")); }`. It must depend on `bricks`.
//!
//! A message `check-in` becomes `check_in(l)` and `check_in_say()`; a message with variables takes
//! them after the language, in alphabetical order. Only plain variables, strings, numbers and
//! selectors on a number are understood: terms, references, attributes and functions are refused.

mod message;
mod plan;
mod read;
mod write;

use std::path::Path;
use std::{env, fs, process};

/// Reads `<folder>/vi.ftl` and `<folder>/en.ftl` of the crate being built and writes
/// `$OUT_DIR/<folder>.rs`. Ends the build with one error for each fault, telling file, line and key.
pub fn generate(folder: &str) {
    if let Err(faults) = build(folder) {
        for fault in faults {
            let line = fault.replace('\n', " ");
            println!("cargo::error={line}");
        }
        #[allow(clippy::disallowed_methods, reason = "a build script ends the build")]
        process::exit(1);
    }
}

/// The Rust functions for two Fluent texts, or every fault as `vi.ftl:3: check-in: what is wrong`.
pub fn render(vi_source: &str, en_source: &str) -> Result<String, Vec<String>> {
    let vi = read::messages("vi.ftl", vi_source);
    let en = read::messages("en.ftl", en_source);
    let (vi, en) = match (vi, en) {
        (Ok(vi), Ok(en)) => (vi, en),
        (vi, en) => {
            let faults = [vi.err(), en.err()].into_iter().flatten().flatten();
            return Err(faults.collect());
        }
    };
    let phrases = plan::phrases(vi, en)?;
    Ok(phrases.iter().map(write::phrase).collect())
}

fn build(folder: &str) -> Result<(), Vec<String>> {
    let root = setting("CARGO_MANIFEST_DIR")?;
    let out = setting("OUT_DIR")?;
    let texts = Path::new(&root).join(folder);
    let source = |name: &str| {
        let path = texts.join(name);
        println!("cargo::rerun-if-changed={}", path.display());
        fs::read_to_string(&path).map_err(|cause| vec![format!("{}: {cause}", path.display())])
    };
    let rust = render(&source("vi.ftl")?, &source("en.ftl")?)
        .map_err(|faults| faults.iter().map(|fault| format!("{folder}/{fault}")).collect::<Vec<_>>())?;
    let stem = Path::new(folder).file_name().unwrap_or_default();
    let target = Path::new(&out).join(stem).with_extension("rs");
    fs::write(&target, rust).map_err(|cause| vec![format!("{}: {cause}", target.display())])
}

fn setting(name: &str) -> Result<String, Vec<String>> {
    env::var(name).map_err(|_| vec![format!("{name} is not set: call this from a build script")])
}

#[cfg(test)]
mod tests;
