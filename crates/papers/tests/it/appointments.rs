use crate::house::*;
use bricks::clock::{add_days, parse_day};
use ground::db::Stop;
use papers::appointment::{self, State, free_times, nearest_free};

const SLOTS: &str = "SELECT COUNT(*) FROM slot";

#[tokio::test]
async fn a_booking_takes_every_five_minutes_of_doctor_and_room() {
    let house = House::open().await;
    let id = house.booked(HUONG, 540).await;
    assert_eq!(house.count(SLOTS).await, 6);
    let found = house.done(move |tx, who| appointment::by_id(tx, who.branch, id)).await;
    assert_eq!((found.day, found.state), (today(), State::Booked));
    assert_eq!(house.count("SELECT COUNT(*) FROM audit WHERE act = 'book'").await, 1);
}

#[tokio::test]
async fn an_overlapping_booking_of_doctor_or_room_is_refused_and_leaves_nothing() {
    let house = House::open().await;
    house.booked(HUONG, 540).await;
    let (_, field) = house.refused(|tx, who| appointment::book(tx, who, &booking(MINH, 550))).await;
    assert_eq!(field, "starts_at");
    let other_doctor_same_room = || {
        let mut new = booking(MINH, 545);
        new.doctor = SECOND_DOCTOR;
        new
    };
    house.refused(move |tx, who| appointment::book(tx, who, &other_doctor_same_room())).await;
    assert_eq!(house.count(SLOTS).await, 6);
    assert_eq!(house.count("SELECT COUNT(*) FROM appointment").await, 1);
    house.booked(MINH, 555).await;
}

#[tokio::test]
async fn a_start_in_the_past_off_the_grid_or_outside_the_hours_is_refused() {
    let house = House::open().await;
    house.clock.advance_minutes(10);
    for minute in [480, 541, 465, 710, 720, 1020] {
        let (_, field) = house.refused(move |tx, who| appointment::book(tx, who, &booking(HUONG, minute))).await;
        assert_eq!(field, "starts_at", "{minute}");
    }
    house.booked(HUONG, 485).await;
}

#[tokio::test]
async fn another_branch_neither_books_nor_sees_our_patients() {
    let house = House::open().await;
    let theirs = house.act(|tx, who| appointment::book(tx, who, &booking(STRANGER, 540))).await;
    assert!(matches!(theirs, Err(Stop::Missing)));
    let id = house.booked(HUONG, 540).await;
    let seen = house.act(move |tx, _| appointment::by_id(tx, OTHER_BRANCH, id)).await;
    assert!(matches!(seen, Err(Stop::Missing)));
    let cancelled = house.act(move |tx, _| appointment::cancel(tx, &who_of(OTHER_BRANCH), id, "")).await;
    assert!(matches!(cancelled, Err(Stop::Missing)));
}

#[tokio::test]
async fn cancelling_frees_the_time_once() {
    let house = House::open().await;
    let id = house.booked(HUONG, 540).await;
    house.done(move |tx, who| appointment::cancel(tx, who, id, "Bận")).await;
    assert_eq!(house.count(SLOTS).await, 0);
    house.refused(move |tx, who| appointment::cancel(tx, who, id, "Bận")).await;
    house.booked(MINH, 540).await;
}

#[tokio::test]
async fn nobody_is_marked_absent_before_the_time() {
    let house = House::open().await;
    let id = house.booked(HUONG, 540).await;
    house.refused(move |tx, who| appointment::no_show(tx, who, id)).await;
    assert_eq!(house.count(SLOTS).await, 6);
    house.clock.set(at(560));
    house.done(move |tx, who| appointment::no_show(tx, who, id)).await;
    assert_eq!(house.count(SLOTS).await, 0);
}

#[tokio::test]
async fn free_times_leave_out_what_is_booked_and_past() {
    let house = House::open().await;
    house.booked(HUONG, 540).await;
    house.clock.set(at(500));
    let free = house.done(|tx, _| Ok(free_times(tx, &zone(), DOCTOR, today(), appointment::Work::lasting(15))?)).await;
    let minutes: Vec<i64> = free.iter().map(|t| zone().minute_of_day(*t)).collect();
    assert_eq!(minutes[..4], [510, 525, 555, 570]);
    assert_eq!(minutes.last(), Some(&1005));
    let sunday = house
        .done(|tx, _| Ok(free_times(tx, &zone(), DOCTOR, add_days(today(), 5), appointment::Work::lasting(15))?))
        .await;
    assert!(sunday.is_empty());
}

#[tokio::test]
async fn the_nearest_free_times_are_those_of_all_asked_doctors_in_order() {
    let house = House::open().await;
    house.booked(HUONG, 480).await;
    let free = house
        .done(|tx, _| {
            Ok(nearest_free(tx, &zone(), &[DOCTOR, SECOND_DOCTOR], today(), appointment::Work::lasting(15), 3)?)
        })
        .await;
    let found: Vec<_> = free.iter().map(|f| (f.doctor, f.room, zone().minute_of_day(f.starts_at))).collect();
    assert_eq!(
        found,
        [(SECOND_DOCTOR, Some(SECOND_ROOM), 480), (DOCTOR, Some(ROOM), 495), (SECOND_DOCTOR, Some(SECOND_ROOM), 495)]
    );
    let next_week = parse_day("2026-11-26").unwrap();
    let later = house
        .done(move |tx, _| Ok(nearest_free(tx, &zone(), &[DOCTOR], next_week, appointment::Work::lasting(15), 1)?))
        .await;
    assert_eq!(zone().day_of(later[0].starts_at), parse_day("2026-12-01").unwrap());
}
