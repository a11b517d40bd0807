//! The public days off of Vietnam, as every clinic begins with.

use crate::rows::{insert_all, insertable};
use crate::tsv::Table;
use bricks::clock::{Day, parse_day};
use bricks::id::BranchId;
use ground::db::{Stop, Tx};

/// On which of the public days off the clinic is closed at first; it is the branch's to change afterwards.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Closing {
    /// On all that the law names. Days in lieu are for a five-day week: the clinic works.
    Statutory,
    /// On the Lunar New Year and the first of January only: the demonstration.
    NewYears,
}

insertable! {
    HolidayRow: "INSERT INTO holiday (branch_id, day, name_vi, name_en, closed) VALUES ($1, $2, $3, $4, $5)" {
        branch: BranchId, day: Day, name_vi: &'static str, name_en: &'static str, closed: bool,
    }
}

/// Writes the known public days off for a branch.
pub fn holidays(tx: &mut Tx<'_>, branch: BranchId, closing: Closing) -> Result<(), Stop> {
    let row = |(day, name_vi, name_en, closed)| HolidayRow { branch, day, name_vi, name_en, closed };
    let rows: Vec<HolidayRow> = known(closing)?.into_iter().map(row).collect();
    Ok(insert_all(tx, &rows)?)
}

/// The table's days with their names, and whether the clinic is closed on them.
pub(crate) fn known(closing: Closing) -> Result<Vec<(Day, &'static str, &'static str, bool)>, Stop> {
    let table = Table::read("holidays", include_str!("../../../data/holidays.tsv"));
    let mut days = Vec::new();
    for line in table.lines() {
        let (name_vi, name_en) = (line.text("name_vi")?, line.text("name_en")?);
        let is_new_year = ["Giao thừa", "Mùng", "Tết"].iter().any(|first| name_vi.starts_with(first));
        let closed = line.text("kind")? == "statutory"
            && line.flag("day_off")?
            && (closing == Closing::Statutory || is_new_year);
        days.push((parse_day(line.text("date")?).map_err(|_| line.wrong("date"))?, name_vi, name_en, closed));
    }
    Ok(days)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_law_s_days_close_a_clinic_and_days_in_lieu_do_not() {
        let closed = |closing, day: &str| {
            let day = parse_day(day).unwrap();
            known(closing).unwrap().iter().find(|d| d.0 == day).map(|d| d.3)
        };
        assert_eq!(closed(Closing::Statutory, "2026-11-24"), Some(true));
        assert_eq!(closed(Closing::NewYears, "2026-11-24"), Some(false));
        assert_eq!(closed(Closing::NewYears, "2027-02-06"), Some(true));
        assert_eq!(closed(Closing::Statutory, "2027-02-10"), Some(false), "in lieu");
        assert_eq!(closed(Closing::Statutory, "2027-02-28"), None);
    }

    #[test]
    fn no_day_is_named_twice() {
        let days: std::collections::HashSet<Day> = known(Closing::Statutory).unwrap().iter().map(|d| d.0).collect();
        assert_eq!(days.len(), known(Closing::Statutory).unwrap().len());
    }
}
