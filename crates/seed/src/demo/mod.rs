//! The demonstration clinic: one branch with its people, a year of finished visits, the present day half done, and
//! the coming weeks partly booked. Everything agrees with everything, because days are lived through in their order:
//! who comes, waits, is called, tested, given medicines and pays; stock is delivered when it runs low.

mod address;
mod ahead;
mod bill;
mod booking;
mod calendar;
mod cases;
mod cash;
mod chunk;
mod clinic;
mod coming;
mod consumables;
mod content;
mod counter;
mod diary;
mod doctors_texts;
mod door;
mod emit;
mod give;
mod history;
mod images;
mod insured;
mod life;
mod maker;
mod names;
mod people;
mod phrase;
mod plan;
mod record;
mod results;
mod rows;
mod stock;
mod today;
mod website;
mod world;

pub use images::DemoImage;

use crate::catalogue::{Partners, catalogue};
use crate::holidays::{Closing, holidays};
use bricks::clock::{Day, Instant, Zone, add_days};
use bricks::id::{BranchId, IdSource};
use chunk::Chunk;
use ground::audit::{self, Entry};
use ground::db::{Db, Stop};
use std::sync::Arc;
use tokio::sync::mpsc;

/// Rows of the demonstration carry a node number that no running process is given.
const DEMO_NODE: u16 = 1023;
/// One more year of history for every so many visits, so that no day is fuller than a house can be.
const VISITS_PER_YEAR_MAX: usize = 40_000;
const YEARS_MAX: i64 = 10;
/// When the generated day is half done, where the clock does not say so: a quarter past ten.
const MID_MORNING_MINUTE: i64 = 615;
/// Finished chunks that may wait for the database.
const CHUNKS_AHEAD: usize = 2;

/// How large a demonstration is wanted.
#[derive(Debug, Clone)]
pub struct DemoOptions {
    /// The same seed, day and sizes make the same people, visits and sums.
    pub seed: u64,
    /// Patients; at least 50 are made.
    pub patients: usize,
    /// Finished visits before today.
    pub visits: usize,
    /// The day that is half done. When it is the clock's day, it is half done at the clock's time.
    pub today: Day,
    pub zone: Zone,
    /// Of every account.
    pub password_hash: String,
}

/// What was made.
#[derive(Debug, Clone)]
pub struct DemoReport {
    pub branch: BranchId,
    pub patients: usize,
    /// With today's.
    pub visits: usize,
    pub appointments: usize,
    pub receipts: usize,
    /// All rows, of every table.
    pub rows: usize,
    /// Pictures that attachments name by their hash: the caller puts them into its file store.
    pub images: Vec<DemoImage>,
}

/// One result of today that no doctor has looked at, though the visit is over.
const LATE_RESULT: &str = "UPDATE clinical_order SET reviewed_at = NULL, reviewed_by = NULL WHERE id = \
     (SELECT MAX(o.id) FROM visit v JOIN clinical_order o ON o.visit_id = v.id WHERE v.day = $1 AND v.state = 'finished' AND o.state = 'done')";

/// What the whole generation knows.
struct Setup {
    ids: IdSource,
    seed: u64,
    patients: usize,
    visits: usize,
    /// The first day of history.
    start: Day,
    today: Day,
    now: Instant,
    zone: Zone,
    /// When the clinic's own rows were made.
    founded: Instant,
}

impl Setup {
    fn new(options: &DemoOptions, clock: Instant) -> Setup {
        let zone = options.zone.clone();
        let now = if zone.day_of(clock) == options.today {
            clock
        } else {
            zone.instant_of(options.today, MID_MORNING_MINUTE)
        };
        let years =
            i64::try_from(options.visits.div_ceil(VISITS_PER_YEAR_MAX)).unwrap_or(YEARS_MAX).clamp(1, YEARS_MAX);
        let start = add_days(options.today, -365 * years);
        let founded = zone.instant_of(add_days(start, -400), 480);
        let patients = options.patients.max(50);
        Setup {
            ids: IdSource::new(DEMO_NODE),
            seed: options.seed,
            patients,
            visits: options.visits,
            start,
            today: options.today,
            now,
            zone,
            founded,
        }
    }
}

/// Fills an empty database with the demonstration clinic. Written in large transactions; when it fails half-way the
/// database is of no use. Of the audit there is the entry `demo_made`, and those
/// of the acts that fill reception's other screens.
pub async fn demo(db: &Db, options: DemoOptions) -> Result<DemoReport, Stop> {
    let setup = Arc::new(Setup::new(&options, db.clock().now()));
    let (clinic, rows) = clinic::build(&setup, &setup.zone, &options.password_hash)?;
    let (branch, manager, start) = (clinic.branch, clinic.manager, setup.start);
    let desk = life::Desk::of(&clinic, &setup.zone);
    let pharmacist = counter::pharmacist(&clinic, &setup.zone);
    let storekeeper = life::storekeeper(&clinic, &setup.zone);
    db.write(move |tx| {
        catalogue(tx, add_days(start, -400), Partners::Invented)?;
        tx.run(insured::KNOWN, &[])?;
        rows.insert(tx)?;
        holidays(tx, branch, Closing::NewYears)
    })
    .await?;
    let (sender, mut chunks) = mpsc::channel::<Chunk>(CHUNKS_AHEAD);
    let (for_maker, mut report) = (setup.clone(), DemoReport::empty(branch));
    let maker = tokio::task::spawn_blocking(move || maker::make_all(&for_maker, clinic, &sender));
    while let Some(chunk) = chunks.recv().await {
        report.add(&chunk);
        db.write(move |tx| Ok(chunk.write(tx)?)).await?;
    }
    maker.await.map_err(|_| Stop::fault("the demonstration's generator broke off"))??;
    let detail = format!("{} patients, {} visits, seed {}", report.patients, report.visits, options.seed);
    let today = setup.today;
    db.write(move |tx| {
        tx.run(LATE_RESULT, &[&today])?;
        papers::takings::taken_all(tx)?;
        let entry = Entry {
            branch,
            staff: None,
            act: "demo_made",
            subject: "branch",
            subject_id: branch.raw(),
            patient: None,
            detail: &detail,
            request_id: "",
        };
        website::open(tx, branch)?;
        record::write(tx, branch, today)?;
        doctors_texts::write(tx, branch, manager)?;
        Ok(audit::note(tx, &entry)?)
    })
    .await?;
    db.write(move |tx| consumables::fill(tx, &storekeeper)).await?;
    db.write(move |tx| life::fill(tx, &desk)).await?;
    db.write(move |tx| counter::fill(tx, &pharmacist)).await?;
    Ok(report)
}

impl DemoReport {
    fn empty(branch: BranchId) -> DemoReport {
        DemoReport { branch, patients: 0, visits: 0, appointments: 0, receipts: 0, rows: 0, images: images::all() }
    }

    fn add(&mut self, chunk: &Chunk) {
        self.patients += chunk.patients.len();
        self.visits += chunk.visits.len();
        self.appointments += chunk.appointments.len();
        self.receipts += chunk.receipts.len();
        self.rows += chunk.len();
    }
}
