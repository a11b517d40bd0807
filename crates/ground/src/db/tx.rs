use super::dialect::Engine;
use super::error::DbError;
use super::news::{News, Topic};
use super::record::Recording;
use super::row::FromRow;
use super::value::Param;
use super::{pg, sqlite};
use bricks::clock::Instant;
use bricks::id::IdSource;

pub(super) enum Connection<'a> {
    Sqlite(&'a rusqlite::Connection, sqlite::Use),
    Pg(&'a mut pg::Session),
}

/// Whether a transaction changed something, and whether it wrote into the audit.
#[derive(Default)]
struct Trace {
    changed: Option<&'static str>,
    is_noted: bool,
}

/// Tables in which nothing is anybody's act, each with its reason.
const NO_ACTS: [(&str, &str); 8] = [
    ("idempotency", "the act's own key"),
    ("session", "a sign of life"),
    ("throttle", "how often a caller asked"),
    ("pairing_failure", "how often a code was wrong"),
    ("pay_display", "which bill stands on one's second screen"),
    ("retail_basket", "what one puts together before it is sold"),
    ("medicine_use", "a doctor's own favourites"),
    ("diagnosis_use", "a doctor's own favourites"),
];

impl Trace {
    fn add(&mut self, sql: &'static str, touched: bool) {
        let mut words = sql.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').filter(|word| !word.is_empty());
        let table = match words.next() {
            Some("INSERT" | "DELETE") => words.nth(1),
            Some("UPDATE") => words.next(),
            _ => return,
        };
        match table {
            Some("audit") => self.is_noted = true,
            Some(table) if touched && !NO_ACTS.iter().any(|(name, _)| *name == table) => {
                self.changed = self.changed.or(Some(sql))
            }
            _ => {}
        }
    }
}

/// A running transaction. All domain code speaks to the database through it and nothing else.
pub struct Tx<'a> {
    pub(super) connection: Connection<'a>,
    pub(super) ids: &'a IdSource,
    pub(super) node: i64,
    pub(super) topics: Vec<Topic>,
    pub(super) must_retry: bool,
    pub(super) recording: Recording,
    trace: Trace,
    now: Instant,
}

impl<'a> Tx<'a> {
    pub(super) fn new(connection: Connection<'a>, ids: &'a IdSource, node: i64, now: Instant) -> Tx<'a> {
        Tx {
            connection,
            ids,
            node,
            topics: Vec::new(),
            must_retry: false,
            recording: Recording::new(),
            trace: Trace::default(),
            now,
        }
    }

    /// The instant of this transaction: the same for all that it writes.
    pub fn now(&self) -> Instant {
        self.now
    }

    /// The assigned number of this process among those on one database.
    pub fn node(&self) -> i64 {
        self.node
    }

    pub fn engine(&self) -> Engine {
        match self.connection {
            Connection::Sqlite(..) => Engine::Sqlite,
            Connection::Pg(_) => Engine::Postgres,
        }
    }

    /// A fresh raw id, later than all before it. Typed: `VisitId::from_raw(tx.new_id())`.
    pub fn new_id(&self) -> i64 {
        self.ids.next(self.now)
    }

    /// Tells every open page of this topic, once the transaction is committed.
    pub fn announce(&mut self, topic: Topic) {
        if !self.topics.contains(&topic) {
            self.topics.push(topic);
        }
    }

    pub(super) fn news(&self) -> Option<News> {
        (!self.topics.is_empty()).then(|| News { topics: self.topics.iter().map(Topic::to_string).collect() })
    }

    /// All rows of a statement.
    pub fn all<R: FromRow>(&mut self, sql: &'static str, params: &[&dyn Param]) -> Result<Vec<R>, DbError> {
        self.recording.add(sql, params);
        let rows = match &mut self.connection {
            Connection::Sqlite(c, may) => sqlite::all(c, *may, sql, params),
            Connection::Pg(s) => s.all(sql, params),
        };
        self.trace.add(sql, rows.as_ref().is_ok_and(|rows: &Vec<R>| !rows.is_empty()));
        self.watch(rows)
    }

    /// The first row of a statement, if there is one.
    pub fn one<R: FromRow>(&mut self, sql: &'static str, params: &[&dyn Param]) -> Result<Option<R>, DbError> {
        self.recording.add(sql, params);
        let row = match &mut self.connection {
            Connection::Sqlite(c, may) => sqlite::one(c, *may, sql, params),
            Connection::Pg(s) => s.all(sql, params).map(|rows: Vec<R>| rows.into_iter().next()),
        };
        self.trace.add(sql, row.as_ref().is_ok_and(|row: &Option<R>| row.is_some()));
        self.watch(row)
    }

    /// Runs a statement and gives the number of rows it touched.
    pub fn run(&mut self, sql: &'static str, params: &[&dyn Param]) -> Result<u64, DbError> {
        self.recording.add(sql, params);
        let count = match &mut self.connection {
            Connection::Sqlite(c, may) => sqlite::run(c, *may, sql, params),
            Connection::Pg(s) => s.run(sql, params),
        };
        self.trace.add(sql, count.as_ref().is_ok_and(|count| *count > 0));
        self.watch(count)
    }

    /// What this transaction changed first, as long as nothing of it stands in the audit.
    pub fn unnoted(&self) -> Option<&'static str> {
        self.trace.changed.filter(|_| !self.trace.is_noted)
    }

    /// Runs a statement that has to touch exactly one row; `DbError::NotOne` otherwise.
    pub fn run_one(&mut self, sql: &'static str, params: &[&dyn Param]) -> Result<(), DbError> {
        match self.run(sql, params)? {
            1 => Ok(()),
            n => Err(DbError::NotOne(n)),
        }
    }

    /// Remembers that PostgreSQL asked for another run, however the domain code answers.
    fn watch<T>(&mut self, result: Result<T, DbError>) -> Result<T, DbError> {
        if matches!(result, Err(DbError::Retry)) {
            self.must_retry = true;
        }
        result
    }
}
