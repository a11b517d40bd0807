//! Kill -9 in the middle of work: what was acknowledged is there after the restart, and the books agree.

use kham::bench::forms::PageForm;
use kham::bench::http::{Browser, Posted};
use kham::bench::visit::{Staff, Visit, stock_up};
use kham::bench::walked::Walked;
use std::path::Path;
use std::process::Stdio;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::process::{Child, Command};

const ROUNDS: u64 = 4;
const WRITERS: u64 = 6;

async fn start(folder: &Path) -> (Child, String) {
    let port = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().port();
    start_at(folder, port).await
}

/// A server of its own process over a folder, once it answers.
pub async fn start_at(folder: &Path, port: u16) -> (Child, String) {
    let (host, port) = (format!("127.0.0.1:{port}"), port.to_string());
    let mut command = Command::new(env!("CARGO_BIN_EXE_kham"));
    command.arg("demo").arg("--data").arg(folder).args(["--port", &port, "--patients", "40", "--visits", "60"]);
    let child = command.stdout(Stdio::null()).kill_on_drop(true).spawn().unwrap();
    let began = std::time::Instant::now();
    while TcpStream::connect(&host).await.is_err() || Browser::new(&host).get("/sign-in").await.is_err() {
        assert!(began.elapsed() < Duration::from_secs(120), "the server does not answer");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    (child, host)
}

/// Creates patients until the server is gone; gives the names that were acknowledged.
async fn create_patients(host: String, round: u64, writer: u64, stop: Arc<AtomicBool>) -> Vec<String> {
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
            Ok(Posted::Done(_)) => acknowledged.push(name),
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
async fn walk_visits(staff: Arc<Staff>, first: u64, stop: Arc<AtomicBool>) -> Vec<Walked> {
    let mut visit = Visit::new(&staff);
    let mut acknowledged = Vec::new();
    for number in first.. {
        let walked = visit.walk(number, &mut |_, _| {}).await;
        acknowledged.push(visit.so_far.clone());
        if let Err(why) = walked {
            assert!(stop.load(Ordering::Relaxed), "a visit broke while the server ran: {why}");
            return acknowledged;
        }
    }
    acknowledged
}

/// Every acknowledged row, with the statement that finds it.
fn acknowledged_rows(walked: &Walked) -> Vec<(&'static str, &str)> {
    let mut rows = vec![
        ("SELECT COUNT(*) FROM patient WHERE id = ?1", walked.patient.as_str()),
        ("SELECT COUNT(*) FROM appointment WHERE id = ?1", &walked.appointment),
        ("SELECT COUNT(*) FROM visit WHERE id = ?1", &walked.visit),
        (
            "SELECT COUNT(*) FROM visit WHERE id = ?1 AND state = 'finished'",
            if walked.prescription.is_empty() { "" } else { &walked.visit },
        ),
        (
            "SELECT COUNT(*) FROM dispense WHERE prescription_id = ?1",
            if walked.dispensed { &walked.prescription } else { "" },
        ),
        ("SELECT COUNT(*) FROM receipt WHERE id = ?1", &walked.receipt),
        ("SELECT COUNT(*) FROM payment WHERE receipt_id = ?1", &walked.receipt),
    ];
    rows.extend(
        walked
            .orders
            .iter()
            .map(|order| ("SELECT COUNT(*) FROM clinical_order WHERE id = ?1 AND state = 'done'", order.as_str())),
    );
    rows.retain(|(_, id)| !id.is_empty());
    rows
}

async fn verified(folder: &Path) {
    let verified = Command::new(env!("CARGO_BIN_EXE_kham")).arg("verify").arg("--data").arg(folder).output();
    let verified = verified.await.unwrap();
    assert!(verified.status.success(), "{}", String::from_utf8_lossy(&verified.stdout));
}

#[tokio::test(flavor = "multi_thread")]
async fn no_booking_dispense_or_payment_is_lost_when_the_process_is_killed_in_the_middle_of_visits() {
    let folder = tempfile::tempdir().unwrap();
    let mut acknowledged: Vec<Walked> = Vec::new();
    for round in 0..ROUNDS {
        let (mut child, host) = start(folder.path()).await;
        stock_up(&host).await.unwrap();
        let staff = Arc::new(Staff::sign_in(&host).await.unwrap());
        let stop = Arc::new(AtomicBool::new(false));
        let walkers =
            (0..WRITERS).map(|w| tokio::spawn(walk_visits(staff.clone(), (round * WRITERS + w) * 1_000, stop.clone())));
        let walkers: Vec<_> = walkers.collect();
        tokio::time::sleep(Duration::from_millis(4_000 + 337 * round)).await;
        stop.store(true, Ordering::Relaxed);
        child.kill().await.unwrap();
        for walker in walkers {
            acknowledged.extend(walker.await.unwrap());
        }
        verified(folder.path()).await;
        let database = rusqlite::Connection::open(folder.path().join("kham.db")).unwrap();
        for (statement, id) in acknowledged.iter().flat_map(acknowledged_rows) {
            let id: i64 = id.parse().unwrap();
            let found: i64 = database.query_row(statement, [id], |row| row.get(0)).unwrap();
            assert_eq!(found, 1, "acknowledged before kill {round}: {statement}, {id}");
        }
    }
    let paid = acknowledged.iter().filter(|walked| !walked.receipt.is_empty()).count();
    assert!(paid > 0, "no visit was paid: too little was done to prove anything");
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_acknowledged_is_lost_when_the_process_is_killed() {
    let folder = tempfile::tempdir().unwrap();
    let mut acknowledged = Vec::new();
    for round in 0..ROUNDS {
        let (mut child, host) = start(folder.path()).await;
        let stop = Arc::new(AtomicBool::new(false));
        let writers = (0..WRITERS).map(|w| tokio::spawn(create_patients(host.clone(), round, w, stop.clone())));
        let writers: Vec<_> = writers.collect();
        tokio::time::sleep(Duration::from_millis(1_900 + 137 * round)).await;
        child.kill().await.unwrap();
        stop.store(true, Ordering::Relaxed);
        for writer in writers {
            acknowledged.extend(writer.await.unwrap());
        }
    }
    assert!(acknowledged.len() > 20, "too little was done to prove anything: {}", acknowledged.len());
    verified(folder.path()).await;
    let database = rusqlite::Connection::open(folder.path().join("kham.db")).unwrap();
    for name in acknowledged {
        let found: i64 =
            database.query_row("SELECT COUNT(*) FROM patient WHERE name = ?1", [&name], |row| row.get(0)).unwrap();
        assert_eq!(found, 1, "{name} was acknowledged");
    }
}
