//! How values travel to and from PostgreSQL in its binary format.

use super::value::{Cell, Value};
use bytes::BytesMut;
use postgres_types::{FromSql, IsNull, ToSql, Type, to_sql_checked};
use std::error::Error;

/// Days from 1970-01-01 to 2000-01-01, PostgreSQL's epoch.
const EPOCH: jiff::civil::Date = jiff::civil::date(2000, 1, 1);

#[derive(Debug)]
pub(super) struct PgValue<'a>(pub Value<'a>);

impl ToSql for PgValue<'_> {
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        match (self.0, ty) {
            (Value::Null, _) => return Ok(IsNull::Yes),
            (Value::Int(n), &Type::INT8) => out.extend_from_slice(&n.to_be_bytes()),
            (Value::Int(n), &Type::INT4) => out.extend_from_slice(&i32::try_from(n)?.to_be_bytes()),
            (Value::Bool(b), &Type::BOOL) => out.extend_from_slice(&[u8::from(b)]),
            (Value::Text(t), &Type::TEXT | &Type::VARCHAR | &Type::NAME | &Type::UNKNOWN) => {
                out.extend_from_slice(t.as_bytes())
            }
            (Value::Bytes(b), &Type::BYTEA) => out.extend_from_slice(b),
            (Value::Day(d), &Type::DATE) => {
                let days = (d - EPOCH).get_days();
                out.extend_from_slice(&days.to_be_bytes());
            }
            (value, ty) => return Err(format!("{value:?} does not fit {ty}").into()),
        }
        Ok(IsNull::No)
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

impl<'a> FromSql<'a> for Cell<'a> {
    fn from_sql(ty: &Type, raw: &'a [u8]) -> Result<Cell<'a>, Box<dyn Error + Sync + Send>> {
        Ok(match *ty {
            Type::INT8 => Cell::Int(i64::from_be_bytes(raw.try_into()?)),
            Type::INT4 => Cell::Int(i64::from(i32::from_be_bytes(raw.try_into()?))),
            Type::BOOL => Cell::Int(i64::from(raw.first().copied().unwrap_or(0))),
            Type::TEXT | Type::VARCHAR | Type::NAME => Cell::Text(std::str::from_utf8(raw)?),
            Type::BYTEA => Cell::Bytes(raw),
            Type::DATE => {
                let days = i32::from_be_bytes(raw.try_into()?);
                Cell::Day(EPOCH.checked_add(jiff::Span::new().try_days(days)?)?)
            }
            ref other => return Err(format!("column type {other} is not used").into()),
        })
    }

    fn from_sql_null(_: &Type) -> Result<Cell<'a>, Box<dyn Error + Sync + Send>> {
        Ok(Cell::Null)
    }

    fn accepts(_: &Type) -> bool {
        true
    }
}
