//! Tables as an Excel workbook: amounts stay numbers, days stay days, and what people typed is never a formula.

use bricks::clock::{Day, days_between};
use bricks::money::Money;
use bricks::quantity::Quantity;
use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};

/// Excel counts its days from here.
const DAY_ZERO: (i16, i8, i8) = (1899, 12, 30);
/// More characters are no name of a sheet.
const NAME_CHARS_MAX: usize = 31;
/// Excel's own limit.
const TEXT_CHARS_MAX: usize = 32_767;
/// The kind of the file.
pub const EXCEL: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// What one cell holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    Text(String),
    /// Whole đồng.
    Money(Money),
    Count(i64),
    Quantity(Quantity),
    Day(Day),
    /// In hundredths of a percent.
    Share(i64),
    Empty,
}

impl Cell {
    pub fn text(text: impl Into<String>) -> Cell {
        Cell::Text(text.into())
    }
}

/// One table.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    pub name: String,
    pub heads: Vec<String>,
    pub rows: Vec<Vec<Cell>>,
}

struct Looks {
    head: Format,
    money: Format,
    quantity: Format,
    day: Format,
    share: Format,
}

/// The workbook as a file. `Err` says why it could not be written: more rows than a sheet holds.
pub fn workbook(sheets: &[Sheet]) -> Result<Vec<u8>, String> {
    let looks = Looks {
        head: Format::new().set_bold(),
        money: Format::new().set_num_format("#,##0"),
        quantity: Format::new().set_num_format("#,##0.###"),
        day: Format::new().set_num_format("dd/mm/yyyy"),
        share: Format::new().set_num_format("0.00%"),
    };
    let mut book = Workbook::new();
    for sheet in sheets {
        write(book.add_worksheet(), sheet, &looks).map_err(|e| format!("{}: {e}", sheet.name))?;
    }
    book.save_to_buffer().map_err(|e| e.to_string())
}

fn write(page: &mut Worksheet, sheet: &Sheet, looks: &Looks) -> Result<(), XlsxError> {
    page.set_name(sheet_name(&sheet.name))?;
    for (column, head) in (0_u16..).zip(&sheet.heads) {
        page.write_string_with_format(0, column, head, &looks.head)?;
    }
    page.set_freeze_panes(1, 0)?;
    for (row, cells) in (1_u32..).zip(&sheet.rows) {
        for (column, cell) in (0_u16..).zip(cells) {
            put(page, (row, column), cell, looks)?;
        }
    }
    page.autofit();
    Ok(())
}

fn put(page: &mut Worksheet, (row, column): (u32, u16), cell: &Cell, looks: &Looks) -> Result<(), XlsxError> {
    match cell {
        Cell::Text(text) => page.write_string(row, column, text.chars().take(TEXT_CHARS_MAX).collect::<String>())?,
        Cell::Money(amount) => page.write_number_with_format(row, column, amount.minor() as f64, &looks.money)?,
        Cell::Count(count) => page.write_number_with_format(row, column, *count as f64, &looks.money)?,
        Cell::Quantity(quantity) => {
            page.write_number_with_format(row, column, quantity.milli() as f64 / 1_000.0, &looks.quantity)?
        }
        Cell::Day(day) => page.write_number_with_format(row, column, number_of(*day) as f64, &looks.day)?,
        Cell::Share(points) => page.write_number_with_format(row, column, *points as f64 / 10_000.0, &looks.share)?,
        Cell::Empty => page,
    };
    Ok(())
}

fn number_of(day: Day) -> i64 {
    let (year, month, date) = DAY_ZERO;
    days_between(Day::constant(year, month, date), day)
}

/// Without what a name may not hold.
fn sheet_name(name: &str) -> String {
    name.chars().map(|c| if "[]:*?/\\".contains(c) { ' ' } else { c }).take(NAME_CHARS_MAX).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_workbook_is_a_zip_with_its_sheets() {
        let rows = vec![vec![
            Cell::text("=1+1"),
            Cell::Money(Money::from_minor(557_400)),
            Cell::Count(3),
            Cell::Quantity(Quantity::from_milli(9_500)),
            Cell::Day(Day::constant(2026, 11, 24)),
            Cell::Share(750),
            Cell::Empty,
        ]];
        let sheet = Sheet { name: "Thu: theo/ngày".into(), heads: vec!["Tên".into()], rows };
        let file = workbook(&[sheet.clone(), Sheet { name: "2".into(), ..sheet }]).unwrap();
        assert!(file.starts_with(b"PK"));
    }

    #[test]
    fn days_are_counted_as_excel_counts_them() {
        assert_eq!(number_of(Day::constant(2026, 11, 24)), 46_350);
        assert_eq!(number_of(Day::constant(1900, 3, 1)), 61);
    }

    #[test]
    fn a_sheets_name_fits() {
        assert_eq!(sheet_name("a/b:c"), "a b c");
        assert_eq!(sheet_name(&"x".repeat(50)).len(), NAME_CHARS_MAX);
    }
}
