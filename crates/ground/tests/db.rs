//! The database layer on a real SQLite file, and on PostgreSQL where `KHAM_TEST_POSTGRES` names a server.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests stop where they fail"
)]

use bricks::clock::SystemClock;
use bricks::refusal::Refusal;
use bricks::say::Say;
use ground::db::{Db, OpenError, Place, Stop, Topic};
use std::sync::Arc;

fn sqlite(folder: &tempfile::TempDir) -> Db {
    Db::open(&Place::Sqlite(folder.path().join("kham.db")), Arc::new(SystemClock)).unwrap()
}

async fn count(db: &Db) -> i64 {
    db.read(|tx| Ok(tx.one::<i64>("SELECT last FROM counter WHERE name = 'x'", &[])?.unwrap_or(0))).await.unwrap()
}

async fn up(db: &Db) -> Result<i64, Stop> {
    db.write(|tx| {
        let sql = "INSERT INTO counter (name, last) VALUES ('x', 1) ON CONFLICT (name) DO UPDATE SET last = counter.last + 1 RETURNING last";
        Ok(tx.one::<i64>(sql, &[])?.unwrap_or(0))
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn fifty_writers_at_once_count_to_fifty() {
    let folder = tempfile::tempdir().unwrap();
    let db = sqlite(&folder);
    let all: Vec<_> = (0..50)
        .map(|_| {
            tokio::spawn({
                let db = db.clone();
                async move { up(&db).await.unwrap() }
            })
        })
        .collect();
    let mut seen = Vec::new();
    for one in all {
        seen.push(one.await.unwrap());
    }
    seen.sort_unstable();
    assert_eq!(seen, (1..=50).collect::<Vec<_>>());
    assert_eq!(count(&db).await, 50);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_or_panicking_command_leaves_nothing_and_its_neighbours_stand() {
    let folder = tempfile::tempdir().unwrap();
    let db = sqlite(&folder);
    let tasks: Vec<_> = (0..30)
        .map(|n| {
            let db = db.clone();
            tokio::spawn(async move {
                db.write(move |tx| {
                    let sql = "INSERT INTO counter (name, last) VALUES ('x', 1) ON CONFLICT (name) DO UPDATE SET last = counter.last + 1";
                    tx.run_one(sql, &[])?;
                    match n % 3 {
                        0 => Ok(()),
                        1 => Err(Refusal::invalid(Say::fixed("không", "no")).into()),
                        _ => panic!("a bug"),
                    }
                })
                .await
            })
        })
        .collect();
    let mut kept = 0;
    for task in tasks {
        kept += i64::from(task.await.unwrap().is_ok());
    }
    assert_eq!(kept, 10);
    assert_eq!(count(&db).await, 10);
}

#[tokio::test(flavor = "multi_thread")]
async fn news_are_told_after_the_commit_and_only_then() {
    let folder = tempfile::tempdir().unwrap();
    let db = sqlite(&folder);
    let mut hear = db.hear();
    let refused: Result<(), Stop> = db
        .write(|tx| {
            tx.announce(Topic::Queue);
            Err(Stop::Missing)
        })
        .await;
    assert!(refused.is_err());
    db.write(|tx| {
        tx.announce(Topic::Cashier);
        Ok(())
    })
    .await
    .unwrap();
    assert_eq!(hear.recv().await.unwrap().topics, ["cashier"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_newer_database_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    drop(sqlite(&folder));
    let raw = rusqlite::Connection::open(folder.path().join("kham.db")).unwrap();
    raw.execute("INSERT INTO migration (version) VALUES (999)", []).unwrap();
    drop(raw);
    let again = Db::open(&Place::Sqlite(folder.path().join("kham.db")), Arc::new(SystemClock));
    assert!(matches!(again, Err(OpenError::Newer { database: 999, .. })));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_committed_is_there_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let db = sqlite(&folder);
    up(&db).await.unwrap();
    drop(db);
    assert_eq!(count(&sqlite(&folder)).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_tries_to_write_is_a_fault_on_every_connection() {
    let folder = tempfile::tempdir().unwrap();
    let db = sqlite(&folder);
    for _ in 0..8 {
        let sql = "INSERT INTO counter (name, last) VALUES ('x', 1) RETURNING last";
        let (here, there) =
            (db.read_here(|tx| Ok(tx.one::<i64>(sql, &[])?)).await, db.read(|tx| Ok(tx.run(sql, &[])?)).await);
        assert!(matches!(here, Err(Stop::Fault(_))) && matches!(there, Err(Stop::Fault(_))));
    }
    assert_eq!(count(&db).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_noted_reading_commits_whole_or_not_at_all_beside_any_number_of_acts() {
    let folder = tempfile::tempdir().unwrap();
    let db = sqlite(&folder);
    let sql =
        "INSERT INTO counter (name, last) VALUES ('x', 1) ON CONFLICT (name) DO UPDATE SET last = counter.last + 1";
    let tasks: Vec<_> = (0..60)
        .map(|n| {
            let db = db.clone();
            tokio::spawn(async move {
                match n % 3 {
                    0 => db.read_noting(move |tx| Ok(tx.run_one(sql, &[])?)).await.is_ok(),
                    1 => up(&db).await.is_ok(),
                    _ => {
                        let refused = db.read_noting(move |tx| {
                            tx.run_one(sql, &[])?;
                            Err::<(), _>(Stop::Missing)
                        });
                        matches!(refused.await, Err(Stop::Missing))
                    }
                }
            })
        })
        .collect();
    for task in tasks {
        assert!(task.await.unwrap());
    }
    assert_eq!(count(&db).await, 40);
    drop(db);
    assert_eq!(count(&sqlite(&folder)).await, 40);
}
