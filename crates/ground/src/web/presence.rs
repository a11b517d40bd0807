use super::house::House;
use crate::access::Who;
use crate::db::{Db, Topic, Whisper};
use bricks::id::{BranchId, StaffId, VisitId};
use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::{Duration, Instant};
use tokio::sync::broadcast::error::RecvError;

mod word;

use word::Word;

/// A process with open pages says so at least this often.
const SIGN_OF_LIFE: Duration = Duration::from_secs(15);
/// Who was not heard of for so long is gone: three signs of life were missed.
const GONE_AFTER: Duration = Duration::from_secs(50);

/// Where somebody can sit: the page of one visit, in its branch.
type Place = (BranchId, VisitId);

/// Somebody who has a page open.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Sitter {
    staff: StaffId,
    name: String,
}

/// Who has which visit open in this moment, for the others who have it open too: it lives as long as the pages' streams
/// do and is never written down. Processes on one PostgreSQL tell each other.
#[derive(Default)]
pub struct Presence {
    seats: Mutex<Seats>,
    numbers: AtomicU64,
}

#[derive(Default)]
struct Seats {
    here: HashMap<Place, Vec<(u64, Sitter)>>,
    /// By the number of the other process.
    away: HashMap<i64, Away>,
}

/// What another process said last.
struct Away {
    heard: Instant,
    sitters: HashMap<Place, Vec<Sitter>>,
}

/// Who else has a visit open.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Present {
    /// `BS. Nguyễn Lan`, each once.
    pub others: Vec<String>,
    /// How many pages of the asker's own have it open.
    pub own: usize,
}

impl Seats {
    fn at(&self, place: Place) -> impl Iterator<Item = &Sitter> {
        let here = self.here.get(&place).into_iter().flatten().map(|(_, sitter)| sitter);
        here.chain(self.away.values().filter_map(move |away| away.sitters.get(&place)).flatten())
    }

    /// The sitters of this process at a place, as the others are told.
    fn told(&self, place: Place) -> (Place, Vec<Sitter>) {
        let sitters = self.here.get(&place).into_iter().flatten().map(|(_, sitter)| sitter.clone());
        (place, sitters.collect())
    }

    fn told_all(&self) -> Vec<(Place, Vec<Sitter>)> {
        self.here.keys().map(|place| self.told(*place)).collect()
    }

    /// Those places of the list at which somebody of this process sits.
    fn concerned(&self, places: impl IntoIterator<Item = Place>) -> Vec<Place> {
        places.into_iter().filter(|place| self.here.contains_key(place)).collect()
    }

    /// Takes over what another process said; gives the places at which somebody here sees a change.
    fn hear(&mut self, node: i64, places: Vec<(Place, Vec<Sitter>)>, now: Instant) -> Vec<Place> {
        let away = self.away.entry(node).or_insert_with(|| Away { heard: now, sitters: HashMap::new() });
        away.heard = now;
        let mut changed = Vec::new();
        for (place, sitters) in places {
            let before = if sitters.is_empty() {
                away.sitters.remove(&place)
            } else {
                away.sitters.insert(place, sitters.clone())
            };
            if before.unwrap_or_default() != sitters {
                changed.push(place);
            }
        }
        self.concerned(changed)
    }

    /// Forgets other processes; gives the places at which somebody here sees a change.
    fn forget(&mut self, is_gone: impl Fn(i64, &Away) -> bool) -> Vec<Place> {
        let gone: Vec<i64> = self.away.iter().filter(|(node, away)| is_gone(**node, away)).map(|(n, _)| *n).collect();
        let places: Vec<Place> =
            gone.iter().filter_map(|node| self.away.remove(node)).flat_map(|away| away.sitters.into_keys()).collect();
        self.concerned(places)
    }
}

impl Presence {
    /// Who has a visit of the asker's branch open.
    pub fn at(&self, who: &Who, visit: VisitId) -> Present {
        let seats = self.seats();
        let (own, others): (Vec<&Sitter>, Vec<&Sitter>) =
            seats.at((who.branch, visit)).partition(|sitter| sitter.staff == who.staff);
        let mut others: Vec<String> = others.into_iter().map(|sitter| sitter.name.clone()).collect();
        others.sort_unstable();
        others.dedup();
        Present { others, own: own.len() }
    }

    fn seats(&self) -> std::sync::MutexGuard<'_, Seats> {
        self.seats.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The seat's number. Whoever sits there hears of it, here and elsewhere.
    fn enter(&self, db: &Db, who: &Who, visit: VisitId) -> u64 {
        let (number, place) = (self.numbers.fetch_add(1, Ordering::Relaxed), (who.branch, visit));
        let mut seats = self.seats();
        let was_empty = seats.at(place).next().is_none();
        seats.here.entry(place).or_default().push((number, Sitter { staff: who.staff, name: who.titled_name() }));
        if !was_empty {
            db.tell(Topic::Presence(visit));
        }
        // Said while the seats are held, so that what is said later is true later.
        say(db, vec![seats.told(place)]);
        number
    }

    fn leave(&self, db: &Db, place: Place, number: u64) {
        let mut seats = self.seats();
        let Some(here) = seats.here.get_mut(&place) else { return };
        here.retain(|(seat, _)| *seat != number);
        if here.is_empty() {
            seats.here.remove(&place);
        } else {
            db.tell(Topic::Presence(place.1));
        }
        say(db, vec![seats.told(place)]);
    }

    /// What another process said, or the line being open anew.
    fn hear(&self, db: &Db, heard: Whisper, now: Instant) {
        let word = match heard {
            Whisper::Open => None,
            Whisper::Said(words) => match Word::read(&words) {
                Some(word) if word.node() != db.node() => Some(word),
                _ => return,
            },
        };
        let mut seats = self.seats();
        let changed = match word {
            None => {
                db.whisper(Word::Hello { node: db.node() }.write());
                say(db, seats.told_all());
                seats.forget(|_, _| true)
            }
            Some(Word::Hello { node }) => {
                say(db, seats.told_all());
                seats.forget(|number, _| number == node)
            }
            Some(Word::Here { node, places }) => seats.hear(node, places, now),
        };
        drop(seats);
        tell(db, changed);
    }

    /// The sign of life; forgets who gave none.
    fn beat(&self, db: &Db, now: Instant) {
        let mut seats = self.seats();
        say(db, seats.told_all());
        let changed = seats.forget(|_, away| now.duration_since(away.heard) > GONE_AFTER);
        drop(seats);
        tell(db, changed);
    }
}

fn tell(db: &Db, places: Vec<Place>) {
    places.into_iter().for_each(|(_, visit)| db.tell(Topic::Presence(visit)));
}

fn say(db: &Db, places: Vec<(Place, Vec<Sitter>)>) {
    if db.has_others() {
        Word::here(db.node(), places).iter().for_each(|word| db.whisper(word.write()));
    }
}

/// Keeps what this process and the others know of each other's open pages; ends with the house. Alone on SQLite there is
/// nothing to keep.
pub async fn keep_presence(house: Weak<House>) {
    let Some(mut whispers) = house.upgrade().filter(|h| h.db.has_others()).map(|h| h.db.whispers()) else { return };
    let mut beats = tokio::time::interval(SIGN_OF_LIFE);
    // The line may have been opened before anybody listened.
    let mut heard = Some(Whisper::Open);
    loop {
        let Some(house) = house.upgrade() else { return };
        match heard {
            Some(whisper) => house.presence.hear(&house.db, whisper, Instant::now()),
            None => house.presence.beat(&house.db, Instant::now()),
        }
        drop(house);
        heard = tokio::select! {
            _ = beats.tick() => None,
            said = whispers.recv() => match said {
                Ok(whisper) => Some(whisper),
                Err(RecvError::Lagged(_)) => Some(Whisper::Open),
                Err(RecvError::Closed) => return,
            },
        };
    }
}

/// One open page; it is gone with the value, and both is told to whom it concerns. Who is alone causes no news.
pub(super) struct Sitting {
    house: Arc<House>,
    place: Place,
    number: u64,
}

impl Sitting {
    pub(super) fn enter(house: &Arc<House>, who: &Who, visit: VisitId) -> Sitting {
        let number = house.presence.enter(&house.db, who, visit);
        Sitting { house: house.clone(), place: (who.branch, visit), number }
    }
}

impl Drop for Sitting {
    fn drop(&mut self) {
        self.house.presence.leave(&self.house.db, self.place, self.number);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(visit: i64) -> Place {
        (BranchId::from_raw(1), VisitId::from_raw(visit))
    }

    fn sitter(staff: i64, name: &str) -> Sitter {
        Sitter { staff: StaffId::from_raw(staff), name: name.to_owned() }
    }

    #[test]
    fn what_another_process_says_takes_the_place_of_what_it_said() {
        let (mut seats, now) = (Seats::default(), Instant::now());
        seats.here.insert(place(7), vec![(1, sitter(11, "BS. Lan"))]);
        let nurse = || vec![sitter(12, "ĐD. Hoa")];
        assert_eq!(
            seats.hear(2, vec![(place(7), nurse()), (place(8), nurse())], now),
            [place(7)],
            "8 is open nowhere here"
        );
        assert_eq!(seats.at(place(7)).count(), 2);
        assert!(seats.hear(2, vec![(place(7), nurse())], now).is_empty(), "a sign of life is no news");
        assert_eq!(seats.hear(2, vec![(place(7), Vec::new())], now), [place(7)]);
        assert_eq!(seats.at(place(7)).count(), 1);
    }

    #[test]
    fn who_only_reads_stays_as_long_as_their_process_gives_signs_of_life() {
        let (mut seats, mut now) = (Seats::default(), Instant::now());
        seats.here.insert(place(7), vec![(1, sitter(11, "BS. Lan"))]);
        for _ in 0..240 {
            seats.hear(2, vec![(place(7), vec![sitter(12, "ĐD. Hoa")])], now);
            now += SIGN_OF_LIFE;
            assert!(seats.forget(|_, away| now.duration_since(away.heard) > GONE_AFTER).is_empty());
        }
        assert_eq!(seats.at(place(7)).count(), 2, "after an hour");
    }

    #[test]
    fn a_process_that_is_heard_of_no_more_takes_its_sitters_along() {
        let (mut seats, now) = (Seats::default(), Instant::now());
        seats.here.insert(place(7), vec![(1, sitter(11, "BS. Lan"))]);
        seats.hear(2, vec![(place(7), vec![sitter(12, "ĐD. Hoa")])], now);
        seats.hear(3, vec![(place(7), vec![sitter(13, "BS. Bảo")])], now + GONE_AFTER);
        let late = now + GONE_AFTER + Duration::from_secs(1);
        assert_eq!(seats.forget(|_, away| late.duration_since(away.heard) > GONE_AFTER), [place(7)]);
        let left: Vec<&str> = seats.at(place(7)).map(|g| g.name.as_str()).collect();
        assert_eq!(left, ["BS. Lan", "BS. Bảo"]);
    }
}
