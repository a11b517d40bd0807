//! The export of one patient, read again as anybody would.

use super::full_visit;
use super::house::*;
use crate::export::{Sources, stream};
use crate::store::export::{OUTSIDE, TABLES};
use bricks::lang::Lang;
use ground::files::Files;
use ground::html::Theme;
use ground::printer::{Paper, Printer};
use ground::web::Face;
use std::io::{Cursor, Read as _};
use std::sync::Arc;

struct Plain;

impl Printer for Plain {
    fn pdf(&self, _: Paper, _: Lang, data: &serde_json::Value) -> Result<Vec<u8>, String> {
        Ok(data.to_string().into_bytes())
    }
}

fn face(now: bricks::clock::Instant) -> Face {
    Face { lang: Lang::Vi, theme: Theme::Light, key: String::new(), now, who: who(), path: String::new(), opened: None }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_export_holds_every_visit_every_picture_and_the_summary() {
    let house = House::open().await;
    let folder = tempfile::tempdir().unwrap();
    let files = Files::open(folder.path()).unwrap();
    for _ in 0..23 {
        full_visit(&house, 119_500).await;
    }
    let picture = vec![7_u8; 200_000];
    let hash = files.put(&picture).unwrap();
    let first = "UPDATE attachment SET sha256 = $1 WHERE id = (SELECT MIN(id) FROM attachment)";
    house.done(move |tx, _| Ok(tx.run_one(first, &[&hash])?)).await;
    let sources = Sources {
        db: house.db.clone(),
        files,
        printer: Arc::new(Plain),
        runtime: tokio::runtime::Handle::current(),
        face: face(at(600)),
        patient: HUONG,
    };
    let body = axum::body::to_bytes(stream(move |pipe| sources.write(pipe)), usize::MAX).await.unwrap();
    let mut zip = zip::ZipArchive::new(Cursor::new(body)).unwrap();
    let names: Vec<String> = zip.file_names().map(|name| name.unwrap().into_owned()).collect();
    assert_eq!(names.iter().filter(|n| n.starts_with("files/") && n.ends_with(".jpg")).count(), 1);
    let mut text = String::new();
    zip.by_name("record.json").unwrap().read_to_string(&mut text).unwrap();
    let record: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(record["format"], "kham-record/1");
    assert_eq!(record["patient"]["code"], "BN-1");
    let visits = record["visits"].as_array().unwrap();
    assert_eq!(visits.len(), 23, "page after page");
    assert_eq!(visits[0]["orders"][0]["values"][0]["value"], "119.5");
    assert_eq!(visits[0]["prescriptions"][0]["lines"][0]["given"][0]["quantity"], "10");
    assert!(record["appointments"].is_array() && record["messages"].is_array());
    let mut read = |name: &str| -> serde_json::Value { serde_json::from_reader(zip.by_name(name).unwrap()).unwrap() };
    let (tables, log) = (read("tables.json"), read("log.json"));
    let count = |table: &str| tables[table].as_array().unwrap().len();
    assert_eq!((count("patient"), count("visit"), count("prescription"), count("dispense")), (1, 23, 23, 23));
    assert_eq!((count("receipt"), count("attachment"), count("result_value")), (23, 23, 23));
    assert_eq!(tables["patient"][0]["id"], HUONG.raw().to_string());
    assert!(log.is_array());
    let mut lost = String::new();
    zip.by_name("files/missing.txt").unwrap().read_to_string(&mut lost).unwrap();
    assert_eq!(lost.lines().count(), 22, "what the store has lost is said");
    let mut kept = Vec::new();
    let name = names.iter().find(|n| n.ends_with(".jpg")).unwrap();
    zip.by_name(name).unwrap().read_to_end(&mut kept).unwrap();
    assert_eq!(kept, picture);
    let mut summary = String::new();
    zip.by_name("summary.pdf").unwrap().read_to_string(&mut summary).unwrap();
    assert!(summary.contains("Thiếu máu") && summary.contains("Chưa hỏi dị ứng"));
}

/// From the patient's table along every foreign key, and every table with a column that names one.
const OF_A_PATIENT: &str = "WITH RECURSIVE link (name, above) AS (SELECT m.name, f.\"table\" FROM sqlite_master m \
     JOIN pragma_foreign_key_list(m.name) f WHERE m.type = 'table'), \
     reached (name) AS (SELECT 'patient' UNION SELECT l.name FROM link l JOIN reached r ON r.name = l.above) \
     SELECT name FROM reached UNION SELECT m.name FROM sqlite_master m JOIN pragma_table_info(m.name) c \
     WHERE m.type = 'table' AND c.name IN ('patient_id', 'visit_id', 'appointment_id', 'prescription_id')";

#[tokio::test(flavor = "multi_thread")]
async fn no_table_of_a_patient_is_forgotten_by_the_export() {
    let house = House::open().await;
    let found: Vec<String> = house.db.read(|tx| Ok::<_, ground::db::Stop>(tx.all(OF_A_PATIENT, &[])?)).await.unwrap();
    assert!(found.len() > 60, "{found:?}");
    let told = |name: &String| name == "audit" || TABLES.iter().chain(OUTSIDE).any(|(table, _)| table == name);
    let forgotten: Vec<_> = found.iter().filter(|name| !told(name)).collect();
    assert!(forgotten.is_empty(), "Export it (store/export.rs, TABLES), or say in OUTSIDE why not: {forgotten:?}");
    let idle: Vec<_> = OUTSIDE.iter().filter(|(table, _)| !found.iter().any(|name| name == table)).collect();
    assert!(idle.is_empty(), "Take them out of OUTSIDE: {idle:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_export_that_nobody_reads_any_more_ends() {
    let house = House::open().await;
    full_visit(&house, 119_500).await;
    let (done, ended) = tokio::sync::oneshot::channel();
    let body = stream(move |mut pipe| {
        use std::io::Write as _;
        let written = (0..1_000).try_for_each(|_| pipe.write_all(&[0; 100_000]));
        let _ = done.send(written.is_err());
        written
    });
    drop(body);
    assert!(ended.await.unwrap(), "it would be written for nobody");
}
