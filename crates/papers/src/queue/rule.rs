use crate::visit::Priority;
use bricks::clock::Instant;
use bricks::id::VisitId;

/// The figures of the published rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// So long before the booked time the booking begins to count.
    pub early_minutes: i64,
    /// Who comes later than this after the booked time stands by the moment of coming.
    pub late_minutes: i64,
    /// After so many others the next priority patient is called, when both wait.
    pub others_between: i64,
    /// The bound that the rule promises: so many who came later are called before anybody, emergencies aside.
    pub passes_max: i64,
    /// Called so often without coming, a patient is put back.
    pub calls_max: i64,
    /// Waiting turns amber after so many minutes, and red.
    pub long_minutes: i64,
    pub too_long_minutes: i64,
}

impl Default for Rule {
    fn default() -> Rule {
        Rule {
            early_minutes: 10,
            late_minutes: 15,
            others_between: 2,
            passes_max: 5,
            calls_max: 3,
            long_minutes: 20,
            too_long_minutes: 40,
        }
    }
}

/// How long somebody has waited, as a colour sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wait {
    Short,
    Long,
    TooLong,
}

impl Rule {
    pub fn wait(&self, minutes: i64) -> Wait {
        match minutes {
            m if m >= self.too_long_minutes => Wait::TooLong,
            m if m >= self.long_minutes => Wait::Long,
            _ => Wait::Short,
        }
    }
}

/// Why somebody stands in the line this time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    WalkIn,
    /// Booked for this moment.
    Booked(Instant),
    /// The results are back.
    Results,
    /// Did not come when called.
    PutBack,
    /// Another doctor had begun and gave the patient over.
    HandedOver,
}

/// Somebody in one doctor's line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InLine {
    pub visit: VisitId,
    pub turn: Turn,
    /// Since when: the coming, the results, the moment of being put back.
    pub joined_at: Instant,
    pub priority: Priority,
}

/// Somebody whom this doctor called in today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Called {
    pub joined_at: Instant,
    pub called_at: Instant,
    pub priority: Priority,
}

/// Why a place is what it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    Emergency,
    /// As many who came later went first as the rule allows.
    Passed,
    Priority(Priority),
    /// Booked, and came in time.
    Booked,
    Results,
    /// Booked for later: until the window opens the coming counts.
    Early,
    Late,
    PutBack,
    HandedOver,
    Arrival,
}

/// A place in the line; the first one is called next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Placed {
    pub visit: VisitId,
    pub reason: Reason,
}

/// One in the line, with how many who came later went first so far.
struct Standing {
    who: InLine,
    passes: i64,
    reason: Reason,
    /// The order among equals: those with a time of their own first, by it; then by coming.
    key: (u8, Instant),
}

/// The line in the order of calls. `called` is whom the doctor called in today, in the order of the calls.
pub fn order(rule: &Rule, now: Instant, in_line: &[InLine], called: &[Called]) -> Vec<Placed> {
    let mut line: Vec<Standing> = in_line.iter().map(|who| standing(rule, now, *who, called)).collect();
    line.sort_by_key(|s| (s.who.joined_at, s.who.visit));
    let mut others = others_since_priority(rule, called);
    let mut placed = Vec::with_capacity(line.len());
    while let Some((at, reason)) = next(rule, &line, others) {
        let first = line.remove(at);
        placed.push(Placed { visit: first.who.visit, reason });
        match first.who.priority {
            Priority::Emergency => continue,
            Priority::Ordinary => others += 1,
            Priority::Elderly | Priority::YoungChild | Priority::Pregnant => others = 0,
        }
        for left in line.iter_mut().filter(|left| first.who.joined_at > left.who.joined_at) {
            left.passes += 1;
        }
    }
    placed
}

fn standing(rule: &Rule, now: Instant, who: InLine, called: &[Called]) -> Standing {
    let passed =
        |c: &&Called| c.priority != Priority::Emergency && c.called_at > who.joined_at && c.joined_at > who.joined_at;
    let passes = i64::try_from(called.iter().filter(passed).count()).unwrap_or(i64::MAX);
    let (reason, key) = match who.turn {
        Turn::Results => (Reason::Results, (0, who.joined_at)),
        Turn::Booked(at) if who.joined_at > at.plus_minutes(rule.late_minutes) => (Reason::Late, (1, who.joined_at)),
        Turn::Booked(at) if now < at.plus_minutes(-rule.early_minutes) => (Reason::Early, (1, who.joined_at)),
        Turn::Booked(at) => (Reason::Booked, (0, at)),
        Turn::PutBack => (Reason::PutBack, (1, who.joined_at)),
        Turn::HandedOver => (Reason::HandedOver, (0, who.joined_at)),
        Turn::WalkIn => (Reason::Arrival, (1, who.joined_at)),
    };
    Standing { who, passes, reason, key }
}

/// How many others were called since the last priority patient. Before the first of the day it is a priority's turn.
fn others_since_priority(rule: &Rule, called: &[Called]) -> i64 {
    let mut others = 0;
    for one in called.iter().rev() {
        match one.priority {
            Priority::Emergency => {}
            Priority::Ordinary => others += 1,
            Priority::Elderly | Priority::YoungChild | Priority::Pregnant => return others,
        }
    }
    rule.others_between
}

/// Who is called next of a line that is sorted by coming, and why.
fn next(rule: &Rule, line: &[Standing], others: i64) -> Option<(usize, Reason)> {
    if let Some(at) = line.iter().position(|s| s.who.priority == Priority::Emergency) {
        return Some((at, Reason::Emergency));
    }
    // Whoever came before somebody that is due has been passed as often, so the first one that is due passes nobody.
    if let Some(at) = line.iter().position(|s| s.passes >= rule.passes_max) {
        return Some((at, Reason::Passed));
    }
    let ordinary = best(line, |s| s.who.priority == Priority::Ordinary);
    match best(line, |s| s.who.priority != Priority::Ordinary) {
        Some((at, standing)) if others >= rule.others_between || ordinary.is_none() => {
            Some((at, Reason::Priority(standing.who.priority)))
        }
        _ => ordinary.map(|(at, standing)| (at, standing.reason)),
    }
}

fn best(line: &[Standing], of: impl Fn(&Standing) -> bool) -> Option<(usize, &Standing)> {
    line.iter().enumerate().filter(|(_, s)| of(s)).min_by_key(|(_, s)| s.key)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minute: i64) -> Instant {
        Instant::from_millis(0).plus_minutes(minute)
    }

    fn one(visit: i64, joined: i64, turn: Turn, priority: Priority) -> InLine {
        InLine { visit: VisitId::from_raw(visit), turn, joined_at: at(joined), priority }
    }

    fn called(joined: i64, when: i64, priority: Priority) -> Called {
        Called { joined_at: at(joined), called_at: at(when), priority }
    }

    fn shown(now: i64, line: &[InLine], called: &[Called]) -> String {
        let places = order(&Rule::default(), at(now), line, called);
        places.iter().map(|p| format!("{}:{:?}", p.visit, p.reason)).collect::<Vec<_>>().join(" ")
    }

    use Priority::{Elderly, Emergency, Ordinary, Pregnant, YoungChild};
    use Turn::{Booked, PutBack, Results, WalkIn};

    /// What the table below says: a name, the minute, the line, the calls so far, and the order that follows.
    type Case = (&'static str, i64, Vec<InLine>, Vec<Called>, &'static str);

    fn bookings() -> Vec<Case> {
        vec![
            ("nobody waits", 100, vec![], vec![], ""),
            (
                "who walked in stands by coming",
                100,
                vec![one(2, 20, WalkIn, Ordinary), one(1, 10, WalkIn, Ordinary)],
                vec![],
                "1:Arrival 2:Arrival",
            ),
            (
                "booked and in time goes before who walked in earlier",
                55,
                vec![one(1, 10, WalkIn, Ordinary), one(2, 40, Booked(at(60)), Ordinary)],
                vec![],
                "2:Booked 1:Arrival",
            ),
            (
                "a quarter of an hour late is still in time, a minute more is not",
                80,
                vec![
                    one(1, 74, WalkIn, Ordinary),
                    one(2, 75, Booked(at(60)), Ordinary),
                    one(3, 76, Booked(at(60)), Ordinary),
                ],
                vec![],
                "2:Booked 1:Arrival 3:Late",
            ),
            (
                "before the window opens the coming counts",
                49,
                vec![one(1, 10, WalkIn, Ordinary), one(2, 20, Booked(at(60)), Ordinary)],
                vec![],
                "1:Arrival 2:Early",
            ),
            (
                "results and bookings go by their own times",
                70,
                vec![
                    one(1, 65, Results, Ordinary),
                    one(2, 50, Booked(at(60)), Ordinary),
                    one(3, 5, WalkIn, Ordinary),
                    one(4, 60, Booked(at(75)), Ordinary),
                ],
                vec![],
                "2:Booked 1:Results 4:Booked 3:Arrival",
            ),
            (
                "who did not come stands by the moment of being put back",
                100,
                vec![one(1, 90, PutBack, Ordinary), one(2, 80, WalkIn, Ordinary), one(3, 95, WalkIn, Ordinary)],
                vec![],
                "2:Arrival 1:PutBack 3:Arrival",
            ),
        ]
    }

    fn priorities() -> Vec<Case> {
        vec![
            (
                "an emergency goes before everybody",
                100,
                vec![one(1, 10, Booked(at(95)), Ordinary), one(2, 20, WalkIn, Elderly), one(3, 99, WalkIn, Emergency)],
                vec![],
                "3:Emergency 2:Priority(Elderly) 1:Booked",
            ),
            (
                "one priority patient after every two others",
                100,
                vec![
                    one(1, 1, WalkIn, Ordinary),
                    one(2, 2, WalkIn, Ordinary),
                    one(3, 3, WalkIn, Ordinary),
                    one(4, 4, WalkIn, YoungChild),
                    one(5, 5, WalkIn, Pregnant),
                ],
                vec![],
                "4:Priority(YoungChild) 1:Arrival 2:Arrival 5:Priority(Pregnant) 3:Arrival",
            ),
            (
                "the calls before are remembered",
                100,
                vec![one(1, 1, WalkIn, Ordinary), one(2, 2, WalkIn, Ordinary), one(3, 3, WalkIn, Elderly)],
                vec![called(0, 90, Elderly), called(0, 95, Ordinary)],
                "1:Arrival 3:Priority(Elderly) 2:Arrival",
            ),
            (
                "priority alone waits for nobody",
                100,
                vec![one(1, 1, WalkIn, Elderly), one(2, 2, WalkIn, Elderly)],
                vec![called(0, 90, Elderly)],
                "1:Priority(Elderly) 2:Priority(Elderly)",
            ),
        ]
    }

    fn bounds() -> Vec<Case> {
        let five_later = (0..5).map(|n| called(20 + n, 50 + n, Ordinary)).collect();
        let emergencies = (0..9).map(|n| called(20 + n, 50 + n, Emergency)).collect();
        let booked = |visit| one(visit, 30, Booked(at(60)), Ordinary);
        vec![
            (
                "passed five times, a walk-in goes before the booked",
                60,
                vec![one(1, 10, WalkIn, Ordinary), booked(2)],
                five_later,
                "1:Passed 2:Booked",
            ),
            (
                "emergencies do not count as passing",
                60,
                vec![one(1, 10, WalkIn, Ordinary), booked(2)],
                emergencies,
                "2:Booked 1:Arrival",
            ),
            (
                "the bound holds for the places that are shown, too",
                60,
                (2..9).map(booked).chain([one(1, 10, WalkIn, Ordinary)]).collect(),
                vec![],
                "2:Booked 3:Booked 4:Booked 5:Booked 6:Booked 1:Passed 7:Booked 8:Booked",
            ),
        ]
    }

    #[test]
    fn the_published_rule_as_a_table() {
        for (name, now, line, called, wanted) in bookings().into_iter().chain(priorities()).chain(bounds()) {
            assert_eq!(shown(now, &line, &called), wanted, "{name}");
        }
    }

    #[test]
    fn the_order_of_the_rows_does_not_matter() {
        for (name, now, mut line, called, wanted) in bookings().into_iter().chain(priorities()) {
            line.reverse();
            assert_eq!(shown(now, &line, &called), wanted, "{name}");
        }
    }

    #[test]
    fn waiting_turns_amber_and_red() {
        let rule = Rule::default();
        let colours = [0, 19, 20, 39, 40].map(|minutes| rule.wait(minutes));
        assert_eq!(colours, [Wait::Short, Wait::Short, Wait::Long, Wait::Long, Wait::TooLong]);
    }
}
