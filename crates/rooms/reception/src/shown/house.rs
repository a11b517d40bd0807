use super::diary::Card;
use super::{Ask, Doctor, Tab, doctors};
use crate::store::{self, OpenRow};
use bricks::clock::{Day, Instant};
use bricks::id::VisitId;
use ground::access::Who;
use ground::db::{DbError, Stop, Tx};
use papers::appointment;
use papers::queue::{self, Place, Queues};
use papers::visit::{LEFT_OPEN_MINUTES, Priority};

/// Who is in the house and who is expected today.
pub struct House {
    pub tab: Tab,
    /// The day that the page beside shows.
    pub day: Day,
    pub open: Vec<OpenRow>,
    /// The visit that is asked for, where the doctor has finished it and its patient is still in the house.
    pub seen: Option<OpenRow>,
    /// Emergencies whom the doctor has finished with and who are still in the house, but for those who are back in a line.
    pub after: Vec<OpenRow>,
    /// The visit that is asked for, where its patient may be seen again.
    pub again: Option<VisitId>,
    /// The visit that is asked for was open already when its patient came as an emergency, and was put first.
    pub is_put_first: bool,
    /// Who arrived before has been left open.
    pub left_open_before: Instant,
    /// Who is called when.
    pub queues: Queues,
    /// How many are booked today and not here yet.
    pub coming_count: i64,
    /// These, earliest first, with the name of the room; read when their list is shown.
    pub coming: Vec<(Card, String)>,
    /// A visit to tell more about, with the doctor's name.
    pub chosen: Option<(VisitId, String)>,
    /// How many bookings from the website wait for the desk.
    pub requests: i64,
}

impl House {
    pub fn chosen_row(&self) -> Option<&OpenRow> {
        let (id, _) = self.chosen.as_ref()?;
        self.open.iter().chain(&self.seen).find(|row| row.id == *id)
    }

    /// Those who stand in a doctor's line, emergencies first, then by their places there.
    pub fn in_line(&self) -> Vec<(&OpenRow, &Place)> {
        let placed = self.open.iter().filter_map(|row| Some((row, self.queues.place_of(row.id)?)));
        let mut rows: Vec<_> = placed.collect();
        rows.sort_by_key(|(row, place)| (place.priority != Priority::Emergency, place.number, place.joined_at, row.id));
        rows
    }

    /// Those who were called in and are in a room, away at tests or, as emergencies, still here after the doctor; emergencies first.
    pub fn inside(&self) -> Vec<&OpenRow> {
        let called = self.open.iter().filter(|row| !self.is_left_open(row) && self.queues.place_of(row.id).is_none());
        let mut rows: Vec<&OpenRow> = self.after.iter().chain(called).collect();
        rows.sort_by_key(|row| row.priority != Priority::Emergency);
        rows
    }

    /// Whether the patient of a visit that the doctor has finished is an emergency and not back in a line yet.
    pub fn may_be_seen_again(&self, row: &OpenRow) -> bool {
        self.again == Some(row.id)
    }

    /// Visits of earlier days that nobody closed, the oldest first.
    pub fn left_open(&self) -> impl Iterator<Item = &OpenRow> {
        self.open.iter().filter(|row| self.is_left_open(row))
    }

    pub fn is_left_open(&self, row: &OpenRow) -> bool {
        row.arrived_at <= self.left_open_before
    }

    /// The place of a visit that waits, and when it is promised to be called.
    pub fn place(&self, row: &OpenRow) -> Option<&Place> {
        self.queues.place_of(row.id)
    }
}

pub(super) fn house(
    ask: &Ask,
    (day, now): (Day, Instant),
    (open, seen, after, queues): (Vec<OpenRow>, Option<OpenRow>, Vec<OpenRow>, Queues),
    doctors: &[Doctor],
) -> House {
    let chosen = open.iter().chain(&seen).find(|row| Some(row.id) == ask.visit);
    let is_in_line = |row: &OpenRow| queues.place_of(row.id).is_some();
    let left_open_before = now.plus_minutes(-LEFT_OPEN_MINUTES);
    let tab_of = |row: &OpenRow| match is_in_line(row) {
        _ if row.arrived_at <= left_open_before => Tab::LeftOpen,
        true => Tab::Waiting,
        false => Tab::InRoom,
    };
    let tab = ask.tab.or(chosen.map(tab_of));
    let doctor_of =
        |row: &OpenRow| doctors.iter().find(|d| d.id == row.doctor).map_or(String::new(), Doctor::titled_name);
    let chosen = chosen.map(|row| (row.id, doctor_of(row)));
    House {
        tab: tab.unwrap_or_default(),
        day,
        open,
        seen,
        after,
        again: None,
        is_put_first: ask.first,
        left_open_before,
        queues,
        coming_count: 0,
        coming: Vec::new(),
        chosen,
        requests: 0,
    }
}

/// Who is expected today: counted in any case, listed where the list is shown. `read` are the appointments of today, where
/// something else has read them.
pub(super) fn expected(
    tx: &mut Tx<'_>,
    who: &Who,
    house: House,
    read: Option<&[Card]>,
    doctors: &[Doctor],
) -> Result<House, DbError> {
    let today = who.day_of(tx.now());
    let is_coming = |row: &&Card| row.state == appointment::State::Booked;
    let coming_count = match read {
        Some(rows) => super::count(rows.iter().filter(is_coming)),
        None => store::coming_count(tx, who.branch, today)?,
    };
    if house.tab != Tab::Coming {
        return Ok(House { coming_count, ..house });
    }
    let rows: Vec<Card> = match read {
        Some(rows) => rows.to_vec(),
        None => store::diary(tx, who.branch, today)?.into_iter().map(|row| Card::of(row, who.zone())).collect(),
    };
    let with_room = |row: &Card| {
        let room = doctors.iter().find(|d| d.room == Some(row.room)).map_or(String::new(), |d| d.room_name.clone());
        (row.clone(), room)
    };
    let mut coming: Vec<_> = rows.iter().filter(is_coming).map(with_room).collect();
    coming.sort_by_key(|(row, _)| row.starts_at);
    Ok(House { coming_count, coming, ..house })
}

/// The visit that is asked for and is none of the open ones.
pub(super) fn seen(tx: &mut Tx<'_>, who: &Who, ask: &Ask, open: &[OpenRow]) -> Result<Option<OpenRow>, DbError> {
    match ask.visit.filter(|id| open.iter().all(|row| row.id != *id)) {
        Some(id) => store::seen_visit(tx, who.branch, id, who.day_of(tx.now())),
        None => Ok(None),
    }
}

pub(super) fn after(tx: &mut Tx<'_>, who: &Who) -> Result<Vec<OpenRow>, DbError> {
    let today = who.day_of(tx.now());
    store::after_the_doctor(tx, who.branch, (today, who.zone().instant_of(today, 0)))
}

/// The visit, where the doctor has finished it and its patient is an emergency who is in no line.
pub(super) fn again(tx: &mut Tx<'_>, seen: Option<&OpenRow>) -> Result<Option<VisitId>, DbError> {
    let Some(seen) = seen.filter(|row| row.priority == Priority::Emergency) else { return Ok(None) };
    Ok((!store::is_back(tx, seen.id)?).then_some(seen.id))
}

/// The left pane alone.
pub fn load_house(tx: &mut Tx<'_>, who: &Who, ask: &Ask) -> Result<House, Stop> {
    let today = who.day_of(tx.now());
    let doctors = doctors(tx, who, today)?;
    let open = store::open_visits(tx, who.branch)?;
    let seen = seen(tx, who, ask, &open)?;
    let again = again(tx, seen.as_ref())?;
    let open = (open, seen, after(tx, who)?, queue::load(tx, who.branch)?);
    let requests = store::requests(tx, who.branch)?;
    let house = house(ask, (ask.day.unwrap_or(today), tx.now()), open, &doctors);
    Ok(House { requests, again, ..expected(tx, who, house, None, &doctors)? })
}
