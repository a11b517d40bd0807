use super::{Ask, CELL_MINUTES, Doctor, count, doctors};
use crate::rules::coming::{Status, status};
use crate::rules::grid::{Grid, Stretch, free_starts};
use crate::store::{self, DiaryRow, OpenRow};
use bricks::clock::{Day, Instant, Zone};
use bricks::id::{AppointmentId, ResourceId};
use ground::access::Who;
use ground::db::{Stop, Tx};
use papers::{appointment, visit};

/// One doctor's day on the grid.
pub struct Column {
    pub doctor: Doctor,
    pub rows: Vec<DiaryRow>,
    /// The minutes of free cells of [`CELL_MINUTES`].
    pub free: Vec<i64>,
    /// How many wait for this doctor now; on today's grid only.
    pub waiting: Option<i64>,
}

/// The grid of a day.
pub struct Diary {
    pub day: Day,
    pub grid: Grid,
    pub columns: Vec<Column>,
    pub counts: Vec<(Status, i64)>,
    /// The minute of the day, when the day is today and the hour is shown.
    pub now_minute: Option<i64>,
    /// The cell that the booking form stands for.
    pub chosen: Option<(ResourceId, i64)>,
    /// The appointment that was booked just now.
    pub lit: Option<AppointmentId>,
}

impl Diary {
    /// The appointment that was booked just now, with its doctor.
    pub fn lit_row(&self) -> Option<(&DiaryRow, &Doctor)> {
        let of = |column: &'_ Column| column.rows.iter().position(|row| Some(row.id) == self.lit);
        let (column, at) = self.columns.iter().find_map(|column| Some((column, of(column)?)))?;
        Some((column.rows.get(at)?, &column.doctor))
    }
}

/// What a clock and a zone make of instants on one day.
pub(super) struct Clock<'a> {
    pub(super) day: Day,
    pub(super) today: Day,
    pub(super) now: Instant,
    pub(super) zone: &'a Zone,
}

impl Clock<'_> {
    pub(super) fn of<'a>(who: &'a Who, now: Instant, day: Day) -> Clock<'a> {
        Clock { day, today: who.day_of(now), now, zone: who.zone() }
    }

    fn stretch(&self, row: &DiaryRow) -> Stretch {
        let from = self.zone.minute_of_day(row.starts_at);
        Stretch { from, to: from + row.duration_minutes }
    }

    /// From which minute on something may be booked.
    pub(super) fn earliest(&self) -> i64 {
        match self.day.cmp(&self.today) {
            std::cmp::Ordering::Less => i64::MAX,
            std::cmp::Ordering::Equal => self.zone.minute_of_day(self.now),
            std::cmp::Ordering::Greater => 0,
        }
    }
}

/// Whether an appointment still takes its time: not when the patient was absent or came on another day.
fn holds(row: &DiaryRow, day: Day) -> bool {
    match row.state {
        appointment::State::Booked => true,
        appointment::State::Arrived => row.visit_day.is_none_or(|came| came == day),
        appointment::State::Cancelled | appointment::State::NoShow => false,
    }
}

pub(super) fn taken(rows: &[DiaryRow], doctor: &Doctor, clock: &Clock<'_>) -> Vec<Stretch> {
    let same = |row: &&DiaryRow| row.doctor == doctor.id || Some(row.room) == doctor.room;
    rows.iter().filter(same).filter(|row| holds(row, clock.day)).map(|row| clock.stretch(row)).collect()
}

/// The cards of one column. What holds no time gives way to what stands in its place.
fn cards_of(rows: &[DiaryRow], doctor: ResourceId, clock: &Clock<'_>) -> Vec<DiaryRow> {
    let own: Vec<&DiaryRow> = rows.iter().filter(|row| row.doctor == doctor).collect();
    let held: Vec<Stretch> = own.iter().filter(|row| holds(row, clock.day)).map(|row| clock.stretch(row)).collect();
    let stands = |row: &&&DiaryRow| holds(row, clock.day) || !held.iter().any(|h| h.overlaps(clock.stretch(row)));
    own.iter().filter(stands).map(|row| (*row).clone()).collect()
}

fn counts(rows: &[DiaryRow], now: Instant) -> Vec<(Status, i64)> {
    let of = |row: &DiaryRow| status(row.state, row.visit_state, row.tests_open, row.starts_at, now);
    let all: Vec<Status> = rows.iter().map(of).collect();
    Status::ALL.iter().map(|wanted| (*wanted, count(all.iter().filter(|s| *s == wanted)))).collect()
}

pub(super) fn diary(
    ask: &Ask,
    clock: &Clock<'_>,
    rows: &[DiaryRow],
    doctors: &[Doctor],
    open: Option<&[OpenRow]>,
) -> Diary {
    let booked = rows.iter().map(|row| clock.stretch(row));
    let grid = Grid::around(doctors.iter().flat_map(|d| d.open.iter().copied()).chain(booked));
    let waiting_for = |doctor: ResourceId| {
        let waiting = open?.iter().filter(|row| row.doctor == doctor && row.state == visit::State::Waiting);
        Some(count(waiting))
    };
    let columns = doctors.iter().map(|doctor| Column {
        doctor: doctor.clone(),
        rows: cards_of(rows, doctor.id, clock),
        free: free_starts(&doctor.open, &taken(rows, doctor, clock), CELL_MINUTES, clock.earliest()),
        waiting: waiting_for(doctor.id),
    });
    Diary {
        day: clock.day,
        grid,
        columns: columns.collect(),
        counts: counts(rows, clock.now),
        now_minute: Some(clock.zone.minute_of_day(clock.now)).filter(|_| clock.day == clock.today),
        chosen: ask.doctor.zip(ask.at),
        lit: ask.appointment,
    }
}

/// The grid alone: two statements, and the open visits when it is today's.
pub fn load_diary(tx: &mut Tx<'_>, who: &Who, ask: &Ask) -> Result<Diary, Stop> {
    let now = tx.now();
    let clock = Clock::of(who, now, ask.day.unwrap_or(who.day_of(now)));
    let doctors = doctors(tx, who, clock.day)?;
    let rows = store::diary(tx, who.branch, clock.day)?;
    let open = if clock.day == clock.today { Some(store::open_visits(tx, who.branch)?) } else { None };
    Ok(diary(ask, &clock, &rows, &doctors, open.as_deref()))
}
