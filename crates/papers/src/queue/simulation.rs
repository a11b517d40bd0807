//! Seeded days of several doctors with random paces, bookings, walk-ins, priorities, results and patients who do not come:
//! nobody is passed by more patients than the rule promises, nobody waits behind more than it says, and between two turns
//! of the ratio neither kind of patients passes the other.

use super::rule::{Called, InLine, Rule, Turn, order};
use crate::visit::Priority;
use bricks::clock::Instant;
use bricks::id::VisitId;

/// The same seed makes the same day.
struct Dice(u64);

impl Dice {
    fn below(&mut self, sides: u64) -> i64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        i64::try_from((self.0 >> 33) % sides).unwrap()
    }
}

const DAY_MINUTES: i64 = 600;

fn minute(n: i64) -> Instant {
    Instant::from_millis(1_700_000_000_000).plus_minutes(n)
}

/// Who is to join one doctor's line, and when.
fn comers(dice: &mut Dice, first_visit: i64) -> Vec<InLine> {
    let mut all = Vec::new();
    let mut add = |joined: i64, turn: Turn, priority: Priority| {
        let visit = VisitId::from_raw(first_visit + i64::try_from(all.len()).unwrap());
        all.push(InLine { visit, turn, joined_at: minute(joined), priority });
    };
    let priority = |dice: &mut Dice| match dice.below(20) {
        0 => Priority::Elderly,
        1 => Priority::YoungChild,
        2 => Priority::Pregnant,
        3 if dice.below(4) == 0 => Priority::Emergency,
        _ => Priority::Ordinary,
    };
    for slot in (0..DAY_MINUTES).step_by(12) {
        if dice.below(10) < 7 {
            let comes = (slot + dice.below(40) - 25).max(0);
            let priority = priority(dice);
            add(comes, Turn::Booked(minute(slot)), priority);
        }
    }
    for _ in 0..22 {
        let priority = priority(dice);
        add(dice.below(600), Turn::WalkIn, priority);
    }
    all
}

/// What became of one turn in the line.
struct Lived {
    who: InLine,
    ahead_when_joined: i64,
    called_before: i64,
    passes: i64,
    emergencies: i64,
    minutes: i64,
}

/// One doctor's day, minute by minute.
fn live(dice: &mut Dice, rule: &Rule, first_visit: i64) -> Vec<Lived> {
    let mut coming = comers(dice, first_visit);
    let pace = 7 + dice.below(9);
    let mut line: Vec<(InLine, i64)> = Vec::new();
    let (mut called, mut lived): (Vec<(Called, InLine)>, Vec<Lived>) = (Vec::new(), Vec::new());
    let mut free_at = 0;
    for now in 0..DAY_MINUTES * 3 {
        let here: Vec<InLine> = coming.extract_if(.., |who| who.joined_at <= minute(now)).collect();
        // Who comes in the same minute counts as ahead.
        let ahead = i64::try_from((line.len() + here.len()).saturating_sub(1)).unwrap();
        line.extend(here.into_iter().map(|who| (who, ahead)));
        if now < free_at || line.is_empty() {
            continue;
        }
        let waiting: Vec<InLine> = line.iter().map(|(who, _)| *who).collect();
        let before: Vec<Called> = called.iter().map(|(c, _)| *c).collect();
        let first = order(rule, minute(now), &waiting, &before)[0].visit;
        let at = line.iter().position(|(who, _)| who.visit == first).unwrap();
        let (who, ahead) = line.remove(at);
        passes_as_the_ratio_says(rule, &who, &waiting, &before);
        lived.push(outcome(who, ahead, &called, now));
        called.push((Called { joined_at: who.joined_at, called_at: minute(now), priority: who.priority }, who));
        match dice.below(10) {
            0 if who.turn != Turn::PutBack => {
                coming.push(InLine { turn: Turn::PutBack, joined_at: minute(now + 3), ..who });
                free_at = now + 3;
            }
            1 | 2 if who.turn != Turn::Results => {
                let back = minute(now + 20 + dice.below(50));
                coming.push(InLine { turn: Turn::Results, joined_at: back, ..who });
                free_at = now + pace;
            }
            _ => free_at = now + pace / 2 + dice.below(pace.unsigned_abs()),
        }
    }
    assert!(line.is_empty() && coming.is_empty(), "the day was long enough for everybody");
    lived
}

/// Nobody without priority is called before a priority patient who came earlier; a priority patient is called before
/// somebody without who came earlier only after so many others as the rule says.
fn passes_as_the_ratio_says(rule: &Rule, called: &InLine, waiting: &[InLine], before: &[Called]) {
    let earlier = |of_priority: bool| {
        waiting.iter().any(|w| (w.priority != Priority::Ordinary) == of_priority && w.joined_at < called.joined_at)
    };
    match called.priority {
        Priority::Emergency => {}
        Priority::Ordinary => assert!(!earlier(true), "{called:?} passed a priority patient"),
        _ if earlier(false) => {
            let calls = before.iter().rev().filter(|c| c.priority != Priority::Emergency);
            let others = calls.take_while(|c| c.priority == Priority::Ordinary).count();
            let is_first = !before.iter().any(|c| !matches!(c.priority, Priority::Emergency | Priority::Ordinary));
            assert!(is_first || i64::try_from(others).unwrap() >= rule.others_between, "{called:?} after {others}");
        }
        _ => {}
    }
}

fn outcome(who: InLine, ahead_when_joined: i64, called: &[(Called, InLine)], now: i64) -> Lived {
    let since = called.iter().filter(|(c, _)| c.called_at >= who.joined_at);
    let (emergencies, others): (Vec<_>, Vec<_>) = since.partition(|(c, _)| c.priority == Priority::Emergency);
    let passes = others.iter().filter(|(c, _)| c.joined_at > who.joined_at && c.called_at > who.joined_at).count();
    let count = |n: usize| i64::try_from(n).unwrap();
    Lived {
        who,
        ahead_when_joined,
        called_before: count(others.len()),
        passes: count(passes),
        emergencies: count(emergencies.len()),
        minutes: minute(now).minutes_since(who.joined_at),
    }
}

#[test]
fn over_seeded_days_nobody_waits_beyond_the_bound_that_the_rule_promises() {
    let rule = Rule::default();
    let (mut turns, mut longest, mut most) = (0, 0, 0);
    for seed in 0..20 {
        let mut dice = Dice(seed * 7_919 + 1);
        for doctor in 0..5 {
            for one in live(&mut dice, &rule, 1 + doctor * 1_000) {
                turns += 1;
                if one.who.priority != Priority::Emergency {
                    most = most.max(one.passes);
                    assert!(one.passes <= rule.passes_max, "passed {} times: {:?}", one.passes, one.who);
                    let bound = one.ahead_when_joined + rule.passes_max;
                    assert!(
                        one.called_before <= bound,
                        "{} before, {bound} promised: {:?}",
                        one.called_before,
                        one.who
                    );
                }
                longest = longest.max(one.minutes);
                assert!(one.emergencies < 10);
            }
        }
    }
    assert!(turns > 5_000, "{turns}");
    assert_eq!(most, rule.passes_max, "the days are full enough to reach the bound");
    assert!(longest > 30, "{longest}");
}

#[test]
fn an_emergency_waits_only_for_the_patient_who_is_in_the_room() {
    for seed in 0..20 {
        let mut dice = Dice(seed * 104_729 + 5);
        let emergencies = live(&mut dice, &Rule::default(), 1);
        for one in emergencies.iter().filter(|one| one.who.priority == Priority::Emergency) {
            assert!(one.minutes <= 24, "{} minutes", one.minutes);
        }
    }
}
