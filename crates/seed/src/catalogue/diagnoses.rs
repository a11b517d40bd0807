use super::synonyms::Synonyms;
use crate::rows::{Insert as _, insertable};
use crate::tsv::{Line, Table};
use ground::catalog::{self, Named};
use ground::db::{Stop, Tx};
use std::collections::HashMap;

const DIAGNOSES: &str = include_str!("../../../../data/diagnoses.tsv");
/// The most usual diagnoses are of this commonness.
const COMMON_MAX: i64 = 5;

insertable! {
    Diagnosis: "INSERT INTO diagnosis (code, title_vi, title_en, chapter, common) VALUES ($1, $2, $3, $4, $5)" {
        code: &'static str,
        title_vi: &'static str,
        title_en: &'static str,
        chapter: &'static str,
        common: i64,
    }
}

/// The titles of every code: Vietnamese, English.
pub(crate) fn titles() -> Result<HashMap<&'static str, (&'static str, &'static str)>, Stop> {
    let titled = |line: Line<'_>| Ok((line.text("code")?, (line.text("title_vi")?, line.text("title_en")?)));
    Table::read("diagnoses", DIAGNOSES).lines().map(titled).collect()
}

pub(super) fn insert(tx: &mut Tx<'_>, synonyms: &Synonyms) -> Result<(), Stop> {
    for line in Table::read("diagnoses", DIAGNOSES).lines() {
        let diagnosis = Diagnosis {
            code: line.text("code")?,
            title_vi: line.text("title_vi")?,
            title_en: line.text("title_en")?,
            chapter: line.text("chapter")?,
            common: line.number("common")?,
        };
        diagnosis.insert(tx)?;
        let titles = [diagnosis.title_vi.to_owned(), diagnosis.title_en.to_owned()];
        let named = Named {
            kind: "diagnosis",
            item: diagnosis.code,
            rank: COMMON_MAX - diagnosis.common,
            code: diagnosis.code,
            names: titles.into_iter().chain(synonyms.of("diagnosis", diagnosis.code)).collect(),
        };
        catalog::add_words(tx, &named)?;
    }
    Ok(())
}
