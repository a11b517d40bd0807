//! A server that is asked to end, with pages open, and what it wrote into its log until then.

use crate::harness::{Clinic, On, in_postgres, postgres_server};
use crate::made;
use kham::bench::forms::PageForm;
use kham::bench::http::Browser;
use std::fs::File;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use tokio::net::{TcpListener, TcpStream};

const NAME: &str = "Nguyễn Thị Không Ghi";
const PHONE: &str = "0987001234";
/// A start and a stop of an unoptimised build beside other tests; an optimised one takes a quarter of a second for both.
const SOON: Duration = Duration::from_secs(2);

async fn start(folder: &Path, log: &Path) -> (tokio::process::Child, String) {
    let port = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().port();
    let host = format!("127.0.0.1:{port}");
    let mut command = tokio::process::Command::new(env!("CARGO_BIN_EXE_kham"));
    command.arg("serve").arg("--data").arg(folder).args(["--listen", &host, "--log-level", "debug"]);
    let log = File::options().create(true).append(true).open(log).unwrap();
    let child = command.stdout(Stdio::null()).stderr(log).kill_on_drop(true).spawn().unwrap();
    let began = Instant::now();
    while TcpStream::connect(&host).await.is_err() {
        assert!(began.elapsed() < Duration::from_secs(60), "the server does not answer");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    (child, host)
}

async fn end(child: &mut tokio::process::Child) -> Duration {
    let began = Instant::now();
    let pid = child.id().unwrap().to_string();
    assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
    assert!(child.wait().await.unwrap().success(), "the end is a good one");
    began.elapsed()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restart_with_a_page_open_takes_moments_and_the_log_names_acts_but_no_patient() {
    let (folder, logs) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let log = logs.path().join("log");
    made::copy_into(folder.path(), On::Sqlite, "").await;
    let (mut child, host) = start(folder.path(), &log).await;
    let mut desk = Browser::new(&host);
    desk.sign_in("letan", kham::demo::PASSWORD).await.unwrap();
    let page = desk.get("/patients/new").await.unwrap();
    let form = PageForm::find(&page.body, "/patients").unwrap();
    let form = form.with("name", NAME).with("phone", PHONE).with("sex", "female").with("birth", "1990");
    desk.post("/patients", &form.fields).await.unwrap().done().unwrap();
    let found = desk.get("/patients?q=0987001234").await.unwrap();
    assert!(found.body.contains(NAME));
    desk.open("/patients/1").await.unwrap();
    let _open = desk.again().listen("/live").await.unwrap();

    let ended = end(&mut child).await;
    assert!(ended < SOON, "{ended:?} to end with a page open");
    let began = Instant::now();
    let (mut child, host) = start(folder.path(), &log).await;
    assert_eq!(Browser::new(&host).open("/readyz").await.unwrap().status, 200);
    assert_eq!(Browser::new(&host).open("/healthz").await.unwrap().status, 200);
    assert!(began.elapsed() < 3 * SOON, "{:?} to come back", began.elapsed());
    end(&mut child).await;

    let written = std::fs::read_to_string(&log).unwrap();
    let act = written.lines().find(|l| l.contains("POST") && l.contains("/patients")).expect("the post is logged");
    assert!(act.contains("request=") && act.contains("status=303"), "{act}");
    assert!(written.contains("method=GET"), "{written}");
    for secret in [NAME, "Không Ghi", PHONE, "Kh%C3%B4ng", kham::demo::PASSWORD] {
        assert!(!written.contains(secret), "{secret} stands in the log");
    }
}

/// What the two addresses for machines answer, each within the time that a load balancer gives.
async fn health(clinic: &Clinic) -> (u16, u16) {
    let ask = async |path: &str| {
        let mut machine = Browser::new(&clinic.host);
        let answer = tokio::time::timeout(Duration::from_secs(5), machine.open(path)).await;
        answer.expect("answered in time").unwrap().status.as_u16()
    };
    (ask("/healthz").await, ask("/readyz").await)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clinic_whose_database_is_gone_lives_and_is_not_ready_until_it_is_back() {
    let Some(server) = postgres_server() else { return };
    let clinic = Clinic::open(On::Postgres).await.unwrap();
    assert_eq!(health(&clinic).await, (200, 200));
    let name = clinic.house.db.read(|tx| Ok(tx.one::<String>("SELECT current_database()", &[])?));
    let name = name.await.unwrap().unwrap();
    let gone = format!(
        "ALTER DATABASE {name} WITH ALLOW_CONNECTIONS false; \
         SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
    );
    in_postgres(&server, &gone).await;
    assert_eq!(health(&clinic).await, (200, 503));
    in_postgres(&server, &format!("ALTER DATABASE {name} WITH ALLOW_CONNECTIONS true")).await;
    let began = Instant::now();
    while health(&clinic).await != (200, 200) {
        assert!(began.elapsed() < Duration::from_secs(30), "it is not ready though its database is back");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert!(clinic.browser("letan").await.get("/reception").await.is_ok(), "people work on");
}

/// A file that is open cannot be taken away from SQLite; what cannot be read in it is as good as gone.
#[tokio::test(flavor = "multi_thread")]
async fn a_clinic_whose_file_cannot_be_read_is_not_ready() {
    let clinic = Clinic::open(On::Sqlite).await.unwrap();
    assert_eq!(health(&clinic).await, (200, 200));
    clinic.house.db.write(|tx| Ok(tx.run("ALTER TABLE setting RENAME TO lost", &[])?)).await.unwrap();
    assert_eq!(health(&clinic).await, (200, 503));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_command_whose_reader_leaves_early_ends_quietly() {
    let folder = tempfile::tempdir().unwrap();
    made::copy_into(folder.path(), On::Sqlite, "").await;
    let mut command = tokio::process::Command::new(env!("CARGO_BIN_EXE_kham"));
    command.arg("verify").arg("--data").arg(folder.path()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.kill_on_drop(true).spawn().unwrap();
    drop(child.stdout.take());
    let ended = child.wait_with_output().await.unwrap();
    assert!(ended.status.success(), "the books agree whoever reads it: {:?}", ended.status);
    assert!(!String::from_utf8_lossy(&ended.stderr).contains("panicked"), "{}", String::from_utf8_lossy(&ended.stderr));
}
