//! PostgreSQL: worker threads, each with its connection; SERIALIZABLE with bounded retry unless an act declares that its
//! keys and row locks alone prove it right.

use super::error::{DbError, Fault};
use super::handle::{Isolation, Job, Shared};
use super::news::{EVERYTHING, News};
use super::pg_type::PgValue;
use super::row::{FromRow, Row};
use super::tx::{Connection, Tx};
use super::value::Param;
use super::whisper::Whisper;
use crossbeam_channel::Receiver;
use futures_util::StreamExt as _;
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::runtime::Runtime;
use tokio::sync::mpsc;
use tokio_postgres::error::SqlState;
use tokio_postgres::types::ToSql;
use tokio_postgres::{AsyncMessage, Client, Config, Statement};

const ATTEMPTS_MAX: u32 = 12;
/// So often a connection is opened anew before the database is called gone.
const OPEN_ATTEMPTS: u32 = 3;
const CHANNEL: &str = "kham";
const WHISPERS: &str = "kham_whisper";
/// PostgreSQL refuses messages of 8,000 bytes and more.
const PAYLOAD_MAX: usize = 7_900;

/// One connection, driven on its worker's own thread.
pub struct Session {
    runtime: Runtime,
    client: Client,
    statements: HashMap<&'static str, Statement>,
}

pub(super) fn config(url: &str) -> Result<Config, DbError> {
    let mut config: Config = url.parse().map_err(|e: tokio_postgres::Error| DbError::Other(e.to_string()))?;
    config.connect_timeout(Duration::from_secs(5)).keepalives(true);
    config.options("-c statement_timeout=15000 -c idle_in_transaction_session_timeout=30000 -c lock_timeout=10000");
    Ok(config)
}

fn tls() -> tokio_postgres_rustls::MakeRustlsConnect {
    let roots = rustls::RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    let config = rustls::ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map(|b| b.with_root_certificates(roots).with_no_client_auth());
    match config {
        Ok(config) => tokio_postgres_rustls::MakeRustlsConnect::new(config),
        Err(_) => unreachable_tls(),
    }
}

/// ring always offers the default protocol versions.
fn unreachable_tls() -> tokio_postgres_rustls::MakeRustlsConnect {
    let config =
        rustls::ClientConfig::builder().with_root_certificates(rustls::RootCertStore::empty()).with_no_client_auth();
    tokio_postgres_rustls::MakeRustlsConnect::new(config)
}

impl Session {
    pub(super) fn open(config: &Config) -> Result<Session, DbError> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|e| DbError::Other(e.to_string()))?;
        let (client, connection) = runtime.block_on(config.connect(tls())).map_err(error)?;
        runtime.spawn(async move {
            let _ = connection.await;
        });
        Ok(Session { runtime, client, statements: HashMap::new() })
    }

    pub(super) fn batch(&mut self, sql: &str) -> Result<(), DbError> {
        self.runtime.block_on(self.client.batch_execute(sql)).map_err(error)
    }

    fn prepared(&mut self, sql: &'static str) -> Result<Statement, DbError> {
        if let Some(statement) = self.statements.get(sql) {
            return Ok(statement.clone());
        }
        let statement = self.runtime.block_on(self.client.prepare(sql)).map_err(error)?;
        self.statements.insert(sql, statement.clone());
        Ok(statement)
    }

    pub(super) fn all<R: FromRow>(&mut self, sql: &'static str, params: &[&dyn Param]) -> Result<Vec<R>, DbError> {
        let statement = self.prepared(sql)?;
        let values: Vec<PgValue<'_>> = params.iter().map(|p| PgValue(p.value())).collect();
        let refs: Vec<&(dyn ToSql + Sync)> = values.iter().map(|v| v as &(dyn ToSql + Sync)).collect();
        let rows = self.runtime.block_on(self.client.query(&statement, &refs)).map_err(error)?;
        rows.iter().map(|row| R::from_row(&Row::Pg(row))).collect()
    }

    pub(super) fn run(&mut self, sql: &'static str, params: &[&dyn Param]) -> Result<u64, DbError> {
        let statement = self.prepared(sql)?;
        let values: Vec<PgValue<'_>> = params.iter().map(|p| PgValue(p.value())).collect();
        let refs: Vec<&(dyn ToSql + Sync)> = values.iter().map(|v| v as &(dyn ToSql + Sync)).collect();
        self.runtime.block_on(self.client.execute(&statement, &refs)).map_err(error)
    }

    pub(super) fn is_closed(&self) -> bool {
        self.client.is_closed()
    }
}

/// One worker: takes a command, runs it in a transaction, runs it again when PostgreSQL asks for it.
pub(super) fn work_loop(config: Config, jobs: Receiver<Job>, shared: Arc<Shared>) {
    let mut session: Option<Session> = None;
    while let Ok(mut job) = jobs.recv() {
        let outcome = run_job(&config, &mut session, &mut job, &shared);
        if session.as_ref().is_some_and(Session::is_closed) {
            session = None;
        }
        job.finish(outcome);
    }
}

fn run_job(config: &Config, session: &mut Option<Session>, job: &mut Job, shared: &Shared) -> Result<(), Fault> {
    let mut last = DbError::Closed;
    for attempt in 0..ATTEMPTS_MAX {
        if attempt > 0 {
            #[allow(
                clippy::disallowed_methods,
                reason = "this thread belongs to one connection and serves nobody else"
            )]
            std::thread::sleep(backoff(attempt, shared));
        }
        let open = match session.take().filter(|s| !s.is_closed()) {
            Some(open) => Ok(open),
            None => Session::open(config),
        };
        let mut open = match open {
            Ok(open) => open,
            Err(e) if attempt < OPEN_ATTEMPTS => {
                last = e;
                continue;
            }
            Err(e) => return Err(Fault::Db(e)),
        };
        // The server may have closed a connection that nobody used, which is told at BEGIN alone: nothing was done by then.
        if let Err(e) = open.batch(begin(job.isolation())) {
            if attempt < OPEN_ATTEMPTS {
                last = e;
                continue;
            }
            return Err(Fault::Db(e));
        }
        let ended = run_once(&mut open, job, shared);
        // After a fault nobody knows what the session is in the middle of, so it ends.
        *session = matches!(ended, Ok(()) | Err(DbError::Retry)).then_some(open);
        match ended {
            Ok(()) => return Ok(()),
            Err(DbError::Retry) => last = DbError::Retry,
            // A connection lost before COMMIT was sent changed nothing; after it the outcome is unknown and is not retried.
            Err(e) => return Err(Fault::Db(e)),
        }
    }
    Err(Fault::Db(last))
}

fn begin(isolation: Isolation) -> &'static str {
    match isolation {
        Isolation::Serializable => "BEGIN ISOLATION LEVEL SERIALIZABLE",
        Isolation::ReadCommitted => "BEGIN ISOLATION LEVEL READ COMMITTED",
        Isolation::Snapshot => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
        Isolation::Reading => "BEGIN ISOLATION LEVEL REPEATABLE READ; SET LOCAL synchronous_commit = off",
        Isolation::Typing => "BEGIN ISOLATION LEVEL READ COMMITTED; SET LOCAL synchronous_commit = off",
    }
}

/// The job in the transaction that was begun, to its end.
fn run_once(session: &mut Session, job: &mut Job, shared: &Shared) -> Result<(), DbError> {
    let mut tx = Tx::new(Connection::Pg(session), &shared.ids, shared.node(), shared.clock.now());
    let done = job.run(&mut tx);
    let (must_retry, news) = (tx.must_retry, tx.news());
    if must_retry || !done {
        session.batch("ROLLBACK")?;
        return if must_retry { Err(DbError::Retry) } else { Ok(()) };
    }
    if let Some(news) = news {
        session.run("SELECT pg_notify('kham', $1)", &[&payload(&news)])?;
    }
    session.batch("COMMIT")
}

/// What is told to the other processes; more than PostgreSQL takes in one message is told as everything.
fn payload(news: &News) -> String {
    let topics = news.topics.join(" ");
    if topics.len() < PAYLOAD_MAX { topics } else { EVERYTHING.to_owned() }
}

fn backoff(attempt: u32, shared: &Shared) -> Duration {
    let jitter = shared.ids.next(shared.clock.now()) as u64 % 1_000;
    let base = 1_000_u64 << attempt.min(6);
    Duration::from_micros(base / 2 + base * jitter / 1_000)
}

/// Listens for what any process on this database committed or whispered, tells the pages of this one, and says what this
/// one has to say. Reconnects for ever; what was missed meanwhile is told as everything.
pub(super) async fn listen(config: Config, shared: Arc<Shared>, mut to_say: mpsc::Receiver<String>) {
    let mut was_open = false;
    loop {
        if let Ok((client, mut connection)) = config.connect(tls()).await {
            let mut messages = futures_util::stream::poll_fn(move |cx| connection.poll_message(cx));
            let hear = async {
                while let Some(message) = messages.next().await {
                    match message {
                        Ok(AsyncMessage::Notification(n)) if n.channel() == CHANNEL => {
                            shared.tell(News { topics: n.payload().split(' ').map(str::to_owned).collect() });
                        }
                        Ok(AsyncMessage::Notification(n)) if n.channel() == WHISPERS => {
                            shared.line.hear(Whisper::Said(n.payload().to_owned()));
                        }
                        Ok(_) => {}
                        Err(_) => break,
                    }
                }
            };
            let (shared, to_say, was_open) = (&shared, &mut to_say, &mut was_open);
            let say = async {
                if client.batch_execute("LISTEN kham; LISTEN kham_whisper").await.is_ok() {
                    if std::mem::replace(was_open, true) {
                        shared.tell(News { topics: vec![EVERYTHING.to_owned()] });
                    }
                    shared.line.hear(Whisper::Open);
                    while let Some(words) = to_say.recv().await {
                        let _ = client.execute("SELECT pg_notify($1, $2)", &[&WHISPERS, &words]).await;
                    }
                }
                std::future::pending::<()>().await;
            };
            tokio::select! { () = hear => {}, () = say => {} }
        }
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
}

pub(super) fn error(e: tokio_postgres::Error) -> DbError {
    let Some(code) = e.code() else {
        return if e.is_closed() { DbError::Closed } else { DbError::Other(e.to_string()) };
    };
    match *code {
        SqlState::T_R_SERIALIZATION_FAILURE | SqlState::T_R_DEADLOCK_DETECTED => DbError::Retry,
        SqlState::UNIQUE_VIOLATION => DbError::Unique,
        SqlState::CHECK_VIOLATION | SqlState::NOT_NULL_VIOLATION => DbError::Check,
        SqlState::FOREIGN_KEY_VIOLATION => DbError::ForeignKey,
        SqlState::DISK_FULL | SqlState::READ_ONLY_SQL_TRANSACTION => DbError::NoSpace,
        _ => DbError::Other(match e.as_db_error() {
            Some(inner) => format!("{}: {}", inner.code().code(), inner.message()),
            None => e.to_string(),
        }),
    }
}
