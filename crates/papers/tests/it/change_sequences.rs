//! Any sequence of bookings, moves, ends and undos: nothing is taken twice, and undo is exact.

use crate::changes::{limit, place, sees, state_of};
use crate::house::*;
use bricks::clock::Instant;
use bricks::id::AppointmentId;
use papers::appointment::{self, Asked, Confirmation, How, Knowing, State};

/// A small stream of numbers, the same for the same seed.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: i64) -> i64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        i64::try_from((self.0 >> 33) % u64::try_from(n).unwrap()).unwrap()
    }
}

/// What one step of the random diary asks for.
#[derive(Debug, Clone, Copy)]
enum Step {
    Book(i64, bool),
    Move(usize, i64, i64, bool),
    Stretch(usize, i64),
    Cancel(usize),
    NoShow(usize),
    Confirm(usize),
    Undo(usize),
}

fn step(dice: &mut Dice, all: usize) -> Step {
    let one = usize::try_from(dice.below(i64::try_from(all.max(1)).unwrap())).unwrap();
    let minute = 480 + dice.below(24) * 5;
    match dice.below(if all == 0 { 1 } else { 9 }) {
        0 | 1 => Step::Book(minute, dice.below(3) == 0),
        2 | 3 => Step::Move(one, minute, 5 + dice.below(8) * 5, dice.below(4) == 0),
        4 => Step::Stretch(one, 5 + dice.below(12) * 5),
        5 => Step::Cancel(one),
        6 => Step::NoShow(one),
        7 => Step::Confirm(one),
        _ => Step::Undo(one),
    }
}

async fn take(house: &House, all: &mut Vec<AppointmentId>, step: Step) -> bool {
    let of = |n: usize| all[n];
    match step {
        Step::Book(minute, beside) => {
            let how = How { beside, knowing: Knowing::ALL };
            let done = house.act(move |tx, who| appointment::book_as(tx, who, &booking(HUONG, minute), how)).await;
            let done = done.map(|id| all.push(id));
            done.is_ok()
        }
        Step::Move(n, minute, duration, beside) => {
            let (id, asked) = (of(n), Asked { beside, knowing: Knowing::ALL, seen_version: None });
            house.act(move |tx, who| appointment::move_to(tx, who, id, &place(minute, duration), asked)).await.is_ok()
        }
        Step::Stretch(n, duration) => {
            let id = of(n);
            let asked = Asked { knowing: Knowing::ALL, ..Asked::default() };
            house.act(move |tx, who| appointment::stretch(tx, who, id, duration, asked)).await.is_ok()
        }
        Step::Cancel(n) => {
            let id = of(n);
            house.act(move |tx, who| appointment::cancel(tx, who, id, "Bận")).await.is_ok()
        }
        Step::NoShow(n) => {
            let id = of(n);
            house.act(move |tx, who| appointment::no_show(tx, who, id)).await.is_ok()
        }
        Step::Confirm(n) => {
            let id = of(n);
            house.act(move |tx, who| appointment::confirm(tx, who, id, Confirmation::Confirmed)).await.is_ok()
        }
        Step::Undo(n) => {
            let id = of(n);
            house
                .act(move |tx, who| {
                    let version = appointment::by_id(tx, who.branch, id)?.version;
                    appointment::undo(tx, who, id, version)
                })
                .await
                .is_ok()
        }
    }
}

/// No two booked appointments that take the doctor overlap, and no place beside the doctor is taken twice.
async fn no_overlap(house: &House, all: &[AppointmentId]) {
    let mut firm: Vec<(Instant, Instant)> = Vec::new();
    let mut beside: Vec<(Instant, Instant)> = Vec::new();
    for id in all {
        let is = sees(house, *id).await;
        if is.state != State::Booked {
            continue;
        }
        let stretch = (is.starts_at, is.starts_at.plus_minutes(is.duration_minutes));
        if is.overbooked { beside.push(stretch) } else { firm.push(stretch) }
    }
    for group in [&mut firm, &mut beside] {
        group.sort();
        assert!(group.windows(2).all(|pair| pair[0].1 <= pair[1].0), "{group:?}");
    }
}

#[tokio::test]
async fn over_any_sequence_of_acts_nothing_is_taken_twice_and_undo_is_exact() {
    for seed in 1..=6 {
        let house = House::open().await;
        limit(&house, 1).await;
        let (mut dice, mut all) = (Dice(seed), Vec::new());
        for _ in 0..70 {
            let step = step(&mut dice, all.len());
            let known = all.clone();
            let mut before = Vec::new();
            for id in &known {
                before.push(sees(&house, *id).await);
            }
            let done = take(&house, &mut all, step).await;
            for (id, was) in known.iter().zip(&before) {
                let is = sees(&house, *id).await;
                if is.version == was.version {
                    assert_eq!(state_of(&is), state_of(was), "{step:?}");
                } else {
                    assert!(done, "a refused act changed something: {step:?}");
                    let (id, version) = (*id, is.version);
                    house.done(move |tx, who| appointment::undo(tx, who, id, version)).await;
                    assert_eq!(state_of(&sees(&house, id).await), state_of(was), "{step:?}");
                    house.done(move |tx, who| appointment::undo(tx, who, id, version + 1)).await;
                    assert_eq!(state_of(&sees(&house, id).await), state_of(&is), "{step:?}");
                }
            }
            no_overlap(&house, &all).await;
        }
        let loose = "SELECT COUNT(*) FROM slot s JOIN appointment a ON a.id = s.appointment_id WHERE a.state <> 'booked' OR a.overbooked";
        assert_eq!(house.count(loose).await, 0);
    }
}
