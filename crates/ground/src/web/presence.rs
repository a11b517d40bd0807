use super::house::House;
use crate::access::Who;
use crate::db::Topic;
use bricks::id::{BranchId, StaffId, VisitId};
use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// Who has which visit open in this moment, for the others who have it open too: it lives in this process as long as the
/// pages' streams do and is never written down.
#[derive(Default)]
pub struct Presence {
    seats: Mutex<HashMap<(BranchId, VisitId), Vec<Seat>>>,
    numbers: AtomicU64,
}

struct Seat {
    number: u64,
    staff: StaffId,
    name: String,
}

/// Who else has a visit open.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Present {
    /// `BS. Nguyễn Lan`, each once.
    pub others: Vec<String>,
    /// How many pages of the asker's own have it open.
    pub own: usize,
}

impl Presence {
    /// Who has a visit of the asker's branch open.
    pub fn at(&self, who: &Who, visit: VisitId) -> Present {
        let seats = self.seats.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(here) = seats.get(&(who.branch, visit)) else { return Present::default() };
        let mut others: Vec<String> = here.iter().filter(|s| s.staff != who.staff).map(|s| s.name.clone()).collect();
        others.sort_unstable();
        others.dedup();
        Present { others, own: here.iter().filter(|s| s.staff == who.staff).count() }
    }

    /// The seat's number, and whether somebody sat there before.
    fn enter(&self, who: &Who, visit: VisitId) -> (u64, bool) {
        let number = self.numbers.fetch_add(1, Ordering::Relaxed);
        let mut seats = self.seats.lock().unwrap_or_else(PoisonError::into_inner);
        let here = seats.entry((who.branch, visit)).or_default();
        here.push(Seat { number, staff: who.staff, name: who.titled_name() });
        (number, here.len() > 1)
    }

    /// Whether somebody stays.
    fn leave(&self, branch: BranchId, visit: VisitId, number: u64) -> bool {
        let mut seats = self.seats.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(here) = seats.get_mut(&(branch, visit)) else { return false };
        here.retain(|seat| seat.number != number);
        let stays = !here.is_empty();
        if !stays {
            seats.remove(&(branch, visit));
        }
        stays
    }
}

/// One open page; it is gone with the value, and both is told to whom it concerns. Who is alone causes no news.
pub(super) struct Sitting {
    house: Arc<House>,
    branch: BranchId,
    visit: VisitId,
    number: u64,
}

impl Sitting {
    pub(super) fn enter(house: &Arc<House>, who: &Who, visit: VisitId) -> Sitting {
        let (number, is_joined) = house.presence.enter(who, visit);
        if is_joined {
            house.db.tell(Topic::Presence(visit));
        }
        Sitting { house: house.clone(), branch: who.branch, visit, number }
    }
}

impl Drop for Sitting {
    fn drop(&mut self) {
        if self.house.presence.leave(self.branch, self.visit, self.number) {
            self.house.db.tell(Topic::Presence(self.visit));
        }
    }
}
