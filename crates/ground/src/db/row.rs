use super::error::DbError;
use super::value::Cell;
use bricks::clock::{Day, Instant};
use bricks::money::Money;
use bricks::quantity::Quantity;

/// One row of an answer, of either engine.
pub enum Row<'a> {
    Sqlite(&'a rusqlite::Row<'a>),
    Pg(&'a tokio_postgres::Row),
}

/// What a column can be read as.
pub trait Column: Sized {
    const WANTED: &'static str;
    fn read(cell: Cell<'_>) -> Option<Self>;
}

macro_rules! column {
    ($($t:ty: $($p:pat => $e:expr),+;)*) => {
        $(impl Column for $t {
            const WANTED: &'static str = stringify!($t);
            fn read(cell: Cell<'_>) -> Option<Self> { match cell { $($p => $e,)+ _ => None } }
        })*
    };
}

column! {
    i64: Cell::Int(n) => Some(n);
    bool: Cell::Int(n) => Some(n != 0);
    String: Cell::Text(t) => Some(t.to_owned());
    Vec<u8>: Cell::Bytes(b) => Some(b.to_vec());
    Instant: Cell::Int(n) => Some(Instant::from_millis(n));
    Money: Cell::Int(n) => Some(Money::from_minor(n));
    Quantity: Cell::Int(n) => Some(Quantity::from_milli(n));
    Day: Cell::Day(d) => Some(d), Cell::Text(t) => t.parse().ok();
}

impl<T: Column> Column for Option<T> {
    const WANTED: &'static str = T::WANTED;
    fn read(cell: Cell<'_>) -> Option<Self> {
        match cell {
            Cell::Null => Some(None),
            other => T::read(other).map(Some),
        }
    }
}

impl Row<'_> {
    /// The column at `index`, counted from 0.
    pub fn get<T: Column>(&self, index: usize) -> Result<T, DbError> {
        let read = match self {
            Row::Sqlite(row) => super::sqlite::cell(row, index).and_then(T::read),
            Row::Pg(row) => row.try_get::<_, Cell<'_>>(index).ok().and_then(T::read),
        };
        read.ok_or(DbError::Type { column: index, wanted: T::WANTED })
    }
}

/// A value by itself, of either engine; booleans are 0 and 1, days ISO.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kept {
    Null,
    Int(i64),
    Text(String),
    Bytes(Vec<u8>),
}

impl Column for Kept {
    const WANTED: &'static str = "anything";
    fn read(cell: Cell<'_>) -> Option<Self> {
        Some(match cell {
            Cell::Null => Kept::Null,
            Cell::Int(n) => Kept::Int(n),
            Cell::Text(t) => Kept::Text(t.to_owned()),
            Cell::Bytes(b) => Kept::Bytes(b.to_vec()),
            Cell::Day(day) => Kept::Text(day.to_string()),
        })
    }
}

/// A row whatever its columns are, each with its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named(pub Vec<(String, Kept)>);

impl FromRow for Named {
    fn from_row(row: &Row<'_>) -> Result<Self, DbError> {
        let names: Vec<String> = match row {
            Row::Sqlite(row) => row.as_ref().column_names().map(str::to_owned).collect(),
            Row::Pg(row) => row.columns().iter().map(|column| column.name().to_owned()).collect(),
        };
        let cell = |(index, name)| Ok((name, row.get(index)?));
        names.into_iter().enumerate().map(cell).collect::<Result<_, _>>().map(Named)
    }
}

/// A whole row read in the order of its columns.
pub trait FromRow: Sized {
    fn from_row(row: &Row<'_>) -> Result<Self, DbError>;
}

impl<T: Column> FromRow for T {
    fn from_row(row: &Row<'_>) -> Result<Self, DbError> {
        row.get(0)
    }
}

macro_rules! tuples {
    ($(($($t:ident $i:tt),+);)*) => {
        $(impl<$($t: Column),+> FromRow for ($($t,)+) {
            fn from_row(row: &Row<'_>) -> Result<Self, DbError> { Ok(($(row.get::<$t>($i)?,)+)) }
        })*
    };
}

tuples! {
    (A 0, B 1);
    (A 0, B 1, C 2);
    (A 0, B 1, C 2, D 3);
    (A 0, B 1, C 2, D 3, E 4);
    (A 0, B 1, C 2, D 3, E 4, F 5);
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6);
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7);
}

/// Declares a struct whose fields are the columns of a statement, in its order.
#[macro_export]
macro_rules! row {
    ($(#[$meta:meta])* $vis:vis struct $name:ident { $($(#[$fmeta:meta])* $fvis:vis $field:ident : $ty:ty),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone)]
        $vis struct $name { $($(#[$fmeta])* $fvis $field: $ty),+ }
        impl $crate::db::FromRow for $name {
            fn from_row(row: &$crate::db::Row<'_>) -> Result<Self, $crate::db::DbError> {
                let mut index = 0;
                $(let $field = row.get::<$ty>({ let at = index; index += 1; at })?;)+
                let _ = index;
                Ok($name { $($field),+ })
            }
        }
    };
}
