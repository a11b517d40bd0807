//! The national insurance's exchange of data: what is claimed of it as tables 1 to 3, in one file. Which field holds what, and
//! how sure each fact is: docs/bhyt-xml.md.

pub mod acts;
pub mod pages;
mod rules;
pub mod store;
mod tables;
pub mod views;

use bricks::clock::Zone;
use bricks::money::Money;
use rules::Shares;
use std::collections::BTreeMap;
use store::{Diagnosis, Head, Line, Settings};

/// A visit with its charges and what of each is borne by whom.
pub struct Record {
    pub head: Head,
    /// The main disease first.
    pub diagnoses: Vec<Diagnosis>,
    pub lines: Vec<(Line, Shares)>,
}

/// Everything that stands in a file.
pub struct Export {
    pub settings: Settings,
    pub records: Vec<Record>,
    pub zone: Zone,
    /// Year and month for which the clinic asks to be paid.
    pub month: (i16, i8),
}

/// The diagnoses of a visit and its charges.
type Told = (Vec<Diagnosis>, Vec<(Line, Shares)>);

/// Puts charges and diagnoses to their visits; `None` when an amount does not fit, or one of them is of no visit that is told.
pub fn records(heads: Vec<Head>, diagnoses: Vec<Diagnosis>, lines: Vec<Line>) -> Option<Vec<Record>> {
    let mut of_visit: BTreeMap<i64, Told> = BTreeMap::new();
    for diagnosis in diagnoses {
        of_visit.entry(diagnosis.visit.raw()).or_default().0.push(diagnosis);
    }
    for line in lines {
        let shares = line.shares()?;
        of_visit.entry(line.visit.raw()).or_default().1.push((line, shares));
    }
    let whole = |head: Head| {
        let (diagnoses, lines) = of_visit.remove(&head.visit.raw()).unwrap_or_default();
        Record { head, diagnoses, lines }
    };
    let records = heads.into_iter().map(whole).collect();
    of_visit.is_empty().then_some(records)
}

impl Export {
    /// What the file asks the insurance for.
    pub fn claimed(&self) -> Option<Money> {
        Money::sum(self.records.iter().flat_map(|record| &record.lines).map(|(_, shares)| shares.borne))
    }
}

pub use tables::file;
