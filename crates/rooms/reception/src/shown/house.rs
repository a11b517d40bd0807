use super::{Ask, Doctor, Tab, count, doctors};
use crate::store::{self, DiaryRow, OpenRow};
use bricks::clock::Day;
use bricks::id::VisitId;
use ground::access::Who;
use ground::db::{Stop, Tx};
use papers::{appointment, visit};

/// Who is in the house and who is expected today.
pub struct House {
    pub tab: Tab,
    /// The day that the page beside shows.
    pub day: Day,
    pub open: Vec<OpenRow>,
    /// Booked today and not here yet, earliest first, with the name of the room.
    pub coming: Vec<(DiaryRow, String)>,
    /// A visit to tell more about, with the doctor's name.
    pub chosen: Option<(VisitId, String)>,
}

impl House {
    pub fn chosen_row(&self) -> Option<&OpenRow> {
        let (id, _) = self.chosen.as_ref()?;
        self.open.iter().find(|row| row.id == *id)
    }

    pub fn in_state(&self, state: visit::State) -> impl Iterator<Item = &OpenRow> {
        self.open.iter().filter(move |row| row.state == state)
    }

    /// How many wait for the same doctor and came before.
    pub fn before(&self, row: &OpenRow) -> i64 {
        let waiting = self.in_state(visit::State::Waiting).take_while(|other| other.id != row.id);
        count(waiting.filter(|other| other.doctor == row.doctor))
    }
}

pub(super) fn house(ask: &Ask, day: Day, open: Vec<OpenRow>, today: Vec<DiaryRow>, doctors: &[Doctor]) -> House {
    let mut coming: Vec<_> = today
        .into_iter()
        .filter(|row| row.state == appointment::State::Booked)
        .map(|row| {
            let room = doctors.iter().find(|d| d.room == Some(row.room)).map_or(String::new(), |d| d.room_name.clone());
            (row, room)
        })
        .collect();
    coming.sort_by_key(|(row, _)| row.starts_at);
    let chosen = open.iter().find(|row| Some(row.id) == ask.visit);
    let tab = ask.tab.or(chosen.map(|row| if row.state == visit::State::InRoom { Tab::InRoom } else { Tab::Waiting }));
    let doctor_of =
        |row: &OpenRow| doctors.iter().find(|d| d.id == row.doctor).map_or(String::new(), Doctor::titled_name);
    let chosen = chosen.map(|row| (row.id, doctor_of(row)));
    House { tab: tab.unwrap_or_default(), day, open, coming, chosen }
}

/// The left pane alone: three statements.
pub fn load_house(tx: &mut Tx<'_>, who: &Who, ask: &Ask) -> Result<House, Stop> {
    let today = who.day_of(tx.now());
    let doctors = doctors(tx, who, today)?;
    let open = store::open_visits(tx, who.branch)?;
    let booked = store::diary(tx, who.branch, today)?;
    Ok(house(ask, ask.day.unwrap_or(today), open, booked, &doctors))
}
