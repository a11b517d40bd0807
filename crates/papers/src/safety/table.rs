//! Tab-separated text with one header line, read by column names.

/// A table whose first line names its columns.
pub(crate) struct Table<'a> {
    header: Vec<&'a str>,
    rows: Vec<(usize, Vec<&'a str>)>,
}

/// One line of a table.
#[derive(Clone, Copy)]
pub(crate) struct Row<'a, 't> {
    table: &'t Table<'a>,
    cells: &'t [&'a str],
    /// Its number in the file; the header is line 1.
    pub(crate) line: usize,
}

impl<'a> Table<'a> {
    /// Reads a text; empty lines are passed over, a mark of byte order and carriage returns are taken off.
    pub(crate) fn read(text: &'a str) -> Table<'a> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
        let cells = |line: &'a str| line.trim_end_matches('\r').split('\t').map(str::trim).collect::<Vec<_>>();
        let header = lines.next().map(|(_, line)| cells(line)).unwrap_or_default();
        Table { header, rows: lines.map(|(at, line)| (at + 1, cells(line))).collect() }
    }

    /// Whether the header names the column.
    pub(crate) fn has(&self, column: &str) -> bool {
        self.header.contains(&column)
    }

    pub(crate) fn rows(&self) -> impl Iterator<Item = Row<'a, '_>> {
        self.rows.iter().map(|(line, cells)| Row { table: self, cells, line: *line })
    }

    pub(crate) fn width(&self) -> usize {
        self.header.len()
    }
}

impl<'a> Row<'a, '_> {
    /// The text of a column; empty when the column or the cell is not there.
    pub(crate) fn text(&self, column: &str) -> &'a str {
        let at = self.table.header.iter().position(|name| *name == column);
        at.and_then(|at| self.cells.get(at)).copied().unwrap_or_default()
    }

    /// All columns with their texts.
    pub(crate) fn named(&self) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.table.header.iter().copied().zip(self.cells.iter().copied())
    }

    /// How many cells the line has.
    pub(crate) fn width(&self) -> usize {
        self.cells.len()
    }
}

/// A decimal number that is not negative, in units of 10^-places; more decimals than that are refused, unless zeros.
pub(crate) fn decimal(text: &str, places: u32) -> Option<i64> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || !digits(whole) || !digits(part) || text.ends_with('.') {
        return None;
    }
    let places = usize::try_from(places).ok()?;
    let part = part.trim_end_matches('0');
    if part.len() > places {
        return None;
    }
    format!("{whole}{part:0<places$}").parse().ok()
}
