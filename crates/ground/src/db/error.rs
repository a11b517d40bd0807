use bricks::id::PatientId;
use bricks::refusal::Refusal;
use std::fmt;

/// What a statement can answer instead of rows. Callers branch on the kind, never on the text.
#[derive(Debug, Clone)]
pub enum DbError {
    /// PostgreSQL asks to run the transaction again (40001, 40P01).
    Retry,
    /// A unique or primary key stood in the way.
    Unique,
    /// A CHECK or NOT NULL constraint stood in the way.
    Check,
    /// A foreign key stood in the way.
    ForeignKey,
    /// A statement that had to touch one row touched another number of rows.
    NotOne(u64),
    /// The disk is full or read-only.
    NoSpace,
    /// The connection is gone.
    Closed,
    /// A column held another type than asked for.
    Type { column: usize, wanted: &'static str },
    /// Anything else, with the engine's words (never shown to a user).
    Other(String),
}

impl fmt::Display for DbError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            DbError::Retry => f.write_str("serialisation conflict"),
            DbError::Unique => f.write_str("unique key violated"),
            DbError::Check => f.write_str("check violated"),
            DbError::ForeignKey => f.write_str("foreign key violated"),
            DbError::NotOne(n) => write!(f, "{n} rows where one was expected"),
            DbError::NoSpace => f.write_str("disk full or read-only"),
            DbError::Closed => f.write_str("connection closed"),
            DbError::Type { column, wanted } => write!(f, "column {column} is not {wanted}"),
            DbError::Other(text) => f.write_str(text),
        }
    }
}

impl std::error::Error for DbError {}

/// Something of ours or of the machine is broken. Logged with an id, never shown.
#[derive(Debug, Clone)]
pub enum Fault {
    Db(DbError),
    /// Too many commands wait already.
    Busy,
    /// The code panicked inside a command; the transaction was rolled back.
    Panicked,
    Other(String),
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::Db(e) => write!(f, "database: {e}"),
            Fault::Busy => f.write_str("too many commands wait"),
            Fault::Panicked => f.write_str("a command panicked"),
            Fault::Other(text) => f.write_str(text),
        }
    }
}

/// Why an act or a page did not happen.
#[derive(Debug, Clone)]
pub enum Stop {
    /// The domain said no: 422 or 409, with its sentence.
    Refused(Refusal),
    /// There is no such thing, or it is not this branch's.
    Missing,
    /// This person may not do that.
    Denied,
    /// This patient's record is closed to who asks; a reason may open it.
    Closed(PatientId),
    /// This patient's profile became a part of another one.
    Merged(PatientId),
    /// Nobody is signed in, or no longer.
    SignedOut,
    Fault(Fault),
}

impl From<DbError> for Stop {
    fn from(e: DbError) -> Stop {
        Stop::Fault(Fault::Db(e))
    }
}

impl From<Refusal> for Stop {
    fn from(r: Refusal) -> Stop {
        Stop::Refused(r)
    }
}

/// All that is refused, at once: who answers one question is not led to the next one. Whatever else stops, stops alone.
pub fn together<const N: usize>(asked: [Result<(), Stop>; N]) -> Result<(), Stop> {
    let mut refused: Option<Refusal> = None;
    for each in asked {
        match (each, refused.take()) {
            (Ok(()), before) => refused = before,
            (Err(Stop::Refused(refusal)), Some(before)) => refused = Some(before.and(refusal)),
            (Err(Stop::Refused(refusal)), None) => refused = Some(refusal),
            (Err(stop), _) => return Err(stop),
        }
    }
    refused.map_or(Ok(()), |refusal| Err(refusal.into()))
}

impl Stop {
    /// A fault in words, for what has no kind of its own.
    pub fn fault(text: impl Into<String>) -> Stop {
        Stop::Fault(Fault::Other(text.into()))
    }
}

/// Why a database could not be opened, in words for the person who started the program.
#[derive(Debug)]
pub enum OpenError {
    /// The database was made by a later version of the program.
    Newer {
        database: i64,
        program: i64,
    },
    /// PostgreSQL sorts names otherwise than by code point.
    Collation(String),
    Db(DbError),
}

impl std::fmt::Display for OpenError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            OpenError::Newer { database, program } => {
                write!(
                    f,
                    "this database is at version {database}, this program knows only {program}: start the newer program"
                )
            }
            OpenError::Collation(found) => {
                write!(
                    f,
                    "the PostgreSQL database sorts by {found}; make it with: CREATE DATABASE … TEMPLATE template0 LC_COLLATE 'C'"
                )
            }
            OpenError::Db(e) => write!(f, "the database does not open: {e}"),
        }
    }
}

impl std::error::Error for OpenError {}

impl From<DbError> for OpenError {
    fn from(e: DbError) -> OpenError {
        OpenError::Db(e)
    }
}
