use super::diary::{Clock, Taken, held_on, of_columns, of_week};
use super::{Ask, Diary, Doctor, Done, diary, doctors_of_days};
use crate::store;
use bricks::clock::add_days;
use ground::access::Who;
use ground::db::{Stop, Tx};

const DAYS: i64 = 7;

/// One doctor's week.
pub struct WeekPage {
    pub diary: Diary,
    /// Whose week it is.
    pub doctor: Option<Doctor>,
    pub doctors: Vec<Doctor>,
    pub done: Option<Done>,
}

/// Seven days of one doctor, from the Monday of the day asked for.
pub fn load_week(tx: &mut Tx<'_>, who: &Who, ask: &Ask) -> Result<WeekPage, Stop> {
    let now = tx.now();
    let day = ask.day.unwrap_or(who.day_of(now));
    let monday = add_days(day, 1 - who.zone().weekday_of(day));
    let mut days = doctors_of_days(tx, who, monday, DAYS)?;
    let doctors = days.first().cloned().unwrap_or_default();
    let wanted = doctors.iter().position(|d| Some(d.id) == ask.doctor).unwrap_or(0);
    let doctor = doctors.get(wanted).cloned();
    let rows = match &doctor {
        Some(doctor) => store::week(tx, who.branch, (monday, add_days(monday, DAYS)), doctor.id)?,
        None => Vec::new(),
    };
    let rows = Clock::of(who, now, monday).cards(rows);
    let mut columns = Vec::new();
    for (n, of_day) in (0..).zip(&mut days) {
        let clock = Clock::of(who, now, add_days(monday, n));
        let held = held_on(tx, who, clock.day)?;
        let own: Vec<_> = rows.iter().filter(|row| row.day == clock.day).cloned().collect();
        columns.extend(
            of_day
                .get(wanted)
                .cloned()
                .map(|doctor| of_week(ask.view, &clock, doctor, Taken { rows: &own, held: &held })),
        );
    }
    let clock = Clock::of(who, now, monday);
    let diary = of_columns(ask, &clock, &rows, columns, "/reception/week");
    let diary = Diary { rule: papers::queue::rule(tx)?, ..diary };
    Ok(WeekPage { diary, doctor, doctors, done: diary::load_done(tx, who, ask)? })
}
