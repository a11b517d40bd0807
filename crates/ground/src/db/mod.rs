//! One small database layer over SQLite and PostgreSQL: one SQL text with `$1` parameters, plain synchronous domain
//! code inside a transaction, group commit on SQLite, bounded retry on PostgreSQL.
//!
//! Conventions for those who write statements: conflicts are found with `ON CONFLICT … DO NOTHING` and a look at the
//! number of rows, never by reading an error; sums of BIGINT are `CAST(… AS BIGINT)`; `FOR UPDATE` is stripped on SQLite.

mod dialect;
mod error;
mod handle;
mod migrate;
mod news;
mod pg;
mod pg_type;
mod record;
mod row;
mod sqlite;
mod tx;
mod value;
mod whisper;
mod writer;

pub use dialect::{Engine, postgres_ddl, sqlite_ddl, sqlite_statement};
pub use error::{DbError, Fault, OpenError, Stop, together};
pub use handle::{Command, Db, Isolation, Place};
pub use migrate::{MIGRATIONS, Migration};
pub use news::{EVERYTHING, News, Topic};
pub use record::record_statements;
pub use row::{Column, FromRow, Kept, Named, Row};
pub use tx::Tx;
pub use value::{Cell, Param, Value};
pub use whisper::Whisper;
