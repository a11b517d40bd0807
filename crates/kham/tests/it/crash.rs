//! Kill -9 in the middle of work: what was acknowledged is there after the restart, and the books agree.

use kham::bench::forms::PageForm;
use kham::bench::http::{Browser, Posted};
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
    let verified = Command::new(env!("CARGO_BIN_EXE_kham")).arg("verify").arg("--data").arg(folder.path()).output();
    let verified = verified.await.unwrap();
    assert!(verified.status.success(), "{}", String::from_utf8_lossy(&verified.stdout));
    let database = rusqlite::Connection::open(folder.path().join("kham.db")).unwrap();
    for name in acknowledged {
        let found: i64 =
            database.query_row("SELECT COUNT(*) FROM patient WHERE name = ?1", [&name], |row| row.get(0)).unwrap();
        assert_eq!(found, 1, "{name} was acknowledged");
    }
}
