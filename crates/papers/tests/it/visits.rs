use crate::house::*;
use bricks::clock::add_days;
use ground::db::Stop;
use papers::appointment;
use papers::journey::{Station, facts_of};
use papers::visit::{self, State};

#[tokio::test]
async fn tickets_count_up_for_each_doctor() {
    let house = House::open().await;
    let (_, first) = house.done(|tx, who| visit::check_in(tx, who, &walk_in(HUONG))).await;
    let (_, second) = house.done(|tx, who| visit::check_in(tx, who, &walk_in(MINH))).await;
    assert_eq!((first.as_str(), second.as_str()), ("A001", "A002"));
}

#[tokio::test]
async fn a_patient_is_in_the_house_once() {
    let house = House::open().await;
    let (id, _) = house.done(|tx, who| visit::check_in(tx, who, &walk_in(HUONG))).await;
    house.refused(|tx, who| visit::check_in(tx, who, &walk_in(HUONG))).await;
    house.done(move |tx, who| visit::leave(tx, who, id, "Đợi lâu")).await;
    let (_, ticket) = house.done(|tx, who| visit::check_in(tx, who, &walk_in(HUONG))).await;
    assert_eq!(ticket, "A002", "the refused check-in took no ticket");
}

#[tokio::test]
async fn an_appointment_is_used_once_and_by_its_own_patient() {
    let house = House::open().await;
    let booked = house.booked(HUONG, 540).await;
    let with = move |patient| {
        let mut new = walk_in(patient);
        new.appointment = Some(booked);
        new
    };
    let (_, field) = house.refused(move |tx, who| visit::check_in(tx, who, &with(MINH))).await;
    assert_eq!(field, "appointment");
    let (id, _) = house.done(move |tx, who| visit::check_in(tx, who, &with(HUONG))).await;
    house.done(move |tx, who| visit::leave(tx, who, id, "")).await;
    let (said, _) = house.refused(move |tx, who| visit::check_in(tx, who, &with(HUONG))).await;
    assert_eq!(said, "This appointment has been checked in already.");
    assert_eq!(house.count("SELECT COUNT(*) FROM slot").await, 6);
}

#[tokio::test]
async fn who_comes_on_an_earlier_day_gives_the_booked_time_back() {
    let house = House::open().await;
    let tomorrow = 1440 + 540;
    let booked = house.booked(HUONG, tomorrow).await;
    let arrived = house.done(move |tx, who| appointment::arrive(tx, who, booked)).await;
    assert_eq!(arrived.day, add_days(today(), 1));
    assert_eq!(house.count("SELECT COUNT(*) FROM slot").await, 0);
    let missed = house.booked(MINH, 600).await;
    house.clock.advance_minutes(1440);
    house.refused(move |tx, who| appointment::arrive(tx, who, missed)).await;
}

#[tokio::test]
async fn a_visit_goes_through_its_states_once() {
    let house = House::open().await;
    let (id, _) = house.done(|tx, who| visit::check_in(tx, who, &walk_in(HUONG))).await;
    house.refused(move |tx, who| visit::finish(tx, who, id)).await;
    house.done(move |tx, who| visit::call_in(tx, who, id)).await;
    house.refused(move |tx, who| visit::call_in(tx, who, id)).await;
    house.refused(move |tx, who| visit::leave(tx, who, id, "")).await;
    house.done(move |tx, who| visit::finish(tx, who, id)).await;
    let found = house.done(move |tx, who| visit::lock(tx, who.branch, id)).await;
    assert_eq!((found.state, found.ticket().as_str()), (State::Finished, "A001"));
    assert_eq!(house.count("SELECT COUNT(*) FROM audit WHERE subject_kind = 'visit'").await, 3);
}

#[tokio::test]
async fn another_branchs_visit_is_missing() {
    let house = House::open().await;
    let (id, _) = house.done(|tx, who| visit::check_in(tx, who, &walk_in(HUONG))).await;
    let called = house.act(move |tx, _| visit::call_in(tx, &who_of(OTHER_BRANCH), id)).await;
    assert!(matches!(called, Err(Stop::Missing)));
    let facts = house.act(move |tx, _| facts_of(tx, OTHER_BRANCH, id)).await;
    assert!(matches!(facts, Err(Stop::Missing)));
}

#[tokio::test]
async fn the_station_follows_the_vitals_and_the_call() {
    let house = House::open().await;
    let (id, _) = house.done(|tx, who| visit::check_in(tx, who, &walk_in(HUONG))).await;
    let station = async || house.done(move |tx, who| facts_of(tx, who.branch, id)).await.station();
    assert_eq!(station().await, Station::Vitals);
    house
        .done(move |tx, who| {
            let sql = "INSERT INTO vitals (id, visit_id, patient_id, taken_at, taken_by) VALUES (1, $1, $2, 0, $3)";
            Ok(tx.run_one(sql, &[&id, &HUONG, &who.staff])?)
        })
        .await;
    assert_eq!(station().await, Station::Doctor);
    house.done(move |tx, who| visit::call_in(tx, who, id)).await;
    assert_eq!(station().await, Station::InRoom);
    house.done(move |tx, who| visit::finish(tx, who, id)).await;
    assert_eq!(station().await, Station::Done);
}
