use super::booking::follow_up;
use super::coming::Coming;
use super::history::plan;
use super::maker::Maker;
use super::plan::{Order, Plan, Times};
use crate::dice::Dice;
use bricks::clock::{Day, Zone};

/// Everybody's day, doctor by doctor.
pub(super) fn see_all(maker: &mut Maker<'_>, day: Day, coming: Vec<Coming>) -> Vec<Plan> {
    let mut plans = Vec::with_capacity(coming.len());
    let mut by_doctor: Vec<Vec<Coming>> = maker.clinic.doctors.iter().map(|_| Vec::new()).collect();
    for one in coming {
        if let Some(queue) = by_doctor.get_mut(one.wish.doctor) {
            queue.push(one);
        }
    }
    for (doctor, mut queue) in by_doctor.into_iter().enumerate() {
        queue.sort_by_key(|one| (one.arrives, one.wish.person));
        let mut door = Door::new(maker, doctor, day, queue.len());
        for one in queue {
            let Some(mut plan) = plan(maker, &one, day) else { continue };
            door.see(maker, &mut plan, one.arrives);
            plan.follow_up = follow_up(maker, &plan, &one.wish);
            if let Some(person) = maker.people.get_mut(one.wish.person) {
                person.last_day = day;
            }
            plans.push(plan);
        }
    }
    plans
}

/// A doctor's door on one day.
struct Door {
    day: Day,
    stretches: Vec<(i64, i64)>,
    /// When the doctor is free again, in minutes.
    free: i64,
    /// How long a consultation takes when many wait.
    minutes: i64,
}

impl Door {
    fn new(maker: &Maker<'_>, doctor: usize, day: Day, waiting: usize) -> Door {
        let weekday = maker.setup.zone.weekday_of(day);
        let of = maker.clinic.doctors.get(doctor);
        let stretches: Vec<(i64, i64)> = of.map(|doctor| doctor.stretches(weekday).collect()).unwrap_or_default();
        let open: i64 = stretches.iter().map(|(from, to)| to - from).sum();
        let minutes = (open * 9 / 10 / i64::try_from(waiting.max(1)).unwrap_or(1)).clamp(3, 12);
        Door { day, stretches, free: 0, minutes }
    }

    /// Lets a patient wait, be seen, tested, given medicines and pay.
    fn see(&mut self, maker: &mut Maker<'_>, plan: &mut Plan, arrives: i64) {
        let (day, zone, world, dice) = (self.day, &maker.setup.zone, maker.world, &mut maker.dice);
        let called = self.open_from((arrives + dice.between(7, 12)).max(self.free));
        let leaves = called + self.minutes + dice.between(0, 3);
        self.free = leaves;
        let kinds = |order: &Order| world.services.get(order.service).map_or("", |service| service.kind);
        let done = plan.content.orders.iter_mut().map(|order| {
            let kind = kinds(order);
            perform(order, kind, (zone, day), called + 4)
        });
        let finished = done.max().map_or(leaves, |done| leaves.max(done + dice.between(3, 9)));
        let given = (!plan.content.lines.is_empty()).then(|| finished + dice.between(4, 13));
        let paid = given.unwrap_or(finished) + dice.between(3, 10);
        let at = |minute: i64, dice: &mut Dice| zone.instant_of(day, minute).plus_millis(dice.below(59_000));
        plan.times = Times {
            arrived: at(arrives, dice),
            vitals: Some(at(arrives + 4, dice)),
            called: Some(at(called, dice)),
            finished: Some(at(finished, dice)),
            dispensed: given.map(|minute| at(minute, dice)),
            paid: Some(at(paid, dice)),
        };
    }

    /// The first minute from `minute` on in which the doctor works; late in the day the doctor stays on.
    fn open_from(&self, minute: i64) -> i64 {
        let next = self.stretches.iter().find(|(_, to)| minute < *to);
        next.map_or(minute, |(from, _)| minute.max(*from))
    }
}

/// Performs an order that was given at a minute, and gives the minute at which it is done.
fn perform(order: &mut Order, kind: &str, (zone, day): (&Zone, Day), ordered: i64) -> i64 {
    let (waits, takes) = match kind {
        "lab" => (6, 27),
        "imaging" => (8, 14),
        _ => (5, 11),
    };
    let started = ordered + waits + ordered % 4;
    let done = started + takes + ordered % 7;
    order.ordered = zone.instant_of(day, ordered);
    order.started = Some(zone.instant_of(day, started));
    order.done = Some(zone.instant_of(day, done));
    done
}
