//! Makes a demonstration clinic in a new database: `make sqlite:FILE PATIENTS VISITS`.

use bricks::clock::{Clock as _, SystemClock, Zone};
use ground::db::{Db, Place};
use seed::{DemoOptions, demo};
use std::sync::Arc;

#[tokio::main]
async fn main() -> Result<(), String> {
    let args: Vec<String> = std::env::args().collect();
    let [_, file, patients, visits] = args.as_slice() else {
        return Err("make sqlite:FILE PATIENTS VISITS".to_owned());
    };
    let place = Place::parse(file)?;
    let db = Db::open(&place, Arc::new(SystemClock)).map_err(|e| e.to_string())?;
    let zone = Zone::named("Asia/Ho_Chi_Minh").map_err(|e| e.to_string())?;
    let before = SystemClock.now();
    let options = DemoOptions {
        seed: 1,
        patients: patients.parse().map_err(|_| "patients is a number")?,
        visits: visits.parse().map_err(|_| "visits is a number")?,
        today: zone.day_of(before),
        zone,
        password_hash: String::new(),
    };
    let report = demo(&db, options).await.map_err(|e| format!("{e:?}"))?;
    let seconds = (SystemClock.now().millis() - before.millis()) / 1000;
    println!(
        "{} patients, {} visits, {} appointments, {} receipts, {} rows in {seconds} s",
        report.patients, report.visits, report.appointments, report.receipts, report.rows
    );
    Ok(())
}
