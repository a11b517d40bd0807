//! SQLite: one writer thread with group commit, and a few read-only connections.

use super::dialect::sqlite_statement;
use super::error::{DbError, Fault};
use super::handle::{Job, Shared};
use super::row::{FromRow, Row};
use super::tx::{Connection, Tx};
use super::value::{Cell, Param, Value};
use crossbeam_channel::Receiver;
use rusqlite::config::DbConfig;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{CachedStatement, ErrorCode, OpenFlags, ffi};
use std::path::Path;
use std::sync::Arc;

/// The first version without the WAL-reset bug.
const VERSION_MIN: i32 = 3_051_003;
const PRAGMAS: &str = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA busy_timeout=10000; \
     PRAGMA cache_size=-16384; PRAGMA temp_store=MEMORY; PRAGMA mmap_size=0; \
     PRAGMA wal_autocheckpoint=4000;";

/// A reader's cache is emptied by every commit of the writer, so it needs to hold one page's work and no more. The file
/// is not mapped: in WAL mode every commit makes each reader unmap it whole, which costs more than reading does.
const READER_CACHE: &str = "PRAGMA cache_size=-4096";

/// Opens one connection with every pragma set and proved.
pub(super) fn open(path: &Path, read_only: bool) -> Result<rusqlite::Connection, DbError> {
    if rusqlite::version_number() < VERSION_MIN {
        return Err(DbError::Other("SQLite older than 3.51.3".to_owned()));
    }
    let flags = if read_only {
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX
    } else {
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX
    };
    let connection = rusqlite::Connection::open_with_flags(path, flags).map_err(error)?;
    connection.execute_batch(PRAGMAS).map_err(error)?;
    if read_only {
        connection.execute_batch(READER_CACHE).map_err(error)?;
    }
    // Without the planner's stability guarantee a cached statement is prepared again whenever a value is bound that its
    // plan might depend on (STAT4), which costs ten times the statement itself.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).map_err(error)?;
    connection.set_prepared_statement_cache_capacity(512);
    let synchronous: i64 = connection.query_row("PRAGMA synchronous", [], |r| r.get(0)).map_err(error)?;
    let keys: i64 = connection.query_row("PRAGMA foreign_keys", [], |r| r.get(0)).map_err(error)?;
    if synchronous != 2 || keys != 1 {
        return Err(DbError::Other("SQLite refuses synchronous=FULL or foreign keys".to_owned()));
    }
    Ok(connection)
}

/// A reader: each command sees one snapshot.
pub(super) fn read_loop(connection: rusqlite::Connection, jobs: Receiver<Job>, shared: Arc<Shared>) {
    while let Ok(mut job) = jobs.recv() {
        let begun = snapshot(&connection, &shared, |tx| {
            job.run(tx);
        });
        job.finish(begun.map_err(Fault::Db));
    }
}

/// Runs `body` on one snapshot of a reader's connection.
pub(super) fn snapshot<T>(
    connection: &rusqlite::Connection,
    shared: &Shared,
    body: impl FnOnce(&mut Tx<'_>) -> T,
) -> Result<T, DbError> {
    cached_batch(connection, "BEGIN")?;
    let mut tx = begun(connection, shared, Use::Reading);
    let result = body(&mut tx);
    tx.recording.keep(false);
    let _ = cached_batch(connection, "COMMIT");
    Ok(result)
}

/// What a transaction may do on its connection. Readers refuse to write by themselves; the writer's connection, on which
/// a page may be read while nobody writes, is told so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Use {
    Reading,
    Writing,
}

/// The transaction that was begun on a connection.
pub(super) fn begun<'a>(connection: &'a rusqlite::Connection, shared: &'a Shared, may: Use) -> Tx<'a> {
    Tx::new(Connection::Sqlite(connection, may), &shared.ids, shared.node(), shared.clock.now())
}

pub(super) fn cached_batch(connection: &rusqlite::Connection, sql: &'static str) -> Result<(), DbError> {
    let mut statement = connection.prepare_cached(sql).map_err(error)?;
    statement.raw_execute().map(|_| ()).map_err(error)
}

pub(super) fn all<R: FromRow>(
    c: &rusqlite::Connection,
    may: Use,
    sql: &str,
    params: &[&dyn Param],
) -> Result<Vec<R>, DbError> {
    let mut statement = bind(c, may, sql, params)?;
    let mut rows = statement.raw_query();
    let mut out = Vec::new();
    while let Some(row) = rows.next().map_err(error)? {
        out.push(R::from_row(&Row::Sqlite(row))?);
    }
    Ok(out)
}

pub(super) fn one<R: FromRow>(
    c: &rusqlite::Connection,
    may: Use,
    sql: &str,
    params: &[&dyn Param],
) -> Result<Option<R>, DbError> {
    let mut statement = bind(c, may, sql, params)?;
    let mut rows = statement.raw_query();
    match rows.next().map_err(error)? {
        Some(row) => R::from_row(&Row::Sqlite(row)).map(Some),
        None => Ok(None),
    }
}

pub(super) fn run(c: &rusqlite::Connection, may: Use, sql: &str, params: &[&dyn Param]) -> Result<u64, DbError> {
    let mut statement = bind(c, may, sql, params)?;
    statement.raw_execute().map(|n| n as u64).map_err(error)
}

/// SQLite numbers `$n` by first appearance, so each parameter is bound by the number in its name.
fn bind<'c>(
    c: &'c rusqlite::Connection,
    may: Use,
    sql: &str,
    params: &[&dyn Param],
) -> Result<CachedStatement<'c>, DbError> {
    let mut statement = c.prepare_cached(&sqlite_statement(sql)).map_err(error)?;
    if may == Use::Reading && !statement.readonly() {
        return Err(DbError::Other("a reading tried to write".to_owned()));
    }
    for index in 1..=statement.parameter_count() {
        let number =
            statement.parameter_name(index).and_then(|name| name.get(1..)).and_then(|n| n.parse::<usize>().ok());
        let param = number.and_then(|n| params.get(n.wrapping_sub(1)));
        let Some(param) = param else {
            return Err(DbError::Other(format!("no value for parameter {index}")));
        };
        statement.raw_bind_parameter(index, Bound(param.value())).map_err(error)?;
    }
    Ok(statement)
}

struct Bound<'a>(Value<'a>);

impl rusqlite::ToSql for Bound<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self.0 {
            Value::Null => ToSqlOutput::Borrowed(ValueRef::Null),
            Value::Int(n) => ToSqlOutput::Borrowed(ValueRef::Integer(n)),
            Value::Bool(b) => ToSqlOutput::Borrowed(ValueRef::Integer(i64::from(b))),
            Value::Text(t) => ToSqlOutput::Borrowed(ValueRef::Text(t.as_bytes())),
            Value::Bytes(b) => ToSqlOutput::Borrowed(ValueRef::Blob(b)),
            Value::Day(d) => ToSqlOutput::Owned(rusqlite::types::Value::Text(d.to_string())),
        })
    }
}

pub(super) fn cell<'a>(row: &'a rusqlite::Row<'a>, index: usize) -> Option<Cell<'a>> {
    Some(match row.get_ref(index).ok()? {
        ValueRef::Null => Cell::Null,
        ValueRef::Integer(n) => Cell::Int(n),
        ValueRef::Text(t) => Cell::Text(std::str::from_utf8(t).ok()?),
        ValueRef::Blob(b) => Cell::Bytes(b),
        ValueRef::Real(_) => return None,
    })
}

pub(super) fn error(e: rusqlite::Error) -> DbError {
    let rusqlite::Error::SqliteFailure(inner, _) = &e else {
        return DbError::Other(e.to_string());
    };
    match (inner.code, inner.extended_code) {
        (_, ffi::SQLITE_CONSTRAINT_UNIQUE | ffi::SQLITE_CONSTRAINT_PRIMARYKEY | ffi::SQLITE_CONSTRAINT_ROWID) => {
            DbError::Unique
        }
        (_, ffi::SQLITE_CONSTRAINT_CHECK | ffi::SQLITE_CONSTRAINT_NOTNULL) => DbError::Check,
        (_, ffi::SQLITE_CONSTRAINT_FOREIGNKEY) => DbError::ForeignKey,
        (ErrorCode::DiskFull | ErrorCode::ReadOnly, _) => DbError::NoSpace,
        _ => DbError::Other(e.to_string()),
    }
}
