//! What PostgreSQL gives up is done again, as if nothing had happened; what it gives up for ever leaves nothing behind.

use crate::harness::{Clinic, On};
use ground::db::{Stop, Tx};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Barrier};

const BEGIN: &str = "INSERT INTO counter (name, last) VALUES ('left', 1), ('right', 1)";
const GIVE_UP: &str = "DO $$ BEGIN RAISE EXCEPTION 'given up' USING ERRCODE = '40001'; END $$";

async fn two_counters() -> Option<Clinic> {
    let clinic = Clinic::open(On::Postgres).await?;
    clinic.house.db.write(|tx| Ok(tx.run(BEGIN, &[])?)).await.unwrap();
    Some(clinic)
}

async fn counters(clinic: &Clinic) -> (i64, i64) {
    const BOTH: &str =
        "SELECT (SELECT last FROM counter WHERE name = 'left'), (SELECT last FROM counter WHERE name = 'right')";
    clinic.house.db.read(|tx| Ok(tx.one::<(i64, i64)>(BOTH, &[])?.unwrap())).await.unwrap()
}

/// Where two acts meet in their first attempt, and how often they were begun.
#[derive(Clone)]
struct Meeting {
    at: Arc<Barrier>,
    begun: Arc<AtomicUsize>,
}

impl Meeting {
    fn new() -> Meeting {
        Meeting { at: Arc::new(Barrier::new(2)), begun: Arc::new(AtomicUsize::new(0)) }
    }

    /// Two first attempts stand on both sides; what comes later meets nobody.
    fn begin(&self) -> bool {
        self.begun.fetch_add(1, Ordering::SeqCst) < 2
    }

    fn meet(&self, first: bool) {
        if first {
            self.at.wait();
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_acts_that_read_what_the_other_writes_end_as_one_after_the_other() {
    let Some(clinic) = two_counters().await else { return };
    let meeting = Meeting::new();
    let act = |write: &'static str| {
        let meeting = meeting.clone();
        clinic.house.db.write(move |tx: &mut Tx<'_>| {
            let first = meeting.begin();
            let sum: i64 =
                tx.one("SELECT CAST(SUM(last) AS BIGINT) FROM counter WHERE name IN ('left', 'right')", &[])?.unwrap();
            meeting.meet(first);
            Ok(tx.run_one(write, &[&sum])?)
        })
    };
    let (left, right) = tokio::join!(
        act("UPDATE counter SET last = $1 WHERE name = 'left'"),
        act("UPDATE counter SET last = $1 WHERE name = 'right'")
    );
    left.unwrap();
    right.unwrap();
    let ends = counters(&clinic).await;
    assert!([(2, 3), (3, 2)].contains(&ends), "no order of the two gives {ends:?}");
    assert!(meeting.begun.load(Ordering::SeqCst) >= 3, "one of them was done again");
}

#[tokio::test(flavor = "multi_thread")]
async fn two_acts_that_wait_for_each_other_are_both_done() {
    let Some(clinic) = two_counters().await else { return };
    let meeting = Meeting::new();
    let act = |order: [&'static str; 2]| {
        let meeting = meeting.clone();
        clinic.house.db.write_locked(move |tx: &mut Tx<'_>| {
            let first = meeting.begin();
            tx.run_one("UPDATE counter SET last = last + 1 WHERE name = $1", &[&order[0]])?;
            meeting.meet(first);
            Ok(tx.run_one("UPDATE counter SET last = last + 1 WHERE name = $1", &[&order[1]])?)
        })
    };
    let (one, other) = tokio::join!(act(["left", "right"]), act(["right", "left"]));
    one.unwrap();
    other.unwrap();
    assert_eq!(counters(&clinic).await, (3, 3));
    assert!(meeting.begun.load(Ordering::SeqCst) >= 3, "one of them was done again");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_given_up_every_time_ends_and_leaves_nothing() {
    let Some(clinic) = two_counters().await else { return };
    let begun = Arc::new(AtomicUsize::new(0));
    let count = begun.clone();
    let ended = clinic.house.db.write(move |tx: &mut Tx<'_>| {
        count.fetch_add(1, Ordering::SeqCst);
        tx.run("UPDATE counter SET last = 9 WHERE name = 'left'", &[])?;
        Ok(tx.run(GIVE_UP, &[])?)
    });
    assert!(matches!(ended.await, Err(Stop::Fault(_))));
    assert!((3..100).contains(&begun.load(Ordering::SeqCst)), "tried several times and not for ever");
    assert_eq!(counters(&clinic).await, (1, 1));
    clinic.house.db.write(|tx| Ok(tx.run("UPDATE counter SET last = 2 WHERE name = 'left'", &[])?)).await.unwrap();
    assert_eq!(counters(&clinic).await, (2, 1), "the next act finds a connection in order");
}
