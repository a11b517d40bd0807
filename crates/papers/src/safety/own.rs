//! The clinic's own lines over those of the program, who confirmed a line, and the book of both.

use super::starter::{AS_OF, starter_text};
use super::table::Table;
use super::{Book, List, Listing, RowError, Texts, list_ids, read};
use crate::text;
use bricks::clock::{Day, Instant};
use ground::access::Who;
use ground::db::{DbError, Stop, Tx};
use std::collections::HashSet;
use std::sync::{Arc, LazyLock, Mutex};

/// The last import of each list, found by the index; asked at every check of a prescription.
const IMPORTS: &str = "SELECT id, list, as_of FROM safety_list WHERE id IN (\
     SELECT MAX(id) FROM safety_list WHERE list = 'ingredients' \
     UNION ALL SELECT MAX(id) FROM safety_list WHERE list = 'classes' \
     UNION ALL SELECT MAX(id) FROM safety_list WHERE list = 'interactions' \
     UNION ALL SELECT MAX(id) FROM safety_list WHERE list = 'medicines') ORDER BY id";
const HEADER_LINES: usize = 1;
const CONTENT: &str = "SELECT content FROM safety_list WHERE id = $1";
const INSERT: &str =
    "INSERT INTO safety_list (id, list, content, as_of, imported_at, imported_by) VALUES ($1, $2, $3, $4, $5, $6)";
const CONFIRMED: &str = "SELECT c.line_id, c.content, c.confirmed_at, s.name FROM safety_confirmation c \
     JOIN staff s ON s.id = c.confirmed_by WHERE c.list = $1";
const CONFIRM: &str = "INSERT INTO safety_confirmation (list, line_id, content, confirmed_at, confirmed_by) VALUES ($1, $2, $3, $4, $5) \
     ON CONFLICT (list, line_id) DO UPDATE SET content = excluded.content, confirmed_at = excluded.confirmed_at, \
     confirmed_by = excluded.confirmed_by";

ground::row! {
    struct Import {
        id: i64,
        list: List,
        as_of: Day,
    }
}

ground::row! {
    /// Who stands behind a line, as it was then.
    pub struct Confirmation {
        pub line_id: String,
        pub content: String,
        pub at: Instant,
        pub by: String,
    }
}

/// A table as the rules read it now.
pub struct Shown {
    pub as_of: Day,
    pub lines: Vec<Listing>,
    pub confirmed: Vec<Confirmation>,
}

/// The last import of each list.
fn imports(tx: &mut Tx<'_>) -> Result<Vec<Import>, DbError> {
    tx.all(IMPORTS, &[])
}

type Cached = Option<(Vec<i64>, Arc<Book>)>;
static CACHE: Mutex<Cached> = Mutex::new(None);
static STARTER: LazyLock<Arc<Book>> = LazyLock::new(|| Arc::new(super::starter().clone()));

/// The book of this clinic: the program's lines with its own over them, read anew when it imports.
pub fn book(tx: &mut Tx<'_>) -> Result<Arc<Book>, Stop> {
    let imports = imports(tx)?;
    if imports.is_empty() {
        return Ok(Arc::clone(&STARTER));
    }
    let ids: Vec<i64> = imports.iter().map(|import| import.id).collect();
    if let Some((_, book)) = CACHE.lock().ok().and_then(|c| c.clone()).filter(|(of, _)| *of == ids) {
        return Ok(book);
    }
    let book = Arc::new(read_all(&texts(tx, &imports)?));
    if let Ok(mut cache) = CACHE.lock() {
        *cache = Some((ids, Arc::clone(&book)));
    }
    Ok(book)
}

/// One table with the day that its oldest line is of.
pub(super) struct Dated {
    text: String,
    pub(super) as_of: Day,
}

impl Dated {
    /// The program's lines that the clinic has not itself stay as old as they are, however new an import is.
    pub(super) fn of(list: List, own: &str, imported: Option<Day>) -> Dated {
        let (text, before) = merged(list, own);
        let program = (before > HEADER_LINES).then_some(AS_OF);
        Dated { text, as_of: imported.into_iter().chain(program).min().unwrap_or(AS_OF) }
    }
}

/// The four tables in the order of `List::ALL`.
fn texts(tx: &mut Tx<'_>, imports: &[Import]) -> Result<Vec<Dated>, Stop> {
    let mut texts = Vec::new();
    for list in List::ALL {
        let import = imports.iter().find(|import| import.list == *list);
        let own: Option<String> = match import {
            Some(import) => tx.one(CONTENT, &[&import.id])?,
            None => None,
        };
        texts.push(Dated::of(*list, &own.unwrap_or_default(), import.map(|import| import.as_of)));
    }
    Ok(texts)
}

/// The book is as old as the oldest of its tables.
pub(super) fn read_all(texts: &[Dated]) -> Book {
    let as_of = texts.iter().map(|table| table.as_of).min().unwrap_or(AS_OF);
    let of = |list: List| {
        let place = List::ALL.iter().position(|l| *l == list);
        place.and_then(|at| texts.get(at)).map(|table| table.text.as_str())
    };
    let texts = Texts {
        ingredients: of(List::Ingredients),
        classes: of(List::Classes),
        interactions: of(List::Interactions),
        medicines: of(List::Medicines),
    };
    Book::read(texts, as_of)
}

/// The program's table without the lines that the clinic has itself, and those behind it; with the number of the last
/// line before the clinic's own.
fn merged(list: List, own: &str) -> (String, usize) {
    let own_ids: HashSet<&str> = own.lines().filter_map(|line| line.split('\t').next()).collect();
    let mut kept = String::new();
    for (at, line) in starter_text(list).lines().enumerate() {
        let id = line.split('\t').next().unwrap_or_default();
        if at == 0 || !own_ids.contains(id) {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    let before = kept.lines().count();
    kept.push_str(own);
    (kept, before)
}

/// Takes a clinic's own list in: a table with the columns of the program's, in any order. Either every line is right
/// and all count from now on, or nothing is changed and every wrong line is told.
pub fn import(
    tx: &mut Tx<'_>,
    who: &Who,
    list: List,
    typed: &str,
    as_of: Day,
) -> Result<Result<usize, Vec<RowError>>, Stop> {
    let own = match normalised(list, typed) {
        Ok(own) => own,
        Err(errors) => return Ok(Err(errors)),
    };
    let imports = imports(tx)?;
    let mut texts = texts(tx, &imports)?;
    let before = merged(list, &own).1;
    let place = List::ALL.iter().position(|l| *l == list).and_then(|at| texts.get_mut(at));
    if let Some(place) = place {
        *place = Dated::of(list, &own, Some(as_of));
    }
    let wrong = read_all(&texts).errors;
    if !wrong.is_empty() {
        let numbers: Vec<usize> = Table::read(typed).rows().map(|row| row.line).collect();
        let told = |error: RowError| {
            let own = error.line.checked_sub(before + 1).and_then(|at| numbers.get(at)).copied();
            RowError { line: own.unwrap_or(error.line), ..error }
        };
        return Ok(Err(wrong.into_iter().map(told).collect()));
    }
    let (id, now, count) = (tx.new_id(), tx.now(), own.lines().count());
    tx.run_one(INSERT, &[&id, &list, &own, &as_of, &now, &who.staff])?;
    who.note(tx, "import_safety_list", "safety_list", id, None, &format!("{} · {count}", list.code()))?;
    Ok(Ok(count))
}

/// The typed lines in the order of the program's columns, without a header.
fn normalised(list: List, typed: &str) -> Result<String, Vec<RowError>> {
    let table = Table::read(typed);
    let wrong = |line, reason| vec![RowError { list, line, reason }];
    if let Some(column) = read::columns(list).iter().find(|column| !table.has(column)) {
        return Err(wrong(1, text::safety_no_column_say(column)));
    }
    if table.rows().next().is_none() {
        return Err(wrong(1, text::safety_no_lines_say()));
    }
    let header: Vec<&str> = starter_text(list).lines().next().unwrap_or_default().split('\t').collect();
    let too_wide = table.rows().find(|row| row.width() > table.width());
    if let Some(row) = too_wide {
        return Err(wrong(row.line, text::safety_row_width_say(row.width(), table.width())));
    }
    let lines =
        table.rows().map(|row| header.iter().map(|column| row.text(column)).collect::<Vec<_>>().join("\t") + "\n");
    Ok(lines.collect())
}

/// The lines of a table as they count now, with who confirmed which.
pub fn shown(tx: &mut Tx<'_>, list: List) -> Result<Shown, Stop> {
    let imports = imports(tx)?;
    let texts = texts(tx, &imports)?;
    let place = List::ALL.iter().position(|l| *l == list);
    let table = place.and_then(|at| texts.get(at));
    let lines = table.map(|table| list_ids(&table.text)).unwrap_or_default();
    let confirmed = tx.all(CONFIRMED, &[&list])?;
    let as_of = table.map_or(AS_OF, |table| table.as_of);
    Ok(Shown { as_of, lines, confirmed })
}

/// A clinician stands behind a line as it is now.
pub fn confirm(tx: &mut Tx<'_>, who: &Who, list: List, id: &str) -> Result<(), Stop> {
    let shown = shown(tx, list)?;
    let line = shown.lines.iter().find(|line| line.id == id).ok_or(Stop::Missing)?;
    let now = tx.now();
    tx.run_one(CONFIRM, &[&list, &line.id, &line.line, &now, &who.staff])?;
    let said = format!("{} · {id}", list.code());
    who.note(tx, "confirm_safety_line", "safety_list", 0, None, &said)?;
    Ok(())
}

impl Shown {
    /// Who confirmed a line as it stands.
    pub fn confirmed(&self, line: &Listing) -> Option<&Confirmation> {
        self.confirmed.iter().find(|c| c.line_id == line.id && c.content == line.line)
    }

    /// How many lines nobody has confirmed.
    pub fn unconfirmed(&self) -> usize {
        self.lines.iter().filter(|line| self.confirmed(line).is_none()).count()
    }
}
