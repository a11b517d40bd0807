use super::booking::{self, Booking};
use super::coming::somebody;
use super::maker::Maker;
use bricks::clock::{Day, add_days};
use ground::db::Stop;
use std::collections::HashSet;

const DAYS: i64 = 14;
const AWAY: i64 = 3;
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
        let mut busy = maker.expected.remove(&day).unwrap_or_default();
        // The last doctor will be away on this one.
        let doctors = maker.clinic.doctors.len() - usize::from(ahead == AWAY);
        for doctor in 0..doctors {
            book_doctor(maker, doctor, (day, ahead), &mut busy);
        }
    }
    Ok(())
}

fn book_doctor(maker: &mut Maker<'_>, doctor: usize, (day, ahead): (Day, i64), busy: &mut HashSet<usize>) {
    let percent = TOMORROW_PERCENT - FEWER_PERCENT * (ahead - 1);
    let Some(of) = maker.clinic.doctors.get(doctor) else { return };
    let weekday = maker.setup.zone.weekday_of(day);
    let all: Vec<i64> = super::diary::starts(of, weekday, super::diary::STEP_MINUTES).collect();
    for start in all {
        if !maker.dice.percent(percent) {
            continue;
        }
        let Some(wish) = somebody(maker, of.department, (day, ahead), busy) else { continue };
        if let Some(booking) = Booking::at(maker, &wish, day, start, "booked") {
            busy.insert(wish.person);
            booking::write(maker, &wish, &booking);
        }
    }
}
