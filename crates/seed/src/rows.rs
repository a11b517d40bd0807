//! Rows on their way into the tables: one struct and one statement each.

use ground::db::{DbError, Tx};

/// A row that can be written.
pub(crate) trait Insert {
    fn insert(&self, tx: &mut Tx<'_>) -> Result<(), DbError>;
}

/// Writes rows one after another; the statement is prepared once.
pub(crate) fn insert_all<R: Insert>(tx: &mut Tx<'_>, rows: &[R]) -> Result<(), DbError> {
    rows.iter().try_for_each(|row| row.insert(tx))
}

/// Declares a row: its fields are the statement's parameters in order.
macro_rules! insertable {
    ($($name:ident: $sql:literal { $($field:ident: $ty:ty),+ $(,)? })+) => {
        $(
            #[derive(Debug, Clone)]
            pub(crate) struct $name { $(pub(crate) $field: $ty),+ }
            impl crate::rows::Insert for $name {
                fn insert(&self, tx: &mut ground::db::Tx<'_>) -> Result<(), ground::db::DbError> {
                    tx.run_one($sql, &[$(&self.$field),+])
                }
            }
        )+
    };
}
pub(crate) use insertable;
