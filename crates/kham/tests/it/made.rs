//! The clinic that a test's own is a copy of: making one takes seconds of computing, copying it hardly any.

use crate::harness::{On, in_postgres, new_postgres, tuesday_morning};
use bricks::clock::{Clock, Instant};
use kham::config::{Config, Given};
use kham::{demo, house};
use std::path::Path;
use std::sync::Arc;
use tokio::sync::OnceCell;

const SIZE: demo::Size = demo::Size { seed: 7, patients: 60, visits: 200 };
const DATABASE: &str = "kham.db";
/// So long before the tests' clocks begin the copied clinic's clock stood: ids and times of a copy are all later.
const BEFORE_MS: i64 = 5_000;

static ON_SQLITE: OnceCell<tempfile::TempDir> = OnceCell::const_new();
static ON_POSTGRES: OnceCell<(tempfile::TempDir, String)> = OnceCell::const_new();

/// A clock that stands.
struct Standing(Instant);

impl Clock for Standing {
    fn now(&self) -> Instant {
        self.0
    }
}

/// Copies the clinic into an empty folder and gives the address of its database; `server` is PostgreSQL's.
pub async fn copy_into(folder: &Path, on: On, server: &str) -> String {
    match on {
        On::Sqlite => {
            let made = ON_SQLITE.get_or_init(make_on_sqlite).await;
            copy_folder(made.path(), folder);
            format!("sqlite:{}", folder.join(DATABASE).display())
        }
        On::Postgres => {
            let (files, made) = ON_POSTGRES.get_or_init(|| make_on_postgres(server)).await;
            copy_folder(files.path(), folder);
            new_postgres(server, made).await
        }
    }
}

async fn make_on_sqlite() -> tempfile::TempDir {
    let (folder, made) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let database = folder.path().join(DATABASE);
    make(folder.path(), &format!("sqlite:{}", database.display())).await;
    let whole = rusqlite::Connection::open(&database).unwrap();
    whole.execute("VACUUM INTO ?1", [made.path().join(DATABASE).to_str().unwrap()]).unwrap();
    copy_folder(&folder.path().join("files"), &made.path().join("files"));
    made
}

async fn make_on_postgres(server: &str) -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let address = new_postgres(server, "template0").await;
    make(folder.path(), &address).await;
    let name = address.rsplit('/').next().unwrap().to_owned();
    // PostgreSQL copies only a database that nobody is in; the house that made it is still leaving.
    let leave = format!(
        "ALTER DATABASE {name} WITH ALLOW_CONNECTIONS false; \
         SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
    );
    in_postgres(server, &leave).await;
    (folder, name)
}

async fn make(folder: &Path, database: &str) {
    let given = Given { database: Some(database.to_owned()), ..Given::default() };
    let config = Config::read(given).unwrap();
    let clock = Standing(tuesday_morning().now().plus_millis(-BEFORE_MS));
    let house = house::build_at(&config, folder, true, Arc::new(clock)).await.unwrap();
    demo::make(&house, &SIZE).await.unwrap();
    // The process of a copy goes on under the number of this one, as after a restart.
    house.db.write(|tx| Ok(tx.run("DELETE FROM node", &[])?)).await.unwrap();
}

fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), &target).unwrap();
        }
    }
}
