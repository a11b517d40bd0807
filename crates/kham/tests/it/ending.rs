//! A server that is asked to end, with pages open, and what it wrote into its log until then.

use crate::harness::On;
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
