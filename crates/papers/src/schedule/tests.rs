use super::*;
use bricks::clock::{Instant, parse_day};
use proptest::prelude::*;
use std::collections::HashMap;

const DOCTOR: ResourceId = ResourceId::from_raw(1);
const ROOM: ResourceId = ResourceId::from_raw(2);

fn zone() -> Zone {
    Zone::named("Asia/Ho_Chi_Minh").unwrap()
}

fn day(text: &str) -> Day {
    parse_day(text).unwrap()
}

fn at(text: &str, minute: i64) -> Instant {
    zone().instant_of(day(text), minute)
}

/// A doctor who works every day from eight to noon and from one to five, and a room without hours.
fn facts(from: &str, days: i64) -> Facts {
    let hours = |weekday| {
        [(480, 720), (780, 1020)].map(|(from_minute, to_minute)| Weekly {
            resource: DOCTOR,
            weekday,
            from_minute,
            to_minute,
        })
    };
    Facts {
        from_day: day(from),
        days,
        kinds: HashMap::from([(DOCTOR, Kind::Doctor), (ROOM, Kind::Room)]),
        weekly: (1..=7).flat_map(hours).collect(),
        daily: Vec::new(),
        leave: Vec::new(),
        holidays: Vec::new(),
    }
}

fn leave(resource: ResourceId, from: Instant, to: Instant) -> LeaveFact {
    LeaveFact { id: None, resource, from, to, kind: LeaveKind::Annual, reason: "Về quê".into() }
}

fn holiday(text: &str) -> HolidayFact {
    HolidayFact { day: day(text), name_vi: "Tết Dương lịch".into(), name_en: "New Year's Day".into() }
}

fn daily(text: &str, from_minute: i64, to_minute: i64, kind: DayKind) -> Daily {
    Daily { resource: DOCTOR, day: day(text), from_minute, to_minute, kind }
}

fn minutes(facts: &Facts, resource: ResourceId, text: &str) -> Vec<(i64, i64)> {
    facts.open(&zone()).minutes_of(resource, day(text), &zone())
}

#[test]
fn a_doctor_works_by_the_weekday_and_a_room_without_hours_always() {
    let facts = facts("2026-11-24", 2);
    assert_eq!(minutes(&facts, DOCTOR, "2026-11-24"), [(480, 720), (780, 1020)]);
    assert_eq!(minutes(&facts, ROOM, "2026-11-25"), [(0, 1440)]);
    assert!(minutes(&facts, DOCTOR, "2026-11-26").is_empty(), "not asked for");
}

#[test]
fn a_holiday_closes_the_weekday_but_not_the_hours_of_the_day_itself() {
    let mut facts = facts("2026-12-31", 2);
    facts.holidays.push(holiday("2027-01-01"));
    assert!(minutes(&facts, DOCTOR, "2027-01-01").is_empty());
    assert_eq!(minutes(&facts, ROOM, "2027-01-01"), [(0, 1440)]);
    facts.daily.push(daily("2027-01-01", 480, 600, DayKind::Extra));
    assert_eq!(minutes(&facts, DOCTOR, "2027-01-01"), [(480, 600)]);
    let open = facts.open(&zone());
    let why =
        open.away(DOCTOR, at("2027-01-01", 700), at("2027-01-01", 720)).map(|a| a.why.word(bricks::lang::Lang::Vi));
    assert_eq!(why.as_deref(), Some("Tết Dương lịch"));
}

#[test]
fn leave_over_new_year_closes_both_years_and_wins_over_extra_hours() {
    let mut facts = facts("2026-12-31", 3);
    facts.holidays.push(holiday("2027-01-01"));
    facts.daily.push(daily("2027-01-01", 480, 600, DayKind::Extra));
    facts.leave.push(leave(DOCTOR, at("2026-12-31", 900), at("2027-01-02", 540)));
    assert_eq!(minutes(&facts, DOCTOR, "2026-12-31"), [(480, 720), (780, 900)]);
    assert!(minutes(&facts, DOCTOR, "2027-01-01").is_empty());
    assert_eq!(minutes(&facts, DOCTOR, "2027-01-02"), [(540, 720), (780, 1020)]);
    let open = facts.open(&zone());
    let away = open.away(DOCTOR, at("2027-01-01", 480), at("2027-01-01", 500)).unwrap();
    assert!(matches!(away.why, Why::Leave { .. }), "leave is named before the holiday");
}

#[test]
fn the_last_of_february_and_the_end_of_a_month_are_days_like_others() {
    let mut leap = facts("2028-02-28", 3);
    leap.leave.push(leave(DOCTOR, at("2028-02-29", 0), at("2028-02-29", 1440)));
    assert_eq!(minutes(&leap, DOCTOR, "2028-02-28").len(), 2);
    assert!(minutes(&leap, DOCTOR, "2028-02-29").is_empty());
    assert_eq!(minutes(&leap, DOCTOR, "2028-03-01").len(), 2);
    assert_eq!(minutes(&facts("2026-11-30", 2), DOCTOR, "2026-12-01").len(), 2);
}

#[test]
fn hours_until_midnight_go_on_after_it() {
    let mut facts = facts("2026-11-24", 2);
    facts.daily = vec![daily("2026-11-24", 1320, 1440, DayKind::Instead), daily("2026-11-25", 0, 60, DayKind::Instead)];
    let open = facts.open(&zone());
    assert!(open.holds(DOCTOR, at("2026-11-24", 1425), at("2026-11-25", 15)));
    assert_eq!(open.minutes_of(DOCTOR, day("2026-11-24"), &zone()), [(1320, 1440)]);
    assert_eq!(open.minutes_of(DOCTOR, day("2026-11-25"), &zone()), [(0, 60)]);
}

#[test]
fn a_day_has_other_hours_or_more_of_them() {
    let mut facts = facts("2026-11-24", 2);
    facts.daily.push(daily("2026-11-24", 1080, 1200, DayKind::Extra));
    facts.daily.push(daily("2026-11-25", 600, 660, DayKind::Instead));
    assert_eq!(minutes(&facts, DOCTOR, "2026-11-24"), [(480, 720), (780, 1020), (1080, 1200)]);
    assert_eq!(minutes(&facts, DOCTOR, "2026-11-25"), [(600, 660)]);
}

#[test]
fn the_stretches_of_a_day_are_put_in_order_and_never_overlap() {
    assert_eq!(rules::in_order(&[(780, 1020), (480, 720)]), Some(vec![(480, 720), (780, 1020)]));
    assert_eq!(rules::in_order(&[(480, 720), (700, 800)]), None);
    assert_eq!(rules::in_order(&[(720, 480)]), None);
    assert_eq!(rules::in_order(&[(480, 1441)]), None);
}

proptest! {
    #[test]
    fn no_minute_of_work_lies_in_leave_and_every_other_does(
        cuts in proptest::collection::vec((0_i64..2_880, 1_i64..600), 0..6),
        probe in 0_i64..2_880,
    ) {
        let (start, mut facts) = (at("2026-12-31", 0), facts("2026-12-31", 2));
        let usual = facts.open(&zone());
        let cut = |(from, length): &(i64, i64)| (start.plus_minutes(*from), start.plus_minutes(from + length));
        facts.leave.extend(cuts.iter().map(cut).map(|(from, to)| leave(DOCTOR, from, to)));
        let (open, at) = (facts.open(&zone()), start.plus_minutes(probe));
        let is_away = cuts.iter().map(cut).any(|(from, to)| from <= at && at < to);
        let (works, worked) = [&open, &usual].map(|o| o.holds(DOCTOR, at, at.plus_millis(1))).into();
        prop_assert_eq!(works, worked && !is_away);
        prop_assert!(open.of(DOCTOR).windows(2).all(|pair| pair[0].1 < pair[1].0));
    }
}
