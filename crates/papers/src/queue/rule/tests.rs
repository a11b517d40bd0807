//! The published rule as tables.

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

/// Between two turns of the ratio neither kind passes the other.
fn both_ways() -> Vec<Case> {
    vec![
        (
            "who comes later without priority passes no priority patient",
            100,
            vec![
                one(1, 60, WalkIn, YoungChild),
                one(2, 70, Booked(at(75)), YoungChild),
                one(3, 80, WalkIn, YoungChild),
                one(4, 99, WalkIn, Ordinary),
            ],
            vec![called(0, 90, Elderly)],
            "2:Priority(YoungChild) 1:Priority(YoungChild) 3:Priority(YoungChild) 4:Arrival",
        ),
        (
            "a booking goes before no priority patient who came before it",
            100,
            vec![one(1, 80, WalkIn, Elderly), one(2, 85, Booked(at(90)), Ordinary), one(3, 86, WalkIn, Elderly)],
            vec![called(0, 90, Elderly)],
            "1:Priority(Elderly) 2:Booked 3:Priority(Elderly)",
        ),
        (
            "and between two turns of the ratio a priority patient passes nobody who came earlier",
            100,
            vec![
                one(1, 70, WalkIn, Ordinary),
                one(2, 80, WalkIn, Pregnant),
                one(3, 85, Booked(at(90)), Ordinary),
                one(4, 90, WalkIn, Ordinary),
                one(5, 95, WalkIn, Elderly),
            ],
            vec![called(0, 90, Elderly)],
            "1:Arrival 2:Priority(Pregnant) 3:Booked 4:Arrival 5:Priority(Elderly)",
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
    for (name, now, line, called, wanted) in
        bookings().into_iter().chain(priorities()).chain(both_ways()).chain(bounds())
    {
        assert_eq!(shown(now, &line, &called), wanted, "{name}");
    }
}

#[test]
fn the_order_of_the_rows_does_not_matter() {
    for (name, now, mut line, called, wanted) in bookings().into_iter().chain(priorities()).chain(both_ways()) {
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
