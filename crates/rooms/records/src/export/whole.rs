//! `tables.json` and `log.json`: rows as they are kept, with nothing left out.

use super::{Sources, Zip, item, stored, wrong};
use crate::store::export::{self, LOG_ROWS, TABLES};
use bricks::clock::Instant;
use bricks::hex::hex;
use ground::db::{Kept, Named};
use serde_json::{Map, Value};
use std::io::{self, Write as _};

/// Numbers of rows are text, as they go beyond what every reader of JSON counts exactly; bytes are hexadecimal.
fn value(name: &str, kept: Kept) -> Value {
    match kept {
        Kept::Null => Value::Null,
        Kept::Int(n) if name == "id" || name.ends_with("_id") => Value::String(n.to_string()),
        Kept::Int(n) => Value::from(n),
        Kept::Text(text) => Value::String(text),
        Kept::Bytes(bytes) => Value::String(hex(&bytes)),
    }
}

fn object(Named(columns): Named) -> Value {
    Value::Object(columns.into_iter().map(|(name, kept)| (name.clone(), value(&name, kept))).collect::<Map<_, _>>())
}

/// Where the log is read on: its `at` and `id`.
fn place(Named(columns): &Named) -> Option<(Instant, i64)> {
    let int = |wanted: &str| match columns.iter().find(|(name, _)| name == wanted)?.1 {
        Kept::Int(n) => Some(n),
        _ => None,
    };
    Some((Instant::from_millis(int("at")?), int("id")?))
}

impl Sources {
    /// One key for each table that holds something of the patient, though it may hold nothing now.
    pub(super) fn tables(&self, zip: &mut Zip) -> io::Result<()> {
        let patient = self.patient;
        zip.start_file("tables.json", stored()).map_err(wrong)?;
        let staff = self.read(|tx, _| Ok(export::staff(tx)?))?;
        let mut first = true;
        zip.write_all(b"{\"staff\":[")?;
        for one in staff {
            item(zip, &mut first, &object(one))?;
        }
        for &(table, sql) in TABLES {
            let rows = self.read(move |tx, _| Ok(export::rows(tx, sql, patient)?))?;
            zip.write_all(format!("],\n\"{table}\":[").as_bytes())?;
            let mut first = true;
            for row in rows {
                item(zip, &mut first, &object(row))?;
            }
        }
        zip.write_all(b"]}\n")
    }

    /// Who read or wrote anything of the patient, and when; this export too.
    pub(super) fn log(&self, zip: &mut Zip) -> io::Result<()> {
        let patient = self.patient;
        zip.start_file("log.json", stored()).map_err(wrong)?;
        let (mut behind, mut first) = ((Instant::from_millis(0), 0), true);
        zip.write_all(b"[")?;
        loop {
            let page = self.read(move |tx, _| Ok(export::log(tx, patient, behind)?))?;
            let last = page.last().and_then(place).filter(|_| page.len() == LOG_ROWS);
            for row in page {
                item(zip, &mut first, &object(row))?;
            }
            match last {
                Some(last) => behind = last,
                None => break,
            }
        }
        zip.write_all(b"]\n")
    }
}
