use super::history::{Booking, booked_at, somebody, write_appointment};
use super::maker::Maker;
use super::phrase::say;
use bricks::clock::{Day, add_days};
use ground::db::Stop;
use std::collections::HashSet;

const DAYS: i64 = 14;
/// Of a hundred starts so many are booked tomorrow, and so many fewer each day after.
const TOMORROW_PERCENT: i64 = 62;
const FEWER_PERCENT: i64 = 4;

/// Books the coming fortnight, near days fuller than far ones. Follow-ups are booked already.
pub(super) fn book(maker: &mut Maker<'_>) -> Result<(), Stop> {
    for ahead in 1..=DAYS {
        let day = add_days(maker.setup.today, ahead);
        if maker.world.holidays.contains(&day) {
            continue;
        }
        let mut busy = HashSet::new();
        for doctor in 0..maker.clinic.doctors.len() {
            book_doctor(maker, doctor, day, TOMORROW_PERCENT - FEWER_PERCENT * (ahead - 1), &mut busy);
        }
    }
    Ok(())
}

fn book_doctor(maker: &mut Maker<'_>, doctor: usize, day: Day, percent: i64, busy: &mut HashSet<usize>) {
    let Some(of) = maker.clinic.doctors.get(doctor) else { return };
    let weekday = maker.setup.zone.weekday_of(day);
    let all: Vec<i64> = super::diary::starts(of, weekday, super::diary::STEP_MINUTES).collect();
    for start in all {
        if !maker.dice.percent(percent) {
            continue;
        }
        let Some((case, person, _, service)) = somebody(maker, of.department, day, busy) else { continue };
        let duration = maker.world.services.get(service).map_or(15, |service| service.duration_minutes);
        let free = maker.diary.free(&maker.setup.zone, (doctor, of), day, duration).contains(&start);
        let Some(created_at) = booked_at(maker, person, day).filter(|_| free) else { continue };
        maker.diary.take(doctor, day, start, duration);
        busy.insert(person);
        let reason = maker.world.cases.get(case).map_or("", |case| case.reason);
        let note = say(&mut maker.dice, reason);
        write_appointment(
            maker,
            &Booking { person, doctor, service, day, start, duration, state: "booked", source: None, created_at, note },
        );
    }
}
