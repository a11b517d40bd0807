use super::dialect::Engine;
use super::error::{DbError, Fault, OpenError, Stop};
use super::migrate;
use super::news::{News, Topic};
use super::tx::Tx;
use super::whisper::Line;
use super::writer::{self, SharedWriter, Writer};
use super::{pg, sqlite};
use bricks::clock::Clock;
use bricks::id::IdSource;
use crossbeam_channel::{Sender, TrySendError};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::{broadcast, oneshot};

const QUEUE_MAX: usize = 8_192;
/// Connections for readings that run where they are asked for, and threads for those that may take long.
const NEAR_READERS: usize = 4;
const READERS: usize = 2;
const PG_WORKERS: usize = 8;
const NODE_SIGN_OF_LIFE: std::time::Duration = std::time::Duration::from_secs(30);

/// Where the database is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    Sqlite(PathBuf),
    Postgres(String),
}

impl Place {
    /// Reads `sqlite:PATH` or `postgres://…`.
    pub fn parse(text: &str) -> Result<Place, String> {
        if let Some(path) = text.strip_prefix("sqlite:") {
            return if path.is_empty() {
                Err("sqlite: needs a path".to_owned())
            } else {
                Ok(Place::Sqlite(PathBuf::from(path)))
            };
        }
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            return pg::config(text)
                .map(|_| Place::Postgres(text.to_owned()))
                .map_err(|e| format!("not a PostgreSQL address: {e}"));
        }
        Err("a database is sqlite:PATH or postgres://user@host/name".to_owned())
    }
}

/// How a transaction is protected on PostgreSQL; SQLite's one writer is always serial.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Isolation {
    Serializable,
    /// For acts that keys, constraints and row locks alone prove right.
    ReadCommitted,
    /// Reading only.
    Snapshot,
    /// Like `Snapshot`, and noting that it was read: the commit reaches the disk within a second.
    Reading,
    /// Like `ReadCommitted`, for what somebody is typing: the commit reaches the disk within a second.
    Typing,
}

/// A command waiting for its transaction.
pub trait Command: Send {
    /// Whether it succeeded.
    fn run(&mut self, tx: &mut Tx<'_>) -> bool;
    fn finish(self: Box<Self>, end: Result<(), Fault>);
}

pub(super) struct Job {
    command: Box<dyn Command>,
    isolation: Isolation,
}

impl Job {
    pub(super) fn run(&mut self, tx: &mut Tx<'_>) -> bool {
        self.command.run(tx)
    }
    pub(super) fn isolation(&self) -> Isolation {
        self.isolation
    }
    /// Whether its commit may reach the disk a moment later.
    pub(super) fn may_sync_later(&self) -> bool {
        matches!(self.isolation, Isolation::Reading | Isolation::Typing)
    }
    pub(super) fn finish(self, end: Result<(), Fault>) {
        self.command.finish(end);
    }
}

struct Typed<F, T> {
    body: F,
    result: Option<Result<T, Stop>>,
    reply: oneshot::Sender<Result<T, Stop>>,
}

impl<F, T> Command for Typed<F, T>
where
    F: Fn(&mut Tx<'_>) -> Result<T, Stop> + Send,
    T: Send,
{
    fn run(&mut self, tx: &mut Tx<'_>) -> bool {
        self.result = Some(run_caught(&self.body, tx));
        matches!(self.result, Some(Ok(_)))
    }

    fn finish(self: Box<Self>, end: Result<(), Fault>) {
        let answer = match (end, self.result) {
            (Ok(()), Some(result)) => result,
            (Ok(()), None) => Err(Stop::fault("a command did not run")),
            (Err(fault), Some(Err(Stop::Fault(_)))) => Err(Stop::Fault(fault)),
            (Err(_), Some(Err(stop))) => Err(stop),
            (Err(fault), _) => Err(Stop::Fault(fault)),
        };
        let _ = self.reply.send(answer);
    }
}

/// A panic of domain code is a fault of its command and nobody else's.
pub(super) fn run_caught<T>(body: &impl Fn(&mut Tx<'_>) -> Result<T, Stop>, tx: &mut Tx<'_>) -> Result<T, Stop> {
    let result = catch_unwind(AssertUnwindSafe(|| body(tx)));
    result.unwrap_or(Err(Stop::Fault(Fault::Panicked)))
}

/// What the threads of one database share.
pub(super) struct Shared {
    pub(super) ids: IdSource,
    pub(super) clock: Arc<dyn Clock>,
    node: u16,
    news: broadcast::Sender<News>,
    pub(super) line: Line,
}

impl Shared {
    pub(super) fn node(&self) -> i64 {
        i64::from(self.node)
    }
    pub(super) fn tell(&self, news: News) {
        // No open page is no fault.
        let _ = self.news.send(news);
    }
}

/// Connections that the asking thread may use.
struct Near {
    writer: Arc<SharedWriter>,
    /// Idle ones.
    readers: Mutex<Vec<rusqlite::Connection>>,
}

impl Near {
    /// Reads on the writer's connection, or an idle reader's while somebody writes. `None` when all are taken.
    fn read<T>(&self, shared: &Shared, body: &impl Fn(&mut Tx<'_>) -> Result<T, Stop>) -> Option<Result<T, Stop>> {
        if let Some(writer) = self.writer.idle() {
            return Some(writer.read(shared, body));
        }
        let idle = || self.readers.lock().unwrap_or_else(PoisonError::into_inner);
        let taken = idle().pop();
        let connection = taken?;
        let result = sqlite::snapshot(&connection, shared, |tx| run_caught(body, tx));
        idle().push(connection);
        Some(result.unwrap_or_else(|e| Err(Stop::Fault(Fault::Db(e)))))
    }

    /// `None` while somebody writes.
    fn note<T>(&self, shared: &Shared, body: &impl Fn(&mut Tx<'_>) -> Result<T, Stop>) -> Option<Result<T, Stop>> {
        Some(self.writer.idle()?.note(shared, body))
    }
}

/// The database. Cheap to clone.
#[derive(Clone)]
pub struct Db {
    engine: Engine,
    writes: Sender<Job>,
    reads: Sender<Job>,
    /// What a page may be read on by the asking thread; nothing on PostgreSQL.
    near: Option<Arc<Near>>,
    shared: Arc<Shared>,
}

impl Db {
    /// Opens (and makes) the database, brings it to this program's version, and starts its threads. Runs inside a tokio
    /// runtime, whose tasks listen for other processes' news on PostgreSQL.
    pub fn open(place: &Place, clock: Arc<dyn Clock>) -> Result<Db, OpenError> {
        match place {
            Place::Sqlite(path) => Db::open_sqlite(path, clock),
            Place::Postgres(url) => Db::open_postgres(url, clock),
        }
    }

    fn open_sqlite(path: &std::path::Path, clock: Arc<dyn Clock>) -> Result<Db, OpenError> {
        let writer = sqlite::open(path, false)?;
        migrate::sqlite(&writer)?;
        let shared = Arc::new(shared(0, clock, Line::none()));
        let (writes, write_jobs) = crossbeam_channel::bounded(QUEUE_MAX);
        let (reads, read_jobs) = crossbeam_channel::bounded(QUEUE_MAX);
        for _ in 0..READERS {
            let connection = sqlite::open(path, true)?;
            let (jobs, shared) = (read_jobs.clone(), shared.clone());
            spawn("kham-read", move || sqlite::read_loop(connection, jobs, shared))?;
        }
        let readers = (0..NEAR_READERS).map(|_| sqlite::open(path, true)).collect::<Result<Vec<_>, _>>()?;
        let writer = Arc::new(SharedWriter::new(Writer::new(writer)));
        let (for_writer, for_jobs) = (writer.clone(), shared.clone());
        spawn("kham-write", move || writer::write_loop(&for_writer, &write_jobs, &for_jobs))?;
        let near = Some(Arc::new(Near { writer, readers: Mutex::new(readers) }));
        Ok(Db { engine: Engine::Sqlite, writes, reads, near, shared })
    }

    fn open_postgres(url: &str, clock: Arc<dyn Clock>) -> Result<Db, OpenError> {
        let config = pg::config(url)?;
        let (for_setup, now) = (config.clone(), clock.now());
        // The set-up has a runtime of its own, so it must not run on a thread that already drives one.
        let node = std::thread::spawn(move || migrate::postgres(&for_setup, now))
            .join()
            .map_err(|_| DbError::Other("set-up failed".to_owned()))??;
        let (line, to_say) = Line::open();
        let shared = Arc::new(shared(node, clock, line));
        let (writes, jobs) = crossbeam_channel::bounded(QUEUE_MAX);
        for _ in 0..PG_WORKERS {
            let (config, jobs, shared) = (config.clone(), jobs.clone(), shared.clone());
            spawn("kham-pg", move || pg::work_loop(config, jobs, shared))?;
        }
        tokio::spawn(pg::listen(config, shared.clone(), to_say));
        let db = Db { engine: Engine::Postgres, reads: writes.clone(), writes, near: None, shared };
        tokio::spawn(db.clone().keep_node());
        Ok(db)
    }

    /// Keeps this process's node number its own.
    async fn keep_node(self) {
        loop {
            tokio::time::sleep(NODE_SIGN_OF_LIFE).await;
            let seen = self.write_locked(|tx| {
                let (node, now) = (tx.node(), tx.now());
                Ok(tx.run("UPDATE node SET seen_at = $2 WHERE number = $1", &[&node, &now])?)
            });
            if seen.await.is_err() {
                tracing::warn!("the node's sign of life was not written");
            }
        }
    }

    pub fn engine(&self) -> Engine {
        self.engine
    }

    pub fn clock(&self) -> &Arc<dyn Clock> {
        &self.shared.clock
    }

    /// The number of this process among those on one database.
    pub fn node(&self) -> i64 {
        self.shared.node()
    }

    pub(super) fn line(&self) -> &Line {
        &self.shared.line
    }

    /// Hears what is committed from now on, by any process on this database.
    pub fn hear(&self) -> broadcast::Receiver<News> {
        self.shared.news.subscribe()
    }

    /// Tells the pages that are open in this process of something that stands in no database.
    pub fn tell(&self, topic: Topic) {
        self.shared.tell(News { topics: vec![topic.to_string()] });
    }

    /// Reads one consistent snapshot.
    pub async fn read<T, F>(&self, body: F) -> Result<T, Stop>
    where
        T: Send + 'static,
        F: Fn(&mut Tx<'_>) -> Result<T, Stop> + Send + 'static,
    {
        self.submit(&self.reads, Isolation::Snapshot, body).await
    }

    /// Like [`Db::read`], for what a page needs: on SQLite it runs on the asking thread, since handing it to another one
    /// costs as much as the reading itself. Not for what may take longer than some milliseconds.
    pub async fn read_here<T, F>(&self, body: F) -> Result<T, Stop>
    where
        T: Send + 'static,
        F: Fn(&mut Tx<'_>) -> Result<T, Stop> + Send + 'static,
    {
        match self.near.as_ref().and_then(|near| near.read(&self.shared, &body)) {
            Some(result) => result,
            None => self.read(body).await,
        }
    }

    /// Runs a command in a serialisable transaction. It may run more than once: no effect outside `tx`.
    pub async fn write<T, F>(&self, body: F) -> Result<T, Stop>
    where
        T: Send + 'static,
        F: Fn(&mut Tx<'_>) -> Result<T, Stop> + Send + 'static,
    {
        self.submit(&self.writes, Isolation::Serializable, body).await
    }

    /// Like `write` for acts that keys and row locks alone prove right.
    pub async fn write_locked<T, F>(&self, body: F) -> Result<T, Stop>
    where
        T: Send + 'static,
        F: Fn(&mut Tx<'_>) -> Result<T, Stop> + Send + 'static,
    {
        self.submit(&self.writes, Isolation::ReadCommitted, body).await
    }

    /// Reads one snapshot and notes in the same transaction that it was read. The note is committed when this returns and
    /// reaches the disk within a second: looking at a page does not wait for a disk.
    pub async fn read_noting<T, F>(&self, body: F) -> Result<T, Stop>
    where
        T: Send + 'static,
        F: Fn(&mut Tx<'_>) -> Result<T, Stop> + Send + 'static,
    {
        self.write_near(Isolation::Reading, body).await
    }

    /// Like `write_locked`, for a draft that is written every second and a half: committed when this returns, so that a
    /// killed process loses nothing of it, and on the disk within a second.
    pub async fn write_typed<T, F>(&self, body: F) -> Result<T, Stop>
    where
        T: Send + 'static,
        F: Fn(&mut Tx<'_>) -> Result<T, Stop> + Send + 'static,
    {
        self.write_near(Isolation::Typing, body).await
    }

    /// On SQLite by the asking thread, unless somebody else writes.
    async fn write_near<T, F>(&self, isolation: Isolation, body: F) -> Result<T, Stop>
    where
        T: Send + 'static,
        F: Fn(&mut Tx<'_>) -> Result<T, Stop> + Send + 'static,
    {
        match self.near.as_ref().and_then(|near| near.note(&self.shared, &body)) {
            Some(result) => result,
            None => self.submit(&self.writes, isolation, body).await,
        }
    }

    async fn submit<T, F>(&self, queue: &Sender<Job>, isolation: Isolation, body: F) -> Result<T, Stop>
    where
        T: Send + 'static,
        F: Fn(&mut Tx<'_>) -> Result<T, Stop> + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        let job = Job { command: Box::new(Typed { body, result: None, reply }), isolation };
        match queue.try_send(job) {
            Ok(()) => answer.await.unwrap_or(Err(Stop::Fault(Fault::Db(DbError::Closed)))),
            Err(TrySendError::Full(_)) => Err(Stop::Fault(Fault::Busy)),
            Err(TrySendError::Disconnected(_)) => Err(Stop::Fault(Fault::Db(DbError::Closed))),
        }
    }
}

fn shared(node: u16, clock: Arc<dyn Clock>, line: Line) -> Shared {
    Shared { ids: IdSource::new(node), clock, node, news: broadcast::channel(1_024).0, line }
}

fn spawn(name: &str, body: impl FnOnce() + Send + 'static) -> Result<(), DbError> {
    let thread = std::thread::Builder::new().name(name.to_owned()).spawn(body);
    thread.map(|_| ()).map_err(|e| DbError::Other(e.to_string()))
}
