//! Appointments that are moved, stretched, given up and brought back; and what else they take.

use crate::house::*;
use bricks::clock::add_days;
use bricks::id::{AppointmentId, ResourceId};
use ground::access::Who;
use ground::db::Tx;
use papers::appointment::{self, Appointment, Asked, Confirmation, How, Knowing, Place, State, Work, free_times};

const BESIDE: How =
    How { beside: true, knowing: Knowing { other_doctor: false, at_once: false, unsuited: false, same_day: true } };
const SLOTS: &str = "SELECT COUNT(*) FROM slot";

pub async fn sees(house: &House, id: AppointmentId) -> Appointment {
    house.done(move |tx, who| appointment::by_id(tx, who.branch, id)).await
}

pub fn place(minute: i64, duration_minutes: i64) -> Place {
    Place { doctor: DOCTOR, room: ROOM, starts_at: at(minute), duration_minutes }
}

async fn moved(house: &House, id: AppointmentId, to: Place) -> Appointment {
    let asked = Asked { knowing: Knowing::ALL, ..Asked::default() };
    house.done(move |tx, who| appointment::move_to(tx, who, id, &to, asked)).await
}

/// Everything but the version, which only counts.
pub fn state_of(of: &Appointment) -> String {
    format!("{:?}", Appointment { version: 0, ..of.clone() })
}

pub async fn limit(house: &House, places: i64) {
    house.done(move |tx, _| Ok(tx.run("UPDATE resource SET overbooking_limit = $1 WHERE id = 21", &[&places])?)).await;
}

#[tokio::test]
async fn a_move_takes_the_new_time_and_frees_the_old_one() {
    let house = House::open().await;
    let id = house.booked(HUONG, 540).await;
    let to = Place { doctor: SECOND_DOCTOR, room: SECOND_ROOM, ..place(600, 30) };
    let after = moved(&house, id, to).await;
    assert_eq!((after.place(), after.version, after.day), (to, 1, today()));
    assert_eq!(house.count(SLOTS).await, 12);
    house.booked(MINH, 540).await;
    let (_, field) = house
        .refused(move |tx, who| {
            let new =
                papers::appointment::NewAppointment { doctor: SECOND_DOCTOR, room: SECOND_ROOM, ..booking(MINH, 625) };
            appointment::book_as(tx, who, &new, How { knowing: Knowing::ALL, ..How::default() })
        })
        .await;
    assert_eq!(field, "starts_at");
    assert_eq!(house.count("SELECT COUNT(*) FROM audit WHERE act = 'move_appointment'").await, 1);
}

#[tokio::test]
async fn a_move_onto_a_taken_time_is_refused_and_changes_nothing() {
    let house = House::open().await;
    let (id, _) = (house.booked(HUONG, 540).await, house.booked(MINH, 600).await);
    let before = sees(&house, id).await;
    let (_, field) =
        house.refused(move |tx, who| appointment::move_to(tx, who, id, &place(590, 15), Asked::default())).await;
    assert_eq!(field, "starts_at");
    assert_eq!(state_of(&sees(&house, id).await), state_of(&before));
    assert_eq!(house.count(SLOTS).await, 12);
    assert_eq!(house.count("SELECT COUNT(*) FROM appointment_change").await, 0);
}

#[tokio::test]
async fn an_appointment_moves_into_its_own_time_and_is_stretched_over_it() {
    let house = House::open().await;
    let id = house.booked(HUONG, 540).await;
    moved(&house, id, place(545, 15)).await;
    let longer = house.done(move |tx, who| appointment::stretch(tx, who, id, 40, Asked::default())).await;
    assert_eq!(longer.duration_minutes, 40);
    assert_eq!(house.count(SLOTS).await, 16);
    let same = moved(&house, id, longer.place()).await;
    assert_eq!(same.version, 2, "nothing changed, so nothing is written");
    let kinds = house.done(move |tx, _| Ok(appointment::history(tx, id)?)).await;
    assert_eq!(kinds.iter().map(|c| c.kind.code()).collect::<Vec<_>>(), ["stretch", "move"]);
}

#[tokio::test]
async fn who_saw_an_older_version_changes_nothing() {
    let house = House::open().await;
    let id = house.booked(HUONG, 540).await;
    moved(&house, id, place(600, 15)).await;
    let asked = Asked { seen_version: Some(0), ..Asked::default() };
    house.refused(move |tx, who| appointment::move_to(tx, who, id, &place(660, 15), asked)).await;
    assert_eq!(sees(&house, id).await.starts_at, at(600));
}

#[tokio::test]
async fn undo_restores_exactly_what_was_once() {
    let house = House::open().await;
    let id = house.booked(HUONG, 540).await;
    house.done(move |tx, who| appointment::confirm(tx, who, id, Confirmation::Confirmed)).await;
    let before = sees(&house, id).await;
    let after = moved(&house, id, place(600, 30)).await;
    assert_eq!(after.confirmation, Confirmation::Asked, "who confirmed another time is asked again");
    let back = house.done(move |tx, who| appointment::undo(tx, who, id, after.version)).await;
    assert_eq!(state_of(&back), state_of(&before));
    assert_eq!(house.count(SLOTS).await, 6);
    house.refused(move |tx, who| appointment::undo(tx, who, id, after.version)).await;
    let again = house.done(move |tx, who| appointment::undo(tx, who, id, back.version)).await;
    assert_eq!(again.starts_at, at(600), "an undo is undone like anything else");
}

#[tokio::test]
async fn undo_is_refused_when_the_old_time_was_given_away() {
    let house = House::open().await;
    let id = house.booked(HUONG, 540).await;
    let after = moved(&house, id, place(600, 15)).await;
    house.booked(MINH, 540).await;
    house.refused(move |tx, who| appointment::undo(tx, who, id, after.version)).await;
    assert_eq!(sees(&house, id).await.starts_at, at(600));
    assert_eq!(house.count(SLOTS).await, 12);
}

#[tokio::test]
async fn who_came_after_all_gets_the_time_back_if_it_is_still_free() {
    let house = House::open().await;
    let id = house.booked(HUONG, 540).await;
    house.clock.set(at(620));
    let given_up = house.done(|tx, who| appointment::no_show_overdue(tx, who, at(600))).await;
    assert_eq!(given_up, [id]);
    assert_eq!(house.count(SLOTS).await, 0);
    let none = house.done(|tx, who| appointment::no_show_overdue(tx, who, at(600))).await;
    assert!(none.is_empty());
    let back = house.done(move |tx, who| appointment::undo(tx, who, id, 1)).await;
    assert_eq!((back.state, back.ended_at, back.ended_by), (State::Booked, None, None));
    assert_eq!(house.count(SLOTS).await, 6);
    let again = house.done(|tx, who| appointment::no_show_overdue(tx, who, at(600))).await;
    assert!(again.is_empty(), "the desk knows better than the clock");
}

#[tokio::test]
async fn a_doctor_is_overbooked_up_to_the_limit_and_no_further() {
    let house = House::open().await;
    house.booked(HUONG, 540).await;
    let (said, _) = house.refused(|tx, who| appointment::book_as(tx, who, &booking(MINH, 540), BESIDE)).await;
    assert!(said.contains("takes nobody beside"), "{said}");
    limit(&house, 1).await;
    let beside = house.done(|tx, who| appointment::book_as(tx, who, &booking(MINH, 545), BESIDE)).await;
    assert!(sees(&house, beside).await.overbooked);
    assert_eq!(house.count(SLOTS).await, 6);
    house.refused(|tx, who| appointment::book_as(tx, who, &booking(HUONG, 550), BESIDE)).await;
    house.done(move |tx, who| appointment::cancel(tx, who, beside, "")).await;
    let free = house.done(|tx, who| appointment::book_as(tx, who, &booking(HUONG, 600), BESIDE)).await;
    assert!(!sees(&house, free).await.overbooked, "a free time is taken as a whole");
    house.done(|tx, who| appointment::book_as(tx, who, &booking(MINH, 550), BESIDE)).await;
}

#[tokio::test]
async fn a_service_takes_one_of_its_devices_and_its_own_room() {
    let house = House::open().await;
    house
        .done(|tx, _| {
            for sql in [
                "INSERT INTO resource (id, branch_id, kind, name, ticket_prefix, department, position, active) VALUES \
                 (26, 1, 'device', 'SA 1', '', '', 1, TRUE), (27, 1, 'device', 'SA 2', '', '', 2, TRUE), (28, 1, 'room', 'P.SA', '', '', 9, TRUE)",
                "INSERT INTO service_resource (service_id, resource_id) VALUES (42, 26), (42, 27), (42, 28)",
            ] {
                tx.run(sql, &[])?;
            }
            Ok(())
        })
        .await;
    let scan = |doctor, room, minute| appointment::NewAppointment {
        service: BLOOD_COUNT,
        doctor,
        room,
        ..booking(HUONG, minute)
    };
    let first = house.done(move |tx, who| appointment::book(tx, who, &scan(DOCTOR, ROOM, 540))).await;
    let first = sees(&house, first).await;
    assert_eq!((first.room.raw(), first.device.map(ResourceId::raw)), (28, Some(26)));
    assert_eq!(house.count(SLOTS).await, 9);
    house.refused(move |tx, who| appointment::book(tx, who, &scan(SECOND_DOCTOR, SECOND_ROOM, 545))).await;
    let offered = |work| move |tx: &mut Tx<'_>, _: &Who| Ok(free_times(tx, &zone(), SECOND_DOCTOR, today(), work)?);
    let free = house.done(offered(Work::of(BLOOD_COUNT, 15))).await;
    assert!(!free.contains(&at(540)) && free.contains(&at(555)), "the room of the service is taken: {free:?}");
    assert!(house.done(offered(Work::lasting(15))).await.contains(&at(540)));
    house.done(|tx, _| Ok(tx.run("DELETE FROM service_resource WHERE resource_id = 28", &[])?)).await;
    let minh = appointment::NewAppointment { patient: MINH, ..scan(SECOND_DOCTOR, SECOND_ROOM, 545) };
    let second = house.done(move |tx, who| appointment::book(tx, who, &minh)).await;
    assert_eq!(sees(&house, second).await.device.map(ResourceId::raw), Some(27));
    house.done(|tx, _| Ok(tx.run("UPDATE resource SET active = FALSE WHERE kind = 'device'", &[])?)).await;
    assert!(house.done(offered(Work::of(BLOOD_COUNT, 15))).await.is_empty(), "no device is in use");
    let (_, field) = house.refused(move |tx, who| appointment::book(tx, who, &scan(DOCTOR, ROOM, 600))).await;
    assert_eq!(field, "service");
}

#[tokio::test]
async fn an_appointment_moves_over_the_end_of_a_month_and_never_over_midnight() {
    let house = House::open().await;
    let id = house.booked(HUONG, 540).await;
    let december = zone().instant_of(add_days(today(), 7), 540);
    let after = moved(&house, id, Place { starts_at: december, ..place(0, 15) }).await;
    assert_eq!(after.day.to_string(), "2026-12-01");
    house
        .done(|tx, _| {
            Ok(tx.run(
                "INSERT INTO working_hours (resource_id, weekday, from_minute, to_minute) VALUES (21, 2, 1200, 1440)",
                &[],
            )?)
        })
        .await;
    let late = moved(&house, id, place(1425, 15)).await;
    assert_eq!(late.day, today());
    house.refused(move |tx, who| appointment::stretch(tx, who, id, 20, Asked::default())).await;
}

#[tokio::test]
async fn what_is_brought_back_needs_its_device_and_its_doctor_still() {
    const DEVICE: &str = "INSERT INTO resource (id, branch_id, kind, name, ticket_prefix, department, position, active) \
         VALUES (29, 1, 'device', 'Siêu âm', '', '', 9, TRUE)";
    let house = House::open().await;
    house
        .done(|tx, _| {
            tx.run(DEVICE, &[])?;
            tx.run("INSERT INTO service_resource (service_id, resource_id) VALUES (41, 29)", &[])?;
            Ok(tx.run(
                "INSERT INTO working_hours (resource_id, weekday, from_minute, to_minute) VALUES (29, 2, 0, 1440)",
                &[],
            )?)
        })
        .await;
    let id = house.booked(HUONG, 540).await;
    house.done(move |tx, who| appointment::cancel(tx, who, id, "x")).await;
    let undo = move |tx: &mut ground::db::Tx<'_>, who: &ground::access::Who| appointment::undo(tx, who, id, 1);
    let set =
        |active: &'static str, sql: &'static str| house.done(move |tx, _| Ok(tx.run(sql, &[&(active == "yes")])?));
    set("no", "UPDATE resource SET active = $1 WHERE id = 29").await;
    assert!(house.refused(undo).await.0.contains("no longer in use"));
    set("yes", "UPDATE resource SET active = $1 WHERE id = 29").await;
    set("no", "UPDATE resource SET active = $1 WHERE id = 21").await;
    assert!(house.refused(undo).await.0.contains("no longer in use"));
    set("yes", "UPDATE resource SET active = $1 WHERE id = 21").await;
    house.done(|tx, _| Ok(tx.run("UPDATE working_hours SET to_minute = 500 WHERE resource_id = 29", &[])?)).await;
    assert_eq!(house.refused(undo).await.1, "starts_at");
    house.done(|tx, _| Ok(tx.run("UPDATE working_hours SET to_minute = 1440 WHERE resource_id = 29", &[])?)).await;
    house.done(undo).await;
    let table = papers::series::timetable;
    let plan = house.done(move |tx, who| {
        let of = (CONSULTATION, 15);
        let one = table(tx, who.zone(), (DOCTOR, ROOM), (today(), 1), of)?.fit(at(600), who.zone());
        tx.run("UPDATE resource SET active = FALSE WHERE id = 29", &[])?;
        let none = table(tx, who.zone(), (DOCTOR, ROOM), (today(), 1), of)?.fit(at(600), who.zone());
        Ok((one, none))
    });
    let (one, none) = plan.await;
    assert_eq!(one, papers::series::Fit::Free);
    assert!(matches!(none, papers::series::Fit::Closed(_)), "no device is in use: {none:?}");
}

#[tokio::test]
async fn who_comes_days_before_gives_the_time_to_those_who_wait() {
    let house = House::open().await;
    let tomorrow = zone().instant_of(bricks::clock::add_days(today(), 1), 540);
    let id = house
        .done(move |tx, who| {
            let new = papers::appointment::NewAppointment { starts_at: tomorrow, ..booking(HUONG, 540) };
            appointment::book(tx, who, &new)
        })
        .await;
    house.done(move |tx, who| appointment::arrive(tx, who, id)).await;
    let freed = house.done(|tx, who| Ok(appointment::freed(tx, who.branch, who.zone())?)).await;
    assert_eq!(freed.iter().map(|f| f.starts_at).collect::<Vec<_>>(), [tomorrow]);
}

/// The second doctor is a paediatrician, the consultation one of internal medicine.
#[tokio::test]
async fn a_doctor_who_does_not_give_the_service_takes_it_only_when_that_is_known() {
    let house = House::open().await;
    let to = Place { doctor: SECOND_DOCTOR, room: SECOND_ROOM, ..place(600, 15) };
    let new = appointment::NewAppointment { doctor: SECOND_DOCTOR, room: SECOND_ROOM, ..booking(HUONG, 540) };
    let unknowing = new.clone();
    let (_, field) = house.refused(move |tx, who| appointment::book(tx, who, &unknowing)).await;
    assert_eq!(field, "other_doctor");
    let id = house.booked(HUONG, 540).await;
    let (_, field) = house.refused(move |tx, who| appointment::move_to(tx, who, id, &to, Asked::default())).await;
    assert_eq!((field, sees(&house, id).await.doctor), ("other_doctor", DOCTOR));
    let knowing = Knowing { other_doctor: true, ..Knowing::default() };
    let asked = Asked { knowing, ..Asked::default() };
    house.done(move |tx, who| appointment::move_to(tx, who, id, &to, asked)).await;
    assert_eq!(house.count("SELECT COUNT(*) FROM audit WHERE act = 'book_other_doctor'").await, 1);
    let later = Place { starts_at: at(630), ..to };
    house.done(move |tx, who| appointment::move_to(tx, who, id, &later, Asked::default())).await;
    let offered = "INSERT INTO bookable (doctor_id, service_id) VALUES (22, 41)";
    house.done(move |tx, _| Ok(tx.run(offered, &[]).map(|_| ())?)).await;
    house
        .done(move |tx, who| appointment::book(tx, who, &appointment::NewAppointment { patient: MINH, ..new.clone() }))
        .await;
}

#[tokio::test]
async fn one_patient_is_with_two_doctors_at_once_only_when_that_is_known() {
    let house = House::open().await;
    house.booked(HUONG, 540).await;
    let knowing = Knowing { other_doctor: true, ..Knowing::default() };
    let with_second =
        |minute| appointment::NewAppointment { doctor: SECOND_DOCTOR, room: SECOND_ROOM, ..booking(HUONG, minute) };
    let how = How { knowing, ..How::default() };
    for minute in [530, 540, 550] {
        let new = with_second(minute);
        let (_, field) = house.refused(move |tx, who| appointment::book_as(tx, who, &new, how)).await;
        assert_eq!(field, "at_once", "{minute}");
    }
    let beside = house.done(move |tx, who| appointment::book_as(tx, who, &with_second(555), how)).await;
    let at_once = Place { doctor: SECOND_DOCTOR, room: SECOND_ROOM, ..place(545, 15) };
    let move_it = move |knowing| {
        move |tx: &mut Tx<'_>, who: &Who| {
            appointment::move_to(tx, who, beside, &at_once, Asked { knowing, ..Asked::default() })
        }
    };
    let (_, field) = house.refused(move_it(knowing)).await;
    assert_eq!(field, "at_once");
    house.done(move_it(Knowing::ALL)).await;
    assert_eq!(house.count("SELECT COUNT(*) FROM audit WHERE act = 'book_at_once'").await, 1);
}

#[tokio::test]
async fn what_is_of_no_speciality_every_doctor_gives() {
    let house = House::open().await;
    let general = "UPDATE service SET department = 'general' WHERE id = 41";
    let own = "UPDATE resource SET department = 'Đa khoa' WHERE id = 21";
    house.done(move |tx, _| Ok(tx.run(general, &[]).and(tx.run(own, &[])).map(|_| ())?)).await;
    let new = appointment::NewAppointment { doctor: SECOND_DOCTOR, room: SECOND_ROOM, ..booking(HUONG, 540) };
    house.done(move |tx, who| appointment::book(tx, who, &new)).await;
}
