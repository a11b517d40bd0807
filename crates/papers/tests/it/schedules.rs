use crate::house::*;
use bricks::clock::{Day, add_days, parse_day};
use bricks::id::ResourceId;
use ground::db::Stop;
use papers::appointment::{self, nearest_free};
use papers::schedule::{self, Daily, DayKind, HolidayRow, LeaveKind, NewLeave};

fn leave(resource: ResourceId, from: i64, to: i64) -> NewLeave {
    NewLeave { resource, kind: LeaveKind::Annual, from: at(from), to: at(to), reason: "Về quê".into() }
}

fn holiday(day: Day) -> HolidayRow {
    HolidayRow { day, name_vi: "Ngày Văn hóa".into(), name_en: "Culture Day".into(), closed: true }
}

#[tokio::test]
async fn booking_into_leave_is_refused_at_its_time_and_names_the_leave() {
    let house = House::open().await;
    let id = house.done(|tx, who| schedule::make_leave(tx, who, &leave(DOCTOR, 540, 600))).await;
    let (say, field) = house.refused(|tx, who| appointment::book(tx, who, &booking(HUONG, 555))).await;
    assert_eq!(field, "starts_at");
    assert!(say.contains("annual leave") && say.contains("10:00"), "{say}");
    house.refused(|tx, who| appointment::book(tx, who, &booking(HUONG, 530))).await;
    house.booked(HUONG, 600).await;
    house.done(move |tx, who| schedule::remove_leave(tx, who, id)).await;
    house.refused(move |tx, who| schedule::remove_leave(tx, who, id)).await;
    house.booked(MINH, 555).await;
}

#[tokio::test]
async fn a_room_that_is_mended_is_not_booked() {
    let house = House::open().await;
    house.done(|tx, who| schedule::make_leave(tx, who, &leave(ROOM, 540, 600))).await;
    let (say, field) = house.refused(|tx, who| appointment::book(tx, who, &booking(HUONG, 555))).await;
    assert_eq!(field, "starts_at");
    assert!(say.contains("room or device"), "{say}");
}

#[tokio::test]
async fn booking_into_a_holiday_is_refused_and_names_it_unless_the_doctor_works_that_day() {
    let house = House::open().await;
    house.done(|tx, who| schedule::set_holiday(tx, who, &holiday(today()))).await;
    let (say, field) = house.refused(|tx, who| appointment::book(tx, who, &booking(HUONG, 555))).await;
    assert_eq!(field, "starts_at");
    assert!(say.contains("Culture Day"), "{say}");
    let hours = |kind| Daily { resource: DOCTOR, day: today(), from_minute: 540, to_minute: 600, kind };
    house.done(move |tx, who| schedule::add_day_hours(tx, who, &hours(DayKind::Extra))).await;
    house.booked(HUONG, 555).await;
    house.done(|tx, who| schedule::remove_day_hours(tx, who, DOCTOR, today())).await;
    house.refused(|tx, who| schedule::remove_day_hours(tx, who, DOCTOR, today())).await;
    house.done(|tx, who| schedule::remove_holiday(tx, who, today())).await;
    house.booked(MINH, 600).await;
}

#[tokio::test]
async fn leave_that_is_impossible_is_refused_at_its_end() {
    let house = House::open().await;
    for (from, to) in [(600, 540), (600, 600), (60, 120), (600, 600 + 1440 * 401)] {
        let (_, field) = house.refused(move |tx, who| schedule::make_leave(tx, who, &leave(DOCTOR, from, to))).await;
        assert_eq!(field, "to", "{from} {to}");
    }
    let theirs = house.act(|tx, _| schedule::make_leave(tx, &who_of(OTHER_BRANCH), &leave(DOCTOR, 540, 600))).await;
    assert!(matches!(theirs, Err(Stop::Missing)));
}

#[tokio::test]
async fn weekly_hours_are_replaced_as_a_whole() {
    let house = House::open().await;
    let mut week = vec![Vec::new(); 7];
    week[1] = vec![(600, 660), (480, 540)];
    let good = week.clone();
    house.done(move |tx, who| schedule::set_hours(tx, who, DOCTOR, &good)).await;
    house.booked(HUONG, 510).await;
    let (say, _) = house.refused(|tx, who| appointment::book(tx, who, &booking(MINH, 560))).await;
    assert!(say.contains("does not work"), "{say}");
    week[1].push((500, 620));
    let (_, field) = house.refused(move |tx, who| schedule::set_hours(tx, who, DOCTOR, &week)).await;
    assert_eq!(field, "hours");
}

#[tokio::test]
async fn the_nearest_free_time_passes_over_leave_and_holidays() {
    let house = House::open().await;
    house.done(|tx, who| schedule::make_leave(tx, who, &leave(DOCTOR, 0, 2880))).await;
    let week_later = add_days(today(), 7);
    house.done(move |tx, who| schedule::set_holiday(tx, who, &holiday(week_later))).await;
    let free =
        house.done(|tx, _| Ok(nearest_free(tx, &zone(), &[DOCTOR], today(), appointment::Work::lasting(15), 1)?)).await;
    assert_eq!(zone().day_of(free[0].starts_at), parse_day("2026-12-02").unwrap());
}
