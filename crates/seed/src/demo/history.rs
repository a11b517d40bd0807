use super::booking::lost;
use super::coming::{Coming, first_visit, follow_ups, return_visit};
use super::content;
use super::door::see_all;
use super::maker::Maker;
use super::plan::{Plan, Times};
use bricks::clock::Day;
use ground::db::Stop;

/// One more appointment comes to nothing for every so many visits.
const VISITS_PER_LOST: i64 = 16;

/// Lives through one finished day.
pub(super) fn live(maker: &mut Maker<'_>, day: Day, visits: i64) -> Result<(), Stop> {
    maker.diary.forget_before(day);
    maker.keep(|stock, keep| stock.morning(keep, day));
    let mut busy = maker.expected.remove(&day).unwrap_or_default();
    let mut coming = follow_ups(maker, day);
    let new = maker.register(day);
    for person in new.take(usize::try_from(visits).unwrap_or(0)) {
        coming.extend(first_visit(maker, person, day, &mut busy));
    }
    let returning = visits - i64::try_from(coming.len()).unwrap_or(0);
    for _ in 0..returning {
        coming.extend(return_visit(maker, day, &mut busy));
    }
    for _ in 0..visits / VISITS_PER_LOST {
        lost(maker, day, &mut busy);
    }
    let plans = see_all(maker, day, coming);
    maker.finish_day(day, plans)?;
    Ok(())
}

/// The content of a visit with times still open.
pub(super) fn plan(maker: &mut Maker<'_>, one: &Coming, day: Day) -> Option<Plan> {
    let wish = &one.wish;
    let (case, person) = maker.world.cases.get(wish.case).zip(maker.people.get(wish.person))?;
    let content = content::make(maker.world, &mut maker.dice, case, person, (day, &wish.reason));
    let arrived = maker.setup.zone.instant_of(day, one.arrives);
    let times = Times { arrived, vitals: None, called: None, finished: None, dispensed: None, paid: None };
    let (person, doctor, service, appointment) = (wish.person, wish.doctor, wish.service, one.appointment);
    let numbers = Plan {
        ticket: 0,
        prescription: 0,
        receipt: 0,
        follow_up: None,
        person,
        doctor,
        service,
        day,
        appointment,
        content,
        times,
    };
    Some(numbers)
}
