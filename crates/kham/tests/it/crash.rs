//! Kill -9 in the middle of work: what was acknowledged is there after the restart, and the books agree.

use crate::harness::{On, new_postgres, postgres_server};
use kham::bench::forms::PageForm;
use kham::bench::http::{Browser, Posted};
use kham::bench::visit::{Staff, Visit, stock_up};
use kham::bench::walked::Walked;
use std::path::Path;
use std::process::Stdio;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::process::{Child, Command};

const WRITERS: u64 = 6;

/// The places of a clinic that outlives its processes.
struct Clinic {
    folder: tempfile::TempDir,
    /// PostgreSQL's address; without it SQLite in the folder.
    database: Option<String>,
}

impl Clinic {
    async fn new(on: On) -> Option<Clinic> {
        let database = match on {
            On::Sqlite => None,
            On::Postgres => Some(new_postgres(&postgres_server()?, "template0").await),
        };
        Some(Clinic { folder: tempfile::tempdir().unwrap(), database })
    }

    /// PostgreSQL goes on when the process is killed, so fewer kills tell as much.
    fn rounds(&self) -> u64 {
        if self.database.is_some() { 2 } else { 4 }
    }

    async fn start(&self) -> (Child, String) {
        let port = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().port();
        start_on(self.folder.path(), self.database.as_deref(), port).await
    }

    async fn verified(&self) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_kham"));
        command.arg("verify").arg("--data").arg(self.folder.path());
        let verified = in_database(&mut command, self.database.as_deref()).output().await.unwrap();
        assert!(verified.status.success(), "{}", String::from_utf8_lossy(&verified.stdout));
    }

    /// How many rows each statement counts for its own value; numbers are the rows' ids, everything else is a name.
    async fn count(&self, asked: Vec<(&'static str, String)>) -> Vec<i64> {
        let Some(address) = &self.database else {
            let file = rusqlite::Connection::open(self.folder.path().join("kham.db")).unwrap();
            let one = |(sql, value): (&str, String)| match value.parse::<i64>() {
                Ok(id) => file.query_row(sql, [id], |row| row.get(0)),
                Err(_) => file.query_row(sql, [value], |row| row.get(0)),
            };
            return asked.into_iter().map(|each| one(each).unwrap()).collect();
        };
        let (client, connection) = tokio_postgres::connect(address, tokio_postgres::NoTls).await.unwrap();
        tokio::spawn(connection);
        let mut counts = Vec::new();
        for (sql, value) in asked {
            let row = match value.parse::<i64>() {
                Ok(id) => client.query_one(sql, &[&id]).await,
                Err(_) => client.query_one(sql, &[&value]).await,
            };
            counts.push(row.unwrap().get(0));
        }
        counts
    }
}

fn in_database<'a>(command: &'a mut Command, database: Option<&str>) -> &'a mut Command {
    match database {
        Some(database) => command.args(["--database", database]),
        None => command,
    }
}

/// A server of its own process over a folder, once it answers.
pub async fn start_at(folder: &Path, port: u16) -> (Child, String) {
    start_on(folder, None, port).await
}

async fn start_on(folder: &Path, database: Option<&str>, port: u16) -> (Child, String) {
    let (host, port) = (format!("127.0.0.1:{port}"), port.to_string());
    let mut command = Command::new(env!("CARGO_BIN_EXE_kham"));
    command.arg("demo").arg("--data").arg(folder).args(["--port", &port, "--patients", "40", "--visits", "60"]);
    in_database(&mut command, database);
    let child = command.stdout(Stdio::null()).kill_on_drop(true).spawn().unwrap();
    let began = std::time::Instant::now();
    while TcpStream::connect(&host).await.is_err() || Browser::new(&host).get("/sign-in").await.is_err() {
        assert!(began.elapsed() < Duration::from_secs(120), "the server does not answer");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    (child, host)
}

/// Waits until so much was done: a machine that does other things besides needs longer for it.
async fn until_done(done: &AtomicU64, wanted: u64) {
    let began = std::time::Instant::now();
    while done.load(Ordering::Relaxed) < wanted && began.elapsed() < Duration::from_secs(90) {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// Creates patients until the server is gone; gives the names that were acknowledged.
async fn create_patients(
    host: String,
    (round, writer): (u64, u64),
    (stop, done): (Arc<AtomicBool>, Arc<AtomicU64>),
) -> Vec<String> {
    let mut browser = Browser::new(&host);
    let mut acknowledged = Vec::new();
    if browser.sign_in("letan", kham::demo::PASSWORD).await.is_err() {
        return acknowledged;
    }
    for number in 0.. {
        if stop.load(Ordering::Relaxed) {
            break;
        }
        let name = format!("Thử {round} {writer} {number}");
        match create(&mut browser, &name).await {
            Ok(Posted::Done(_)) => {
                acknowledged.push(name);
                done.fetch_add(1, Ordering::Relaxed);
            }
            Ok(Posted::Conflict) => panic!("a conflict for {name}"),
            Err(_) => break,
        }
    }
    acknowledged
}

async fn create(browser: &mut Browser, name: &str) -> Result<Posted, String> {
    let page = browser.get("/patients/new").await?;
    let form = PageForm::find(&page.body, "/patients")?.with("name", name).with("sex", "female").with("birth", "1990");
    browser.post("/patients", &form.fields).await
}

/// Walks whole visits until the server is gone; gives what was acknowledged of each, the broken one too.
async fn walk_visits(staff: Arc<Staff>, first: u64, (stop, done): (Arc<AtomicBool>, Arc<AtomicU64>)) -> Vec<Walked> {
    let mut visit = Visit::new(&staff);
    let mut acknowledged = Vec::new();
    for number in first.. {
        let walked = visit.walk(number, &mut |_, _| {}).await;
        acknowledged.push(visit.so_far.clone());
        if let Err(why) = walked {
            assert!(stop.load(Ordering::Relaxed), "a visit broke while the server ran: {why}");
            return acknowledged;
        }
        done.fetch_add(1, Ordering::Relaxed);
    }
    acknowledged
}

/// Every acknowledged row, with the statement that finds it.
fn acknowledged_rows(walked: &Walked) -> Vec<(&'static str, &str)> {
    let mut rows = vec![
        ("SELECT COUNT(*) FROM patient WHERE id = $1", walked.patient.as_str()),
        ("SELECT COUNT(*) FROM appointment WHERE id = $1", &walked.appointment),
        ("SELECT COUNT(*) FROM visit WHERE id = $1", &walked.visit),
        (
            "SELECT COUNT(*) FROM visit WHERE id = $1 AND state = 'finished'",
            if walked.prescription.is_empty() { "" } else { &walked.visit },
        ),
        (
            "SELECT COUNT(*) FROM dispense WHERE prescription_id = $1",
            if walked.dispensed { &walked.prescription } else { "" },
        ),
        ("SELECT COUNT(*) FROM receipt WHERE id = $1", &walked.receipt),
        ("SELECT COUNT(*) FROM payment WHERE receipt_id = $1", &walked.receipt),
    ];
    rows.extend(
        walked
            .orders
            .iter()
            .map(|order| ("SELECT COUNT(*) FROM clinical_order WHERE id = $1 AND state = 'done'", order.as_str())),
    );
    rows.retain(|(_, id)| !id.is_empty());
    rows
}

/// Runs one body on both databases.
macro_rules! killed {
    ($name:ident, $body:path) => {
        mod $name {
            use super::*;

            #[tokio::test(flavor = "multi_thread")]
            async fn on_sqlite() {
                $body(Clinic::new(On::Sqlite).await.unwrap()).await;
            }

            #[tokio::test(flavor = "multi_thread")]
            async fn on_postgres() {
                if let Some(clinic) = Clinic::new(On::Postgres).await {
                    $body(clinic).await;
                }
            }
        }
    };
}

killed!(no_booking_dispense_or_payment_is_lost_when_the_process_is_killed_in_the_middle_of_visits, in_visits);
killed!(nothing_acknowledged_is_lost_when_the_process_is_killed, in_profiles);

async fn in_visits(clinic: Clinic) {
    let mut acknowledged: Vec<Walked> = Vec::new();
    for round in 0..clinic.rounds() {
        let (mut child, host) = clinic.start().await;
        stock_up(&host).await.unwrap();
        let staff = Arc::new(Staff::sign_in(&host).await.unwrap());
        let (stop, done) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(0)));
        let walk = |w| walk_visits(staff.clone(), (round * WRITERS + w) * 1_000, (stop.clone(), done.clone()));
        let walkers: Vec<_> = (0..WRITERS).map(|w| tokio::spawn(walk(w))).collect();
        tokio::time::sleep(Duration::from_millis(2_000 + 337 * round)).await;
        until_done(&done, 1).await;
        stop.store(true, Ordering::Relaxed);
        child.kill().await.unwrap();
        for walker in walkers {
            acknowledged.extend(walker.await.unwrap());
        }
        clinic.verified().await;
        let asked: Vec<(&str, String)> =
            acknowledged.iter().flat_map(acknowledged_rows).map(|(sql, id)| (sql, id.to_owned())).collect();
        for ((sql, id), found) in asked.iter().zip(clinic.count(asked.clone()).await) {
            assert_eq!(found, 1, "acknowledged before kill {round}: {sql}, {id}");
        }
    }
    let paid = acknowledged.iter().filter(|walked| !walked.receipt.is_empty()).count();
    assert!(paid > 0, "no visit was paid: too little was done to prove anything");
}

async fn in_profiles(clinic: Clinic) {
    let mut acknowledged = Vec::new();
    for round in 0..clinic.rounds() {
        let (mut child, host) = clinic.start().await;
        let (stop, done) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(0)));
        let create = |w| create_patients(host.clone(), (round, w), (stop.clone(), done.clone()));
        let writers: Vec<_> = (0..WRITERS).map(|w| tokio::spawn(create(w))).collect();
        tokio::time::sleep(Duration::from_millis(500 + 137 * round)).await;
        until_done(&done, 12).await;
        child.kill().await.unwrap();
        stop.store(true, Ordering::Relaxed);
        for writer in writers {
            acknowledged.extend(writer.await.unwrap());
        }
    }
    assert!(acknowledged.len() > 20, "too little was done to prove anything: {}", acknowledged.len());
    clinic.verified().await;
    const NAMED: &str = "SELECT COUNT(*) FROM patient WHERE name = $1";
    let found = clinic.count(acknowledged.iter().map(|name| (NAMED, name.clone())).collect()).await;
    for (name, found) in acknowledged.iter().zip(found) {
        assert_eq!(found, 1, "{name} was acknowledged");
    }
}
