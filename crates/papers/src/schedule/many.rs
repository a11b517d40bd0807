use bricks::id::ResourceId;
use ground::db::{Param, Value};

/// So many digits an id has, with zeros before it.
const WIDTH: usize = 19;

/// Any number of resources as one parameter: their ids one behind the other, each of the same width. The statement
/// takes them apart by [`asked_resources!`], so its text is the same for one and for a hundred.
#[derive(Debug, Clone)]
pub struct Many(String);

impl Many {
    pub fn of(resources: &[ResourceId]) -> Many {
        let mut ids: Vec<i64> = resources.iter().map(|id| id.raw()).collect();
        ids.sort_unstable();
        ids.dedup();
        Many(ids.iter().map(|id| format!("{id:0WIDTH$}")).collect())
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Param for Many {
    fn value(&self) -> Value<'_> {
        Value::Text(&self.0)
    }
}

/// The ids of a [`Many`], bound to `$1`, as the rows of `asked (n, id)`.
macro_rules! asked_resources {
    () => {
        "WITH RECURSIVE asked (n, id) AS ( \
           SELECT 0, CAST(SUBSTR(CAST($1 AS TEXT), 1, 19) AS BIGINT) \
           UNION ALL SELECT n + 1, CAST(SUBSTR(CAST($1 AS TEXT), (n + 1) * 19 + 1, 19) AS BIGINT) FROM asked \
           WHERE (n + 1) * 19 < LENGTH(CAST($1 AS TEXT))) "
    };
}
pub(crate) use asked_resources;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_stand_one_behind_the_other_once_each() {
        let many = Many::of(&[ResourceId::from_raw(12), ResourceId::from_raw(7), ResourceId::from_raw(12)]);
        assert_eq!(many.0, "00000000000000000070000000000000000012");
        assert!(Many::of(&[]).is_empty());
    }
}
