//! A small clinic of invented people, served in this process on a loopback port.

use crate::made;
use bricks::clock::{Clock, Zone, parse_day};
use ground::db::Place;
use ground::web::House;
use kham::bench::http::Browser;
use kham::config::{Config, Given};
use kham::demo_clock::DemoClock;
use kham::{demo, house, router, server, verify};
use std::io::Write as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use tokio::net::TcpListener;
use tokio::sync::oneshot;

/// Which database a test runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum On {
    Sqlite,
    Postgres,
}

/// A clock that runs from a Tuesday morning, whatever the day of the test.
pub fn tuesday_morning() -> DemoClock {
    let zone = Zone::named("Asia/Ho_Chi_Minh").unwrap();
    DemoClock::showing(zone.instant_of(parse_day("2026-11-24").unwrap(), 9 * 60 + 40))
}

/// A running clinic; it ends with the value.
pub struct Clinic {
    pub house: Arc<House>,
    pub host: String,
    _folder: tempfile::TempDir,
    _stop: oneshot::Sender<()>,
}

/// The address of the test's PostgreSQL server; `None` (and a loud word) when there is none.
pub fn postgres_server() -> Option<String> {
    match std::env::var("KHAM_TEST_POSTGRES") {
        Ok(server) => Some(server),
        Err(_) => {
            missing("PostgreSQL", "KHAM_TEST_POSTGRES");
            None
        }
    }
}

/// Says that a test was not run, or fails where all of them have to.
pub fn missing(what: &str, variable: &str) {
    assert!(std::env::var("KHAM_TEST_ALL").is_err(), "{what} is needed: set {variable}, or use scripts/test");
    let test = std::thread::current().name().unwrap_or("a test").to_owned();
    let _ = writeln!(std::io::stderr(), "NOT RUN: {test}: no {what} ({variable} is not set; scripts/test sets it)");
}

/// Makes a database that sorts by code point, a copy of `template`, and gives its address.
pub async fn new_postgres(server: &str, template: &str) -> String {
    static NUMBER: AtomicU64 = AtomicU64::new(0);
    let name = format!("kham_{}_{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
    in_postgres(server, &format!("CREATE DATABASE {name} TEMPLATE {template} LC_COLLATE 'C' LC_CTYPE 'C'")).await;
    format!("{server}/{name}")
}

/// Tells the PostgreSQL server something that is of no one database.
pub async fn in_postgres(server: &str, sql: &str) {
    let (client, connection) =
        tokio_postgres::connect(&format!("{server}/postgres"), tokio_postgres::NoTls).await.unwrap();
    tokio::spawn(connection);
    client.batch_execute(sql).await.unwrap();
}

impl Clinic {
    /// A demonstration clinic of 60 patients; `None` when its database is not to be had here.
    pub async fn open(on: On) -> Option<Clinic> {
        Clinic::open_by(on, Arc::new(tuesday_morning())).await
    }

    /// The same by another clock, which begins on that morning.
    pub async fn open_by(on: On, clock: Arc<dyn Clock>) -> Option<Clinic> {
        let folder = tempfile::tempdir().unwrap();
        let server = if on == On::Postgres { postgres_server()? } else { String::new() };
        let database = made::copy_into(folder.path(), on, &server).await;
        Some(Clinic::open_with(folder, &database, Vec::new(), clock).await)
    }

    /// The same on SQLite, with a booking page that another site may show within its own.
    pub async fn framed_by(origin: &str) -> Clinic {
        let folder = tempfile::tempdir().unwrap();
        let database = made::copy_into(folder.path(), On::Sqlite, "").await;
        Clinic::open_with(folder, &database, vec![origin.to_owned()], Arc::new(tuesday_morning())).await
    }

    /// Opens the clinic of a folder and database.
    pub async fn open_at(folder: tempfile::TempDir, database: &str) -> Clinic {
        Clinic::open_with(folder, database, Vec::new(), Arc::new(tuesday_morning())).await
    }

    async fn open_with(
        folder: tempfile::TempDir,
        database: &str,
        embed_origins: Vec<String>,
        clock: Arc<dyn Clock>,
    ) -> Clinic {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let given =
            Given { database: Some(database.to_owned()), listen: Some(address.to_string()), ..Given::default() };
        let config = Config { embed_origins, ..Config::read(given).unwrap() };
        assert!(matches!(config.place, Some(Place::Sqlite(_) | Place::Postgres(_))));
        let house = house::build_at(&config, folder.path(), true, clock).await.unwrap();
        let (stop, stopped) = oneshot::channel::<()>();
        let router = router::router(house.clone());
        tokio::spawn(server::serve(listener, router, async move {
            let _ = stopped.await;
        }));
        Clinic { house, host: address.to_string(), _folder: folder, _stop: stop }
    }

    /// A browser in which somebody is signed in.
    pub async fn browser(&self, login: &str) -> Browser {
        let mut browser = Browser::new(&self.host);
        browser.sign_in(login, demo::PASSWORD).await.unwrap();
        browser
    }

    /// Proves the books: every difference is a failed test.
    pub async fn prove(&self) {
        let verdict = verify::prove(&self.house).await.unwrap();
        assert!(verdict.differences.is_empty(), "{:#?}", verdict.differences);
    }
}

/// Runs one body on both databases: `both!(a_sentence, body)` where `body` is `async fn(Clinic)`.
#[macro_export]
macro_rules! both {
    ($name:ident, $body:path) => {
        mod $name {
            use super::*;

            #[tokio::test(flavor = "multi_thread")]
            async fn on_sqlite() {
                $body($crate::harness::Clinic::open($crate::harness::On::Sqlite).await.unwrap()).await;
            }

            #[tokio::test(flavor = "multi_thread")]
            async fn on_postgres() {
                if let Some(clinic) = $crate::harness::Clinic::open($crate::harness::On::Postgres).await {
                    $body(clinic).await;
                }
            }
        }
    };
}
