use super::booking::{self, Booking};
use super::maker::Maker;
use super::phrase::say;
use bricks::clock::Day;
use bricks::id::AppointmentId;
use std::collections::HashSet;

/// Of a hundred returning patients so many have booked.
const BOOKED_PERCENT: i64 = 48;
const TRIES: usize = 6;

/// Who wants to see whom, and why.
#[derive(Debug, Clone)]
pub(super) struct Wish {
    pub(super) person: usize,
    pub(super) doctor: usize,
    pub(super) case: usize,
    pub(super) service: usize,
    /// As told at the desk.
    pub(super) reason: String,
    /// Comes again for the same.
    pub(super) again: bool,
}

/// Somebody who comes on a day.
pub(super) struct Coming {
    pub(super) wish: Wish,
    pub(super) appointment: Option<AppointmentId>,
    /// Minute of the day.
    pub(super) arrives: i64,
}

/// Those who were told to come again today.
pub(super) fn follow_ups(maker: &mut Maker<'_>, day: Day) -> Vec<Coming> {
    let due = maker.pending.remove(&day).unwrap_or_default();
    let mut coming = Vec::with_capacity(due.len());
    for pending in due {
        let arrives = pending.start - maker.dice.between(-4, 16);
        coming.push(Coming { wish: pending.wish, appointment: Some(pending.appointment), arrives });
    }
    coming
}

/// A new patient walks in right after registering.
pub(super) fn first_visit(maker: &mut Maker<'_>, person: usize, day: Day, busy: &mut HashSet<usize>) -> Option<Coming> {
    let (months, female, registered) = maker.people.get(person).map(|p| (p.months(day), p.female, p.registered))?;
    let shares: &[(&str, i64)] = match (months, female) {
        (..192, _) => &[("paediatrics", 74), ("ent", 17), ("dermatology", 9)],
        (192..540, true) => &[("obstetrics", 42), ("internal", 24), ("ent", 16), ("dermatology", 18)],
        _ => &[("internal", 60), ("ent", 24), ("dermatology", 16)],
    };
    let wanted = maker.dice.weighted(shares, |(_, share)| *share).map_or("internal", |(department, _)| *department);
    let mut departments = [wanted, "internal", "paediatrics", "ent"].into_iter();
    let case = departments.find_map(|department| maker.choose_case(department, (day, 0), Some(person)))?;
    busy.insert(person);
    let arrives = maker.setup.zone.minute_of_day(registered) + 2;
    Some(Coming { wish: wish(maker, case, person)?, appointment: None, arrives })
}

/// Somebody of earlier days, who has booked or walks in.
pub(super) fn return_visit(maker: &mut Maker<'_>, day: Day, busy: &mut HashSet<usize>) -> Option<Coming> {
    let department = maker.dice.weighted(&maker.clinic.doctors, |doctor| doctor.share)?.department;
    let found = somebody(maker, department, (day, 0), busy);
    let wish = found.or_else(|| somebody(maker, "internal", (day, 0), busy))?;
    busy.insert(wish.person);
    let booked = if maker.dice.percent(BOOKED_PERCENT) { booked(maker, &wish, day) } else { None };
    let (appointment, arrives) = match booked {
        Some((id, start)) => (Some(id), start - maker.dice.between(-5, 16)),
        None => (None, walk_in_minute(maker, wish.doctor, day)),
    };
    Some(Coming { wish, appointment, arrives })
}

fn booked(maker: &mut Maker<'_>, wish: &Wish, day: Day) -> Option<(AppointmentId, i64)> {
    let booking = Booking::at_any_time(maker, wish, day, "arrived")?;
    let start = booking.start;
    Some((booking::write(maker, wish, &booking)?, start))
}

fn walk_in_minute(maker: &mut Maker<'_>, doctor: usize, day: Day) -> i64 {
    let weekday = maker.setup.zone.weekday_of(day);
    let of = maker.clinic.doctors.get(doctor);
    let stretches: Vec<(i64, i64)> = of.map(|doctor| doctor.stretches(weekday).collect()).unwrap_or_default();
    let (from, to) = maker.dice.weighted(&stretches, |(from, to)| to - from).copied().unwrap_or((480, 690));
    maker.dice.between(from - 10, to - 25)
}

/// Somebody whom a department may see on a day, for something that is booked so many days `ahead`.
pub(super) fn somebody(
    maker: &mut Maker<'_>,
    department: &str,
    (day, ahead): (Day, i64),
    busy: &HashSet<usize>,
) -> Option<Wish> {
    for _ in 0..TRIES {
        let index = maker.choose_case(department, (day, ahead), None)?;
        let case = maker.world.cases.get(index)?;
        if let Some(person) = maker.choose_person(case, day, busy) {
            return wish(maker, index, person);
        }
    }
    None
}

fn wish(maker: &mut Maker<'_>, index: usize, person: usize) -> Option<Wish> {
    let case = maker.world.cases.get(index)?;
    let doctor = maker.clinic.doctors.iter().position(|doctor| doctor.department == case.department)?;
    let reason = say(&mut maker.dice, case.reason);
    Some(Wish { person, doctor, case: index, service: case.service, reason, again: false })
}
