//! The one connection that writes on SQLite, and its thread with group commit.
//!
//! Its page cache stays warm, while every commit empties the readers' caches. So what is short (a page, the note that a
//! record was read) runs on it from the asking thread whenever nobody is writing; everything else waits in the queue.

use super::error::{DbError, Fault, Stop};
use super::handle::{Job, Shared, run_caught};
use super::news::News;
use super::sqlite::{Use, begun, cached_batch, snapshot};
use super::tx::Tx;
use crossbeam_channel::{Receiver, RecvTimeoutError};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

const GROUP_MAX: usize = 256;
/// How long a committed reading of a record, or a draft, may wait for the disk.
const SYNC_WITHIN: Duration = Duration::from_secs(1);
/// The writer's thread looks so often: what is noted by others does not wake it.
const SYNC_LOOK: Duration = Duration::from_millis(250);

pub(super) struct Writer {
    connection: rusqlite::Connection,
    /// Since when readings are committed that have not reached the disk.
    unsynced: Option<Instant>,
    /// A commit waits for the disk.
    waits: bool,
}

/// The writer as the threads share it.
pub(super) struct SharedWriter {
    writer: Mutex<Writer>,
    /// The writer's thread waits for it: pages go another way, so that they never keep an act waiting.
    wanted: AtomicBool,
}

impl SharedWriter {
    pub(super) fn new(writer: Writer) -> SharedWriter {
        SharedWriter { writer: Mutex::new(writer), wanted: AtomicBool::new(false) }
    }

    /// The writer, when nobody has it or waits for it.
    pub(super) fn idle(&self) -> Option<MutexGuard<'_, Writer>> {
        if self.wanted.load(Ordering::Acquire) { None } else { self.writer.try_lock().ok() }
    }

    fn take(&self) -> MutexGuard<'_, Writer> {
        self.wanted.store(true, Ordering::Release);
        let writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        self.wanted.store(false, Ordering::Release);
        writer
    }
}

impl Writer {
    /// Takes a connection as `sqlite::open` gives it.
    pub(super) fn new(connection: rusqlite::Connection) -> Writer {
        Writer { connection, unsynced: None, waits: true }
    }

    /// Reads one snapshot.
    pub(super) fn read<T>(&self, shared: &Shared, body: &impl Fn(&mut Tx<'_>) -> Result<T, Stop>) -> Result<T, Stop> {
        let read = snapshot(&self.connection, shared, |tx| run_caught(body, tx));
        read.unwrap_or_else(|e| Err(Stop::Fault(Fault::Db(e))))
    }

    /// Runs a command that notes a reading or keeps a draft: committed when this returns, on the disk within [`SYNC_WITHIN`].
    pub(super) fn note<T>(
        &mut self,
        shared: &Shared,
        body: &impl Fn(&mut Tx<'_>) -> Result<T, Stop>,
    ) -> Result<T, Stop> {
        let mut result = Err(Stop::fault("a command did not run"));
        let end = self.commit(false, |connection| {
            let mut tx = begun(connection, shared, Use::Writing);
            result = run_caught(body, &mut tx);
            if result.is_err() {
                return cached_batch(connection, "ROLLBACK").map(|()| Committed::default());
            }
            let news = tx.news().into_iter().collect();
            tx.recording.keep(true);
            cached_batch(connection, "COMMIT").map(|()| Committed { news, wrote: true })
        });
        match end {
            Ok(news) => {
                news.into_iter().for_each(|n| shared.tell(n));
                result
            }
            Err(e) => result.and(Err(Stop::Fault(Fault::Db(e)))),
        }
    }

    /// Opens a transaction for `body`, which ends it; with an error nothing of it is kept.
    fn commit(
        &mut self,
        wait: bool,
        body: impl FnOnce(&rusqlite::Connection) -> Result<Committed, DbError>,
    ) -> Result<Vec<News>, DbError> {
        if wait != self.waits {
            let sql = if wait { "PRAGMA synchronous=FULL" } else { "PRAGMA synchronous=NORMAL" };
            self.connection.execute_batch(sql).map_err(super::sqlite::error)?;
            self.waits = wait;
        }
        let end = cached_batch(&self.connection, "BEGIN IMMEDIATE").and_then(|()| body(&self.connection));
        if !self.connection.is_autocommit() {
            let _ = self.connection.execute_batch("ROLLBACK");
        }
        let committed = end?;
        match (committed.wrote, wait) {
            // A commit that waited has brought everything before it to the disk too.
            (true, true) => self.unsynced = None,
            (true, false) => self.unsynced = self.unsynced.or_else(|| Some(Instant::now())),
            (false, _) => {}
        }
        Ok(committed.news)
    }

    fn run(&mut self, mut group: Vec<Job>, shared: &Shared) {
        let wait = !group.iter().all(Job::may_sync_later);
        match self.commit(wait, |connection| run_begun(connection, &mut group, shared)) {
            Ok(news) => {
                group.into_iter().for_each(|job| job.finish(Ok(())));
                news.into_iter().for_each(|n| shared.tell(n));
            }
            Err(e) => group.into_iter().for_each(|job| job.finish(Err(Fault::Db(e.clone())))),
        }
    }

    /// Brings to the disk what has waited for it long enough.
    fn sync_when_due(&mut self) {
        if self.unsynced.is_none_or(|since| since.elapsed() + SYNC_LOOK < SYNC_WITHIN) {
            return;
        }
        // The log itself is synced: a checkpoint would do it too, but not while a long reading holds an earlier part of it.
        let log = self.connection.path().map(|file| format!("{file}-wal"));
        if log.and_then(|log| std::fs::File::open(log).ok()?.sync_data().ok()).is_some() {
            self.unsynced = None;
        }
    }
}

/// The writer's thread: takes what waits, runs each command in its savepoint, commits once, then answers all of them.
pub(super) fn write_loop(writer: &SharedWriter, jobs: &Receiver<Job>, shared: &Shared) {
    loop {
        let first = match jobs.recv_timeout(SYNC_LOOK) {
            Ok(job) => Some(job),
            Err(RecvTimeoutError::Timeout) => None,
            Err(RecvTimeoutError::Disconnected) => return,
        };
        let mut writer = writer.take();
        if let Some(first) = first {
            let waiting = std::iter::from_fn(|| jobs.try_recv().ok()).take(GROUP_MAX - 1);
            writer.run(std::iter::once(first).chain(waiting).collect(), shared);
        }
        writer.sync_when_due();
    }
}

/// What a transaction came to.
#[derive(Default)]
struct Committed {
    news: Vec<News>,
    /// Something was changed: a commit of nothing writes nothing and waits for nothing.
    wrote: bool,
}

fn run_begun(connection: &rusqlite::Connection, group: &mut [Job], shared: &Shared) -> Result<Committed, DbError> {
    let alone = group.len() == 1;
    let mut committed = Committed::default();
    for job in group.iter_mut() {
        if !alone {
            cached_batch(connection, "SAVEPOINT command")?;
        }
        let before = connection.total_changes();
        let mut tx = begun(connection, shared, Use::Writing);
        let succeeded = job.run(&mut tx);
        if connection.is_autocommit() {
            // A full disk can make SQLite roll the whole transaction back by itself.
            return Err(DbError::NoSpace);
        }
        if succeeded {
            committed.news.extend(tx.news());
            committed.wrote |= connection.total_changes() != before;
            tx.recording.keep(true);
        } else if alone {
            return cached_batch(connection, "ROLLBACK").map(|()| Committed::default());
        } else {
            cached_batch(connection, "ROLLBACK TO command")?;
        }
        if !alone {
            cached_batch(connection, "RELEASE command")?;
        }
    }
    cached_batch(connection, "COMMIT").map(|()| committed)
}
