use super::{Ask, CELL_MINUTES, Doctor, count, doctors};
use crate::rules::coming::{Status, status};
use crate::rules::grid::{Grid, Stretch, free_cells};
use crate::store::{self, DiaryRow, OpenRow};
use bricks::clock::{Day, Instant, Zone, add_days};
use bricks::id::{AppointmentId, ResourceId};
use ground::access::Who;
use ground::db::{DbError, Stop, Tx};
use papers::appointment::GRID_MINUTES;
use papers::appointment::hold::{self, Held};
use papers::queue::Rule;
use papers::{appointment, visit};
use std::collections::BTreeSet;
use std::ops::Deref;
use std::sync::Arc;

/// How the grid is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct View {
    /// A column a room instead of a doctor.
    pub by_room: bool,
    /// Steps of five minutes instead of fifteen.
    pub fine: bool,
}

impl View {
    pub fn of(by: &str, grid: &str) -> View {
        View { by_room: by == "room", fine: grid == "5" }
    }

    pub fn step_minutes(self) -> i64 {
        if self.fine { GRID_MINUTES } else { CELL_MINUTES }
    }

    /// As it stands in an address, behind other parts of the query.
    pub fn query(self) -> String {
        let (by, grid) = (if self.by_room { "&by=room" } else { "" }, if self.fine { "&grid=5" } else { "" });
        format!("{by}{grid}")
    }
}

/// An appointment with its place on the day: read once, worked out once, and shared by all that shows it.
#[derive(Clone)]
pub struct Card {
    pub row: Arc<DiaryRow>,
    /// Minutes of its day.
    pub at: Stretch,
}

impl Card {
    pub fn of(row: DiaryRow, zone: &Zone) -> Card {
        let from = zone.minute_of_day(row.starts_at);
        Card { at: Stretch { from, to: from + row.duration_minutes }, row: Arc::new(row) }
    }
}

impl Deref for Card {
    type Target = DiaryRow;
    fn deref(&self) -> &DiaryRow {
        &self.row
    }
}

/// What stands above a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Head {
    Doctor,
    Room(ResourceId, String),
    /// Of a week.
    Day,
}

/// One doctor's day on the grid, or one room's.
pub struct Column {
    pub day: Day,
    pub head: Head,
    /// In a room's column who works there.
    pub doctor: Doctor,
    pub rows: Vec<Card>,
    /// What the website keeps for somebody at this moment, with the minute of the day until when.
    pub held: Vec<(Stretch, i64)>,
    /// The minutes of free cells of the view's step.
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
    pub view: View,
    /// When waiting becomes long.
    pub rule: Rule,
    /// The page's own address, to which the query of a day or week is added.
    pub path: &'static str,
    /// The minute of the day, when the day is today and the hour is shown.
    pub now_minute: Option<i64>,
    /// The cell that the booking form stands for.
    pub chosen: Option<(ResourceId, i64)>,
    /// The appointment that was booked just now.
    pub lit: Option<AppointmentId>,
    /// The version that it was changed to just now; it was not booked just now then.
    pub changed_to: Option<i64>,
}

impl Diary {
    /// The appointment that was booked just now, with its doctor.
    pub fn lit_row(&self) -> Option<(&Card, &Doctor)> {
        let of = |column: &'_ Column| column.rows.iter().position(|row| Some(row.id) == self.lit);
        let (column, at) = self.columns.iter().find_map(|column| Some((column, of(column)?)))?;
        Some((column.rows.get(at)?, &column.doctor))
    }
}

/// What takes time on a day: appointments, and what the website keeps for somebody at this moment.
#[derive(Clone, Copy)]
pub(super) struct Taken<'a> {
    pub(super) rows: &'a [Card],
    pub(super) held: &'a [Held],
}

/// What the website keeps of a branch's day.
pub(super) fn held_on(tx: &mut Tx<'_>, who: &Who, day: Day) -> Result<Vec<Held>, DbError> {
    let midnight = |day| who.zone().instant_of(day, 0);
    hold::held(tx, who.branch, (midnight(day), midnight(add_days(day, 1))))
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

    pub(super) fn cards(&self, rows: Vec<DiaryRow>) -> Vec<Card> {
        rows.into_iter().map(|row| Card::of(row, self.zone)).collect()
    }

    fn kept(&self, held: &Held) -> Stretch {
        let from = self.zone.minute_of_day(held.starts_at);
        Stretch { from, to: from + held.ends_at.minutes_since(held.starts_at) }
    }

    /// What is kept of a resource.
    fn kept_of(&self, held: &[Held], resource: ResourceId) -> Vec<(Stretch, i64)> {
        let own = held.iter().filter(|held| held.resource == resource);
        own.map(|held| (self.kept(held), self.zone.minute_of_day(held.until))).collect()
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
fn holds(row: &DiaryRow) -> bool {
    match row.state {
        appointment::State::Booked => true,
        appointment::State::Arrived => row.visit_day.is_none_or(|came| came == row.day),
        appointment::State::Cancelled | appointment::State::NoShow => false,
    }
}

pub(super) fn taken(all: Taken<'_>, doctor: &Doctor, clock: &Clock<'_>) -> Vec<Stretch> {
    let same = |row: &&Card| row.doctor == doctor.id || Some(row.room) == doctor.room;
    let kept = all.held.iter().filter(|held| held.resource == doctor.id || Some(held.resource) == doctor.room);
    let booked = all.rows.iter().filter(same).filter(|row| holds(row)).map(|row| row.at);
    booked.chain(kept.map(|held| clock.kept(held))).collect()
}

/// The cards of one column. What holds no time gives way to what stands in its place.
fn cards_of(rows: &[Card], is_own: impl Fn(&DiaryRow) -> bool) -> Vec<Card> {
    let own: Vec<&Card> = rows.iter().filter(|row| is_own(row)).collect();
    let held = |at: Stretch| own.iter().any(|row| holds(row) && row.at.overlaps(at));
    own.iter().filter(|row| holds(row) || !held(row.at)).map(|row| (*row).clone()).collect()
}

fn counts(rows: &[Card], now: Instant) -> Vec<(Status, i64)> {
    let of = |row: &Card| status(row.state, row.visit_state, row.tests_open, row.starts_at, now);
    let all: Vec<Status> = rows.iter().map(of).collect();
    Status::ALL.iter().map(|wanted| (*wanted, count(all.iter().filter(|s| *s == wanted)))).collect()
}

/// The columns of a day: the doctors', or the rooms' in which somebody works or has an appointment.
fn columns(
    view: View,
    clock: &Clock<'_>,
    all: Taken<'_>,
    (doctors, rooms): (&[Doctor], &[(ResourceId, String)]),
) -> Vec<Column> {
    let rows = all.rows;
    let free =
        |doctor: &Doctor| free_cells(&doctor.open, &taken(all, doctor, clock), view.step_minutes(), clock.earliest());
    let of_doctor = |doctor: &Doctor| Column {
        day: clock.day,
        head: Head::Doctor,
        doctor: doctor.clone(),
        rows: cards_of(rows, |row| row.doctor == doctor.id),
        held: clock.kept_of(all.held, doctor.id),
        free: free(doctor),
        waiting: None,
    };
    let of_room = |(room, name): &(ResourceId, String)| {
        let owner = doctors.iter().find(|d| d.room == Some(*room));
        let cards = cards_of(rows, |row| row.room == *room);
        let who_works = || doctors.iter().find(|d| cards.first().is_some_and(|row| row.doctor == d.id));
        let doctor = owner.or_else(who_works)?.clone();
        let free = if owner.is_some() { free(&doctor) } else { Vec::new() };
        let head = Head::Room(*room, name.clone());
        let held = clock.kept_of(all.held, *room);
        Some(Column { day: clock.day, head, doctor, rows: cards, held, free, waiting: None })
    };
    if view.by_room { rooms.iter().filter_map(of_room).collect() } else { doctors.iter().map(of_doctor).collect() }
}

pub(super) fn diary(
    ask: &Ask,
    clock: &Clock<'_>,
    all: Taken<'_>,
    resources: (&[Doctor], &[(ResourceId, String)]),
    open: Option<&[OpenRow]>,
) -> Diary {
    let mut columns = columns(ask.view, clock, all, resources);
    for column in &mut columns {
        let waits = |row: &&OpenRow| row.doctor == column.doctor.id && row.state == visit::State::Waiting;
        column.waiting = open.map(|open| count(open.iter().filter(waits)));
    }
    of_columns(ask, clock, all.rows, columns, "/reception")
}

pub(super) fn of_columns(
    ask: &Ask,
    clock: &Clock<'_>,
    rows: &[Card],
    columns: Vec<Column>,
    path: &'static str,
) -> Diary {
    let booked = rows.iter().map(|row| row.at);
    let worked = columns.iter().flat_map(|c| c.doctor.open.iter().copied());
    Diary {
        day: clock.day,
        grid: Grid::around(worked.chain(booked)),
        counts: counts(rows, clock.now),
        view: ask.view,
        rule: Rule::default(),
        path,
        now_minute: Some(clock.zone.minute_of_day(clock.now)).filter(|_| columns.iter().any(|c| c.day == clock.today)),
        columns,
        chosen: ask.doctor.zip(ask.at),
        lit: ask.appointment,
        changed_to: ask.done,
    }
}

/// The free times of one doctor's day and its cards, as a column of a week.
pub(super) fn of_week(view: View, clock: &Clock<'_>, doctor: Doctor, all: Taken<'_>) -> Column {
    let free = free_cells(&doctor.open, &taken(all, &doctor, clock), view.step_minutes(), clock.earliest());
    let rows = cards_of(all.rows, |row| row.doctor == doctor.id);
    let held = clock.kept_of(all.held, doctor.id);
    Column { day: clock.day, head: Head::Day, doctor, rows, held, free, waiting: None }
}

/// The grid alone: a handful of statements, and the open visits when it is today's.
pub fn load_diary(tx: &mut Tx<'_>, who: &Who, ask: &Ask) -> Result<Diary, Stop> {
    let now = tx.now();
    let clock = Clock::of(who, now, ask.day.unwrap_or(who.day_of(now)));
    let doctors = doctors(tx, who, clock.day)?;
    let rooms = if ask.view.by_room { store::rooms(tx, who.branch)? } else { Vec::new() };
    let rows = clock.cards(store::diary(tx, who.branch, clock.day)?);
    let open = if clock.day == clock.today { Some(store::open_visits(tx, who.branch)?) } else { None };
    let held = held_on(tx, who, clock.day)?;
    let diary = diary(ask, &clock, Taken { rows: &rows, held: &held }, (&doctors, &rooms), open.as_deref());
    Ok(Diary { rule: papers::queue::rule(tx)?, ..diary })
}

/// A change that was made just now.
pub struct Done {
    pub row: DiaryRow,
    pub kind: appointment::ChangeKind,
}

/// The last change of the appointment asked for, as long as nothing changed after it.
pub(super) fn load_done(tx: &mut Tx<'_>, who: &Who, ask: &Ask) -> Result<Option<Done>, DbError> {
    let Some((id, version)) = ask.appointment.zip(ask.done) else { return Ok(None) };
    let row = store::card(tx, who.branch, id)?.filter(|row| row.version == version);
    let change = appointment::history(tx, id)?.into_iter().next();
    Ok(row.zip(change).map(|(row, change)| Done { row, kind: change.kind }))
}

/// Appointments that changed, for a grid that is on the screen already.
pub struct Changed {
    pub rows: Vec<(AppointmentId, Option<DiaryRow>)>,
    pub grid: Grid,
    pub view: View,
    pub rule: Rule,
    /// How many wait now, on a day's grid of today, for the doctors concerned.
    pub waiting: Vec<(ResourceId, Day, i64)>,
}

/// Their cards as they are now: one statement each.
pub fn load_changed(
    tx: &mut Tx<'_>,
    who: &Who,
    ids: &[AppointmentId],
    (grid, view): (Grid, View),
) -> Result<Changed, DbError> {
    let mut rows = Vec::new();
    for id in ids {
        rows.push((*id, store::card(tx, who.branch, *id)?));
    }
    let waiting = waiting_for(tx, who, rows.iter().filter_map(|(_, row)| row.as_ref()))?;
    Ok(Changed { rows, grid, view, rule: papers::queue::rule(tx)?, waiting })
}

fn waiting_for<'a>(
    tx: &mut Tx<'_>,
    who: &Who,
    rows: impl Iterator<Item = &'a DiaryRow>,
) -> Result<Vec<(ResourceId, Day, i64)>, DbError> {
    let today = who.day_of(tx.now());
    let doctors: BTreeSet<ResourceId> = rows.filter(|row| row.day == today).map(|row| row.doctor).collect();
    if doctors.is_empty() {
        return Ok(Vec::new());
    }
    let open = store::open_visits(tx, who.branch)?;
    let waits = |doctor| open.iter().filter(move |row| row.doctor == doctor && row.state == visit::State::Waiting);
    Ok(doctors.into_iter().map(|doctor| (doctor, today, count(waits(doctor)))).collect())
}

/// What stands on somebody's pinboard and is still booked.
pub fn load_pins(tx: &mut Tx<'_>, who: &Who, ids: &[AppointmentId]) -> Result<Vec<DiaryRow>, DbError> {
    let mut pins = Vec::new();
    for id in ids {
        pins.extend(store::card(tx, who.branch, *id)?.filter(|row| row.state == appointment::State::Booked));
    }
    Ok(pins)
}
