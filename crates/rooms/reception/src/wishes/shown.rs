use crate::acts;
use crate::shown::{Ask, Doctor, count, doctors};
use bricks::id::ResourceId;
use ground::access::Who;
use ground::catalog::{self, Service};
use ground::db::{DbError, Stop, Tx};
use ground::people::{Hit, Patient};
use papers::appointment::{self, Freed};
use papers::schedule::department::suited;
use papers::wish::{self, WishRow, fits, in_turn};

/// A time that was given back, with those whom it fits, in turn.
pub struct Offered {
    pub freed: Freed,
    pub doctor_name: String,
    pub wishes: Vec<WishRow>,
}

/// What moves by itself: the times that were given back, and who waits.
pub struct Lists {
    pub offers: Vec<Offered>,
    /// With the doctor's name, if it has to be that one.
    pub wishes: Vec<(WishRow, Option<String>)>,
}

/// The whole page.
pub struct Page {
    pub lists: Lists,
    pub patient: Option<Patient>,
    pub hits: Vec<Hit>,
    pub services: Vec<Service>,
    pub doctors: Vec<Doctor>,
    pub ask: Ask,
}

/// How many wait, and how many times are free for one of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Waits {
    pub waiting: i64,
    pub offers: i64,
}

pub fn load(tx: &mut Tx<'_>, who: &Who, ask: &Ask, hits: Vec<Hit>) -> Result<Page, Stop> {
    let today = who.day_of(tx.now());
    let patient = match ask.patient {
        Some(id) => acts::patient(tx, who, id).ok(),
        None => None,
    };
    let services = catalog::services_of_kind(tx, "consultation", today)?;
    let doctors = doctors(tx, who, today)?;
    Ok(Page { lists: lists_of(tx, who, &doctors)?, patient, hits, services, doctors, ask: ask.clone() })
}

pub fn lists(tx: &mut Tx<'_>, who: &Who) -> Result<Lists, DbError> {
    let today = who.day_of(tx.now());
    let doctors = doctors(tx, who, today)?;
    lists_of(tx, who, &doctors)
}

fn lists_of(tx: &mut Tx<'_>, who: &Who, doctors: &[Doctor]) -> Result<Lists, DbError> {
    let today = who.day_of(tx.now());
    let mut wishes = wish::waiting(tx, who.branch, today)?;
    in_turn(&mut wishes);
    let freed = if wishes.is_empty() { Vec::new() } else { appointment::freed(tx, who.branch, who.zone())? };
    let with_rooms = doctors.iter().filter(|d| d.room.is_some());
    let known: Vec<(ResourceId, String)> = with_rooms.map(|d| (d.id, d.department.clone())).collect();
    let name = |id| doctors.iter().find(|d| d.id == id).map(Doctor::titled_name);
    let suits: Vec<Vec<ResourceId>> = wishes.iter().map(|wish| suited(&known, &wish.department)).collect();
    let offer = |freed: Freed| {
        let fit = |(wish, suited): &(&WishRow, &Vec<ResourceId>)| fits(wish, &freed, suited, who.zone());
        let wishes: Vec<WishRow> = wishes.iter().zip(&suits).filter(fit).map(|(wish, _)| wish.clone()).collect();
        Offered { freed, doctor_name: name(freed.doctor).unwrap_or_default(), wishes }
    };
    let offers = freed.into_iter().map(offer).filter(|o| !o.wishes.is_empty()).collect();
    let named = wishes.iter().map(|w| (w.clone(), w.doctor.and_then(name)));
    Ok(Lists { offers, wishes: named.collect() })
}

/// One statement where nobody waits.
pub fn waits(tx: &mut Tx<'_>, who: &Who) -> Result<Waits, DbError> {
    let today = who.day_of(tx.now());
    if wish::count(tx, who.branch, today)? == 0 {
        return Ok(Waits::default());
    }
    let lists = lists(tx, who)?;
    Ok(Waits { waiting: count(lists.wishes.iter()), offers: count(lists.offers.iter()) })
}
