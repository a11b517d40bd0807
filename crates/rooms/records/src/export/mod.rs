//! Everything that the clinic keeps of one patient, as one zip (docs/export.md says what stands in it): `record.json` to be
//! read, `tables.json` with every row as it is kept, the log, the pictures as they were taken, and the printed summary. It
//! is written while it is sent: never more than a page of visits, one table's rows of the patient, or one picture, is held.

mod json;
mod pipe;
mod whole;

pub use pipe::stream;

use crate::history::{self, Asked, Top};
use crate::paper;
use crate::rules::Show;
use crate::store::loose::{self, Cursor, Loose};
use crate::store::{self, From};
use bricks::id::PatientId;
use ground::access::Who;
use ground::db::{Db, Stop};
use ground::files::Files;
use ground::people::consent;
use ground::printer::{Paper, Printer};
use ground::web::Face;
use pipe::Pipe;
use serde_json::{Value, to_writer};
use std::io::{self, Write as _};
use std::sync::Arc;
use zip::write::{SimpleFileOptions, StreamWriter};
use zip::{CompressionMethod, ZipWriter};

/// What the export needs of the house.
pub struct Sources {
    pub db: Db,
    pub files: Files,
    pub printer: Arc<dyn Printer>,
    pub runtime: tokio::runtime::Handle,
    pub face: Face,
    pub patient: PatientId,
}

type Zip = ZipWriter<StreamWriter<Pipe>>;

fn wrong(e: impl std::fmt::Debug) -> io::Error {
    io::Error::other(format!("{e:?}"))
}

fn stored() -> SimpleFileOptions {
    SimpleFileOptions::default().compression_method(CompressionMethod::Stored).large_file(true)
}

impl Sources {
    fn read<T: Send + 'static>(
        &self,
        body: impl Fn(&mut ground::db::Tx<'_>, &Who) -> Result<T, Stop> + Send + 'static,
    ) -> io::Result<T> {
        let who = self.face.who.clone();
        self.runtime.block_on(self.db.read(move |tx| body(tx, &who))).map_err(wrong)
    }

    /// Writes the whole zip; on a thread that may wait.
    pub fn write(&self, out: Pipe) -> io::Result<()> {
        let mut zip = ZipWriter::new_stream(out);
        zip.start_file("record.json", stored()).map_err(wrong)?;
        self.record(&mut zip)?;
        self.tables(&mut zip)?;
        self.log(&mut zip)?;
        self.pictures(&mut zip)?;
        self.summary(&mut zip)?;
        let mut out = zip.finish().map_err(wrong)?.into_inner();
        out.flush()
    }

    fn record(&self, zip: &mut Zip) -> io::Result<()> {
        let patient = self.patient;
        let (top, consents, requests) = self.read(move |tx, who| {
            let top = history::top(tx, who, patient)?;
            Ok((top, consent::of_patient(tx, patient)?, store::requests::of_patient(tx, patient)?))
        })?;
        let head = json::head(&self.face, &top, &consents, &requests);
        // The head's last brace is left open for the lists that follow.
        let head = serde_json::to_string(&head).map_err(wrong)?;
        zip.write_all(head.trim_end_matches('}').as_bytes())?;
        self.visits(zip)?;
        self.loose(zip, &top, ("appointments", Show::Appointments))?;
        self.loose(zip, &top, ("messages", Show::Messages))?;
        zip.write_all(b"}\n")
    }

    fn visits(&self, zip: &mut Zip) -> io::Result<()> {
        let (patient, mut from, mut first) = (self.patient, None, true);
        zip.write_all(b",\n\"visits\":[")?;
        loop {
            let asked = Asked { show: Show::All, from, cursor: None };
            let page = self.read(move |tx, who| history::load(tx, who, patient, asked))?;
            for visit in &page.visits {
                item(zip, &mut first, &json::visit(visit))?;
            }
            match page.older {
                Some(visit) => from = Some(From { visit, with_it: false }),
                None => break,
            }
        }
        zip.write_all(b"]")
    }

    fn loose(&self, zip: &mut Zip, top: &Top, (name, show): (&str, Show)) -> io::Result<()> {
        let of = loose::Of { patient: self.patient, branch: top.patient.branch, today: Cursor::LATEST.at };
        let (mut begins, mut first) = (Cursor::LATEST, true);
        zip.write_all(format!(",\n\"{name}\":[").as_bytes())?;
        loop {
            let mut rows: Vec<Loose> = self.read(move |tx, _| Ok(loose::page(tx, &of, show, begins)?))?;
            let more = rows.len() > loose::PER_PAGE;
            rows.truncate(loose::PER_PAGE);
            for row in &rows {
                item(zip, &mut first, &json::loose(row))?;
            }
            match rows.last().filter(|_| more) {
                Some(last) => begins = Cursor { at: last.at, id: last.id },
                None => break,
            }
        }
        zip.write_all(b"]")
    }

    /// Every picture under its number; what the store has lost is named at the end.
    fn pictures(&self, zip: &mut Zip) -> io::Result<()> {
        let patient = self.patient;
        let pictures = self.read(move |tx, _| Ok(store::export::pictures(tx, patient)?))?;
        let mut lost = String::new();
        for picture in pictures {
            let name = json::file_name(picture.id, &picture.mime);
            match self.files.get(&picture.sha256) {
                Ok(bytes) => {
                    zip.start_file(name, stored()).map_err(wrong)?;
                    zip.write_all(&bytes)?;
                }
                Err(_) => lost.push_str(&format!("{name}\n")),
            }
        }
        if !lost.is_empty() {
            zip.start_file("files/missing.txt", stored()).map_err(wrong)?;
            zip.write_all(lost.as_bytes())?;
        }
        Ok(())
    }

    fn summary(&self, zip: &mut Zip) -> io::Result<()> {
        let (patient, lang) = (self.patient, self.face.lang);
        let record = self.read(move |tx, who| history::load(tx, who, patient, Asked::default()))?;
        let pdf = self.printer.pdf(Paper::SummaryA5, lang, &paper::facts(&self.face, &record)).map_err(wrong)?;
        zip.start_file("summary.pdf", stored()).map_err(wrong)?;
        zip.write_all(&pdf)
    }
}

fn item(zip: &mut Zip, first: &mut bool, value: &Value) -> io::Result<()> {
    zip.write_all(if std::mem::take(first) { b"\n" } else { b",\n" })?;
    to_writer(&mut *zip, value).map_err(wrong)
}
