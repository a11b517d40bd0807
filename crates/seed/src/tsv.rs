//! Tables embedded in the program: tab-separated, one header line, no quoting.

use ground::db::Stop;

/// A table whose first line names its columns.
pub(crate) struct Table {
    name: &'static str,
    header: Vec<&'static str>,
    lines: Vec<Vec<&'static str>>,
}

/// One line of a table, read by column names.
#[derive(Clone, Copy)]
pub(crate) struct Line<'a> {
    table: &'a Table,
    cells: &'a [&'static str],
}

impl Table {
    pub(crate) fn read(name: &'static str, text: &'static str) -> Table {
        let mut lines = text.lines().map(|line| line.split('\t').collect::<Vec<_>>());
        Table { name, header: lines.next().unwrap_or_default(), lines: lines.collect() }
    }

    pub(crate) fn lines(&self) -> impl Iterator<Item = Line<'_>> {
        self.lines.iter().map(|cells| Line { table: self, cells })
    }
}

impl Line<'_> {
    /// The text of a column; a column that is not there is a fault of the table.
    pub(crate) fn text(&self, column: &str) -> Result<&'static str, Stop> {
        let at = self.table.header.iter().position(|name| *name == column);
        at.and_then(|at| self.cells.get(at)).copied().ok_or_else(|| self.wrong(column))
    }

    /// A whole number.
    pub(crate) fn number(&self, column: &str) -> Result<i64, Stop> {
        self.text(column)?.parse().map_err(|_| self.wrong(column))
    }

    /// A decimal number in thousandths; nothing when the cell is empty.
    pub(crate) fn milli(&self, column: &str) -> Result<Option<i64>, Stop> {
        match self.text(column)? {
            "" => Ok(None),
            text => milli(text).map(Some).ok_or_else(|| self.wrong(column)),
        }
    }

    /// `1` or `0`.
    pub(crate) fn flag(&self, column: &str) -> Result<bool, Stop> {
        Ok(self.number(column)? != 0)
    }

    pub(crate) fn wrong(&self, column: &str) -> Stop {
        let first = self.cells.first().copied().unwrap_or_default();
        Stop::fault(format!("table {}, line {first}: column {column} is wrong", self.table.name))
    }
}

/// `4.5` in thousandths, exactly: at most three decimals.
pub(crate) fn milli(text: &str) -> Option<i64> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    if part.len() > 3 || !part.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    let part: i64 = format!("{part:0<3}").parse().ok()?;
    whole.parse::<i64>().ok()?.checked_mul(1000)?.checked_add(part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousandths_are_exact_or_refused() {
        for (text, expected) in
            [("4.50", Some(4_500)), ("0.015", Some(15)), ("140", Some(140_000)), ("1.0005", None), ("x", None)]
        {
            assert_eq!(milli(text), expected, "{text}");
        }
    }
}
